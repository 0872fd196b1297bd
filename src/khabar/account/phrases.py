"""Noun phrases in Arabic and Persian, cut into known parts: roles, institutions, nationalities, places, names.

The phrase is read left to right (head first); the longest known form wins. What no table knows is a run of unknown
words: perhaps a name.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from khabar.language import settings, table
from khabar.mentions.names import bare_forms, form_key, forms, longest, media_forms, proclitics, stem, variants
from khabar.mentions.places import forms as place_forms
from khabar.record import Entity
from khabar.text.folding import key
from khabar.text.romanise import is_name_part, is_spelt_out
from khabar.text.words import Word, split

Kind = Literal[
    "role", "institution", "noun", "adj", "degree", "nationality", "place", "entity", "vague", "doc", "func",
    "title", "stop", "quantity", "media", "unknown",
]  # fmt: skip


class Part(Struct, frozen=True):
    """A known or unknown piece of a phrase: words ``start`` to ``end``, its English, and the entity it names."""

    start: int
    end: int
    kind: Kind
    english: str
    plural: bool = False
    entity: Entity | None = None
    joined: bool = False  # an "and" stands before it
    single: str = ""  # English of a role in the other number
    manner: str = ""  # English of a role word as an adjective
    to: bool = False  # a preposition or proclitic stands before it


class Sense(Struct, frozen=True):
    """What a form means."""

    kind: Kind
    english: str
    plural: bool = False
    entity: Entity | None = None
    single: str = ""
    manner: str = ""


_MODIFIED = frozenset(("role", "noun", "institution", "doc", "vague", "adj", "nationality", "media"))
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_HEH, _AND = "\u0647", "\u0648"


@cache
def senses(language: str) -> Mapping[str, Sense]:
    """Every form that a phrase may hold, by its key; nothing for languages whose capitals show the names."""
    if not table(language, "spelling"):
        return MappingProxyType({})
    found = {name: Sense("entity", entity.names["en"], entity=entity) for name, entity in forms(language).items()}
    inflected: dict[str, Sense] = {}
    _add_roles(found, inflected, language)
    for row in table(language, "institutions"):
        for form in variants(row["forms"]):
            found.setdefault(form_key(form), Sense("institution", row["en"]))
    _add_words(found, inflected, language)
    for name, entity in place_forms(language).items():
        found.setdefault(name, Sense("place", adjective(entity) or entity.names["en"], entity=entity))
    _add_nationalities(found, inflected, language)
    return MappingProxyType(_with_manner(inflected | found, language))


def _with_manner(found: dict[str, Sense], language: str) -> dict[str, Sense]:
    """Roles whose word is an adjective too («سياسي», politician and political) with both meanings."""
    manners: dict[str, Sense] = {}
    for row in table(language, "phrase_words"):
        if row["class"] in ("adj", "degree"):
            sense = Sense(row["class"], row["en"])  # type: ignore[arg-type]
            for form in variants(row["forms"]):
                manners[form_key(form)] = sense
                _inflect(manners, form, language, sense, sense)
    return {
        name: replace(sense, manner=manners[name].english) if sense.kind == "role" and name in manners else sense
        for name, sense in found.items()
    }


@cache
def adjectives() -> Mapping[str, str]:
    """What is said of each country in English, by its place id; the United States have their full name."""
    found = {row["place"]: row["en"].split("|")[0] for row in table("shared", "nationalities")}
    return MappingProxyType(found | {"place:united-states": "United States"})


def adjective(place: Entity) -> str | None:
    """The adjective of a country; ``None`` for places that have none."""
    return adjectives().get(place.id)


def _add_roles(found: dict[str, Sense], inflected: dict[str, Sense], language: str) -> None:
    for row in table(language, "roles"):
        one = Sense("role", row["en"], single=row["en_plural"])
        many = Sense("role", row["en_plural"], plural=True, single=row["en"])
        for form in variants(row["forms"]):
            found.setdefault(form_key(form), one)
            _inflect(inflected, form, language, one, many)
        for form in variants(row["plurals"]):
            found[form_key(form)] = many
            _inflect(inflected, form, language, many, many)


def _add_words(found: dict[str, Sense], inflected: dict[str, Sense], language: str) -> None:
    for row in table(language, "phrase_words"):
        kind: Kind = row["class"]  # type: ignore[assignment]
        one, many = Sense(kind, row["en"]), Sense(kind, row["en_plural"] or row["en"], plural=True)
        for form in variants(row["forms"]):
            name = form_key(form)
            if kind in ("adj", "degree"):
                found.setdefault(name, one)
                _inflect(inflected, form, language, one, one)
            elif kind == "noun" or (name in found and found[name].kind == "entity"):
                found.setdefault(name, one)
            else:
                found[name] = one
        for form in variants(row["plurals"]):
            found[form_key(form)] = many


def _add_nationalities(found: dict[str, Sense], inflected: dict[str, Sense], language: str) -> None:
    for row in table("shared", "nationalities"):
        sense = Sense("nationality", adjectives()[row["place"]])
        for form in variants(row[language]):
            found.setdefault(form_key(form), sense)
            _inflect(inflected, form, language, sense, replace(sense, plural=True))


def _inflect(found: dict[str, Sense], form: str, language: str, one: Sense, many: Sense) -> None:
    """The form with the endings of number and gender; in a form of several words the first one takes them."""
    words = [stem(w.key) for w in split(form)]
    head, rest = words[0], "".join(words[1:])
    root = head[:-1] if head.endswith(_HEH) and language == "ar" else head
    for ending, singular in _endings(language):
        found.setdefault(root + ending + rest, one if singular else many)


@cache
def _endings(language: str) -> tuple[tuple[str, bool], ...]:
    """Endings of words in phrases, folded, and whether each leaves the word singular."""
    own = settings(language).get("phrases", {})
    single = {key(x) for x in own.get("singular_endings", ())}
    return tuple((key(x), key(x) in single) for x in own.get("endings", ()))


def parts(words: tuple[Word, ...], language: str) -> tuple[Part, ...]:
    """The words cut into parts, as far as the noun phrase goes; neighbouring unknown words make one part."""
    out: list[Part] = []
    index = 0
    while index < len(words):
        part = _part(words, index, language)
        if part.kind == "stop" and out:
            break
        if part.manner and out and not part.joined and not part.to and _modifies(words, index, out[-1]):
            part = replace(part, kind="adj", english=part.manner)
        if part.kind == "unknown" and not part.joined and out and out[-1].kind == "unknown" and not part.to:
            out[-1] = Part(out[-1].start, part.end, "unknown", "", joined=out[-1].joined, to=out[-1].to)
        else:
            out.append(part)
        index = part.end
    return tuple(out)


def _modifies(words: tuple[Word, ...], index: int, before: Part) -> bool:
    """Whether a word that may be an adjective belongs to the one before: both have the article, or neither."""
    return before.kind in _MODIFIED and _has_article(words[before.start].key) == _has_article(words[index].key)


def _has_article(folded: str) -> bool:
    return stem(folded) != folded or any(article for _, article, _ in proclitics(folded))


def _part(words: tuple[Word, ...], index: int, language: str) -> Part:
    known = senses(language)
    folded = words[index].key
    if folded.isascii() and folded.isdecimal():
        number = _NUMBERS[int(folded)] if len(folded) < 3 and int(folded) < len(_NUMBERS) else folded
        return Part(index, index + 1, "quantity", number)
    if folded == _AND and index + 1 < len(words):
        after = _part(words, index + 1, language)
        return replace(after, start=index, joined=True)
    name = _within_name(words, index, language) or _within_initials(words, index, language)
    found = None if name else longest(words, index, known)
    if found and not _surname_like(words, index, found, language):
        return _made(index, *found)
    if language == "ar" and not is_name_part(folded, language):
        for bare in bare_forms(folded):
            changed = (Word(words[index].start, words[index].end, bare), *words[index + 1 : index + 8])
            found = longest(changed, 0, known)
            if found:
                prefix = folded[0]
                part = _made(index, index + found[0], found[1])
                return replace(part, joined=prefix == _AND, to=prefix != _AND)
    medium = _medium_at(words, index, language)
    return medium or Part(index, index + 1, "unknown", "")


def _medium_at(words: tuple[Word, ...], index: int, language: str) -> Part | None:
    """A medium named inside a phrase («تقرير عن فوربس») by words that mean nothing else."""
    if not index or is_name_part(words[index - 1].key, language) or is_name_part(words[index].key, language):
        return None
    found = longest(words, index, media_forms(language))
    return Part(index, found[0], "entity", found[1].names["en"], entity=found[1]) if found else None


def _surname_like(words: tuple[Word, ...], index: int, found: tuple[int, Sense], language: str) -> bool:
    """Whether a known word is part of a name: one that closes the phrase right after a given name ("Sadiki", which is
    "my friend" too), or an adjective that opens it."""
    kind, single = found[1].kind, found[0] == index + 1
    if not index:
        return single and kind == "adj" and len(words) > 1 and stem(words[0].key) == words[0].key
    if found[1].kind == "place" and single and not adjective_of(found[1]) and _opens_name(words, index, language):
        return True
    last = single and found[0] == len(words) and stem(words[index].key) == words[index].key
    common = kind in ("role", "noun", "adj") or (kind == "place" and not adjective_of(found[1]))
    before = words[index - 1].key
    sense = senses(language).get(stem(before))
    after_name = index > 1 and is_name_part(words[index - 2].key, language)
    preposition = index > 1 and not after_name and sense is not None and sense.kind == "func"  # «على», folded like Ali
    return last and common and not preposition and is_name_part(before, language)


def _opens_name(words: tuple[Word, ...], index: int, language: str) -> bool:
    """Whether a word without article that is a given name too («خليل») goes before one that no table knows."""
    folded = words[index].key
    after = index + 1 < len(words) and longest(words, index + 1, senses(language)) is None
    return after and stem(folded) == folded and is_name_part(folded, language)


def adjective_of(sense: Sense) -> str | None:
    """The adjective of the country that a sense names."""
    return adjective(sense.entity) if sense.entity else None


def _made(start: int, end: int, sense: Sense) -> Part:
    return Part(
        start, end, sense.kind, sense.english, sense.plural, sense.entity, single=sense.single, manner=sense.manner
    )


def _within_initials(words: tuple[Word, ...], index: int, language: str) -> bool:
    """Whether a word is one of three or more that spell out letters; fewer may be particles."""
    runs = ([w.key for w in words[at : at + 3]] for at in range(max(index - 2, 0), index + 1))
    return any(len(run) == 3 and is_spelt_out(run, language) for run in runs)


def _within_name(words: tuple[Word, ...], index: int, language: str) -> bool:
    """Whether a word that may be a role or a noun stands among name parts and is one of them."""
    folded = words[index].key
    if not index and stem(folded) != folded:
        return False  # a name does not begin with the article, a title does
    if not is_name_part(folded, language) or longest(words, index, forms(language)):
        return False
    before = index > 0 and is_name_part(words[index - 1].key, language)
    after = index + 1 < len(words) and is_name_part(words[index + 1].key, language)
    return before or after
