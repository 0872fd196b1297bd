"""What a line of a page is when it is not the report: menus, buttons, counters, tags, notices, captions, bylines.

The phrases are data (``lang/<code>/chrome.tsv`` and others); those of every language are looked for on every page,
for a page's frame is often in another language than its report.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from khabar import language
from khabar.ingest import phrases

LONGEST = 220  # code points; a longer line is never chrome by its wording alone
_EDGE = r"[^\w(){}\[\]]*"
_SYMBOLS = re.compile(r"[\W\d_]*")
_HANDLES = re.compile(r"\W*(?:[@#][\w.]*|\W)(?:\s+[@#|/•·-]?\s*[@#][\w.]+)*\W*", re.IGNORECASE)
_LINK = re.compile(r"\W*(?:https?://|www\.|t\.me/)\S+\W*", re.IGNORECASE)


def kind(line: str) -> str | None:
    """``chrome``, ``related``, ``comments``, ``tags``, ``notice``, ``caption`` or ``caption_label``; ``None`` for a
    line that may belong to the report."""
    if len(line) > LONGEST:
        return None
    if _SYMBOLS.fullmatch(line) or _HANDLES.fullmatch(line) or _LINK.fullmatch(line):
        return "chrome"
    folded = phrases.key(line)
    return next((name for name, found in _patterns() if found.match(folded)), None)


def is_legal(line: str) -> bool:
    """Whether the line talks of cookies, accounts or the site's rules, as notices do that are as long as a report."""
    return _legal().search(phrases.key(line)) is not None


def is_byline(line: str) -> bool:
    """Whether a short line names who wrote the report."""
    return len(line.split()) <= 12 and _bylines().match(phrases.key(line)) is not None


def is_dateline(line: str) -> bool:
    """Whether a line of its own says whence the report comes: an agency, alone or with a place and a dash."""
    return len(line.split()) <= 9 and _datelines().fullmatch(phrases.key(line)) is not None


def outlet_named(line: str) -> str | None:
    """The outlet's name in a caption label ("Outlet caption"). A copyright line names an owner, not an outlet."""
    for found in _named():
        if (match := found.fullmatch(line)) and not _plain_labels().fullmatch(phrases.key(line)):
            return match["name"]
    return None


def _rows(table: str) -> Iterator[dict[str, str]]:
    for code in language.codes():
        yield from language.table(code, table)


def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in _rows("chrome"):
        groups[row["kind"], row["where"]].append(row["phrase"])
    # A whole line says more than a beginning, a beginning more than an end.
    order = sorted(groups, key=lambda x: (("line", "start", "end").index(x[1]), x[0]))
    return tuple((name, _placed(where, groups[name, where])) for name, where in order)


def _placed(where: str, wanted: Iterable[str]) -> re.Pattern[str]:
    inner = phrases.alternatives(x for x in wanted if "{name}" not in x)
    named = [phrases.pattern(x).replace("?P<name>", "?:") for x in wanted if "{name}" in x]
    inner = "(?:" + "|".join([inner, *named]) + ")"
    if where == "line":
        return _compiled(f"{_EDGE}{inner}[\\W_]*$")
    return _compiled(f"{_EDGE}{inner}(?!\\w)") if where == "start" else _compiled(f".*{inner}\\W*$")


@cache
def _named() -> tuple[re.Pattern[str], ...]:
    return tuple(_compiled(phrases.pattern(x["phrase"])) for x in _rows("chrome") if "{name}" in x["phrase"])


@cache
def _plain_labels() -> re.Pattern[str]:
    """Labels beside a picture that name no outlet: "Image caption"."""
    rows = (x["phrase"] for x in _rows("chrome") if x["kind"] == "caption_label" and "{name}" not in x["phrase"])
    return _compiled(phrases.alternatives(rows))


@cache
def _legal() -> re.Pattern[str]:
    return _compiled(phrases.alternatives(x["phrase"] for x in _rows("legal")))


@cache
def _bylines() -> re.Pattern[str]:
    start = phrases.alternatives(x["phrase"] for x in _rows("bylines") if x["where"] == "start")
    end = phrases.alternatives(x["phrase"] for x in _rows("bylines") if x["where"] == "end")
    return _compiled(f"\\W*{start}(?!\\w)[^.!?\u061f]*$|.*(?<!\\w){end}\\W*$")


@cache
def _agency() -> re.Pattern[str]:
    return _compiled(phrases.alternatives(x["name"] for x in _rows("agencies")))


@cache
def _datelines() -> re.Pattern[str]:
    agency = _agency().pattern
    dash = r"\s*[-\u2013\u2014:|/(,]+\s*"
    place = r"[^\W\d_][^-\u2013\u2014:|/(.!?\u061f]{0,40}"
    return _compiled(f"\\W*(?:{agency}(?:{dash}{place})?|{place}{dash}{agency}(?:{dash}{agency})*)\\W*")
