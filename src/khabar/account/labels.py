"""English labels for phrases that name a source, a relay or an addressee.

A person's name wins; else a body or place of the knowledge base; else the phrase is composed in English from its parts.
"""

import re
from functools import cache, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from khabar.account import capitals, known
from khabar.account.known import LEADING
from khabar.account.phrases import Part, parts, senses
from khabar.account.wording import compose, heads_of
from khabar.language import codes, settings, table
from khabar.mentions import names
from khabar.mentions.names import like, longest
from khabar.mentions.places import forms as place_forms
from khabar.mentions.places import peoples
from khabar.record import Entity, EntityType, SourceKind
from khabar.text.folding import key
from khabar.text.romanise import is_name_part, romanise
from khabar.text.skeleton import skeleton
from khabar.text.words import Word, split

MOST_WORDS = 12
_LATIN = "en"  # the language whose rules read a name in Latin letters
LEAST_BONES = 2  # consonants of a name below which its vowels count too

_COMMAS = re.compile("[,،؛;()\\[\\]–—]")
_POSSESSIVE = re.compile(r"['’]s?$")
_KINDS = frozenset(("news agency", "newspaper", "magazine", "website", "platform"))  # of media, left out of names
_LITTLE = frozenset(("the", "of", "for", "in", "and", "affairs"))
_BEFORE_NAMES = frozenset(("role", "nationality", "func", "title", "entity"))
_WHOLE_NAMES = frozenset(("institution", "media", "unknown"))
_BODIES = frozenset(("institution", "media", "noun", "doc", "vague"))
_OFFICES = frozenset(
    ("minister", "president", "king", "queen", "emir", "sultan", "chancellor", "ambassador", "governor", "mayor",
     "pope", "speaker", "secretary-general", "leader", "prince", "chief", "treasury secretary", "commander-in-chief")
)  # fmt: skip


class Label(Struct, frozen=True, kw_only=True):
    """What a phrase names: ``label`` in English, ``name`` the person's or body's own name, and its identity.

    ``id`` is a knowledge-base id or ``type:skeleton``; ``None`` for those without a name of their own.
    """

    label: str
    name: str | None = None
    kind: SourceKind
    id: str | None = None
    type: EntityType | None = None
    role: str | None = None
    country: str | None = None
    confidence: float = 1.0


@lru_cache(maxsize=8192)
def build(phrase: str, language: str) -> Label:
    """The label of a noun phrase in a language; odd text gives the text itself with low confidence."""
    phrase = " ".join(phrase.split())
    words = split(phrase)
    if not words:
        return Label(label=phrase or "unattributed", kind="vague", confidence=0.1)
    if phrase.isascii() and language != _LATIN and senses(language):
        return build(phrase, _LATIN)  # a Latin name in a text of another script
    if _is_pronoun(phrase, language):
        return Label(label=_pronoun(phrase, language), kind="named", confidence=0.1)
    entity = known.find(phrase, words, language)
    if entity and not (entity.type == "media" and known.hearer(phrase, words, language)):
        return of_entity(entity)
    if not senses(language):
        plain = capitals.without_brackets(phrase)
        return build(plain, language) if plain and plain != phrase else _capitals(phrase, language)
    told = known.hearer(phrase, words, language)
    if told:
        return build(phrase[: words[told].start].rstrip(" «\"'\u0640"), language)
    return _person(phrase, words, language) or _described(phrase, words, language)


@lru_cache(maxsize=8192)
def named(name: str, language: str, type: EntityType) -> Label:
    """The label of a name whose type is known, as the tagger finds it."""
    name = " ".join(name.split())
    words = split(name)
    if not words or _is_pronoun(name, language):
        return build(name, language)
    if name.isascii() and language != _LATIN and senses(language):
        return named(name, _LATIN, type)
    entity = known.find(name, words, language)
    if entity and _believed(entity, type):
        return of_entity(entity)
    found = build(name, language)
    if found.type == type and found.id and (type != "person" or _whole(found, words, language)):
        return found
    if type == "person":
        return _named_person(_without_proclitic(name, 0, words, language), language, None, None, 0.6)
    label = found.label if len(words) > 1 or not senses(language) else romanise(name, language)
    return Label(label=label, name=label, kind="named", type=type, id=_body_id(type, label),
                 country=found.country, confidence=0.5)  # fmt: skip


def _believed(entity: Entity, type: EntityType) -> bool:
    """Whether the base is believed against the tagger's type: media have names that are common words, and people may
    bear the names of places and bodies."""
    if entity.type == "media":
        return type in ("media", "organisation")
    return entity.type == type or type != "person"


