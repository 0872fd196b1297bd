"""Labels in a language with capitals: titles and roles fall away, a run of capitalised words is the name."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from khabar.account.phrases import adjective
from khabar.language import settings, table
from khabar.mentions.names import form_key, forms, longest, media_forms, variants
from khabar.mentions.places import forms as place_forms
from khabar.record import Entity, SourceKind
from khabar.text.words import Word, split


def _written(short: list[str]) -> re.Pattern[str]:
    """A pattern for short forms, a blank allowed after each full stop."""
    options = (re.escape(x).replace(r"\.", r"\.\s?").removesuffix(r"\s?") for x in sorted(short, key=len, reverse=True))
    return re.compile(rf"\b(?:{'|'.join(options)})(?!\w)")


_CODE = "en"
_RULES: dict[str, Any] = settings(_CODE)["capitals"]
_TOKEN = re.compile(r"[^\s,;()\"“”]+")
_SMALL = frozenset(_RULES["small"])
_SHORT = tuple((_written(forms_), full) for full, forms_ in _RULES["short"].items())
_ARTICLE = re.compile(rf"^(?:{'|'.join(_RULES['articles'])})\s+", re.IGNORECASE)
_PREPOSITION = re.compile(
    rf"^(?:{'|'.join(_RULES['articles'])})?[\w\s.-]{{0,40}}\b(?:{'|'.join(_RULES['prepositions'])})\s+"
    r"(?!state\b|staff\b|the\b.*,)",
    re.IGNORECASE,
)
_NAME_FIRST = re.compile(r"(?:[A-Z][\w.'’-]*\s+){2,4}(?:of|for)\b")
_OWNED = re.compile(rf"['’]s?\s+(?:[a-z]+\s*)+$|-led\b|\b(?:{'|'.join(_RULES['owned'])})$")
_SHARE = re.compile(rf"\b(?:{'|'.join(_RULES['shares'])})|\b\d+ (?:in|out of) \d+\b")
_BRACKET = re.compile(r"\s*\([^)]*\)?")
_POSSESSIVE = re.compile(r"^((?:[A-Z][\w.-]*\s)*[A-Z][\w.-]*)['’]s?\s+(?=\w)")


class Reading(Struct, frozen=True):
    """What a phrase names: a known entity, a person's name, or a described source."""

    label: str
    kind: SourceKind = "named"
    entity: Entity | None = None
    person: str | None = None
    role: str | None = None
    country: str | None = None
    body: bool = False


def place(name: str) -> Entity | None:
    """The place with that look-up key."""
    return place_forms(_CODE).get(name)


def medium(words: tuple[Word, ...]) -> Entity | None:
    """The medium among the words, when nothing but words for its kind stands beside it."""
    kinds = _words("medium")
    kept = tuple(w for w in words if w.key not in kinds)
    found = longest(kept, 0, media_forms(_CODE)) if kept else None
    return found[1] if found and found[0] == len(kept) else None


@cache
def _words(kind: str) -> frozenset[str]:
    rows = table(_CODE, "phrase_words")
    return frozenset(form for row in rows if row["class"] == kind for form in variants(row["forms"]))


@cache
def _roles() -> Mapping[str, bool]:
    """Role words by key, true for plurals."""
    found: dict[str, bool] = {}
    for row in table(_CODE, "roles"):
        found |= {form_key(x): True for x in variants(row["plurals"])}
        found |= {form_key(x): False for x in variants(row["forms"])}
    return MappingProxyType(found)


@cache
def _peoples() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in table("shared", "nationalities"):
        for form in variants(row["en"]):
            found[form_key(form)] = row["country"]
            found[form_key(form) + "s"] = row["country"]
    return MappingProxyType(found)


