"""Find somebody in the base by any written form, exact or like."""

from collections.abc import Iterator

from msgspec import Struct
from rapidfuzz import fuzz, process

from khabar.kb.rows import ENTITIES, LANGUAGES, Row
from khabar.language import table
from khabar.mentions.names import form_key, variants
from khabar.text.folding import key
from khabar.text.skeleton import skeleton

LEAST = 80  # of 100: likeness of a written form worth showing
LEAST_BONES = 4


class Found(Struct, frozen=True):
    """A row, how it was found ("same name", "same consonants", "like"), and how alike the names are (0 to 100)."""

    row: Row
    how: str
    likeness: float


def find(name: str, most: int = 8) -> list[Found]:
    """Rows that bear the name, best first: written so, with the same consonants in any script, or nearly so."""
    rows = {row["id"]: row for part in ENTITIES for row in table("shared", part)}
    forms = [(id, form) for id, row in rows.items() for form in _forms(row)]
    wanted, bones = form_key(name), skeleton(name)
    found: dict[str, Found] = {}
    for id, form in forms:
        if form_key(form) == wanted:
            found[id] = Found(rows[id], "same name", 100)
        elif len(bones) >= LEAST_BONES and skeleton(form) == bones:
            found.setdefault(id, Found(rows[id], "same consonants", 95))
    near = process.extract(
        key(name), [key(f) for _, f in forms], scorer=fuzz.WRatio, limit=4 * most, score_cutoff=LEAST
    )
    for _, likeness, index in near:
        id = forms[index][0]
        found.setdefault(id, Found(rows[id], "like", round(likeness)))
    return sorted(found.values(), key=lambda f: -f.likeness)[:most]


def _forms(row: Row) -> Iterator[str]:
    for language in LANGUAGES:
        yield from variants(row[language])
