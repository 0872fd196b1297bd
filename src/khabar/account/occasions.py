"""When, where and in what form something was said: read from the cue's sentence, what was said itself left out."""

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from khabar.account.sources import nearest
from khabar.ingest.article import block_at
from khabar.language import table
from khabar.mentions.tagger import Frame
from khabar.record import Block, Mention, Span, Time
from khabar.text.folding import fold
from khabar.text.sentences import split

_DAY = len("2023-11-06")


class Occasion(Struct, frozen=True):
    """The words that name the form of a statement («في رسالة», "in an interview") and the medium they stand for."""

    span: Span
    medium: str


def clause(text: str, cue: Span, content: Sequence[Span], blocks: Sequence[Block]) -> tuple[Span, ...]:
    """The sentence of a cue without the content: up to a few pieces, in order."""
    block = block_at(blocks, cue.start)
    if block is None:
        return (cue,)
    sentences = split(text, block.start, block.end, block.language)
    # A stop inside a quotation cuts the sentence: what stands between cue and content still belongs to the clause.
    near = [c for c in content if block.start <= c.start < block.end]
    low = min([cue.start, *(c.start for c in near)])
    high = max([cue.end, *(c.end for c in near)])
    touched = [s for s in sentences if s[0] < high and s[1] > low]
    pieces = [Span(start=touched[0][0], end=touched[-1][1])] if touched else [cue]
    for span in content:
        pieces = [p for piece in pieces for p in _without(piece, span)]
    return tuple(pieces)


def _without(piece: Span, hole: Span) -> list[Span]:
    if hole.end <= piece.start or piece.end <= hole.start:
        return [piece]
    left, right = (
        Span(start=piece.start, end=max(piece.start, hole.start)),
        Span(start=min(hole.end, piece.end), end=piece.end),
    )
    return [p for p in (left, right) if p.end > p.start]


def find_date(where: Sequence[Span], cue: Span, times: Sequence[Time]) -> str | None:
    """The day named nearest to the cue in its clause; ``None`` without one."""
    days = [t for t in times if t.type in ("DATE", "TIME") and t.value and _is_day(t.value) and _inside(t, where)]
    day = nearest(days, cue)
    return day.value[:_DAY] if day and day.value else None


def _is_day(value: str) -> bool:
    return (
        len(value) >= _DAY
        and value[4] == value[7] == "-"
        and value[5:7].isdigit()
        and value[:4].isdigit()
        and "/" not in value
    )


def _inside(span: Span, where: Sequence[Span]) -> bool:
    return any(w.start <= span.start and span.end <= w.end for w in where)


def find_place(text: str, where: Sequence[Span], places: Sequence[Mention], frame: Frame, language: str) -> str | None:
    """The place right after a preposition of place in the clause, outside the names of source and relays."""
    taken = (*frame.source, *frame.relay, *frame.addressee)
    for place in places:
        if _inside(place, where) and not _inside(place, taken) and _is_located(text, place.start, language):
            return place.entity
    return None


def _is_located(text: str, at: int, language: str) -> bool:
    before = fold(text[max(0, at - 12) : at]).rstrip(" \u200c\"'").split(" ")
    return before[-1] in _words(language, "place_prepositions")


@cache
def _words(language: str, name: str) -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in table(language, name))


@cache
def _media(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern for all phrases, longest first, and the medium of each phrase without blanks."""
    rows = sorted(table(language, "occasions"), key=lambda r: -len(r["phrase"]))
    pattern = "|".join(r"[ \u200c]*".join(map(re.escape, re.split("[ \u200c]+", fold(r["phrase"])))) for r in rows)
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), {_bare(r["phrase"]): r["medium"] for r in rows}


def _bare(phrase: str) -> str:
    return fold(phrase).replace("\u200c", "").replace(" ", "")


def find(text: str, where: Sequence[Span], cue: Span, language: str) -> Occasion | None:
    """The form of the statement, from the words of the clause; the phrase nearest to the cue wins."""
    if not table(language, "occasions"):
        return None
    found = [o for piece in where for o in _in_piece(text, piece, language)]
    return min(found, key=lambda o: max(cue.start - o.span.end, o.span.start - cue.end, 0), default=None)


def _in_piece(text: str, piece: Span, language: str) -> list[Occasion]:
    pattern, media = _media(language)
    return [
        Occasion(Span(start=piece.start + m.start(), end=piece.start + m.end()), media[_bare(m.group())])
        for m in pattern.finditer(fold(text[piece.start : piece.end]))
    ]
