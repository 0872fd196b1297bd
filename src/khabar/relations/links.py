"""Relations between two reports: one event, copies and translations; statements told twice, denied or contradicted; and
figures that agree, conflict or are newer. Vectors propose, checks of dates, entities, numbers and polarity decide.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from khabar.language import codes, table
from khabar.record import Span
from khabar.relations.digest import Count, Digest, Said, Vectors
from khabar.text.words import split

NEAR, SURE = 0.25, 0.7
"""Likeness of two gists from which they may tell one event, and from which they do unless their dates differ."""

TOGETHER, UNDATED = 0.6, 0.7
"""Likeness of two gists and the share of entities that they have in common, summed: from which they tell one event when
their dates are near, and when a date is not known."""

DAYS = 3
"""Days between two reports of one event."""

COPIED = 0.5
"""Share of the shorter report's shingles above which the longer one has its text."""

TRANSLATED = 0.6
SAME, DENIED = 0.7, 0.6
"""Likeness of two contents that are one statement, and of a content and what denies it."""

EQUAL, UNEQUAL = 0.45, 0.55
"""Likeness of the words around two figures that count one thing: where they differ, the words must agree the more."""

Flags = NDArray[np.bool_]


_Part = tuple[str, tuple[int, int]]
"""A report's id and a span of it."""

_JSON = {"source": "from", "target": "to", "source_span": "from_span", "target_span": "to_span"}


class Link(Struct, frozen=True, kw_only=True, rename=_JSON):
    """A relation; ``from`` and ``to`` in JSON. Spans are those of contents or figures, ``None`` for whole reports."""

    type: str
    source: str
    target: str
    source_span: tuple[int, int] | None = None
    target_span: tuple[int, int] | None = None
    confidence: float
    because: str


def between(a: Digest, b: Digest) -> Iterator[Link]:
    """Every relation between two reports; parts are compared only when both tell one event."""
    likeness = float(a.gist @ b.gist)
    copied = _copied(a, b)
    why = _one_event(a, b, likeness, copied)
    if why is None:
        return
    yield _whole("same_event", a, b, max(likeness, copied), why)
    if copied > COPIED:
        yield _whole("copies", a, b, copied, f"{copied:.0%} of the shorter text stands in the other")
    elif a.language != b.language and likeness >= TRANSLATED and _alike_in_length(a, b):
        yield _whole("translates", a, b, likeness, f"likeness {likeness:.2f}, as many statements and figures")
    yield from _statements(a, b)
    yield from _figures(a, b)


def _whole(kind: str, a: Digest, b: Digest, confidence: float, why: str) -> Link:
    return Link(type=kind, source=a.id, target=b.id, confidence=round(min(confidence, 1.0), 2), because=why)


def _one_event(a: Digest, b: Digest, likeness: float, copied: float) -> str | None:
    """Why two reports tell one event, or nothing."""
    if copied > COPIED:
        return "shared text"
    apart = _days(a.published, b.published)
    if likeness < NEAR or (apart is not None and apart > DAYS):
        return None
    if likeness < SURE and likeness + _shared(a, b) < (UNDATED if apart is None else TOGETHER):
        return None
    names = [a.names[i] for i in sorted(a.entities.keys() & b.entities.keys(), key=lambda i: -a.entities[i])[:3]]
    when = "" if apart is None else f", {apart} days apart"
    return f"likeness {likeness:.2f}{when}; both name {', '.join(names)}" if names else f"likeness {likeness:.2f}{when}"


def _days(a: str | None, b: str | None) -> int | None:
    if not a or not b or len(a) < len("2023-11-08") or len(b) < len("2023-11-08"):
        return None
    return abs((date.fromisoformat(a[:10]) - date.fromisoformat(b[:10])).days)


def _shared(a: Digest, b: Digest) -> float:
    """Weighted Jaccard index of two reports' entities."""
    ids = a.entities.keys() | b.entities.keys()
    least = sum(min(a.entities.get(i, 0.0), b.entities.get(i, 0.0)) for i in ids)
    most = sum(max(a.entities.get(i, 0.0), b.entities.get(i, 0.0)) for i in ids)
    return least / most if most else 0.0


def _copied(a: Digest, b: Digest) -> float:
    least = min(len(a.shingles), len(b.shingles))
    return len(a.shingles & b.shingles) / least if least else 0.0


def _alike_in_length(a: Digest, b: Digest) -> bool:
    counts = [(len(a.said) + 1, len(b.said) + 1), (len(a.counts) + 1, len(b.counts) + 1)]
    return all(max(x) <= 2 * min(x) for x in counts)


def _statements(a: Digest, b: Digest) -> Iterator[Link]:
    if not a.said or not b.said:
        return
    likeness = a.said_vectors @ b.said_vectors.T
    for i, j in np.argwhere(_mutual(likeness) & (likeness >= SAME)):
        x, y = a.said[i], b.said[j]
        if _denies(x) == _denies(y) and not _differ(x, y):
            why = _same_why(x, y, likeness[i, j])
            yield _part("same_statement", (a.id, _span(x)), (b.id, _span(y)), likeness[i, j], why)
    for i, j in np.argwhere((_best(likeness)) & (likeness >= DENIED)):
        x, y = a.said[i], b.said[j]
        if _denies(x) != _denies(y) and not _one_source(x, y):
            yield _part("denies", (a.id, _span(x)), (b.id, _span(y)), likeness[i, j], _deny_why(x, y))


