"""Tallies: the figures that a monitor tracks, with their measure, place, dates, statement and parts."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from khabar.account import sums
from khabar.account.measures import Reading, Sentence, read, says, sentence
from khabar.ingest.article import Article
from khabar.language import codes
from khabar.record import Mention, Quantity, Statement, Tally, Time

FOUND_BY = "rules/tallies-1"
_END = re.compile(r"(?:[.!?\u061f\u06d4\u2026][\"\u201d\u00bb')]*(?=\s|$))|\n+")
_LONGEST = 2000  # characters: what runs on longer is a list or a table, and is cut
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
# How a place's distance from a figure in characters is weighed.
_BEHIND = 1.5  # before the figure
_UNPLACED = 80  # without "in" or the like before it
_ADJECTIVE = 160  # "Turkish" for Turkey


class Figure(Struct, frozen=True):
    """A quantity with all that a tally says of it but its parts."""

    quantity: Quantity
    reading: Reading
    sentence: int
    place: str | None = None
    since: str | None = None
    as_of: str | None = None
    statement: str | None = None


def build(
    article: Article,
    quantities: tuple[Quantity, ...],
    times: tuple[Time, ...],
    statements: tuple[Statement, ...],
    places: tuple[Mention, ...],
) -> tuple[Tally, ...]:
    """The tallies of a report, in text order with ids ``y1`` …; ``places`` are the mentions of places.

    A figure without a measure has a tally only where it is part of another's sum.
    """
    sentences = tuple(_sentences(article, quantities))
    figures = tuple(_figures(article, sentences, times, statements, places))
    found = sums.find(
        article.text, tuple((f.quantity, f.reading.measure, f.sentence) for f in figures), sentences, places
    )
    return tuple(_tallies(figures, found))


def _sentences(article: Article, quantities: tuple[Quantity, ...]) -> Iterator[Sentence]:
    """The sentences that hold figures."""
    for block in article.blocks:
        if block.language not in codes() or not any(block.start <= q.start < block.end for q in quantities):
            continue
        at = block.start
        cuts = [m.end() + block.start for m in _END.finditer(article.text[block.start : block.end])]
        for cut in (*cuts, block.end):
            for start in range(at, cut, _LONGEST):
                end = min(cut, start + _LONGEST)
                if any(start <= q.start < end for q in quantities):
                    yield sentence(article.text, start, end, block.language, quantities)
            at = cut


def _figures(
    article: Article,
    sentences: tuple[Sentence, ...],
    times: tuple[Time, ...],
    statements: tuple[Statement, ...],
    places: tuple[Mention, ...],
) -> Iterator[Figure]:
    for i, s in enumerate(sentences):
        since, as_of = _dates(s, times, article.published)
        for q in s.figures:
            speaks = any(_overlaps(q, x.source.start, x.source.end) for x in statements)
            yield Figure(
                quantity=q,
                reading=Reading(None, 0.9) if speaks else read(s, q),
                sentence=i,
                place=_place(s, q, places),
                since=since,
                as_of=as_of,
                statement=_statement(q, statements),
            )


def _overlaps(q: Quantity, start: int | None, end: int | None) -> bool:
    return start is not None and end is not None and start < q.end and q.start < end


def _statement(q: Quantity, statements: tuple[Statement, ...]) -> str | None:
    """The innermost statement whose content holds the figure."""
    holding = [s for s in statements if any(c.start <= q.start and q.end <= c.end for c in s.content)]
    return min(holding, key=lambda s: sum(c.end - c.start for c in s.content)).id if holding else None


def _place(s: Sentence, q: Quantity, places: tuple[Mention, ...]) -> str | None:
    """The nearest place of the sentence, rather after the figure than before, and one that "in" stands before rather
    than one that merely occurs; else the place that the report names most."""
    inside = [m for m in places if s.start <= m.start < s.end and not _overlaps(q, m.start, m.end)]
    if inside:
        return min(inside, key=lambda m: _distance(s, q, m)).entity
    often = Counter(m.entity for m in places).most_common(1)
    return often[0][0] if often else None


def _distance(s: Sentence, q: Quantity, m: Mention) -> float:
    gap = m.start - q.end if m.start >= q.end else (q.start - m.end) * _BEHIND
    if m.form != "name":
        return gap + _ADJECTIVE
    return gap if _is_where(s, m) else gap + _UNPLACED


def _is_where(s: Sentence, m: Mention) -> bool:
    """Whether one of the two words before the place says that something is there."""
    i = bisect_right(s.starts, m.start) - 1
    return any("in" in says(s, j) for j in range(max(0, i - 2), i + 1) if s.words[j].start < m.end)


def _dates(s: Sentence, times: tuple[Time, ...], published: str | None) -> tuple[str | None, str | None]:
    """ "Since" and "as of" where the sentence says them."""
    since = as_of = None
    for time in times:
        if not s.start <= time.start < s.end:
            continue
        i = bisect_right(s.starts, time.start)
        before = {role for j in range(max(0, i - 3), i) for role in says(s, j)}
        day = time.value if time.value and _DAY.fullmatch(time.value) else None
        if "since" in before and "until" not in before:
            since = since or day
        elif "until" in before:
            as_of = as_of or (published if time.value == "PRESENT_REF" else day)
    return since, as_of


def _tallies(figures: tuple[Figure, ...], found: tuple[sums.Sum, ...]) -> Iterator[Tally]:
    by_total = {s.total: s for s in found}
    parts = {p: s for s in found for p in s.parts}
    kept = [f for f in figures if f.reading.measure is not None or f.quantity.id in parts]
    ids = {f.quantity.id: f"y{i}" for i, f in enumerate(kept, 1)}
    since = {f.quantity.id: f.since for f in figures}
    for f in kept:
        whole = by_total.get(f.quantity.id)
        part_of = parts.get(f.quantity.id)
        yield Tally(
            id=ids[f.quantity.id],
            quantity=f.quantity.id,
            measure=f.reading.measure,
            place=f.place,
            since=f.since or (since.get(part_of.total) if part_of else None),
            as_of=f.as_of,
            statement=f.statement,
            parts=tuple(ids[p] for p in whole.parts) if whole else (),
            adds_up=whole.adds_up if whole else None,
            confidence=f.reading.confidence,
            found_by=FOUND_BY,
        )
