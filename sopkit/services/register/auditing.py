"""An audit bundle: the whole record in one file, which verifies without sopkit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from pprint import pformat

from sopkit.messages import Translate, fill, message
from sopkit.services.register import audit_script
from sopkit.services.register.acting import acting, require
from sopkit.services.register.anchoring import Anchored, anchor_at
from sopkit.services.register.archive import ArchiveWriter, file_digest, writing_archive
from sopkit.services.register.recording import VersionLine, lines_of
from sopkit.services.register.snapshot import organisation
from sopkit.services.spreadsheet import BYTE_ORDER_MARK, csv_lines
from sopkit.settings import Settings
from sopkit.store import documents, dump, migration, people, releases, trail
from sopkit.store.columns import instant_text
from sopkit.store.documents import DocumentKind
from sopkit.store.people import Account, Right
from sopkit.store.session import Register, Session
from sopkit.store.trail import Fact, Head

_ = message

FORMAT = "sopkit-audit-1"

LEFT_OUT = ("api_token", "person", "person_mail")
"""Tables that no auditor needs: accounts, addresses, the hashes of passwords and tokens."""

SELF_PROVING = ("content", "event", "free_text")

AUDITORS = (Right.REVIEWER, Right.ADMINISTRATOR)

README = _(
    "This file holds what the register of {organisation} recorded up to {at}: the trail of every "
    "act, every text with its pictures, every version, approval and signature.\n\n"
    "To verify it, on any machine with Python 3.9 or newer and without sopkit:\n\n"
    "    python3 verify.py\n\n"
    "in the folder to which it was unpacked. With “--anchor FILE”, and the anchors that were kept "
    "apart, it also shows that the trail was not made anew and that no other file was changed. "
    "verify.py is short: read it first.\n\n"
    "versions.csv and signatures.csv list the versions and signatures for people. The names in "
    "them are personal data.\n"
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was written: up to which event, and the hash of its file."""

    head: Head
    digest: str
    anchored: Anchored


def export_audit(
    register: Register,
    settings: Settings,
    actor: Account,
    target: Path,
    translate: Translate,
    now: datetime,
) -> Bundle:
    """Write the whole record to a file. The export is recorded when the file is there.

    Raises NotAllowedError, AlreadyThereError, UnwritableError and OSError.
    """
    with acting(register, actor, now) as ledger:
        require(ledger, AUDITORS)
    with register.reading() as session, writing_archive(target, instant_text(now)) as archive:
        head = trail.head(session)
        for name in dump.table_names():
            if name == "free_text":
                archive.add_lines(f"tables/{name}.jsonl", _texts(session))
            elif name not in {*LEFT_OUT, "content"}:
                archive.add_lines(f"tables/{name}.jsonl", dump.rows_of(session, name))
        for content in documents.content_hashes(session):
            archive.add(f"content/{content}", documents.content(session, content))
        _lists(session, archive, now)
        house = organisation(session).name or register.place
        facts = {"organisation": house, "at": instant_text(now)}
        archive.add("README.txt", fill(translate(README), facts).encode())
        archive.add("verify.py", _script())
        manifest = archive.finish(
            {
                "format": FORMAT,
                "tables": migration.head(),
                "events": head.events,
                "head": head.hash,
                "columns": {name: dump.columns_of(name) for name in _recorded()},
            }
        )
    digest = file_digest(target)
    with acting(register, actor, now) as ledger:
        after: dict[str, Fact] = {"digest": digest, "events": head.events, "head": head.hash}
        ledger.record("audit.exported", "register", after=after)
    return Bundle(head, digest, anchor_at(settings, head, f"audit export {manifest}", now))


def _texts(session: Session) -> Iterator[list[dump.Plain]]:
    """The free texts but those of tables that are left out; `person_name` has the names too."""
    private = set()
    for name in set(LEFT_OUT) - {"person"}:
        places = [dump.columns_of(name).index(each) for each in dump.references(name, "free_text")]
        private |= {row[place] for row in dump.rows_of(session, name) for place in places}
    for text in dump.rows_of(session, "free_text"):
        if text[0] not in private:
            yield text


def _recorded() -> tuple[str, ...]:
    without = {*LEFT_OUT, *SELF_PROVING}
    return tuple(name for name in dump.table_names() if name not in without)


def _script() -> bytes:
    """The script that verifies the bundle, with what it has to know of the tables."""
    tables = {
        name: {
            "columns": list(dump.columns_of(name)),
            "key": len(dump.keys_of(name)),
            "texts": dump.references(name, "free_text"),
            "contents": dump.references(name, "content"),
        }
        for name in _recorded()
    }
    text = Path(audit_script.__file__).read_text(encoding="utf-8")
    before, place, after = text.partition("TABLES = {}\n")
    if not place:
        raise LookupError("the script has no place for the tables")
    told = pformat(tables, width=100, compact=True, sort_dicts=False)
    return f"{before}TABLES = {told}\n{after}".encode()


def _lists(session: Session, archive: ArchiveWriter, now: datetime) -> None:
    """The versions and their signatures, for people."""
    versions = [("number", "language", "version", "status", "from", "until", "nature", "reason")]
    signatures = [("number", "language", "version", "name", "meaning", "signed at", "content")]
    for newest in documents.newest(session):
        if newest.document.kind is not DocumentKind.SOP:
            continue
        for line in lines_of(session, newest.document_id, now):
            about = (newest.document.key, newest.document.language, str(line.released.version))
            versions.append((*about, *_version(line)))
            for each in releases.signatures(session, line.released):
                name = people.name_at(session, each.person_id, each.signed_at)
                signed = instant_text(each.signed_at)
                signatures.append((*about, name, each.meaning.value, signed, each.content_hash))
    archive.add("versions.csv", BYTE_ORDER_MARK + csv_lines(versions))
    archive.add("signatures.csv", BYTE_ORDER_MARK + csv_lines(signatures))


def _version(line: VersionLine) -> tuple[str, str, str, str, str]:
    return (
        line.status.value,
        instant_text(line.released.effective_from),
        instant_text(line.until) if line.until else "",
        line.released.nature.value if line.released.nature else "",
        line.reason,
    )
