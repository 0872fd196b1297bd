"""What may be wrong in the base: one name of two people, two rows of one bearer, posts with two holders at once."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

from msgspec import Struct

from khabar.kb.rows import LANGUAGES
from khabar.language import table
from khabar.mentions.names import form_key, variants
from khabar.text.skeleton import skeleton

LEAST_BONES = 6
_ONE_HOLDER = frozenset((
    "president", "prime minister", "foreign minister", "defence minister", "interior minister", "king", "emir",
    "supreme leader", "chancellor", "secretary-general", "finance minister", "crown prince", "pope",
))  # fmt: skip


class Doubt(Struct, frozen=True):
    """Two rows that may not both stand, and why."""

    kind: str
    one: str
    other: str
    why: str


def check() -> Iterator[Doubt]:
    """All doubts about the base."""
    yield from _names()
    yield from _posts()


def _names() -> Iterator[Doubt]:
    for language in LANGUAGES:
        bearers: dict[str, dict[str, str]] = defaultdict(dict)
        for row in table("shared", "people"):
            for form in variants(row[language]):
                bearers[form_key(form)][row["id"]] = form
        for ids in bearers.values():
            for one, other in combinations(sorted(ids), 2):
                yield Doubt("one name", one, other, f"both are written {ids[one]!r} ({language})")
    bones: dict[str, set[str]] = defaultdict(set)
    for row in table("shared", "people"):
        for form in variants(row["en"]):
            if " " in form and len(skeleton(form)) >= LEAST_BONES:
                bones[skeleton(form)].add(row["id"])
    for letters, same in bones.items():
        for one, other in combinations(sorted(same), 2):
            yield Doubt("one bearer?", one, other, f"the same consonants: {letters}")


def _posts() -> Iterator[Doubt]:
    held: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    people = {row["id"] for row in table("shared", "people")}
    for row in table("shared", "posts"):
        if row["person"] not in people:
            yield Doubt("no such person", row["person"], row["post"], f"post of {row['of']}")
        if row["post"] in _ONE_HOLDER and len(row["since"]) == len("2000-01-01"):
            held[row["post"], row["of"]].append(row)
    for (post, of), rows in held.items():
        for one, other in pairwise(sorted(rows, key=lambda r: r["since"])):
            end = one["until"]
            overlap = not end or (len(end) == len("2000-01-01") and end > other["since"])
            if overlap and one["person"] != other["person"]:
                why = f"{post} of {of}: until {end or 'now'}, and since {other['since']}"
                yield Doubt("two holders", one["person"], other["person"], why)
