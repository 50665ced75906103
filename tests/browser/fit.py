"""Whether a page keeps to the width of its window."""

from __future__ import annotations

from playwright.sync_api import Page


def too_wide(page: Page) -> list[str]:
    """What sticks out of the page at either side, outside boxes that scroll by themselves."""
    found: list[str] = page.evaluate(
        """() => {
            const root = document.documentElement;
            if (root.scrollWidth <= root.clientWidth) return [];
            const sticksOut = element => {
                const { left, right } = element.getBoundingClientRect();
                return right > root.clientWidth + 0.5 || left < -0.5;
            };
            const name = each => `${each.localName}.${each.className} ${each.textContent}`;
            const found = [...document.body.querySelectorAll('*')].filter(sticksOut);
            return ['the page', ...found.map(name).map(each => each.slice(0, 120))];
        }"""
    )
    return [f"{page.url.rpartition('/')[2]}: {each}" for each in found]
