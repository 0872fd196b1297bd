"""What stands between quotation marks.

Marks are read by the company they keep, not by their shape: Arabic and Persian pages use ``"``, ``“``, ``”`` and
``«`` for either end. An odd mark is left out; a quotation never crosses a block, except that one which opens every
paragraph and closes only the last is taken as one piece a paragraph, as newspapers print long quotations.
"""

from collections.abc import Sequence

from khabar.record import Block, Span

_OPEN = frozenset("«“„‹❝")
_CLOSE = frozenset("»”›❞")
_EITHER = frozenset('"″＂“”„')
_SINGLE = frozenset("'‘’")
MARKS = _OPEN | _CLOSE | _EITHER | _SINGLE
"""Every character that may open or close a quotation."""


def find(text: str, blocks: Sequence[Block]) -> tuple[Span, ...]:
    """Quotations of the given blocks, without their marks, outermost only, in text order."""
    openings = [_opens(text, b.start, b.start, b.end) and text[b.start] in MARKS - _SINGLE for b in blocks]
    goes_on = [*openings[1:], False]
    return tuple(
        span
        for block, more in zip(blocks, goes_on, strict=False)
        for span in _in_block(text, block.start, block.end, more)
    )


def is_open(text: str, quotation: Span) -> bool:
    """Whether a quotation has no closing mark: it goes on in the next paragraph."""
    after, *_ = text[quotation.end : quotation.end + 2].split("\n")
    return not any(c in MARKS for c in after)


def _in_block(text: str, start: int, end: int, goes_on: bool) -> list[Span]:
    spans: list[Span] = []
    opened: tuple[int, str] | None = None
    for at in range(start, end):
        char = text[at]
        if char not in MARKS:
            continue
        if opened is None:
            if _opens(text, at, start, end):
                opened = (at, char)
        elif _matches(opened[1], char) and _closes(text, at, start, end):
            _add(spans, text, opened[0] + 1, at)
            opened = None
        elif _matches(opened[1], char) and char in _OPEN and _opens(text, at, start, end):
            opened = (at, char)
    if opened is not None and (opened[0] == start or goes_on) and opened[1] not in _SINGLE:
        _add(spans, text, opened[0] + 1, end)  # closed in a later paragraph
    return spans


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append(Span(start=start, end=end))


def _matches(opening: str, char: str) -> bool:
    if opening in _SINGLE:
        return char in "'’"
    if opening in "«‹":
        return char in "»›"
    return char in _EITHER


def _opens(text: str, at: int, start: int, end: int) -> bool:
    """Whether a mark can open: something follows it closely, and what stands before it is no end of a word, unless
    the mark can only open or is glued to a one-letter Arabic particle."""
    if at + 1 >= end:
        return False
    char, before, after = text[at], text[at - 1] if at > start else " ", text[at + 1]
    if char in "«‹":
        return True
    if char in "»›":
        return False
    if char in _SINGLE:
        return not before.isalnum() and after.isalnum() and char != "’"
    return not before.isalnum() or not after.isspace()


def _closes(text: str, at: int, start: int, end: int) -> bool:
    """Whether a mark can close."""
    char, before = text[at], text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if char in "»›":
        return True
    if char in _SINGLE:
        return not before.isspace() and not after.isalnum()
    return not before.isspace() or not after.isalnum()
