"""Whom a definite phrase without a name means: "the minister", «الشركة», «این مقام» after the fuller mention.

Phrases are compared by their English labels: the head has to be the same, or one that it may stand for
(``lang/shared/referents.tsv``), and every other word and the country have to fit. The last earlier phrase that fits
best is taken; when two different ones of its paragraph fit equally the phrase stays as it is.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from khabar.account.entities import NamedSpan, is_short_of
from khabar.account.labels import Label, country_adjective, of_entity
from khabar.language import codes, settings, table
from khabar.mentions.names import forms, known, longest, stem, variants
from khabar.record import Entity, Span
from khabar.text.folding import key
from khabar.text.skeleton import skeleton
from khabar.text.words import split

SAME_HEAD, OTHER_HEAD, OF_TYPE, SAME_PERSON = 4, 3, 2, 1  # how well an earlier phrase fits, best first
_SURE = {SAME_HEAD: 0.8, OTHER_HEAD: 0.6, OF_TYPE: 0.5, SAME_PERSON: 0.4}  # share of confidence that is left
_AFTER_HEAD = re.compile(r"\s(?:of|in|at|for|from|to|with|on|close|familiar|who)\s")
_SEGMENT = re.compile(r"\s*(?:,|;|\band\b)\s*")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_LITTLE = frozenset(("the", "of", "for", "in", "and", "a", "an"))


class Head(Struct, frozen=True):
    """A head that says too little on its own: what class it has, and the heads and types that it may stand for."""

    group: str
    heads: frozenset[str]
    types: frozenset[str]


class _Description(Struct, frozen=True):
    """What a label says of its bearer: the heads of its parts and all its words, in small letters."""

    heads: frozenset[str]
    words: frozenset[str]


@cache
def heads() -> dict[str, Head]:
    """Every head of the table by its word or words."""
    found: dict[str, Head] = {}
    for row in table("shared", "referents"):
        others = variants(row["others"])
        types = frozenset(x.removeprefix("type:") for x in others if x.startswith("type:"))
        found[row["head"].lower()] = Head(
            row["class"], frozenset(x.lower() for x in others if not x.startswith("type:")), types
        )
    return found


def resolve(named: Sequence[NamedSpan], text: str) -> tuple[NamedSpan, ...]:
    """The phrases in the order of the text, each definite one without a name given its antecedent's label, kind and
    identity with lower confidence."""
    found: list[NamedSpan] = []
    for phrase in named:
        meant = _surname(phrase, found) or _antecedent(phrase, found, text)
        if meant is None:
            found.append(phrase)
        else:
            label, sure = meant
            label = replace(label, confidence=round(min(label.confidence, phrase.label.confidence) * sure, 3))
            found.append(replace(phrase, label=label, refers=True))
    return tuple(found)


def _surname(phrase: NamedSpan, earlier: Sequence[NamedSpan]) -> tuple[Label, float] | None:
    """The person of the report whose last name is a place's too: "Paris" after "Valeria Paris"."""
    if phrase.label.type != "place" or len(split(phrase.text)) > 1:
        return None
    name = skeleton(phrase.text)
    people = [e.label for e in earlier if e.label.type == "person" and skeleton(e.label.label.split()[-1]) == name]
    people = [p for p in people if " " in p.label]
    return (people[-1], _SURE[SAME_HEAD]) if people and all(_one(p, people[-1]) for p in people) else None


def is_definite(phrase: str, language: str, *, plural: bool = False) -> bool:
    """Whether a noun phrase means something known: "the minister", not "a minister". A Persian plural without a mark
    means any."""
    words = split(phrase)
    if not words or language not in codes() or is_any(phrase, language):
        return False
    rules = _rules(language)
    if {w.key for w in (words[0], words[-1])} & (rules["marks"] | rules["same"]):
        return True
    prefixes: tuple[str, ...] = rules["prefixes"]
    return (rules["bare"] and not plural) or (bool(prefixes) and any(w.key.startswith(prefixes) for w in words[:2]))


def is_any(phrase: str, language: str) -> bool:
    """Whether a noun phrase means any one of its kind: "a minister", «یک مقام»."""
    words = split(phrase)
    return bool(words) and language in codes() and words[0].key in _rules(language).get("never", frozenset())


@cache
def _rules(language: str) -> dict[str, Any]:
    own = settings(language).get("definite", {})
    sets = {name: frozenset(key(x) for x in own.get(name, ())) for name in ("marks", "same", "never")}
    flags = {name: own.get(name, False) for name in ("bare", "head_first")}
    return {**sets, **flags, "prefixes": tuple(key(x) for x in own.get("prefixes", ()))}


def _antecedent(phrase: NamedSpan, earlier: Sequence[NamedSpan], text: str) -> tuple[Label, float] | None:
    """The label of the phrase that is meant, and the share of confidence that is left."""
    head = _bare_head(phrase.label)
    if head is None or not is_definite(phrase.text, phrase.language, plural=head[:-1] in heads()):
        return None
    same = bool({w.key for w in split(phrase.text)} & _rules(phrase.language)["same"])
    bare_body = heads()[head].group == "body" and phrase.label.label.lower() == head
    written = _standing(text, phrase) if bare_body else ()
    fits = [(_fit(phrase.label, head, same, e), e) for e in earlier if e.end <= phrase.start]
    fits = sorted([*fits, *((SAME_HEAD, e) for e in written)], key=lambda x: (x[1].start, x[1].end))
    best = max((fit for fit, _ in fits), default=0)
    last = _last([e for fit, e in fits if fit == best], text, strict=best != SAME_PERSON) if best else None
    return (last.label, _SURE[best]) if last else None


