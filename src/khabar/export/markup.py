"""Spans over text as nested HTML elements, whatever crosses what; every word of the report is escaped."""

from collections.abc import Iterable, Iterator
from html import escape

from msgspec import Struct


class Mark(Struct, frozen=True, kw_only=True):
    """A coloured stretch: ``kind`` is its CSS class, ``title`` the tooltip, ``anchor`` its id on the page."""

    start: int
    end: int
    kind: str
    title: str = ""
    anchor: str = ""


def paint(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    """``text[start:end]`` as HTML with the marks that fall into it. Marks are cut at the edges; a mark that crosses
    another is closed and opened again, so that elements always nest. An ``anchor`` stands where its mark starts."""
    clipped = sorted((m for m in marks if m.start < end and m.end > start), key=lambda m: (m.start, -m.end))
    out: list[str] = []
    open_marks: list[Mark] = []
    position = start
    for mark in clipped:
        position = _close_until(text, position, max(mark.start, start), open_marks, out)
        _open(mark, open_marks, out, fresh=mark.start >= start)
    position = _close_until(text, position, end, open_marks, out)
    out.extend("</span>" for _ in open_marks)
    return "".join(out)


def safe(text: str) -> str:
    """Text for an element or a quoted attribute; characters that HTML forbids become U+FFFD."""
    return escape("".join(_visible(char) for char in text), quote=True)


def _visible(char: str) -> str:
    forbidden = (char < " " and char not in "\t\n\r") or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff"
    return "\ufffd" if forbidden else char


def _close_until(text: str, position: int, target: int, open_marks: list[Mark], out: list[str]) -> int:
    """Write the text up to ``target`` and close the marks that end on the way."""
    while ends := [m.end for m in open_marks if m.end <= target]:
        position = _write(text, position, min(ends), out)
        _close(position, open_marks, out)
    return _write(text, position, target, out)


def _write(text: str, start: int, end: int, out: list[str]) -> int:
    if end > start:
        out.append(safe(text[start:end]))
    return max(start, end)


def _close(position: int, open_marks: list[Mark], out: list[str]) -> None:
    """Close every mark that ends here; those above them on the stack are opened again."""
    reopen: list[Mark] = []
    while any(m.end <= position for m in open_marks):
        top = open_marks.pop()
        out.append("</span>")
        if top.end > position:
            reopen.append(top)
    for mark in reversed(reopen):
        _open(mark, open_marks, out, fresh=False)


def _open(mark: Mark, open_marks: list[Mark], out: list[str], *, fresh: bool) -> None:
    attributes = "".join(_attributes(mark, fresh=fresh))
    out.append(f'<span class="k-{mark.kind}"{attributes}>')
    open_marks.append(mark)


def _attributes(mark: Mark, *, fresh: bool) -> Iterator[str]:
    if mark.anchor and fresh:
        yield f' id="{safe(mark.anchor)}"'
    if mark.title:
        yield f' title="{safe(mark.title)}"'
