"""``khabar samples``: the reports shipped with the package."""

import sys
from importlib.resources import files
from pathlib import Path

_KINDS = (".html", ".txt")


def shipped() -> dict[str, bytes]:
    """The samples' names and contents, in the order of their names."""
    found = sorted(
        (f for f in (files("khabar") / "samples").iterdir() if f.name.endswith(_KINDS)), key=lambda f: f.name
    )
    return {file.name: file.read_bytes() for file in found}


def run(folder: Path | None) -> int:
    """Copy the samples into ``folder`` and print their paths, or print their names. Returns the exit status; a file of
    that name with other content is left alone and reported."""
    if folder is None:
        print(*shipped(), sep="\n")
        print("To copy them: khabar samples FOLDER", file=sys.stderr)
        return 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return max([_copy(folder / name, content) for name, content in shipped().items()])
    except OSError as error:
        print(f"khabar: {folder}: {error.strerror or error}", file=sys.stderr)
        return 1


def _copy(path: Path, content: bytes) -> int:
    if path.exists() and path.read_bytes() != content:
        print(f"khabar: {path}: exists with other content; left alone", file=sys.stderr)
        return 1
    path.write_bytes(content)
    print(path)
    return 0
