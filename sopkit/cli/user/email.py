"""`sopkit user email`: where a person gets mail."""

from __future__ import annotations

from sopkit.cli.command import Command, argument, flag
from sopkit.cli.register import as_option, opened, signed_in
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import message
from sopkit.refusals import AddressNotSaidError

_ = message


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(*, login: str, address: str | None, remove: bool, actor: str | None) -> int:
        from sopkit.services.register.persons import address_of, set_address

        if (address is None) is not remove:
            raise AddressNotSaidError
        wanted = address_of(address) if address else None
        with opened(session) as desk:
            me = signed_in(desk, actor)
            set_address(desk.register, me.account, login, wanted, desk.now)
        if wanted:
            told = _("Mail for {login} goes to {address} from now on.")
        else:
            told = _("{login} gets no mail any more.")
        write_text([session.text(told, login=login, address=wanted)])
        return 0

    translate = session.translate
    return Command(
        session,
        "email",
        summary=_("Set the e-mail address of a person."),
        usage=_("sopkit user email [OPTIONS] LOGIN [ADDRESS]"),
        description=_(
            "Sets the address to which mail for a person goes. Your own you may always set; that "
            "of others takes an administrator."
        ),
        callback=run,
        params=[
            argument("login", translate(_("LOGIN"))),
            argument("address", translate(_("ADDRESS")), required=False),
            flag(["--remove"], translate(_("Take the address out: no mail any more."))),
            as_option(session),
        ],
        examples=(("sopkit user email anna anna@example.org", _("mail for Anna goes there")),),
    )
