"""The tools that sopkit is measured against, and the same library in their formats."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
ENVIRONMENT = HERE / ".peers"
REQUIREMENTS = HERE / "requirements.txt"

MKDOCS_YML = """\
site_name: Benchmark
plugins: []
markdown_extensions: [def_list, tables]
"""


def install() -> Path:
    """Install the peers, once, in an environment of their own; the folder of their commands."""
    stamp = ENVIRONMENT / "installed.txt"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        print("Installing MkDocs, StrictDoc and WeasyPrint (once; takes a minute) …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
        pip: list[str | Path] = [ENVIRONMENT / "bin" / "python", "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "--require-hashes", "-r", REQUIREMENTS], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return ENVIRONMENT / "bin"


def why_no_weasyprint(commands: Path) -> str:
    """Why WeasyPrint does not run here, in a sentence; empty if it does.

    It needs Pango, which no Python package brings along: on Debian, the package libpangoft2-1.0-0.
    """
    command = [str(commands / "python"), "-c", "import weasyprint"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    last = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
    return (
        "WeasyPrint was not measured: it does not start here. It needs Pango (on Debian: "
        f"libpangoft2-1.0-0). It says: {last[:200]}"
    )


def version(name: str) -> str:
    """The locked version of a peer."""
    found = re.search(rf"^{name}==(\S+)", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else "?"


def write_for_mkdocs(files: Mapping[str, str], root: Path) -> None:
    """The same Markdown as an MkDocs project: front matter is metadata to it."""
    (root / "docs").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(MKDOCS_YML, encoding="utf-8")
    for path, text in files.items():
        if path.endswith(".md"):
            file = root / "docs" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


def write_for_strictdoc(files: Mapping[str, str], root: Path) -> None:
    """Each procedure as a StrictDoc document, each step with its branches as a requirement."""
    root.mkdir(parents=True)
    for path, text in files.items():
        if path.endswith(".md"):
            name = Path(path).stem
            (root / f"{name}.sdoc").write_text(strictdoc_document(name, text), encoding="utf-8")


def strictdoc_document(number: str, text: str) -> str:
    """One procedure in StrictDoc's format; the text of a step stays as it is."""
    title = re.search(r"^title: (.*)$", text, re.MULTILINE)
    instructions = text.rpartition("\n## ")[2].partition("\n")[2]
    name = title[1] if title else number
    parts = [f"[DOCUMENT]\nTITLE: {name}\nOPTIONS:\n  MARKUP: Markdown\n"]
    for place, step in enumerate(re.split(r"^\d+\. ", instructions, flags=re.MULTILINE)[1:], 1):
        statement = step.strip().replace(">>>", "").replace("<<<", "")
        parts.append(
            f"[REQUIREMENT]\nUID: {number}-{place}\nTITLE: {_title(statement)}\n"
            f"STATEMENT: >>>\n{statement}\n<<<\n"
        )
    return "\n".join(parts)


def _title(statement: str) -> str:
    line = statement.partition("\n")[0]
    return re.sub(r"\{.*\}|[*\[\]]|\(\S*\)", "", line).strip() or "-"
