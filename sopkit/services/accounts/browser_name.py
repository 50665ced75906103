"""What a browser is called by people who are no engineers: “Firefox, Windows”."""

from __future__ import annotations

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""What stands in a browser's own description, the more particular before the more general."""

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_name(described: str) -> str:
    """Browser and system out of a User-Agent; what cannot be told is shown as it is."""
    browser = next((name for sign, name in _BROWSERS if sign in described), "")
    system = next((name for sign, name in _SYSTEMS if sign in described), "")
    return ", ".join(filter(None, (browser, system))) or described[:60]
