"""Events: what happened between whom, where and when, each read from the clause that names it.

A word names an event when the judge says so (``khabar.mentions.triggers``); its parties, place and date are looked for
in its own sentence only, and stay empty when nobody and nothing stands there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from msgspec import Struct

from khabar.account import sides
from khabar.account.realities import reality
from khabar.account.sides import Party
from khabar.ingest.article import language_at
from khabar.language import codes, table
from khabar.mentions.places import states
from khabar.mentions.tagger import Network, Tagged
from khabar.mentions.triggers import Chosen, Trigger, variants
from khabar.record import Block, Entity, Event, Mention, Statement, Time
from khabar.text.sentences import split as sentences
from khabar.text.words import Word, split

FOUND_BY = "events-1"
LEAST = 0.3
"""Least probability of an event; chosen out of fold on the annotated reports."""

GAP = 40  # characters between two triggers of one type that name one event
_BEHIND = 1.5  # price of a character between a place and the trigger behind it
_UNPLACED = 80  # characters that a place without "in" before it is farther away
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_PARTIES = ("person", "organisation", "group", "media", "other")
_LONGEST_PARTY = 4  # words
_OLD = 1  # years before the report from which on an event is history


class Page(Struct, frozen=True):
    """What of the report the events are read from."""

    text: str
    blocks: tuple[Block, ...]
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    times: tuple[Time, ...]
    statements: tuple[Statement, ...]
    published: str | None


def build(
    page: Page, chosen: Sequence[Chosen], tagged: Tagged, network: Network
) -> tuple[tuple[Event, ...], tuple[Entity, ...], tuple[Mention, ...]]:
    """The events in the order of the text, and the entities and mentions of the report with the parties that have no
    name ("the police") and take part in one."""
    everybody = parties(page)
    events = []
    for number, found in enumerate(sorted(_kept(chosen), key=lambda c: c.trigger.start), 1):
        language = language_at(page.blocks, found.trigger.start)
        who = sides.read(tagged, found.trigger, found.sense, near(page, everybody, found.trigger), language, network)
        events.append(_event(f"v{number}", found, page, who))
    entities, mentions = _with_unnamed(page, everybody, events)
    return tuple(events), entities, mentions


def parties(page: Page) -> list[Party]:
    """Everybody who may take part in an event, in the order of the text."""
    return sorted([*_named(page), *_unnamed(page)], key=lambda p: p.start)


def near(page: Page, everybody: Sequence[Party], trigger: Trigger) -> list[Party]:
    """The parties in the sentence of the trigger."""
    start, end = _sentence(page, trigger, language_at(page.blocks, trigger.start))
    return [p for p in everybody if start <= p.start < end and not (p.start < trigger.end and trigger.start < p.end)]


def _kept(chosen: Sequence[Chosen]) -> list[Chosen]:
    """The likely ones, of those beside each other with one type the likeliest."""
    kept: list[Chosen] = []
    for c in sorted((c for c in chosen if c.chance >= LEAST), key=lambda c: -c.chance):
        if not any(_one(c, k) for k in kept):
            kept.append(c)
    return kept


def _one(a: Chosen, b: Chosen) -> bool:
    gap = max(a.trigger.start - b.trigger.end, b.trigger.start - a.trigger.end)
    return gap < 0 or (a.sense.type == b.sense.type and gap <= GAP)


def _event(id: str, chosen: Chosen, page: Page, who: sides.Sides) -> Event:
    trigger = chosen.trigger
    language = language_at(page.blocks, trigger.start)
    start, end = _sentence(page, trigger, language)
    place = _place(page, chosen, (start, end), language)
    date = _date(page.times, trigger, (start, end))
    return Event(
        id=id,
        start=trigger.start,
        end=trigger.end,
        type=chosen.sense.type,
        mode=chosen.sense.mode,
        contexts=_contexts(page, (start, end), language, date),
        actors=who.actors,
        recipients=who.recipients,
        place=place,
        date=date,
        reality=reality(page.text, trigger, start, language),
        statement=_statement(page.statements, trigger),
        confidence=round(chosen.chance, 2),
        found_by=FOUND_BY,
    )


def _sentence(page: Page, trigger: Trigger, language: str) -> tuple[int, int]:
    block = page.blocks[trigger.block]
    spans = sentences(page.text, block.start, block.end, language)
    return next(((a, b) for a, b in spans if a <= trigger.start < b), (block.start, block.end))


def _place(page: Page, chosen: Chosen, sentence: tuple[int, int], language: str) -> str | None:
    """The place of the sentence nearest the trigger, rather behind it than before, and one that a word for "in" stands
    before rather than one that merely occurs."""
    places = {e.id for e in page.entities if e.type == "place"}
    found = [
        (_gap(m, chosen.trigger) + _UNPLACED * (not _is_where(page.text, m, sentence[0], language)), m.entity)
        for m in page.mentions
        if m.entity in places and m.form == "name" and sentence[0] <= m.start < sentence[1]
    ]
    return min(found)[1] if found else None


def _gap(mention: Mention, trigger: Trigger) -> float:
    return (trigger.start - mention.end) * _BEHIND if mention.start < trigger.start else mention.start - trigger.end


def _is_where(text: str, mention: Mention, start: int, language: str) -> bool:
    before = split(text, max(start, mention.start - 20), mention.start)[-2:]
    return any(w.key in _where(language) for w in before)


@cache
def _where(language: str) -> frozenset[str]:
    return frozenset(w.key for row in table(language, "place_prepositions") for w in split(next(iter(row.values()))))


def _date(times: Sequence[Time], trigger: Trigger, sentence: tuple[int, int]) -> str | None:
    found = [
        (abs(t.start - trigger.start), t.value)
        for t in times
        if sentence[0] <= t.start < sentence[1] and t.type in ("DATE", "TIME") and t.value
    ]
    days = [(gap, m[0]) for gap, value in found if (m := _DAY.match(value))]
    return min(days)[1] if days else None


def _contexts(page: Page, sentence: tuple[int, int], language: str, date: str | None) -> tuple[str, ...]:
    """PLOVER contexts that the sentence's words show; ``historical`` when the event lies a year or more back."""
    words = split(page.text, *sentence)
    found = {c for w in words for form in variants(w.key, language) if (c := _context_words(language).get(form))}
    if date and page.published and int(page.published[:4]) - int(date[:4]) >= _OLD and date[:7] < page.published[:7]:
        found.add("historical")
    return tuple(sorted(found))


