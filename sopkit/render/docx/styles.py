"""Styles, numbering and settings of the document, made from the template of python-docx.

A manager changes a style once and the whole document follows: each kind of paragraph has one.
The font is one that every machine with a word processor has or has a twin of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from sopkit.render.docx.text import checker_language
from sopkit.render.docx.xml import Element, element, twips
from sopkit.render.html.wording import direction_of_text

FONT = "Arial"
TITLE, NUMBER, TEXT, STEP, SUB_STEP = "Title", "Subtitle", "Normal", "SOP Step", "SOP Sub-step"
SMALL, SCRIPT, ALERT, TERM = "SOP Remark", "SOP Script", "SOP Alert", "SOP Term"
QUOTE, CODE, CELL = "SOP Quote", "SOP Code", "SOP Cell"
LEVELS = 9
"""Levels of headings and of lists that a word processor knows."""

_KEPT = frozenset(
    {
        *("Normal", "Header", "Footer", "Title", "Subtitle", "Table Grid", "Normal Table"),
        *("Default Paragraph Font", "No List"),
        *(f"Heading {level}" for level in range(1, LEVELS + 1)),
    }
)
_INK, _LINK = RGBColor(0, 0, 0), RGBColor(0x1F, 0x4E, 0x8C)
_HEADING_SIZES = (15.0, 12.5, 11.5, 11.0)


@dataclass(frozen=True, slots=True)
class _Look:
    """A paragraph style of sopkit's own: spacing in points, and the sides that have a border."""

    name: str
    size: float = 10.5
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 5
    borders: tuple[tuple[str, int], ...] = ()
    shade: str | None = None


_ALL_SIDES = (("top", 8), ("bottom", 8), ("right", 8))
_LOOKS = (
    _Look(STEP, size=11, bold=True, before=12),
    _Look(SUB_STEP, before=5),
    _Look(SMALL, size=9.5),
    _Look(SCRIPT, italic=True, borders=(("left", 24),), shade="F2F2F2"),
    _Look(ALERT, borders=(*_ALL_SIDES, ("left", 36))),
    _Look(TERM, bold=True, before=8, after=3),
    _Look(QUOTE, borders=(("left", 8),)),
    _Look(CELL, size=10, after=0),
    _Look(CODE, size=9, shade="F2F2F2"),
)


def prepare(document: Document, language: str) -> None:
    """Give a new document its styles and its language."""
    _prune(document)
    _set_defaults(document, language)
    _change_given_styles(document)
    for look in _LOOKS:
        _add_style(document, look)
    for level in (1, 2):
        style = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.paragraph_format.left_indent = Mm(5 * (level - 1))
        style.paragraph_format.space_after = Pt(2)
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.color.rgb, link.font.underline = _LINK, True
    _change_settings(document, language)


def heading(level: int) -> str:
    """The style of a heading, the title of the document being level 1."""
    return f"Heading {min(max(level - 1, 1), LEVELS)}"


def _prune(document: Document) -> None:
    """Leave out the template's hundred table styles, its thumbnail and its leftovers."""
    styles = document.styles.element
    for style in [each for each in document.styles if each.name not in _KEPT]:
        styles.remove(style.element)
    for link in styles.iter(qn("w:link")):
        link.getparent().remove(link)
    wanted = ("/styles", "/settings", "/numbering", "/theme", "/fontTable", "/webSettings")
    _drop(document.part.rels, wanted)
    package = document.part.package
    _drop(package.rels, ("/officeDocument", "/core-properties", "/extended-properties"))


def _drop(relations: dict[str, object], wanted: tuple[str, ...]) -> None:
    for name, relation in list(relations.items()):
        if not str(getattr(relation, "reltype", "")).endswith(wanted):
            del relations[name]


def _set_defaults(document: Document, language: str) -> None:
    tag = checker_language(language)
    names = {"val": tag}
    if direction_of_text(language) == "rtl":
        names = {"val": "en-GB", "bidi": tag}
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for child in list(run):
        run.remove(child)
    run.extend(
        [
            element("rFonts", ascii=FONT, hAnsi=FONT, cs=FONT, eastAsia=FONT),
            element("sz", val=21),
            element("szCs", val=21),
            element("lang", **names),
        ]
    )
    paragraph = defaults.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}")
    for child in list(paragraph):
        paragraph.remove(child)
    paragraph.append(element("spacing", after=100, line=264, lineRule="auto"))


