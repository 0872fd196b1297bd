"""Where the paragraphs of a plain text stand: lines, and hard-wrapped lines put together again. Spans only; what a
paragraph is (title, chrome …) is ingest's to say."""

import re
from itertools import pairwise

Span = tuple[int, int]

# Everything that str.splitlines breaks at, so that no line feed of an odd kind hides inside a line.
_LINE = re.compile("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_SENTENCE_END = re.compile("[.!?\u061f\u06d4\u2026:;\u061b][\"'\u201d\u2019\u00bb)\\]\\s]*$")
_WRAP_WIDTH = (45, 100)  # a text wrapped by hand or by an old terminal has lines of about this length


def find_lines(text: str) -> tuple[Span, ...]:
    """Spans of the non-blank lines, without the blanks around them, in order."""
    spans = (_trim(text, m.start(), m.end()) for m in _LINE.finditer(text))
    return tuple(x for x in spans if x[0] < x[1])


def find(text: str) -> tuple[Span, ...]:
    """Spans of the paragraphs: one a line, or several lines together where the text is hard-wrapped."""
    lines = find_lines(text)
    return _join(text, lines) if _is_wrapped(text, lines) else lines


def ends_sentence(text: str) -> bool:
    """Whether the line ends in the mark of a sentence, a quotation or bracket closed after it or not."""
    return _SENTENCE_END.search(text) is not None


def announces(text: str) -> bool:
    """Whether the line ends in a colon, so that what follows belongs to it."""
    return text.rstrip().endswith((":", "\uff1a"))


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and _is_blank(text[start]):
        start += 1
    while start < end and _is_blank(text[end - 1]):
        end -= 1
    return start, end


def _is_blank(letter: str) -> bool:
    """Invisible marks count as blank; a ZWNJ at the edge of a line joins nothing."""
    return letter.isspace() or letter in "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff"


def _is_wrapped(text: str, lines: tuple[Span, ...]) -> bool:
    """Lines of like length that mostly break in mid-sentence. Paragraphs a line each are longer and end in a stop."""
    if len(lines) < 4:
        return False
    sizes = [end - start for start, end in lines]
    low, high = _WRAP_WIDTH
    if sum(x > high for x in sizes) > 0.1 * len(sizes) or sum(low <= x <= high for x in sizes) < 0.6 * len(sizes):
        return False
    open_ended = sum(not ends_sentence(text[a:b]) for a, b in lines[:-1])
    return open_ended >= 0.5 * len(lines) and not _has_blank_lines_throughout(text, lines)


def _has_blank_lines_throughout(text: str, lines: tuple[Span, ...]) -> bool:
    gaps = sum(_gap(text, a, b) for a, b in pairwise(lines))
    return gaps > 0.5 * len(lines)


def _gap(text: str, before: Span, after: Span) -> bool:
    return len(text[before[1] : after[0]].splitlines()) > 2


def _join(text: str, lines: tuple[Span, ...]) -> tuple[Span, ...]:
    """A paragraph goes on unless a blank line follows or a line much shorter than the rest ends in a stop."""
    width = sorted(end - start for start, end in lines)[len(lines) // 2]
    joined = [lines[0]]
    for line in lines[1:]:
        last = joined[-1]
        tail = text[max(last[0], last[1] - 200) : last[1]].splitlines()[-1]
        closed = ends_sentence(tail) and len(tail) < 0.85 * width
        if closed or _gap(text, last, line):
            joined.append(line)
        else:
            joined[-1] = (last[0], line[1])
    return tuple(joined)
