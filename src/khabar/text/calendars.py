"""Three calendars: month names, conversion to Gregorian days, and single date strings of page metadata.

A year or month of another calendar stands for the Gregorian year or month in which it begins. The Jalali conversion is
persiantools', the Hijri one hijridate's (Umm al-Qura), which knows the years 1343 to 1500.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from hijridate import Hijri
from msgspec import Struct
from persiantools.jdatetime import JalaliDate

from khabar.language import codes, table
from khabar.record import Calendar
from khabar.text.folding import IGNORABLE, fold, key
from khabar.text.numerals import find_numbers

_MONTHS_IN_YEAR = 12


class Month(Struct, frozen=True):
    """A month's name: ``sure`` is ``yes``, ``preposition``, ``date`` or ``year``: what a mention of it needs beside
    it to be a month (nothing, a preposition, a day or year, a year)."""

    calendar: Calendar
    number: int
    sure: str


def names(text: str) -> tuple[str, ...]:
    """The keys under which an entry of a word list is found: its words by one space, a ZWNJ read as nothing or as a
    space."""
    joined = " ".join(key(w) for w in re.split(r"[\s\-]+", text.replace(".", "")) if key(w))
    split = " ".join(key(w) for w in re.split(rf"[\s\-{IGNORABLE}]+", text.replace(".", "")) if key(w))
    return tuple(dict.fromkeys((joined, split)))


@cache
def months(language: str) -> dict[str, Month]:
    """The language's month names by their keys (``names``)."""
    found: dict[str, Month] = {}
    for row in table(language, "months"):
        month = Month(row["calendar"], int(row["month"]), row["sure"])  # type: ignore[arg-type]
        for name in names(row["name"]):
            found.setdefault(name, month)
    return found


def day(calendar: Calendar, year: int, month: int, day_of_month: int) -> date | None:
    """The Gregorian day of a calendar's day; ``None`` when there is no such day or the calendar's tables end."""
    try:
        if calendar == "jalali":
            return JalaliDate(year, month, day_of_month).to_gregorian()  # type: ignore[no-untyped-call]
        if calendar == "hijri":
            return date(*Hijri(year, month, day_of_month).to_gregorian().datetuple())
        return date(year, month, day_of_month)
    except (ValueError, OverflowError):
        return None


def month(calendar: Calendar, year: int, number: int) -> str | None:
    """``YYYY-MM`` of the Gregorian month in which the calendar's month begins."""
    first = day(calendar, year, number, 1)
    return first.isoformat()[:7] if first else None


def month_end(calendar: Calendar, year: int, number: int) -> str | None:
    """``YYYY-MM`` of the Gregorian month in which the calendar's month ends."""
    following = (year + 1, 1) if number == _MONTHS_IN_YEAR else (year, number + 1)
    after = day(calendar, *following, 1)
    return date.fromordinal(after.toordinal() - 1).isoformat()[:7] if after else None


def year(calendar: Calendar, number: int) -> str | None:
    """``YYYY`` of the Gregorian year in which the calendar's year begins."""
    first = day(calendar, number, 1, 1)
    return f"{first.year:04}" if first else None


def year_in(calendar: Calendar, moment: date) -> int:
    """The calendar's year on a Gregorian day; for Hijri years outside the tables an estimate."""
    if calendar == "jalali":
        return int(JalaliDate.to_jalali(moment).year)  # type: ignore[no-untyped-call]
    if calendar == "hijri":
        return _hijri_year(moment)
    return moment.year


def _hijri_year(moment: date) -> int:
    guess = int((moment.year + moment.timetuple().tm_yday / 365 - 622.54) / 0.970224) + 2
    while (first := day("hijri", guess, 1, 1)) is not None and first > moment:
        guess -= 1
    return guess


def calendar_of(number: int, language: str) -> Calendar:
    """The calendar that a bare year of four digits is written in: Persian 1200 to 1499 is Jalali, Arabic 1300 to 1499
    Hijri."""
    if language == "fa" and 1200 <= number < 1500:
        return "jalali"
    return "hijri" if language == "ar" and 1300 <= number < 1500 else "gregorian"


