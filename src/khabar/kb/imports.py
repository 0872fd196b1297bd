"""Rows from other collections: a Wikidata JSON extract, FollowTheMoney entities (JSON Lines), CSV.

Only what the file says is taken: names in the three languages, country where it is an ISO code, years, Wikidata ids.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from khabar.kb.rows import ENTITIES, LANGUAGES, TABLE_OF, BaseError, Change, Row, new_row
from khabar.language import table

_HUMAN = "Q5"
_MEDIA = frozenset(("Q192283", "Q11032", "Q11033", "Q1002697", "Q2001305", "Q14350", "Q15265344"))
_GROUPS = frozenset(("Q17149090", "Q18811583", "Q31629", "Q7278"))
_SCHEMAS = {
    "Person": "person", "Organization": "organisation", "Company": "organisation", "PublicBody": "organisation",
    "LegalEntity": "organisation",
}  # fmt: skip
_ARABIC, _PERSIAN = re.compile("[\u0620-\u06d3]"), re.compile("[\u067e\u0686\u0698\u06af\u06a9\u06cc]")
_YEAR = re.compile(r"\d{4}")


def read(path: Path, source: str | None = None) -> tuple[Change, int]:
    """The rows of a file whose kind its content tells, and how many entities it has that the base holds already.
    ``source``: how the rows are known; default the file's name.

    Raises ``BaseError`` naming the file and line for what cannot be read.
    """
    taken = {row["id"] for name in ENTITIES for row in table("shared", name)}
    rows: dict[str, list[Row]] = {}
    held = 0
    for entity in _entities(path):
        try:
            row = new_row(entity.pop("type"), entity.pop("names"), source or path.name, **entity)
        except BaseError as error:
            raise BaseError(f"{path}: {error}") from error
        held += row["id"] in taken
        if row["id"] not in taken:
            rows.setdefault(TABLE_OF[row.get("type", "place")], []).append(row)
            taken.add(row["id"])
    return Change({name: tuple(found) for name, found in rows.items()}), held


def _entities(path: Path) -> Iterator[dict[str, Any]]:
    try:
        if path.suffix.lower() in (".csv", ".tsv"):
            yield from _from_csv(path)
            return
        found = list(_json(path))
    except UnicodeDecodeError as error:
        raise BaseError(f"{path}: is not UTF-8 text") from error
    if not found:
        raise BaseError(f"{path}: holds no entities")
    for item in found:
        if "schema" in item:
            yield from _from_ftm(item)
        elif "labels" in item:
            yield from _from_wikidata(item)
        else:
            raise BaseError(f"{path}: neither Wikidata's JSON nor FollowTheMoney: an entity has {sorted(item)[:5]}")


def _json(path: Path) -> Iterator[dict[str, Any]]:
    """One object, an array, Wikidata's {"entities": {…}}, or an object a line."""
    text = path.read_text("utf-8").strip()
    try:
        whole = json.loads(text)
    except ValueError:
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip(" ,[]"):
                try:
                    yield json.loads(line.strip().rstrip(","))
                except ValueError as error:
                    raise BaseError(f"{path}, line {number}: no JSON: {error}") from error
        return
    if isinstance(whole, dict):
        entities = whole.get("entities")
        yield from entities.values() if isinstance(entities, dict) else [whole]
    else:
        yield from whole


def _from_csv(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
        wanted = {"type", "en"} - set(rows.fieldnames or ())
        if wanted:
            raise BaseError(f"{path}: the first line names no column {' and '.join(sorted(wanted))}")
        for number, row in enumerate(rows, 2):
            if None in row.values() or None in row:
                raise BaseError(f"{path}, line {number}: has not as many columns as the first line")
            names = {c: row.get(c, "").strip() for c in LANGUAGES}
            other = {k: v for k, v in row.items() if k in ("role", "country", "since", "until", "wikidata")}
            yield {"type": row["type"].strip(), "names": names, **other}


def _from_ftm(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    type, has = _SCHEMAS.get(item["schema"]), item.get("properties", {})
    names = _by_language(chain(has.get("name", ()), has.get("alias", ())))
    if type and names.get("en"):
        country = next(iter(has.get("country", has.get("nationality", ()))), "").upper()
        yield {"type": type, "names": names, "country": country if len(country) == len("IR") else ""}


def _by_language(names: Iterable[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        language = "fa" if _PERSIAN.search(name) else "ar" if _ARABIC.search(name) else "en"
        found.setdefault(language, []).append(name)
    return {language: "|".join(forms) for language, forms in found.items()}


def _from_wikidata(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """An item with an English label and at least one statement of what it is (P31)."""
    kinds = set(_values(item, "P31"))
    names = {}
    for language in LANGUAGES:
        forms = [item["labels"].get(language, {}).get("value", "")]
        forms += [alias["value"] for alias in item.get("aliases", {}).get(language, ())]
        names[language] = "|".join(dict.fromkeys(filter(None, forms)))
    if not kinds or not names["en"]:
        return
    places = list(_values(item, "P625"))
    type = (
        "person" if _HUMAN in kinds else "media" if kinds & _MEDIA
        else "group" if kinds & _GROUPS else "place" if places else "organisation"
    )  # fmt: skip
    other = {"wikidata": item["id"], "since": _year(item, "P571"), "until": _year(item, "P570", "P576")}
    if type == "place" and isinstance(places[0], dict):
        other |= {axis: f"{places[0][axis]:.2f}" for axis in ("latitude", "longitude")}
    yield {"type": type, "names": names, **other}


def _values(item: dict[str, Any], property: str) -> Iterator[Any]:
    for claim in item.get("claims", {}).get(property, ()):
        value = claim.get("mainsnak", {}).get("datavalue", {}).get("value")
        if value is not None:
            yield value.get("id", value) if isinstance(value, dict) else value


def _year(item: dict[str, Any], *properties: str) -> str:
    for property in properties:
        for value in _values(item, property):
            if found := _YEAR.search(str(value.get("time", "")) if isinstance(value, dict) else ""):
                return found.group()
    return ""
