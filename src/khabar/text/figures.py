"""The atoms of numbers: figures in digits with their separators, number words and the small words between them."""

import re
from fractions import Fraction
from functools import cache, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from khabar.language import codes, settings, table
from khabar.text.folding import IGNORABLE, fold, key

_TOKEN = re.compile(rf"\d+(?:[.,\u066b\u066c\u060c'/]\d+)*|[^\W\d_](?:{IGNORABLE}*[^\W\d_])*")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?![\d.,])")
_GAP = re.compile(rf"[ {IGNORABLE}]{{0,3}}-?")
_DASH = re.compile(rf"[ {IGNORABLE}]?-[ {IGNORABLE}]?")
# Arabic letters that are written together with the next word: and, then; with, for, like; the.
_PROCLITIC = re.compile(
    "(?P<link>[\u0648\u0641])?(?P<case>[\u0628\u0644\u0643])?(?P<article>\u0627\u0644|(?<=\u0644)\u0644)?"
)
ZWNJ = "\u200c"
_SEATED = "\u0645\u064a"  # the folded beginning of "hundred" where it is written with a hamza on its seat
_HAMZA = "\u0626"
_LIKE = "\u0643"
_GLUED_ORDINAL = re.compile("(?:st|nd|rd|th|\u0645|\u0645\u064a\u0646|\u0627\u0645)$")
_CURRENCY = "$\u20ac\u00a3\u00a5"


class Atom(Struct, frozen=True):
    """A token for the grammar. ``joined``: with a prefixed Arabic "and"; ``definite``: with the article; ``lead``: how
    many characters of its span belong to prefixed particles; ``gap``: what stands between it and the atom before."""

    start: int
    end: int
    kind: str
    value: Fraction = Fraction(0)
    joined: bool = False
    definite: bool = False
    lead: int = 0
    script_tens: bool = False
    gap: str = ""


class _Reading(Struct, frozen=True):
    """What a word means to a number."""

    kind: str = "word"
    value: Fraction = Fraction(0)
    joined: bool = False
    definite: bool = False
    lead: int = 0


_NOTHING = _Reading()


@cache
def trait(language: str, name: str) -> bool:
    """Whether the language writes numbers in a certain way: a setting of ``[numbers]`` in its ``language.toml``."""
    return language in codes() and bool(settings(language).get("numbers", {}).get(name, False))


@cache
def _lexicon(language: str) -> dict[str, tuple[str, Fraction]]:
    return {key(r["word"]): (r["kind"], Fraction(r["value"] or 0)) for r in table(language, "numbers")}


@cache
def _reading(word: str, language: str) -> _Reading:
    words = _lexicon(language)
    if word in words:
        return _Reading(*words[word])
    return _without_proclitics(word, words) if trait(language, "proclitics") else _NOTHING


def _without_proclitics(word: str, words: dict[str, tuple[str, Fraction]]) -> _Reading:
    m = _PROCLITIC.match(word)
    if m is None:
        return _NOTHING
    for cut in sorted({m.end(), m.end("case"), m.end("link")}, reverse=True):
        if cut > 0 and word[cut:] in words:
            kind, value = words[word[cut:]]
            if m["case"] == _LIKE and kind in ("hundred", "vague"):
                continue  # "quantity" is not "like a hundred"
            definite = bool(m["article"]) and cut == m.end()
            lead = cut - len(m["article"] or "") if definite else cut
            return _checked(_Reading(kind, value, bool(m["link"]), definite, lead))
    return _NOTHING


def _checked(reading: _Reading) -> _Reading:
    """The reading, unless the particles make the word another one: "the two" alone is Monday."""
    if reading.kind in ("and", "or", "to", "of"):
        return _NOTHING
    monday = reading.kind == "unit" and reading.value == 2
    if reading.definite and (monday or reading.kind in ("fraction", "several", "half")):
        return _NOTHING
    return reading


@lru_cache(maxsize=512)
def atoms(text: str, language: str, start: int, end: int) -> tuple[Atom, ...]:
    """The tokens of ``text[start:end]`` as atoms; words that mean nothing to a number have the kind ``word``."""
    folded = fold(text[start:end])
    found: list[Atom] = []
    at = 0
    while m := _TOKEN.search(folded, at):
        if folded[m.start()].isdigit():
            found.append(_figure(folded, m, language, start))
        else:
            found.extend(_words(folded, m, text[start + m.start() : start + m.end()], language, start))
        at = found[-1].end - start
    return tuple(_with_gaps(found, folded, start))


def _with_gaps(found: list[Atom], folded: str, start: int) -> list[Atom]:
    """Each atom with what stands between it and the one before; brackets around a figure do not part it."""
    out: list[Atom] = []
    for atom in found:
        gap = folded[out[-1].end - start : atom.start - start] if out else "\n"
        if out and out[-1].kind == "digits" and gap.strip() == ")" and folded[out[-1].start - start - 1] == "(":
            gap = " "
            if atom.kind in ("scale", "vaguescale"):
                out[-1] = replace(out[-1], start=out[-1].start - 1)
        out.append(replace(atom, gap=gap))
    return out


def adjacent(left: Atom, right: Atom) -> bool:
    """Whether nothing but blanks or one hyphen stands between two neighbouring atoms."""
    return right.start >= left.end and bool(_GAP.fullmatch(right.gap))


def dashed(left: Atom, right: Atom) -> bool:
    """Whether a dash stands between two neighbouring atoms."""
    return right.start >= left.end and bool(_DASH.fullmatch(right.gap))


