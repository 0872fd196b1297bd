"""Bytes → text: what the file says (byte-order mark, charset in the page), then UTF-8, then a guess that must be sure.

A byte-order mark is dropped: it marks the encoding and is no part of the text. A wrong guess is worse than an error, so
bytes that fit no encoding well are an ``InputError``.
"""

import codecs
import re
from functools import cache

from khabar import language
from khabar.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)|<\?xml[^>]*encoding=["']([A-Za-z0-9_.:-]+)""")
_HEAD = 4096  # bytes in which a page must name its charset (HTML asks for 1024)
_ARABIC = ("cp1256", "iso8859-6")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20000  # bytes looked at when guessing
_HIGH = 0.25  # share of bytes beyond ASCII among letters above which a text is not in Latin letters
_COMMON = 0.06  # share of frequent small words that a text in the right encoding reaches
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x80-\x9f]")
_DAMAGE = 0.001  # share of broken bytes that a page in UTF-8 may have


def decode(data: bytes, *, html: bool = False) -> str:
    """The text of the bytes; ``html`` heeds the charset that the page names and forgives a page a few broken bytes.

    Raises ``InputError`` for binary data and for bytes that no encoding fits well.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name)
    _refuse_binary(data)
    declared = _declared(data) if html else None
    text = _utf8(data) or _utf16(data) or (_named(data, declared) if declared else None) or _guess(data)
    if text is None and html:
        text = _forgiving(data)
    if text is None:
        raise InputError(f"no encoding fits these bytes{_first_bad(data)}: save the file as UTF-8")
    return text


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        where = f"byte {error.start} is not {name.upper()}"
        raise InputError(f"{where}, though the byte-order mark says so: save the file as UTF-8") from error


def _refuse_binary(data: bytes) -> None:
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"this is {name}, not text: save the report as text or HTML")
    if b"\0" in data[:_SAMPLE] and _utf16(data) is None:
        raise InputError("binary data, not text: save the report as text or HTML")


def _utf8(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if len(_CONTROL.findall(text[:_SAMPLE])) <= 0.01 * len(text[:_SAMPLE]) + 3 else None


def _utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: the high bytes of news text are all zero, or all of the Arabic block."""
    if len(data) % 2 or len(data) < 4:
        return None
    sample = data[:_SAMPLE]
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if sum(x in (0x00, 0x06, 0x20) for x in high) >= 0.9 * len(high) and any(x in (0x00, 0x06) for x in high):
            try:
                text = data.decode(name)
            except UnicodeDecodeError:
                return None
            return None if _CONTROL.search(text[:_SAMPLE]) else text
    return None


def _declared(data: bytes) -> str | None:
    match = _CHARSET.search(data[:_HEAD])
    if match is None:
        return None
    try:
        return codecs.lookup((match[1] or match[2]).decode("ascii")).name
    except LookupError:
        return None


def _named(data: bytes, name: str) -> str | None:
    """The text in the encoding that the page names, unless that would turn Arabic into a row of accents."""
    if name in ("utf-8", "utf-16", "utf-32"):
        return None
    try:
        text = data.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if _accents(text) > _HIGH and name not in _ARABIC else text


def _accents(text: str) -> float:
    """The share of letters that are Latin beyond ASCII: a tenth in French, nearly all in Arabic read as Latin."""
    letters = [x for x in text[:_SAMPLE] if x.isalpha()]
    return sum("\x80" <= x <= "\u024f" for x in letters) / len(letters) if letters else 0.0


def _guess(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    scored = [(score, name) for name in _ARABIC if (score := _fit(sample, name)) >= _COMMON]
    if scored:
        return _tried(data, max(scored)[1])
    latin = _tried(data, "cp1252")
    return latin if latin is not None and _accents(latin) < 0.1 and not _CONTROL.search(latin) else None


def _tried(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _fit(sample: bytes, name: str) -> float:
    """The share of frequent small Arabic or Persian words among the words in Arabic letters."""
    words = [x for x in _WORD.findall(sample.decode(name, "ignore")) if x >= "\u0600"]
    return sum(x in _frequent() for x in words) / len(words) if words else 0.0


@cache
def _frequent() -> frozenset[str]:
    words = (row["word"] for code in ("ar", "fa") for row in language.table(code, "function_words"))
    # These encodings have no Persian yeh and kaf: such pages are typed with the Arabic ones.
    return frozenset(v for w in words for v in (w, w.replace("\u06cc", "\u064a").replace("\u06a9", "\u0643")))


def _forgiving(data: bytes) -> str | None:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return text if broken <= _DAMAGE * len(data) + 2 and broken < 0.1 * _beyond_ascii(text) else None


def _beyond_ascii(text: str) -> int:
    return sum(x > "\x7f" for x in text)


def _first_bad(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return f" (byte {error.start} is not UTF-8)"
    return ""
