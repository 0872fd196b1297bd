"""A language is a folder of data under ``lang/<code>/``: TOML settings, TSV tables with a header, JSONL cases.

No Python module knows a word of any language; adding one is adding a folder. Rows are cached: callers must not change
them.
"""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from khabar.errors import LanguageDataError

_ROOT = files("khabar") / "lang"


@cache
def codes() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages that Khabar reads, sorted."""
    return tuple(sorted(p.name for p in _ROOT.iterdir() if (p / "language.toml").is_file()))


@cache
def settings(code: str) -> dict[str, Any]:
    """The language's ``language.toml``."""
    return tomllib.loads((_ROOT / code / "language.toml").read_text("utf-8"))


@cache
def table(code: str, name: str) -> tuple[dict[str, str], ...]:
    """Rows of ``lang/<code>/<name>.tsv`` by column name; lines that start with ``#`` are comments, a missing table has
    no rows.

    Raises ``LanguageDataError`` when a row has another number of columns than the header.
    """
    path = _ROOT / code / f"{name}.tsv"
    if not path.is_file():
        return ()
    lines = [x for x in path.read_text("utf-8").splitlines() if x.strip() and not x.startswith("#")]
    head, *rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        if len(row) != len(head):
            raise LanguageDataError(f"lang/{code}/{name}.tsv: {row!r} has {len(row)} columns, the header {len(head)}")
    return tuple(dict(zip(head, row, strict=True)) for row in rows)
