"""Totals and their parts: "40 attacks … 22 times in Iraq and 18 in Syria", and whether they add up."""

from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct

from khabar.account.measures import Sentence, says
from khabar.mentions.counted import kind_of
from khabar.record import Measure, Mention, Quantity

_REACH = 700  # characters from a total to its last part
_NEAR = 250  # the same for totals below ten, which chance would meet too often
_MOST = 4  # parts
_SLACK = 0.15  # how far a stated breakdown may be from its total and still be meant as one
_ABOUT = 0.05  # how far the parts of an approximate total may be from it
_PERSONS = frozenset(
    ("person", "family", "official", "lawmaker", "voter", "dead", "wounded", "displaced", "detainee", "hostage")
) | frozenset(("missing", "casualty", None))
_ASSAULTS = frozenset(("attack", "strike", "times", None))

Item = tuple[Quantity, Measure | None, int]


class Sum(Struct, frozen=True):
    """Ids of a total and its parts."""

    total: str
    parts: tuple[str, ...]
    adds_up: bool


def find(
    text: str, figures: tuple[Item, ...], sentences: tuple[Sentence, ...], places: tuple[Mention, ...]
) -> tuple[Sum, ...]:
    """The sums of a report. ``figures`` are quantities with their measure and the index of their sentence."""
    found: list[Sum] = []
    used: set[str] = set()
    for i, total in enumerate(figures):
        if total[0].id in used or total[1] is None or not _whole(total[0]):
            continue
        sum_ = _exact(text, figures, i) or _stated(figures, i, sentences, places)
        if sum_ is not None and not used & {*sum_.parts, sum_.total}:
            found.append(sum_)
            used |= {*sum_.parts, sum_.total}
    return tuple(found)


def _whole(q: Quantity) -> bool:
    return isinstance(q.value, int) and q.value > 2 and q.high is None


def _fits(total: Item, part: Item) -> bool:
    """Whether the part can count what the total counts."""
    q, p = total[0], part[0]
    if p.value is None or q.value is None or p.high is not None or not 0 < p.value < q.value:
        return False
    kinds = kind_of(q.unit), kind_of(p.unit)
    if all(k in _PERSONS for k in kinds):
        return _same_measure(total[1], part[1])
    if all(k in _ASSAULTS for k in kinds) and kinds[0] is not None:
        return True
    return q.unit == p.unit and kinds[0] not in ("percent", "money", None) and total[1] == part[1]


def _same_measure(total: Measure | None, part: Measure | None) -> bool:
    """ "Killed and wounded" is the sum of both; people may be what else was said of the rest."""
    if total == "other":
        return part in ("killed", "injured")
    return part == total or part in ("people", None) or total == "people"


def _exact(text: str, figures: tuple[Item, ...], i: int) -> Sum | None:
    """Neighbouring figures whose sum is the total, after it or else before it."""
    total = figures[i]
    reach = _REACH if (total[0].value or 0) >= 10 else _NEAR
    after = [f for f in figures[i + 1 : i + 12] if f[0].end - total[0].end <= reach and _fits(total, f)]
    before = [f for f in figures[max(0, i - 6) : i] if total[0].start - f[0].start <= reach and _fits(total, f)]
    for run in (*_runs(after, from_start=True), *_runs(before, from_start=False)):
        if sum(f[0].value or 0 for f in run) == total[0].value and _distinct(run, total):
            return Sum(total[0].id, tuple(f[0].id for f in run), True)
    return None


def _runs(items: list[Item], *, from_start: bool) -> Iterator[tuple[Item, ...]]:
    """Runs of two to four neighbours, those next to the total first; pairs need not be neighbours."""
    ordered = items if from_start else items[::-1]
    for length in range(2, _MOST + 1):
        for skip in range(max(0, min(2, len(ordered) - length + 1))):
            run = ordered[skip : skip + length]
            yield tuple(sorted(run, key=lambda f: f[0].start))
    for pair in combinations(ordered[:4], 2):
        yield tuple(sorted(pair, key=lambda f: f[0].start))


def _distinct(run: tuple[Item, ...], total: Item) -> bool:
    """Killed and injured together are no part of a total of one measure."""
    measures = {f[1] for f in run}
    return total[1] != "other" or measures == {"killed", "injured"} or None in measures


def _stated(
    figures: tuple[Item, ...], i: int, sentences: tuple[Sentence, ...], places: tuple[Mention, ...]
) -> Sum | None:
    """A breakdown that says it is one and does not add up exactly."""
    total = figures[i]
    following = [f for f in figures[i + 1 : i + 5] if f[2] - total[2] <= 1 and _fits(total, f)]
    run = tuple(f for f in following if f[2] == following[0][2]) if following else ()
    if len(run) < 2 or _has(sentences[run[0][2]], "partial", total[0].end):
        return None
    cued = _has(sentences[run[0][2]], "whole", total[0].end) or _by_place(run, places)
    amount, value = sum(f[0].value or 0 for f in run), total[0].value or 0
    gap = abs(amount - value) / value
    if not cued or gap > _SLACK:
        return None
    return Sum(total[0].id, tuple(f[0].id for f in run), total[0].approximate and gap <= _ABOUT)


def _has(s: Sentence, role: str, after: int) -> bool:
    return any(role in says(s, i) for i, w in enumerate(s.words) if w.start >= after)


def _by_place(run: tuple[Item, ...], places: tuple[Mention, ...]) -> bool:
    """Whether each part is followed at once by a place of its own."""
    named = [next((m.entity for m in places if 0 <= m.start - f[0].end <= 20), None) for f in run]
    return None not in named and len(set(named)) == len(named)
