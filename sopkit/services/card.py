"""One procedure as a card for the wall: a PDF of one page."""

from __future__ import annotations

from datetime import date

from sopkit.errors import NotPrintableError
from sopkit.model.control import Control
from sopkit.render.html.addresses import picture_address
from sopkit.render.pdf.card import card
from sopkit.render.pdf.typeset import TypesettingError, typeset
from sopkit.resources import web_path
from sopkit.services.build import site_of
from sopkit.services.check import Checked
from sopkit.services.press import UNDATED, Press, Printed, pictures_of, showable
from sopkit.services.print import printable_sop


def print_card(
    checked: Checked, name: str, dated: date = UNDATED, control: Control | None = None
) -> Printed:
    """The card of the one procedure that was checked; the arguments are those of `print_procedure`.

    Raises what that raises.
    """
    compiled = checked.compiled
    sop = printable_sop(checked, name)
    pictures = pictures_of(compiled, [sop])
    press = Press(site_of(compiled, frozenset(pictures)), pictures)
    shown = showable(pictures)
    made = card(press.site, sop, shown, press.logo, control)
    day = control.effective_from if control and control.effective_from else dated
    try:
        data = typeset(made, web_path("templates/pdf/card.typ"), day)
    except TypesettingError as error:
        raise NotPrintableError(name, error.reason) from error
    left_out = tuple(
        path for path in pictures if picture_address(path) == press.logo and press.logo not in shown
    )
    return Printed(data, made.replaced, left_out, press.site.errors.get(sop.path, 0))
