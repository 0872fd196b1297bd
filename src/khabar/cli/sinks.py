"""Where records go: standard output, one file, or a folder with a file per report."""

import re
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TextIO

import msgspec

from khabar.errors import KhabarError

Write = Callable[[str, str], None]
"""Takes a report's id and the text to write."""

_ENDINGS = {"pretty": "txt", "json": "json", "jsonl": "json", "html": "html", "plover": "jsonl"}
_ODD = re.compile(r"[^\w.-]+")
_LONGEST = 100


class SeveralPagesError(KhabarError):
    """More than one page for one file."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("several reports make several pages: name a folder, --output FOLDER/")


class Folder:
    """A folder that gets ``NAME.khabar.ENDING`` for each report; never the name of a page that was read."""

    def __init__(self, path: Path, form: str) -> None:
        """Make the folder if need be."""
        path.mkdir(parents=True, exist_ok=True)
        self._path, self._form = path, form
        self._taken: set[str] = set()

    def write(self, id: str, text: str) -> None:
        """Write one report."""
        name = self._free(_file_name(id))
        content = _indented(text) if self._form == "json" else text
        (self._path / f"{name}.khabar.{_ENDINGS[self._form]}").write_text(content, "utf-8")

    def finish(self) -> None:
        """Nothing is held back."""

    def _free(self, name: str) -> str:
        names = (name, *(f"{name}-{n}" for n in range(2, len(self._taken) + 3)))
        free = next(x for x in names if x.casefold() not in self._taken)
        self._taken.add(free.casefold())
        return free


class Stream:
    """Standard output or a file, which is made when the first record comes. A single JSON record is indented, a single
    page is a page; of several records each JSON is a line, and several pages are refused."""

    def __init__(self, path: Path | None, form: str) -> None:
        """``path`` ``None`` is standard output."""
        self._path, self._form = path, form
        self._file: TextIO | None = None
        self._held: str | None = None
        self._count = 0

    def write(self, id: str, text: str) -> None:
        """Write one report, or hold it back while it is not known whether it stays the only one."""
        self._count += 1
        if self._form in ("json", "html") and self._count == 1:
            self._held = text
            return
        if self._form == "html":
            raise SeveralPagesError
        if self._held is not None:
            self._put(self._held)
            self._held = None
        if self._form == "pretty" and self._count > 1:
            self._put("\n")
        self._put(text)

    def finish(self) -> None:
        """Write what was held back and close the file."""
        if self._held is not None:
            self._put(_indented(self._held) if self._form == "json" else self._held)
        if self._file is None:
            return
        self._file.flush()
        if self._path is not None:
            self._file.close()

    def _put(self, text: str) -> None:
        if self._file is None:
            self._file = sys.stdout if self._path is None else self._path.open("w", encoding="utf-8", newline="\n")
        self._file.write(text)
        if self._path is None:
            self._file.flush()


def open_sink(output: Path | None, form: str, *, named_folder: bool) -> Folder | Stream:
    """The sink for ``--output``; ``named_folder`` is true when the name was given with a closing slash."""
    if output is not None and (named_folder or output.is_dir()):
        return Folder(output, form)
    return Stream(output, form)


def _indented(line: str) -> str:
    return msgspec.json.format(line, indent=2).rstrip("\n") + "\n"


def _file_name(id: str) -> str:
    """The id without its ending, as a file name for any system; a long one is cut and told apart by a digest."""
    stem = id.removesuffix(".gz").rpartition(".")[0] or id
    clean = _ODD.sub("_", stem if "/" not in id else id).strip("._") or "report"
    return clean if len(clean) <= _LONGEST else f"{clean[:_LONGEST]}-{sha256(id.encode()).hexdigest()[:8]}"
