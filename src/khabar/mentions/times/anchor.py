"""The day that a report's relative dates count from."""

from collections.abc import Sequence
from datetime import date, timedelta

from khabar.mentions.times.meanings import MEANINGS, grammar, scan
from khabar.mentions.times.scene import Memory, Scene, Story
from khabar.mentions.times.tokens import Token

_YEARS = range(1500, 2200)

Read = tuple[str, Sequence[Token]]
"""A block's language and its tokens."""


def story(text: str, blocks: Sequence[Read], published: str | None) -> Story:
    """The story's day: the one that the report calls today ("today, Saturday"), else the day of publication. Without
    either, the latest day and year that the report writes in full, as hints."""
    known = _iso(published)
    told = Story(known) if known else _hints(text, blocks)
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
    code = grammar(language).encode(tokens)
    for i, token in enumerate(tokens):
        offset = token.get("deictic")
        if offset is None:
            continue
        for rule, length in grammar(language).matches(code, i):
            if rule not in ("calendar", "weekday", "fulldate"):
                continue
            reading = MEANINGS[rule](Scene(text, language, tokens, i, i + length, told, Memory()))
            if reading is not None and reading.day is not None:
                return reading.day - timedelta(int(offset))
            break
    return None


def _hints(text: str, blocks: Sequence[Read]) -> Story:
    days: list[date] = []
    years: list[int] = []
    for language, tokens in blocks:
        for found in scan(text, language, tokens, Story(), Memory()):
            value = found.reading.value or ""
            if found.reading.day and not found.scene.ahead:
                days.append(found.reading.day)
            elif len(value) == 4 and value.isdigit() and not found.scene.ahead:
                years.append(int(value))
    year = max(years, default=None)
    return Story(hint=max(days, default=None), year=year, current=year if years.count(year or 0) > 1 else None)
