"""Whether a clause tells something as done, or as denied, possible, planned or demanded: by the words before it, and of
events by a small network that also sees these."""

from collections.abc import Sequence
from functools import cache
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from khabar.language import settings, table
from khabar.record import Reality, Span
from khabar.text.words import Word, split

REALITIES: tuple[Reality, ...] = get_args(Reality)

_MODAL, _AFTER = 6, 4  # words before and after a trigger among which its reality is looked for


def reality(text: str, trigger: Span, sentence: tuple[int, int], language: str) -> Reality:
    """What the last words before a trigger in its sentence, and the next ones after it, say: done, or denied, possible,
    planned, demanded."""
    start, end = sentence
    words = split(text, start, trigger.start)[-_MODAL:]
    own = split(text, trigger.start, trigger.end)
    future = settings(language)["times"].get("future_prefixes", ())
    if own and any(own[0].key.startswith(p) and len(own[0].key) > len(p) + 2 for p in future):
        return "planned"
    for at in reversed(range(len(words))):
        if told := _told(words[at:], "reality_words", language):
            return told
    behind = split(text, trigger.end, end)[:_AFTER]
    return next(
        (told for at in range(len(behind)) if (told := _told(behind[at:], "reality_after", language))), "asserted"
    )


def _told(words: Sequence[Word], name: str, language: str) -> Reality | None:
    """What a form at the beginning of the words says."""
    for keys, told in _realities(language, name):
        if tuple(w.key for w in words[: len(keys)]) == keys:
            return told
    return None


@cache
def _realities(language: str, name: str) -> tuple[tuple[tuple[str, ...], Reality], ...]:
    rows = table(language, name)
    return tuple((tuple(w.key for w in split(row["form"])), row["reality"]) for row in rows)  # type: ignore[misc]


def features(of_trigger: NDArray[np.float32], told: Reality) -> NDArray[np.float32]:
    """What the network of realities sees beside states: the features of a trigger (see ``triggers.inputs``) and what
    the words before it say, (37,)."""
    return np.concatenate([of_trigger, [float(told == r) for r in REALITIES]]).astype(np.float32)
