"""Calendar days, months and years as written, with what they leave out taken from the story's day."""

from collections.abc import Sequence
from datetime import date

from khabar.mentions.times.scene import Reading, Scene
from khabar.mentions.times.tokens import Token
from khabar.mentions.times.values import month_shifted
from khabar.record import Calendar
from khabar.text import calendars
from khabar.text.calendars import Month

_YEARS_ON = 3
"""Years after the last one named that an undated report may be from."""
_FAVOUR = 2
"""How many times nearer than the last one the coming day must be to be meant."""


def read(scene: Scene) -> Reading | None:
    """A day or month of a calendar, with or without its year; ``None`` when the words are no date after all."""
    words = _chosen(scene)
    month = _month(scene, words)
    if month is None:
        return None
    numbers = [int(float(v)) for t in words for k in ("small", "ordinal") if (v := t.get(k))][:2]
    if not _is_date(scene, month, words, bool(numbers)):
        return None
    year = _year(scene, words, month.calendar)
    if not numbers:
        return _of_month(scene, month, year)
    if not all(1 <= n <= 31 for n in numbers):
        return None
    found = [_day(scene, month, year, n) for n in numbers]
    if found[0] is None:
        return _without_year(scene, month, numbers, year)
    part = scene.pick("part")
    value = "/".join(d.isoformat() for d in found if d)
    if part and len(found) == 1:
        return Reading("TIME", f"{value}T{part}", month.calendar, found[0])
    return Reading("DATE", value, month.calendar, found[0])


def _without_year(scene: Scene, month: Month, numbers: list[int], year: int | None) -> Reading | None:
    known = month.calendar == "gregorian" and year is None
    if year is not None and scene.story is not None:
        return None
    value = (
        f"XXXX-{month.number:02}-{numbers[0]:02}"
        if known and calendars.day("gregorian", 2020, month.number, numbers[0])
        else None
    )
    return Reading("DATE", value, month.calendar) if (known and value) or not known else None


def _chosen(scene: Scene) -> Sequence[Token]:
    """The words of the Gregorian date where two calendars are given."""
    words = scene.words
    named = [i for i, t in enumerate(words) if "month" in t.senses]
    marks = [i for i, t in enumerate(words) if t.senses.keys() & {"corresponds", "open"}]
    cut = next((i for i in marks if len(named) > 1 and named[0] < i < named[-1]), None)
    if cut is None:
        return words
    halves = (words[:cut], words[cut + 1 :])
    return next((h for h in halves if (m := _month(scene, h)) and m.calendar == "gregorian"), halves[0])


def _month(scene: Scene, words: Sequence[Token]) -> Month | None:
    name = next((v for t in words if (v := t.get("month"))), None)
    if name is not None:
        return calendars.months(scene.language)[name]
    if scene.story is None:
        return None
    shift = -1 if scene.has("last") else 1 if scene.has("next") else 0
    index = scene.story.year * 12 + scene.story.month - 1 + shift
    return Month("gregorian", index % 12 + 1, "yes")


def _is_date(scene: Scene, month: Month, words: Sequence[Token], with_day: bool) -> bool:
    token = next((t for t in words if t.get("month")), None)
    if token is None:
        return True
    written_year = next((int(v) for t in words if (v := t.get("year"))), None)
    if written_year is not None and (written_year >= 1500) != (month.calendar == "gregorian"):
        return False
    need = "yes" if "month_yes" in token.senses else month.sure
    written = scene.text[token.start]
    if need != "yes" and written.isascii() and not written.isupper():
        return False
    if need == "yes" or scene.has("year") or (scene.has("pair") and scene.has("yearword")):
        return True
    if need == "year":
        return False
    if with_day or any(k in t.senses for t in words for k in ("monthword", "last", "next")):
        return True
    return need == "preposition" and (scene.previous("prep") or "attached" in token.senses or scene.has("edge"))


