"""A row of JSON Lines → article."""

from typing import Any

import msgspec

from khabar.errors import InputError
from khabar.ingest import html, plain
from khabar.ingest.article import Article

_OPTIONAL = ("title", "date", "outlet", "url", "lang")


def build(line: bytes | str, *, language: str | None = None) -> Article:
    """The article of one JSON object with ``id`` and ``text`` or ``html`` and perhaps ``title``, ``date``, ``outlet``,
    ``url``, ``lang``; other keys are ignored. ``id`` and ``text`` are kept exactly.

    Raises ``InputError`` for broken JSON, another value than an object, and a row without id or text.
    """
    row = _object(line)
    known = {key: _optional(row, key) for key in _OPTIONAL}
    options: dict[str, Any] = {
        "id": _identifier(row),
        "title": known["title"],
        "published": known["date"],
        "outlet": known["outlet"],
        "url": known["url"],
        "language": language or known["lang"],
    }
    text, page = row.get("text"), row.get("html")
    if isinstance(text, str) and text.strip():
        return plain.build(text, **options)
    if isinstance(page, str) and page.strip():
        return html.build(page, **options)
    raise InputError('the row has no text: give "text" or "html" as a string that is not empty')


def _object(line: bytes | str) -> dict[str, Any]:
    data = line.removeprefix(b"\xef\xbb\xbf") if isinstance(line, bytes) else line
    try:
        row = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"broken JSON ({error}): one JSON object a line is wanted") from error
    if not isinstance(row, dict):
        raise InputError('not a JSON object: a row is {"id": ..., "text": ...}')
    return row


def _identifier(row: dict[str, Any]) -> str:
    value = row.get("id")
    if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
        raise InputError('the row has no id: give "id" as a string')
    return str(value)


def _optional(row: dict[str, Any], key: str) -> str | None:
    """A piece of metadata, or ``None`` where it is absent, empty or no string."""
    value = row.get(key)
    return value if isinstance(value, str) and value.strip() else None
