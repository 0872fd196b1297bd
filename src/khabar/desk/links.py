"""Relations between two reports: one event, copies and translations; statements told twice, denied or contradicted; and
figures that agree, conflict or are newer. Vectors propose, checks of dates, entities, numbers and polarity decide.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from msgspec import Struct

from khabar.desk.digest import Count, Digest, Said
from khabar.record import Span

NEAR, SURE = 0.45, 0.62
"""Likeness of two gists from which they may tell one event, and from which dates alone decide."""

SHARED = 0.12
"""Share of the weight of entities that two reports of one event have in common at least."""

DAYS = 3
"""Days between two reports of one event."""

COPIED = 0.3
"""Share of the shorter report's shingles that the longer one has, from which it is a copy."""

TRANSLATED = 0.6
SAME, DENIED = 0.5, 0.35
"""Likeness of two contents that are one statement, and of a content and what denies it."""

COUNTED = 0.45
"""Likeness of the words around two figures that count one thing."""

_DENYING = frozenset(("deny", "decline"))
_CLAIMING = frozenset(("say", "announce", "confirm", "accuse", "estimate", "believe", "warn", "threaten", "criticise"))
_NEAREST = 1e-9


class Link(Struct, frozen=True, kw_only=True, rename={"source": "from", "target": "to", "source_span": "from_span", "target_span": "to_span"}):
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
    if copied >= COPIED:
        yield _whole("copies", a, b, copied, f"{copied:.0%} of the shorter text stands in the other")
    elif a.language != b.language and likeness >= TRANSLATED and _alike_in_length(a, b):
        yield _whole("translates", a, b, likeness, f"likeness {likeness:.2f}, as many statements and figures")
    yield from _statements(a, b)
    yield from _figures(a, b)


def _whole(kind: str, a: Digest, b: Digest, confidence: float, why: str) -> Link:
    return Link(type=kind, source=a.id, target=b.id, confidence=round(min(confidence, 1.0), 2), because=why)


def _one_event(a: Digest, b: Digest, likeness: float, copied: float) -> str | None:
    """Why two reports tell one event, or nothing."""
    if copied >= COPIED:
        return "shared text"
    apart = _days(a.published, b.published)
    if likeness < NEAR or (apart is not None and apart > DAYS):
        return None
    shared = _shared(a, b)
    if likeness < SURE and shared < SHARED:
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
    for i, j in _best_pairs(likeness, SAME):
        x, y = a.said[i], b.said[j]
        if _denies(x) == _denies(y) and not _differ(x, y):
            yield _part("same_statement", a, b, _span(x), _span(y), likeness[i, j], _same_why(x, y, likeness[i, j]))
    for i, x in enumerate(a.said):
        for j, y in enumerate(b.said):
            if likeness[i, j] >= DENIED and _denies(x) != _denies(y) and not _one_source(x, y):
                yield _part("denies", a, b, _span(x), _span(y), likeness[i, j], _deny_why(x, y))


def _best_pairs(likeness: np.ndarray, least: float) -> list[tuple[int, int]]:
    """Pairs of which each is the other's nearest, and those that are almost as near."""
    rows, columns = likeness.max(1), likeness.max(0)
    found = np.argwhere((likeness >= least) & ((likeness >= rows[:, None] - _NEAREST) | (likeness >= columns - _NEAREST)))
    return [(int(i), int(j)) for i, j in found]


def _denies(said: Said) -> bool:
    return said.statement.act in _DENYING


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


def _part(
    kind: str, a: Digest, b: Digest, from_span: tuple[int, int], to_span: tuple[int, int], likeness: float, why: str
) -> Link:
    return Link(
        type=kind,
        source=a.id,
        target=b.id,
        source_span=from_span,
        target_span=to_span,
        confidence=round(float(likeness), 2),
        because=why,
    )


def _figures(a: Digest, b: Digest) -> Iterator[Link]:
    if not a.counts or not b.counts:
        return
    likeness = a.count_vectors @ b.count_vectors.T
    allowed = np.array([[_comparable(x, y) for y in b.counts] for x in a.counts])
    likeness = np.where(allowed, likeness, -1.0)
    for i, j in _best_pairs(likeness, COUNTED):
        x, y = a.counts[i], b.counts[j]
        yield _figure_link(a, b, x, y, float(likeness[i, j]))


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
    return _part(kind, a, b, _place(x.quantity), _place(y.quantity), likeness, f"{thing}: {says}")


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end
