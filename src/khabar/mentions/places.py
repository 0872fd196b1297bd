"""Places and peoples of countries in text, from a gazetteer of states, provinces, cities and often-reported spots.

The longest form wins; Arabic proclitics (and, in, to, the) may stand on its first word; a people's adjective stands
for its country. Words that mean something else more often than the place need a sign beside them
(``lang/<code>/place_guards.tsv``).
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from msgspec import Struct

from khabar.language import table
from khabar.mentions.names import LONGEST, form_key, longest, proclitics, stem, variants
from khabar.mentions.names import forms as name_forms
from khabar.record import Block, Entity, Mention
from khabar.text.folding import key
from khabar.text.romanise import is_name_part
from khabar.text.words import Word, split

_BREAK = re.compile(r"[.,;:،؛!?؟]\s|\n")
_OTHER = Entity(id="", type="other", names={})
_AND = "\u0648"
_ARTICLE = "\u0627\u0644"
_SUFFIXES = {
    "ar": (
        "", "\u0647", "\u0648\u0646", "\u064a\u0646", "\u0627\u0646",
        "\u0627\u062a", "\u062a\u0627\u0646", "\u062a\u064a\u0646",
    ),
    "fa": ("", "\u0647\u0627", "\u0647\u0627\u064a", "\u0627\u0646", "\u0647\u0627\u064a\u064a"),
    "en": ("", "s"),
}  # fmt: skip


class Guard(Struct, frozen=True):
    """What a place's form needs beside it: ``after`` words before it, ``never`` words beside it; or it is never one."""

    needs: frozenset[str]
    never: frozenset[str]


@cache
def gazetteer() -> Mapping[str, Entity]:
    """Every known place by id: ``place:`` and its English name; coordinates in degrees where sure.

    ``role`` says what it is: country, capital, city or place.
    """
    return MappingProxyType({row["id"]: _place(row) for row in table("shared", "places")})


def _place(row: dict[str, str]) -> Entity:
    return Entity(
        id=row["id"],
        type="place",
        names={c: f[0] for c in ("en", "ar", "fa") if (f := variants(row[c]))},
        role=row["kind"],
        country=row["country"] or None,
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
    )


@cache
def states() -> Mapping[str, Entity]:
    """States by their ISO 3166 codes."""
    found: dict[str, Entity] = {}
    for place in gazetteer().values():
        if place.role == "country" and place.country:
            found.setdefault(place.country, place)
    return MappingProxyType(found)


@cache
def forms(language: str) -> Mapping[str, Entity]:
    """Places by the keys of their written forms; the row that comes first in the table keeps a form that two claim."""
    found: dict[str, Entity] = {}
    for row in table("shared", "places"):
        for form in variants(row.get(language, "")):
            found.setdefault(form_key(form), gazetteer()[row["id"]])
    return MappingProxyType(found)


@cache
def peoples(language: str) -> Mapping[str, Entity]:
    """Countries by the keys of the adjectives and names of their peoples, in all forms."""
    found: dict[str, Entity] = {}
    for row in table("shared", "nationalities"):
        for form in variants(row.get(language, "")):
            words = [stem(w.key) for w in split(form)]
            for suffix in _SUFFIXES.get(language, ("",)):
                found.setdefault(words[0] + suffix + "".join(words[1:]), gazetteer()[row["place"]])
    return MappingProxyType(found)


@cache
def _index(language: str) -> Mapping[str, Entity]:
    """All forms that a search stops at; ``_OTHER`` for names of others that may hold a place's name."""
    others = {name: _OTHER for name, entity in name_forms(language).items() if entity.type != "place"}
    return MappingProxyType(others | dict(peoples(language)) | dict(forms(language)))


@cache
def _firsts(language: str) -> frozenset[str]:
    """The first three, four and five letters of all forms: a quick look before a search."""
    return frozenset(name[:n] for name in _index(language) for n in (3, 4, 5))


@cache
def _articles(language: str) -> Mapping[str, frozenset[bool]]:
    """For each place's form whether its first word is written with the article."""
    found: dict[str, set[bool]] = {}
    for row in table("shared", "places"):
        for form in variants(row.get(language, "")):
            found.setdefault(form_key(form), set()).add(form.startswith(_ARTICLE))
    return MappingProxyType({name: frozenset(seen) for name, seen in found.items()})


@cache
def _guards(language: str) -> Mapping[str, Guard]:
    return MappingProxyType({
        form_key(row["form"]): Guard(
            frozenset(key(x) for x in variants(row["needs"])), frozenset(key(x) for x in variants(row["never"]))
        )
        for row in table(language, "place_guards")
    })  # fmt: skip


def find(text: str, blocks: tuple[Block, ...]) -> tuple[Mention, ...]:
    """Mentions of places and of countries' peoples outside page chrome, in text order, none overlapping.

    Ids are ``p1``, ``p2`` …; ``entity`` is the place's id; an adjective or a people has the form ``role``.
    """
    found = [
        hit
        for b in blocks
        if b.kind != "boilerplate"
        for hit in _told_apart(text, tuple(_in_block(text, b.start, b.end, b.language)), b.language)
    ]
    return tuple(
        Mention(id=f"p{n}", start=start, end=end, entity=place.id, form="name" if is_name else "role")
        for n, (start, end, place, is_name) in enumerate(found, 1)
    )


