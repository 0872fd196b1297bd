"""The day that a report's relative dates count from: the day of publication or the story's own calendar."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from khabar.mentions.times import days, epochs
from khabar.mentions.times.epochs import Evidence, Span
from khabar.mentions.times.meanings import MEANINGS, Expression, grammar, scan
from khabar.mentions.times.scene import Memory, Scene, Story
from khabar.mentions.times.tokens import Token

_YEARS = range(1500, 2200)
_NEWS = 1990
"""Earlier years are history to the reports that name them."""
_APART = 250
"""Days that the dates with weekdays of one report lie apart at most."""
_ADDRESS = re.compile(r"https?://\S{4,150}?/((?:19|20)\d\d)/(0?[1-9]|1[0-2])/(?:([0-2]?\d|3[01])/)?")

Read = tuple[str, Sequence[Token]]
"""A block's language and its tokens."""


def story(text: str, blocks: Sequence[Read], published: str | None) -> Story:
    """The story's day: the one that the report calls today ("today, Saturday"), else the day of publication. Without
    either, the day that follows from the report itself, or the latest day and year that it writes in full, as hints."""
    known = _iso(published)
    told = Story(known) if known else _own_calendar(text, blocks)
    for language, tokens in blocks:
        today = _called_today(text, language, tokens, told)
        if today is not None:
            return Story(today)
    return told


def _iso(published: str | None) -> date | None:
    """The day of publication; none for what is no date or cannot be a report's."""
    try:
        day = date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None
    return day if day and day.year in _YEARS else None


def _called_today(text: str, language: str, tokens: Sequence[Token], told: Story) -> date | None:
    code = grammar(language).encode(tokens) if any("deictic" in t.senses for t in tokens) else ""
    for i, token in enumerate(tokens):
        offset = token.get("deictic")
        if offset is None:
            continue
        for rule, length in grammar(language).matches(code, i):
            if rule not in ("calendar", "weekday", "fulldate"):
                continue
            scene = Scene(text, language, tokens, i, i + length, told, Memory())
            if rule == "weekday" and told.latest is not None:
                return _weekday_from(told.latest, int(scene.pick("weekday") or 1)) - timedelta(int(offset))
            reading = MEANINGS[rule](scene)
            if reading is not None and reading.day is not None:
                return reading.day - timedelta(int(offset))
            break
    return None


def _weekday_from(day: date, number: int) -> date:
    """The first such weekday from a day on."""
    return day + timedelta((number - day.isoweekday()) % 7)


# Without a day of publication: what the report says in full, and the years in which its weekdays and dates agree.


class _Named(Struct, frozen=True):
    """What a report names: days in full (with ``weekdays`` those that have one), years, and days that lack a year;
    ``stamp`` is the first day that stands with a clock time or in two calendars like a mark of publication."""

    days: tuple[date, ...]
    weekdays: tuple[date, ...]
    years: tuple[int, ...]
    open: tuple[Scene, ...]
    stamp: date | None


def _own_calendar(text: str, blocks: Sequence[Read]) -> Story:
    named = _named(text, blocks)
    linked = max(_linked(text), default=None)
    hint = max([*named.days, *([linked] if linked else [])], default=None)
    year = max(named.years, default=None)
    current = year if named.years.count(year or 0) > 1 else None
    languages = sorted({language for language, _ in blocks})
    known = tuple(spans for language in languages for spans in epochs.evidence(text, language))
    years = (*named.years, *(day.year for day in (*named.days, *([linked] if linked else []))))
    latest = _fixed(named, known, years) or named.stamp or _in_full(named, known, hint, year)
    if latest is None:
        return Story(hint=hint, year=year, current=current)
    return Story(latest, hint=latest, year=year, latest=latest)


def _named(text: str, blocks: Sequence[Read]) -> _Named:
    full: list[Expression] = []
    years: list[int] = []
    undated: list[Scene] = []
    for language, tokens in blocks:
        for found in scan(text, language, tokens, Story(), Memory()):
            value = found.reading.value or ""
            if found.scene.ahead:
                continue
            if found.reading.day:
                full.append(found)
            elif len(value) == 4 and value.isdigit():
                years.append(int(value))
            elif days.checkable(found.scene):
                undated.append(found.scene)
    dated = [(f.reading.day, f.scene.has("weekday")) for f in full if f.reading.day]
    with_weekday = tuple(d for d, named in dated if named)
    return _Named(tuple(d for d, _ in dated), with_weekday, tuple(years), tuple(undated), _stamp(full))


def _stamp(full: Sequence[Expression]) -> date | None:
    """The day of the first date with a clock time after a dash ("3 May 2021 - 10:15"), or that is given again in
    another calendar after a dash."""
    for n, found in enumerate(full):
        scene, tokens = found.scene, found.scene.tokens
        after = tokens[scene.after : scene.after + 2]
        if len(after) < 2 or "dash" not in after[0].senses or not scene.has("year"):
            continue
        again = n + 1 < len(full) and full[n + 1].scene.tokens is tokens and full[n + 1].scene.first == scene.after + 1
        same = again and full[n + 1].reading.day == found.reading.day
        if "clock" in after[1].senses or same:
            return found.reading.day
    return None


def _linked(text: str) -> Iterator[date]:
    """The days of the pages that the report links to."""
    for m in _ADDRESS.finditer(text):
        try:
            yield date(int(m[1]), int(m[2]), int(m[3] or 1))
        except ValueError:
            continue


def _in_full(named: _Named, known: Evidence, hint: date | None, year: int | None) -> date | None:
    """The latest day if the report writes it with its weekday and names no later year."""
    day = max(named.weekdays, default=None)
    recent = day is not None and day == hint and day.year >= max(year or 0, _NEWS)
    return day if recent and day and epochs.fits(known, day) else None


def _fixed(named: _Named, known: Evidence, years: Sequence[int]) -> date | None:
    """The latest of the days without a year, when only one year lets all of them agree with their weekdays or their
    second calendar and with what else is known."""
    window = _window(known, years)
    if window is None or not named.open:
        return None
    tries = [list(_possible(scene, window, known)) for scene in named.open]
    stories = {s for first in tries[0] if (s := _together(first, tries))}
    return stories.pop() if len(stories) == 1 else None


def _possible(scene: Scene, window: Span, known: Evidence) -> Iterator[date]:
    return (d for d in days.possible(scene, window.since, window.until) if epochs.fits(known, d))


def _together(first: date, tries: Sequence[Sequence[date]]) -> date | None:
    near = [min(found, key=lambda d: abs((d - first).days), default=None) for found in tries]
    kept = [d for d in near if d is not None and abs((d - first).days) <= _APART]
    return max(kept) if len(kept) == len(near) else None


def _window(known: Evidence, years: Sequence[int]) -> Span | None:
    """When the report may have been written: in the time of its office holders, and from the latest year that it
    names; without the former in that year or the next."""
    span = epochs.bounds(known)
    if known and span is None:
        return None
    latest = max((y for y in years if y >= _NEWS and (span is None or y <= span.until.year)), default=None)
    if latest is None:
        return span
    if span is None:
        return Span(date(latest, 1, 1), date(latest + 1, 12, 31))
    return Span(max(date(latest, 1, 1), span.since), span.until)