@cache
def _context_words(language: str) -> Mapping[str, str]:
    rows = table(language, "event_contexts")
    return {words[0].key: row["context"] for row in rows if len(words := split(row["form"])) == 1}


def _statement(statements: Sequence[Statement], trigger: Trigger) -> str | None:
    """The innermost statement whose content holds the trigger: whose word the event rests on."""
    holding = [s for s in statements if any(c.start <= trigger.start < c.end for c in s.content)]
    return min(holding, key=lambda s: sum(c.end - c.start for c in s.content)).id if holding else None


def _named(page: Page) -> Iterator[Party]:
    """Mentions of people, bodies and states."""
    able = {e.id: str(e.type) for e in page.entities if e.type in _PARTIES}
    able |= {e.id: "place" for e in states().values()}
    return (
        Party(start=m.start, end=m.end, entity=m.entity, kind=able[m.entity]) for m in page.mentions if m.entity in able
    )


def _unnamed(page: Page) -> Iterator[Party]:
    """Words for parties that have no name of their own, outside the mentions of those that have one."""
    taken = [(m.start, m.end) for m in page.mentions if m.form != "role" or m.entity.partition(":")[0] != "place"]
    for block in page.blocks:
        if block.language in codes():
            for start, end, name in _party_words(split(page.text, block.start, block.end), block.language):
                if not any(start < b and a < end for a, b in taken):
                    yield Party(start=start, end=end, entity=_id(name), kind="group")


def _party_words(words: tuple[Word, ...], language: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    while at < len(words):
        for count in range(min(_LONGEST_PARTY, len(words) - at), 0, -1):
            rest = tuple(w.key for w in words[at + 1 : at + count])
            first = variants(words[at].key, language) if count > 1 or language == "ar" else (words[at].key,)
            name = next((n for f in first[:6] if (n := _party_table(language).get((f, *rest)))), None)
            if name:
                yield words[at].start, words[at + count - 1].end, name
                at += count - 1
                break
        at += 1


@cache
def _party_table(language: str) -> Mapping[tuple[str, ...], str]:
    return {tuple(w.key for w in split(row["form"])): row["en"] for row in table(language, "party_words")}


@cache
def _party_names() -> Mapping[str, str]:
    return {_id(row["en"]): row["en"] for language in codes() for row in table(language, "party_words")}


def _id(name: str) -> str:
    return "group:" + re.sub(r"\W+", "-", name.casefold())


def _with_unnamed(
    page: Page, parties: Sequence[Party], events: Sequence[Event]
) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """The report's entities and mentions with the parties without a name that take part in an event."""
    known = {e.id for e in page.entities}
    used = dict.fromkeys(i for e in events for i in (*e.actors, *e.recipients) if i not in known)
    entities = [Entity(id=i, type="group", names={"en": _party_names()[i]}) for i in used if i in _party_names()]
    new = [(p.start, p.end, p.entity, "role") for p in parties if p.entity in used]
    spans = sorted([*((m.start, m.end, m.entity, m.form) for m in page.mentions), *new])
    mentions = tuple(
        Mention(id=f"m{n}", start=a, end=b, entity=e, form=f)  # type: ignore[arg-type]
        for n, (a, b, e, f) in enumerate(spans, 1)
    )
    return (*page.entities, *entities), mentions
