"""Paths, folders, pipes and JSON Lines → articles. The one module of ingest that reads files.

What cannot be read becomes an ``InputError`` value that names the file and line and says what to do; the rest goes on.
"""

import gzip
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from khabar.errors import InputError
from khabar.ingest import html, plain, rows
from khabar.ingest.article import Article
from khabar.ingest.decode import decode

STDIN = "-"
LARGEST_PAGE = 20 * 1024 * 1024  # bytes, after decompression; the longest news pages have about 5 MB
LARGEST_LINE = LARGEST_PAGE
_ROWS = (".jsonl", ".ndjson")
_PAGES = (".html", ".htm", ".xhtml")
_TEXTS = (".txt", ".text", ".md")
_READ = (*_ROWS, *_PAGES, *_TEXTS)
_CHUNK = 1 << 16


class Input(Struct, frozen=True, kw_only=True):
    """One file to read, or standard input; ``name`` is what messages call it, ``kind`` text, html, rows or missing."""

    name: str
    path: Path | None
    kind: str


def find_inputs(paths: Iterable[str | Path]) -> Iterator[Input]:
    """The files that the paths name: files as they are, folders with all texts, pages and JSON Lines inside them in
    sorted order, ``-`` for standard input. A path that does not exist is given too, and fails when it is read."""
    for given in paths:
        path = Path(given)
        if str(given) == STDIN:
            yield Input(name="standard input", path=None, kind="text")
        elif path.is_dir():
            yield from (_file(x) for x in sorted(path.rglob("*")) if _is_wanted(x, path))
        else:
            yield _file(path)


def read_articles(source: Input, *, language: str | None = None) -> Iterator[Article | InputError]:
    """The articles of one input, each failure in its place as an ``InputError``. ``language`` is believed when
    given."""
    try:
        if source.kind == "rows":
            yield from _read_rows(source, language)
        elif source.path is None:
            yield from _read_stdin(source, language)
        else:
            yield _read_file(source, source.path, language)
    except (OSError, EOFError, zlib.error) as error:
        yield InputError(f"{source.name}: {_reason(error)}")
    except InputError as error:
        yield InputError(f"{source.name}: {error}")


def _file(path: Path) -> Input:
    suffix = _suffix(path)
    kind = "rows" if suffix in _ROWS else "html" if suffix in _PAGES else "text"
    return Input(name=str(path), path=path, kind=kind)


def _suffix(path: Path) -> str:
    """The ending of the name in small letters, that of what is packed for ``.gz``."""
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix


def _is_wanted(path: Path, root: Path) -> bool:
    hidden = any(x.startswith(".") for x in path.relative_to(root).parts)
    return not hidden and _suffix(path) in _READ and path.is_file()


def _read_file(source: Input, path: Path, language: str | None) -> Article:
    with _open(path) as stream:
        data = _bounded(stream)
    return build(data, id=path.name, kind=source.kind, language=language)


def build(data: bytes, *, id: str, kind: str = "text", url: str | None = None, language: str | None = None) -> Article:
    """The article in the bytes of one file or page. ``kind`` ``text`` is taken for HTML when it begins like a page.

    Raises ``InputError``.
    """
    if not data.strip():
        raise InputError("the file is empty: nothing to read")
    is_page = kind == "html" or html.looks_like_page(data)
    text = decode(data, html=is_page)
    if is_page:
        return html.build(text, id=id, url=url, language=language)
    return plain.build(text, id=id, url=url, language=language)


def _read_stdin(source: Input, language: str | None) -> Iterator[Article | InputError]:
    """Standard input: JSON Lines when its first line is a JSON object, else one text or page."""
    stream = sys.stdin.buffer
    first = stream.readline(LARGEST_LINE + 1)
    if first.lstrip().startswith(b"{"):
        yield from _articles(source, _lines(stream, first), language)
        return
    yield build(_bounded(stream, first), id="stdin", language=language)


def _read_rows(source: Input, language: str | None) -> Iterator[Article | InputError]:
    assert source.path is not None  # only files have the kind
    with _open(source.path) as stream:
        empty = True
        for item in _articles(source, _lines(stream), language):
            empty = False
            yield item
        if empty:
            raise InputError("the file is empty: nothing to read")


def _lines(stream: BinaryIO, first: bytes | None = None) -> Iterator[bytes]:
    line = stream.readline(LARGEST_LINE + 1) if first is None else first
    while line:
        if len(line) > LARGEST_LINE:
            raise InputError(f"a line of more than {_megabytes(LARGEST_LINE)}: one report a line is wanted")
        yield line
        line = stream.readline(LARGEST_LINE + 1)


def _articles(source: Input, lines: Iterable[bytes], language: str | None) -> Iterator[Article | InputError]:
    for number, line in enumerate(lines, 1):
        if not line.strip().removeprefix(b"\xef\xbb\xbf"):
            continue
        try:
            yield rows.build(line, language=language)
        except InputError as error:
            yield InputError(f"{source.name}:{number}: {error}")


def _open(path: Path) -> BinaryIO:
    if not path.exists():
        raise InputError("no such file: check the path")
    if path.name.lower().endswith(".gz"):
        return gzip.open(path, "rb")  # type: ignore[return-value]  # GzipFile reads like any binary stream
    if path.stat().st_size > LARGEST_PAGE and _suffix(path) not in _ROWS:
        raise InputError(_too_large())
    return path.open("rb")


def _bounded(stream: BinaryIO, first: bytes = b"") -> bytes:
    """All bytes of the stream, read no further than the limit, however well they were packed."""
    chunks, size = [first], len(first)
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > LARGEST_PAGE:
            raise InputError(_too_large())
        chunks.append(chunk)
    return b"".join(chunks)


def _too_large() -> str:
    return (
        f"more than {_megabytes(LARGEST_PAGE)}: no single report is so long; give many reports as JSON Lines (.jsonl)"
    )


def _megabytes(size: int) -> str:
    return f"{size // (1024 * 1024)} MB"


def _reason(error: Exception) -> str:
    if isinstance(error, IsADirectoryError):
        return "a folder, not a file"
    if isinstance(error, PermissionError):
        return "may not be read: check its permissions"
    if isinstance(error, (gzip.BadGzipFile, EOFError, zlib.error)):
        return f"a broken gzip file ({error}): pack it again"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"
