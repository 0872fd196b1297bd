"""Events: what happened between whom, where and when, each read from the clause that names it.

A word names an event when the judge says so (``khabar.mentions.triggers``); its parties, place and date are looked for
near it, and stay empty when nobody and nothing fits.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from khabar.account import realities, recurrences, scenes, sides
from khabar.account.scenes import Candidate
from khabar.account.sides import Party
from khabar.ingest.article import language_at
from khabar.language import codes, table
from khabar.mentions.places import states
from khabar.mentions.tagger import Network, Tagged
from khabar.mentions.triggers import Chosen, Trigger, inputs, variants
from khabar.record import Block, Entity, Event, Mention, Reality, Span, Statement, Time
from khabar.text.sentences import split as sentences
from khabar.text.words import Word, split

FOUND_BY = "events-1"
LEAST = 0.3
"""Least probability of an event; chosen out of fold on the annotated reports."""

GAP = 40  # characters between two triggers of one type that name one event
_EXACT = len("2023-11-06")
_RUNNING = frozenset(("paragraph", "list", "quote", "title", "heading"))
_HEADS = frozenset(("title", "dateline", "byline"))
_DATELINE = 30  # characters at the beginning of a report in which its dateline stands
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
    everybody, everywhere = parties(page), settings_of(page)
    kept = sorted(_kept(chosen), key=lambda c: c.trigger.start)
    happened = _realities(page, kept, tagged, network)
    events = []
    for number, (found, told) in enumerate(zip(kept, happened, strict=True), 1):
        trigger, language = found.trigger, language_at(page.blocks, found.trigger.start)
        sentence = sentence_of(page, trigger, language)
        who = sides.read(tagged, trigger, found.sense, near(page, everybody, trigger), language, network)
        scene = scenes.read(
            tagged, trigger, found.sense, around(page, everywhere, trigger, sentence), language, network
        )
        events.append(
            Event(
                id=f"v{number}",
                start=trigger.start,
                end=trigger.end,
                type=found.sense.type,
                mode=found.sense.mode,
                contexts=_contexts(page, sentence, language, scene.date),
                actors=who.actors,
                recipients=who.recipients,
                place=scene.place,
                date=scene.date,
                reality=told,
                statement=_statement(page.statements, trigger),
                confidence=round(found.chance, 2),
                found_by=FOUND_BY,
            )
        )
    merged = recurrences.merge(events, page.text, page.blocks)
    entities, mentions = _with_unnamed(page, everybody, merged)
    return merged, entities, mentions


def parties(page: Page) -> list[Party]:
    """Everybody who may take part in an event, in the order of the text."""
    return sorted([*_named(page), *_unnamed(page)], key=lambda p: p.start)


def near(page: Page, everybody: Sequence[Party], trigger: Trigger) -> list[Party]:
    """The parties in the sentence of the trigger."""
    start, end = sentence_of(page, trigger, language_at(page.blocks, trigger.start))
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


def _realities(page: Page, kept: Sequence[Chosen], tagged: Tagged, network: Network) -> list[Reality]:
    told = [told_reality(page, c.trigger) for c in kept]
    if network.realities is None or not kept:
        return told
    triggers, senses = [c.trigger for c in kept], [c.sense for c in kept]
    states, features = inputs(page.text, page.blocks, tagged, triggers, senses)
    rows = [realities.features(f, t) for f, t in zip(features, told, strict=True)]
    judged = [realities.REALITIES[i] for i in network.realities(states, np.array(rows)).argmax(1)]
    return ["denied" if t == "denied" else j for t, j in zip(told, judged, strict=True)]


def told_reality(page: Page, trigger: Trigger) -> Reality:
    """What the words around a trigger say of its reality, and the statement that tells of it: what somebody denies is
    denied."""
    told = _statement(page.statements, trigger)
    if any(s.id == told and s.act == "deny" for s in page.statements):
        return "denied"
    language = language_at(page.blocks, trigger.start)
    return realities.reality(page.text, trigger, sentence_of(page, trigger, language), language)


def sentence_of(page: Page, trigger: Trigger, language: str) -> tuple[int, int]:
    """The sentence of a trigger, else its whole block."""
    block = page.blocks[trigger.block]
    spans = sentences(page.text, block.start, block.end, language)
    return next(((a, b) for a, b in spans if a <= trigger.start < b), (block.start, block.end))


def settings_of(page: Page) -> list[Candidate]:
    """Every place and day of the report, in the order of the text."""
    places = {e.id for e in page.entities if e.type == "place"}
    often = Counter(m.entity for m in page.mentions)
    found = [
        Candidate(
            start=m.start,
            end=m.end,
            value=m.entity,
            is_time=False,
            back=0,
            head=_in_head(page, m),
            often=often[m.entity],
            marked=m.form == "name" and _is_where(page, m),
        )
        for m in page.mentions
        if m.entity in places
    ]
    for t in page.times:
        if t.type in ("DATE", "TIME") and t.value and (day := _DAY.match(t.value)):
            exact = len(day[0]) == _EXACT
            found.append(
                Candidate(
                    start=t.start,
                    end=t.end,
                    value=day[0],
                    is_time=True,
                    back=0,
                    head=_in_head(page, t),
                    often=1,
                    marked=exact,
                )
            )
    return sorted(found, key=lambda c: c.start)


def around(page: Page, everywhere: Sequence[Candidate], trigger: Trigger, sentence: tuple[int, int]) -> list[Candidate]:
    """The places and times in the trigger's sentence, in the one before it and in title and dateline."""
    language = language_at(page.blocks, trigger.start)
    before = _sentence_before(page, sentence, language)
    found = []
    for c in everywhere:
        if sentence[0] <= c.start < sentence[1]:
            found.append(c)
        elif before and before[0] <= c.start < before[1]:
            found.append(replace(c, back=1))
        elif c.head:
            found.append(replace(c, back=2))
    return found


def _sentence_before(page: Page, sentence: tuple[int, int], language: str) -> tuple[int, int] | None:
    """The sentence before one, in its paragraph or at the end of the paragraph before."""
    earlier = [b for b in page.blocks if b.start < sentence[0] and b.kind in _RUNNING]
    if not earlier:
        return None
    spans = sentences(page.text, earlier[-1].start, min(earlier[-1].end, sentence[0]), language)
    return spans[-1] if spans else None


def _in_head(page: Page, span: Span) -> bool:
    """Whether a span stands in a title or dateline, or begins the first paragraph as a dateline does."""
    first = next((b for b in page.blocks if b.kind in _RUNNING), None)
    block = next((b for b in page.blocks if b.start <= span.start < b.end), None)
    return block is not None and (block.kind in _HEADS or (block is first and span.start - block.start < _DATELINE))


def _is_where(page: Page, mention: Mention) -> bool:
    before = split(page.text, max(0, mention.start - 20), mention.start)[-2:]
    return any(w.key in _where(language_at(page.blocks, mention.start)) for w in before)


@cache
def _where(language: str) -> frozenset[str]:
    return frozenset(w.key for row in table(language, "place_prepositions") for w in split(next(iter(row.values()))))


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