def _whole(found: Label, words: tuple[Word, ...], language: str) -> bool:
    """Whether what is left of a person's name without its title is the whole name: not so when a known surname follows
    an unknown word (Melania Trump is not Donald), nor when one word is left of many."""
    own = len(split(found.name or ""))
    if found.id not in names.known():
        return own > 1 or len(words) <= own + 1
    pieces = parts(words, language) if senses(language) else ()
    surname = any(p.entity and p.entity.id == found.id and p.end - p.start == 1 for p in pieces)
    return not (surname and any(p.kind == "unknown" for p in pieces))


def of_entity(entity: Entity, *, role: str | None = None) -> Label:
    """The label of something in the knowledge base or the gazetteer."""
    return Label(
        label=entity.names["en"], name=entity.names["en"], kind="named", id=entity.id, type=entity.type,
        role=role or (None if entity.type == "place" else entity.role), country=entity.country,
    )  # fmt: skip


def _is_pronoun(phrase: str, language: str) -> bool:
    return key(phrase) in {key(row["word"]) for row in table(language, "pronouns")}


def _pronoun(phrase: str, language: str) -> str:
    for row in table(language, "pronouns"):
        if key(row["word"]) == key(phrase):
            if row["number"] != "singular":
                return "they"
            return "she" if row["gender"] == "feminine" else "he"
    return phrase


def _capitals(phrase: str, language: str) -> Label:
    """A label in a language whose script has capitals."""
    found = capitals.read(phrase, language)
    whole = None if found.entity or found.person else known.find(found.label, split(found.label), language)
    if whole:
        return of_entity(whole)
    if capitals.says_nothing(phrase):
        return Label(label=found.label, kind="vague", confidence=0.1)
    if found.entity:
        return of_entity(found.entity, role=found.role)
    if found.person:
        return _named_person(found.person, language, found.role, found.country)
    if found.body and not found.label.islower():
        return Label(label=_cut(found.label), name=found.label, kind=found.kind, type="organisation",
                     id=_body_id("organisation", found.label), country=found.country, confidence=0.8)  # fmt: skip
    return Label(label=_cut(found.label), kind=found.kind, role=found.role, country=found.country, confidence=0.7)


def _named_person(own: str, language: str, role: str | None, country: str | None, confidence: float = 0.8) -> Label:
    """The label of a person by the name as it is written."""
    entity = like(own, language)
    if entity:
        return replace(of_entity(entity, role=role), confidence=confidence)
    english = romanise(own, language) if senses(language) else _POSSESSIVE.sub("", own)
    bones = _enough(skeleton(english if not senses(language) else own), english)
    return Label(label=_cut(english), name=english, kind="named", id=f"person:{bones}", type="person",
                 role=role, country=country, confidence=confidence)  # fmt: skip


def _enough(bones: str, english: str) -> str:
    """The consonants of a name, or all its letters where there are too few to tell names apart."""
    return bones if len(bones) >= LEAST_BONES else "".join(c for c in key(english) if c.isalnum())


def _body_id(type: str, label: str) -> str:
    """The id of a body without a row in the base: its words' consonants, sorted, since a translated name may put them
    in another order; a people's adjective counts as its country ("Iranian Foreign Ministry")."""
    words = split(label)
    bones: list[str] = []
    index = 0
    while index < len(words):
        word = words[index]
        index, name = longest(words, index, _countries_said()) or (index + 1, label[word.start : word.end])
        bones.append("" if name.lower() in _LITTLE else skeleton(name))
    if type != "place":
        bones.sort()
    return f"{'organisation' if type == 'group' else type}:{_enough(''.join(bones) or skeleton(label), label)}"


@cache
def _countries_said() -> dict[str, str]:
    """English names of countries by the keys of all their forms and adjectives in English."""
    return {name: e.names["en"] for name, e in {**place_forms("en"), **peoples("en")}.items() if e.role == "country"}


def _cut(label: str) -> str:
    return " ".join(label.split()[:MOST_WORDS])


# --- Arabic and Persian -------------------------------------------------------------------------------------------


def _person(phrase: str, words: tuple[Word, ...], language: str) -> Label | None:
    """The label of the person that the phrase names, if it names one."""
    segments = _segments(phrase, words)
    cut = [parts(segment, language) for segment in segments]
    for segment, pieces in zip(segments, cut, strict=True):
        run = _name_run(segment, pieces, language, alone=len(segments) == 1)
        if run is None:
            continue
        start, end, entity = run
        role, country = _role([p for other in cut for p in other], entity)
        if entity:
            return of_entity(entity, role=role)
        own = phrase[segment[start].start : segment[end - 1].end]
        own = _without_proclitic(own, start, segment, language)
        return _named_person(own, language, role, country, 0.8 if end - start > 1 else 0.6)
    return None


