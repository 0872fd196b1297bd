"""Traps for readers of events: 150 invented passages with metaphor, sport, history, denials and the like.

``python -m eval.traps`` reads each passage and prints, per language and kind, how many of the events that it gives are
wrong. An event is wrong when the table (``eval/traps.tsv``) has none of its type near its words, when its reality is
another one, or when it is given as present and lies years back. Nothing was trained on the table.
"""

import csv
from collections import Counter
from pathlib import Path

from msgspec import Struct

from khabar import models, reader
from khabar.ingest.article import Article
from khabar.record import Block, Event

TABLE = Path(__file__).with_name("traps.tsv")
DAY = "2024-06-15"
NEAR = 40  # characters between the words of an event and those of the table


class Expected(Struct, frozen=True):
    """An event of the table; ``old``: years before the report."""

    type: str
    trigger: str
    reality: str
    old: bool


class Trap(Struct, frozen=True):
    """A passage with the events that a careful reader accepts."""

    id: str
    language: str
    kind: str
    text: str
    events: tuple[Expected, ...]


def load() -> list[Trap]:
    """The table's rows."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Trap(r["id"], r["lang"], r["kind"], r["text"], _expected(r["expected"])) for r in rows]


def _expected(cell: str) -> tuple[Expected, ...]:
    parts = (part.split(":") for part in cell.split(";") if part.strip())
    return tuple(Expected(kind, words, reality, when == "historical") for kind, words, reality, when in parts)


def read(trap: Trap) -> tuple[Event, ...]:
    """The events that Khabar gives of a passage."""
    block = Block(start=0, end=len(trap.text), kind="paragraph", language=trap.language)
    article = Article(id=trap.id, language=trap.language, text=trap.text, blocks=(block,), published=DAY)
    return reader.read_article(article, models.load()).events


def is_wrong(event: Event, trap: Trap) -> bool:
    """Whether a careful reader would not accept the event as it is given."""
    old = "historical" in event.contexts
    near = [e for e in trap.events if e.type == event.type and abs(trap.text.find(e.trigger) - event.start) <= NEAR]
    if not near:
        return not old
    return not any(e.reality == event.reality and (old or not e.old) for e in near)


def main() -> None:
    """Print the shares of wrong events."""
    given: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for trap in load():
        for event in read(trap):
            for key in (trap.language, trap.kind, "all"):
                given[key] += 1
                wrong[key] += is_wrong(event, trap)
    for key in sorted(given, key=lambda k: (k == "all", len(k) > len("ar"), k)):
        print(f"{key:<16} {wrong[key]:>3} of {given[key]:>3} events wrong ({wrong[key] / given[key]:.0%})")


if __name__ == "__main__":
    main()
