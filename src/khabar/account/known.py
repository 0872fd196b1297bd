"""What a whole phrase names: a body, a place or a medium that the knowledge base or the gazetteer holds."""

import re

from khabar.account import capitals
from khabar.account.phrases import parts, senses
from khabar.language import codes, settings
from khabar.mentions.names import bare_forms, form_key, forms, media_forms, stem
from khabar.mentions.places import states
from khabar.record import Entity
from khabar.text.folding import key
from khabar.text.words import Word

LEADING = frozenset(("func", "title", "quantity", "degree"))  # kinds of parts that go before a phrase's head

_QUOTED = re.compile('["«“”„]\\s*([^"«»“”„]{2,40}?)\\s*["»“”]')
_STAFF = frozenset(
    ("correspondent", "correspondents", "journalist", "journalists", "reporter", "photographer", "editor-in-chief",
     "presenter", "director", "head", "president", "chief executive", "writer", "managing editor", "bureau chief")
)  # fmt: skip


def find(phrase: str, words: tuple[Word, ...], language: str) -> Entity | None:
    """The entity that the whole phrase names, with or without the kind of medium it is."""
    joined = ["".join(stem(w.key) for w in words)]
    rest = "".join(stem(w.key) for w in words[1:])
    joined += [bare + rest for bare in bare_forms(words[0].key)] if language == "ar" else []
    strict = forms(language)
    for name in joined:
        if found := strict.get(name):
            return found
    return _medium(phrase, words, language, joined) or _place_name(joined, language)


def hearer(phrase: str, words: tuple[Word, ...], language: str) -> int:
    """The word from which on the phrase names the medium that its source told something («مصادر محلية لـ«الشرق
    الأوسط»»); 0 when it names none."""
    own = settings(language).get("phrases", {}) if language in codes() else {}
    before = tuple(key(x) for x in own.get("hearer", ()))
    for index in range(1, len(words)):
        folded = words[index].key
        mark = next((x for x in before if folded.startswith(x)), None)
        if mark is None or not _speaks(words[:index], language):
            continue
        rest = words[index + (folded == mark) :]
        if rest and (found := find(phrase[rest[0].start :], rest, language)) and found.type == "media":
            return index
    return 0


def _speaks(words: tuple[Word, ...], language: str) -> bool:
    """Whether the words begin with somebody who may speak to a medium rather than work for it."""
    head = next((p for p in parts(words, language) if p.kind not in LEADING), None)
    return head is not None and head.kind in ("role", "vague", "unknown") and head.english not in _STAFF


def _place_name(joined: list[str], language: str) -> Entity | None:
    for name in joined:
        sense = senses(language).get(name) if senses(language) else None
        if sense and sense.kind == "place" and sense.entity:
            return state(sense.entity)
    found = capitals.place(joined[0]) if not senses(language) else None
    return state(found) if found else None


def state(place: Entity) -> Entity:
    """Of a capital its state: as a source it stands for the government."""
    return states().get(place.country or "", place) if place.role == "capital" else place


def _medium(phrase: str, words: tuple[Word, ...], language: str, joined: list[str]) -> Entity | None:
    media = media_forms(language)
    known = senses(language)
    quoted = _QUOTED.search(phrase)
    if quoted and (found := media.get(form_key(quoted.group(1)))):
        return found
    for name in joined:
        sense = known.get(name)
        if name in media and (sense is None or sense.kind in ("place", "adj", "nationality", "noun", "media")):
            return media[name]
    if not known:
        return capitals.medium(words)
    stripped = _without_kind(words, language)
    return next((e for k in stripped if k and (e := media.get(k) or forms(language).get(k))), None)


def _without_kind(words: tuple[Word, ...], language: str) -> tuple[str, ...]:
    """Keys of the words without those that say which kind of medium or body it is: the leading ones, then all."""
    keys: list[str] = []
    kept: list[Word] = []
    index, seen = 0, False
    while index < len(words):
        found = _kind_sense(words, index, language)
        if found is None:
            kept.append(words[index])
            index += 1
            continue
        seen = seen or found[1] == "media"
        if seen and not kept:
            keys += ["".join(stem(w.key) for w in words[i:]) for i in range(index + 1, found[0] + 1)]
        index = found[0]
    return (*keys, "".join(stem(w.key) for w in kept)) if seen else ()


def _kind_sense(words: tuple[Word, ...], index: int, language: str) -> tuple[int, str] | None:
    known = senses(language)
    for count in (3, 2, 1):
        chunk = words[index : index + count]
        if len(chunk) < count:
            continue
        name = "".join(stem(w.key) for w in chunk)
        options = [name]
        if language == "ar":
            options += [b + "".join(stem(w.key) for w in chunk[1:]) for b in bare_forms(chunk[0].key)]
        for option in options:
            sense = known.get(option)
            if sense and sense.kind in ("media", "nationality", "adj") and (option == name or sense.kind == "media"):
                return index + count, sense.kind
    return None
