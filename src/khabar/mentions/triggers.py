"""Words that may name a political event, by the tables ``lang/<code>/event_words.tsv``: PLOVER's types and modes.

A table gives citation forms; particles and endings of inflection are taken off the text's words before they are looked
up (``[triggers]`` in ``language.toml``). Whether such a word names an event where it stands is a small network's
judgement (``choose``), made from what the tagger's lower layers say of the word and from the features below.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from khabar.language import codes, settings, table
from khabar.mentions.names import proclitics
from khabar.mentions.tagger import Network, Tagged
from khabar.record import Block, Span
from khabar.text.folding import fold
from khabar.text.words import Word, split

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "INCIDENT", "ELECT", "LEGISLATE",
)  # fmt: skip
"""PLOVER's event types, and three beyond it: INCIDENT, ELECT, LEGISLATE."""

LEAST = 3  # letters that are left of a word without its ending
SENSES = 2  # of a form that are weighed
BESIDE = 6  # words on either side whose states are averaged


class Sense(Struct, frozen=True):
    """What a form may name: event type, mode, part of speech; ``sure`` when it nearly always does."""

    type: str
    mode: str | None
    pos: str
    sure: bool


class Trigger(Span, frozen=True, kw_only=True):
    """A word or phrase that may name an event; ``words`` are the indices (first, last + 1) among its block's words."""

    senses: tuple[Sense, ...]
    block: int
    words: tuple[int, int]


def find(text: str, blocks: Sequence[Block]) -> tuple[Trigger, ...]:
    """The longest trigger at each place, in the order of the text."""
    found: list[Trigger] = []
    for number, block in enumerate(blocks):
        if block.language in codes():
            found += _in_block(split(text, block.start, block.end), number, block.language)
    return tuple(found)


def _in_block(words: tuple[Word, ...], block: int, language: str) -> Iterator[Trigger]:
    forms = [variants(w.key, language) for w in words]
    at = 0
    while at < len(words):
        hit = _longest(forms, at, language)
        if hit is None:
            at += 1
            continue
        end, senses = hit
        yield Trigger(start=words[at].start, end=words[end - 1].end, senses=senses, block=block, words=(at, end))
        at = end


def _longest(forms: list[tuple[str, ...]], at: int, language: str) -> tuple[int, tuple[Sense, ...]] | None:
    best: tuple[int, int, tuple[Sense, ...]] | None = None
    for rank, first in enumerate(forms[at]):
        for keys, senses in _lexicon(language).get(first, ()):
            rest = forms[at + 1 : at + len(keys)]
            fits = len(rest) == len(keys) - 1 and all(k in f for k, f in zip(keys[1:], rest, strict=True))
            if fits and (best is None or (len(keys), -rank) > best[:2]):
                best = (len(keys), -rank, senses)
    return (at + best[0], best[2]) if best else None


@cache
def _lexicon(language: str) -> Mapping[str, tuple[tuple[tuple[str, ...], tuple[Sense, ...]], ...]]:
    """Forms as tuples of keys with their senses, by their first key."""
    senses: dict[tuple[str, ...], list[Sense]] = defaultdict(list)
    for row in table(language, "event_words"):
        sense = Sense(row["type"], row["mode"] or None, row["pos"].rstrip("?"), not row["pos"].endswith("?"))
        keys = tuple(w.key for w in split(row["form"]))
        if keys and all(s.type != sense.type for s in senses[keys]):
            senses[keys].append(sense)
    found: dict[str, list[tuple[tuple[str, ...], tuple[Sense, ...]]]] = defaultdict(list)
    for keys, of_form in senses.items():
        if of_form:
            found[keys[0]].append((keys, tuple(of_form)))
    return {first: tuple(entries) for first, entries in found.items()}


@lru_cache(maxsize=65536)
def variants(key: str, language: str, kind: str = "endings") -> tuple[str, ...]:
    """A folded word, then what is left of it without particles and endings, nearest first; ``kind`` is the list of
    endings: all, or those of nouns (``noun_endings``)."""
    prefixes, endings = _inflection(language, kind)
    starts = [key, *(key[cut:] for cut, _, _ in proclitics(key) if settings(language)["triggers"].get("proclitics"))]
    starts += [s[len(p) :] for s in starts for p in prefixes if s.startswith(p)]
    bare = list(dict.fromkeys(s for s in starts if len(s) >= LEAST or s == key))
    for ending, instead in endings:
        for s in islice(tuple(bare), len(starts)):
            if s.endswith(ending) and len(s) - len(ending) >= LEAST:
                bare.append(s[: len(s) - len(ending)] + instead)
    return tuple(dict.fromkeys(bare))


@cache
def _inflection(language: str, kind: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The language's prefixes, and its endings with what stands in their place, folded as the keys of words are."""
    rules = settings(language)["triggers"]
    return (
        tuple(fold(p) for p in rules.get("prefixes", ())),
        tuple((fold(ending), fold(instead)) for ending, instead in rules.get(kind, ())),
    )


class Chosen(Struct, frozen=True):
    """A trigger in one of its senses, with the probability that it names an event here."""

    trigger: Trigger
    sense: Sense
    chance: float


def choose(text: str, blocks: Sequence[Block], tagged: Tagged, network: Network) -> tuple[Chosen, ...]:
    """Every trigger of the report in each of its senses; none when the model cannot tell events."""
    found = [(t, sense) for t in find(text, blocks) for sense in t.senses[:SENSES]]
    if network.events is None or not found or not tagged.words:
        return ()
    chances = network.events(*inputs(text, blocks, tagged, [t for t, _ in found], [s for _, s in found]))
    return tuple(Chosen(t, s, float(p)) for (t, s), p in zip(found, chances, strict=True))


def inputs(
    text: str, blocks: Sequence[Block], tagged: Tagged, triggers: Sequence[Trigger], senses: Sequence[Sense]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What the network sees: states (triggers, 3 * width) of a trigger's first and last word and of the words around,
    and features (triggers, 32)."""
    starts = [start for start, _ in tagged.words]
    states, features = [], []
    seen: Counter[str] = Counter()
    for trigger, sense in zip(triggers, senses, strict=True):
        first = max(0, bisect_right(starts, trigger.start) - 1)
        last = max(first, bisect_left(starts, trigger.end) - 1)
        around = tagged.early[max(0, first - BESIDE) : last + BESIDE + 1].mean(0)
        states.append(np.concatenate([tagged.early[first], tagged.early[last], around]))
        features.append(_features(text, blocks, trigger, sense, seen[sense.type]))
        seen[sense.type] += sense is trigger.senses[0]
    return np.array(states, dtype=np.float32), np.array(features, dtype=np.float32)


def _features(text: str, blocks: Sequence[Block], trigger: Trigger, sense: Sense, before: int) -> list[float]:
    """``before``: triggers of the type that stand before this one."""
    block = blocks[trigger.block]
    return [
        *(float(sense.type == t) for t in TYPES),
        float(sense.sure),
        float(sense.pos == "v"),
        float(sense.pos == "n"),
        float(block.kind == "title"),
        trigger.start / len(text),
        float(np.log1p(before)),
        float(sense is not trigger.senses[0]),
        float(len(trigger.senses) > 1),
        float(trigger.words[1] - trigger.words[0] > 1),
        float(np.log1p(trigger.block)),
        float(block.language == "ar"),
        float(block.language == "fa"),
        float(np.log(len(text) / 1000)),
    ]
