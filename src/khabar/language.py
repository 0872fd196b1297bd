"""A language is a folder of data under ``lang/<code>/``: TOML settings, TSV tables with a header, JSONL cases.

No Python module knows a word of any language; adding one is adding a folder. Rows are cached: callers must not change
them.

The knowledge base (``lang/shared/``: people, posts, organisations, media, places) may have rows of the user's own
beside the packaged ones: tables of the same columns in ``base_folder()``. A row there replaces the packaged row of its
id; ``gone.tsv`` (id, into, why) takes rows away.
"""

import csv
import os
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from khabar.errors import LanguageDataError

_ROOT = files("khabar") / "lang"
BASE = ("people", "posts", "organisations", "media", "places")
"""Tables of the knowledge base."""


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
    rows = read_table(_ROOT / code / f"{name}.tsv")
    return _with_own(name, rows) if code == "shared" and name in BASE else rows


def base_folder() -> Path:
    """Where the user's own rows of the knowledge base lie: ``KHABAR_BASE``, else ``khabar/base`` among the user's
    settings."""
    settings_folder = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(os.environ.get("KHABAR_BASE") or f"{settings_folder}/khabar/base").expanduser()


def read_table(path: Traversable) -> tuple[dict[str, str], ...]:
    """Rows of a TSV file by column name; none when there is no such file.

    Raises ``LanguageDataError`` when a row has another number of columns than the header.
    """
    if not path.is_file():
        return ()
    lines = [x for x in path.read_text("utf-8").splitlines() if x.strip() and not x.startswith("#")]
    head, *rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if lines else [[]]
    for row in rows:
        if len(row) != len(head):
            raise LanguageDataError(f"{path}: {row!r} has {len(row)} columns, the header {len(head)}")
    return tuple(dict(zip(head, row, strict=True)) for row in rows)


def _with_own(name: str, rows: tuple[dict[str, str], ...]) -> tuple[dict[str, str], ...]:
    """The user's rows first, then the packaged ones that they leave standing. A post goes with its person."""
    own = read_table(base_folder() / f"{name}.tsv")
    gone = {row["id"]: row["into"] for row in read_table(base_folder() / "gone.tsv")}
    if name == "posts":
        moved = (row | {"person": gone.get(row["person"], row["person"])} for row in rows)
        return (*own, *(row for row in moved if row["person"]))
    replaced = {row["id"] for row in own} | gone.keys()
    return (*own, *(row for row in rows if row["id"] not in replaced))