def _words(folded: str, m: re.Match[str], raw: str, language: str, start: int) -> list[Atom]:
    """A word as one atom, or, when it is none and Persian spelling ties several with ZWNJ, each of them."""
    reading = _reading(m.group().replace(IGNORABLE, ""), language)
    if reading.kind == "letter" and not _stands_for_scale(folded, m):
        reading = _NOTHING
    if reading.kind in ("hundred", "hundreds") and m.group()[reading.lead :].startswith(_SEATED) and _HAMZA not in raw:
        reading = _NOTHING  # "dead" is not "two hundred", though folding makes them one
    base = start + m.start()
    if reading.kind != "word" or not trait(language, "tied") or ZWNJ not in raw:
        return [_atom(base, m.group(), reading, language)]
    parts = [(p, _tied(key(p.group()), language)) for p in re.finditer(rf"[^{ZWNJ}]+", raw)]
    if all(r.kind == "word" for _, r in parts):
        return [Atom(base, start + m.end(), "word")]
    return [_atom(base + p.start(), p.group(), r, language) for p, r in parts]


def _tied(part: str, language: str) -> _Reading:
    """A part of a word tied with ZWNJ; "and" may stick to what follows: Persian "twenty-and-five"."""
    reading = _reading(part, language)
    if reading.kind == "word" and part[:1] in _reading_links(language) and part[1:] in _lexicon(language):
        kind, value = _lexicon(language)[part[1:]]
        return _Reading(kind, value, joined=True, lead=1)
    return reading


@cache
def _reading_links(language: str) -> frozenset[str]:
    """The words for "and" of one letter."""
    return frozenset(w for w, (kind, _) in _lexicon(language).items() if kind == "and" and len(w) == 1)


def _atom(base: int, folded: str, r: _Reading, language: str) -> Atom:
    lead = r.lead + folded[: r.lead + 1].count(IGNORABLE) if r.lead else 0
    kind = "scale" if r.kind == "letter" else r.kind
    return Atom(base, base + len(folded), kind, r.value, r.joined, r.definite, lead, trait(language, "units_first"))


def _stands_for_scale(folded: str, m: re.Match[str]) -> bool:
    """ "5k", and "m" or "b" after a figure with a currency sign; else the letter may be a metre."""
    figure = re.search(r"(^|.)\d[\d.,]*$", folded[max(0, m.start() - 12) : m.start()])
    return bool(figure) and (m.group() == "k" or (figure is not None and figure[1] in _CURRENCY and figure[1] != ""))


def _figure(folded: str, m: re.Match[str], language: str, start: int) -> Atom:
    raw, end = m.group(), m.end()
    if trait(language, "spaced_thousands") and (spaced := _SPACED.match(folded, m.start())) and spaced.end() > end:
        raw, end = spaced.group().replace(" ", ""), spaced.end()
    after = _TOKEN.match(folded, end + 1) if folded[end : end + 1] in (" ", IGNORABLE) else _TOKEN.match(folded, end)
    word = after.group().replace(IGNORABLE, "") if after else ""
    kind = _reading(word, language).kind
    measured = folded[end : end + 2].strip().startswith("%") or kind in ("scale", "vaguescale", "percent", "dozen")
    value = None if _part_of_a_code(folded, m.start(), end) else _value(raw, language, measured)
    if value is None:
        return Atom(start + m.start(), start + end, "code")
    if after and after.start() <= end + 1 and _ordinal_ending(folded, end, word, language):
        return Atom(start + m.start(), start + after.end(), "ordinal", value)
    return Atom(start + m.start(), start + end, "digits", value)


def _ordinal_ending(folded: str, end: int, word: str, language: str) -> bool:
    glued = folded[end : end + 1] not in (" ", "")
    return glued and trait(language, "glued_ordinals") and bool(_GLUED_ORDINAL.match(word))


_CLITICS = re.compile(r"(?:^|[\W\d_])[\u0648\u0641]?[\u0628\u0644\u0643]?(?:\u0627\u0644|\u0644)?" + IGNORABLE + "*$")


def _part_of_a_code(folded: str, start: int, end: int) -> bool:
    """Whether the figure belongs to a name, a clock time or a score: "F-16", "G7", "10:30"."""
    before = folded[max(0, start - 8) : start]
    if re.search(r"\d:$|[#/_@=]$|(?:\b[a-z]\.){2} ?$", before) or re.match(r":\d", folded[end : end + 2]):
        return True
    after = folded[end : end + 8]
    if re.search(rf"[^\W\d_]{IGNORABLE}*-{IGNORABLE}*$|\d-\d+-$", before) or re.match(r"s\b|-\d+-\d", after):
        return True
    if before[-1:] == "-" and re.match(r"-\d", after):
        return True
    return bool(re.search(rf"[^\W\d_]{IGNORABLE}*$", before)) and not _CLITICS.search(before)


def _value(raw: str, language: str, measured: bool) -> Fraction | None:
    """The figure's value. Separators: three digits after each of several, or after one comma, are thousands; a single
    dot before three digits is a decimal point in English and before a scale or percent, else thousands."""
    raw = raw.replace("\u066c", ",").replace("\u060c", ",").replace("'", ",").replace("\u066b", ".")
    if "/" in raw:
        decimal = trait(language, "decimal_slash") and measured and re.fullmatch(r"\d+/\d+", raw)
        return Fraction(raw.replace("/", ".")) if decimal else None
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", raw):
        return Fraction(raw.replace(",", ""))
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?", raw):
        return Fraction(raw.replace(".", "").replace(",", "."))
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", raw) and trait(language, "dot_thousands") and not measured:
        return Fraction(raw.replace(".", ""))
    if re.fullmatch(r"\d+(?:\.\d+)?", raw):
        return Fraction(raw)
    if re.fullmatch(r"\d+,\d{1,2}", raw) and trait(language, "dot_thousands"):
        return Fraction(raw.replace(",", "."))
    return None
