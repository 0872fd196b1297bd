"""What a figure measures: killed, destroyed, launched … from its noun's class and the trigger words of its sentence."""

import re
from bisect import bisect_left
from functools import cache
from typing import cast

from msgspec import Struct

from khabar.language import settings, table
from khabar.mentions.counted import PEOPLE, kind_of
from khabar.record import Measure, Quantity
from khabar.text.figures import trait
from khabar.text.folding import fold
from khabar.text.words import Word, split

_THINGS = frozenset(
    (
        "vehicle",
        "building",
        "weapon",
        "bomb",
        "arms",
        "group",
        "thing",
        "document",
        "volume",
        "weight",
        "animal",
        "road",
    )
)
_FITS: dict[str, frozenset[str | None]] = {
    "killed": PEOPLE | {None},
    "injured": PEOPLE | {None},
    "missing": PEOPLE | {None},
    "detained": PEOPLE | {None},
    "displaced": PEOPLE | {None},
    "hostages": PEOPLE | {None},
    "destroyed": _THINGS,
    "seized": _THINGS - {"building"} | {"money"},
    "launched": frozenset({"weapon"}),
    "attacks": frozenset({"times"}),
    "votes": frozenset({"lawmaker", "voter", None}),
    "other": frozenset({None}),
}
# What a class measures where no trigger says more; classes that are missing here measure nothing.
_BY_CLASS: dict[str | None, Measure] = {
    "person": "people", "official": "people", "lawmaker": "people", "voter": "people", "family": "people",
    "dead": "killed", "wounded": "injured", "detainee": "detained", "displaced": "displaced", "hostage": "hostages",
    "missing": "missing", "casualty": "other", "attack": "attacks", "strike": "strikes", "weapon": "other",
    "bomb": "other", "arms": "other", "vehicle": "other", "building": "other", "group": "other", "document": "other",
    "thing": "other", "case": "other", "money": "money", "vote": "votes", "volume": "other", "weight": "other",
}  # fmt: skip
_FIXED = frozenset(("dead", "wounded", "hostage", "missing", "attack", "strike", "vote"))
_OWN = {"displaced": 4.0, "detainee": 4.0}  # price of a class's own measure against triggers
_FARTHEST = 11.0  # words (and their like in commas and figures) between a figure and its trigger
_BREAK = re.compile("[,\u060c:()]")
_PROCLITICS = frozenset("\u0648\u0641\u0628\u0644\u0643")
_HUMAN = frozenset(("killed", "injured", "missing", "detained", "displaced", "hostages"))
_WINDOW = 40  # words on either side among which triggers are looked for
_CHAIN = 3  # figures of which each may go on with the one before
_LIKE_BEFORE = 4  # words between two figures of which the second goes on with the first
_ASIDE = re.compile(r" - [^-]* - ")


class Sentence(Struct, frozen=True):
    """A sentence's words and folded text, with the figures in it."""

    start: int
    end: int
    language: str
    text: str
    words: tuple[Word, ...]
    figures: tuple[Quantity, ...]
    starts: list[int]


def _has_figure_before(s: Sentence, i: int) -> bool:
    near = s.words[max(0, i - 2) : i]
    return any(x.start <= w.start < x.end for x in s.figures for w in near)


class Reading(Struct, frozen=True):
    """A measure with how sure it is."""

    measure: Measure | None
    confidence: float


def sentence(text: str, start: int, end: int, language: str, figures: tuple[Quantity, ...]) -> Sentence:
    """The sentence ``text[start:end]``, ready for ``read``."""
    inside = tuple(q for q in figures if start <= q.start < end)
    words = split(text, start, end)
    return Sentence(start, end, language, fold(text[start:end]), words, inside, [w.start for w in words])


