"""When an undated report was written, as far as the holders of offices and the subjects in it tell."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from msgspec import Struct

from khabar.language import codes, settings, table
from khabar.text.folding import key

_WORD = re.compile(r"[^\W\d_]+|[.!?\u061f\n]")
_REACH = 4
"""Words between a name and its office."""
_EDITION, _NOT_HOLDING = "edition", "not_holding"


class Span(Struct, frozen=True):
    """Days from ``since`` to ``until``, both included."""

    since: date
    until: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in the span."""
        return self.since <= day <= self.until


class _Term(Struct, frozen=True):
    """A name's time in an office; for a subject that needs none ``office`` is empty."""

    name: str
    office: str
    span: Span


Evidence = tuple[tuple[Span, ...], ...]
"""For each name of the report the spans of which one holds its day."""


def evidence(text: str, language: str) -> Evidence:
    """What the text's office holders and subjects say about its day; the same for texts in any order of words."""
    if language not in codes() or not _terms(language):
        return ()
    words = _plain(text)
    spans: dict[tuple[str, str], set[Span]] = defaultdict(set)
    for m in _names(language).finditer(words):
        near = _near(words, m.start(), m.end())
        for term in _terms(language)[m["name"]]:
            if not term.office or _held(near, term.office, language):
                spans[term.name, term.office].add(term.span)
    return tuple(tuple(sorted(s, key=lambda x: x.since)) for _, s in sorted(spans.items()))


def fits(known: Evidence, day: date) -> bool:
    """Whether a day agrees with all that is known."""
    return all(any(span.holds(day) for span in spans) for spans in known)


def bounds(known: Evidence) -> Span | None:
    """The days between which the report lies; ``None`` when nothing is known or it contradicts itself."""
    if not known:
        return None
    since = max(min(s.since for s in spans) for spans in known)
    until = min(max(s.until for s in spans) for spans in known)
    return Span(since, until) if since <= until else None


def _plain(text: str) -> str:
    return f" {' '.join(_WORD.findall(key(text)))} "


@cache
def _terms(language: str) -> dict[str, tuple[_Term, ...]]:
    found: dict[str, list[_Term]] = defaultdict(list)
    rows = table("shared", "epochs")
    edition = next((r["until"] for r in rows if r["office"] == _EDITION), "")
    for row in rows:
        span = Span(date.fromisoformat(row["since"]), date.fromisoformat(row["until"] or edition))
        for name in _alternatives(row[language]):
            found[name].append(_Term(name, row["office"], span))
    return {name: tuple(terms) for name, terms in found.items()}


@cache
def _offices(language: str) -> dict[str, re.Pattern[str]]:
    rows = table("shared", "offices")
    return {r["office"]: _any(list(_alternatives(r[language])), language) for r in rows}


def _alternatives(cell: str) -> Iterator[str]:
    yield from (plain for words in cell.split("|") if (plain := _plain(words).strip()))


@cache
def _names(language: str) -> re.Pattern[str]:
    return _any(list(_terms(language)), language)


def _any(words: Sequence[str], language: str) -> re.Pattern[str]:
    """Any of the words, whole but for attached letters."""
    own = settings(language).get("times", {})
    attached = "".join((*own.get("conjunctions", ()), *own.get("prepositions", ())))
    lead = f"[{attached}]{{0,2}}" if attached else ""
    longest = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(rf"(?<= ){lead}(?P<name>{'|'.join(longest)})(?= )")


def _near(words: str, start: int, end: int) -> str:
    """The words around a name in its sentence."""
    before = re.split(r"[.!?\u061f\n]", words[:start])[-1].split()[-_REACH:]
    after = re.split(r"[.!?\u061f\n]", words[end:])[0].split()[:_REACH]
    return f" {' '.join([*before, words[start:end], *after])} "


def _held(near: str, office: str, language: str) -> bool:
    """Whether the office stands near the name and no word that says it was held before or is yet to be."""
    offices = _offices(language)
    m = offices[office].search(near)
    return m is not None and not offices[_NOT_HOLDING].search(f"{near[: m.start()]} {near[m.end() :]}")
