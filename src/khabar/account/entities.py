"""Who is who in one report: the named sources and the places, grouped into entities with their mentions.

Two names are one entity when the knowledge base says so, when their consonant skeletons agree, or when the one is the
last part of exactly one fuller name in the report ("Blinken" of "Antony Blinken"). A short name that fits two people
stays alone.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from khabar.account import posts
from khabar.account.labels import Label
from khabar.mentions.names import known
from khabar.mentions.places import gazetteer
from khabar.record import Entity, EntityType, Mention, MentionForm, Span
from khabar.text.skeleton import skeleton
from khabar.text.words import split

LEAST_SKELETON = 2  # consonants below which a short name says too little


class NamedSpan(Span, frozen=True, kw_only=True):
    """A stretch of text that names a source, relay or addressee, with its language and label; ``refers`` when the
    label is that of an earlier, fuller phrase."""

    language: str
    label: Label
    text: str = ""
    refers: bool = False


class _Group(Struct):
    id: str
    type: EntityType
    label: Label
    names: dict[str, str]
    bones: str


def build(
    voices: tuple[NamedSpan, ...], places: tuple[Mention, ...], day: str | None = None
) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """Entities in the order of their first mention, and all mentions in text order with ids ``m1``, ``m2`` …. People of
    the base have the role that they had on the report's ``day`` (ISO), if it is known.

    Voices without a name of their own make no entity. A place mention inside a voice that names the same place is
    given once.
    """
    named = _of_one_type(sorted((v for v in voices if v.label.id), key=lambda v: (v.start, v.end)))
    groups = _groups(named)
    found = [(v.start, v.end, groups[v.label.id or ""].id, _form(v)) for v in named]
    taken = {(start, end) for start, end, *_ in found}
    found += [(p.start, p.end, p.entity, p.form) for p in places if (p.start, p.end) not in taken]
    found.sort()
    mentions = tuple(
        Mention(id=f"m{n}", start=start, end=end, entity=entity, form=form)
        for n, (start, end, entity, form) in enumerate(dict.fromkeys(found), 1)
    )
    by_id = {g.id: _entity(g, day) for g in groups.values()}
    order = dict.fromkeys(m.entity for m in mentions)
    return tuple(by_id.get(i) or gazetteer()[i] for i in order if i in by_id or i in gazetteer()), mentions


def entity_of(label: Label, entities: Sequence[Entity]) -> str | None:
    """The id of the entity that a label names among a report's entities; ``None`` when it names none of them."""
    ids = {e.id for e in entities}
    if label.id in ids:
        return label.id
    if label.type != "person" or not label.name:
        return None
    fuller = [e.id for e in entities if e.type == "person" and is_short_of(label.name, e.names["en"])]
    return fuller[0] if len(fuller) == 1 else None


def _form(voice: NamedSpan) -> MentionForm:
    return "name" if voice.label.name and not voice.refers else "role"


def _groups(named: list[NamedSpan]) -> dict[str, _Group]:
    """The group of each label id; short names share the group of the one fuller name they fit."""
    groups: dict[str, _Group] = {}
    for voice in named:
        label = voice.label
        if label.id and label.id not in groups:
            groups[label.id] = _group(label)
        elif label.id and not (groups[label.id].label.role or groups[label.id].label.country):
            groups[label.id].label = label  # a bare name may come before the one with its post
        if label.id and voice.language != "en" and voice.text and not voice.refers and label.id not in known():
            groups[label.id].names.setdefault(voice.language, voice.text)
    for short in [g for g in groups.values() if g.type == "person"]:
        fuller = _fuller(short, list(groups.values()))
        if fuller:
            groups = {i: fuller if g is short else g for i, g in groups.items()}
    return groups


def _of_one_type(named: list[NamedSpan]) -> list[NamedSpan]:
    """The names with one type each, the one that a name has most often."""
    votes: dict[str, Counter[tuple[str, EntityType | None]]] = defaultdict(Counter)
    for voice in named:
        votes[_letters(voice.label)][voice.label.id or "", voice.label.type] += 1
    found = []
    for voice in named:
        (id, type), _ = votes[_letters(voice.label)].most_common(1)[0]
        found.append(replace(voice, label=replace(voice.label, id=id, type=type)))
    return found


def _letters(label: Label) -> str:
    """An id without its type; of what the base holds the id itself."""
    id = label.id or ""
    return id if id in known() or id in gazetteer() else id.partition(":")[2]


def _group(label: Label) -> _Group:
    own = known().get(label.id or "")
    names = dict(own.names) if own else {"en": label.name or label.label}
    return _Group(label.id or "", label.type or "other", label, names, skeleton(names["en"]))


def _fuller(short: _Group, groups: list[_Group]) -> _Group | None:
    """The one other person whose name ends in the short name, or is the same name in another spelling."""
    found = {
        g.id: g
        for g in groups
        if g is not short and g.type == "person" and is_short_of(short.names["en"], g.names["en"])
    }
    return next(iter(found.values())) if len(found) == 1 else None


def is_short_of(short: str, full: str) -> bool:
    """Whether the short name is the last part of the full one, or its given and last names without what is between."""
    few, many = _bones(short), _bones(full)
    if not few or len(few) >= len(many) or len(few[-1]) < LEAST_SKELETON or few[-1] != many[-1]:
        return "".join(few) == "".join(many) and len(few) != len(many) and len("".join(few)) > LEAST_SKELETON
    return all(bone in many for bone in few)


def _bones(name: str) -> list[str]:
    return [b for w in split(name) if (b := skeleton(w.key)) and len(w.key) > 2]


def _entity(group: _Group, day: str | None) -> Entity:
    own = known().get(group.id) or gazetteer().get(group.id)
    if own is None:
        label = group.label
        return Entity(id=group.id, type=group.type, names=group.names, role=label.role, country=label.country)
    held = posts.held_by(own.id, day) if day else ()
    return replace(own, role=held[0].post) if held else own
