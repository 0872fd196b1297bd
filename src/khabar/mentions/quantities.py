"""Counts and amounts: numbers with what they count, duals that count two, percentages, money, measures.

Left out: numbers inside time expressions, ages and other spans of time, ordinals, years, numbers that belong to a name,
list numbering, scores, telephone numbers and "one" where it counts nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from khabar.language import codes
from khabar.mentions.counted import NO_COUNT, Noun, duals, role
from khabar.mentions.counting import Line, about, follows, labelled, phrase, rated, tells_toll
from khabar.record import Block, Quantity, Time
from khabar.text.folding import fold
from khabar.text.numerals import Number, find_numbers
from khabar.text.words import split

_CHROME = ("boilerplate", "byline", "dateline")
_ONE = frozenset(
    ("person", "lawmaker", "voter", "dead", "wounded", "detainee", "hostage", "missing", "displaced")
) | frozenset(("percent", "money", "distance", "weight", "vote", "seat", "casualty"))
_MEASURED = frozenset(("percent", "money", "distance", "weight", "volume", "temperature", "energy"))
_LONGEST_PLAIN = 7  # digits without a separator or a scale: more are a telephone number or a code
_NUMBERED = re.compile(r"[ \u200c]{0,2}[.)\-:][ \u200c\t]|[ \u200c]?$|[)]")
_AGED = re.compile("[^\\W\\d_][,\u060c] $")  # "John Smith, 40, said"


class _Found(Struct, frozen=True):
    """A quantity before it has its number in the report."""

    start: int
    end: int
    number: Number
    noun: Noun | None
    approximate: bool


def find(text: str, blocks: tuple[Block, ...], times: tuple[Time, ...]) -> tuple[Quantity, ...]:
    """The quantities of the blocks whose language has data, in text order with ids ``q1`` …"""
    taken = sorted((t.start, t.end) for t in times)
    read = (b for b in sorted(blocks, key=lambda b: b.start) if b.language in codes() and b.kind not in _CHROME)
    found = (q for b in read for q in _others(_apart(_block(text, b, taken))))
    return tuple(_quantity(i, q) for i, q in enumerate(found, 1))


def _others(found: Iterator[_Found]) -> Iterator[_Found]:
    """ "12 others", "5 billion more" count what the figure before them counts."""
    last: Noun | None = None
    for q in found:
        if q.noun is None or q.noun.kind != "others":
            last = q.noun or last
            yield q
        else:
            yield replace(q, noun=last)


def _apart(found: Iterator[_Found]) -> Iterator[_Found]:
    """In text order, without those that begin inside the one before."""
    end = -1
    for q in sorted(found, key=lambda q: q.start):
        if q.start >= end:
            yield q
            end = q.end


def _quantity(i: int, q: _Found) -> Quantity:
    n = q.number
    return Quantity(
        id=f"q{i}",
        start=q.start,
        end=q.end,
        value=n.value,
        high=n.high,
        low=n.low,
        approximate=q.approximate or n.approximate,
        unit=q.noun.lemma if q.noun else None,
    )


def _block(text: str, block: Block, taken: list[tuple[int, int]]) -> Iterator[_Found]:
    words = split(text, block.start, block.end)
    folded = fold(text[block.start : block.end])
    numbers = find_numbers(text, block.language, block.start, block.end)
    numbers = tuple(n for n in numbers if not _in_time(n.start, n.end, taken))
    line = Line(
        text=folded,
        start=block.start,
        language=block.language,
        words=words,
        first=[w.start for w in words],
        numbers=frozenset(n.start for n in numbers),
    )
    for i, number in enumerate(numbers):
        after = numbers[i + 1] if i + 1 < len(numbers) else None
        yield from _counted(line, number, after)
    spans = [(n.start, n.end) for n in numbers]
    yield from (q for q in _pairs(line) if not _in_time(q.start, q.end, taken) and not _in_time(q.start, q.end, spans))


def _in_time(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    """Whether the span touches one of the sorted spans."""
    i = bisect_left(taken, (start, start))
    return any(s < end and start < e for s, e in taken[max(0, i - 2) : i + 1])


def _counted(line: Line, number: Number, after: Number | None) -> Iterator[_Found]:
    if number.ordinal or _code(line, number) or rated(line, number.start):
        return
    if (share := _in_ten(line, number, after)) is not None:
        yield share
        return
    start, end, noun = phrase(line, number)
    if noun is not None and noun.kind in NO_COUNT:
        return
    if labelled(line, number.start) or (noun is None and _bare_figure(line, number)):
        return
    if _no_count(line, number, noun, start):
        return
    yield _Found(start, end, number, noun, about(line, start, end))


def _no_count(line: Line, number: Number, noun: Noun | None, start: int) -> bool:
    """Whether a small word is no count after all: "one" without a person, "half" of nothing, "these two"."""
    if number.value == 0:
        return noun is None or noun.kind not in ("percent", "temperature", "money")
    if number.fraction:
        of = (line.next_key(number.end),) in role(line.language, "partitive")
        measured = noun is not None and noun.kind in _MEASURED
        english = line.has("plural_head") and not of and not measured
        return english or follows(line, number.start, "nth")
    single = number.value == 1 and not number.digits and number.high is None
    if single and start < number.start:
        return noun is not None and noun.kind == "abstract"
    if single:
        return noun is None or noun.kind not in _ONE or _article_like(line, number, noun)
    if noun is None and number.definite and number.value is not None and 20 <= number.value <= 90:
        return True  # "in his twenties"
    if noun is None and not number.digits and follows(line, number.start, "pronoun"):
        return number.value is not None and number.value < 10
    return number.doubtful and (noun is None or not _classified(line, number, noun))


def _classified(line: Line, number: Number, noun: Noun) -> bool:
    """Whether a classifier or a unit of measure makes a doubtful word a number: Persian "nine" is also "no"."""
    next_one = (line.next_key(number.end),)
    return noun.kind in _MEASURED or next_one in role(line.language, "classifier") or not line.has("article_one")


def _article_like(line: Line, number: Number, noun: Noun) -> bool:
    """Persian "one" before a person is an article, but for the counting words and in the tale of a toll."""
    if not line.has("article_one") or noun.kind in _MEASURED or noun.kind in ("dead", "wounded"):
        return False
    return (line.next_key(number.end),) not in role(line.language, "classifier") and not tells_toll(line, number.end)


def _code(line: Line, number: Number) -> bool:
    """Whether signs around the figure make it part of a formula or a telephone number ("5+1")."""
    raw = line.slice(number.start, number.end)
    around = line.slice(number.start - 1, number.start) + line.slice(number.end, number.end + 1)
    return "+" in around or "#" in around or (raw.isdigit() and len(raw) > _LONGEST_PLAIN)


def _bare_figure(line: Line, number: Number) -> bool:
    """Whether a figure that counts no known noun is a year, an age, a note or the number of a list's item."""
    raw = line.slice(number.start, number.end)
    if raw.isdigit() and len(raw) == 4 and 1200 <= int(raw) <= 2100:
        return True
    if _AGED.search(line.before(number.start)) and re.match("[,\u060c.)]| and ", line.after(number.end)):
        return raw.isdigit() and len(raw) == 2
    if line.before(number.start).endswith("[") and line.after(number.end).startswith("]"):
        return True  # a note
    opening = line.before(number.start).rstrip(" (")
    at_start = not opening or opening[-1] in "\n\r"
    return number.digits and at_start and bool(_NUMBERED.match(line.after(number.end, 4)))


def _in_ten(line: Line, number: Number, after: Number | None) -> _Found | None:
    """ "6 in 10" as a percentage."""
    if after is None or after.value != 10 or number.value is None or number.value >= 10:
        return None
    between = tuple(w.key for w in split(line.slice(number.end, after.start)))
    if between not in role(line.language, "ratio"):
        return None
    whole = replace(number, end=after.end, value=number.value * 10)
    return _Found(number.start, after.end, whole, Noun("percent", "percent"), about(line, number.start, after.end))


def _pairs(line: Line) -> Iterator[_Found]:
    """Duals without the article: "two soldiers" in one Arabic word."""
    forms = duals(line.language)
    for i, word in enumerate(line.words if forms else ()):
        for cut in (0, 1, 2):
            noun = forms.get(word.key[cut:])
            if noun is not None and (cut == 0 or line.is_proclitic(word.key[:cut])):
                start = word.start + cut
                end = line.with_adjective(i)
                number = Number(start=start, end=end, value=2)
                yield _Found(start, end, number, noun, about(line, start, end))
                break
