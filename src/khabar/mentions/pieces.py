"""From blocks to the tagger's input: words, sub-word pieces and windows of at most ``WINDOW`` pieces.

A report is one sequence of pieces with a separator between its blocks. It is cut into windows that do not overlap,
at a block's end where possible, else at a sentence's, else between two words; the encoder's lower layers see one
window, the upper ones the words around a cue, across cuts.
"""

import re
from collections.abc import Sequence

from msgspec import Struct
from tokenizers import Tokenizer

from khabar.record import Block

WINDOW = 224
"""Most pieces in one window, begin and end marks not counted."""

_LETTERS = r"[\w\u064b-\u065f\u0670]+"
_UNSEEN = r"\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad"
WORD = re.compile(rf"{_LETTERS}(?:[\u200c'’]{_LETTERS})*|[^\w\s{_UNSEEN}]")
"""A word with its vowel signs, joined over ZWNJ and apostrophe, or one mark; what cannot be seen is no word."""

_SENTENCE_END = frozenset(".!?؟…")
BEGIN, END = 0, 2
"""Piece ids of the begin mark and of the end mark, which also separates blocks."""


class Pieces(Struct, frozen=True):
    """A report as the tagger sees it.

    ``ids``: piece ids; ``words``: (start, end) of each word in the text; ``first``: for each word the index of its
    first piece; ``block``: for each word the index of its block; ``cuts``: window ends as indices into ``ids``, the
    last one is ``len(ids)``.
    """

    ids: tuple[int, ...]
    words: tuple[tuple[int, int], ...]
    first: tuple[int, ...]
    block: tuple[int, ...]
    cuts: tuple[int, ...]


def build(text: str, blocks: Sequence[Block], tokenizer: Tokenizer, window: int = WINDOW) -> Pieces:
    """Cut the given blocks of ``text`` into pieces, words and windows."""
    ids: list[int] = []
    words: list[tuple[int, int]] = []
    first: list[int] = []
    owner: list[int] = []
    breaks: dict[int, int] = {}
    encoded = tokenizer.encode_batch([text[b.start : b.end] for b in blocks], add_special_tokens=False)
    for number, (block, encoding) in enumerate(zip(blocks, encoded, strict=True)):
        if ids:
            breaks[len(ids)] = 3
            ids.append(END)
        base = len(ids)
        spans = encoding.offsets
        if not spans:
            continue
        ids.extend(encoding.ids)
        at = 0
        for found in WORD.finditer(text[block.start : block.end]):
            # the last piece that begins no later than the word and reaches past its start
            while at + 1 < len(spans) and (spans[at][1] <= found.start() or spans[at + 1][0] <= found.start()):
                at += 1
            piece = base + at
            strength = 2 if words and text[words[-1][1] - 1] in _SENTENCE_END else 1
            if first and piece > first[-1]:
                breaks[piece] = max(strength, breaks.get(piece, 0))
            words.append((block.start + found.start(), block.start + found.end()))
            first.append(piece)
            owner.append(number)
    return Pieces(tuple(ids), tuple(words), tuple(first), tuple(owner), _cuts(len(ids), breaks, window))


def _cuts(length: int, breaks: dict[int, int], window: int) -> tuple[int, ...]:
    """Window ends: the strongest break in the last two thirds of each window, the latest among equals."""
    cuts: list[int] = []
    start = 0
    while length - start > window:
        choices = [(breaks[i], i) for i in range(start + window // 3, start + window + 1) if i in breaks]
        start = max(choices)[1] if choices else start + window
        cuts.append(start)
    return (*cuts, length) if length else ()
