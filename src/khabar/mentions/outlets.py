"""Outlets named in a stretch of text: agencies, papers, channels and sites.

One of the knowledge base, a name after a word that says what it is («صحيفة الغد»), or such a word alone that means
outlets («رسانه‌های محلی», "state media"). Names that are common words too need such a word or quotation marks. A short
name in quotation marks may be an outlet where the words around it say so: it comes as not ``sure``.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from khabar.language import table
from khabar.mentions.names import bare_forms, form_key, longest, media_forms, proclitics, stem, variants
from khabar.record import Span
from khabar.text.folding import fold, key
from khabar.text.words import Word, split

MOST_NAME = 5  # words of a name that no table knows
LEAST_ACRONYM = 4  # letters of an acronym that is written as a name too ("Tass")

_BEGINNING = 3  # letters of a first look
_OPENS = ('"', "'", "(")
_CLOSES = {'"': '"', "'": "'", "(": ")"}
_ADJECTIVE = "\u064a\u0647"  # how Arabic adjectives that go with a plural end, folded
_TO, _AND, _ALL = "\u0644", "\u0648\u0641", "\u0627\u0644"


class Outlet(Span, frozen=True, kw_only=True):
    """A phrase that names an outlet, ``to`` when an Arabic preposition is written on its first word; ``sure`` unless
    only quotation marks speak for it."""

    to: bool = False
    sure: bool = True


class _Start(Span, frozen=True, kw_only=True):
    """A reading of the words from one word on: ``start`` of the phrase without proclitics, the words as read."""

    words: tuple[Word, ...]
    to: bool
    definite: bool


def find(text: str, start: int, end: int, language: str) -> tuple[Outlet, ...]:
    """The outlets of ``text[start:end]`` in order; they do not overlap."""
    words = split(text, start, end)
    found: list[Outlet] = []
    index = 0
    while index < len(words):
        if not _may_begin(text, words[index], language):
            index += 1
            continue
        outlet = next((o for r in _readings(words, index, language) if (o := _read(text, r, language))), None)
        if outlet and (not found or outlet.start >= found[-1].end):
            found.append(outlet)
        past = outlet.end if outlet else words[index].end
        index = next((i for i in range(index, len(words)) if words[i].start >= past), len(words))
    return tuple(found)


def _may_begin(text: str, word: Word, language: str) -> bool:
    """Whether an outlet can begin at a word, at a first look: most words are done with here."""
    before = text[max(0, word.start - 3) : word.start].rstrip(" \u200c\u00a0")[-1:]
    if text[word.start].isupper() or (before and not before.isalnum()):
        return True
    bare = stem(word.key)
    forms = (bare, *bare_forms(word.key)) if language == "ar" else (bare,)
    return any(len(form) < _BEGINNING or form[:_BEGINNING] in _beginnings(language) for form in forms)


@cache
def _beginnings(language: str) -> frozenset[str]:
    """How the names of outlets and the words for their kinds begin."""
    return frozenset(name[:_BEGINNING] for name in (*_known(language), *_kinds(language)))


def _readings(words: tuple[Word, ...], index: int, language: str) -> Iterator[_Start]:
    """The words from ``index`` on as they stand, then in Arabic without "and" or "to" on the first."""
    word, rest = words[index], words[index + 1 : index + 10]
    before = words[index - 1].key if index else ""
    definite = word.key.startswith(_ALL) or before in _rows(language, "definite")
    start = words[index - 1].start if before in _rows(language, "article") else word.start
    yield _Start(start=start, end=word.end, words=(word, *rest), to=False, definite=definite)
    if language != "ar":
        return
    for cut, article, bare in proclitics(word.key):
        prefix = word.key[:cut]
        if prefix.strip(_AND) in ("", _TO, _TO + _TO):
            at = word.start + (0 if prefix.endswith(_TO + _TO) else cut)  # there the article's first letter is lost
            read = Word(at, word.end, bare)
            yield _Start(start=at, end=word.end, words=(read, *rest), to=_TO in prefix, definite=article)


@cache
def _rows(language: str, name: str) -> frozenset[str]:
    return frozenset(key(row["word"]) for row in table(language, "outlet_kinds") if row["class"] == name)


@cache
def _kinds(language: str) -> Mapping[str, str]:
    """The class of each word that says what an outlet is, by look-up key."""
    rows = [r for r in table(language, "outlet_kinds") if r["class"] in ("strong", "weak", "alone")]
    return MappingProxyType({form_key(r["word"]): r["class"] for r in rows})


@cache
def _known(language: str) -> Mapping[str, str]:
    """Keys of the names of outlets, without platforms that only hold what people post."""
    platforms = {row["id"] for row in table("shared", "platforms")}
    return MappingProxyType({k: e.id for k, e in media_forms(language).items() if e.id not in platforms})


@cache
def _guarded(language: str) -> frozenset[str]:
    return frozenset(form_key(row["word"]) for row in table(language, "outlet_guards"))


@cache
def _spellings() -> frozenset[str]:
    """The names in scripts with capitals as they are written, words run together."""
    cells = (form for row in table("shared", "media") for form in variants(row["en"]))
    written = [_joined(form, split(form)) for form in cells]
    return frozenset(written) | {w.capitalize() for w in written if w.isupper() and len(w) >= LEAST_ACRONYM}


def _joined(text: str, words: tuple[Word, ...]) -> str:
    return "".join(text[w.start : w.end] for w in words)


def _read(text: str, at: _Start, language: str) -> Outlet | None:
    end = _end(text, at, language)
    sure = end is not None
    if end is None:
        end = _in_marks(text, at.words, 0)
    return None if end is None else Outlet(start=at.start, end=end, to=at.to, sure=sure)


def _end(text: str, at: _Start, language: str) -> int | None:
    """Where the outlet that begins here ends, by the longest of the readings."""
    ends = (_with_kind(text, at, language), _named(text, at, language), _titled(text, at.words, language))
    return max((e for e in ends if e is not None), default=None)


def _named(text: str, at: _Start, language: str) -> int | None:
    """The end of a known name, and of a word after it that says what it is ("the AFP news agency")."""
    count = _count_known(text, at.words, language)
    if count is None:
        return None
    joined = "".join(stem(w.key) for w in at.words[:count])
    kind = longest(at.words, count, _kinds(language)) if language == "en" else None
    if kind and kind[1] != "alone":
        return at.words[kind[0] - 1].end
    if joined in _guarded(language) and _in_marks(text, at.words, 0) is None:
        return None
    return _in_marks(text, at.words, 0) or at.words[count - 1].end


def _count_known(text: str, words: tuple[Word, ...], language: str) -> int | None:
    """How many words a known name has that begins the words; a script with capitals must show them."""
    found = longest(words, 0, _known(language))
    if found is None or _crosses(text, words[: found[0]]):
        return None
    written = _joined(text, words[: found[0]])
    return found[0] if language != "en" or written in _spellings() else None


def _crosses(text: str, words: tuple[Word, ...]) -> bool:
    """Whether anything but blanks, hyphens, dots and marks of quotation stands between the words."""
    return any(set(fold(text[a.end : b.start])) - set(" \u200c-.\"'") for a, b in pairwise(words))


def _with_kind(text: str, at: _Start, language: str) -> int | None:
    """The end of a phrase that begins with a word for a kind of outlet."""
    kind = longest(at.words, 0, _kinds(language))
    if kind is None or _crosses(text, at.words[: kind[0]]):
        return None
    count, rest = kind[0], at.words[kind[0] :]
    after = at.words[count - 1].end
    if (end := _in_marks(text, rest, after)) is not None:
        return end
    if rest and not text[after : rest[0].start].strip():
        name = _count_known(text, rest, language) or _after_kind(text, rest, kind[1], language)
        if name:
            return _in_marks(text, rest[name:], rest[name - 1].end) or rest[name - 1].end
    return after if kind[1] == "alone" or (kind[1] == "strong" and at.definite) else None


def _in_marks(text: str, words: tuple[Word, ...], after: int) -> int | None:
    """The end of a name of few words in marks of quotation or brackets that open right before the first word, with the
    closing mark; ``after`` is the least place of the opening one."""
    if not words:
        return None
    before = fold(text[max(after, words[0].start - 3) : words[0].start]).replace("\u200c", "").strip()
    if before[-1:] not in _OPENS or (after and len(before) > 1):
        return None
    close = _CLOSES[before[-1]]
    for index, word in enumerate(words[: MOST_NAME + 1]):
        following = words[index + 1].start if index + 1 < len(words) else word.end + 2
        gap = fold(text[word.end : following])
        blanks = len(gap) - len(gap.lstrip(" \u200c"))
        if gap.startswith(close, blanks):
            return word.end + (blanks + 1 if after else 0)
        if gap.replace("\u200c", "") not in (" ", "-", ".", ". ", " - "):
            return None
    return None


def _after_kind(text: str, words: tuple[Word, ...], kind: str, language: str) -> int:
    """How many words of an unknown name or of adjectives follow a word for a kind of outlet."""
    if kind == "weak" or (kind == "alone" and language == "ar" and not words[0].key.endswith(_ADJECTIVE)):
        return 0
    return _unknown(text, words, language)


def _unknown(text: str, words: tuple[Word, ...], language: str) -> int:
    """How many words of a name that no table knows follow the word for its kind."""
    stops = _stops(language)
    count = 0
    for index, word in enumerate(words[:MOST_NAME]):
        gap = text[words[index - 1].end : word.start] if index else ""
        if gap.strip("\u200c ") not in ("", "-") or word.key in stops or not _goes_on(text, word, index, language):
            break
        count = index + 1
    while count and words[count - 1].key in _rows(language, "link"):
        count -= 1
    return count


def _goes_on(text: str, word: Word, index: int, language: str) -> bool:
    """Whether a word may belong to an unknown name: capitals, an Arabic adjective with its article, two in Persian."""
    if language == "ar":
        return not index or word.key.startswith((_ALL, _TO + _TO))
    if language == "fa":
        return index < 2
    return text[word.start].isupper() or (index > 0 and word.key in _rows(language, "link"))


@cache
def _stops(language: str) -> frozenset[str]:
    """Words that end an unknown name: small words and those that carry words."""
    rows = [r["word"] for r in table(language, "function_words")]
    rows += [form for r in table(language, "relays") for form in variants(r["words"])]
    return frozenset(key(row) for row in rows)


def _titled(text: str, words: tuple[Word, ...], language: str) -> int | None:
    """The end of a name in capitals that ends in a word for newspapers, or that such a word follows."""
    if language != "en" or words[0].key in _stops(language):
        return None
    count = _unknown(text, words, language)
    if not count:
        return None
    kind = longest(words, count, _kinds(language))
    if kind and kind[1] == "strong" and text[words[count - 1].end : words[count].start] == " ":
        rest = words[kind[0] :]
        near = bool(rest) and text[words[kind[0] - 1].end : rest[0].start] == " "
        name = _count_known(text, rest, language) or _unknown(text, rest, language) if near else 0
        return words[kind[0] + name - 1].end
    return words[count - 1].end if count > 1 and words[count - 1].key in _rows(language, "ending") else None