@cache
def words_for(language: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Trigger words, as tuples of keys, with all that they may say."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in table(language, "measures"):
        keys = tuple(w.key for w in split(row["word"]))
        found[keys] = (*found.get(keys, ()), row["measure"])
    return found


def says(s: Sentence, i: int) -> tuple[str, ...]:
    """What word ``i`` (with the next one) may say, without Arabic particles and article."""
    known = words_for(s.language)
    two = tuple(w.key for w in s.words[i : i + 2])
    for keys in (two, two[:1]):
        if keys in known:
            return known[keys]
    if trait(s.language, "proclitics"):
        for bare in _stripped(two[0]):
            if (bare,) in known:
                return known[(bare,)]
    return ()


@cache
def _stripped(word: str) -> tuple[str, ...]:
    out = []
    for _ in range(2):
        if word[:1] in _PROCLITICS and len(word) > 3:
            word = word[1:]
            out.append(word)
    bare = word.removeprefix("\u0627\u0644")
    return (*out, bare) if bare != word and len(bare) > 2 else tuple(out)


def read(s: Sentence, q: Quantity, back: int = _CHAIN) -> Reading:
    """The measure of a figure: its noun's own, else the nearest trigger that fits, else that of the figure it goes on
    with, else what its class usually is."""
    kind = kind_of(q.unit)
    if kind in _FIXED:
        return Reading(_BY_CLASS[kind], 0.9)
    cost, measure = _nearest(s, q, kind)
    if measure is not None and cost <= _FARTHEST:
        return Reading(measure, 0.9 if cost <= 3 else 0.75)
    if kind in PEOPLE or kind is None:
        before = _goes_on(s, q, back) if back else None
        if before is not None:
            return Reading(before, 0.6)
    return Reading(_BY_CLASS.get(kind), 0.6)


def _nearest(s: Sentence, q: Quantity, kind: str | None) -> tuple[float, Measure | None]:
    best: tuple[float, Measure | None] = (_OWN.get(kind or "", 99.0), _BY_CLASS.get(kind))
    first = max(0, bisect_left(s.starts, q.start) - _WINDOW)
    for i in range(first, min(len(s.words), bisect_left(s.starts, q.end) + _WINDOW)):
        meanings = says(s, i)
        if not meanings or any(x.start <= s.starts[i] < x.end for x in s.figures):
            continue
        for measure in meanings:
            if measure in _FITS and kind in _FITS[measure]:
                best = min(best, (_cost(s, q, i), _coupled(s, q, i, measure)), key=lambda b: b[0])
    return best


def _goes_on(s: Sentence, q: Quantity, back: int) -> Measure | None:
    """The measure of the figure right before: "22 policemen and 6 civilians", "22 dead, including 21 tourists"."""
    before = [x for x in s.figures if x.end <= q.start]
    if not before:
        return None
    last = before[-1]
    words = sum(1 for w in s.words if last.end <= w.start < q.start)
    including = any("partial" in says(s, i) for i, w in enumerate(s.words) if last.end <= w.start < q.start)
    if words > _LIKE_BEFORE and not including and q.unit is not None:
        return None
    measure = read(s, last, back - 1).measure
    return measure if measure in _HUMAN else None


def _cost(s: Sentence, q: Quantity, i: int) -> float:
    """How far trigger ``i`` is from the figure: words, dearer across commas, other figures, or to a trigger that has a
    figure of its own right after it."""
    w = s.words[i]
    ahead = w.start < q.start
    left, right = (w.end, q.start) if ahead else (q.end, w.start)
    between = max(0, bisect_left(s.starts, right) - bisect_left(s.starts, left))
    figures = sum(1 for x in s.figures if left <= x.start and x.end <= right)
    gap = s.text[left - s.start : max(left, right) - s.start]
    between -= sum(len(a.split()) - 2 for a in _ASIDE.findall(gap))
    prices = settings(s.language)["tallies"]
    side, word = prices["before" if ahead else "after"]
    predicate = not ahead and _is_predicate(s, q, i)
    between = 0 if predicate else between
    own = ahead or prices.get("trigger_last") or predicate or not _has_figure_after(s, i)
    owned = 0.0 if own else 8.0
    price: float = (
        word * between + (4.0 if ahead else 5.0) * figures + 2.0 * word * len(_BREAK.findall(gap)) + side + owned
    )
    return price


def _is_predicate(s: Sentence, q: Quantity, i: int) -> bool:
    """Whether nothing but a copula stands between a figure and the trigger after it: "15 were wounded and four …"."""
    copulas = settings(s.language)["tallies"].get("copulas", ())
    between = s.words[bisect_left(s.starts, q.end) : i]
    return bool(between) and all(w.key in copulas for w in between)


def _has_figure_after(s: Sentence, i: int) -> bool:
    near = s.words[i + 1 : i + 4]
    return any(x.start <= w.start < x.end for x in s.figures for w in near)


_COUPLED = frozenset({"killed", "injured"})


def _coupled(s: Sentence, q: Quantity, i: int, measure: str) -> Measure:
    """The trigger's measure, or "other" when it is one of "killed and wounded", which together count neither."""
    after = s.words[i].start > q.start
    if measure in _COUPLED and not (after and _has_figure_after(s, i)) and _both(s, q, i):
        return "other"
    return cast(Measure, measure)


def _both(s: Sentence, q: Quantity, i: int) -> bool:
    mine = set(says(s, i)) & _COUPLED
    for j, link in ((i + 1, i + 1), (i + 2, i + 1), (i - 1, i), (i - 2, i - 1)):
        if not 0 <= j < len(s.words):
            continue
        other = set(says(s, j)) & _COUPLED
        if _has_figure_before(s, min(i, j)) and s.words[i].start < q.start:
            continue  # "five dead and injured 11"
        if s.words[min(i, j)].key.endswith("\u0648\u0627"):
            continue  # a verb in the plural has its subject before it: "were killed, and four were wounded"
        joined = s.words[max(i, j)].key[:1] == "\u0648" if abs(i - j) == 1 else "and" in says(s, link)
        if other and other != mine and joined:
            return True
    return False
