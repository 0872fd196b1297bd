"""Consonant skeletons: one name in Arabic, Persian or Latin script usually gives one string of Latin letters.

Vowels are dropped, letters that the three ways of writing exchange are merged (b/p, f/v/w, j/g/q/gh, s/th, z/dh),
and articles, «ibn» and titles fall away. The skeleton identifies a name across scripts; it is no spelling.
"""

import re
import unicodedata
from functools import lru_cache

from khabar.language import table
from khabar.text.folding import key

_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200d\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile("[\\s\u200c\u00a0\\-\u2010-\u2015_.,،؛'\"«»“”‘’()\\[\\]/]+")
_DOUBLED = re.compile(r"(.)\1+")
_LATIN_VOWELS = re.compile(r"[aeiou]|(?<!^)y")
_ABD_LATIN = re.compile(r"\babd(?:[aeiou]?[\s-]*[aeiou][lrsnzdt](?=[^aeiouy\s-]|[\s-])[\s-]*|[aeiou](?=[lr]))")


def _pairs(name: str) -> dict[str, str]:
    return {row["from"]: row["to"] for row in table("shared", name)}


_CONSONANTS = {ord(k): v for k, v in _pairs("consonants").items()}
_DROPPED = frozenset(key(row["word"]) for row in table("shared", "particles"))
_RESPELT = _pairs("respelt")
_LATIN_RULES = tuple((re.compile(row["from"]), row["to"]) for row in table("shared", "digraphs"))
_ARABIC_RULES = tuple((re.compile(row["from"]), row["to"]) for row in table("shared", "clusters"))


@lru_cache(maxsize=16384)
def skeleton(name: str) -> str:
    """The consonant skeleton of ``name`` in Latin letters; empty when the name holds no letter."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", name)).casefold()
    for pattern, spelt in _ARABIC_RULES:
        plain = pattern.sub(spelt, plain)
    words = [w for w in _SPACES.split(_latin_words(plain)) if w and key(w) not in _DROPPED]
    return "".join(_bones(w) for w in words) or "".join(c for c in key(plain) if c.isalnum())


def _latin_words(plain: str) -> str:
    if not any("a" <= c <= "z" for c in plain):
        return plain
    plain = re.sub(r"[\u02bb-\u02bf'\u2018\u2019`]", "", plain)
    return _ABD_LATIN.sub("abd", plain)


def _bones(word: str) -> str:
    latin = any("a" <= c <= "z" for c in word)
    bones = _latin_bones(word) if latin else _script_bones(word)
    bones = re.sub(r"(?<=n)g", "", bones)
    bones = re.sub(r"(?<=.)h$", "", bones)
    bones = re.sub(r"z$", "s", bones)  # "Jones" is written with zay
    return _DOUBLED.sub(r"\1", bones)


def _latin_bones(word: str) -> str:
    word = _RESPELT.get(word, word)
    for pattern, spelt in _LATIN_RULES:
        word = pattern.sub(spelt, word)
    word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    word = _DOUBLED.sub(r"\1", word)
    return re.sub(r"[^a-z0-9]", "", _LATIN_VOWELS.sub("", word))


def _script_bones(word: str) -> str:
    return re.sub(r"[^a-z0-9]", "", word.translate(_CONSONANTS))
