"""From a block of text to tokens with their senses: what the grammar of time expressions reads."""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from khabar.mentions.times.lexicon import Lexicon, Senses, lexicon
from khabar.text.calendars import months, read_date
from khabar.text.folding import IGNORABLE, fold
from khabar.text.numerals import Number, find_numbers

_TOKEN = re.compile(
    r"(?P<date>(?<![\d/.])\d{4}[/.\-]\d{1,2}[/.\-]\d{1,2}(?![\d/])|(?<![\d/.])\d{1,2}[/.]\d{1,2}[/.]\d{4}(?![\d/]))"
    r"|(?P<clock>(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:]))"
    r"|(?P<figure>\d+(?:[.,\u066b\u066c]\d+)*)"
    r"|(?P<initials>[^\W\d_](?:\.[^\W\d_])+\.?)"
    rf"|(?P<word>[^\W\d_](?:{IGNORABLE}*[^\W\d_]|'(?=s?\b)|'[^\W\d_])*{IGNORABLE}*)"
    rf"|(?P<mark>[^\s\w{IGNORABLE}])"
)
_MARKS = {
    "/": "slash", "-": "dash", "(": "open", ")": "close", "[": "open", "]": "close", ",": "comma", "\u060c": "comma",
    ".": "dot", "%": "percent", "$": "money", '"': "quote", "\u00a9": "copyright",
}  # fmt: skip
_TIED = re.compile(rf"{IGNORABLE}(?!\u0648)")
"""What ties the words of a number; before "and" the number's own reading wants it."""
_SMALL = range(1, 32)
_YEARS = range(1000, 2200)


class Token(Struct, frozen=True):
    """``start`` and ``end`` of the part that means something, ``word_start`` that of the whole written word."""

    start: int
    end: int
    word_start: int
    key: str
    senses: Senses

    def get(self, kind: str) -> str | None:
        """The value under a kind, or ``None``."""
        return self.senses.get(kind)


def tokenise(text: str, start: int, end: int, language: str) -> list[Token]:
    """The tokens of ``text[start:end]``; offsets are into ``text``."""
    folded = fold(text[start:end])
    raw = [_raw(m, start) for m in _TOKEN.finditer(folded)]
    numbers = {n.start: n for n in find_numbers(_untied(text), language, start, end) if _wanted(n)}
    looked_up = _dotted(list(_looked_up(raw, numbers, lexicon(language))))
    return _paired(_beside_months(looked_up, folded, start), language)


@lru_cache(maxsize=2)
def _untied(text: str) -> str:
    """The text, as long as it was, with the words of its numbers apart: the same for all blocks of a report."""
    return _TIED.sub(" ", text)


def _wanted(number: Number) -> bool:
    return (not number.digits or number.ordinal) and not number.fraction and number.value is not None


def _raw(m: re.Match[str], offset: int) -> Token:
    a, b, kind, words = m.start() + offset, m.end() + offset, m.lastgroup, m.group()
    senses: Senses = {}
    if kind == "date":
        day = read_date(words)
        senses = {"fulldate": day} if day else {}
    elif kind == "clock":
        senses = {"clock": words}
    elif kind == "figure":
        senses = _figure(words, _touches_letters(m))
    elif kind == "mark" and words in _MARKS:
        senses = {_MARKS[words]: ""}
    if kind not in ("word", "initials"):
        return Token(a, b, a, "", senses)
    plain = words.removesuffix("'s")
    return Token(a, a + len(plain), a, plain.replace(IGNORABLE, "").replace(".", ""), senses)


_GLUED_BEFORE = re.compile(rf"(?:[^\W\d_]{IGNORABLE}*){{3}}$|[a-z]$")
_GLUED_AFTER = re.compile(rf"{IGNORABLE}*[^\W\d_a-z]{{2}}|[a-z]{{3}}")


def _touches_letters(m: re.Match[str]) -> bool:
    """Whether figures are part of a name or code ("SN2016"); attached particles and endings ("1980s") are none."""
    before, after = m.string[max(0, m.start() - 8) : m.start()], m.string[m.end() : m.end() + 8]
    return bool(_GLUED_BEFORE.search(before) or _GLUED_AFTER.match(after))


def _figure(words: str, glued: bool) -> Senses:
    if glued:
        return {"num": words} if words.isdigit() and len(words) < 4 else {}
    if not words.isdigit():
        if re.fullmatch(r"(?:[01]?\d|2[0-3])\.[0-5]\d", words):
            return {"num": words, "clockdot": words.replace(".", ":")}
        return {"num": words.replace(",", "")} if re.fullmatch(r"\d+\.\d|\d{1,3}(?:,\d{3})+", words) else {}
    if len(words) > 9:
        return {}
    value = int(words)
    senses = {"num": str(value)}
    if value in _SMALL and len(words) <= 2:
        senses["small"] = str(value)
    if value in _YEARS and len(words) == 4:
        senses["year"] = str(value)
    if len(words) == 2:
        senses["pair"] = str(value)
    return senses