def read(phrase: str, language: str) -> Reading:
    """What the phrase names; ``language`` has to be one with capitals."""
    del language
    entity = _person_known(phrase)
    role, country = _role(phrase), _country(phrase)
    if entity:
        return Reading(entity.names["en"], entity=entity, role=role)
    apposed = _apposed(phrase)
    if apposed:
        return Reading(apposed.names["en"], entity=apposed)
    label = describe(phrase)
    if _dependent(phrase):
        kind = _kind(phrase)
        return Reading(label, kind, role=role, country=country, body=kind == "named" and _ends_in_body(phrase))
    name = _name(phrase)
    if name:
        return Reading(name, person=name, role=role, country=country)
    kind = _kind(phrase)
    return Reading(label, kind, role=role, country=country, body=kind == "named")


def describe(phrase: str) -> str:
    """The phrase as a label: no article, states in full, possessives resolved."""
    label = _lowered(_ARTICLE.sub("", phrase.strip(" ,;:\"“”'")))
    label = _of_country(label)
    for pattern, full in _SHORT:
        label = pattern.sub(full, label)
    return re.sub(r"['’]s\b|['’](?=\s)", "", label).strip(" .")


def without_brackets(phrase: str) -> str:
    """The phrase without what stands in brackets, closed or cut off."""
    return " ".join(_BRACKET.sub(" ", phrase).split())


def _lowered(label: str) -> str:
    """The label without the capital that only the start of a sentence gives it: "Witnesses", "Social media"."""
    first, _, rest = label.partition(" ")
    last = form_key(label.rpartition(" ")[2])
    common = form_key(label) in _common() or last in _roles() or last in _words("body")
    whole = form_key(label) in _common() and form_key(first) not in media_forms(_CODE)
    plain = rest == rest.lower() and (whole or not rest or first.lower() in _roles() or form_key(first) in _plain())
    return first.lower() + label[len(first) :] if common and plain and first[1:].islower() else label


@cache
def _plain() -> frozenset[str]:
    """Words that have no capital of their own: those of vague sources and of numbers."""
    numbers = (form_key(row["word"]) for row in table(_CODE, "numbers"))
    media = media_forms(_CODE)
    return frozenset((*numbers, *(x for form in _words("vague") if (x := form_key(form.split()[0])) not in media)))


def says_nothing(phrase: str) -> bool:
    """Whether a phrase is only an article, left over where a name was cut off."""
    return phrase.strip(" .,\"“”'").lower() in _RULES["articles"]


@cache
def _common() -> frozenset[str]:
    return frozenset(form_key(x) for x in _words("vague"))


def _of_country(label: str) -> str:
    """The label with the adjective for a country's possessive: "China's foreign ministry"."""
    owner = _POSSESSIVE.match(label)
    found = place_forms(_CODE).get(form_key(owner[1])) if owner else None
    word = adjective(found) if found else None
    return f"{word} {label[owner.end() :]}" if owner and word else label


def _apposed(phrase: str) -> Entity | None:
    """The body or medium that a comma sets beside its description: "the state news agency, Xinhua"."""
    head, comma, last = phrase.partition(",")
    words = split(head)
    if not comma or not words or words[-1].key not in _words("body") | _words("medium"):
        return None
    found = media_forms(_CODE).get(form_key(last)) or forms(_CODE).get(form_key(last))
    return found if found and found.type != "person" else None


def _ends_in_body(phrase: str) -> bool:
    words = split(phrase)
    return bool(words) and words[-1].key in _words("body")


def _person_known(phrase: str) -> Entity | None:
    words = split(phrase)
    if _dependent(phrase):
        return None
    known = forms(_CODE)
    for index in range(len(words)):
        found = longest(words, index, known)
        if found and found[1].type == "person" and phrase[words[index].start].isupper():
            whole = found[0] == len(words) or _at_comma(phrase, words, found[0])
            if found[0] - index > 1 or (whole and _only_titles(words[:index])):
                return found[1] if whole or index == 0 else None
    return None


def _at_comma(phrase: str, words: tuple[Word, ...], index: int) -> bool:
    return "," in phrase[words[index - 1].end : words[index].start]


