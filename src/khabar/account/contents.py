"""The words that were said: edges cleaned, quotations completed, and how much of them is quoted."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from khabar.language import table
from khabar.mentions.quotations import MARKS, is_open
from khabar.record import QuoteKind, Span
from khabar.text.folding import fold

_EDGE = frozenset(" \t\r\n\u00a0\u200b\u200c\u200e\u200f،,:;؛-–—.") | MARKS
_LONGEST_CONJUNCTION = 12
_COMMAS, _CLOSING, _FEW_WORDS = ",،", "\"”»’' ", 4
_GAP = 3
"""Characters between the beginnings of a content and a quotation that are one place: a mark, a colon, a blank."""


def build(
    text: str, spans: Sequence[Span], quotations: Sequence[Span], stops: Sequence[Span], language: str
) -> tuple[Span, ...]:
    """Content as the record gives it, from the tagger's spans: a piece that begins with a quotation runs to its end
    (but not into one of ``stops``, the other parts of the statement), an open one goes on in the next paragraphs,
    marks and conjunctions are left out."""
    completed = [_complete(span, quotations, stops) for span in spans]
    whole = _merged([*completed, *_continued(text, completed, quotations)])
    holes = [*stops, *_interruptions(text, quotations)]
    trimmed = [_trim(text, piece, language) for span in whole for piece in _without(span, holes)]
    return tuple(span for span in trimmed if span.end - span.start > 1)


def _complete(span: Span, quotations: Sequence[Span], stops: Sequence[Span]) -> Span:
    """A content that lies in a quotation, for the most part or from its beginning, is the whole quotation."""
    for quotation in quotations:
        shared = min(span.end, quotation.end) - max(span.start, quotation.start)
        begins = abs(quotation.start - span.start) <= _GAP and shared > 0
        inside = begins or 2 * shared > span.end - span.start
        if inside and not any(quotation.start < s.end and s.start < quotation.end for s in stops):
            return Span(start=min(span.start, quotation.start), end=max(span.end, quotation.end))
    return span


def _continued(text: str, spans: Sequence[Span], quotations: Sequence[Span]) -> list[Span]:
    """The next paragraphs of a quotation that the last piece of content leaves open: each begins with a mark again."""
    found: list[Span] = []
    last = max(spans, key=lambda s: s.end, default=None)
    for here, following in pairwise(quotations):
        between = text[here.end : following.start]
        is_last = (
            last is not None
            and here.start - _GAP <= last.start
            and last.end <= here.end
            and here.end - last.end <= _GAP
        )
        if is_last and is_open(text, here) and "\n" in between and not any(c.isalnum() for c in between):
            found.append(following)
            last = following
    return found


def _interruptions(text: str, quotations: Sequence[Span]) -> list[Span]:
    """The few words that stand between two halves of a quotation (``"… it," he added, "will …"``)."""
    found = []
    for here, following in pairwise(quotations):
        between = text[here.end : following.start]
        broken = text[here.end - 1] in _COMMAS or between.lstrip(_CLOSING)[:1] in tuple(_COMMAS)
        if broken and "\n" not in between and 0 < len(re.findall(r"\w+", between)) <= _FEW_WORDS:
            found.append(Span(start=here.end, end=following.start))
    return found


def _without(span: Span, stops: Sequence[Span]) -> list[Span]:
    """A content without the other parts of its statement: what stands before and after each."""
    pieces, start = [], span.start
    for stop in sorted(stops, key=lambda s: s.start):
        if stop.start < span.end and stop.end > start:
            pieces.append(Span(start=start, end=max(start, stop.start)))
            start = max(start, min(stop.end, span.end))
    return [*pieces, Span(start=start, end=span.end)]


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(start=merged[-1].start, end=max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


def _trim(text: str, span: Span, language: str) -> Span:
    start, end = span.start, span.end
    while start < end and (step := _to_drop(text, start, end, language)):
        start += step
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    # A quotation that opens inside the content closes inside it.
    closes = text[end : end + 1] in MARKS and sum(c in MARKS for c in text[start:end]) % 2 == 1
    return Span(start=start, end=end + closes)


def _to_drop(text: str, start: int, end: int, language: str) -> int:
    """Characters at the beginning that are no part of what was said: one mark or blank, or a conjunction."""
    if text[start] in _EDGE:
        return 1
    head = fold(text[start : min(end, start + _LONGEST_CONJUNCTION)])
    return next((len(c) for c in _conjunctions(language) if head.startswith(c)), 0)


@cache
def _conjunctions(language: str) -> tuple[str, ...]:
    return tuple(sorted({fold(row["word"]) + " " for row in table(language, "conjunctions")}))


def quoted(content: Sequence[Span], quotations: Sequence[Span], text: str) -> QuoteKind:
    """``direct`` when all words of the content stand in quotation marks, ``indirect`` when none do, else ``mixed``."""
    inside = total = 0
    for span in content:
        for at in range(span.start, span.end):
            if text[at].isalnum():
                total += 1
                inside += any(q.start <= at < q.end for q in quotations)
    if inside == 0:
        return "indirect"
    return "direct" if inside >= 0.95 * total else "mixed"
