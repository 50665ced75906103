"""Verifies an audit bundle of sopkit, with nothing but Python 3.9 or newer.

Usage: python3 verify.py [--anchor FILE] [BUNDLE]

BUNDLE is the ZIP file that `sopkit audit export` wrote, or the folder that it was unpacked to;
without it, the folder of this script. FILE holds the anchors that were kept apart (SOPKIT_ANCHOR).
The exit status is 0 when all is as it was recorded, 1 when something is not, 2 when the bundle
cannot be read.

What it does, in the order in which it does it:
1. the files are those that manifest.json lists, each with the SHA-256 given there;
2. every event's hash is the SHA-256 of its fields and of the hash before it, a line each;
3. the trail ends where the manifest says, and goes through every anchor;
4. every row is the one whose digest the trail recorded last, and no recorded row is missing;
5. every text has the salted hash, and every content the hash, by which it is known; all that are
   referred to are there, and no others; only names of persons were taken out, by an event;
6. the hash that was signed is that of the text and the pictures of that revision;
7. manifest.json is the one that was anchored when this bundle was written.

Whoever changes the bundle can change manifest.json with it. Points 2 to 6 still find what is done
to the record. Two things only the anchors show: that the trail itself was made anew, and that a
file was changed which is no part of the record: the lists for people (CSV), README.txt, and this
script. If in doubt, give the bundle to the script of another export, which you made yourself.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections import Counter
from pathlib import Path

# Of each table that is recorded: its columns, how many of them (the first ones) are its key, and
# which of them hold hashes of texts and of contents. The export fills this in.
TABLES = {}

# Tables that are recorded and not in the bundle: accounts, with the hashes of their passwords.
LEFT_OUT = ("api_token:", "person:", "person_mail:")

MANIFEST = "manifest.json"

# Files for people, which are no part of the record.
FOR_PEOPLE = ("README.txt", "signatures.csv", "verify.py", "versions.csv")


class Bundle:
    """The files of a bundle, packed or not."""

    def __init__(self, place):
        self.place = Path(place)
        self.archive = None if self.place.is_dir() else zipfile.ZipFile(self.place)

    def names(self):
        """The names of all files."""
        if self.archive is not None:
            return self.archive.namelist()
        files = (path for path in self.place.rglob("*") if not path.is_dir())
        return [path.relative_to(self.place).as_posix() for path in files]

    def open(self, name):
        """A file, to read its bytes."""
        if self.archive is not None:
            return self.archive.open(name)
        return (self.place / name).open("rb")

    def sha256(self, name):
        """The SHA-256 of a file, as hexadecimal digits."""
        digest = hashlib.sha256()
        with self.open(name) as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
        return digest.hexdigest()

    def rows(self, table):
        """The rows of a table, each a list of values."""
        with self.open("tables/%s.jsonl" % table) as file:
            for line in file:
                yield json.loads(line)


class Recorded:
    """What the trail says, and what the rows refer to."""

    def __init__(self):
        self.digests = {}  # of every row, by its name
        self.unrecognisable = set()  # persons whose names were taken out
        self.texts = set()
        self.contents = set()
        self.taken_out = set()  # texts that may be missing


def sha256(text):
    """The SHA-256 of a text, as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value):
    """JSON that is the same for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def needed_files():
    """The names of the files that every bundle has."""
    tables = ["tables/%s.jsonl" % table for table in [*TABLES, "event", "free_text"]]
    return {MANIFEST, *FOR_PEOPLE, *tables}


def missing_files(bundle, manifest):
    """What every bundle has, and what the manifest lists."""
    for name in sorted((needed_files() | set(manifest["members"])) - set(bundle.names())):
        yield "%s is missing" % name


def changed_files(bundle, manifest):
    """The files are those of a bundle, each as the manifest says."""
    members, needed = manifest["members"], needed_files()
    for name, times in sorted(Counter(bundle.names()).items()):
        if times > 1:
            yield "%s is there more than once" % name
        if name not in needed and not name.startswith("content/"):
            # Beside the files of a folder those of others may lie, such as the anchors.
            if bundle.archive is not None or name.startswith("tables/"):
                yield "%s is no file of a bundle" % name
        elif name != MANIFEST and bundle.sha256(name) != members.get(name):
            yield "%s is not what the manifest says" % name


def check_trail(bundle, manifest, anchors, recorded):
    """The events are one chain; fills `recorded` with what they tell of rows."""
    previous, count = "0" * 64, 0
    wanted = {}
    for events, digest, _occasion in anchors:
        wanted.setdefault(events, set()).add(digest)
    for event in bundle.rows("event"):
        seq, at, actor, act, subject, facts, before, digest = event
        count += 1
        text = "\n".join(map(str, (seq, at, actor, act, subject, facts, before)))
        if seq != count or before != previous or digest != sha256(text):
            yield "event %s was changed, or one before it is missing" % seq
            return
        if wanted.pop(seq, {digest}) != {digest}:
            yield "event %s is not the one that was anchored" % seq
        recorded.digests.update(json.loads(facts).get("rows", {}))
        if act == "person.made-unrecognisable":
            recorded.unrecognisable.add(subject.partition("/")[2])
        previous = digest
    if (count, previous) != (manifest["events"], manifest["head"]):
        yield "the trail does not end where the manifest says"
    for events in sorted(wanted):
        yield "event %s was anchored, and the trail ends before it" % events


def check_rows(bundle, recorded):
    """Every row is the one that the trail recorded; notes what it refers to."""
    for table, about in sorted(TABLES.items()):
        for row in bundle.rows(table):
            name = ":".join([table, *row[: about["key"]]])
            digest = recorded.digests.pop(name, None)
            if digest is None:
                yield "%s is in no event of the trail" % name
            elif digest != sha256(canonical(row)):
                yield "%s is not what the trail recorded" % name
            values = dict(zip(about["columns"], row))
            recorded.texts.update(values[column] for column in about["texts"])
            recorded.contents.update(values[column] for column in about["contents"])
            if table == "person_name" and values["person_id"] in recorded.unrecognisable:
                recorded.taken_out.add(values["name"])
    for name in sorted(recorded.digests):
        if not name.startswith(LEFT_OUT):
            yield "%s is in the trail, and not in the bundle" % name


def check_texts(bundle, recorded):
    """Every free text has the salted hash that stands for it, and all are there."""
    found = set()
    for digest, salt, text in bundle.rows("free_text"):
        if digest in found:
            yield "the text %s is there more than once" % digest
        if digest not in recorded.texts:
            yield "the text %s is used by nothing" % digest
        if text is None and (salt is not None or digest not in recorded.taken_out):
            yield "the text %s was taken out" % digest
        # A salt of several lines could hold the beginning of the text.
        if text is not None and ("\n" in salt or digest != sha256("%s\n%s" % (salt, text))):
            yield "the text %s was changed" % digest
        found.add(digest)
    for digest in sorted(recorded.texts - found - {None}):
        yield "the text %s is missing" % digest


def check_contents(bundle, recorded):
    """Every text and picture is what its name says, and all are there."""
    found = {name[len("content/") :] for name in bundle.names() if name.startswith("content/")}
    for digest in sorted(found):
        if digest not in recorded.contents:
            yield "the content %s is used by nothing" % digest
        if bundle.sha256("content/%s" % digest) != digest:
            yield "the content %s was changed" % digest
    for digest in sorted(recorded.contents - found - {None}):
        yield "the content %s is missing" % digest


def check_signatures(bundle):
    """What was signed is the text and the pictures, and nothing else."""
    pictures, signed = {}, {}
    for revision, path, digest in bundle.rows("revision_picture"):
        pictures.setdefault(revision, []).append([path, digest])
    for values in bundle.rows("revision"):
        row = dict(zip(TABLES["revision"]["columns"], values))
        signed[row["id"]] = row["content_hash"]
        if row["text_hash"] is not None:
            content = [row["text_hash"], sorted(pictures.get(row["id"], []))]
            if row["content_hash"] != sha256(canonical(content)):
                yield "the hash of revision %s is not that of its content" % row["id"]
    for values in bundle.rows("signature"):
        row = dict(zip(TABLES["signature"]["columns"], values))
        if signed.get(row["revision_id"]) != row["content_hash"]:
            yield "signature %s is not under the text that was signed" % row["id"]


def exports(anchors, head):
    """The SHA-256 of the manifests that were anchored for exports with that end of the trail."""
    occasions = [words.split(" ") for _events, digest, words in anchors if digest == head]
    return [words[2] for words in occasions if words[:2] == ["audit", "export"] and words[2:]]


def check_manifest(bundle, manifest, anchors):
    """The manifest is one that was anchored, if any was."""
    anchored = exports(anchors, manifest["head"])
    if anchored and bundle.sha256(MANIFEST) not in anchored:
        yield "%s is not the one that was anchored" % MANIFEST


def read_anchors(path):
    """The number of events, the hash and the occasion of each anchor of a file."""
    whole = Path(path).read_text(encoding="utf-8").rpartition("\n")[0]  # the last line may be cut
    lines = [line.split("\t") for line in whole.split("\n") if line]
    return [(int(events), digest, occasion) for _at, events, digest, occasion in lines]


def findings(bundle, manifest, anchors):
    """Everything that is not as it was recorded."""
    recorded = Recorded()
    missing = list(missing_files(bundle, manifest))
    yield from missing
    if missing:  # behind that, and behind a broken trail, everything would seem wrong
        return
    yield from changed_files(bundle, manifest)
    broken = list(check_trail(bundle, manifest, anchors, recorded))
    yield from broken
    if broken:
        return
    yield from check_rows(bundle, recorded)
    yield from check_texts(bundle, recorded)
    yield from check_contents(bundle, recorded)
    yield from check_signatures(bundle)
    yield from check_manifest(bundle, manifest, anchors)


def tell(found, manifest, anchors):
    """Say what was found; gives the exit status."""
    for each in found[:20]:
        print("WRONG: %s." % each)
    if found:
        print("Findings: %d. This bundle is not what was recorded." % len(found))
        return 1
    print("%s events, the last one %s." % (manifest["events"], manifest["head"]))
    if anchors:
        print("The trail goes through every anchor (%d)." % len(anchors))
    else:
        print("No anchors were given, so this does not show whether the trail was made anew.")
    if not exports(anchors, manifest["head"]):
        print("Without the anchor of this export, the lists for people prove nothing.")
    print("Everything is as it was recorded.")
    return 0


def main(arguments):
    """Verify and tell; gives the exit status."""
    anchors = []
    if arguments[:1] == ["--anchor"] and len(arguments) > 1:
        anchors, arguments = arguments[1], arguments[2:]
    if len(arguments) > 1 or arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 2
    try:
        anchors = read_anchors(anchors) if anchors else []
    except (OSError, ValueError) as error:
        print("The anchors cannot be read (%s: %s)." % (type(error).__name__, error))
        return 2
    try:
        bundle = Bundle(arguments[0] if arguments else Path(__file__).parent)
        with bundle.open(MANIFEST) as file:
            manifest = json.load(file)
        found = list(findings(bundle, manifest, anchors))
    except Exception as error:  # noqa: BLE001 - what is broken breaks the reading in many ways
        print("This is no whole bundle (%s: %s)." % (type(error).__name__, error))
        return 2
    return tell(found, manifest, anchors)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
