"""The phrases that name a source, relay or addressee, and whom each of them means."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from khabar.account import antecedents, labels, posts
from khabar.account.antecedents import is_any
from khabar.account.entities import NamedSpan
from khabar.account.sources import Speaker
from khabar.ingest.article import Article, language_at
from khabar.language import codes, settings
from khabar.mentions.tagger import Frame, Tag
from khabar.record import Block, Entity, EntityType, Mention, SourceKind


class Part(Struct, frozen=True):
    """Whom a phrase means: the English label, how well the source is named, its type and the entity's id."""

    label: str
    kind: SourceKind
    type: EntityType | None
    entity: str | None


_LISTED = 2  # most characters between two names of a list, and fewer than a name has

Cast = Mapping[tuple[int, int], Part]
"""Whom each phrase means, by its span."""


def find(
    article: Article, blocks: Sequence[Block], frames: Sequence[Frame], speakers: Sequence[Speaker], tags: Sequence[Tag]
) -> tuple[NamedSpan, ...]:
    """The phrases, each once and in the order of the text, with the label that it has on its own or, if it only refers
    to another, that one's. Of a phrase that is a name and nothing else the tagger knows the type; one that names a post
    and nobody means who held it on the report's day."""
    text = article.text
    spans = {
        (span.start, span.end)
        for frame, speaker in zip(frames, speakers, strict=True)
        for span in (speaker.named, *frame.relay, *frame.addressee)
        if span is not None
    }
    types = {(t.start, t.end): t.label for t in tags if t.label not in ("place", "office")}
    found = antecedents.resolve([_named(text, blocks, (a, b), types.get((a, b))) for a, b in sorted(spans)], text)
    return tuple(_held(phrase, article.published) for phrase in found)


def _held(phrase: NamedSpan, day: str | None) -> NamedSpan:
    label = phrase.label
    person = posts.holder(label.label, label.country, day) if day and label.id is None else None
    if person is None or is_any(phrase.text, phrase.language):
        return phrase
    return replace(phrase, label=replace(label, id=person.id, type="person"), refers=True)


def _named(text: str, blocks: Sequence[Block], span: tuple[int, int], type: EntityType | None) -> NamedSpan:
    language, phrase = language_at(blocks, span[0]), text[slice(*span)]
    label = labels.named(phrase, language, type) if type else labels.build(phrase, language)
    return NamedSpan(start=span[0], end=span[1], language=language, label=label, text=phrase)


def names(
    text: str, blocks: Sequence[Block], tags: Sequence[Tag], voices: Sequence[NamedSpan], places: Sequence[Mention]
) -> tuple[NamedSpan, ...]:
    """The tagger's names that are no part of a voice with a name and no place of the gazetteer; an office alone names
    nobody."""
    tags = _without_proclitics(text, blocks, tags)
    taken = [(v.start, v.end) for v in voices if v.label.id]
    taken_by_places = [(p.start, p.end) for p in places]
    found = []
    for tag in tags:
        others = taken + taken_by_places if tag.label == "place" else taken
        if tag.label == "office" or any(tag.start < end and start < tag.end for start, end in others):
            continue
        found.append(_named(text, blocks, (tag.start, tag.end), tag.label))
    return tuple(found)


def _without_proclitics(text: str, blocks: Sequence[Block], tags: Sequence[Tag]) -> list[Tag]:
    """The tags with the particles cut off that Arabic writes on a name: where the rest stands in the report as a name
    of its own, and an "and" after another name."""
    written = {text[t.start : t.end] for t in tags}
    bare, last = [], 0
    for tag in tags:
        language = language_at(blocks, tag.start)
        particles = settings(language).get("proclitics", {}) if language in codes() else {}
        first, rest = text[tag.start], text[tag.start + 1 : tag.end]
        listed = first in particles.get("and", ()) and 0 < tag.start - last <= _LISTED
        cut = len(rest) > _LISTED and ((first in particles.get("all", ()) and rest in written) or listed)
        bare.append(replace(tag, start=tag.start + 1) if cut else tag)
        last = tag.end
    return bare


def cast(named: Sequence[NamedSpan], entities: Sequence[Entity], mentions: Sequence[Mention]) -> Cast:
    """Whom each phrase means, once the report's entities are grouped: a short name takes its entity's full one, and so
    does a post whose holder the report names."""
    ids = {(m.start, m.end): m.entity for m in mentions}
    told = {m.entity for m in mentions if m.form == "name"}
    names = {e.id: e.names.get("en") for e in entities if e.type == "person" and e.id in told}
    found: dict[tuple[int, int], Part] = {}
    for phrase in named:
        entity = ids.get((phrase.start, phrase.end))
        label = names.get(entity or "") or phrase.label.label
        found[(phrase.start, phrase.end)] = Part(label, phrase.label.kind, phrase.label.type, entity)
    return found
