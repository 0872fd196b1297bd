"""Durations, repetitions, clock times, years, decades, centuries, quarters, and whole phrases with a fixed value."""

import re
from datetime import date

from khabar.mentions.times.days import full_year
from khabar.mentions.times.relative import count, unit_of, year_named
from khabar.mentions.times.scene import Reading, Scene
from khabar.mentions.times.values import duration
from khabar.record import Calendar, TimeType
from khabar.text import calendars

_TYPES: dict[str, TimeType] = {"DATE": "DATE", "TIME": "TIME", "DURATION": "DURATION", "SET": "SET"}
_BARE_YEARS = range(1900, 2051)
_OLD_YEARS = range(1600, 2101)
_ERAS: dict[str, Calendar] = {"gregorian": "gregorian", "jalali": "jalali", "hijri": "hijri"}
_BRIEF = {"second", "minute", "night"}


def phrase(scene: Scene) -> Reading | None:
    """An expression with one value, from the language's list."""
    kind, _, value = (scene.pick("phrase") or "").partition(" ")
    return Reading(_TYPES[kind], value) if kind in _TYPES else None


def span(scene: Scene) -> Reading | None:
    """The last two years, the next three days: a duration."""
    return Reading("DURATION", duration(unit_of(scene), count(scene)))


def reference(scene: Scene) -> Reading | None:
    """Recent years, the coming days."""
    return Reading("DATE", "FUTURE_REF" if scene.has("next") and not scene.has("last") else "PAST_REF")


def _is_age(scene: Scene) -> bool:
    """Whether the amount is someone's age: beside a word for it, hyphenated with one, or alone in brackets."""
    near = [*scene.tokens[max(0, scene.first - 2) : scene.first], *scene.tokens[scene.after : scene.after + 1]]
    if scene.following("dash"):
        near += scene.tokens[scene.after + 1 : scene.after + 2]
    if any("age" in t.senses for t in near):
        return True
    return scene.previous("open") and scene.following("close") and unit_of(scene) in ("year", "month")


def amount(scene: Scene) -> Reading | None:
    """Three days, a decade; no ages."""
    if _is_age(scene) or (scene.following("year") and "yearword" in scene.words[-1].senses):
        return None
    number, unit = count(scene), unit_of(scene)
    if scene.has("article") and (unit in _BRIEF or scene.previous("num", "unit", "units", "percent", "often")):
        return None
    return Reading("DURATION", duration(unit, number))


def vague(scene: Scene) -> Reading | None:
    """Days, for years: some of them."""
    counted = (
        scene.has("standing")
        or scene.has("attached")
        or scene.previous("lasting")
        or scene.following("object", "later")
    )
    if scene.following("age") or not counted:
        return None
    return Reading("DURATION", duration(unit_of(scene), None))


def one(scene: Scene) -> Reading | None:
    """A bare unit after a word that wants a duration: "for (a) month"."""
    return (
        Reading("DURATION", duration(unit_of(scene), 1))
        if scene.previous("lasting") and unit_of(scene) not in ("century", "decade")
        else None
    )


def consecutive(scene: Scene) -> Reading | None:
    """For the third day running."""
    unit = "day" if scene.has("deictic") else unit_of(scene)
    return Reading("DURATION", duration(unit, float(scene.pick("ordinal") or 1)))


def hijri_year(scene: Scene) -> Reading | None:
    """A year of the Hijri calendar, or the month in which it begins or ends: "the beginning of next year, 1437 AH"."""
    if scene.pick("era") != "hijri":
        return year(scene) if scene.has("year") else None
    number = scene.pick("year")
    if number is None and scene.story is None:
        return Reading("DATE", None, "hijri")
    step = -1 if scene.has("last") else 1 if scene.has("next") else 0
    this = int(number) if number else calendars.year_in("hijri", scene.story) + step  # type: ignore[arg-type]
    if not scene.has("edge"):
        value = calendars.year("hijri", this)
    elif scene.pick("edge") == "end":
        value = calendars.month_end("hijri", this, 12)
    else:
        value = calendars.month("hijri", this, 1)
    return Reading("DATE", value, "hijri") if value else None


def each(scene: Scene) -> Reading | None:
    """Every day, every two years."""
    return Reading("SET", duration(unit_of(scene), float(scene.pick("num") or 1)))


def clock(scene: Scene) -> Reading | None:
    """A time of day, on the day named last or the story's."""
    written = scene.pick("clock", "clockdot", "noon") or scene.pick("small", "ordinal")
    if written is None:
        return None
    hour, _, minute = written.partition(":")
    number = int(float(hour))
    meridiem = scene.pick("meridiem")
    if (meridiem and number > 12 and not minute) or number > 24:
        return None
    if meridiem == "pm" and number < 12:
        number += 12
    if meridiem == "am" and number == 12:
        number = 0
    time = f"T{number:02}:{minute or '00'}"
    day = scene.day if scene.beside_day else scene.story
    return Reading("TIME", f"{day.isoformat()}{time}" if day else None)


def year(scene: Scene) -> Reading | None:
    """A year with the word for it or its era; a bare one that stands where years stand."""
    era = _ERAS.get(scene.pick("era") or "")
    pair = scene.pick("pair") if not scene.has("year") else None
    if pair is not None:
        calendar: Calendar = era or ("jalali" if scene.language == "fa" else "gregorian")
        number = full_year(int(pair), calendar)
    else:
        number = int(scene.pick("year") or 0)
        calendar = era or calendars.calendar_of(number, scene.language)
    value = calendars.year(calendar, number)
    return Reading("DATE", value, calendar) if value else None


