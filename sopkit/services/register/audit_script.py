"""Verifies an audit bundle of sopkit, with nothing but Python 3.9 or newer.

Usage: python3 verify.py [--anchor FILE] [BUNDLE]

BUNDLE is the ZIP file that `sopkit audit export` wrote, or the folder that it was unpacked to;
without it, the folder of this script. FILE holds the anchors that were kept apart (SOPKIT_ANCHOR).
The exit status is 0 when all is as it was recorded, 1 when something is not, 2 when the bundle
cannot be read.

What it does, in the order in which it does it:
1. every file has the SHA-256 that manifest.json gives;
2. every event's hash is the SHA-256 of its fields and of the hash before it, a line each;
3. the trail ends where the manifest says, and goes through every anchor;
4. every row is the one whose digest the trail recorded last, and no recorded row is missing;
5. every text has the salted hash, and every content the hash, by which it is known;
6. the hash that was signed is that of the text and the pictures of that revision.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from pathlib import Path


class Bundle:
    """The files of a bundle, packed or not."""

    def __init__(self, place):
        self.place = Path(place)
        self.archive = None if self.place.is_dir() else zipfile.ZipFile(self.place)

    def read(self, name):
        """The bytes of a file."""
        if self.archive is not None:
            return self.archive.read(name)
        return (self.place / name).read_bytes()

    def rows(self, table):
        """The rows of a table, each a list of values."""
        return [json.loads(line) for line in self.read("tables/%s.jsonl" % table).splitlines()]


def sha256(data):
    """The SHA-256 of bytes, as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def canonical(value):
    """JSON that is the same for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def check_files(bundle, manifest):
    """Every file is what the manifest says."""
    for name, wanted in sorted(manifest["members"].items()):
        if sha256(bundle.read(name)) != wanted:
            yield "%s was changed" % name


def check_trail(bundle, manifest, anchors, recorded):
    """The events are one chain; fills `recorded` with the last digest of every row."""
    previous, count, hashes = "0" * 64, 0, {}
    for event in bundle.rows("event"):
        seq, at, actor, act, subject, facts, before, digest = event
        count += 1
        text = "\n".join(map(str, (seq, at, actor, act, subject, facts, before)))
        if seq != count or before != previous or digest != sha256(text.encode()):
            yield "event %s was changed, or one before it is missing" % seq
            return
        recorded.update(json.loads(facts).get("rows", {}))
        previous, hashes[seq] = digest, digest
    if (count, previous) != (manifest["events"], manifest["head"]):
        yield "the trail does not end where the manifest says"
    for events, digest in anchors:
        if hashes.get(events) != digest:
            yield "event %s is not the one that was anchored" % events


def check_rows(bundle, manifest, recorded):
    """Every row is the one that the trail recorded."""
    for table, columns in sorted(manifest["columns"].items()):
        keys = [columns.index(column) for column in manifest["keys"][table]]
        for row in bundle.rows(table):
            name = ":".join([table] + [row[index] for index in keys])
            digest = recorded.pop(name, None)
            if digest is None:
                yield "%s is in no event of the trail" % name
            elif digest != sha256(canonical(row).encode()):
                yield "%s is not what the trail recorded" % name
    left_out = tuple(table + ":" for table in manifest["left_out"])
    for name in sorted(recorded):
        if not name.startswith(left_out):
            yield "%s is in the trail, and not in the bundle" % name


def check_texts(bundle):
    """Every free text has the salted hash that stands for it."""
    for digest, salt, text in bundle.rows("free_text"):
        if text is not None and digest != sha256(("%s\n%s" % (salt, text)).encode()):
            yield "the text %s was changed" % digest


def check_contents(bundle, manifest):
    """Every content is what its name says, and what was signed."""
    for digest in manifest["contents"]:
        if sha256(bundle.read("content/%s" % digest)) != digest:
            yield "the content %s was changed" % digest
    columns = manifest["columns"]
    pictures, signed = {}, {}
    for revision, path, digest in bundle.rows("revision_picture"):
        pictures.setdefault(revision, []).append([path, digest])
    for values in bundle.rows("revision"):
        row = dict(zip(columns["revision"], values))
        signed[row["id"]] = row["content_hash"]
        if row["text_hash"] is not None:
            content = [row["text_hash"], sorted(pictures.get(row["id"], []))]
            if row["content_hash"] != sha256(canonical(content).encode()):
                yield "the hash of revision %s is not that of its content" % row["id"]
    for values in bundle.rows("signature"):
        row = dict(zip(columns["signature"], values))
        if signed.get(row["revision_id"]) != row["content_hash"]:
            yield "signature %s is not under the text that was signed" % row["id"]


def read_anchors(path):
    """The number of events and the hash of each anchor of a file."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [(int(parts[1]), parts[2]) for parts in (line.split("\t") for line in lines)]


def findings(bundle, manifest, anchors):
    """Everything that is not as it was recorded."""
    recorded = {}
    yield from check_files(bundle, manifest)
    yield from check_trail(bundle, manifest, anchors, recorded)
    yield from check_rows(bundle, manifest, recorded)
    yield from check_texts(bundle)
    yield from check_contents(bundle, manifest)


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
        bundle = Bundle(arguments[0] if arguments else Path(__file__).parent)
        manifest = json.loads(bundle.read("manifest.json"))
        found = list(findings(bundle, manifest, anchors))
    except (OSError, ValueError, KeyError, TypeError, IndexError, zipfile.BadZipFile) as error:
        print("This is no whole bundle (%s: %s)." % (type(error).__name__, error))
        return 2
    for each in found[:20]:
        print("WRONG: %s." % each)
    if found:
        print("%d findings. This bundle is not what was recorded." % len(found))
        return 1
    print("%s events, the last one %s." % (manifest["events"], manifest["head"]))
    if anchors:
        print("The trail goes through %d anchors." % len(anchors))
    else:
        print("No anchors were given, so this does not show whether the trail was made anew.")
    print("Everything is as it was recorded.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
