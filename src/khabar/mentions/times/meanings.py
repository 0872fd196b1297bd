"""From tokens to meanings: each rule of the grammar with the function that reads it."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from khabar.mentions.times import days, periods, relative
from khabar.mentions.times.grammar import UNKNOWN, Grammar
from khabar.mentions.times.scene import Memory, Reading, Scene, Story
from khabar.mentions.times.tokens import Token, kind_sets

MEANINGS: dict[str, Callable[[Scene], Reading | None]] = {
    "phrase": periods.phrase,
    "calendar": days.read,
    "samemonth": periods.same_month,
    "weekday": relative.weekday,
    "deictic": relative.deictic,
    "fulldate": periods.full_date,
    "year": periods.year,
    "bareyear": periods.bare_year,
    "years": periods.years,
    "relative": relative.relative,
    "season": relative.season,
    "edge": relative.edge,
    "first": relative.first,
    "span": periods.span,
    "reference": periods.reference,
    "ago": relative.ago,
    "later": relative.later,
    "duration": periods.amount,
    "vague": periods.vague,
    "each": periods.each,
    "one": periods.one,
    "consecutive": periods.consecutive,
    "hijriyear": periods.hijri_year,
    "clock": periods.clock,
    "part": relative.this_part,
    "decade": periods.decade,
    "century": periods.century,
    "portion": periods.portion,
    "same": periods.same,
}


@cache
def grammar(language: str) -> Grammar:
    """The rules compiled for a language's words."""
    return Grammar(kind_sets(language))


class Expression(Struct, frozen=True):
    """A time expression: its span, its meaning, the rule that found it and the scene it was read in."""

    start: int
    end: int
    reading: Reading
    scene: Scene


def scan(text: str, language: str, tokens: Sequence[Token], story: Story, memory: Memory) -> Iterator[Expression]:
    """The time expressions of a block, each the longest that means something where it starts."""
    code = grammar(language).encode(tokens)
    i = 0
    while i < len(tokens):
        found, after = None, i + 1
        if code[i] != UNKNOWN:
            found, after = _at(Scene(text, language, tokens, i, i + 1, story, memory), code)
        if found is not None:
            yield found
            memory = remembered(memory, found)
        i = after


def _at(start: Scene, code: str) -> tuple[Expression | None, int]:
    """The longest expression that starts at a token, and where to go on."""
    tokens, i = start.tokens, start.first
    for rule, length in grammar(start.language).matches(code, i):
        scene = replace(start, after=i + length)
        if rule == "phrase" and (scene.pick("phrase") or "").startswith("none"):
            return None, scene.after
        reading = MEANINGS[rule](scene)
        if reading is not None:
            first = tokens[i + 1] if "approx" in tokens[i].senses else tokens[i]
            return Expression(first.word_start, tokens[scene.after - 1].end, reading, scene), scene.after
    return None, i + 1


def remembered(memory: Memory, found: Expression) -> Memory:
    """What is known after a further expression."""
    reading, scene = found.reading, found.scene
    value = reading.value if reading.type == "DATE" and reading.value and reading.value[:4].isdigit() else memory.value
    if reading.day is None:
        return Memory(memory.day, value, memory.events)
    return Memory(reading.day, value, (*memory.events, (reading.day, scene.words_around)))


def joined(found: list[Expression]) -> list[Expression]:
    """A clock time and the day beside it as one expression: "at 6 p.m. on Sunday"."""
    out: list[Expression] = []
    for expression in found:
        one = _clock_and_day(out[-1], expression) if out else None
        if one is not None:
            out[-1] = one
        else:
            out.append(expression)
    return out


_LINKS = frozenset({"of", "comma", "at"})


def _clock_and_day(one: Expression, two: Expression) -> Expression | None:
    kinds = [_is_clock(one), _is_clock(two)]
    between = one.scene.tokens[one.scene.after : two.scene.first]
    if kinds[0] == kinds[1] or len(between) > 1 or not all(_LINKS & t.senses.keys() for t in between):
        return None
    clock, day = (one, two) if kinds[0] else (two, one)
    if not (day.reading.day or (day.scene.has("weekday") or day.scene.has("deictic"))):
        return None
    known = day.reading.day.isoformat() if day.reading.day else None
    time = (clock.reading.value or "")[10:]
    reading = Reading("TIME", f"{known}{time}" if known and time else None, day=day.reading.day)
    return Expression(one.start, two.end, reading, replace(one.scene, after=two.scene.after))


def _is_clock(expression: Expression) -> bool:
    scene = expression.scene
    return expression.reading.type == "TIME" and (scene.has("clock") or scene.has("clockword") or scene.has("meridiem"))
