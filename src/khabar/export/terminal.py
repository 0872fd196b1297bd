"""Report text made safe for a terminal line: no control characters, lines cut by cells, right-to-left text isolated.

See docs/decisions/0003-terminal-bidi.md for what terminals do.
"""

import unicodedata

from rich.cells import cell_len, chop_cells

_LRI, _RLI, _PDI = "\u2066", "\u2067", "\u2069"
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_RTL = frozenset(("R", "AL"))


def plain(text: str) -> str:
    """One line without control characters: an escape sequence or a bidi override in a report must not reach the
    terminal. White space runs become one space."""
    kept = (" " if char.isspace() else char for char in text if char.isspace() or not _dangerous(char))
    return " ".join("".join(kept).split())


def isolate(line: str, *, rtl: bool) -> str:
    """A plain line fenced off from the text around it when it holds a right-to-left letter."""
    if not any(unicodedata.bidirectional(char) in _RTL for char in line):
        return line
    return f"{_RLI if rtl else _LRI}{line}{_PDI}"


def is_rtl(text: str) -> bool:
    """Whether the first letter with a direction runs right to left."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind in _RTL for kind in strong if kind in ("L", "R", "AL")), False)


def inline(text: str) -> str:
    """Text for the middle of a line."""
    line = plain(text)
    return isolate(line, rtl=is_rtl(line))


def wrapped(text: str, *, width: int, lines: int) -> list[str]:
    """Text over at most ``lines`` lines of ``width`` cells, cut with an ellipsis; each line is isolated alone, in the
    direction of the whole, for terminals order each line by itself."""
    whole = plain(text)
    rows = _rows(whole, max(width, 8))
    if len(rows) > lines:
        rows = [*rows[: lines - 1], _cut(rows[lines - 1], max(width, 8))]
    rtl = is_rtl(whole)
    return [isolate(row, rtl=rtl) for row in rows]


def short(text: str, width: int) -> str:
    """One isolated line of at most ``width`` cells."""
    return next(iter(wrapped(text, width=width, lines=1)), "")


def _dangerous(char: str) -> bool:
    return char in _BIDI_CONTROLS or unicodedata.category(char) in ("Cc", "Cs", "Co")


def _rows(line: str, width: int) -> list[str]:
    rows: list[str] = []
    row = ""
    for word in (part for long in line.split(" ") for part in chop_cells(long, width)):
        if row and cell_len(row) + 1 + cell_len(word) > width:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}" if row else word
    return [*rows, row] if row else rows


def _cut(row: str, width: int) -> str:
    while row and cell_len(row) + 2 > width:
        row = row.rpartition(" ")[0] or row[:-1]
    return f"{row} …"
