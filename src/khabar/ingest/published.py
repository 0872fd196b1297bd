"""The day a report was published, as its page says it: labels, date lines, addresses. Calendars are read elsewhere."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from urllib.parse import unquote, urlsplit

from khabar import language
from khabar.ingest import phrases
from khabar.record import Evidence
from khabar.text.calendars import read_date

Dated = tuple[str, Evidence]

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)|/((?:19|20)\d\d)(\d\d)(\d\d)(?=[/_-]|$)")
_SECTION_IN_PATH = re.compile(r"/((?:19|20)\d\d)/[a-z_-]+/(\d{1,2})/(\d{1,2})(?=/|$)", re.IGNORECASE)
_JALALI_IN_PATH = re.compile(r"/(1[34]\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
_DASH = re.compile("\\s[-\u2013\u2014\u2015]{1,2}\\s|\u2013|\u2014|--")
_DATELINE = 90  # code points at the head of a report in which its dateline ends
_LONGEST = 120  # code points in which a label or a date line stands


def given(value: str, where: str = "given") -> Dated | None:
    """The day of a value that is meant to be a date: ISO as far as it goes, or a date in words."""
    text = value.strip()
    if re.fullmatch(r"(?:19|20)\d\d(?:-\d\d)?", text):
        return text, Evidence(where=where, quote=text)
    day = _iso(text) or read_date(text)
    return (day, Evidence(where=where, quote=text)) if day else None


def in_address(url: str) -> Dated | None:
    """The day in a path such as ``/2023/11/08/``, ``/20231108/`` or, in the Jalali calendar, ``/1402/08/17/``."""
    path = _path(url)
    for match in (*_IN_PATH.finditer(path), *_SECTION_IN_PATH.finditer(path)):
        year, month, day = (x for x in match.groups() if x)
        if value := _valid(int(year), int(month), int(day)):
            return value, Evidence(where="url", quote=match[0].strip("/"))
    jalali = _JALALI_IN_PATH.search(path)
    value = read_date("/".join(jalali.groups())) if jalali else None
    return (value, Evidence(where="url", quote=jalali[0].strip("/"))) if jalali and value else None


def _path(url: str) -> str:
    try:
        return unquote(urlsplit(url).path) if "//" in url else url
    except ValueError:  # brackets that are no address of version 6
        return ""


def in_label(line: str, start: int = 0, *, kind: str = "published") -> Dated | None:
    """The day after a label such as "posted on"; ``kind`` is ``published`` or ``updated``. ``start`` is where the line
    stands in the text."""
    if len(line) > _LONGEST * 2:
        return None
    folded = phrases.key(line)
    for match in _placed_labels(kind).finditer(folded):
        rest = folded[match.end() : match.end() + _LONGEST]
        other = _placed_labels("updated" if kind == "published" else "published").search(rest)
        if day := _iso(rest) or read_date(rest[: other.start()] if other else rest):
            return day, _evidence(line, start)
    return None


def in_date_line(line: str, start: int = 0, *, updated: bool = False) -> Dated | None:
    """The day of a line that is nothing but a date, with its weekday and hour perhaps; a line that also says when the
    page was last changed only with ``updated``."""
    if len(line) > _LONGEST or not any(x.isdigit() for x in line) or not _is_bare_date(line):
        return None
    if not updated and _labels("updated").search(phrases.key(line)):
        return None
    day = _iso(line) or read_date(line)
    return (day, _evidence(line, start)) if day else None


def in_dateline(line: str, start: int = 0) -> Dated | None:
    """The day in the dateline at the head of a report, before its dash: ``NAIROBI, May 3, 2022 (AP) -``."""
    match = _DASH.search(line, 0, _DATELINE)
    head = line[: match.start()] if match else ""
    day = read_date(head) if any(x.isdigit() for x in head) and not re.search(r"[.!?\u061f]\s", head) else None
    if day is None or _written_years(head) != 1:
        return None
    return day, Evidence(where="text", quote=head, start=start, end=start + len(head))


def _written_years(text: str) -> int:
    return len(re.findall(r"(?<!\d)\d{4}(?!\d)", text))


def is_updated(line: str) -> bool:
    """Whether the line begins by saying when the page was last changed."""
    return len(line) <= _LONGEST and _labels("updated").match(phrases.key(line).lstrip(" \t(|-")) is not None


def _evidence(line: str, start: int) -> Evidence:
    return Evidence(where="text", quote=line, start=start, end=start + len(line))


def _is_bare_date(line: str) -> bool:
    words = _words(line)
    # What ends in a stop is a sentence unless nearly all of it is a date.
    least = 0.8 if re.search("[.!?\u061f]\\s*$", line) else 0.5
    return len(words) <= 9 and not re.search("[.!?\u061f]\\s+\\w{3}", line) and _known_share(words) >= least


@cache
def _date_words() -> frozenset[str]:
    rows: Iterator[dict[str, str]] = (
        row
        for code in language.codes()
        for name in ("months", "weekdays", "date_line_words")
        for row in language.table(code, name)
    )
    return frozenset(w for row in rows for value in row.values() for w in _words(value))


def _words(line: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", phrases.key(line.replace("\u200c", " ")))


def _known_share(words: list[str]) -> float:
    return sum(x in _date_words() for x in words) / len(words) if words else 1.0


def _iso(text: str) -> str | None:
    match = _ISO.search(text)
    return _valid(*(int(x) for x in match.groups())) if match else None


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def is_label(line: str, *, kind: str) -> bool:
    """Whether the line is a label alone, its date on another line."""
    return (
        len(line) <= _LONGEST
        and re.fullmatch(_labels(kind).pattern + r"[\s:|.-]*", phrases.key(line).strip()) is not None
    )


@cache
def _placed_labels(kind: str) -> re.Pattern[str]:
    """A label where one stands: at the head of a line, after a mark or a figure, or before a colon."""
    label = _labels(kind).pattern
    return re.compile(f"(?:^|[|/()\u2022\u00b7:,;\u060c\u061b\\d\\]\\[-])\\W*{label}|{label}(?=\\s*:)")


@cache
def _labels(kind: str) -> re.Pattern[str]:
    rows = (row for code in language.codes() for row in language.table(code, "published_labels"))
    return re.compile(
        f"(?<![^\\W\\d_]){phrases.alternatives(x['label'] for x in rows if x['kind'] == kind)}", re.IGNORECASE
    )


def begins_with_label(line: str) -> bool:
    """Whether the line is a label and a date, or the label alone."""
    if len(line) > _LONGEST:
        return False
    folded = phrases.key(line).lstrip(" \t(|-")
    match = _labels("published").match(folded) or _labels("updated").match(folded)
    if match is None:
        return False
    rest = folded[match.end() :].strip(" :|-.")
    return not rest or in_date_line(rest) is not None
