"""The paragraphs of a plain text with what the wording of each tells, before anything is known of their neighbours."""

import re

from msgspec import Struct

from khabar.ingest import chrome, published
from khabar.text import paragraphs

_HEADLINE = (3, 32)  # words
_PROSE_LETTERS, _PROSE_WORDS = 140, 8


_ITEM = re.compile(r"(?:[\u2022\u25aa\u25cf\u25e6\u2043*]|[-\u2013]\s|\(?\d{1,2}[.)\u066b-]\s)\s*\S")


class Piece(Struct, frozen=True, kw_only=True):
    """A paragraph with its span, and its kind where its wording tells it."""

    start: int
    end: int
    text: str
    kind: str | None


def find(text: str) -> tuple[Piece, ...]:
    """The paragraphs of a plain text with what their wording tells."""
    pieces = []
    for start, end in paragraphs.find(text):
        line = text[start:end]
        pieces.append(Piece(start=start, end=end, text=line, kind=_kind(line)))
    return tuple(pieces)


def is_prose(line: str) -> bool:
    """Whether the line is long, or a sentence of some words."""
    return len(line) >= _PROSE_LETTERS or (paragraphs.ends_sentence(line) and len(line.split()) >= _PROSE_WORDS)


def is_item(line: str) -> bool:
    """Whether the line begins like an item of a list, with a bullet or a number."""
    return _ITEM.match(line) is not None


def is_headline(line: str) -> bool:
    """Whether the line may be a headline: some words without a stop, and neither byline nor dateline."""
    low, high = _HEADLINE
    if not low <= len(line.split()) <= high or line.rstrip()[-1] in ".:;\u061b\u060c,":
        return False
    return not (chrome.is_byline(line) or chrome.is_dateline(line))


def _kind(line: str) -> str | None:
    if kind := chrome.kind(line):
        return kind
    if published.begins_with_label(line):
        return "label"
    return "dateline" if published.in_date_line(line) else None
