"""Sentences of a stretch of text, as spans: own rules, because news in Arabic and Persian often has no blank after the
stop, and quotations close after it.

A stop ends a sentence unless it belongs to a number, an abbreviation, initials, an address or an ellipsis that runs on.
Abbreviations are data (``abbreviations.tsv``).
"""

import re
from functools import cache, lru_cache

from khabar import language as languages
from khabar.text.folding import IGNORABLE, fold

Span = tuple[int, int]

_CLOSERS = "\"'\u201d\u2019\u00bb)\\]\u203a"
_BREAK = re.compile(
    "(?P<line>[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+)"
    "|(?P<mark>[!?\u061f\u06d4\u203c\u2047\u2048\u2049]+|\u2026|\\.+)"
    f"(?P<close>[{_CLOSERS}]*)"
)
_WORD_BEFORE = re.compile(r"[^\s\"'\u201c\u2018\u00ab(\[/]*$")
_WORD = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$|\S+@\S*$", re.IGNORECASE)
_LONGEST_WORD = 60  # code points before a stop that are looked at
_AHEAD = 24  # code points after a stop that are looked at
_CASED = ("en",)  # languages whose sentences begin with a capital letter


@lru_cache(maxsize=128)  # each statement of a block asks for the block's sentences again
def split(text: str, start: int, end: int, language: str) -> tuple[Span, ...]:
    """Spans of the sentences in ``text[start:end]``, in order; together they hold all that is not blank.

    ``language`` is an ISO 639-1 code; one without data is read by the general rules. Never raises.
    """
    spans: list[Span] = []
    begin = start
    for match in _BREAK.finditer(text, start, end):
        cut = match.end()
        if cut <= begin or (match["mark"] and not _ends(text, match, begin, end, language)):
            continue
        _add(spans, text, begin, cut)
        begin = cut
    _add(spans, text, begin, end)
    return tuple(spans)


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if left == len(piece):
        return
    span = (start + left, start + len(piece.rstrip()))
    if spans and not any(x.isalnum() for x in piece):
        spans[-1] = (spans[-1][0], span[1])  # marks alone belong to what they follow
    else:
        spans.append(span)


def _ends(text: str, match: re.Match[str], begin: int, end: int, language: str) -> bool:
    """Whether the mark ends the sentence, by what stands on its two sides."""
    mark, after = match["mark"], text[match.end() : min(end, match.end() + _AHEAD)]
    before = text[max(begin, match.start("mark") - _LONGEST_WORD) : match.start("mark")]
    if not after or after[0] in "\n\r":
        return True
    if match["close"] and _runs_on(text, match, end, language):
        return False
    if mark == ".":
        return _stop_ends(before, after, language)
    if mark[0] in ".\u2026":
        return _ellipsis_ends(after, language)
    return not after.lstrip()[:1] or not _is_small(after.lstrip()[:1], language)


def _stop_ends(before: str, after: str, language: str) -> bool:
    word = _WORD_BEFORE.search(before)
    last = word[0] if word else ""
    if last[-1:].isdigit() and after[0].isdigit():
        return False
    if _ADDRESS.search(before) and not after[0].isspace():
        return False
    if _is_numbering(last, before) or (last and _goes_on(last, after, language)):
        return False
    following = after.lstrip()[:1]
    if after[0].isspace():
        return not _is_small(following, language) and following not in (",", "\u060c")
    return _begins_without_blank(last, after)


def _begins_without_blank(last: str, after: str) -> bool:
    """No blank after the stop: a new sentence in Arabic letters, and in Latin ones where a capital follows a small
    letter ("ended.The"); figures, domains and file names go on."""
    first = after[0]
    if "\u0600" <= first <= "\u06ff" and first.isalpha():
        return len(last) > 1
    if first in '"\u201c\u00ab(':
        return len(last) > 1
    return first.isupper() and last[-1:].islower() and after[1:2].islower() and len(last) > 2 and "." not in last


def _ellipsis_ends(after: str, language: str) -> bool:
    following = after.lstrip()[:1]
    if language in _CASED:
        return after[0].isspace() and not _is_small(following, language)
    return False  # Arabic and Persian pause with two or three dots in mid-sentence


def _runs_on(text: str, match: re.Match[str], end: int, language: str) -> bool:
    """A quotation that closes inside the sentence: the speaker follows in small letters, or after a comma or dash."""
    rest = text[match.end() : min(end, match.end() + 3)].lstrip()
    if not rest or rest[0] in ",\u060c;\u061b-\u2013\u2014:":
        return bool(rest)
    return _is_small(rest[0], language)


def _is_small(letter: str, language: str) -> bool:
    return language in _CASED and letter.islower()


def _is_numbering(last: str, before: str) -> bool:
    """The number of an item at the head of its line: "1. First point"."""
    return last.isdigit() and len(last) <= 2 and before.strip() == last


def _goes_on(word: str, after: str, language: str) -> bool:
    """Whether the word is an abbreviation inside its sentence. A title belongs to the name after it, "No." to the
    figure; "U.S." and "Inc." end a sentence only when a small word with a capital begins the next."""
    if _is_acronym(word, after, language):
        return True
    kind = _abbreviations(language).get(_key(word))
    if kind is None and _INITIALS.fullmatch(word):
        kind = "end" if "." in word else "title"
    if kind is None or kind == "letter":
        return False
    if kind == "number":
        return after.lstrip()[:1].isdigit()
    if kind == "title":
        return True
    following = _WORD.match(after.lstrip())
    return following is None or not following[0][0].isupper() or _key(following[0]) not in _openers(language)


def _is_acronym(word: str, after: str, language: str) -> bool:
    """A Latin acronym spelled by its letters' names, a stop between each two."""
    known, following = _abbreviations(language), _WORD.match(after)
    pair = (_key(word.rpartition(".")[2]), _key(following[0])) if following else ()
    return bool(pair) and all(known.get(x) == "letter" for x in pair)


def _key(word: str) -> str:
    return fold(word).replace(IGNORABLE, "")


@cache
def _openers(language: str) -> frozenset[str]:
    return frozenset(_key(row["word"]) for row in languages.table(language, "function_words"))


@cache
def _abbreviations(language: str) -> dict[str, str]:
    codes = (language,) if language in languages.codes() else languages.codes()
    rows = (row for code in codes for row in languages.table(code, "abbreviations"))
    return {_key(row["word"]): row["kind"] for row in rows}
