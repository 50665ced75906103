"""Reads a page with axe-core, as it stands in the browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},  # off unless asked for
    "resultTypes": ["violations"],
    "preload": False,  # it would fetch the styles once more, which the policy of a page forbids
}


_SETTINGS = {
    "checks": [
        {
            # It takes letters that join for icons, as those of Arabic do, and pages have no icons.
            "id": "label-content-name-mismatch",
            "options": {"pixelThreshold": 2, "occurrenceThreshold": 3},
        }
    ]
}


def violations(page: Page, readers: Path) -> list[str]:
    """What axe-core finds wrong by WCAG 2.2 A and AA and good practice: one line each.

    What a reader may open is opened first. The policy of a page forbids scripts; those of the
    browser's own tools are exempt, so nothing of the page is changed for it.
    """
    script = (readers / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate(script)
    page.evaluate("settings => axe.configure(settings)", _SETTINGS)
    found = page.evaluate("options => axe.run(document, options)", _OPTIONS)
    return [
        f"{page.url.rpartition('/')[2]}: {broken['id']}: {node['html'][:200]} {node['any']}"
        for broken in found["violations"]
        for node in broken["nodes"]
    ]
