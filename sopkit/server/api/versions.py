"""Versions of a procedure: text, structure, flowchart, paper, and who signed them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from fastapi import Path, Response
from pydantic import Field

from sopkit.model.control import Meaning, Nature, Status
from sopkit.server.api.answers import sent, told, whole
from sopkit.server.api.media import MARKDOWN, PDF, PICTURES, file_of, picture
from sopkit.server.api.refusals import reading
from sopkit.server.api.routing import routes_about
from sopkit.server.api.shape import Language, Number, PicturePath, Told, VersionName, Whole
from sopkit.server.api.structure import StructureShape, structure_shape
from sopkit.server.visit import Here, Visit
from sopkit.services.exchange import reading as service
from sopkit.services.exchange.reading import Asked, SignedVersion
from sopkit.services.register.recording import VersionLine

router = routes_about("Versions", "/procedures/{number}/{language}/versions")


class FlowStyle(StrEnum):
    """How a flow is drawn."""

    SVG = "svg"
    JSON = "json"
    DOT = "dot"
    MERMAID = "mermaid"
    BPMN = "bpmn"


_KINDS = {
    FlowStyle.SVG: "image/svg+xml",
    FlowStyle.JSON: "application/json",
    FlowStyle.DOT: "text/vnd.graphviz; charset=utf-8",
    FlowStyle.MERMAID: "text/vnd.mermaid; charset=utf-8",
    FlowStyle.BPMN: "application/xml",
}


class VersionShape(Told):
    """One version of a procedure."""

    version: str = Field(examples=["2.1"])
    """Its number."""

    title: str = Field(examples=["Telefoon aannemen"])
    """Its title."""

    status: Status = Field(examples=["effective"])
    """Whether it is in force, will be, was, or was withdrawn."""

    nature: Nature | None = Field(examples=["clarifying"])
    """What the change asked of people; null for a first version."""

    reason: str = Field(examples=["nieuw telefoonnummer"])
    """Why it was changed."""

    author: str = Field(examples=["Anna Auteur"])
    """Who wrote its text, by name."""

    effective_from: datetime = Field(examples=["2026-03-02T09:05:00Z"])
    """Since when, or from when on, it is in force."""

    effective_until: datetime | None = Field(examples=[None])
    """When another took its place, or it was withdrawn."""

    released_at: datetime = Field(examples=["2026-03-02T09:05:00Z"])
    """When it was released."""


class SignatureShape(Told):
    """An act of signing: it is bound to the content and cannot be moved."""

    name: str = Field(examples=["Bram Beoordelaar"])
    """Who signed; empty for a person who was made unrecognisable."""

    signed_at: datetime = Field(examples=["2026-03-02T09:04:00Z"])
    """When."""

    meaning: Meaning = Field(examples=["approval"])
    """What was meant."""


class SignedVersionShape(VersionShape):
    """One version of a procedure, with all that was signed."""

    review_due: datetime = Field(examples=["2027-03-02T09:05:00Z"])
    """When it must be reviewed."""

    content_hash: str = Field(examples=["9f86d081884c7d65"])
    """The SHA-256 (hexadecimal) of text and pictures, which is what was signed."""

    signatures: list[SignatureShape]
    """Who signed it, in order."""


def version_facts(line: VersionLine, title: str) -> dict[str, object]:
    """What is told of a version in every shape."""
    released = line.released
    return {
        "version": str(released.version),
        "title": title,
        "status": line.status,
        "nature": released.nature,
        "reason": line.reason,
        "author": line.author,
        "effective_from": released.effective_from,
        "effective_until": line.until,
        "released_at": released.released_at,
    }


def _asked(here: Visit, number: str, language: str, version: str = service.CURRENT) -> Asked:
    return Asked(here.me, number, language, here.now, version)


@router.get("", response_model=Whole[VersionShape], responses=reading(), summary="List versions")
def api_versions(here: Here, number: Number, language: Language) -> Response:
    """Every version of a procedure that you may see, the newest first.

    What was withdrawn is told to authors, reviewers and approvers of the department.
    """
    found = service.versions(here.register, _asked(here, number, language))
    return whole(
        here,
        found,
        lambda each: VersionShape.model_validate(version_facts(each.line, each.revision.title)),
    )


@router.get(
    "/{version}", response_model=SignedVersionShape, responses=reading(), summary="Show a version"
)
def api_version(here: Here, number: Number, language: Language, version: VersionName) -> Response:
    """One version, with its signatures and the hash of what was signed."""
    found = service.version(here.register, _asked(here, number, language, version))
    return told(here, _signed(found))


@router.get(
    "/{version}/text",
    response_class=Response,
    responses=reading() | file_of(MARKDOWN, example="---\nnumber: KS-001\n…"),
    summary="Read the text of a version",
)
def api_version_text(
    here: Here, number: Number, language: Language, version: VersionName
) -> Response:
    """The Markdown of a version, as it was signed."""
    found = service.version_text(here.register, _asked(here, number, language, version))
    return sent(here, found.text, MARKDOWN)


@router.get(
    "/{version}/structure",
    response_model=StructureShape,
    responses=reading(),
    summary="Read the steps of a version",
)
def api_version_structure(
    here: Here, number: Number, language: Language, version: VersionName
) -> Response:
    """The text of a version taken apart: front matter, sections, steps with answers and jumps."""
    saved = service.version_text(here.register, _asked(here, number, language, version))
    return told(here, structure_shape(service.structure(here.register, saved)))


@router.get(
    "/{version}/document.pdf",
    response_class=Response,
    responses=reading() | file_of(PDF),
    summary="Print a version",
)
def api_version_pdf(
    here: Here, number: Number, language: Language, version: VersionName
) -> Response:
    """A version as PDF/A-3a and PDF/UA-1, with its record and its source attached."""
    asked = _asked(here, number, language, version)
    return sent(here, service.version_pdf(here.register, asked, here.language), PDF)


@router.get(
    "/{version}/card.pdf",
    response_class=Response,
    responses=reading() | file_of(PDF),
    summary="Print the card of a version",
)
def api_version_card(
    here: Here, number: Number, language: Language, version: VersionName
) -> Response:
    """A version as a card of one page, for the wall."""
    asked = _asked(here, number, language, version)
    return sent(here, service.version_card(here.register, asked, here.language), PDF)


@router.get(
    "/{version}/flow/{style}",
    response_class=Response,
    responses=reading() | file_of(*_KINDS.values()),
    summary="Draw the flow of a version",
)
def api_version_flow(
    here: Here,
    number: Number,
    language: Language,
    version: VersionName,
    style: Annotated[FlowStyle, Path(description="How to draw it.", examples=["svg"])],
) -> Response:
    """The flow of a version: as a picture, for graph tools, as a process model."""
    asked = _asked(here, number, language, version)
    made = service.version_flow(here.register, asked, style.value, here.language)
    return sent(here, made.encode(), _KINDS[style])


@router.get(
    "/{version}/pictures/{path:path}",
    response_class=Response,
    responses=reading() | file_of(*PICTURES),
    summary="Read a picture of a version",
)
def api_version_picture(
    here: Here, number: Number, language: Language, version: VersionName, path: PicturePath
) -> Response:
    """A picture that a version shows, by its path in the library."""
    asked = _asked(here, number, language, version)
    return picture(here, path, service.version_picture(here.register, asked, path))


def _signed(found: SignedVersion) -> SignedVersionShape:
    return SignedVersionShape.model_validate(
        version_facts(found.line, found.revision.title)
        | {
            "review_due": found.review_due,
            "content_hash": found.revision.content_hash,
            "signatures": [
                SignatureShape(name=each.name, signed_at=each.signed_at, meaning=each.meaning)
                for each in found.signatures
            ],
        }
    )