def _last(good: Sequence[NamedSpan], text: str, *, strict: bool) -> NamedSpan | None:
    """The last of equally good phrases, a named one before others in its paragraph; with ``strict``, ``None`` when the
    paragraph has another bearer that is as good."""
    last = good[-1]
    near = [e for e in good if "\n" not in text[e.end : last.start]]
    near = [e for e in near if e.label.name] or near
    return near[-1] if not strict or all(_one(e.label, near[-1].label) for e in near) else None


@lru_cache(maxsize=4)
def _bodies(text: str, language: str) -> tuple[tuple[Span, str, Entity], ...]:
    """Where known organisations and groups stand in the text, with the stem of the word before each."""
    words, known_forms = split(text), forms(language)
    found, index = [], 0
    while index < len(words):
        hit = longest(words, index, known_forms)
        if hit is None or hit[1].type == "person":
            index += 1
            continue
        span = Span(start=words[index].start, end=words[hit[0] - 1].end)
        found.append((span, stem(words[index - 1].key) if index else "", hit[1]))
        index = hit[0]
    return tuple(found)


def _noun(phrase: NamedSpan) -> str:
    """The key of the phrase's head noun as it is written: the first word in Arabic and Persian, the last in English."""
    rules = _rules(phrase.language)
    words = [w.key for w in split(phrase.text) if w.key not in rules["marks"] | rules["same"]] or [""]
    return words[0] if rules["head_first"] else words[-1]


def _standing(text: str, phrase: NamedSpan) -> tuple[NamedSpan, ...]:
    """The known bodies that stand in the text before the phrase with its noun: «شركة سابك» for «الشركة»."""
    noun = stem(_noun(phrase))
    found = []
    for span, before, entity in _bodies(text, phrase.language):
        if span.end <= phrase.start and (
            before == noun or noun in {stem(w.key) for w in split(text, span.start, span.end)}
        ):
            found.append(NamedSpan(start=span.start, end=span.end, language=phrase.language, label=of_entity(entity)))
    return tuple(found)


def _bare_head(label: Label) -> str | None:
    """The head of a label that names nobody; ``None`` for names and for heads that the table does not hold."""
    if label.id in known() or label.type in ("person", "place"):
        return None
    found = _heads(label.label) & heads().keys()
    return max(found, key=len) if found else None


def _heads(description: str) -> frozenset[str]:
    """The last word and the last two words of each part of a description, whole and up to its head."""
    found = set()
    for segment in _SEGMENT.split(description):
        for part in (segment, _AFTER_HEAD.split(segment + " ", maxsplit=1)[0]):
            words = _words(part)
            found |= {" ".join(words[-1:]), " ".join(words[-2:])}
    return frozenset(found - {""})


def _words(text: str) -> list[str]:
    return [m.group().lower() for m in _WORD.finditer(text)]


def _describe(label: Label) -> _Description:
    """All that is known of a phrase's bearer: the label of those who are no person, and the role that the report gives
    or, where it gives none, the knowledge base."""
    own = known().get(label.id or "")
    told = [x for x in (label.role or (own.role if own else None),) if x]
    if label.type != "person":
        told.append(label.label)
    return _Description(
        frozenset().union(*(_heads(x) for x in told)), frozenset(w for x in told for w in _words(x)) - _LITTLE
    )


def _fit(label: Label, head: str, same: bool, candidate: NamedSpan) -> int:
    """How well an earlier phrase fits; 0 when it does not, or says no more."""
    other, row = candidate.label, heads()[head]
    about = _describe(other)
    said = frozenset(_words(label.label)) - _LITTLE
    asked = said - frozenset(_words(head))
    if (other.type == "person" and row.group != "person") or frozenset(_words(other.label)) - _LITTLE <= said:
        return 0
    if not _countries_fit(label, other) or not _left(asked, label) <= about.words or _other_rank(asked, about):
        return 0
    if head in about.heads:
        return SAME_HEAD
    if row.heads & about.heads:
        return OTHER_HEAD
    if other.type in row.types and not _has_body_head(about.heads):
        return OF_TYPE
    person = other.type == "person" or _group(about.heads) == "person"
    return SAME_PERSON if same and row.group == "person" and person else 0


def _left(asked: frozenset[str], label: Label) -> frozenset[str]:
    """The words of a label that its country does not say."""
    return asked - frozenset(_words(country_adjective(label.country) or ""))


def _countries_fit(label: Label, other: Label) -> bool:
    return label.country is None or label.country == other.country


def _other_rank(asked: frozenset[str], about: _Description) -> bool:
    """Whether the candidate is a deputy or former one of what is asked for."""
    ranks = frozenset(word for word, row in heads().items() if row.group == "rank")
    return bool(ranks & about.words - asked)


def _has_body_head(found: Iterable[str]) -> bool:
    return any(x in heads() and heads()[x].group == "body" for x in found)


def _group(found: Iterable[str]) -> str | None:
    return next((heads()[x].group for x in sorted(found, key=len, reverse=True) if x in heads()), None)


def _one(label: Label, other: Label) -> bool:
    """Whether two labels mean one bearer."""
    if (label.id and label.id == other.id) or label.label == other.label:
        return True
    if label.type != "person" or other.type != "person":
        return False
    return is_short_of(label.label, other.label) or is_short_of(other.label, label.label)
