"""Whether a clause tells something as done, or as denied, possible, planned or demanded: by the words before it, and of
events by a small network that also sees these."""

from functools import cache
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from khabar.language import settings, table
from khabar.record import Reality, Span
from khabar.text.words import split

REALITIES: tuple[Reality, ...] = get_args(Reality)

_MODAL = 6  # words before a trigger among which its reality is looked for


def reality(text: str, trigger: Span, start: int, language: str) -> Reality:
    """What the last words before a trigger say: done, or denied, possible, planned, demanded; ``start`` is where its
    sentence begins."""
    words = split(text, start, trigger.start)[-_MODAL:]
    own = split(text, trigger.start, trigger.end)
    future = settings(language)["times"].get("future_prefixes", ())
    if own and any(own[0].key.startswith(p) and len(own[0].key) > len(p) + 2 for p in future):
        return "planned"
    for at in reversed(range(len(words))):
        for keys, told in _realities(language):
            if tuple(w.key for w in words[at : at + len(keys)]) == keys:
                return told
    return "asserted"


@cache
def _realities(language: str) -> tuple[tuple[tuple[str, ...], Reality], ...]:
    rows = table(language, "reality_words")
    return tuple((tuple(w.key for w in split(row["form"])), row["reality"]) for row in rows)  # type: ignore[misc]


def features(of_trigger: NDArray[np.float32], told: Reality) -> NDArray[np.float32]:
    """What the network of realities sees beside states: the features of a trigger (see ``triggers.inputs``) and what
    the words before it say, (37,)."""
    return np.concatenate([of_trigger, [float(told == r) for r in REALITIES]]).astype(np.float32)
