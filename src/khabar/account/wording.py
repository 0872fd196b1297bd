"""English wording of a parsed noun phrase: from head first to head last.

Spokesman + in the name of + ministry + Iranian becomes "Iranian ministry spokesman"; what follows "in" at the end of
the phrase and is a place stays behind: "local sources in Yemen".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from khabar.account.phrases import Part, adjective
from khabar.language import table

_ROUND = frozenset(("dozens", "scores", "hundreds", "thousands", "millions"))
_HEADS = frozenset(("role", "institution", "noun", "entity", "vague", "doc", "media", "unknown", "place"))


@dataclass
class _Draft:
    """Words collected so far, by where they go in the English phrase."""

    front: list[str] = field(default_factory=list)
    peoples: list[str] = field(default_factory=list)
    groups: list[list[str]] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


def compose(pieces: tuple[Part, ...], unknown: Mapping[int, str]) -> str:
    """The English phrase; ``unknown`` gives the spelling of unknown parts by the index of their first word."""
    sides = _sides(pieces)
    if len(sides) > 1:
        return " and ".join(x for x in (_side(side, unknown) for side in sides) if x)
    return _side(pieces, unknown)


def _sides(pieces: tuple[Part, ...]) -> list[tuple[Part, ...]]:
    """The phrase cut before each "and" that joins a second head to the first."""
    first = next((p for p in pieces if p.kind in _HEADS), None)
    cuts = [
        i
        for i, p in enumerate(pieces)
        if i and p.joined and first and p.kind == first.kind and p.kind in ("role", "place", "vague")
    ]
    bounds = [0, *cuts, len(pieces)]
    return [pieces[a:b] for a, b in pairwise(bounds)]


def _side(pieces: tuple[Part, ...], unknown: Mapping[int, str]) -> str:
    draft = _Draft()
    for index, piece in enumerate(pieces):
        english = _english(pieces, index, unknown)
        if english:
            _place(draft, piece, english, last=index == len(pieces) - 1, before=pieces[index - 1] if index else None)
    if not draft.groups and draft.peoples and pieces[-1].plural:
        draft.peoples[-1] = _people(draft.peoples[-1])
    head, rest = _head_of(draft.groups)
    chain = [" ".join(group) for group in reversed(rest)]
    front = [
        f"{x} of" if x.rsplit(maxsplit=1)[-1] in _ROUND and (head or chain or draft.peoples) else x for x in draft.front
    ]
    return " ".join(_unrepeated([*front, *head, *draft.peoples, *chain, *draft.tail]))


@cache
def heads_of() -> frozenset[str]:
    """Heads that English puts before what they belong to, with "of"."""
    return frozenset(row["head"] for row in table("shared", "relations"))


def _head_of(groups: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """The head with its "of" when English puts it first ("family of", "residents of"), and the groups that follow."""
    if len(groups) > 1 and groups[0][-1] in heads_of():
        return [" ".join(groups[0]), "of"], groups[1:]
    if len(groups) > 1 and groups[-1][-1] == "":
        return [" ".join(groups[0]), "for" if groups[0][-1].startswith("spokes") else "of"], groups[1:]
    return [], groups


def _people(nationality: str) -> str:
    """The people of a country by its adjective: "Iraqis", "Chinese people"."""
    if nationality == "United States":
        return "Americans"
    return nationality + ("s" if nationality.endswith(("an", "i", "ek")) else " people")


def _english(pieces: tuple[Part, ...], index: int, unknown: Mapping[int, str]) -> str:
    piece = pieces[index]
    if piece.kind == "unknown":
        return unknown.get(piece.start, "")
    if piece.kind == "place" and piece.entity and not (index and adjective(piece.entity)):
        return piece.entity.names["en"]
    if piece.plural and index and pieces[index - 1].kind == "quantity" and not pieces[index - 1].english:
        return piece.single or piece.english
    if piece.kind == "role" and not piece.plural and _counted(pieces[:index]):
        return piece.single or piece.english
    return piece.english


def _counted(before: tuple[Part, ...]) -> bool:
    """Whether a number above one stands first: Persian leaves the noun singular after it."""
    number = before[0] if before else None
    return number is not None and number.kind == "quantity" and number.english not in ("", "one", "zero")


def _place(draft: _Draft, piece: Part, english: str, *, last: bool, before: Part | None) -> None:
    if piece.kind in ("quantity", "degree"):
        draft.front.append(english)
    elif piece.kind == "place" and last and draft.groups and _located(piece, before):
        draft.tail.append("in " + piece.entity.names["en"] if piece.entity else english)
    elif piece.kind == "nationality" or (
        draft.groups
        and piece.entity
        and adjective(piece.entity)
        and not piece.joined
        and english == adjective(piece.entity)
    ):
        if english not in draft.peoples:
            draft.peoples += ["and", english] if piece.joined and draft.peoples else [english]
    elif piece.kind == "adj" and draft.groups:
        if piece.joined and len(draft.groups[-1]) > 1:
            draft.groups[-1].insert(-1, "and")
        draft.groups[-1].insert(len(draft.groups[-1]) - 1, english)
    elif piece.joined and draft.groups:
        draft.groups[-1] += ["and", english]
    elif last and draft.groups[1:] and before is not None and _is_name(piece, before):
        office = [" ".join(group) for group in reversed(draft.groups[1:])]
        draft.groups[1:] = [[*office, english, ""]]  # "energy minister Jane Doe"; the empty word marks a name
    else:
        draft.groups.append([english])


def _is_name(piece: Part, before: Part) -> bool:
    """Whether the last part names the holder of the office before it."""
    person = piece.entity is not None and piece.entity.type == "person"
    return person or (piece.kind == "unknown" and before.kind in ("role", "nationality", "noun"))


def _located(piece: Part, before: Part | None) -> bool:
    return piece.to or (before is not None and before.kind == "func")


def _unrepeated(words: list[str]) -> list[str]:
    out: list[str] = []
    for word in (w.strip() for w in words):
        if word and word not in out:
            out.append(word)
    return out
