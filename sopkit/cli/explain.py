"""`sopkit explain`: what a diagnostic code means, with a wrong and a right example."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from sopkit.cli.command import Command, argument, colour_option
from sopkit.cli.session import Session
from sopkit.cli.terminal import width, write_text
from sopkit.messages import message

_ = message

_WIDEST = 92
_NARROWEST = 30


def command(session: Session) -> Command:
    """The command, speaking the user's language."""

    def run(code: str | None, color: str) -> int:
        from sopkit.services.explain import all_codes, explain

        style = _Style(coloured=session.coloured(color))
        if code is not None:
            page = explain(code, session.language)
            heading = f"{page.code}: {page.title} ({session.translate(page.severity.value)})"
            write_text([style.strong(heading), "", *_page(page.text, style)])
            return 0
        for known in all_codes():
            severity = session.translate(known.severity.value)
            line = f"{style.strong(known.code)}  {severity:<12}  {session.translate(known.title)}"
            write_text([line])
        return 0

    return Command(
        session,
        "explain",
        summary=_("Explain a code, such as SOP302."),
        usage=_("sopkit explain [OPTIONS] [CODE]"),
        description=_(
            "Explains a code: what it finds, why that matters, a wrong and a right example. "
            "Without a code it lists them all."
        ),
        callback=run,
        params=[argument("code", "CODE", required=False), colour_option(session)],
        examples=(
            ("sopkit explain SOP302", _("what an endless loop is, and how to mend it")),
            ("sopkit explain", _("the list of all codes")),
        ),
    )


class _Style:
    """Bold and dim, where the terminal takes them."""

    def __init__(self, *, coloured: bool) -> None:
        self.coloured = coloured

    def strong(self, text: str) -> str:
        """A heading."""
        return f"\x1b[1m{text}\x1b[0m" if self.coloured else text

    def example(self, text: str) -> str:
        """A line of an example."""
        return f"\x1b[36m{text}\x1b[0m" if self.coloured and text else text


def _page(text: str, style: _Style) -> Iterator[str]:
    """A page for the terminal: paragraphs wrapped, examples as they stand."""
    columns = max(width(_WIDEST, _WIDEST), _NARROWEST)
    for block in _blocks(text):
        if block[0].startswith("    ") or not block[0].strip():
            yield from (style.example(line) for line in block)
            continue
        if block[0].endswith(":") and "`" not in block[0]:
            yield style.strong(block[0].rstrip(":"))
            yield from textwrap.wrap(" ".join(block[1:]), columns, break_on_hyphens=False)
            continue
        yield from textwrap.wrap(" ".join(block), columns, break_on_hyphens=False)


def _blocks(text: str) -> Iterator[list[str]]:
    """Runs of lines of one kind: text, examples (indented), or nothing."""
    block: list[str] = []
    kind: tuple[bool, bool] | None = None
    for line in text.splitlines():
        now = (not line.strip(), line.startswith("    "))
        if block and now != kind:
            yield block
            block = []
        block.append(line.rstrip())
        kind = now
    if block:
        yield block
