"""Equal-length folding: one spelling for the letters, digits and marks that writers use in free variation.

Character *i* of the folded text stands for character *i* of the text, so a match in the folded text is a span of the
original. What readers do not see or may leave out (vowel signs, tatweel, ZWNJ, direction marks) becomes
``IGNORABLE``; a pattern allows it with ``\u200c*``, and ``key`` drops it.
"""

import unicodedata

IGNORABLE = "\u200c"

_SINGLES = {
    # Alef with hamza or madda, alef wasla; yeh, farsi yeh, alef maksura, hamza on yeh; hamza on waw; kaf and keheh;
    # teh marbuta and the hehs of Persian, Urdu and Kurdish keyboards.
    "\u0627": "\u0622\u0623\u0625\u0671\u0672\u0673\u0675",
    "\u064a": "\u06cc\u0649\u0626\u06cd\u06d0\u06d2\u0678\u06d3",
    "\u0648": "\u0624\u0676\u06c6\u06c7",
    "\u0643": "\u06a9\u06aa\u06ac",
    "\u0647": "\u0629\u06c0\u06c1\u06c2\u06c3\u06be\u06d5",
    '"': "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u301d\u301e\uff02",
    "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`\uff07\u2039\u203a",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d",
    " ": "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))),
    "%": "\u066a\uff05",
}
_INVISIBLE = (
    *range(0x0610, 0x061B), 0x061C, 0x0640, *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E5), 0x06E7, 0x06E8, *range(0x06EA, 0x06EE), 0x00AD, *range(0x200B, 0x2010),
    *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF,
)  # fmt: skip


def _presentation_forms() -> dict[int, str]:
    """Arabic presentation forms that stand for one letter; ligatures of several stay as they are."""
    forms = {c: unicodedata.normalize("NFKC", chr(c)) for c in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD))}
    return {c: form for c, form in forms.items() if len(form) == 1}


def _table() -> dict[int, str]:
    table = {ord(c): to for to, variants in _SINGLES.items() for c in variants}
    table |= dict.fromkeys(_INVISIBLE, IGNORABLE)
    table |= {zero + d: str(d) for zero in (0x0660, 0x06F0, 0xFF10) for d in range(10)}
    for code, form in _presentation_forms().items():
        table.setdefault(code, table.get(ord(form), form))
    return table


_TABLE = _table()


def _casefold(text: str) -> str:
    """Casefold the characters that stay one character ("\u00df" and "\u0130" would grow)."""
    folded = text.casefold()
    if len(folded) == len(text):  # every character gives at least one, so none gave two
        return folded
    return "".join(f if len(f := c.casefold()) == 1 else c for c in text)


def fold(text: str) -> str:
    """The text in folded letters: as long as the text, index for index."""
    return _casefold(text).translate(_TABLE)


def key(text: str) -> str:
    """The folded text without ignorable characters: what word lists are looked up by. Not of equal length."""
    return fold(text).replace(IGNORABLE, "")
