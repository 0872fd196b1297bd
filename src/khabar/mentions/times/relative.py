"""Weekdays, today and yesterday, this and last, ago and later: times counted from another time."""

from datetime import date, timedelta

from khabar.mentions.times.scene import Reading, Scene
from khabar.mentions.times.values import duration, month_shifted, moved, shifted, week
from khabar.record import Calendar
from khabar.text import calendars

_HOURS = frozenset({"hour", "minute", "second"})
_NAMED, _STEM = 3, 3
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def with_part(scene: Scene, day: date | None) -> Reading:
    """A day, or the part of it that is named."""
    part = scene.pick("part")
    if part is not None:
        return Reading("TIME", f"{day.isoformat()}T{part}" if day else None, day=day)
    return Reading("DATE", day.isoformat() if day else None, day=day)


def weekday(scene: Scene) -> Reading | None:
    """A weekday: the last one in news unless the words look ahead; beside "yesterday" the nearest one."""
    number = int(scene.pick("weekday") or 1)
    if scene.story is None:
        return with_part(scene, None)
    offset = scene.pick("deictic")
    if offset is not None:
        start = scene.story + timedelta(int(offset))
        return with_part(scene, _nearest(start, number))
    back = (scene.story.isoweekday() - number) % 7
    if scene.has("last"):
        return with_part(scene, scene.story - timedelta(back or 7))
    if scene.ahead:
        return with_part(
            scene, scene.story + timedelta(((number - scene.story.isoweekday()) % 7) or (7 if scene.has("next") else 0))
        )
    return with_part(scene, scene.story - timedelta(back))


def _nearest(start: date, number: int) -> date:
    """The weekday nearest to a day, rather before it: up to five days back, one ahead."""
    back = (start.isoweekday() - number) % 7
    return start + timedelta(1) if back == 6 else start - timedelta(back)


def deictic(scene: Scene) -> Reading | None:
    """Today, yesterday, tomorrow, tonight, with a part of the day."""
    tonight = scene.pick("tonight")
    if tonight is not None and not scene.has("deictic"):
        day = shifted(scene.story, int(tonight)) if scene.story else None
        return Reading("TIME", f"{day.isoformat()}TNI" if day else None, day=day)
    if scene.following("ordinal", "same"):
        return None
    offset = int(scene.pick("deictic") or 0)
    return with_part(scene, shifted(scene.story, offset) if scene.story else None)


def this_part(scene: Scene) -> Reading | None:
    """This morning; "in the morning" of the day named last."""
    adverb = scene.pick("partadverb")
    if adverb is None and scene.has("the"):
        adverb = scene.pick("part") if scene.previous("of") else ""
    if adverb is None:
        return with_part(scene, scene.story)
    if not adverb:
        return None
    day = scene.day or scene.story
    return Reading("TIME", f"{day.isoformat()}T{adverb}" if day else None)


def relative(scene: Scene) -> Reading | None:
    """This, last or next week, month, year, season …"""
    year = scene.pick("thisyear")
    if year is not None:
        return _year(scene, int(year))
    step = -1 if scene.has("last") or scene.has("ago") else 1 if scene.has("next") else 0
    if scene.has("season"):
        return _season(scene, step)
    unit = scene.pick("unit", "theunit") or ""
    if unit == "year":
        return _year(scene, step)
    if unit in ("hour", "minute", "second"):
        return None if step == 0 or unit != "hour" else Reading("DURATION", duration(unit, 1))
    if unit in ("decade", "century"):
        return Reading("DURATION", duration(unit, 1)) if step else _age(scene, unit)
    return _unit(scene, unit, step)


def _age(scene: Scene, unit: str) -> Reading:
    year = str(scene.story.year) if scene.story else None
    return Reading("DATE", year and (year[:3] + "X" if unit == "decade" else year[:2]))


