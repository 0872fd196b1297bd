"""Finding time expressions in the blocks of a report."""

from khabar.language import codes
from khabar.mentions.times import anchor
from khabar.mentions.times.meanings import Expression, joined, remembered, scan
from khabar.mentions.times.scene import Memory
from khabar.mentions.times.tokens import tokenise
from khabar.record import Block, Time


def find(text: str, blocks: tuple[Block, ...], published: str | None) -> tuple[Time, ...]:
    """The time expressions of the blocks, in the order of the text, with their TIMEX3 values.

    ``published`` is the report's ISO day if known: relative expressions count from it, or from the day that the text
    itself calls today. Blocks in a language without tables give nothing.
    """
    read = [(b.language, tokenise(text, b.start, b.end, b.language)) for b in blocks if b.language in codes()]
    story = anchor.story(text, read, published)
    found: list[Expression] = []
    memory = Memory()
    for language, tokens in read:
        here = joined(list(scan(text, language, tokens, story, memory)))
        for expression in here:
            memory = remembered(memory, expression)
        found += here
    return tuple(_time(n, expression) for n, expression in enumerate(found, 1))


def _time(number: int, found: Expression) -> Time:
    reading = found.reading
    return Time(
        id=f"t{number}",
        start=found.start,
        end=found.end,
        type=reading.type,
        value=reading.value,
        calendar=reading.calendar,
    )
