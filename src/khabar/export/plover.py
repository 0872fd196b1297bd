"""PLOVER JSON Lines: a record's events, one a line, under PLOVER's names for type, mode and context.

Fields are listed in ``docs/events.md``. An auxiliary mode says what takes an event out of the plain present: what
Khabar keeps as ``reality``, and ``historical``.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from khabar.record import Entity, Event, Mention, Record, Span, Statement

QUADS = {
    "verbal cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
"""PLOVER's four classes; the types beyond PLOVER belong to none."""

AUXILIARY = {"denied": "negated", "possible": "hypothetical", "planned": "future", "demanded": "requested"}
"""Auxiliary modes by reality."""

HISTORICAL = "historical"
_ENCODER = msgspec.json.Encoder()


def lines(record: Record) -> str:
    """The record's events as JSON Lines, empty when it has none."""
    return "".join(_ENCODER.encode(_event(record, event)).decode() + "\n" for event in record.events)


def _event(record: Record, event: Event) -> dict[str, Any]:
    entities = {e.id: e for e in record.entities}
    place = entities.get(event.place or "")
    said = next((s for s in record.statements if s.id == event.statement), None)
    return {
        "id": f"{record.id}#{event.id}",
        "date": event.date,
        "event": event.type,
        "mode": event.mode,
        "auxiliary_modes": list(_auxiliary(event)),
        "context": [c for c in event.contexts if c != HISTORICAL],
        "quad": next((q for q, types in QUADS.items() if event.type in types), None),
        "actor": [_party(entities[i], record.mentions, event) for i in event.actors if i in entities],
        "recipient": [_party(entities[i], record.mentions, event) for i in event.recipients if i in entities],
        "location": _location(place) if place else None,
        "attribution": _attribution(said) if said else None,
        "text": record.text[event.start : event.end],
        "start": event.start,
        "end": event.end,
        "mentions": [[m.start, m.end] for m in event.mentions],
        "confidence": event.confidence,
        "report": record.id,
        "url": record.url,
        "outlet": record.outlet,
        "language": record.language,
        "published": record.published,
        "found_by": event.found_by,
    }  # fmt: skip


def _attribution(said: Statement) -> dict[str, Any]:
    return {"statement": said.id, "source": said.source.label, "entity": said.source.entity}


def _auxiliary(event: Event) -> Iterator[str]:
    if event.reality in AUXILIARY:
        yield AUXILIARY[event.reality]
    if HISTORICAL in event.contexts:
        yield HISTORICAL


def _party(entity: Entity, mentions: tuple[Mention, ...], event: Event) -> dict[str, Any]:
    """An entity with the mention of it that stands nearest the event's word."""
    own = [m for m in mentions if m.entity == entity.id]
    nearest = min(own, key=lambda m: _gap(m, event), default=None)
    return {
        "id": entity.id,
        "name": entity.names.get("en") or next(iter(entity.names.values()), entity.id),
        "type": entity.type,
        "country": entity.country,
        "start": nearest.start if nearest else None,
        "end": nearest.end if nearest else None,
    }


def _gap(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end, 0)


def _location(place: Entity) -> dict[str, Any]:
    return {
        "id": place.id,
        "name": place.names.get("en"),
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }
