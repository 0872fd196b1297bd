"""Numbers in running text: digits of three scripts and number words, whole, in scales, in ranges and vague.

``find_numbers`` is the door. Tokens become atoms (``khabar.text.figures``), and a small grammar joins atoms to numbers:
a group below a thousand, its scales, further terms after "and", halves, and a second number that makes a range.
"""

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from khabar.text.figures import Atom, adjacent, atoms, dashed, trait

_EXACT = 2**53  # beyond it integers are given as floats: JSON readers take them so


class Number(Struct, frozen=True, kw_only=True):
    """A number as written in ``text[start:end]``.

    Of a range ``value`` is the low end and ``high`` the other; a vague one ("dozens") has no value but the bounds
    ``low`` and ``high``. ``digits``: written in digits; ``definite``: with the Arabic article; ``doubtful``: a single
    word that is usually no number ("one"); ``fraction``: a part of something, ``times``: "twice".
    """

    start: int
    end: int
    value: int | float | None
    high: int | float | None = None
    low: int | float | None = None
    approximate: bool = False
    ordinal: bool = False
    digits: bool = False
    definite: bool = False
    doubtful: bool = False
    fraction: bool = False
    times: bool = False


class _Part(Struct, frozen=True):
    """What the grammar has read: atoms ``[first, after)``, their value, the smallest scale in it."""

    first: int
    after: int
    value: Fraction
    scale: int = 1
    flags: frozenset[str] = frozenset()


def find_numbers(text: str, language: str, start: int = 0, end: int | None = None) -> tuple[Number, ...]:
    """All numbers of ``text[start:end]`` in order; offsets are into ``text``, ``language`` is an ISO 639-1 code."""
    row = atoms(text, language, start, len(text) if end is None else end)
    return tuple(_scan(row, language))


def _scan(row: tuple[Atom, ...], language: str) -> Iterator[Number]:
    i = 0
    while i < len(row):
        if row[i].kind == "word":
            i += 1
            continue
        number, after = _read(row, i, language)
        if number is not None:
            yield number
        i = max(after, i + 1)


def _read(row: tuple[Atom, ...], i: int, language: str) -> tuple[Number | None, int]:
    for reader in (_ordinal, _vague, _fraction):
        number, after = reader(row, i)
        if number is not None:
            return number, after
    part = _number(row, i, language)
    if part is None:
        return _twice(row, i)
    return _range(row, part, language)


def _plain(value: Fraction) -> int | float:
    if value.denominator == 1 and abs(value) < _EXACT:
        return int(value)
    return float(value)


def _as_number(row: tuple[Atom, ...], part: _Part, high: Fraction | None = None) -> Number:
    first = row[part.first]
    alone = part.after == part.first + 1
    return Number(
        start=first.start + first.lead,
        end=row[part.after - 1].end,
        value=_plain(part.value),
        high=None if high is None else _plain(high),
        digits=first.kind == "digits",
        definite=first.definite,
        doubtful=alone and first.kind == "doubtful",
        fraction="fraction" in part.flags,
    )


def _kind(row: tuple[Atom, ...], i: int) -> str:
    return row[i].kind if i < len(row) else ""


def _follows(row: tuple[Atom, ...], i: int, kinds: tuple[str, ...]) -> bool:
    """Whether atom ``i`` is of one of the kinds and stands right after atom ``i - 1``."""
    return 0 < i < len(row) and row[i].kind in kinds and adjacent(row[i - 1], row[i])


# Single words: ordinals, "twice", vague scales, fractions.


def _twice(row: tuple[Atom, ...], i: int) -> tuple[Number | None, int]:
    if row[i].kind != "times":
        return None, i + 1
    return Number(start=row[i].start + row[i].lead, end=row[i].end, value=_plain(row[i].value), times=True), i + 1


def _ordinal(row: tuple[Atom, ...], i: int) -> tuple[Number | None, int]:
    """An ordinal word or "21st", and tens before it: "twenty-first", Persian "twenty and third"."""
    j = i
    value = Fraction(0)
    if _kind(row, j) in ("ten", "hundreds", "hundred", "doubtful"):
        value = row[j].value
        j = j + 2 if _follows(row, j + 1, ("and",)) else j + 1
        if not (_follows(row, j, ("ordinal",)) and row[j].value < value):
            return None, i
    if _kind(row, j) != "ordinal":
        return None, i
    value += row[j].value
    j += 1
    if _follows(row, j, ("teen", "ten")) and row[j - 1].script_tens:
        value += row[j].value
        j += 1
    return Number(start=row[i].start + row[i].lead, end=row[j - 1].end, value=_plain(value), ordinal=True), j


def _vague(row: tuple[Atom, ...], i: int) -> tuple[Number | None, int]:
    """ "Dozens", "hundreds of thousands", "several thousand": bounds without a value."""
    j = i
    if _kind(row, j) == "article" and _follows(row, j + 1, ("several",)):
        j += 1
    if _kind(row, j) == "several" and not _follows(row, j + 1, ("scale", "vaguescale", "hundred", "hundreds", "dozen")):
        return None, i
    if _kind(row, j) not in ("vague", "vaguescale", "several"):
        return None, i
    size = row[j].value if row[j].kind != "several" else Fraction(1)
    j += 1
    while True:
        k = j + 1 if _follows(row, j, ("of",)) else j
        if not _follows(row, k, ("scale", "vaguescale", "hundred", "hundreds", "vague", "dozen")):
            break
        if row[k].joined:
            break
        size *= row[k].value
        j = k + 1
    low, high = _plain(2 * size), _plain(10 * size - 1)
    number = Number(
        start=row[i].start + row[i].lead,
        end=row[j - 1].end,
        value=None,
        low=low,
        high=high,
        approximate=True,
        definite=row[i].definite,
    )
    return number, j


def _fraction(row: tuple[Atom, ...], i: int) -> tuple[Number | None, int]:
    """A half, two thirds, Persian "one third"; "a third" only before "of": else it is an ordinal."""
    j, above = i, Fraction(1)
    if _kind(row, j) in ("unit", "doubtful", "article", "bound"):
        above = row[j].value
        j += 1
        if not _follows(row, j, ("ordinal", "parts", "fraction")):
            return None, i
    atom = row[j] if j < len(row) else None
    if (
        atom is None
        or not atom.value
        or atom.kind not in ("ordinal", "parts", "fraction")
        or (atom.kind != "fraction" and j == i)
    ):
        return None, i
    if row[i].kind == "article" and atom.kind == "ordinal" and not _follows(row, j + 1, ("of",)):
        return None, i
    value = above * atom.value if atom.kind == "fraction" else above / atom.value
    k = j + 2 if _follows(row, j + 1, ("article",)) else j + 1
    if value >= 1 or _follows(row, k, ("scale", "dozen", "dual", "vaguescale")):
        return None, i
    start, end = row[i].start + row[i].lead, atom.end
    return Number(start=start, end=end, value=round(float(value), 2), fraction=True, definite=row[i].definite), j + 1


# Groups below a thousand.

_SMALL = ("unit", "bound", "doubtful", "teen", "ten", "hundred", "hundreds")


def _ranks(value: Fraction) -> frozenset[int]:
    """The decimal places that a word below a thousand fills."""
    if value >= 100:
        return frozenset({100})
    if value >= 20:
        return frozenset({10})
    return frozenset({10, 1}) if value >= 10 else frozenset({1})


def _link(row: tuple[Atom, ...], i: int) -> tuple[int, bool]:
    """The atom after an "and", written apart or joined to it, and whether there was one."""
    if _follows(row, i, ("and",)):
        return i + 1, True
    return i, i < len(row) and row[i].joined


def _word(row: tuple[Atom, ...], i: int) -> _Part | None:
    """One word of a group with what multiplies it: "five", "five hundred", Arabic "five ten" for fifteen."""
    if _kind(row, i) not in _SMALL:
        return None
    value, j = row[i].value, i + 1
    if value < 10 and _follows(row, j, ("teen",)) and row[j].value == 10 and not row[j].joined and row[j].script_tens:
        return _Part(i, j + 1, value + 10)
    if value < 100 and row[i].kind != "ten" and _follows(row, j, ("hundred",)) and not row[j].joined:
        return _Part(i, j + 1, value * 100)
    return _Part(i, j, value)


def _group(row: tuple[Atom, ...], i: int, language: str) -> _Part | None:
    if _kind(row, i) == "digits":
        return _Part(i, i + 1, row[i].value)
    part = _word(row, i)
    if part is None:
        return None
    filled = _ranks(part.value)
    while True:
        j, linked = _link(row, part.after)
        more = _word(row, j) if j < len(row) and j > 0 and adjacent(row[j - 1], row[j]) else None
        if more is None or not _joins(filled, more.value, linked, language):
            break
        filled |= _ranks(more.value)
        part = _Part(part.first, more.after, part.value + more.value)
    if part.after == i + 1 and row[i].kind == "bound":
        return None
    return part


def _joins(filled: frozenset[int], value: Fraction, linked: bool, language: str) -> bool:
    """Whether a word may go on with the group: places still free, and "and" where the language wants it."""
    ranks = _ranks(value)
    if value == 0 or ranks & filled:
        return False
    if not trait(language, "needs_link"):
        return max(ranks) < min(filled) and (not linked or min(filled) == 100)
    downward = max(ranks) < min(filled)
    upward = trait(language, "units_first") and ranks == {10} and min(filled) == 1  # three and twenty
    return linked and (downward or upward)


# Terms with scales, and numbers of several terms.

_SCALES = ("scale", "vaguescale", "dozen")


def _half_after(row: tuple[Atom, ...], i: int) -> tuple[Fraction, int]:
    """ "and a half" after atom ``i - 1``: the fraction and the next position."""
    j, linked = _link(row, i)
    if linked and _follows(row, j, ("article",)):
        j += 1
    if linked and _follows(row, j, ("half", "fraction")):
        return row[j].value, j + 1
    return Fraction(0), i


def _term(row: tuple[Atom, ...], i: int, language: str) -> _Part | None:
    """A group with its scales: "five thousand", "half a million", "a dozen", a dual."""
    kind = _kind(row, i)
    if kind == "dual":
        return _Part(i, i + 1, row[i].value, int(row[i].value) // 2)
    if kind in ("scale", "dozen"):
        return _Part(i, i + 1, row[i].value, int(row[i].value))
    if kind in ("half", "fraction", "article"):
        j = i + 2 if kind != "article" and _follows(row, i + 1, ("article",)) else i + 1
        if kind == "article" and _follows(row, j, ("hundred",)):
            rest = _group(row, j, language)
            return rest and _scaled(row, _Part(i, rest.after, rest.value))
        return _scaled(row, _Part(i, j, row[i].value)) if _follows(row, j, _SCALES) else None
    part = _group(row, i, language)
    if part is None:
        return None
    half, j = _half_after(row, part.after)
    if half and _follows(row, j, _SCALES):
        part = _Part(i, j, part.value + half)
    return _scaled(row, part)


def _scaled(row: tuple[Atom, ...], part: _Part) -> _Part:
    value, j, scale = part.value, part.after, 1
    while _follows(row, j, _SCALES) and not row[j].joined:
        scale = int(row[j].value)
        value *= scale
        j += 1
    return _Part(part.first, j, value, scale)


def _number(row: tuple[Atom, ...], i: int, language: str) -> _Part | None:
    part = _term(row, i, language)
    if part is None:
        return None
    if part.scale == 12:
        return part
    while part.scale >= 1000:
        j, linked = _link(row, part.after)
        more = _term(row, j, language) if j < len(row) and adjacent(row[j - 1], row[j]) else None
        if more is None or not (linked or not trait(language, "needs_link")) or _kind(row, j) in ("half", "fraction"):
            break
        grown = _sum(part, more)
        if grown is None:
            break
        part = grown
    half, j = _half_after(row, part.after)
    if half:
        again = j + 1 if _follows(row, j, _SCALES) and row[j].value == part.scale and row[j].definite else j
        part = _Part(part.first, again, part.value + half * part.scale, part.scale)
    return part


def _sum(part: _Part, more: _Part) -> _Part | None:
    """ "Two thousand and 300", or "(138 thousand and 560) million", or nothing when they are two numbers."""
    if more.value < part.scale:
        return _Part(part.first, more.after, part.value + more.value, more.scale if more.scale > 1 else 1)
    bare = more.value / more.scale
    if more.scale > part.scale and bare < part.scale and bare.denominator == 1 and bare > 1:
        return _Part(part.first, more.after, (part.value + bare) * more.scale, more.scale)
    return None


def _range(row: tuple[Atom, ...], part: _Part, language: str) -> tuple[Number | None, int]:
    """The number, with its second end when one follows: "10 to 15 million", "between 10 and 15", "10-15"."""
    second = _second(row, part, language)
    if second is None:
        return _as_number(row, part), part.after
    low = part.value
    if part.scale == 1 and second.scale > 1 and low < second.value / second.scale:
        low *= second.scale
    if low >= second.value:
        score = dashed(row[part.after - 1], row[part.after])
        return (None, second.after) if score else (_as_number(row, part), part.after)
    whole = _Part(part.first, second.after, low)
    return _as_number(row, whole, second.value), second.after


def _second(row: tuple[Atom, ...], part: _Part, language: str) -> _Part | None:
    j = part.after
    before = _kind(row, part.first - 1) if part.first else ""
    if j < len(row) and dashed(row[j - 1], row[j]) and row[j].kind == "digits":
        return _number(row, j, language)
    changing = before == "from" and _changing(row, part.first)
    if _follows(row, j, ("or",)) or (_follows(row, j, ("to",)) and not changing):
        return _number(row, j + 1, language) if j + 1 < len(row) and adjacent(row[j], row[j + 1]) else None
    if before == "between":
        k, linked = _link(row, j)
        if linked and k < len(row) and adjacent(row[k - 1], row[k]):
            return _number(row, k, language)
    return None


def _changing(row: tuple[Atom, ...], i: int) -> bool:
    """Whether "from … to …" says how a figure changed ("rose from 10 to 15"): then they are two figures."""
    return any(atom.kind == "change" for atom in row[max(0, i - 9) : i])