def _without_proclitic(own: str, start: int, segment: tuple[Word, ...], language: str) -> str:
    """A name without the preposition written on it; what is a name as it stands stays whole."""
    if start or not _articles(language) or is_name_part(segment[0].key, language):
        return own
    article, fused, *joined = _articles(language)
    folded = segment[0].key
    if folded.startswith(fused):
        return article + own[len(fused) :]
    return own[1:] if folded.startswith(tuple(joined)) else own


@cache
def _articles(language: str) -> tuple[str, ...]:
    """How nouns that are no name begin: the article, alone and after a preposition."""
    own = settings(language) if language in codes() else {}
    return tuple(key(x) for x in own.get("definite", {}).get("prefixes", ()))


def _segments(phrase: str, words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """The words between commas and brackets."""
    marks = [m.start() for m in _COMMAS.finditer(phrase)]
    found: dict[int, list[Word]] = {}
    for word in words:
        found.setdefault(sum(m < word.start for m in marks), []).append(word)
    return [tuple(x) for x in found.values()]


def _name_run(
    words: tuple[Word, ...], pieces: tuple[Part, ...], language: str, *, alone: bool
) -> tuple[int, int, Entity | None] | None:
    """Start, end and entity of the person's name among the words: last in the phrase or first."""
    dependent = _dependent(pieces)
    for at, piece in enumerate(pieces):
        edge = at in (0, len(pieces) - 1) or pieces[at - 1].kind in ("role", "func", "title", "nationality")
        if piece.entity and piece.entity.type == "person" and edge and not piece.joined:
            if dependent and at:
                return None
            given = _given(words, pieces, at, language)
            return (given, piece.end, None) if given < piece.start else (piece.start, piece.end, piece.entity)
    if dependent:
        return None
    for at, piece in enumerate(pieces):
        near = alone or at in (0, len(pieces) - 1) or pieces[at - 1].kind in _BEFORE_NAMES
        if piece.kind == "unknown" and near and _like_name(words, pieces, at, language):
            return piece.start, piece.end, None
    return None


def _given(words: tuple[Word, ...], pieces: tuple[Part, ...], at: int, language: str) -> int:
    """Where a name begins that ends in a known person's surname: another given name before it is another person."""
    piece, before = pieces[at], pieces[at - 1] if at else None
    if before is None or before.kind != "unknown" or before.end != piece.start or piece.end - piece.start > 1:
        return piece.start
    return before.start if is_name_part(words[before.end - 1].key, language) else piece.start


def _dependent(pieces: tuple[Part, ...]) -> bool:
    """Whether the phrase means someone who speaks for the named person: an office, a spokesman of a minister."""
    roles = [p for p in pieces if p.kind in ("role", "institution", "doc", "vague")]
    if roles and roles[0] is pieces[0] and roles[0].english in _kin():
        return True
    if roles and roles[0] is pieces[0] and (roles[0].kind in ("doc", "vague") or "office" in roles[0].english):
        return True
    if len(roles) < 2:
        return False
    head, then = roles[0], roles[1]
    return head is pieces[0] and (
        head.english.startswith(("spokes", "adviser", "lawyer", "relative", "wife", "son", "family"))
            and then.kind == "role" and _high(then.english)
    )  # fmt: skip


@cache
def _kin() -> frozenset[str]:
    """Words for people known by whom they belong to: "wife", "brothers"."""
    return frozenset(row["head"] for row in table("shared", "relations") if row["class"] == "kin")


def _high(english: str) -> bool:
    return english.rsplit(maxsplit=1)[-1] in _OFFICES or english in _OFFICES


def _like_name(words: tuple[Word, ...], pieces: tuple[Part, ...], at: int, language: str) -> bool:
    piece = pieces[at]
    run = words[piece.start : piece.end]
    if any(not w.key[0].isalpha() for w in run):
        return False
    sure = sum(is_name_part(w.key, language) for w in run)
    if len(pieces) == 1:
        return True
    before = pieces[at - 1] if at else None
    if _of_body(pieces, at) or (
        before is not None and not sure and before.kind in _BODIES and not _apart(words, piece, language)
    ):
        return False
    if not at and not sure and pieces[1].kind in _BODIES:
        return False
    if len(run) == 1:
        titled = before is not None and before.kind in ("role", "func", "title", "nationality") and not piece.to
        return titled and (bool(sure) or _titled(pieces, at))
    if run[0].key.startswith(_articles(language)) and not sure:
        return False
    return bool(sure) or not (piece.to or piece.joined)


def _of_body(pieces: tuple[Part, ...], at: int) -> bool:
    """Whether what stands before a name is a body, paper or thing and no title: the name is part of the body's."""
    heads = [p.kind for p in pieces[:at] if p.kind not in LEADING]
    return bool(heads) and heads[0] in _BODIES and "role" not in heads and pieces[at - 1].kind != "title"


def _apart(words: tuple[Word, ...], piece: Part, language: str) -> bool:
    """Whether unknown words after a body stand apart from it: two or more without article after one with it."""
    before = words[piece.start - 1].key
    definite = before.startswith(_articles(language))
    return definite and piece.end - piece.start > 1 and not words[piece.start].key.startswith(_articles(language))


def _titled(pieces: tuple[Part, ...], at: int) -> bool:
    before = pieces[at - 1]
    if before.kind == "title":
        return True
    return before.kind == "role" and not before.plural and at == len(pieces) - 1


def _role(pieces: list[Part], entity: Entity | None) -> tuple[str | None, str | None]:
    """The role and the country that the phrase gives."""
    kept = [p for p in pieces if not (p.entity and p.entity == entity) and p.kind != "unknown"]
    country = _country(kept)
    if not any(p.kind == "role" for p in kept):
        return None, country
    return compose(tuple(kept), {}) or None, country


def _country(pieces: list[Part]) -> str | None:
    for piece in pieces:
        if piece.kind == "place" and piece.entity:
            return piece.entity.country
        if piece.kind == "nationality":
            return _countries().get(piece.english)
    for piece in pieces:
        if piece.entity and piece.entity.country:
            return piece.entity.country
    return None


@cache
def _countries() -> dict[str, str]:
    rows = table("shared", "nationalities")
    found = {row["en"].split("|")[0]: row["country"] for row in rows}
    return found | {"United States": "US"}


def country_adjective(code: str | None) -> str | None:
    """What is said of a country in English, by its ISO code."""
    return next((word for word, other in reversed(_countries().items()) if other == code), None)


def _described(phrase: str, words: tuple[Word, ...], language: str) -> Label:
    """The label of someone without a name: composed from the parts, unknown words romanised."""
    pieces = parts(words, language)
    head = next((p for p in pieces if p.kind not in LEADING), None)
    lost = [p for i, p in enumerate(pieces) if p.kind == "unknown" and not _own_name(words, pieces, i, language)]
    unknown = {
        p.start: romanise(
            phrase[words[p.start + p.joined * (p.end - p.start > 1)].start : words[p.end - 1].end], language
        )
        for p in pieces
        if p.kind == "unknown" and p not in lost
    }
    sure = 0.9 - 0.5 * sum(p.end - p.start for p in pieces if p.kind == "unknown") / len(words)
    if unknown and head is not None and head.english in _KINDS:
        pieces = tuple(p for p in pieces if p is not head)  # "Ara News", not "Ara News news agency"
    label = compose(pieces, unknown)
    if not label or (lost and head is not None and head.kind in _WHOLE_NAMES):
        label, sure = romanise(phrase, language), 0.3
    kind = _kind(pieces, head)
    own = kind == "named" and head is not None and not lost and _has_own_name(label, pieces, head)
    medium = head is not None and head.kind == "media"
    return Label(
        label=_cut(label), name=label if own else None, kind=kind,
        id=_body_id("media" if medium else "organisation", label) if own else None,
        type=("media" if medium else "organisation") if own else None,
        role=label if head and head.kind == "role" else None, country=_country(list(pieces)), confidence=sure,
    )  # fmt: skip


def _has_own_name(label: str, pieces: tuple[Part, ...], head: Part) -> bool:
    """Whether a described body is one of its own: it has a name, or a known office such as a ministry or a government
    in a country; not "the company", "a Kurdish agency"."""
    if head.kind not in ("institution", "entity", "media", "unknown", "noun"):
        return False
    if any(p.entity or p.kind == "unknown" for p in pieces):
        return True
    return head.kind == "institution" and not label.islower() and not _any_of_kind(head.english)


@cache
def _any_of_kind(english: str) -> bool:
    """Whether there are many such bodies in a country: companies, agencies, groups."""
    return any(row["head"] == english and "type:" in row["others"] for row in table("shared", "referents"))


def _own_name(words: tuple[Word, ...], pieces: tuple[Part, ...], at: int, language: str) -> bool:
    """Whether unknown words in a description are a name worth keeping, not common words that no table knows."""
    before = pieces[at - 1] if at else None
    common = words[pieces[at].start].key.startswith(_articles(language))
    if len(pieces) == 1:
        return True
    return not common or (before is not None and before.kind in ("institution", "media"))


def _kind(pieces: tuple[Part, ...], head: Part | None) -> SourceKind:
    if head is None:
        return "vague"
    if head.kind == "vague" or (head.kind == "nationality" and head.plural and pieces[0] is not head):
        return "vague"
    if head.kind == "noun" and head.english in heads_of():
        return "unnamed"
    if head.kind == "role":
        return "named" if not head.plural and _high(head.english) and pieces[0] is head else "unnamed"
    return "named"