def _looked_up(raw: list[Token], numbers: dict[int, Number], words: Lexicon) -> Iterator[Token]:
    i = 0
    while i < len(raw):
        if not raw[i].key and raw[i].start not in numbers:
            yield raw[i]
            i += 1
            continue
        found, after = _entry(raw, i, words)
        number = _number_at(raw, i, numbers)
        if after < len(raw) and _counts_on(raw[after - 1], words) and _is_number(raw[after], numbers):
            found, after = ([], i + 1) if after > i + 1 else (found, after)
        if number and number[1] >= after and not (found and _outweighs(found[-1], number[1] == after)):
            found, after = [_merged(number[0], found, number[1] == after)], number[1]
        yield from found or [_maybe_future(raw[i], words)]
        i = after


def _counts_on(last: Token, words: Lexicon) -> bool:
    """Whether a word at the end of an entry may belong to a count after it: "in the past" two years."""
    return "past" in words.entries.get(last.key, {})


def _is_number(token: Token, numbers: dict[int, Number]) -> bool:
    return "num" in token.senses or token.start in numbers


def _maybe_future(token: Token, words: Lexicon) -> Token:
    bare = token.key not in words.not_future and token.key[1:] not in words.not_future
    if len(token.key) > 4 and bare and token.key.startswith(words.future or ("\0",)):
        return replace(token, senses={"future": ""})
    return token


def _outweighs(entry: Token, same_length: bool) -> bool:
    return same_length and bool(entry.senses.keys() & {"weekday", "month", "phrase"})


def _merged(number: Token, found: list[Token], same_length: bool) -> Token:
    return replace(number, senses={**found[-1].senses, **number.senses}) if found and same_length else number


def _number_at(raw: list[Token], i: int, numbers: dict[int, Number]) -> tuple[Token, int] | None:
    """A number word that starts in token ``i`` (after attached letters), and the index after it."""
    token = raw[i]
    number = next((numbers[p] for p in range(token.start, min(token.start + 4, token.end)) if p in numbers), None)
    if number is None or number.end < token.end:
        return None
    j = i + 1
    while j < len(raw) and raw[j].start < number.end:
        j += 1
    value = str(number.value)
    senses = {"ordinal": value} if number.ordinal else {"num": value}
    if number.high is not None:
        senses["high"] = str(number.high)
    return Token(number.start, number.end, token.start, token.key, senses), j


def _entry(raw: list[Token], i: int, words: Lexicon) -> tuple[list[Token], int]:
    """The longest entry that starts at token ``i``, with or without attached letters, as tokens; the index after."""
    best: tuple[list[Token], int] = ([], i + 1)
    for reading in _heads(raw[i].key, words.language):
        for n in range(min(words.longest[reading.rest], len(raw) - i), 0, -1):
            if n < best[1] - i or (n == best[1] - i and best[0]):
                break
            tail = [t.key for t in raw[i + 1 : i + n]]
            senses = words.entries.get(" ".join([reading.rest, *tail])) if all(tail) else None
            shielded = senses and n > 1 and "phrase" in senses and _continues(raw, i + n, words)
            if senses and not shielded and (meant := _meant(senses, reading)):
                best = (_split(raw[i], raw[i + n - 1].end, reading, meant), i + n)
                break
    return best


class _Head(Struct, frozen=True):
    """A way to read a written word: how many letters are attached in front, whether one is a conjunction, whether the
    article follows, and the rest."""

    lead: int
    joined: bool
    definite: bool
    rest: str


@lru_cache(1 << 16)
def _heads(word: str, language: str) -> tuple[_Head, ...]:
    words = lexicon(language)
    return tuple(h for h in _readings(word, words) if h.rest in words.longest)


_WITH_ARTICLE = {"unit": "theunit", "units": "theunits", "dual": "thedual"}
_WORDS = frozenset({"dayword", "weekword", "monthword", "yearword"})
_ALONE = frozenset({"deictic", "part", "noon"})


def _meant(senses: Senses, head: _Head) -> Senses | None:
    """The senses under attached letters: words other than units are listed with their article, and a preposition is
    not attached to a word that is an adverb already."""
    if head.definite:
        return _definite(senses)
    if head.lead and not head.joined and not _ALONE.isdisjoint(senses):
        return None
    return senses


def _definite(senses: Senses) -> Senses | None:
    kept = {_WITH_ARTICLE[k]: v for k, v in senses.items() if k in _WITH_ARTICLE}
    return kept | {k: v for k, v in senses.items() if k in _WORDS} if kept else None


