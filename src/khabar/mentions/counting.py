"""What a number counts: the noun phrase around it, and the words before it that make it approximate or no count."""

import re
from bisect import bisect_left, bisect_right

from msgspec import Struct

from khabar.language import settings
from khabar.mentions.counted import ENDINGS, NO_COUNT, PEOPLE, Noun, has_article, noun_at, role
from khabar.text.figures import trait
from khabar.text.folding import IGNORABLE
from khabar.text.numerals import Number
from khabar.text.words import Word

_GAP = re.compile(rf"[\"')]?[ {IGNORABLE}\t]{{0,3}}[\"'(-]?{IGNORABLE}?")
_PERCENT = re.compile(rf"[ {IGNORABLE}]?%")
_SIGNS = {"$": "dollar", "\u20ac": "euro", "\u00a3": "pound sterling", "\u00a5": "yen", "\u20aa": "shekel"}
_SIGN_BEFORE = re.compile(r"(?:\b(?:us|a|c|nz|ca|au))?([$\u20ac\u00a3\u00a5\u20aa]) ?$")
_SIGN_AFTER = re.compile(r" ?([$\u20ac\u00a3\u00a5\u20aa])")
_PROCLITICS = frozenset("\u0648\u0641\u0628\u0644\u0643")
_ARTICLE = "\u0627\u0644"
_WRITTEN_ARTICLE = re.compile(rf"(?:^|[\W_])[\u0648\u0628\u0644\u0643]?((?:{_ARTICLE}|\u0644\u0644){IGNORABLE}*)$")
_CHAIN = 4  # words after a first noun among which its head may stand
_LONGEST = 5  # words of the longest phrase that makes a number approximate
_PLURAL = re.compile(r"[^\W\d_]{3,}s$")


class Line(Struct, frozen=True):
    """One block: its folded text, where it starts, its words with their starts, and where numbers start."""

    text: str
    start: int
    language: str
    words: tuple[Word, ...]
    first: list[int]
    numbers: frozenset[int] = frozenset()

    def has(self, name: str) -> bool:
        """Whether the language counts in a certain way: a setting of ``[counting]`` in its ``language.toml``."""
        return bool(settings(self.language)["counting"].get(name, False))

    def slice(self, start: int, end: int) -> str:
        """The folded text between two offsets of the report."""
        return self.text[max(0, start - self.start) : max(0, end - self.start)]

    def before(self, at: int, length: int = 12) -> str:
        """Up to ``length`` folded characters before an offset."""
        return self.slice(max(self.start, at - length), at)

    def after(self, at: int, length: int = 12) -> str:
        """Up to ``length`` folded characters from an offset on."""
        return self.slice(at, at + length)

    def word_after(self, at: int) -> int:
        """Index of the first word at or after an offset."""
        return bisect_left(self.first, at)

    def word_before(self, at: int) -> int:
        """Index of the last word that ends at or before an offset, or -1."""
        i = bisect_right(self.first, at) - 1
        return i if i < 0 or self.words[i].end <= at else i - 1

    def starts_number(self, i: int) -> bool:
        """Whether word ``i`` is a number, after particles that are written together with it."""
        return i < len(self.words) and any(at in self.numbers for at in range(self.words[i].start, self.words[i].end))

    def next_key(self, at: int) -> str:
        """Key of the first word at or after an offset."""
        i = self.word_after(at)
        return self.words[i].key if i < len(self.words) else ""

    def near(self, end: int, i: int) -> bool:
        """Whether word ``i`` follows the offset in the same phrase."""
        return i < len(self.words) and bool(_GAP.fullmatch(self.slice(end, self.words[i].start)))

    def is_proclitic(self, letters: str) -> bool:
        """Whether the letters are particles that are written together with the next word."""
        return set(letters) <= _PROCLITICS

    def _agrees(self, j: int, ending: str) -> bool:
        word = self.words[j].key
        return word.endswith(ending) and not word.startswith("\u0648")

    def with_adjective(self, i: int) -> int:
        """End of a dual, with the adjectives in the dual after it."""
        end = self.words[i].end
        ending = self.words[i].key[-2:]
        j = i + 1
        while j < min(i + 3, len(self.words)) and self.near(end, j) and self._agrees(j, ending):
            end = self.words[j].end
            j += 1
        return end


def phrase(line: Line, number: Number) -> tuple[int, int, Noun | None]:
    """Start, end and noun of the phrase that the number counts: signs first, then the noun after or before it."""
    if m := _PERCENT.match(line.after(number.end)):
        return number.start, number.end + m.end(), Noun("percent", "percent")
    if m := _SIGN_BEFORE.search(line.before(number.start)):
        return number.start - len(m.group()), number.end, Noun(_SIGNS[m[1]], "money")
    if m := _SIGN_AFTER.match(line.after(number.end)):
        return number.start, number.end + m.end(), Noun(_SIGNS[m[1]], "money")
    if number.times:
        return number.start, number.end, Noun("time", "times")
    if (found := _noun_before(line, number)) is not None:
        return found
    end, noun = _noun_after(line, number)
    return number.start, end, noun


