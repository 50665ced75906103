"""The table of contents: a field that Word renews, filled in already."""

from __future__ import annotations

from dataclasses import replace

from docx.enum.style import WD_STYLE_TYPE

from sopkit.render.docx.story import Story
from sopkit.render.docx.text import Format, run_properties, runs
from sopkit.render.docx.xml import Element, element, text_element

LEVELS = (2, 3)
"""Those of the headings that it lists, the title of the document being level 1."""


def write_contents(story: Story, place: Element, title: str, look: Format) -> None:
    """Put the table of contents in place of a paragraph.

    It lists headings without the numbers of their pages, which only Word knows: so it is right
    from the beginning, and nobody is asked on opening whether fields may be renewed.
    """
    listed = [heading for heading in story.headings if heading.level in LEVELS]
    if not listed:
        place.getparent().remove(place)
        return
    properties = run_properties(look)
    begin = (
        element("fldChar", fldCharType="begin"),
        text_element(' TOC \\o "1-2" \\n \\h \\z ', "instrText"),
        element("fldChar", fldCharType="separate"),
    )
    entries = []
    for heading in listed:
        link = element("hyperlink", *runs(heading.text, look), anchor=heading.bookmark, history=1)
        style = story.document.styles[f"toc {heading.level - 1}"]
        name = story.document.styles.get_style_id(style, WD_STYLE_TYPE.PARAGRAPH)
        entries.append(element("p", element("pPr", element("pStyle", val=name)), link))
    for part in reversed(begin):
        entries[0].insert(1, element("r", part))
    entries[-1].append(element("r", element("fldChar", fldCharType="end")))
    head = element(
        "p",
        element("pPr", element("keepNext"), element("spacing", before=200)),
        *runs(title, replace(look, bold=True)),
    )
    gallery = element(
        "docPartObj", element("docPartGallery", val="Table of Contents"), element("docPartUnique")
    )
    place.addprevious(
        element("sdt", element("sdtPr", properties, gallery), element("sdtContent", head, *entries))
    )
    place.getparent().remove(place)