def _in_block(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int, Entity, bool]]:
    words = split(text, start, end)
    index = 0
    while index < len(words):
        hit = _at(text, words, index, language)
        if hit is None:
            index += 1
            continue
        if hit.place is not _OTHER and not _guarded(text, words, index, hit, language):
            first = words[index].start + _written(text, words[index], hit.offset)
            yield first, words[hit.after - 1].end, hit.place, hit.form in forms(language)
        index = hit.after


_Found = tuple[int, int, Entity, bool]
"""Start, end, place, and whether it is called by its name."""


@cache
def _homonyms(language: str) -> Mapping[str, tuple[tuple[Entity, frozenset[str]], ...]]:
    """The lesser known places of each form that a better known one keeps, with words that tell them."""
    found: dict[str, list[tuple[Entity, frozenset[str]]]] = {}
    for row in table("shared", "place_homonyms"):
        beside = frozenset(key(x) for x in variants(row["words"]))
        for form in variants(row[language]) if language in row else ():
            found.setdefault(form_key(form), []).append((gazetteer()[row["id"]], beside))
    return MappingProxyType({form: tuple(places) for form, places in found.items()})


def _told_apart(text: str, found: tuple[_Found, ...], language: str) -> Iterator[_Found]:
    """The mentions of one block with those of two places' name decided: by a word beside it, else by the countries
    named in the block."""
    for start, end, place, is_name in found:
        others = _homonyms(language).get(form_key(text[start:end]), ()) if is_name else ()
        near = {p.country for a, b, p, _ in found if (a, b) != (start, end)}
        before, after = text[:start].rsplit(maxsplit=1)[-1:], text[end:].split(maxsplit=1)[:1]
        beside = {w.key for piece in (*before, *after) for w in split(piece)}
        meant = next((p for p, words in others if words & beside), None) or next(
            (p for p, _ in others if p.country in near and p.country != place.country and place.country not in near),
            place,
        )
        yield start, end, meant, is_name


class _Hit(Struct, frozen=True):
    """A form found: the index after it, the letters of its proclitic, its key, and the place or ``_OTHER``."""

    after: int
    offset: int
    form: str
    place: Entity


def _at(text: str, words: tuple[Word, ...], index: int, language: str) -> _Hit | None:
    """The longest form that begins at ``index``, without or with proclitics."""
    word = words[index]
    if word.key.isascii() and not text[word.start].isupper():
        return None
    bare = stem(word.key)
    article = bare != word.key
    if (len(bare) < 3 or bare[:5] in _firsts(language)) and (
        found := _hit(text, words, index, (0, article, bare), language)
    ):
        return found
    if language != "ar" or word.key.isascii() or is_name_part(word.key, language):
        return None
    for reading in proclitics(word.key):
        if reading[2][:5] in _firsts(language) and (found := _hit(text, words, index, reading, language)):
            return found
    return None


def _hit(text: str, words: tuple[Word, ...], index: int, reading: tuple[int, bool, str], language: str) -> _Hit | None:
    """The longest form at ``index`` when its first word is read so: letters of the prefix, article, stem."""
    offset, article, bare = reading
    first = words[index]
    near = (Word(first.start, first.end, bare), *words[index + 1 : index + LONGEST])
    stop: int | None = None
    while (stop is None or stop) and (found := longest(near, 0, _index(language), end=stop)):
        stop = next((i for i in range(1, found[0]) if not _together(text, near[i - 1], near[i])), None)
        if stop is not None:
            continue
        if near[found[0] - 1].key == _AND and found[0] > 1:
            stop = found[0] - 1
            continue
        form = "".join(stem(w.key) for w in near[: found[0]])
        written = _articles(language).get(form) if language == "ar" else None
        capital = not first.key.isascii() or all(text[w.start].isupper() or len(w.key) < 4 for w in near[: found[0]])
        if capital and (written is None or article in written or form in peoples(language)):
            return _Hit(index + found[0], offset, form, found[1])
        stop = found[0] - 1
    return None


def _together(text: str, before: Word, after: Word) -> bool:
    gap = text[before.end : after.start]
    return gap == " " or not _BREAK.search(gap)


def _written(text: str, word: Word, letters: int) -> int:
    """How many characters the first ``letters`` of the word's key take in the text."""
    count = seen = 0
    while seen < letters and word.start + count < word.end:
        seen += bool(key(text[word.start + count]))
        count += 1
    return count


def _guarded(text: str, words: tuple[Word, ...], index: int, hit: _Hit, language: str) -> bool:
    """Whether the words beside a form say that it is not the place."""
    if hit.after - index > 1:
        return False
    before = words[index - 1].key if index else ""
    behind = words[hit.after].key if hit.after < len(words) else ""
    guard = _guards(language).get(hit.form)
    if guard and ((guard.needs and not _beside(guard, before, behind, hit)) or guard.never & {before, behind, "*"}):
        return True
    if words[index].key.isascii():
        return _first_name(text, words, index, hit.after)
    return is_name_part(before, language) and is_name_part(words[index].key, language)


def _beside(guard: Guard, before: str, behind: str, hit: _Hit) -> bool:
    """Whether a needed word stands beside the form; a preposition written on the form will do."""
    return bool(guard.needs & {before, behind}) or hit.offset > 0


def _first_name(text: str, words: tuple[Word, ...], index: int, after: int) -> bool:
    """In English: whether the place's word is part of a person's name, as in "Jordan Peterson" or "Paris Hilton"."""
    guard = _guards("en").get(stem(words[index].key))
    if not guard or after - index > 1 or after >= len(words):
        return False
    gap = text[words[index].end : words[after].start]
    return "given" in guard.never and gap == " " and text[words[after].start].isupper()