def _unit(scene: Scene, unit: str, step: int) -> Reading | None:
    story = scene.story
    if unit == "day":
        return _day(scene, step)
    if story is None:
        return Reading("DATE", None)
    if unit == "quarter":
        return Reading("DATE", _quarter(story, step))
    if unit in ("weekend", "fortnight"):
        there = shifted(story, 7 * step)
        return Reading("DATE", f"{week(there)}-WE" if there and unit == "weekend" else None)
    if unit == "night":
        there = shifted(story, step)
        return Reading("TIME", f"{there.isoformat()}TNI" if there else None)
    value = month_shifted(story, step) if unit == "month" else moved(story, unit, step)
    return Reading("DATE", value)


def _day(scene: Scene, step: int) -> Reading | None:
    """The next day counts from the day named before, the past day from the story's."""
    start = scene.day if step > 0 and scene.day else scene.story
    day = shifted(start, step) if start else None
    return Reading("DATE", day.isoformat() if day else None, day=day) if step else None


def _quarter(story: date, step: int) -> str:
    index = story.year * 4 + (story.month - 1) // 3 + step
    return f"{index // 4:04}-Q{index % 4 + 1}"


def _year(scene: Scene, step: int) -> Reading:
    told = scene.told
    reference = told.day or told.hint or (date(told.current, 7, 1) if told.current else None)
    if reference is None:
        return Reading("DATE", None)
    calendar: Calendar = "jalali" if scene.language == "fa" else "gregorian"
    if scene.pick("era") == "gregorian":
        calendar = "gregorian"
    value = calendars.year(calendar, calendars.year_in(calendar, reference) + step)
    return Reading("DATE", value, calendar)


def _season(scene: Scene, step: int) -> Reading:
    name, story = scene.pick("season") or "SP", scene.story
    if story is None:
        return Reading("DATE", None)
    begun = story.month >= _SEASONS[name]
    year = story.year + (step if step > 0 and begun else -1 if step < 0 and not begun else 0)
    if name == "WI" and story.month <= 2 and step <= 0:
        year = story.year - 1 + (step if step else 0)
    return Reading("DATE", f"{year:04}-{name}")


def season(scene: Scene) -> Reading | None:
    """A season with its year; alone it is too often no date."""
    year = year_named(scene)
    return Reading("DATE", f"{year}-{scene.pick('season')}") if year else None


def year_named(scene: Scene) -> str | None:
    """The Gregorian year that the expression names, in figures or as this, last or next year."""
    written = scene.pick("year")
    if written is not None:
        calendar = calendars.calendar_of(int(written), scene.language)
        return calendars.year(calendar, int(written))
    relative_year = scene.pick("thisyear")
    if relative_year is not None:
        return _year(scene, int(relative_year)).value
    at = next((i for i, t in enumerate(scene.words) if "yearword" in t.senses), None)
    if at is None:
        return None
    near = scene.words[max(0, at - 1) : at + 2]
    step = next((s for k, s in (("last", -1), ("next", 1), ("this", 0)) if any(k in t.senses for t in near)), None)
    return None if step is None else _year(scene, step).value


def edge(scene: Scene) -> Reading | None:
    """The beginning or end of the year, month or week that the story stands in."""
    unit = scene.pick("theunit", "weekendword") or scene.pick("unit") or ""
    step = -1 if scene.has("last") else 1 if scene.has("next") else 0
    if unit == "weekend" or (unit == "week" and scene.pick("edge") == "end"):
        past = scene.story is not None and scene.story.isoweekday() < 5 and not scene.ahead
        return _unit(scene, "weekend", step or (-1 if past and unit == "weekend" else 0))
    if scene.has("unit") and not (scene.has("the") or scene.has("post")):
        return None
    if unit == "year":
        return _year(scene, step)
    return _unit(scene, unit, step) if unit in ("week", "month") else None


