"""Calendar days, months and years as written, with what they leave out taken from the story's day."""

from collections.abc import Iterator, Sequence
from datetime import date

from khabar.mentions.times.scene import Reading, Scene
from khabar.mentions.times.tokens import Token
from khabar.mentions.times.values import month_shifted
from khabar.record import Calendar
from khabar.text import calendars
from khabar.text.calendars import Month

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
        return None
    this = calendars.year_in(month.calendar, reference)
    near = [d for y in (this - 1, this, this + 1) if (d := calendars.day(month.calendar, y, month.number, number))]
    if scene.has("this") or not any("month" in t.senses for t in scene.words):
        return min(near, key=lambda d: abs((d - reference).days), default=None)
    weekday = scene.pick("weekday")
    if weekday and (matching := [d for d in near if d.isoweekday() == int(weekday)]):
        near = matching
    return _nearest(scene, near, reference)


def checkable(scene: Scene) -> bool:
    """Whether the expression is a day without its year that something else fixes: its weekday or a second calendar."""
    return not scene.has("year") and bool(_months_with_days(scene)) and _checks(scene) > 1


def possible(scene: Scene, since: date, until: date) -> list[date]:
    """The days of a span that the expression's weekday, day and month, and second calendar agree on."""
    parts = _months_with_days(scene)
    weekday = scene.pick("weekday")
    if not parts:
        return []
    per_calendar = [set(_recurring(month, number, since, until)) for month, number in parts]
    days = sorted(set.intersection(*per_calendar))
    return [d for d in days if weekday is None or d.isoweekday() == int(weekday)]


def _checks(scene: Scene) -> int:
    return len({month.calendar for month, _ in _months_with_days(scene)}) + scene.has("weekday")


def _months_with_days(scene: Scene) -> list[tuple[Month, int]]:
    """The month names of the expression with the one day that each has; one for each calendar."""
    found: dict[str, tuple[Month, int]] = {}
    number: int | None = None
    for token in scene.words:
        if (written := token.get("small") or token.get("ordinal")) is not None:
            number = int(float(written))
        elif (name := token.get("month")) is not None and number is not None:
            month = calendars.months(scene.language)[name]
            found.setdefault(month.calendar, (month, number))
            number = None
    lead = next((i for i, t in enumerate(scene.words) if "leadmonth" in t.senses), None)
    if not found and lead is not None and number is not None:
        month = calendars.months(scene.language)[scene.words[lead].senses["month"]]
        found[month.calendar] = (month, number)
    return list(found.values())


def _recurring(month: Month, number: int, since: date, until: date) -> Iterator[date]:
    first, last = (calendars.year_in(month.calendar, d) for d in (since, until))
    for year in range(first, last + 1):
        day = calendars.day(month.calendar, year, month.number, number)
        if day is not None and since <= day <= until:
            yield day


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
