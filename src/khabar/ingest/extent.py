"""Where the report and its headline lie in a plain text, which may be a page copied whole, menus and footers included.

The report is the densest stretch of prose, as in text-density extraction (Kohlschuetter, Fankhauser and Nejdl,
"Boilerplate detection using shallow text features", 2010): prose weighs its length, each short line counts against, and
the stretch of greatest weight is taken. A text without much of a frame is the report from end to end.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from khabar.ingest import chrome, phrases
from khabar.ingest.pieces import Piece, is_headline, is_item, is_prose
from khabar.text import paragraphs

_AGAINST = 30  # what a short line counts against, in code points of prose
_FRAME = 5  # short lines before or after the report from which on a text is taken for a whole page
_NEAR = 20  # pieces before the report in which the headline and the date of a whole page stand
_LEAD = 5  # pieces of the report whose words its headline shares
_STEM = 6  # letters by which words are compared
_LIKE = 0.3  # share of the greatest weight that another stretch must have
_POINTED = re.compile('[.,;:!?\u060c\u061b\u061f\u06d4\u00bb"\u201d]')


class Extent(Struct, frozen=True, kw_only=True):
    """Pieces ``start`` to ``end`` (half-open) hold the report's prose; ``head`` and ``tail`` say whether the pieces
    before and after them are a page's frame."""

    start: int
    end: int
    head: bool = False
    tail: bool = False


def find(pieces: Sequence[Piece]) -> Extent:
    """The extent of the report: from its first prose, or the densest stretch of it in a page copied whole."""
    first = next((i for i, x in enumerate(pieces) if x.kind is None and is_prose(x.text)), len(pieces))
    start, end = _densest(pieces)
    head = start >= _FRAME and _short(pieces[:start]) >= _FRAME
    tail = _short(pieces[end:]) >= _FRAME
    return Extent(start=start if head else first, end=end if tail else len(pieces), head=head, tail=tail)


def find_title(pieces: Sequence[Piece], extent: Extent, title: str | None) -> int | None:
    """Index of the title: the given one where it stands before the prose, else the line that looks most like it."""
    head = pieces[: extent.start + 1]
    if title is not None:
        wanted = phrases.key(title).split()
        return next((i for i in reversed(range(len(head))) if phrases.key(head[i].text).split() == wanted), None)
    before = [i for i, x in enumerate(head[:-1]) if x.kind is None and is_headline(x.text)]
    if not before and len(pieces) > 1 and pieces[0].kind is None and not is_prose(pieces[0].text):
        return 0 if is_headline(pieces[0].text) else None
    whole = [i for i in before if len(head[i].text.split()) > 3]
    if extent.head and whole:
        return _nearest(pieces, whole, extent)
    return whole[0] if whole else (before[0] if before else None)


def _nearest(pieces: Sequence[Piece], found: Sequence[int], extent: Extent) -> int:
    """The headline of a whole page: the first line before the report that shares its words, else the longest."""
    near = [i for i in found if i >= extent.start - _NEAR] or [found[-1]]
    told = _stems(" ".join(x.text for x in pieces[extent.start : min(extent.end, extent.start + _LEAD)]))
    longest = max(near, key=lambda i: len(pieces[i].text))
    return next((i for i in near if _is_about(_stems(pieces[i].text), told)), longest)


def _is_about(words: frozenset[str], told: frozenset[str]) -> bool:
    return len(words & told) >= max(2, 0.5 * len(words))


def _stems(text: str) -> frozenset[str]:
    """The longer words by their first letters, so that endings do not matter."""
    return frozenset(x[:_STEM] for x in re.findall(r"[^\W\d_]{4,}", phrases.key(text)))


def _densest(pieces: Sequence[Piece]) -> tuple[int, int]:
    """The heaviest stretch; of several of like weight the one beside a date, for a site's rules have none."""
    found = _stretches(pieces)
    best = max((x[0] for x in found), default=0)
    heavy = [x for x in found if x[0] >= _LIKE * best]
    dated = [x for x in heavy if any(y.kind in ("dateline", "label") for y in pieces[max(0, x[1] - _NEAR) : x[1] + 3])]
    _, start, end = max(dated or heavy or [(0, 0, len(pieces))])
    return start, end


def _stretches(pieces: Sequence[Piece]) -> list[tuple[int, int, int]]:
    """Weight, start and end of each stretch of prose, up to where the lines against it outweigh it."""
    found: list[tuple[int, int, int]] = []
    best, total, begin, end = 0, 0, 0, 0
    for i, piece in enumerate(pieces):
        if total <= 0:
            found += [(best, begin, end)] if best else []
            best, total, begin = 0, 0, i
        total += _weight(piece)
        if total > best:
            best, end = total, i + 1
    return [*found, (best, begin, end)] if best else found


def _weight(piece: Piece) -> int:
    """Words run together without any mark are a menu, however long."""
    prose = (
        piece.kind is None and is_prose(piece.text) and _POINTED.search(piece.text) and not chrome.is_legal(piece.text)
    )
    return len(piece.text) if prose or (piece.kind is None and is_item(piece.text)) else -_AGAINST


def _short(pieces: Sequence[Piece]) -> int:
    """How many of the pieces are short lines of words that are no sentence."""
    lines = (x.text for x in pieces if not is_prose(x.text) and any(y.isalpha() for y in x.text))
    return sum(not paragraphs.ends_sentence(x) and not is_item(x) for x in lines)
