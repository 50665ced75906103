"""The list of routes in `docs/api.md`, made from their description.

`python -m tests.api_page` (or `make docs`) writes it between its two marks.
"""

from __future__ import annotations

from pathlib import Path

from sopkit.server.access import ACCESS, Need
from sopkit.server.api.openapi import TAGS, operations
from sopkit.services.accounts.signing_in import Right

PAGE = Path(__file__).parents[1] / "docs" / "api.md"
BEGIN = "<!-- routes: made by `make docs` -->\n"
END = "<!-- end of routes -->\n"


def routes() -> str:
    """Every route under the heading of its part: what it does, who may, and what it takes."""
    parts = []
    for tag, told in TAGS.items():
        rows = [
            f"| `{method} {path}` | {operation['summary']} | {who(operation['operationId'])} |\n"
            for method, path, operation in operations()
            if operation["tags"] == [tag]
        ]
        head = "| route | does | for |\n|---|---|---|\n"
        parts.append(f"### {tag}\n\n{told}\n\n{head}{''.join(rows)}")
    return "\n".join(parts)


def who(name: str) -> str:
    """Who may ask a route, in words."""
    need = ACCESS[f"api_{name}"]
    scope = f", `{need.scope}`" if need.signed_in and need.scope else ""
    return _rights(need) + scope


def _rights(need: Need) -> str:
    if not need.signed_in:
        return "everybody"
    if need.rights is None:
        return "everybody with a token"
    return ", ".join(right for right in Right if right in need.rights)


def page() -> str:
    """The page with the list as it should be."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{routes()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