def _only_titles(words: tuple[Word, ...]) -> bool:
    return all(w.key in _words("title") or w.key in ("u", "s", "us", "the", "of") or w.key in _peoples() for w in words)


def _dependent(phrase: str) -> bool:
    """Whether the person named is another than the one meant: a spokesman for X, X's lawyer, the X administration."""
    if _PREPOSITION.search(phrase):
        return not re.search(r",\s*[A-Z]", phrase) and not _NAME_FIRST.match(phrase)
    return bool(_OWNED.search(phrase))


def _name(phrase: str) -> str | None:
    """The person's name: the first run of capitalised words of a length that names have, titles left out."""
    for segment in re.split(r"[,;()]", phrase):
        run = _run(segment)
        if run and (len(run) >= 2 or _titled(segment, run) or phrase.strip() == run[0]):
            return " ".join(run)
    return None


def _run(segment: str) -> list[str] | None:
    tokens = [t.strip(".\"“”'’:") if len(t) > 3 else t for t in _TOKEN.findall(segment)]
    kept = _strip_titles(tokens)
    while kept and kept[-1].lower().strip(".") in _words("suffix"):
        kept = kept[:-1]
    fine = all(t[0].isupper() or t.lower() in _SMALL for t in kept if t)
    if not kept or len(kept) > 5 or not fine or not kept[-1][0].isupper() or _is_body(kept):
        return None
    return kept


def _strip_titles(tokens: list[str]) -> list[str]:
    """The tokens after the last title, role, people or "of" word that comes before the name."""
    last = 0
    for index, token in enumerate(tokens):
        word = token.lower().strip(".").removesuffix("'s").removesuffix("’s")
        lead = word in _words("title") or word in _roles() or word in _peoples() or token.endswith(("'s", "’s"))
        if lead or not (token[0].isupper() or word in _SMALL) or word in ("the", "u.s", "us", "u.k", "uk", "un"):
            last = index + 1
    return tokens[last:]


def _is_body(tokens: list[str]) -> bool:
    joined = form_key(" ".join(tokens))
    known = forms(_CODE).get(joined) or media_forms(_CODE).get(joined) or place_forms(_CODE).get(joined)
    if known and known.type != "person":
        return True
    return any(t.lower().strip(".") in _words("body") for t in tokens) or all(
        t.isupper() and len(t) > 1 for t in tokens
    )


def _titled(segment: str, run: list[str]) -> bool:
    before = segment[: segment.rfind(run[0])].lower().replace(".", " ").split()
    return bool(before) and before[-1] in _words("title")


def _role(phrase: str) -> str | None:
    for segment in re.split(r"[,;()]", phrase):
        words = split(segment)
        if any(w.key in _roles() for w in words):
            lower = describe(segment).split()
            while lower and lower[-1][0].isupper() and form_key(lower[-1]) not in _roles():
                lower.pop()
            return " ".join(lower[:12]) or None
    return None


def _country(phrase: str) -> str | None:
    words = split(phrase)
    for index, word in enumerate(words):
        if phrase[word.start].isupper():
            if word.key in _peoples():
                return _peoples()[word.key]
            found = longest(words, index, place_forms(_CODE))
            if found and found[1].country:
                return found[1].country
    return None


def _kind(phrase: str) -> SourceKind:
    plain = _ARTICLE.sub("", phrase)
    words = split(plain)
    known = {form_key(x) for x in _words("vague")}
    owned = any(phrase[w.start].isupper() for w in split(phrase)[1:-1] if w.key not in _peoples())
    if _SHARE.search(phrase) or form_key(plain) in known or any(w.key in known for w in (*words[:1], *words[-1:])):
        return "named" if owned and not _SHARE.search(phrase) else "vague"
    if any(w.key in _roles() for w in words):
        return "unnamed"
    if words and words[-1].key in _words("body"):
        return "named"
    return "named" if any(plain[w.start].isupper() for w in words if w.start or len(words) == 1) else "unnamed"
