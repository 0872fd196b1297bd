"""Khabar: who claimed what, through whom and when, in Arabic, Persian and English news.

>>> import khabar
>>> report = khabar.read("report.html")  # doctest: +SKIP
>>> report.record.statements  # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

from khabar.errors import DeskError, FetchError, InputError, KhabarError, LanguageDataError, ModelError

if TYPE_CHECKING:
    from khabar.desk import Desk, relate
    from khabar.record import Record
    from khabar.report import Report, read, read_all, read_text

__all__ = [
    "Desk",
    "DeskError",
    "FetchError",
    "InputError",
    "KhabarError",
    "LanguageDataError",
    "ModelError",
    "Record",
    "Report",
    "read",
    "read_all",
    "read_text",
    "relate",
]

_HOMES = {
    "Desk": "khabar.desk",
    "Record": "khabar.record",
    "Report": "khabar.report",
    "read": "khabar.report",
    "read_all": "khabar.report",
    "read_text": "khabar.report",
    "relate": "khabar.desk",
}


def __getattr__(name: str) -> Any:
    """Load the reader and its model runtime on first use, so that ``khabar --help`` answers at once."""
    if name not in _HOMES:
        raise AttributeError(f"module 'khabar' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_HOMES[name]), name)
