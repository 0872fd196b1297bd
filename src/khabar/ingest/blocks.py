"""The blocks of a plain text: which paragraphs are the report and which are its page's frame.

The report's own words must never be lost, so a paragraph is chrome only by its wording, or when it is a short line
without the mark of a sentence among others of its kind. Measured on annotated reports: no statement in chrome.
"""

import re
from collections.abc import Sequence

from khabar.ingest import chrome
from khabar.ingest.extent import Extent
from khabar.ingest.pieces import Piece, is_item
from khabar.record import Block, BlockKind
from khabar.text import languages, paragraphs

_HEADING_WORDS, _HEADING_LETTERS = 12, 90
_LINK_LETTERS = 130  # a line longer than this is no link to another article
_LINKS_AFTER_LABEL = 6
_LINKS_IN_A_ROW, _WORDS_OF_LINK = 3, 6
_TABLE = re.compile(r"[^\t]*\t[^\t]*\t|(?:[^|]*\|){3}")


def build(pieces: Sequence[Piece], extent: Extent, *, title: int | None, page: str) -> tuple[Block, ...]:
    """The blocks of the pieces, in order; ``page`` is the article's language, for lines too short to tell."""
    kinds = _kinds(pieces, extent, title)
    return tuple(
        Block(start=x.start, end=x.end, kind=k, language=languages.detect(x.text, page=page))
        for x, k in zip(pieces, kinds, strict=True)
    )


def _kinds(pieces: Sequence[Piece], extent: Extent, title: int | None) -> list[BlockKind]:
    start = extent.start
    kinds: list[BlockKind] = [
        "title" if i == title else _own_kind(pieces, i, start=start, title=title) for i in range(len(pieces))
    ]
    _mark_frame(pieces, kinds, extent, title)
    _mark_links(pieces, kinds, start)
    _mark_names_after_signs(pieces, kinds)
    return kinds


def _mark_frame(pieces: Sequence[Piece], kinds: list[BlockKind], extent: Extent, title: int | None) -> None:
    """In a page copied whole: what stands above the headline, short lines down to the prose, and what follows it."""
    if extent.head:
        top = title if title is not None else extent.start
        between = range(top + 1, extent.start)
        for i in (*range(top), *(x for x in between if kinds[x] in ("heading", "list", "table"))):
            kinds[i] = "boilerplate"
    if extent.tail:
        kinds[extent.end :] = ["boilerplate"] * (len(pieces) - extent.end)


def _own_kind(pieces: Sequence[Piece], i: int, *, start: int, title: int | None) -> BlockKind:
    piece = pieces[i]
    if piece.kind in ("caption", "caption_label"):
        return "caption" if piece.kind == "caption" else "boilerplate"
    if piece.kind is not None:
        return "dateline" if piece.kind == "dateline" else "boilerplate"
    if _beside_caption_label(pieces, i):
        return "caption"
    if i < start or i in (start + 1, len(pieces) - 1):
        if chrome.is_dateline(piece.text):
            return "dateline"
        if chrome.is_byline(piece.text):
            return "byline"
    if i < start and title is not None and i < title and len(piece.text.split()) <= 3:
        return "boilerplate"
    return _prose_kind(pieces, i)


def _beside_caption_label(pieces: Sequence[Piece], i: int) -> bool:
    """A label that comes after the caption, as some pages have it ("Outlet caption"), or before it."""
    if paragraphs.ends_sentence(pieces[i].text) and len(pieces[i].text) > _LINK_LETTERS:
        return False
    after = i + 1 < len(pieces) and pieces[i + 1].kind == "caption_label" and chrome.outlet_named(pieces[i + 1].text)
    label = i > 0 and pieces[i - 1].kind == "caption_label" and not chrome.outlet_named(pieces[i - 1].text)
    return bool(after or label) and len(pieces[i].text) <= chrome.LONGEST


def _prose_kind(pieces: Sequence[Piece], i: int) -> BlockKind:
    line = pieces[i].text
    if _TABLE.match(line) and len(line) < 400:
        return "table"
    if is_item(line) and any(is_item(pieces[j].text) for j in (i - 1, i + 1) if 0 <= j < len(pieces)):
        return "list"
    if line.startswith(">"):
        return "quote"
    return "heading" if _is_heading(line) and i + 1 < len(pieces) else "paragraph"


def _is_heading(line: str) -> bool:
    if len(line) > _HEADING_LETTERS or len(line.split()) > _HEADING_WORDS:
        return False
    return not paragraphs.ends_sentence(line) or (line[-1] in "?\u061f" and len(line.split()) > 2)


def _is_link(line: str) -> bool:
    """A line that may be the headline of another article: no mark of a sentence but the question mark."""
    if len(line) > _LINK_LETTERS or len(line.split()) < 2:
        return False
    return line[-1] in "?\u061f" or not paragraphs.ends_sentence(line)


def _is_row_of_links(pieces: Sequence[Piece], first: int, run: int) -> bool:
    """Three headlines or more on end; neither the items that a colon announces nor the short lines of a poem."""
    if run < _LINKS_IN_A_ROW or paragraphs.announces(pieces[first - 1].text):
        return False
    words = sorted(len(x.text.split()) for x in pieces[first : first + run])
    return words[run // 2] >= _WORDS_OF_LINK


def _mark_links(pieces: Sequence[Piece], kinds: list[BlockKind], start: int) -> None:
    """Lines after "read also" up to the next sentence, and rows of headlines inside or after the report."""
    i = 0
    while i < len(pieces):
        run = _run_of_links(pieces, kinds, i + 1 if pieces[i].kind == "related" else i)
        if pieces[i].kind == "related":
            kinds[i + 1 : i + 1 + min(run, _LINKS_AFTER_LABEL)] = ["boilerplate"] * min(run, _LINKS_AFTER_LABEL)
            i += 1
        elif i > start and _is_row_of_links(pieces, i, run):
            kinds[i : i + run] = ["boilerplate"] * run
            i += run
        else:
            i += max(1, run)


def _run_of_links(pieces: Sequence[Piece], kinds: Sequence[BlockKind], first: int) -> int:
    end = first
    while end < len(pieces) and kinds[end] in ("heading", "paragraph") and _is_link(pieces[end].text):
        end += 1
    return end - first


def _mark_names_after_signs(pieces: Sequence[Piece], kinds: list[BlockKind]) -> None:
    """A channel's name on the line after its lone "@" or "#"."""
    for i in range(1, len(pieces)):
        if pieces[i - 1].text in ("@", "#") and len(pieces[i].text.split()) == 1:
            kinds[i] = "boilerplate"
