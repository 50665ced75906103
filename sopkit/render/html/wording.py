"""Words for values: times, channels, targets, kinds of alert, in the language of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sopkit.messages import Translate, fill, message
from sopkit.model.standard import Better, Dimension, Target
from sopkit.model.step import Duration

_UNITS: Mapping[str, tuple[str, str]] = {
    "s": (message("{number} second"), message("{number} seconds")),
    "m": (message("{number} minute"), message("{number} minutes")),
    "h": (message("{number} hour"), message("{number} hours")),
    "d": (message("{number} day"), message("{number} days")),
    "bd": (message("{number} business day"), message("{number} business days")),
    "w": (message("{number} week"), message("{number} weeks")),
    "months": (message("{number} month"), message("{number} months")),
    "years": (message("{number} year"), message("{number} years")),
}

_CHANNELS: Mapping[str, str] = {
    "phone": message("telephone"),
    "email": message("e-mail"),
    "chat": message("chat"),
    "social": message("social media"),
    "inperson": message("in person"),
    "ivr": message("telephone menu"),
    "web": message("website"),
}

_SERVICE: Mapping[str, str] = {
    "reactive": message("on request"),
    "proactive": message("on our own initiative"),
}

_DIRECTION: Mapping[str, str] = {
    "inbound": message("incoming"),
    "outbound": message("outgoing"),
}

_ALERTS: Mapping[str, str] = {
    "note": message("Note"),
    "tip": message("Tip"),
    "important": message("Important"),
    "warning": message("Warning"),
    "caution": message("Caution"),
}

_RECORDS: Mapping[str, str] = {
    "text": message("text"),
    "number": message("a number"),
    "choice": message("a choice"),
    "file": message("a file"),
    "signature": message("a signature"),
}

_COMPARISONS: Mapping[str, str] = {
    ">=": message("at least {value}"),
    "<=": message("at most {value}"),
    ">": message("more than {value}"),
    "<": message("less than {value}"),
    "=": message("exactly {value}"),
    "..": message("from {value} to {upper}"),
}

_STATISTICS: Mapping[str, str] = {
    "median": message("median {target}"),
    "mean": message("mean {target}"),
    "average": message("mean {target}"),
}

_DIMENSIONS: Mapping[Dimension, str] = {
    Dimension.SPEED: message("speed"),
    Dimension.THOROUGHNESS: message("thoroughness"),
    Dimension.FRIENDLINESS: message("friendliness"),
    Dimension.COST: message("cost"),
}

_BETTER: Mapping[Better, str] = {
    Better.HIGHER: message("the higher the better"),
    Better.LOWER: message("the lower the better"),
    Better.RANGE: message("within a range"),
}

_UNIT_NAMES: Mapping[str, str] = {
    "%": message("per cent"),
    "s": message("seconds"),
    "m": message("minutes"),
    "h": message("hours"),
    "d": message("days"),
    "bd": message("business days"),
}

_SPOKEN = frozenset({"phone", "inperson", "ivr"})
_WRITTEN = frozenset({"email", "chat", "social", "web"})
_LANGUAGE_NAMES: Mapping[str, str] = {
    "ar": "العربية",
    "bg": "Български",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "et": "Eesti",
    "fa": "فارسی",
    "fi": "Suomi",
    "fr": "Français",
    "fy": "Frysk",
    "ga": "Gaeilge",
    "he": "עברית",
    "hr": "Hrvatski",
    "hu": "Magyar",
    "it": "Italiano",
    "ja": "日本語",
    "lt": "Lietuvių",
    "lv": "Latviešu",
    "nl": "Nederlands",
    "no": "Norsk",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "sk": "Slovenčina",
    "sl": "Slovenščina",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh": "中文",
}
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})
_PERCENTILE = re.compile(r"p(\d{1,2})\Z", re.IGNORECASE)


def primary(language: str) -> str:
    """The language of a tag without region or script: `en` of `en-GB`."""
    return language.split("-", maxsplit=1)[0].lower()


def language_name(language: str) -> str:
    """A language's own name for itself, else its tag."""
    return _LANGUAGE_NAMES.get(primary(language), language)


