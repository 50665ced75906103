"""What programs get and send: the base of all shapes, and what several of them share."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

NUMBER = r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-[0-9]{1,9}$"
LANGUAGE = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"
LINE = r"^[^\x00-\x1f\x7f]*$"
"""One line: what a database or a header cannot hold is in no name."""

TEXT = r"^[^\x00]*$"


class Told(BaseModel):
    """What a program gets. The text below a field describes it."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Asked(BaseModel):
    """What a program sends. A field that is not known is refused: it would be lost silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


_Item = TypeVar("_Item")


class Listed(Told, Generic[_Item]):
    """A part of a list. The `Link` header leads to the next part, as `next` does."""

    items: list[_Item]
    """The items, in a fixed order."""

    next: str | None = Field(examples=[None])
    """The address of the next part; null at the end."""


class Whole(Told, Generic[_Item]):
    """A list that is short, given whole."""

    items: list[_Item]
    """The items, in a fixed order."""


Number = Annotated[
    str,
    Path(
        description="The number of a procedure.",
        pattern=NUMBER,
        max_length=200,
        examples=["KS-001"],
    ),
]
Language = Annotated[
    str,
    Path(
        description="The language of its text (BCP 47).",
        pattern=LANGUAGE,
        max_length=35,
        examples=["nl"],
    ),
]
VersionName = Annotated[
    str,
    Path(
        description="The number of a version, or `current`: the one in force.",
        pattern=r"^([0-9]{1,9}\.[0-9]{1,9}|current)$",
        max_length=19,
        examples=["current"],
    ),
]
PicturePath = Annotated[
    str,
    Path(
        description="The path of a picture in the library.",
        pattern=r"^[^\x00-\x1f\x7f]+$",
        max_length=1000,
        examples=["images/scherm.png"],
    ),
]
Line = Annotated[str, StringConstraints(pattern=LINE, max_length=200)]
Words = Annotated[str, StringConstraints(pattern=TEXT, max_length=4000)]
