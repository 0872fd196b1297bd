"""Look-up of known names in text: the knowledge base's people, bodies and media by their written forms.

A written form is looked up by its words run together (``stem`` of each word), so that spacing, ZWNJ, hyphens, articles
and letter variants do not matter.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TypeVar

from rapidfuzz import fuzz

from khabar.language import table
from khabar.record import Entity, EntityType
from khabar.text.folding import key
from khabar.text.skeleton import skeleton
from khabar.text.words import Word

T = TypeVar("T")

LONGEST = 8  # words in a name
LEAST_BONES = 5  # consonants of a name that may be told by them alone
LEAST_LIKE, LEAST_LIKE_LATIN = 95, 75  # of 100: share of letters that two spellings of one name have in common

_ALL = "\u0627\u0644"  # the article
_TO_THE = "\u0644\u0644"
_WORD = re.compile(r"\d+|[^\W\d_]+")
_ALLAH = re.compile("\u0627\u0644\u0644\u0647$")
_ABD_ALL = re.compile("^\u0639\u0628\u062f\u0627\u0644(?=..)")
_PREFIXES = tuple(
    "".join(x)
    for x in (
        "\u0648\u0644\u0644", "\u0641\u0644\u0644", "\u0648\u0628\u0627\u0644",
        "\u0648\u0627\u0644", "\u0641\u0627\u0644",
        "\u0628\u0627\u0644", "\u0643\u0627\u0644", "\u0644\u0644", "\u0648\u0628", "\u0648\u0644", "\u0648", "\u0641",
        "\u0628", "\u0644", "\u0643",
    )
)  # fmt: skip
_TYPES: dict[str, EntityType] = {
    "person": "person", "organisation": "organisation", "group": "group", "media": "media", "place": "place",
}  # fmt: skip
_TABLES = ("people", "organisations", "media")


@lru_cache(maxsize=65536)
def stem(folded: str) -> str:
    """A folded word as tables of names hold it: without the article, Allah and Abd in one spelling."""
    folded = _ABD_ALL.sub("\u0639\u0628\u062f", _ALLAH.sub("\u0644\u0647", folded))
    return folded[2:] if folded.startswith(_ALL) and len(folded) > 4 else folded


@lru_cache(maxsize=16384)
def proclitics(folded: str) -> tuple[tuple[int, bool, str], ...]:
    """Readings of an Arabic word that carries proclitics (and, with, to, as), longest first: how many letters are
    prefix, whether the article follows it, and the stem of the rest."""
    found = []
    for prefix in _PREFIXES:
        if folded.startswith(prefix) and len(folded) - len(prefix) >= 2:
            article = prefix.endswith(_ALL)
            fused = prefix.endswith(_TO_THE)
            found.append((len(prefix) - 2 * article, article or fused, stem(folded[len(prefix) :])))
    return tuple(found)


@lru_cache(maxsize=16384)
def bare_forms(folded: str) -> tuple[str, ...]:
    """The stems that an Arabic word may have when it carries proclitics."""
    return tuple(bare for _, _, bare in proclitics(folded))


def form_key(name: str) -> str:
    """The look-up key of a written form."""
    return "".join(map(stem, _WORD.findall(key(name))))


def longest(
    words: tuple[Word, ...], start: int, forms: Mapping[str, T], *, end: int | None = None
) -> tuple[int, T] | None:
    """The longest form that begins at word ``start`` and ends before word ``end``: index after it, value."""
    stop = min(start + LONGEST, len(words) if end is None else end)
    joined = ""
    found: tuple[int, T] | None = None
    for index in range(start, stop):
        joined += stem(words[index].key)
        value = forms.get(joined)
        if value is not None:
            found = (index + 1, value)
    return found


def variants(cell: str) -> tuple[str, ...]:
    """The written forms in a table's cell."""
    return tuple(x for x in cell.split("|") if x)


@cache
def known() -> Mapping[str, Entity]:
    """Everyone and everything in the knowledge base but places, by id."""
    return MappingProxyType({row["id"]: _entity(row) for name in _TABLES for row in table("shared", name)})


def _entity(row: dict[str, str]) -> Entity:
    names = {c: forms[0] for c in ("en", "ar", "fa") if (forms := variants(row[c]))}
    return Entity(
        id=row["id"],
        type=_TYPES[row["type"]],
        names=names,
        role=row.get("role") or None,
        country=row["country"] or None,
        wikidata=row.get("wikidata") or None,
    )


@cache
def forms(language: str) -> Mapping[str, Entity]:
    """People, organisations and groups by the keys of their written forms in a language; media see ``media_forms``."""
    return MappingProxyType(_index(("people", "organisations"), language))


@cache
def media_forms(language: str) -> Mapping[str, Entity]:
    """Media by the keys of their written forms; many are common words and need a context that says so."""
    return MappingProxyType(_index(("media",), language))


def _index(tables: Iterable[str], language: str) -> dict[str, Entity]:
    """Entities by the keys of their forms; the first keeps a form that two claim, but of two people neither has it."""
    found: dict[str, Entity] = {}
    shared: set[str] = set()
    for name in tables:
        for row in table("shared", name):
            entity = known()[row["id"]]
            for form in variants(row.get(language, "")):
                other = found.setdefault(form_key(form), entity)
                if other.type == entity.type == "person" and other.id != entity.id:
                    shared.add(form_key(form))
    return {form: entity for form, entity in found.items() if form not in shared}


def like(name: str, language: str) -> Entity | None:
    """The known person whose full name this is in another spelling: one with the same consonants, of enough of them,
    and in this language with nearly the same letters: long vowels tell «سامر» from «سمير». ``None`` when it fits
    nobody or two."""
    bones = skeleton(name)
    entity = _by_skeleton().get(bones) if len(bones) >= LEAST_BONES and len(_WORD.findall(name)) > 1 else None
    if entity is None:
        return None
    written = [key(form) for form in _person_forms()[entity.id].get(language, ())]
    near = max((fuzz.ratio(key(name), form) for form in written), default=0 if written else 100)
    return entity if near >= (LEAST_LIKE_LATIN if name.isascii() else LEAST_LIKE) else None


@cache
def _person_forms() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The written forms of each known person, by language."""
    return MappingProxyType({
        row["id"]: {c: variants(row[c]) for c in ("en", "ar", "fa")} for row in table("shared", "people")
    })  # fmt: skip


@cache
def _by_skeleton() -> Mapping[str, Entity]:
    """People by the consonants of their full names in any language, without those that two share."""
    found: dict[str, set[str]] = {}
    for person, forms in _person_forms().items():
        for form in (f for written in forms.values() for f in written if len(_WORD.findall(f)) > 1):
            found.setdefault(skeleton(form), set()).add(person)
    return MappingProxyType({bones: known()[min(ids)] for bones, ids in found.items() if len(ids) == 1})