def kind_sets(language: str) -> set[frozenset[str]]:
    """The sets of kinds that tokens of the language may have."""
    listed = [frozenset(s) for s in lexicon(language).entries.values()]
    listed += [frozenset(d) for s in lexicon(language).entries.values() if (d := _definite(s))]
    numeric = [frozenset(x.split()) for x in ("num", "ordinal", "num high")]
    figures = [frozenset(_figure(x, False)) for x in ("7", "17", "77", "177", "1777", "2.5", "9.30")]
    marks = [frozenset({m}) for m in (*_MARKS.values(), "and", "fulldate", "clock")]
    both = [s | n for s in [*listed, frozenset[str]()] for n in numeric]
    return {*listed, *both, *figures, *marks}


def _continues(raw: list[Token], i: int, words: Lexicon) -> bool:
    """Whether a weekday or unit follows, so that the words before are no whole expression ("in the past" week)."""
    if i >= len(raw):
        return False
    after = words.entries.get(raw[i].key, {})
    return bool(after.keys() & {"weekday", "unit", "units"})


def _split(first: Token, end: int, head: _Head, senses: Senses) -> list[Token]:
    token = Token(first.start + head.lead, end, first.start, first.key, senses)
    if not head.joined:
        return [replace(token, senses={**senses, "attached": ""})] if head.lead else [token]
    return [Token(first.start, first.start + 1, first.start, "", {"and": ""}), token]


def _readings(word: str, words: Lexicon) -> Iterator[_Head]:
    """Ways to read a written word, the plain one first."""
    yield _Head(0, False, False, word)
    if not words.article:
        return
    starts = [(0, False, word)]
    starts += [(len(c), True, word[len(c) :]) for c in words.conjunctions if word.startswith(c)]
    for lead, joined, rest in tuple(starts):
        starts += [(lead + len(p), joined, rest[len(p) :]) for p in words.prepositions if rest.startswith(p)]
    for lead, joined, rest in starts:
        if lead and len(rest) > 2:
            yield _Head(lead, joined, False, rest)
        yield from _with_article(_Head(lead, joined, True, rest), word, words.article)


def _with_article(head: _Head, word: str, article: str) -> Iterator[_Head]:
    """The article before the rest; after an attached l its alef falls away."""
    lam = article[-1:]
    if head.rest.startswith(article) and len(head.rest) > len(article) + 1:
        yield _Head(head.lead, head.joined, True, head.rest[len(article) :])
    if head.lead and head.rest.startswith(lam) and word[head.lead - 1] == lam:
        yield _Head(head.lead, head.joined, False, article + head.rest[1:])
        yield _Head(head.lead, head.joined, True, head.rest[1:])


def _dotted(tokens: list[Token]) -> list[Token]:
    """Abbreviated names with their full stop."""
    out: list[Token] = []
    for t in tokens:
        if out and "dot" in t.senses and t.start == out[-1].end and "abbreviated" in out[-1].senses:
            out[-1] = replace(out[-1], end=t.end)
        else:
            out.append(t)
    return out


def _beside_months(tokens: list[Token], folded: str, offset: int) -> list[Token]:
    """Figures that lack the blank to a word before or after them, but stand beside a month: its day or year."""
    out = list(tokens)
    months_at = [i for i, token in enumerate(tokens) if "month" in token.senses]
    for i in (j for at in months_at for j in (at - 1, at + 1) if 0 <= j < len(tokens)):
        token = tokens[i]
        written = folded[token.start - offset : token.end - offset]
        if written.isdigit() and len(written) in (1, 2, 4) and not (token.senses.keys() - {"num"}):
            out[i] = replace(token, senses=_figure(written, False))
    return out


def _paired(tokens: list[Token], language: str) -> list[Token]:
    """Two names of one month as one token ("7 October (Tishrin I)"), with the marks between and after them."""
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        after = _pair_end(tokens, i, language)
        if after:
            senses = {**tokens[i].senses, "month_yes": tokens[i].senses["month"]}
            out.append(replace(tokens[i], end=tokens[after - 1].end, senses=senses))
            i = after
        else:
            out.append(tokens[i])
            i += 1
    return out


def _pair_end(tokens: list[Token], i: int, language: str) -> int:
    if tokens[i].get("month") is None:
        return 0
    j = i + 1
    opened = j < len(tokens) and "open" in tokens[j].senses
    if j < len(tokens) and tokens[j].senses.keys() & {"open", "slash", "dash"}:
        j += 1
    if j >= len(tokens) or tokens[j].get("month") is None:
        return 0
    one, two = (months(language)[tokens[k].senses["month"]] for k in (i, j))
    if (one.calendar, one.number) != (two.calendar, two.number):
        return 0
    return j + 2 if opened and j + 1 < len(tokens) and "close" in tokens[j + 1].senses else j + 1
