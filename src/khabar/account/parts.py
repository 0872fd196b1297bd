"""The phrases that name a source, relay or addressee, and whom each of them means."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from khabar.account import antecedents, labels
from khabar.account.entities import NamedSpan
from khabar.account.sources import Speaker
from khabar.ingest.article import language_at
from khabar.mentions.tagger import Frame
from khabar.record import Block, Entity, EntityType, Mention, SourceKind, Span


class Part(Struct, frozen=True):
    """Whom a phrase means: the English label, how well the source is named, its type and the entity's id."""

    label: str
    kind: SourceKind
    type: EntityType | None
    entity: str | None


Cast = Mapping[tuple[int, int], Part]
"""Whom each phrase means, by its span."""


def find(
    text: str, blocks: Sequence[Block], frames: Sequence[Frame], speakers: Sequence[Speaker]
) -> tuple[NamedSpan, ...]:
    """The phrases, each once and in the order of the text, with the label that it has on its own or, if it only refers
    to another, that one's."""
    spans = {
        (span.start, span.end)
        for frame, speaker in zip(frames, speakers, strict=True)
        for span in (speaker.named, *frame.relay, *frame.addressee)
        if span is not None
    }
    return antecedents.resolve([_named(text, blocks, Span(start=a, end=b)) for a, b in sorted(spans)], text)


def _named(text: str, blocks: Sequence[Block], span: Span) -> NamedSpan:
    language = language_at(blocks, span.start)
    phrase = text[span.start : span.end]
    return NamedSpan(
        start=span.start, end=span.end, language=language, label=labels.build(phrase, language), text=phrase
    )


def cast(named: Sequence[NamedSpan], entities: Sequence[Entity], mentions: Sequence[Mention]) -> Cast:
    """Whom each phrase means, once the report's entities are grouped: a short name takes its entity's full one."""
    ids = {(m.start, m.end): m.entity for m in mentions}
    names = {e.id: e.names.get("en") for e in entities if e.type == "person"}
    found: dict[tuple[int, int], Part] = {}
    for phrase in named:
        entity = ids.get((phrase.start, phrase.end))
        label = names.get(entity or "") or phrase.label.label
        found[(phrase.start, phrase.end)] = Part(label, phrase.label.kind, phrase.label.type, entity)
    return found
