"""Words and figures of a text with their look-up keys."""

import re

from msgspec import Struct

from khabar.text.folding import IGNORABLE, fold

_WORD = re.compile(rf"\d+|[^\W\d_](?:{IGNORABLE}*[^\W\d_])*")


class Word(Struct, frozen=True):
    """A run of letters or of digits; ``key`` is its folded form without ignorable characters."""

    start: int
    end: int
    key: str


def split(text: str, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """The words of ``text[start:end]`` in order; offsets are into ``text``."""
    folded = fold(text[start:end])
    return tuple(
        Word(start + m.start(), start + m.end(), m.group().replace(IGNORABLE, "")) for m in _WORD.finditer(folded)
    )