def _noun_before(line: Line, number: Number) -> tuple[int, int, Noun | None] | None:
    """Arabic "the ministers the four", "civilian one", "soldiers two": the numeral as an adjective."""
    if not line.has("noun_first") or number.value is None or number.fraction:
        return None
    if number.digits:
        article = _WRITTEN_ARTICLE.search(line.before(number.start))
        return _definite_before(line, number, number.start - len(article[1])) if article else None
    if number.definite and number.value <= 10:
        return _definite_before(line, number, number.start)
    i = line.word_before(number.start)
    if number.value > 2 or i < 0 or not line.near(line.words[i].end, line.word_after(number.start)):
        return None
    for j in (i, i - 1):  # an adjective may stand between
        noun = _noun_of(line, j) if j >= 0 and line.near(line.words[j].end, j + 1) else None
        if noun is not None:
            return line.words[j].start, number.end, noun
    return None


def _definite_before(line: Line, number: Number, at: int) -> tuple[int, int, Noun | None] | None:
    """The nearest of the three words before that is a counted noun; all but it have the article."""
    i = line.word_before(at)
    end = at
    for j in range(i, max(-1, i - 3), -1):
        if not _GAP.fullmatch(line.slice(line.words[j].end, end)):
            break
        noun = _noun_of(line, j)
        if noun is not None:
            return line.words[j].start, number.end, noun
        if _ARTICLE not in line.words[j].key[:4] and not number.digits:
            break
        end = line.words[j].start
    return None


def _noun_of(line: Line, j: int) -> Noun | None:
    """The noun of a word that may carry particles or stand in the dual."""
    from_table = noun_at(line.words, j, line.language)
    if from_table is not None:
        return from_table[0]
    word = line.words[j]
    for cut in (1, 2):
        shorter = (Word(word.start, word.end, word.key[cut:]),)
        if line.is_proclitic(word.key[:cut]) and (found := noun_at(shorter, 0, line.language)):
            return found[0]
    stem = word.key.removeprefix(_ARTICLE)
    if not stem.endswith(ENDINGS) or len(stem) < 5:
        return None
    shorter = (Word(word.start, word.end, stem[:-2]),)
    found = noun_at(shorter, 0, line.language)
    return found[0] if found else None


def _stops(line: Line, i: int) -> bool:
    return (line.words[i].key,) in role(line.language, "stop")


def _noun_after(line: Line, number: Number) -> tuple[int, Noun | None]:
    """End and noun of the phrase after the number; of an unknown noun the end alone."""
    i, end = line.word_after(number.end), number.end
    if not line.near(end, i):
        return end, None
    exact = number.value is not None and not number.fraction
    if line.has("bare_noun") and exact and has_article(line.words[i].key, line.language):
        return end, None  # a counted noun has no article
    if (found := _classified(line, i)) or (found := noun_at(line.words, i, line.language)):
        return _head(line, i, *found)
    if number.fraction and (line.words[i].key,) in role(line.language, "article"):
        return _scan(line, i + 1, line.words[i].end) or (end, None)
    if (line.words[i].key,) in role(line.language, "partitive") and (not exact or line.has("bare_noun")):
        return _partitive(line, number, i + 1)
    return _scan(line, i, end) or _unknown(line, number, i)


def _partitive(line: Line, number: Number, i: int) -> tuple[int, Noun | None]:
    """ "Thousands of migrants", Arabic "five of the policemen", "eight of a group"."""
    end = line.words[i - 1].end
    if not line.near(end, i) or line.starts_number(i):
        return number.end, None
    inner = _scan(line, i, end)
    if inner is None and line.near(line.words[i].end, i + 1) and not _stops(line, i):
        inner = _scan(line, i + 1, line.words[i].end)
    return inner or (line.words[i].end, None)


def _scan(line: Line, i: int, end: int) -> tuple[int, Noun | None] | None:
    """The noun after up to so many adjectives as the language puts before it."""
    reach = settings(line.language)["counting"]["adjectives"]
    for j in range(i, min(i + reach + 1, len(line.words))):
        if not line.near(end, j):
            return None
        if j > i and _stops(line, j):
            return None
        found = noun_at(line.words, j, line.language)
        if found and found[0].kind in NO_COUNT and j > i and _PLURAL.search(line.words[j - 1].key):
            return None  # "1,127 defections last year"
        if found:
            return _head(line, j, *found)
        if _stops(line, j):
            return None
        end = line.words[j].end
    return None


