"""``khabar kb``: the knowledge base, and the user's own rows in it."""

from collections.abc import Callable
from pathlib import Path

import typer

from khabar.errors import KhabarError
from khabar.kb import checks, imports, rows, search, store
from khabar.kb.rows import Change
from khabar.language import table


def find(name: str) -> int:
    """Print the rows that bear a name, with their posts."""
    found = search.find(name)
    if not found:
        typer.echo(f"khabar: nobody and nothing called {name} in the base; add it with: khabar kb add", err=True)
        return 1
    for hit in found:
        row = hit.row
        about = ", ".join(filter(None, (row.get("role"), row["country"], row.get("kind"))))
        typer.echo(f"{row['id']}  ({hit.how}, {hit.likeness:.0f})  {about}")
        typer.echo(f"    {row['en']}  ·  {row['ar'] or '–'}  ·  {row['fa'] or '–'}")
        for post in table("shared", "posts"):
            if post["person"] == row["id"]:
                typer.echo(f"    {post['since'] or '?'} – {post['until'] or ''}  {post['post']} of {post['of']}")
    return 0


def add_all(path: Path, source: str | None) -> int:
    """Import a file's entities."""

    def made() -> tuple[Change, str]:
        found, held = imports.read(path, source)
        return found, f"; {held} were in the base already" if held else ""

    if not path.is_file():
        typer.echo(f"khabar: {path}: no such file", err=True)
        return 1
    return _reported(made)


def _reported(make: Callable[[], tuple[Change, str]]) -> int:
    """Save the change that is made and say what it wrote, with the words that come with it."""
    try:
        made, more = make()
        folder = store.save(made)
    except (KhabarError, OSError) as error:
        typer.echo(f"khabar: {error}", err=True)
        return 1
    written = [row["id"] for name, found in made.rows.items() if name != "gone" for row in found]
    shown = ", ".join(written[:5]) + (" …" if len(written) > 5 else "")
    typer.echo(f"{len(written)} rows written to {folder}{more}: {shown}" if written else f"nothing new{more}")
    return 0


def add(type: str, names: dict[str, str], source: str, other: dict[str, str]) -> int:
    """Add one entity."""
    return _reported(lambda: (rows.new(type, names, source, **other), ""))


def merge(gone: str, into: str, why: str) -> int:
    """Make two ids one."""
    return _reported(lambda: (rows.merge(gone, into, why), ""))


def split(id: str, english: str, forms: list[str], why: str) -> int:
    """Make one id two."""
    return _reported(lambda: (rows.split(id, english, forms, why), ""))


def check() -> int:
    """Print every doubt about the base."""
    count = 0
    for doubt in checks.check():
        count += 1
        typer.echo(f"{doubt.kind}\t{doubt.one}\t{doubt.other}\t{doubt.why}")
    typer.echo(f"{count} doubts" if count else "no doubts", err=True)
    return 0
