"""Authors' Markdown as safe HTML.

Nothing that an author writes can run or load anything: raw HTML is shown as text, links are
written only where `Surroundings` gives an address, and pictures only come from the library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape
from mdit_py_plugins.deflist import deflist_plugin

MAX_NESTING = 200
"""Deeper blocks than the parser of procedures accepts are never reached."""

MOST_BRACKETS = 2000
"""A text with more opening brackets is shown as it stands: the parser's work on brackets grows
with their square, and no text that is meant to be read has as many in one block."""

ALIGNED = "aligned-"
"""What the class of a cell begins with whose column is aligned."""

_ALERT = re.compile(r"^\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)", re.IGNORECASE)
_TASK = re.compile(r"^\[([ xX])\][ \t]+")
_PLAIN_LINE = re.compile(r"(?![#>\-+*=|~`:\s]|\d{1,9}[.)])[^\\`*_\[\]<>&~|\n]*\Z")
_SHORT_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)+")
_TINY = range(1, 3)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE_SCHEMES = frozenset({"http:", "https:", "mailto:", "tel:"})


@dataclass(frozen=True)
class Surroundings:
    """What a text needs to know of the page that it stands on.

    `link` and `picture` give the address for a target as written, or None where there is none:
    then the text (or the picture's alternative) is shown without it. `labels` are the words for
    the alerts by kind, `script`, `table` and `missing`; `references` the targets of the link
    references that the whole file defines. `top_heading` is the highest level that
    a heading of the text may have. `explain` makes HTML of plain text, with its terms marked;
    it is not asked within links, headings and code.
    """

    link: Callable[[str], str | None]
    picture: Callable[[str], str | None]
    labels: Mapping[str, str] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    top_heading: int = 3
    explain: Callable[[str], Markup] = escape


def external_address(target: str) -> str | None:
    """The target itself if it is an address that is safe to follow, else None."""
    scheme = _SCHEME.match(target)
    return target if scheme and scheme.group().lower() in _SAFE_SCHEMES else None


def is_relative(target: str) -> bool:
    """True for a target without scheme and host: a place inside the library or the page."""
    return not (_SCHEME.match(target) or target.startswith(("/", "\\")))


def render_blocks(text: str, surroundings: Surroundings, *, script: bool = False) -> Markup:
    """Markdown blocks as HTML; with `script`, block quotes are words to say or write."""
    text = without_comments(text)
    if not text.strip():
        return Markup("")
    if _PLAIN_LINE.match(text) or text.count("[") > MOST_BRACKETS:
        return Markup("<p>%s</p>\n") % surroundings.explain(text.rstrip())
    environment = _environment(surroundings, script=script)
    return Markup(_markdown().render(text, environment))  # noqa: S704 - made safe here


def render_inline(text: str, surroundings: Surroundings) -> Markup:
    """Markdown of one line or paragraph as HTML without a paragraph around it."""
    text = without_comments(text)
    if _PLAIN_LINE.match(text) or text.count("[") > MOST_BRACKETS:
        return surroundings.explain(text)
    environment = _environment(surroundings, script=False)
    return Markup(_markdown().renderInline(text, environment))  # noqa: S704 - made safe here


def _environment(surroundings: Surroundings, *, script: bool) -> dict[str, Any]:
    references = {
        label: {"href": target, "title": "", "map": None}
        for label, target in surroundings.references.items()
    }
    return {"at": surroundings, "script": script, "references": references}


def without_comments(text: str) -> str:
    """The text without HTML comments, which no reader of a Markdown file sees either.

    Comments in code stay: lines of a fence or of indented code are not looked at.
    """
    if "<!--" not in text:
        return text
    chunks = _CODE.split(text)
    return "".join(
        chunk if index % 2 else _without_comments(chunk) for index, chunk in enumerate(chunks)
    )


def _without_comments(text: str) -> str:
    kept = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 2)) >= 0:
        kept.append(text[done:start])
        done = end + len("-->")
    return "".join(kept) + text[done:]


_CODE = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)[^\n]*$|`[^`\n]+`)", re.DOTALL | re.MULTILINE)

Environment = MutableMapping[str, Any]


class _SafeRenderer(RendererHTML):
    """HTML in which links, pictures and headings fit the page that they stand on.

    Methods are named after the tokens that they render; markdown-it calls them by position.
    """

    def text(
        self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: Environment
    ) -> str:
        """Plain text, its terms explained unless it is a link or a heading already."""
        around = _around(env)
        closed = env.get("link closers") or env.get("in heading")
        return escape(tokens[index].content) if closed else around.explain(tokens[index].content)

    def link_open(
        self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: Environment
    ) -> str:
        """A link, or a span where there is nothing to link to."""
        around = _around(env)
        address = _link_address(str(tokens[index].attrGet("href") or ""), around)
        closers: list[str] = env.setdefault("link closers", [])
        if address is None:
            closers.append("</span>")
            return f'<span class="missing" title="{escape(around.labels.get("missing", ""))}">'
        closers.append("</a>")
        outside = ' rel="noopener noreferrer"' if external_address(address) else ""
        kind = _kind_of_link(tokens[index + 1])
        return f'<a href="{escape(address)}"{outside}{kind}>'

    def link_close(
        self, _tokens: Sequence[Token], _index: int, _options: OptionsDict, env: Environment
    ) -> str:
        """The end of what `link_open` began."""
        closer: str = env["link closers"].pop()
        return closer

    def image(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment
    ) -> str:
        """A picture of the library, else its alternative text."""
        token = tokens[idx]
        alternative = escape(self.renderInlineAsText(token.children, options, env))
        address = _around(env).picture(str(token.attrGet("src") or ""))
        if address is None:
            return f'<span class="missing-picture">{alternative}</span>'
        return f'<img src="{escape(address)}" alt="{alternative}">'

    def heading_open(
        self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: Environment
    ) -> str:
        """A heading at a level that fits the page."""
        env["in heading"] = True
        return f"<h{_heading_level(tokens[index], env)}>"

    def heading_close(
        self, _tokens: Sequence[Token], _index: int, _options: OptionsDict, env: Environment
    ) -> str:
        """The end of a heading."""
        env["in heading"] = False
        return f"</h{env['heading']}>\n"

    def table_open(
        self, _tokens: Sequence[Token], _index: int, _options: OptionsDict, env: Environment
    ) -> str:
        """A table in a box that scrolls where the screen is too narrow for it."""
        label = escape(_around(env).labels.get("table", ""))
        return f'<div class="table" role="group" tabindex="0" aria-label="{label}"><table>\n'

    def table_close(
        self, _tokens: Sequence[Token], _index: int, _options: OptionsDict, _env: Environment
    ) -> str:
        """The end of a table."""
        return "</table></div>\n"

    def blockquote_open(
        self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: Environment
    ) -> str:
        """An alert, a script or a quotation."""
        labels = _around(env).labels
        alert = tokens[index].meta.get("alert")
        if alert:
            label = escape(labels.get(alert, alert))
            return f'<div class="alert {alert}" role="note"><p class="label">{label}</p>\n'
        if env["script"] and tokens[index].level == 0:
            label = escape(labels.get("script", ""))
            return (
                f'<figure class="script"><figcaption class="label">{label}</figcaption>'
                "<blockquote>\n"
            )
        return "<blockquote>\n"

    def blockquote_close(
        self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: Environment
    ) -> str:
        """The end of what `blockquote_open` began."""
        if tokens[index].meta.get("alert"):
            return "</div>\n"
        if env["script"] and tokens[index].level == 0:
            return "</blockquote></figure>\n"
        return "</blockquote>\n"


def _around(env: Environment) -> Surroundings:
    around: Surroundings = env["at"]
    return around


def _kind_of_link(words: Token) -> str:
    """The class of a link with these words: what is short must not break, nor be hard to hit."""
    if words.type != "image" and len(words.content) in _TINY:
        return ' class="tiny"'
    return ' class="whole"' if _SHORT_CODE.fullmatch(words.content) else ""


def _link_address(target: str, at: Surroundings) -> str | None:
    return external_address(target) or (at.link(target) if is_relative(target) else None)


def _heading_level(token: Token, env: Environment) -> int:
    """No heading above the page's own, and none that skips a level."""
    top = _around(env).top_heading
    before: int = env.get("heading", top - 1)
    level = max(top, min(int(token.tag[1]), before + 1, 6))
    env["heading"] = level
    return level


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt(
        "commonmark", {"html": False, "maxNesting": MAX_NESTING}, renderer_cls=_SafeRenderer
    )
    markdown.enable(["table", "strikethrough"]).use(deflist_plugin)
    markdown.core.ruler.before("inline", "alerts", _mark_alerts)
    markdown.core.ruler.before("inline", "tasks", _mark_tasks)
    markdown.core.ruler.push("task_boxes", _put_boxes)
    markdown.core.ruler.push("aligned_cells", _align_cells)
    return markdown


def _mark_alerts(state: StateCore) -> None:
    """Tell alerts from block quotes, and take their first line away."""
    tokens = state.tokens
    for index in range(len(tokens) - 2):
        opening, text = tokens[index], tokens[index + 2]
        if opening.type != "blockquote_open" or text.type != "inline":
            continue
        kind = _ALERT.match(text.content)
        if kind:
            text.content = text.content[kind.end() :]
            alert = kind.group(1).lower()
            opening.meta = {"alert": alert}
            _closing(tokens, index).meta = {"alert": alert}
            if not text.content:
                tokens[index + 1].hidden = tokens[index + 3].hidden = True


def _mark_tasks(state: StateCore) -> None:
    """Find the items of a task list; the box itself is put in once the text is parsed."""
    tokens = state.tokens
    for index in range(len(tokens) - 2):
        item, text = tokens[index], tokens[index + 2]
        if item.type != "list_item_open" or text.type != "inline":
            continue
        box = _TASK.match(text.content)
        if box:
            text.content = text.content[box.end() :]
            text.meta = {"task": box.group(1) != " "}
            item.attrJoin("class", "task")


def _put_boxes(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and "task" in token.meta:
            checked = " checked" if token.meta["task"] else ""
            opening = Token("html_inline", "", 0)
            opening.content = f'<label><input type="checkbox" autocomplete="off"{checked}><span>'
            closing = Token("html_inline", "", 0)
            closing.content = "</span></label>"
            token.children = [opening, *(token.children or []), closing]


def _align_cells(state: StateCore) -> None:
    """Tell the alignment of a column by a class: the pages forbid styles of elements."""
    for token in state.tokens:
        if token.type in ("th_open", "td_open") and "style" in token.attrs:
            alignment = str(token.attrs.pop("style")).removeprefix("text-align:")
            token.attrJoin("class", f"{ALIGNED}{alignment}")


def _closing(tokens: list[Token], opening: int) -> Token:
    level = tokens[opening].level
    return next(
        token
        for token in tokens[opening:]
        if token.type == "blockquote_close" and token.level == level
    )
