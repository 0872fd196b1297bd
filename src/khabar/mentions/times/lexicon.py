"""The words of time expressions, read from a language's tables into one look-up.

Tables: ``months``, ``weekdays``, ``time_units``, ``time_words`` (kind and value) and ``time_phrases`` (whole
expressions). A word may have several kinds ("second" is a unit and an ordinal); the grammar asks for the one it needs.
"""

from functools import cache
from typing import Any

from msgspec import Struct

from khabar.language import settings, table
from khabar.text.calendars import months, names
from khabar.text.folding import key

Senses = dict[str, str]
"""What a word may be: kind → value."""

_FORMS = {"one": "unit", "many": "units", "two": "dual"}
_UNIT_WORDS = {"day": "dayword", "week": "weekword", "month": "monthword", "year": "yearword", "weekend": "weekendword"}


class Lexicon(Struct, frozen=True):
    """``entries``: senses by key, words joined by one space; ``longest``: words in the longest entry that starts with
    a word; the rest are the letters that Arabic writes together with the next word."""

    language: str
    entries: dict[str, Senses]
    longest: dict[str, int]
    conjunctions: tuple[str, ...]
    prepositions: tuple[str, ...]
    article: str
    future: tuple[str, ...]
    not_future: frozenset[str]


@cache
def lexicon(language: str) -> Lexicon:
    """The language's words; empty for a language without such tables."""
    entries: dict[str, Senses] = {}
    for name, kind, value in _rows(language):
        for form in names(name):
            entries.setdefault(form, {}).setdefault(kind, value)
    longest: dict[str, int] = {}
    for form in entries:
        first, *rest = form.split(" ")
        longest[first] = max(longest.get(first, 1), 1 + len(rest))
    own: dict[str, Any] = settings(language).get("times", {})
    return Lexicon(
        language,
        entries,
        longest,
        tuple(own.get("conjunctions", ())),
        tuple(own.get("prepositions", ())),
        own.get("article", ""),
        tuple(own.get("future_prefixes", ())),
        frozenset(key(w) for w in own.get("not_future", ())),
    )


def _rows(language: str) -> list[tuple[str, str, str]]:
    rows = [(r["words"], r["kind"], r["value"]) for r in table(language, "time_words")]
    rows += [(r["words"], "phrase", f"{r['type']} {r['value']}") for r in table(language, "time_phrases")]
    rows += [(r["name"], "weekday", r["day"]) for r in table(language, "weekdays")]
    rows += [(r["word"], kind, r["unit"]) for r in table(language, "time_units") for kind in _unit_kinds(r)]
    rows += [(name, kind, name) for name, m in months(language).items() for kind in _month_kinds(language, m.sure)]
    rows += [
        (r["name"], "abbreviated", "")
        for t in ("months", "weekdays")
        for r in table(language, t)
        if r["name"].endswith(".")
    ]
    suffix = settings(language).get("times", {}).get("month_suffix")
    if suffix:
        joined = [(name + suffix, name) for name in months(language)]
        rows += [(long, kind, name) for long, name in joined for kind in ("month", "month_yes", "monthword")]
    return rows


def _unit_kinds(row: dict[str, str]) -> list[str]:
    kinds = [_FORMS[row["form"]]]
    if row["form"] == "one" and row["unit"] in _UNIT_WORDS:
        kinds.append(_UNIT_WORDS[row["unit"]])
    return kinds


def _month_kinds(language: str, sure: str) -> list[str]:
    first = ["leadmonth"] if settings(language).get("times", {}).get("month_first") else []
    return ["month", f"month_{sure}", *first]
