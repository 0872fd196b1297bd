"""Annotated reports as training examples: cue labels over a report's words and role labels in the view of each cue."""

from dataclasses import dataclass
from typing import Any, get_args

from tokenizers import Tokenizer

from khabar.ingest.article import prose
from khabar.ingest.plain import build as build_article
from khabar.mentions.pieces import Pieces
from khabar.mentions.pieces import build as build_pieces
from khabar.mentions.tagger import CUES, ROLES, view
from khabar.record import Act, QuoteKind, SourceKind

HEADS: dict[str, tuple[str, ...]] = {
    "real": ("no", "yes"),
    "act": get_args(Act),
    "quote": get_args(QuoteKind),
    "kind": get_args(SourceKind),
    "state": ("explicit", "carried", "none"),
}
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
    """One report; ``cues`` and ``flat`` (the roles of any cue) have one label a word."""

    id: str
    pieces: Pieces
    cues: list[int]
    flat: list[int]
    readings: list[Reading]


def build(row: dict[str, Any], tokenizer: Tokenizer, window: int) -> Example:
    """The example of one gold row."""
    text = row["text"]
    blocks = prose(build_article(text, id=str(row["id"]), title=row.get("title"), language=row["lang"]))
    pieces = build_pieces(text, blocks, tokenizer, window)
    cues, flat = [0] * len(pieces.words), [0] * len(pieces.words)
    readings = []
    for statement in row["statements"]:
        cue = _words(pieces, [statement["cue"]]) if statement["cue"] else []
        if not cue:
            continue
        for order, word in enumerate(cue):
            cues[word] = CUES.index("I-cue" if order else "B-cue")
        roles = _roles(pieces, statement)
        flat = [mine or other for mine, other in zip(roles, flat, strict=True)]
        whole = (cue[0], cue[-1] + 1)
        start, end = view(len(pieces.words), whole)
        readings.append(Reading(whole, (start, end), roles[start:end], _heads(statement)))
    return Example(str(row["id"]), pieces, cues, flat, readings)


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
    state = "explicit" if statement["source"] else "none" if statement["source_kind"] == "vague" else "carried"
    values = ("yes", statement["act"], statement["quote"], statement["source_kind"], state)
    return tuple(HEADS[name].index(v) for name, v in zip(HEADS, values, strict=True))


def _words(pieces: Pieces, spans: list[list[int]]) -> list[int]:
    return [w for w, (a, b) in enumerate(pieces.words) if any(a < end and b > start for start, end in spans)]
