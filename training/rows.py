"""Annotated reports as training examples: tags over a report's words and role labels in the view of each cue."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from tokenizers import Tokenizer

from khabar.ingest.article import prose
from khabar.ingest.plain import build as build_article
from khabar.mentions.pieces import Pieces
from khabar.mentions.pieces import build as build_pieces
from khabar.mentions.tagger import CUES, NAMES, ROLES, view
from khabar.mentions.triggers import TYPES
from khabar.record import Act, QuoteKind

HEADS: dict[str, tuple[str, ...]] = {
    "real": ("no", "yes"),
    "act": get_args(Act),
    "quote": get_args(QuoteKind),
    "state": ("explicit", "carried", "none"),
}
TAGS = {"cue": CUES, "name": NAMES, "event": ("O", *(f"{mark}-{name}" for name in TYPES for mark in "BI"))}
"""Tags of words, by layer. Names and events help the encoder learn; of the linear heads only the cues' is exported."""

NOTHING = -100


@dataclass
class Reading:
    """One cue and its labels: ``cue`` and ``seen`` as (first word, last word + 1), a role for each word seen."""

    cue: tuple[int, int]
    seen: tuple[int, int]
    roles: list[int]
    heads: tuple[int, ...]


@dataclass
class Example:
    """One report; ``tags`` of each layer and ``flat`` (the roles of any cue) have one label a word; a layer that was
    not annotated in this report is ``NOTHING`` throughout."""

    id: str
    pieces: Pieces
    tags: dict[str, list[int]]
    flat: list[int]
    readings: list[Reading]


def build(row: dict[str, Any], tokenizer: Tokenizer, window: int) -> Example:
    """The example of one gold row."""
    text = row["text"]
    blocks = prose(build_article(text, id=str(row["id"]), title=row.get("title"), language=row["lang"]))
    pieces = build_pieces(text, blocks, tokenizer, window)
    flat = [0] * len(pieces.words)
    readings = []
    for statement in row["statements"]:
        cue = _words(pieces, [statement["cue"]]) if statement["cue"] else []
        if not cue:
            continue
        roles = _roles(pieces, statement)
        flat = [mine or other for mine, other in zip(roles, flat, strict=True)]
        whole = (cue[0], cue[-1] + 1)
        start, end = view(len(pieces.words), whole)
        readings.append(Reading(whole, (start, end), roles[start:end], _heads(statement)))
    return Example(str(row["id"]), pieces, _tags(row, pieces), flat, readings)


def _tags(row: dict[str, Any], pieces: Pieces) -> dict[str, list[int]]:
    """The tags of each layer that the row has: its statements' cues, ``names`` ([start, end, type]), ``events``."""
    marked = {
        "cue": [(s["cue"], "cue") for s in row["statements"] if s["cue"]],
        "name": [((start, end), name) for start, end, name in row["names"]] if "names" in row else None,
        "event": [(e["trigger"], e["type"]) for e in row["events"] if e["trigger"]] if "events" in row else None,
    }
    tags = {}
    for layer, spans in marked.items():
        labels = [NOTHING if spans is None else 0] * len(pieces.words)
        for span, name in spans or ():
            for order, word in enumerate(_words(pieces, [span])):
                labels[word] = TAGS[layer].index(f"{'I' if order else 'B'}-{name}")
        tags[layer] = labels
    return tags


def false_reading(pieces: Pieces, word: int) -> Reading:
    """A word that is no cue: no roles, and not real."""
    start, end = view(len(pieces.words), (word, word + 1))
    return Reading((word, word + 1), (start, end), [0] * (end - start), (0, *[NOTHING] * (len(HEADS) - 1)))


def _roles(pieces: Pieces, statement: dict[str, Any]) -> list[int]:
    """The role of each word for one statement; where spans meet, the source wins."""
    labels = [0] * len(pieces.words)
    for role, spans in (
        ("content", statement["content"]),
        ("addressee", [statement.get("addressee")]),
        ("relay", [statement.get("relay")]),
        ("source", [statement["source"]]),
    ):
        for span in filter(None, spans):
            for order, word in enumerate(_words(pieces, [span])):
                labels[word] = ROLES.index(("I-" if order else "B-") + role)
    return labels


def _heads(statement: dict[str, Any]) -> tuple[int, ...]:
    """The class of each head; ``NOTHING`` where the corpus does not say."""
    kind = statement.get("source_kind")
    state = "explicit" if statement["source"] else kind and ("none" if kind == "vague" else "carried")
    values = ("yes", statement.get("act"), statement.get("quote"), state)
    return tuple(HEADS[name].index(v) if v else NOTHING for name, v in zip(HEADS, values, strict=True))


def _words(pieces: Pieces, spans: Sequence[Sequence[int]]) -> list[int]:
    return [w for w, (a, b) in enumerate(pieces.words) if any(a < end and b > start for start, end in spans)]