def _year(scene: Scene, words: Sequence[Token], calendar: Calendar) -> int | None:
    """The year that is written or named relatively ("this year"), in the month's calendar."""
    written = next((int(v) for t in words if (v := t.get("year"))), None)
    if written is not None:
        return written if (written >= 1500) == (calendar == "gregorian") else None
    if any("yearword" in t.senses for t in words):
        pair = next((int(v) for t in words if "small" not in t.senses and (v := t.get("pair"))), None)
        if pair is not None:
            return full_year(pair, calendar)
    if scene.story is None:
        return None
    this = calendars.year_in(calendar, scene.story)
    relative = next((int(v) for t in words if (v := t.get("thisyear"))), None)
    if relative is not None:
        return this + relative
    yearword = next((i for i, t in enumerate(words) if "yearword" in t.senses), None)
    if yearword is None:
        return None
    near = words[max(0, yearword - 1) : yearword + 2]
    shifts = [s for kind, s in (("last", -1), ("next", 1), ("this", 0)) if any(kind in t.senses for t in near)]
    return this + shifts[0] if shifts else None


def full_year(pair: int, calendar: Calendar) -> int:
    """The year meant by its last two digits: Jalali 1320 to 1419, Gregorian 1940 to 2039."""
    if calendar == "jalali":
        return pair + (1300 if pair >= 20 else 1400)
    return pair + (1900 if pair >= 40 else 2000)


def _day(scene: Scene, month: Month, year: int | None, number: int) -> date | None:
    if year is not None:
        return calendars.day(month.calendar, year, month.number, number)
    reference = scene.story or scene.told.hint
    if reference is None:
        return _by_weekday(scene, month, number)
    this = calendars.year_in(month.calendar, reference)
    near = [d for y in (this - 1, this, this + 1) if (d := calendars.day(month.calendar, y, month.number, number))]
    if scene.has("this") or not any("month" in t.senses for t in scene.words):
        return min(near, key=lambda d: abs((d - reference).days), default=None)
    weekday = scene.pick("weekday")
    if weekday and (matching := [d for d in near if d.isoweekday() == int(weekday)]):
        near = matching
    return _nearest(scene, near, reference)


def _by_weekday(scene: Scene, month: Month, number: int) -> date | None:
    """The day in the year that fits the weekday, from the latest year that the report names on; a weekday comes back
    to a date after five years at the earliest."""
    weekday, year = scene.pick("weekday"), scene.told.year
    if weekday is None or year is None:
        return None
    first = calendars.year_in(month.calendar, date(year, 7, 1))
    tries = [calendars.day(month.calendar, y, month.number, number) for y in range(first - 1, first + _YEARS_ON)]
    return next((d for d in tries if d and d.year >= year and d.isoweekday() == int(weekday)), None)


def _nearest(scene: Scene, days: list[date], story: date) -> date | None:
    """The day that a report of the story's day most likely means: the last one, or the next where it is soon or the
    words look ahead."""
    if not days:
        return None
    past = [d for d in days if d <= story]
    future = [d for d in days if d > story]
    if scene.has("last"):
        return past[-1] if past else None
    if not future or not past:
        return (past or future)[-1]
    ahead, back = (future[0] - story).days, (story - past[-1]).days
    return future[0] if scene.ahead or ahead < back / _FAVOUR else past[-1]


def _of_month(scene: Scene, month: Month, year: int | None) -> Reading | None:
    whole = calendars.month_end if scene.has("edge") and _late(scene) else calendars.month
    if year is not None:
        value = whole(month.calendar, year, month.number)
        return Reading("DATE", value, month.calendar) if value else None
    reference = scene.story or scene.told.hint
    if reference is None:
        value = f"XXXX-{month.number:02}" if month.calendar == "gregorian" else None
        return Reading("DATE", value, month.calendar)
    this = calendars.year_in(month.calendar, reference)
    current = calendars.month(month.calendar, this, month.number) or ""
    year = this + _month_shift(scene, current, reference)
    return Reading("DATE", whole(month.calendar, year, month.number), month.calendar)


def _late(scene: Scene) -> bool:
    return any(t.get("edge") == "end" for t in scene.words)


def _month_shift(scene: Scene, month: str, story: date) -> int:
    """Which year's month is meant, in years from the current one."""
    now = story.isoformat()[:7]
    if scene.has("next") or (scene.near_future and not scene.has("last")):
        return 1 if month < now else 0
    if scene.has("this"):
        return 0
    if scene.has("last") and (month == now or (scene.has("leadmonth") and month == month_shifted(story, -1))):
        return -1  # English says "last August" in September of the year before
    return -1 if month > now else 0
