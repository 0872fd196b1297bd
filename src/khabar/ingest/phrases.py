"""Phrases of the language data as patterns that match however a page spells them.

Spaces and ZWNJ may be missing or doubled (``posted onNovember``), letters may be of the Arabic or the Persian keyboard,
with or without hamza, vowel signs and tatweel. ``{n}`` in a phrase stands for a counter, ``{name}`` for a short name.
Patterns match keys (``key``), not the text itself.
"""

import re
from collections.abc import Iterable

from khabar.text.folding import IGNORABLE, fold

_COUNTER = r"(?:\d[\d.,:]*\s*k?|no)"
_NAME = r"[^\W\d_][\w.&'-]*(?: [\w.&'-]+){0,3}"
_TOKEN = re.compile(r"\{n\}|\{name\}|\S")


def key(line: str) -> str:
    """The line in folded letters, without vowel signs, tatweel and invisible marks. Not as long as the line."""
    return fold(line).replace(IGNORABLE, "")


def pattern(phrase: str) -> str:
    """The source of a regular expression that finds the phrase in a key."""
    words = phrase.replace("\u200c", " ").split()
    joined = r"\s*".join("".join(_token(x) for x in _TOKEN.findall(key(word))) for word in words)
    return joined.replace(r"\s*" + _COUNTER, r"[\s:]*" + _COUNTER)


def alternatives(phrases: Iterable[str]) -> str:
    """A group that matches any of the phrases, longest first; one that matches nothing when there are none."""
    ordered = sorted(set(phrases), key=lambda x: (-len(x), x))
    return "(?:" + "|".join(pattern(x) for x in ordered) + ")" if ordered else "(?!)"


def _token(token: str) -> str:
    if token == "{n}":
        return _COUNTER
    return f"(?P<name>{_NAME})" if token == "{name}" else re.escape(token)
