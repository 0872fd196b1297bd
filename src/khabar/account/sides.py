"""Who acts in an event and who suffers it, among the parties of its sentence: the judgement of a small network on what
the tagger's lower layers say of the trigger, the party and the words between, and on the features below."""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from khabar.mentions.tagger import Network, Tagged
from khabar.mentions.triggers import TYPES, Sense, Trigger
from khabar.record import Span

LEAST = 0.42
"""Least probability of a side; chosen out of fold on the annotated reports."""

MOST = 3  # parties of one side
_KINDS = ("person", "organisation", "group", "place", "media", "other")
_LANGUAGES = ("ar", "fa", "en")
_TENTH = 10.0


class Party(Span, frozen=True, kw_only=True):
    """A mention of somebody who may act or suffer: an entity's id and type."""

    entity: str
    kind: str


class Sides(Struct, frozen=True):
    """Entity ids."""

    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


def read(
    tagged: Tagged, trigger: Trigger, sense: Sense, near: Sequence[Party], language: str, network: Network
) -> Sides:
    """The sides among the parties ``near`` the trigger; each entity on its likelier side only."""
    if network.sides is None or not near:
        return Sides()
    chances = network.sides(*inputs(tagged, trigger, sense, near, language))
    best: dict[str, tuple[float, int]] = {}
    for party, row in zip(near, chances, strict=True):
        side = int(row[:2].argmax())
        best[party.entity] = max(best.get(party.entity, (0.0, 0)), (float(row[side]), side))
    ranked = sorted(((p, e, side) for e, (p, side) in best.items() if p >= LEAST), reverse=True)
    actors, recipients = ([e for _, e, s in ranked if s == side][:MOST] for side in (0, 1))
    return Sides(tuple(actors), tuple(recipients))


def inputs(
    tagged: Tagged, trigger: Trigger, sense: Sense, near: Sequence[Party], language: str
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """States (parties, 4 * width), see ``states``, and features (parties, 40)."""
    found, words = states(tagged, trigger, near)
    features = [_features(trigger, sense, p, near, w, language) for p, w in zip(near, words, strict=True)]
    return found, np.array(features, dtype=np.float32)


def states(tagged: Tagged, trigger: Trigger, near: Sequence[Span]) -> tuple[NDArray[np.float32], list[int]]:
    """States (spans, 4 * width) of the trigger, the span, the word before the span and the words between; and how many
    words behind the trigger each span begins."""
    starts = [start for start, _ in tagged.words]

    def at(position: int) -> int:
        return max(0, bisect_right(starts, position) - 1)

    own = at(trigger.start)
    found, away = [], []
    for span in near:
        word = at(span.start)
        low, high = sorted((own, word))
        between = tagged.early[low : high + 1].mean(0)
        found.append(np.concatenate([tagged.early[own], tagged.early[word], tagged.early[max(0, word - 1)], between]))
        away.append(word - own)
    return np.array(found, dtype=np.float32), away


def _features(
    trigger: Trigger, sense: Sense, party: Party, near: Sequence[Party], words: int, language: str
) -> list[float]:
    after = party.start > trigger.start
    rank = sum((o.start > trigger.start) == after and _gap(o, trigger) < _gap(party, trigger) for o in near)
    found = [
        *(float(sense.type == t) for t in TYPES),
        *(float(party.kind == k) for k in _KINDS),
        *(float(language == code) for code in _LANGUAGES),
        *(float(language == code and after) for code in _LANGUAGES),
        float(after),
        abs(words) / _TENTH,
        float(np.log1p(abs(words))),
        float(rank == 0),
        float(rank == 1),
        float(rank == 0 and after),
        float(sense.pos == "v"),
        float(sense.pos == "v" and after),
        float(np.log1p(len(near))),
    ]
    return found


def _gap(party: Party, trigger: Trigger) -> int:
    return max(party.start - trigger.end, trigger.start - party.end)