def first(scene: Scene) -> Reading | None:
    """The first three (a quarter) or six months (a half) of a year."""
    year = year_named(scene) or (str(scene.story.year) if scene.story else None)
    months, unit = scene.pick("num"), scene.pick("theunits", "units", "unit")
    name = {"3": "Q1", "6": "H1"}.get(months or "")
    if year is None or unit != "month" or name is None or scene.pick("ordinal") != "1":
        return None
    return Reading("DATE", f"{year}-{name}")


def count(scene: Scene) -> float | None:
    """How many units: of a range the low end; ``None`` for some."""
    if scene.has("dual") or scene.has("thedual") or scene.has("two"):
        number: float | None = 2
    elif written := scene.pick("num", "article"):
        number = float(written)
    elif scene.has("some"):
        return None
    else:
        number = 1 if scene.has("unit") or scene.has("theunit") else None
    if scene.words[0].get("half") is not None and not scene.has("and"):
        return 0.5
    return number + 0.5 if number is not None and scene.has("half") else number


def unit_of(scene: Scene) -> str:
    """The unit that the expression counts in."""
    return scene.pick("dual", "thedual", "units", "unit", "theunits", "theunit") or "day"


def ago(scene: Scene) -> Reading | None:
    """So long before the story's day."""
    number, unit = count(scene), unit_of(scene)
    if number is None:
        return Reading("DATE", "PAST_REF")
    if scene.story is None:
        return Reading("DATE", None)
    return _moved(scene.story, unit, -number)


def _moved(start: date, unit: str, number: float) -> Reading:
    value = moved(start, unit, number)
    day = (
        date.fromisoformat(value)
        if value and len(value) == 10 and value[4] == value[7] == "-" and "W" not in value
        else None
    )
    return Reading("TIME" if unit in ("hour", "minute", "second") else "DATE", value, day=day)


def _object(scene: Scene) -> date | None:
    """The day of what the expression is counted from ("a day after the vote on Monday"), as the next words tell it."""
    weekday_token = scene.ahead_in_clause("weekday")
    if weekday_token is not None and scene.story is not None:
        back = (scene.story.isoweekday() - int(weekday_token.senses["weekday"])) % 7
        return scene.story - timedelta(back)
    return _event(scene)


def _event(scene: Scene) -> date | None:
    """The day of an event that was dated before and is named again right after the expression ("his meeting")."""
    near = scene.tokens[scene.after : scene.after + _NAMED]
    named = [t.key for t in near if len(t.key) > _STEM and not t.senses]
    for day, words in reversed(scene.memory.events):
        if any(_alike(a, b) for a in named for b in words):
            return day
    return None


def _shared(one: str, two: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def _alike(one: str, two: str) -> bool:
    """Whether two words share their beginning, but for attached letters and endings."""
    shared = max(_shared(one, two[n:]) for n in range(4))
    return shared >= max(_STEM, min(len(one), len(two)) - 2)


def later(scene: Scene) -> Reading | None:
    """So long after (or before) what was dated last."""
    number, unit = count(scene), unit_of(scene)
    if scene.has("laterpre"):
        event = _event(scene) if scene.following("of", "upon") else None
        if event is None or number is None or unit in _HOURS:
            bare = scene.has("dayword") and not (scene.has("num") or scene.has("approx"))
            return Reading("DATE", None) if bare and scene.following("of") else None
        return _moved(event, unit, number)
    ahead = scene.has("fromnow")
    base = scene.story if ahead else scene.day
    if number is None:
        return Reading("DURATION", duration(unit, None))
    sign = -1 if scene.has("before") and not scene.has("later") else 1
    if not ahead and unit in ("year", "decade") and scene.value and len(scene.value) == 4 and scene.value.isdigit():
        return Reading("DATE", f"{int(scene.value) + int(sign * number * (10 if unit == 'decade' else 1)):04}")
    if scene.words[-1].get("object") is not None and not scene.ends_clause:
        base = _object(scene)
    if base is not None:
        return _moved(base, unit, sign * number)
    return Reading("DURATION", duration(unit, number)) if number > 1 else Reading("DATE", None)
