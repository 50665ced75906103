"""The namespaces of BPMN documents, and ids and texts that XML takes."""

from __future__ import annotations

from xml.etree import ElementTree

from sopkit.render.wrap import one_line

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

_PREFIXES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI}


def register() -> None:
    """Let the writer use the usual prefixes."""
    for prefix, address in _PREFIXES.items():
        ElementTree.register_namespace(prefix, address)


def name_of(id: str) -> str:
    """An id as an XML name without colon (NCName).

    ASCII letters, digits and hyphens stay; every other character is written as its code point
    between underscores, so that two ids never become one.
    """
    kept = "".join(
        character
        if character.isascii() and (character.isalnum() or character == "-")
        else f"_{ord(character):x}_"
        for character in id
    )
    return kept if kept[:1].isalpha() else f"_{kept}"


def element_name(id: str) -> str:
    """The id of a flow's node, or of one of the places at which it is drawn (`end~2`).

    What sopkit adds to a name follows a full stop, which no name of an author's id contains.
    """
    name, *places = id.split("~")
    return ".".join([name_of(name), *map(name_of, places)])


def clean(text: str) -> str:
    """One line of text without the characters that XML cannot hold."""
    return one_line(
        "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))
    )
