"""One event told several times: mentions whose word and circumstances agree are one event with several mentions."""

from collections.abc import Sequence

from msgspec.structs import replace

from khabar.ingest.article import language_at
from khabar.mentions.triggers import variants
from khabar.record import Block, Event, Span
from khabar.text.words import split

_Told = tuple[Event, frozenset[str]]
"""An event and the stems of its words."""


def merge(events: Sequence[Event], text: str, blocks: Sequence[Block]) -> tuple[Event, ...]:
    """The events, each at its likeliest mention with what its other mentions add, and these in ``mentions``; in the
    order of the text with ids ``v1`` …"""
    groups: list[list[_Told]] = []
    for event in events:
        told = (event, _stems(event, text, blocks))
        group = next((g for g in groups if _belongs(told, g)), None)
        if group is None:
            groups.append([told])
        else:
            group.append(told)
    merged = sorted((_one([e for e, _ in g]) for g in groups), key=lambda e: e.start)
    return tuple(replace(e, id=f"v{n}") for n, e in enumerate(merged, 1))


def _belongs(told: _Told, group: Sequence[_Told]) -> bool:
    """Whether nothing differs from any of a group, and a word and a circumstance are those of one of them."""
    event, stems = told
    return all(_may_be_one(event, e) for e, _ in group) and any(stems & s and _share(event, e) for e, s in group)


def _may_be_one(a: Event, b: Event) -> bool:
    sides = all(not x or not y or set(x) & set(y) for x, y in ((a.actors, b.actors), (a.recipients, b.recipients)))
    place = not a.place or not b.place or a.place == b.place
    date = not a.date or not b.date or a.date.startswith(b.date) or b.date.startswith(a.date)
    return a.type == b.type and a.reality == b.reality and sides and place and date


def _share(a: Event, b: Event) -> bool:
    return bool(
        {*a.actors, *a.recipients} & {*b.actors, *b.recipients}
        or (a.place and a.place == b.place)
        or (a.date and a.date == b.date)
    )


def _stems(event: Event, text: str, blocks: Sequence[Block]) -> frozenset[str]:
    language = language_at(blocks, event.start)
    return frozenset(v for w in split(text, event.start, event.end) for v in variants(w.key, language))


def _one(group: Sequence[Event]) -> Event:
    chief = max(group, key=lambda e: e.confidence)
    order = sorted(group, key=lambda e: e is not chief)
    return replace(
        chief,
        actors=next((e.actors for e in order if e.actors), ()),
        recipients=next((e.recipients for e in order if e.recipients), ()),
        place=next((e.place for e in order if e.place), None),
        date=next((e.date for e in order if e.date), None),
        mentions=tuple(Span(start=e.start, end=e.end) for e in group if e is not chief),
    )
