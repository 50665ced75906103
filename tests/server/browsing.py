"""Reads the forms of a page as a browser does."""

from __future__ import annotations

from lxml import html
from lxml.html import HtmlElement


def forms(page: str, action: str) -> list[dict[str, str]]:
    """What the forms with an action send of themselves: their hidden fields."""
    found: list[HtmlElement] = html.fromstring(page).xpath("//form[@action=$action]", action=action)
    return [
        {
            field.get("name"): field.get("value", "")
            for field in form.xpath(".//input[@type='hidden']")
        }
        for form in found
    ]


def choices(page: str, name: str) -> list[str]:
    """The values that one may choose for a field, in their order."""
    tree = html.fromstring(page)
    query = "//select[@name=$name]/option | //input[@type='radio'][@name=$name]"
    return [each.get("value") for each in tree.xpath(query, name=name)]


def labels(page: str, name: str) -> list[str]:
    """The words beside the values that one may choose for a field."""
    tree = html.fromstring(page)
    query = "//label[input[@type='radio'][@name=$name]]"
    return [" ".join(each.text_content().split()) for each in tree.xpath(query, name=name)]