def direction_of_text(language: str) -> str:
    """`ltr` or `rtl`, as HTML's `dir` wants it."""
    return "rtl" if primary(language) in _RIGHT_TO_LEFT else "ltr"


def number(value: float, translate: Translate) -> str:
    """A number as the language writes it: `7.5` in English, `7,5` in Dutch."""
    text = f"{value:.15g}" if abs(value) < 1e15 else f"{value:.0f}"
    whole, point, part = text.partition(".")
    if not point:
        return text
    return fill(translate(message("{whole}.{part}")), {"whole": whole, "part": part})


def quantity(value: float, unit: str, translate: Translate) -> str:
    """A number with its unit: `4 hours`, `75%`, `15 points`."""
    forms = _UNITS.get(unit)
    text = number(value, translate)
    if forms:
        return fill(translate(forms[0 if value == 1 else 1]), {"number": text})
    if not unit:
        return text
    return f"{text}%" if unit == "%" else f"{text} {unit}"


def duration(length: Duration, translate: Translate) -> str:
    """A length of time in words: `4 hours`, `1 business day`."""
    return quantity(length.amount, length.unit, translate)


def target(wanted: Target, translate: Translate) -> str:
    """A target in words: `at least 75%`, `90% of cases: at most 4 hours`."""
    facts = {
        "value": quantity(wanted.value, wanted.unit, translate),
        "upper": "",
    }
    if wanted.upper is not None:
        facts["value"] = number(wanted.value, translate)
        facts["upper"] = quantity(wanted.upper, wanted.unit, translate)
    comparison = _COMPARISONS.get(wanted.comparison)
    if comparison is None:
        return wanted.text
    text = fill(translate(comparison), facts)
    return _with_statistic(text, wanted.statistic, translate)


def _with_statistic(text: str, statistic: str | None, translate: Translate) -> str:
    if not statistic:
        return text
    percentile = _PERCENTILE.match(statistic)
    if percentile:
        share = translate(message("{share} of cases: {target}"))
        return fill(share, {"share": f"{percentile.group(1)}%", "target": text})
    known = _STATISTICS.get(statistic.lower())
    return fill(translate(known), {"target": text}) if known else f"{statistic} {text}"


def channel(name: str, translate: Translate) -> str:
    """A channel in words."""
    return _word(_CHANNELS, name, translate)


def service(name: str, translate: Translate) -> str:
    """Reactive or proactive, in words."""
    return _word(_SERVICE, name, translate)


def direction(name: str, translate: Translate) -> str:
    """Inbound or outbound, in words."""
    return _word(_DIRECTION, name, translate)


def record(name: str, translate: Translate) -> str:
    """What is to be noted down, in words."""
    return _word(_RECORDS, name, translate)


def dimension(side: Dimension, translate: Translate) -> str:
    """The side of the service that a standard looks at, in words."""
    return translate(_DIMENSIONS[side])


def better(direction: Better, translate: Translate) -> str:
    """Which way a standard improves, in words."""
    return translate(_BETTER[direction])


def unit(name: str, translate: Translate) -> str:
    """The unit of a standard in words, or as it was written."""
    return _word(_UNIT_NAMES, name, translate)


def labels(channels: tuple[str, ...], translate: Translate) -> Mapping[str, str]:
    """The words that Markdown blocks are labelled with, for an SOP on these channels."""
    return {kind: translate(text) for kind, text in _ALERTS.items()} | {
        "script": translate(_script_label(frozenset(channels))),
        "table": translate(message("Table")),
        "missing": translate(message("This link leads nowhere.")),
    }


def _script_label(channels: frozenset[str]) -> str:
    if channels and channels <= _SPOKEN:
        return message("Say")
    if channels and channels <= _WRITTEN:
        return message("Write")
    return message("Say or write")


def _word(words: Mapping[str, str], name: str, translate: Translate) -> str:
    text = words.get(name)
    return translate(text) if text else name