# Single strings.

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?=\D|$)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<![\d/.])(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?![\d/])")
_YEAR_LAST = re.compile(r"(?<![\d/.])(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?![\d/])")
_FIGURE = re.compile(r"\d+")
_NEAR = 30
"""Characters beside a month's name in which its day and year are looked for."""
_JALALI_YEARS = range(1300, 1430)
_HIJRI_YEARS = range(1430, 1500)


def read_date(text: str) -> str | None:
    """The first absolute date in a string, in any of the languages and calendars, as an ISO Gregorian day.

    Of slashed dates the day comes first unless that is impossible; 1300 to 1429 is a Jalali year, 1430 to 1499 a Hijri
    one. ``None`` when no day with its year is given.
    """
    folded = fold(text)
    found = _numeric(folded) or _worded(folded)
    return found.isoformat() if found else None


def _numeric(folded: str) -> date | None:
    for pattern in (_ISO, _YEAR_FIRST, _COMPACT):
        for m in pattern.finditer(folded):
            if found := _day_of_figures(*(int(g) for g in m.groups())):
                return found
    for m in _YEAR_LAST.finditer(folded):
        first, second, last = (int(g) for g in m.groups())
        full = last + 2000 if len(m[3]) == 2 else last
        if found := _day_of_figures(full, second, first) or _day_of_figures(full, first, second):
            return found
    return None


def _day_of_figures(number: int, month_number: int, day_of_month: int) -> date | None:
    if number in _JALALI_YEARS:
        return day("jalali", number, month_number, day_of_month)
    if number in _HIJRI_YEARS:
        return day("hijri", number, month_number, day_of_month)
    return day("gregorian", number, month_number, day_of_month) if 1500 <= number < 2200 else None


@cache
def _name_pattern() -> re.Pattern[str]:
    found = {n for code in codes() for n in months(code)}
    loose = [f"{IGNORABLE}*".join(map(re.escape, n)).replace("\\ ", rf"[ {IGNORABLE}]+") for n in found]
    ordered = sorted(loose, key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(ordered)})(?![^\W\d_])")


def _month_named(name: str) -> Iterator[Month]:
    plain = " ".join(name.replace(IGNORABLE, "").split())
    yield from dict.fromkeys(months(code)[plain] for code in codes() if plain in months(code))


def _worded(folded: str) -> date | None:
    for m in _name_pattern().finditer(folded):
        start = max(0, m.start() - _NEAR)
        before = [int(f) for f in _FIGURE.findall(folded, start, m.start())]
        after = [int(f) for f in _FIGURE.findall(folded, m.end(), m.end() + _NEAR)]
        before = before or _ordinals(folded, start, m.start())
        for named in _month_named(m.group()):
            if found := _around(named, before, after):
                return found
    return None


def _around(named: Month, before: list[int], after: list[int]) -> date | None:
    """The day from the figures beside a month's name: day before and year after, or both after, or year before."""
    tries = []
    if before and after:
        tries += [(after[0], before[-1]), (before[-1], after[0])]
    if len(after) > 1:
        tries.append((after[1], after[0]))
    if len(before) > 1:
        tries.append((before[-2], before[-1]))
    for number, day_of_month in tries:
        if _fits(named.calendar, number) and (found := day(named.calendar, number, named.number, day_of_month)):
            return found
    return None


def _fits(calendar: Calendar, number: int) -> bool:
    return 1500 <= number < 2200 if calendar == "gregorian" else 1200 <= number < 1500


def _ordinals(folded: str, start: int, end: int) -> list[int]:
    """The day written as an ordinal in any language."""
    found = (n for code in codes() for n in find_numbers(folded, code, start, end) if n.ordinal and n.value)
    return [int(n.value) for n in found if n.value and n.value <= 31][:1]
