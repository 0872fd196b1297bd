"""Where and when an event happened, among the places and times near it: the judgement of a small network on what the
tagger's lower layers say of the trigger, the place or time and the words between, and on the features below."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from khabar.account.sides import states
from khabar.mentions.tagger import Network, Tagged
from khabar.mentions.triggers import TYPES, Sense, Trigger
from khabar.record import Span

LEAST = 0.1
"""Least probability of a place or time; chosen out of fold on the annotated reports."""

_LANGUAGES = ("ar", "fa", "en")
_TENTH = 10.0
_OFTEN = 3  # mentions from which a place is one of those that the report is about


class Candidate(Span, frozen=True, kw_only=True):
    """A place (``value``: an entity's id) or a time (``value``: a day, month or year) where an event may belong.

    ``back``: how many sentences before the trigger's it stands; ``head``: whether in a title or dateline; ``often``:
    how many mentions of it the report has; ``marked``: whether a word for "in" stands before it, or of a time, whether
    it is a day.
    """

    value: str
    is_time: bool
    back: int
    head: bool
    often: int
    marked: bool


class Scene(Struct, frozen=True):
    """An entity's id and an ISO date as precise as known."""

    place: str | None = None
    date: str | None = None


def read(
    tagged: Tagged, trigger: Trigger, sense: Sense, near: Sequence[Candidate], language: str, network: Network
) -> Scene:
    """The likeliest place and time among those ``near`` the trigger."""
    if network.scenes is None or not near:
        return Scene()
    chances = network.scenes(*inputs(tagged, trigger, sense, near, language))
    best: dict[bool, tuple[float, str]] = {}
    for candidate, chance in zip(near, chances, strict=True):
        if chance >= LEAST and chance > best.get(candidate.is_time, (0.0, ""))[0]:
            best[candidate.is_time] = (float(chance), candidate.value)
    return Scene(best[False][1] if False in best else None, best[True][1] if True in best else None)


def inputs(
    tagged: Tagged, trigger: Trigger, sense: Sense, near: Sequence[Candidate], language: str
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """States (candidates, 4 * width), see ``sides.states``, and features (candidates, 50)."""
    found, words = states(tagged, trigger, near)
    features = [_features(trigger, sense, c, near, w, language) for c, w in zip(near, words, strict=True)]
    return found, np.array(features, dtype=np.float32)


def _features(
    trigger: Trigger, sense: Sense, candidate: Candidate, near: Sequence[Candidate], words: int, language: str
) -> list[float]:
    after = candidate.start > trigger.start
    like = [c for c in near if c.is_time == candidate.is_time and c.back == candidate.back]
    rank = sum((c.start > trigger.start) == after and _gap(c, trigger) < _gap(candidate, trigger) for c in like)
    here = candidate.back == 0
    found = [
        *(float(sense.type == t) for t in TYPES),
        *(float(language == code) for code in _LANGUAGES),
        *(float(language == code and after) for code in _LANGUAGES),
        float(candidate.is_time),
        float(after),
        float(here),
        float(candidate.back == 1),
        float(candidate.head),
        float(candidate.head and candidate.is_time),
        float(candidate.marked),
        float(candidate.marked and not candidate.is_time),
        float(candidate.often >= _OFTEN),
        float(np.log1p(candidate.often)),
        min(abs(words), 60) / _TENTH,
        float(np.log1p(abs(words))),
        float(rank == 0),
        float(rank == 0 and here),
        float(rank == 0 and here and after),
        float(rank == 1),
        float(here and after),
        float(here and candidate.is_time),
        float(len(like) == 1),
        float(len(like) == 1 and here),
        float(np.log1p(len(near))),
        float(not any(c.back == 0 and c.is_time == candidate.is_time for c in near)),
        float(sense.pos == "v"),
        float(sense.pos == "v" and after),
        float(len(candidate.value)) / _TENTH if candidate.is_time else 0.0,
    ]
    return found


def _gap(candidate: Candidate, trigger: Trigger) -> int:
    return max(candidate.start - trigger.end, trigger.start - candidate.end)