def years(scene: Scene) -> Reading | None:
    """The years 1980 to 1988, 2020-2027: a range, when the second is the later one."""
    written = [int(v) for t in scene.words if (v := t.get("year") or t.get("pair"))]
    if len(written) != 2 or not (scene.has("yearword") or scene.previous("open")):
        return None
    first, last = written
    last = first // 100 * 100 + last if last < 100 else last
    calendar = _ERAS.get(scene.pick("era") or "") or calendars.calendar_of(first, scene.language)
    ends = [calendars.year(calendar, n) for n in (first, last)]
    if not first < last <= first + 100 or None in ends:
        return None
    return Reading("DATE", f"{ends[0]}/{ends[1]}", calendar)


def bare_year(scene: Scene) -> Reading | None:
    """Four figures that are a year by their size and by the words beside them."""
    number = int(scene.pick("year") or 0)
    calendar = calendars.calendar_of(number, scene.language)
    if scene.following("percent", "money") or scene.previous("money", "copyright"):
        return None
    if scene.previous("slash") and scene.following("slash"):
        return None
    introduced = scene.previous("prep", "dash", "and", "open", "slash", "month") or scene.has("edge")
    if calendar == "jalali" and 1330 <= number <= 1420 and introduced:
        return Reading("DATE", calendars.year(calendar, number), calendar)
    if number not in (_OLD_YEARS if introduced else _BARE_YEARS) or (number % 50 == 0 and not introduced):
        return None
    return Reading("DATE", str(number))


def decade(scene: Scene) -> Reading | None:
    """The 1980s; the Persian sixties (Jalali 1360s)."""
    written = scene.pick("year") or scene.pick("pair", "num", "decadeword") or ""
    if any("age" in t.senses for t in scene.tokens[scene.after : scene.after + 2]):
        return None
    if scene.has("plural") or scene.has("decadeword"):
        number = int(written) if len(written) == 4 else 1900 + int(written)
        return Reading("DATE", f"{number // 10}X") if number % 10 == 0 else None
    if scene.pick("unit") != "decade" or not written.isdigit():
        return None
    number = int(written)
    if number % 10:
        return None
    if number >= 1500:
        return Reading("DATE", f"{number // 10}X")
    first = calendars.year("jalali", number if number > 1000 else full_year(number, "jalali"))
    return Reading("DATE", f"{first[:3]}X", "jalali") if first else None


def century(scene: Scene) -> Reading | None:
    """The twentieth century: ``19``."""
    number = int(float(scene.pick("ordinal") or 0))
    if scene.pick("unit", "theunit") != "century" or not 1 <= number <= 30:
        return None
    return Reading("DATE", f"{number - 1:02}")


def portion(scene: Scene) -> Reading | None:
    """A quarter or half of a year; without the year only a quarter, of the story's year."""
    kind = scene.pick("portion") or "Q"
    year_value = year_named(scene)
    if year_value is None and kind == "Q" and scene.story:
        year_value = f"{scene.story.year:04}"
    ordinal = scene.pick("ordinal")
    last = 4 if kind == "Q" else 2
    number = int(float(ordinal)) if ordinal else last if scene.has("recent") or scene.has("edge") else 0
    if not ordinal and scene.has("last") and scene.value and (m := re.fullmatch(r"(\d{4})-Q([2-4])", scene.value)):
        return Reading("DATE", f"{year_value or m[1]}-Q{int(m[2]) - 1}")
    if year_value is None or not 1 <= number <= last:
        return None
    return Reading("DATE", f"{year_value}-{kind}{number}")


def same(scene: Scene) -> Reading | None:
    """That day, the same period of last year: what was named before, in the year that is named now."""
    if scene.value is None:
        return None
    named = year_named(scene)
    if named:
        return Reading("DATE", re.sub(r"^\d{4}", named, scene.value) if scene.value[:4].isdigit() else named)
    if (
        scene.has("period")
        and re.search(r"itself", " ".join(k for t in scene.words for k in t.senses))
        and not re.search(r"-[QH]\d$", scene.value)
    ):
        return None
    unit = scene.pick("theunit", "unit")
    size = {"year": 4, "month": 7}.get(unit or "", len(scene.value))
    return Reading("DATE", scene.value[:size], day=scene.day if size > 7 else None)


def same_month(scene: Scene) -> Reading | None:
    """A month of that same year."""
    month = calendars.months(scene.language)[scene.pick("month") or ""]
    if scene.value is None or not scene.value[:4].isdigit():
        return None
    first = calendars.day(
        "gregorian", int(scene.value[:4]), int(scene.value[5:7]) if scene.value[5:7].isdigit() else 1, 28
    )
    year_number = calendars.year_in(month.calendar, first) if first else 0
    value = calendars.month(month.calendar, year_number, month.number)
    return Reading("DATE", value, month.calendar) if value else None


def full_date(scene: Scene) -> Reading | None:
    """A date in figures."""
    value = scene.pick("fulldate")
    return Reading("DATE", value, day=date.fromisoformat(value)) if value else None