def _change_given_styles(document: Document) -> None:
    for style in document.styles:
        properties = style.element.find(qn("w:rPr"))
        for name in ("rFonts", "color", "spacing", "kern"):
            for found in [] if properties is None else properties.findall(qn(f"w:{name}")):
                properties.remove(found)
    sizes = {TITLE: 22.0, NUMBER: 13.0, "Header": 8.5, "Footer": 8.5}
    sizes |= {
        f"Heading {level}": _HEADING_SIZES[min(level, len(_HEADING_SIZES)) - 1]
        for level in range(1, LEVELS + 1)
    }
    for name, size in sizes.items():
        style = document.styles[name]
        bold = name not in ("Header", "Footer")
        _set_font(style, size, bold=bold, italic=False)
        style.font.color.rgb = _INK
        if bold:
            style.paragraph_format.keep_with_next = True
            style.paragraph_format.space_before = Pt(0 if name in (TITLE, NUMBER) else size)
            style.paragraph_format.space_after = Pt(6)
    for name in ("Header", "Footer"):
        properties = document.styles[name].element.pPr
        properties.remove(properties.find(qn("w:tabs")))
    title = document.styles[TITLE].element.find(qn("w:pPr"))
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)


def _add_style(document: Document, look: _Look) -> None:
    style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[TEXT]
    style.quick_style = True
    _set_font(style, look.size, bold=look.bold, italic=look.italic)
    style.paragraph_format.space_before = Pt(look.before)
    style.paragraph_format.space_after = Pt(look.after)
    properties = style.element.get_or_add_pPr()
    if look.shade:
        _insert(properties, element("shd", val="clear", color="auto", fill=look.shade))
    if look.borders:
        style.paragraph_format.right_indent = Mm(2)
        widths = dict(look.borders)
        sides = [
            element(side, val="single", sz=widths[side], space=4, color="000000")
            for side in ("top", "left", "bottom", "right")
            if side in widths
        ]
        _insert(properties, element("pBdr", *sides))


def _set_font(style: ParagraphStyle, size: float, *, bold: bool, italic: bool) -> None:
    """Size and weight, for scripts that are read from the right too."""
    font = style.font
    font.size, font.bold, font.italic = Pt(size), bold, italic
    font.cs_bold, font.cs_italic = bold, italic
    properties = style.element.rPr
    for found in properties.findall(qn("w:szCs")):
        properties.remove(found)
    properties.find(qn("w:sz")).addnext(element("szCs", val=round(size * 2)))


def _insert(properties: Element, child: Element) -> None:
    """Borders and shading stand before the spacing, by the schema."""
    properties.insert_element_before(child, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _change_settings(document: Document, language: str) -> None:
    settings = document.settings.element
    for name in ("proofState", "savePreviewPicture", "rsids", "themeFontLang"):
        for found in settings.findall(qn(f"w:{name}")):
            settings.remove(found)
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")
    scheme = settings.find(qn("w:clrSchemeMapping"))
    scheme.addprevious(element("themeFontLang", val=checker_language(language)))


class Numbering:
    """The lists of a document: one kind of bullets, and for each numbered list a number."""

    def __init__(self, document: Document) -> None:
        self._root = document.part.numbering_part.element
        for child in list(self._root):
            self._root.remove(child)
        self._root.append(_abstract(0, "bullet", lambda level: "•–▪"[level % 3]))
        self._root.append(_abstract(1, "decimal", lambda level: f"%{level + 1}."))
        self.bullets = self._add(0)

    def numbers(self, level: int, start: int) -> int:
        """A new numbered list at a level, beginning at a number."""
        override = element(
            "lvlOverride", element("startOverride", val=start), ilvl=min(level, LEVELS - 1)
        )
        return self._add(1, override)

    def _add(self, kind: int, override: Element | None = None) -> int:
        number = len(self._root.findall(qn("w:num"))) + 1
        made = element("num", element("abstractNumId", val=kind), override, numId=number)
        self._root.append(made)
        return number


def _abstract(number: int, form: str, text: Callable[[int], str]) -> Element:
    levels = [
        element(
            "lvl",
            element("start", val=1),
            element("numFmt", val=form),
            element("lvlText", val=text(level)),
            element("lvlJc", val="left"),
            element("pPr", element("ind", left=twips(6 * (level + 1)), hanging=twips(6))),
            element("rPr", element("rFonts", ascii=FONT, hAnsi=FONT, cs=FONT)),
            ilvl=level,
        )
        for level in range(LEVELS)
    ]
    return element(
        "abstractNum", element("multiLevelType", val="multilevel"), *levels, abstractNumId=number
    )
