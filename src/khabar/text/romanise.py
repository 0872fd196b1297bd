"""Latin spelling of names in Arabic script, as newspapers print them.

A lexicon of name parts (``lang/<code>/name_parts.tsv``) comes first; the rest is spelled by rule. Short vowels are not
written, so the rules guess: Arabic and Persian names get "a", borrowed names, which mark most vowels with letters,
get none but what makes their last syllable speakable.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import takewhile

from khabar.language import table
from khabar.text.folding import key

_WORD = re.compile("[^\\s\u200c\\-\u2010-\u2015.,،؛'\"«»“”‘’()\\[\\]/]+")
_ARTICLE = "\u0627\u0644"
_ABD = "\u0639\u0628\u062f"
_RELIGION = "\u0627\u0644\u062f\u064a\u0646"
_WAW, _YEH, _ALEF, _HEH, _AYN, _TEH_SHIN, _FEH = (
    "\u0648",
    "\u064a",
    "\u0627",
    "\u0647",
    "\u0639",
    "\u062a\u0634",
    "\u0641",
)
_NATIVE = frozenset("\u062d\u0635\u0636\u0637\u0638\u0639\u0642\u0630")
_VOWEL_LETTERS = frozenset((_WAW, _YEH, _ALEF))
_ONSET_LETTERS = frozenset(
    first + second
    for first, seconds in (
        ("\u0628", "\u0644\u0631"), ("\u062a", "\u0631"), ("\u062f", "\u0631"), ("\u0643", "\u0644\u0631"),
        ("\u063a", "\u0644\u0631"), ("\u06af", "\u0644\u0631"), ("\u0641", "\u0644\u0631"), ("\u067e", "\u0644\u0631"),
        ("\u0633", "\u062a\u0643\u0628"),
    )
    for second in seconds
)  # fmt: skip
_ONSETS = frozenset(
    [
        "bl",
        "br",
        "cl",
        "cr",
        "dr",
        "fl",
        "fr",
        "gl",
        "gr",
        "kl",
        "kr",
        "pl",
        "pr",
        "sk",
        "sl",
        "sm",
        "sn",
        "sp",
        "st",
        "sw",
        "tr",
        "sht",
        "shm",
        "shl",
        "shr",
        "shn",
        "chr",
        "thr",
    ]
)


@cache
def _parts(language: str) -> dict[str, str]:
    return {_compact(row["name"]): row["en"] for row in table(language, "name_parts")}


@cache
def _spelling(language: str, column: str) -> dict[str, str]:
    return {key(row["letter"]): row[column] for row in table(language, "spelling")}


def _compact(word: str) -> str:
    return re.sub(r"\s", "", key(word))


def is_name_part(word: str, language: str) -> bool:
    """Whether the word is a given name, a surname or a particle of names in that language."""
    return _compact(word) in _parts(language)


@lru_cache(maxsize=16384)
def romanise(name: str, language: str) -> str:
    """The name in Latin letters; in a language without spelling table it stays as it is."""
    if not _spelling(language, "latin"):
        return " ".join(name.split())
    words = [m.group() for m in _WORD.finditer(name.replace("\u200c", " " if language == "ar" else "\u0640"))]
    spelt: list[str] = []
    index = 0
    while index < len(words):
        taken, latin = _next(words[index : index + 4], language)
        spelt.append(latin)
        index += taken
    return " ".join(x for x in spelt if x)


def _next(words: list[str], language: str) -> tuple[int, str]:
    """How many of the words make the next part of the name, and its spelling."""
    initials = _initials(words, language)
    if len(initials) > 1:
        return len(initials), initials
    parts = _parts(language)
    for count in range(min(len(words), 3), 0, -1):
        found = parts.get(_compact("".join(words[:count])))
        if found:
            return count, found
    folded = _compact(words[0])
    if folded == _ABD and len(words) > 1:
        return 2, "Abdul-" + _bare(_compact(words[1]), language)
    if folded.startswith(_ABD + _ARTICLE):
        return 1, "Abdul-" + _bare(folded[3:], language)
    return 1, _word(words[0], folded, language)


def _initials(words: list[str], language: str) -> str:
    """The letters that the first words spell out: "KSN"."""
    names = _letter_names(language)
    found = [names.get(_compact(w)) for w in words]
    return "".join(takewhile(bool, found))  # type: ignore[arg-type]


def is_spelt_out(words: Sequence[str], language: str) -> bool:
    """Whether the words, of which there are some, are all names of Latin letters: «كي إس إن»."""
    return all(_compact(w) in _letter_names(language) for w in words)


@cache
def _letter_names(language: str) -> dict[str, str]:
    return {_compact(row["name"]): row["letter"] for row in table(language, "letter_names")}


def _bare(folded: str, language: str) -> str:
    rest = folded[2:] if folded.startswith(_ARTICLE) else folded
    return _parts(language).get(rest) or _letters(rest, language)


def _word(written: str, folded: str, language: str) -> str:
    if folded.isascii():
        return folded.capitalize()
    if folded.endswith(_RELIGION) and len(folded) > len(_RELIGION) + 1:
        return _bare(folded[: -len(_RELIGION)], language) + " al-Din"
    if written.startswith(_ARTICLE) and len(folded) > 4:
        return "al-" + _bare(folded, language)
    return _parts(language).get(folded) or _letters(folded, language)


def _letters(word: str, language: str) -> str:
    foreign = _borrowed(word)
    table_ = _spelling(language, "foreign" if foreign else "latin")
    word = word.replace(_TEH_SHIN, "\u0686") if foreign else word
    sounds = [s for i, c in enumerate(word) if (s := _sound(word, i, c, table_, foreign))]
    spelt = "".join(_voiced(sounds, foreign))
    return (spelt[:1].upper() + spelt[1:]).replace("aa", "a")


def _borrowed(word: str) -> bool:
    vowels = sum(c in _VOWEL_LETTERS for c in word)
    clustered = word[:2] in _ONSET_LETTERS
    return not _NATIVE & set(word) and (vowels * 10 >= len(word) * 3 or clustered) and len(word) > 3


def _sound(word: str, index: int, letter: str, table_: dict[str, str], foreign: bool) -> str:
    before, after = word[index - 1 : index] if index else "", word[index + 1 : index + 2]
    if letter == _WAW:
        if not index or after in (_ALEF, _YEH) or before == _ALEF:
            return table_.get(_WAW, "w")
        return "o" if foreign else "u"
    if letter == _YEH:
        if foreign and after == _FEH:
            return "e"
        return "y" if not index or after in (_ALEF, _WAW) else "i"
    if letter == _FEH and foreign and before in _VOWEL_LETTERS and before != _ALEF:
        return "v"
    if letter == _HEH and not after and index:
        return "ya" if before == _YEH else "h" if before in _VOWEL_LETTERS else "a"
    if letter == _ALEF and not index and after in (_WAW, _YEH):
        return ""
    return table_.get(letter, "")


def _voiced(sounds: list[str], foreign: bool) -> list[str]:
    """The sounds with short vowels put where two or three consonants cannot stand together."""
    out: list[str] = []
    for i, sound in enumerate(sounds):
        out.append(sound)
        if _is_vowel(sound) or i + 1 >= len(sounds) or _is_vowel(sounds[i + 1]):
            continue
        last = i + 2 == len(sounds)
        if foreign:
            if (last and sounds[i + 1] in "rnlm" and i) or (not i and sound + sounds[1] not in _ONSETS):
                out.append("e" if last else "a")
        elif not i or last or not _is_vowel(out[-2]):
            out.append("e" if last and i and out[-2] == "a" else "a")
    return out


def _is_vowel(sound: str) -> bool:
    return sound in ("a", "i", "o", "u", "e", "ou")