def _nearest(likeness: Vectors, axis: int) -> Flags:
    return np.asarray(likeness >= likeness.max(axis, keepdims=True), dtype=np.bool_)


def _mutual(likeness: Vectors) -> Flags:
    """Which pairs are each other's nearest."""
    return _nearest(likeness, 0) & _nearest(likeness, 1)


def _best(likeness: Vectors) -> Flags:
    """Which pairs have one that is the other's nearest."""
    return _nearest(likeness, 0) | _nearest(likeness, 1)


def _denies(said: Said) -> bool:
    """Whether somebody says that something is not so: by the act, or by a word of negation in the content."""
    return said.statement.act == "deny" or not _negations().isdisjoint(w.key for w in split(said.text))


@cache
def _negations() -> frozenset[str]:
    rows = (row for code in codes() for row in table(code, "reality_words") if row["reality"] == "denied")
    return frozenset(words[0].key for row in rows if len(words := split(row["form"])) == 1)


def _one_source(x: Said, y: Said) -> bool:
    a, b = x.statement.source, y.statement.source
    return bool((a.entity and a.entity == b.entity) or (a.label and a.label.casefold() == b.label.casefold()))


def _differ(x: Said, y: Said) -> bool:
    """Whether two known speakers are two persons."""
    a, b = x.statement.source.entity, y.statement.source.entity
    return bool(a and b and a != b and a.startswith("person:") and b.startswith("person:"))


def _same_why(x: Said, y: Said, likeness: float) -> str:
    who = f"both from {x.statement.source.label}" if _one_source(x, y) else "sources written differently"
    return f"likeness of the words {likeness:.2f}; {who}"


def _deny_why(x: Said, y: Said) -> str:
    denier, claimant = (x, y) if _denies(x) else (y, x)
    return f"{denier.statement.source.label} denies what {claimant.statement.source.label} says"


def _span(said: Said) -> tuple[int, int]:
    content = said.statement.content
    return content[0].start, content[-1].end


def _part(kind: str, source: _Part, target: _Part, likeness: float, why: str) -> Link:
    return Link(
        type=kind,
        source=source[0],
        target=target[0],
        source_span=source[1],
        target_span=target[1],
        confidence=round(float(likeness), 2),
        because=why,
    )


def _figures(a: Digest, b: Digest) -> Iterator[Link]:
    if not a.counts or not b.counts:
        return
    likeness = a.count_vectors @ b.count_vectors.T
    allowed = np.array([[_comparable(x, y) for y in b.counts] for x in a.counts])
    likeness = np.where(allowed, likeness, -1.0)
    equal = np.array([[x.quantity.value == y.quantity.value for y in b.counts] for x in a.counts])
    agree: Flags = equal & _best(np.where(equal, likeness, -1.0)) & (likeness >= EQUAL)
    settled: Flags = np.logical_or.outer(agree.any(1), agree.any(0))
    differ: Flags = ~equal & ~settled & _mutual(likeness) & (likeness >= UNEQUAL)
    for i, j in np.argwhere(agree | differ):
        x, y = a.counts[i], b.counts[j]
        link = _figure_link(a, b, x, y, float(likeness[i, j]))
        yield link
        if differ[i, j] and (said := _holding(a, x)) and (answer := _holding(b, y)):
            why = f"{said.statement.source.label} and {answer.statement.source.label} differ; {link.because}"
            yield _part("contradicts", (a.id, _span(said)), (b.id, _span(answer)), link.confidence, why)


def _holding(report: Digest, count: Count) -> Said | None:
    """The shortest statement in whose content a figure stands."""
    at = count.quantity.start
    holding = [s for s in report.said if any(c.start <= at < c.end for c in s.statement.content)]
    return min(holding, key=lambda s: len(s.text), default=None)


def _comparable(x: Count, y: Count) -> bool:
    """Whether two figures may count one thing: of one measure, else of one unit."""
    measures = x.tally.measure if x.tally else None, y.tally.measure if y.tally else None
    if all(measures) and measures[0] != measures[1]:
        return False
    if x.tally and y.tally and x.tally.measure and x.tally.measure == y.tally.measure:
        return True
    return x.quantity.unit == y.quantity.unit


def _figure_link(a: Digest, b: Digest, x: Count, y: Count, likeness: float) -> Link:
    says = f"{x.quantity.value:,} and {y.quantity.value:,}"
    thing = next((t.measure for t in (x.tally, y.tally) if t and t.measure), x.quantity.unit or "figures")
    if x.quantity.value == y.quantity.value:
        kind = "agrees"
    elif a.published and b.published and a.published[:10] != b.published[:10]:
        kind = "updates"
    else:
        kind = "conflicts"
    return _part(kind, (a.id, _place(x.quantity)), (b.id, _place(y.quantity)), likeness, f"{thing}: {says}")


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end
