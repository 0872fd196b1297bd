"""Rows of the knowledge base as the user's tables hold them, and changes to them: pure functions.

A change never touches the packaged tables. It is a set of rows for the user's tables (``Change``), and ids that are
gone with the reason why.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from msgspec import Struct

from khabar.errors import KhabarError
from khabar.language import table
from khabar.mentions.names import form_key, variants

LANGUAGES = ("en", "ar", "fa")
COLUMNS = {
    "people": ("id", "type", "role", "country", *LANGUAGES, "since", "until", "checked", "wikidata"),
    "organisations": ("id", "type", "country", *LANGUAGES, "since", "until", "checked", "allegiance", "wikidata"),
    "media": ("id", "type", "country", *LANGUAGES, "since", "until", "checked", "wikidata"),
    "places": ("id", "kind", "country", "latitude", "longitude", *LANGUAGES, "within", "wikidata"),
    "posts": ("person", "post", "of", "since", "until", "checked"),
    "gone": ("id", "into", "why"),
}
TABLE_OF = {
    "person": "people", "organisation": "organisations", "group": "organisations", "media": "media", "place": "places",
}  # fmt: skip
ENTITIES = tuple(dict.fromkeys(TABLE_OF.values()))
"""The tables whose rows are entities."""
_PREFIX = {"organisation": "org"}

Row = dict[str, str]


class BaseError(KhabarError):
    """A change that the base cannot take, with the reason."""


class Change(Struct, frozen=True):
    """Rows to write into the user's tables, by table; a row replaces the one of its id."""

    rows: Mapping[str, tuple[Row, ...]]


def new(type: str, names: Mapping[str, str], source: str, **other: str) -> Change:
    """A new entity, as ``new_row`` makes it.

    Raises ``BaseError`` also for an id that is taken.
    """
    row = new_row(type, names, source, **other)
    if find_row(row["id"]):
        raise BaseError(f"{row['id']} is in the base already; see: khabar kb find '{variants(row['en'])[0]}'")
    return Change({TABLE_OF[type]: (row,)})


def new_row(type: str, names: Mapping[str, str], source: str, **other: str) -> Row:
    """The row of an entity. ``names``: written forms by language, joined with ``|``; ``source``: how it is known.

    Raises ``BaseError`` for an unknown type or a missing English name.
    """
    if type not in TABLE_OF:
        raise BaseError(f"unknown type {type!r}; known are {', '.join(TABLE_OF)}")
    english = variants(names.get("en", ""))
    if not english:
        raise BaseError("an English name is needed: --en 'Samir Haddad'")
    own = {"id": entity_id(type, english[0]), "type": type, "checked": source, "kind": "place"}
    return {column: {**own, **names, **other}.get(column, "") for column in COLUMNS[TABLE_OF[type]]}


def entity_id(type: str, english: str) -> str:
    """``type:`` and the English name in small letters with hyphens."""
    plain = unicodedata.normalize("NFKD", english).encode("ascii", "ignore").decode().lower()
    return f"{_PREFIX.get(type, type)}:{re.sub('[^a-z0-9]+', '-', plain.replace(chr(39), '')).strip('-')}"


def find_row(id: str) -> tuple[str, Row] | None:
    """The table and the row of an id."""
    for name in ENTITIES:
        for row in table("shared", name):
            if row["id"] == id:
                return name, row
    return None


def _known(id: str) -> tuple[str, Row]:
    found = find_row(id)
    if found is None:
        raise BaseError(f"{id}: not in the base; look for it with: khabar kb find NAME")
    return found


def merge(gone: str, into: str, why: str) -> Change:
    """Two ids that are one bearer: ``into`` gets the other's written forms and posts."""
    (name, other), (table_of, kept) = _known(gone), _known(into)
    if gone == into:
        raise BaseError(f"{gone}: an entity cannot be merged with itself")
    if name != table_of:
        raise BaseError(f"{gone} is in {name} and {into} in {table_of}: only like can be merged")
    forms = {c: _joined(variants(kept[c]) + variants(other[c])) for c in LANGUAGES}
    return Change({
        name: (_filled(name, kept | forms),), "gone": ({"id": gone, "into": into, "why": why},),
    })  # fmt: skip


def split(id: str, english: str, forms: Iterable[str], why: str) -> Change:
    """One id that holds two bearers: the written ``forms`` go to a new entity named ``english``."""
    name, row = _known(id)
    taken = {form_key(f) for f in forms} | {form_key(english)}
    kept = {c: _joined(f for f in variants(row[c]) if form_key(f) not in taken) for c in LANGUAGES}
    moved = {c: _joined(f for f in variants(row[c]) if form_key(f) in taken) for c in LANGUAGES}
    if not kept["en"]:
        raise BaseError(f"{id}: an English name has to stay behind")
    missing = taken - {form_key(f) for c in LANGUAGES for f in variants(row[c])} - {form_key(english)}
    if missing:
        raise BaseError(f"{id} has no such written form: {', '.join(sorted(missing))}")
    type = row.get("type", "place")
    moved["en"] = _joined((english, *variants(moved["en"])))
    fresh = row | moved | {"id": entity_id(type, english), "checked": why, "wikidata": ""}
    if find_row(fresh["id"]):
        raise BaseError(f"{fresh['id']} is in the base already")
    return Change({name: (_filled(name, row | kept), _filled(name, fresh))})


def _filled(name: str, row: Row) -> Row:
    return {column: row.get(column, "") for column in COLUMNS[name]}


def _joined(forms: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(forms))
