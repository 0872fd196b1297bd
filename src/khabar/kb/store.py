"""The user's tables on disk: each file is replaced whole, so that a crash leaves the old one or the new one."""

import os
from pathlib import Path

from khabar.kb.rows import COLUMNS, Change, Row
from khabar.language import base_folder, read_table


def save(change: Change) -> Path:
    """Write a change into the user's tables; gives their folder. What is read afterwards in this process still shows
    the base as it was."""
    folder = base_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in change.rows.items():
        path = folder / f"{name}.tsv"
        _replace(path, COLUMNS[name], _merged(read_table(path), rows))
    return folder


def _merged(old: tuple[Row, ...], new: tuple[Row, ...]) -> list[Row]:
    """The old rows with the new ones in the place of those of their id; posts have none and are only added."""
    rows = {row.get("id", "\t".join(row.values())): row for row in old}
    rows.update({row.get("id", "\t".join(row.values())): row for row in new})
    return list(rows.values())


def _replace(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    lines = ["\t".join(columns), *("\t".join(_cell(row.get(c, "")) for c in columns) for row in rows)]
    writing = path.with_suffix(".writing")
    with writing.open("w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
        out.flush()
        os.fsync(out.fileno())
    writing.replace(path)


def _cell(text: str) -> str:
    return " ".join(text.split())