def _classified(line: Line, i: int) -> tuple[Noun, int] | None:
    """The noun after a classifier, as in Persian "45 units helicopter"."""
    if (line.words[i].key,) not in role(line.language, "classifier") or not line.near(line.words[i].end, i + 1):
        return None
    found = noun_at(line.words, i + 1, line.language)
    if found is None or _stops(line, i + 1) or found[0].kind in NO_COUNT:
        return None
    own = noun_at(line.words, i, line.language)  # "person" counts persons only
    return None if own and own[0].kind == "person" and found[0].kind not in PEOPLE else found


def _head(line: Line, i: int, noun: Noun, after: int) -> tuple[int, Noun]:
    """The head of a chain of nouns: in English the last, and a plural rather than a singular before it."""
    end = line.words[after - 1].end
    if noun.kind in NO_COUNT or not line.has("plural_head"):
        return end, noun
    j = after
    while j < min(after + _CHAIN, len(line.words)) and line.near(line.words[j - 1].end, j) and not _stops(line, j):
        found = noun_at(line.words, j, line.language)
        if found and found[0].kind not in NO_COUNT and (j == after or _PLURAL.search(line.words[found[1] - 1].key)):
            noun, after = found
            end = line.words[after - 1].end
        elif found or _PLURAL.search(line.words[after - 1].key):
            break
        j = found[1] if found else j + 1
    return end, noun


def _unknown(line: Line, number: Number, i: int) -> tuple[int, Noun | None]:
    """The phrase of a noun that no table knows: up to a plural in English, one word elsewhere."""
    end, j = number.end, i
    if "(" in line.slice(end, line.words[i].start):
        return end, None
    reach = settings(line.language)["counting"]["adjectives"]
    if (line.words[i].key,) in role(line.language, "classifier") and line.near(line.words[i].end, i + 1):
        end, j = line.words[i].end, i + 1
    while j <= i + reach and line.near(end, j) and not _stops(line, j):
        end = line.words[j].end
        if line.has("plural_head") and _PLURAL.search(line.words[j].key):
            return end, None
        j += 1
    return (end if not line.has("plural_head") and _likely_noun(line, number, j - 1) else number.end), None


def _likely_noun(line: Line, number: Number, j: int) -> bool:
    """Arabic: a word that is no verb of the imperfect; between 11 and 99 the accusative ending."""
    if not line.has("bare_noun") or j < 0:
        return True
    word = line.words[j].key
    if word.startswith(("\u064a", "\u0648")):
        return False
    between = number.value is not None and 11 <= number.value % 100 <= 99
    return not between or word.endswith(("\u0627", "\u0647"))


def _ends_with(line: Line, at: int, phrases: frozenset[tuple[str, ...]]) -> bool:
    """Whether one of the phrases ends right before an offset; Arabic particles may be joined to its first word."""
    i = line.word_before(at)
    if i < 0 or not re.fullmatch(r"[\W_]{0,6}", line.slice(line.words[i].end, at).lstrip("\u0648\u0628\u0644\u0643")):
        return False
    for length in range(1, _LONGEST + 1):
        keys = tuple(w.key for w in line.words[max(0, i - length + 1) : i + 1])
        if keys in phrases:
            return True
        if (
            trait(line.language, "proclitics")
            and keys
            and keys[0][:1] in _PROCLITICS
            and (keys[0][1:], *keys[1:]) in phrases
        ):
            return True
    return False


def about(line: Line, start: int, end: int) -> bool:
    """Whether words outside the span make the figure approximate."""
    if _ends_with(line, start, role(line.language, "about")):
        return True
    i = line.word_after(end)
    if i >= len(line.words) or not re.fullmatch(r"[ ,(]{0,3}", line.slice(end, line.words[i].start)):
        return False
    after = tuple(w.key for w in line.words[i : i + 3])
    return any(after[:n] in role(line.language, "about_after") for n in (1, 2, 3))


def labelled(line: Line, at: int) -> bool:
    """Whether the word before makes the number part of a name or an age: "Article 5", "aged 40"."""
    return _ends_with(line, at, role(line.language, "label") | role(line.language, "age"))


def rated(line: Line, at: int) -> bool:
    """Whether the number only says what a rate refers to: "per 10,000"."""
    return _ends_with(line, at, role(line.language, "rate"))


def follows(line: Line, at: int, name: str) -> bool:
    """Whether a word of the role stands right before an offset."""
    return _ends_with(line, at, role(line.language, name))


def tells_toll(line: Line, at: int, reach: int = 25) -> bool:
    """Whether one of the next words speaks of the dead or wounded."""
    i = line.word_after(at)
    return any((w.key,) in role(line.language, "toll") for w in line.words[i : i + reach])
