"""The tagger at work: cues first, then for each cue its source, content, relays, addressee and properties.

The network is given from outside as two functions on arrays (``Network``), so that this module does no IO and training
measures exactly the code that users run.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from tokenizers import Tokenizer

from khabar.mentions.decoding import Floats, decode, log_softmax, runs, transitions
from khabar.mentions.pieces import BEGIN, END, Pieces
from khabar.mentions.pieces import build as build_pieces
from khabar.record import Block, EntityType, Span

Array = NDArray[Any]

LEFT, RIGHT = 32, 72
"""Words of the view before and after a cue: they hold all of 98 % of the contents and sources in annotated reports."""

FIRST_RIGHT = 40
"""Words after a cue in the first, cheaper view; it is read again with ``RIGHT`` when a content runs to its edge."""

LEAST_SOURCE, SURE_SOURCE, LEAST_RIVAL = 0.12, 0.5, 0.05
"""Least probability of a source's best word: when the network says that the source stands in the view, when it does
not, and of one that another source outdid."""

JOINING, JOINING_ONE = 0.08, 0.02
"""Least probability of a word that joins the source beside it, and of one that follows a source of a single word."""

CUES = ("O", "B-cue", "I-cue")
NAMES = (
    "O", "B-person", "I-person", "B-organisation", "I-organisation", "B-group", "I-group", "B-place", "I-place",
    "B-office", "I-office", "B-media", "I-media",
)  # fmt: skip

ROLES = (
    "O", "B-source", "I-source", "B-content", "I-content", "B-relay", "I-relay", "B-addressee", "I-addressee",
)  # fmt: skip

_CUE_TABLE, _NAME_TABLE = transitions(CUES), transitions(NAMES)


class Network(Struct, frozen=True):
    """The tagger's network and settings.

    ``lower(ids)`` takes the piece ids of one window and gives hidden states (pieces, width) half-way up and at the top,
    and cue logits (pieces, 3); ``names(both)`` takes both states of a report's words (words, 2 * width) and gives name
    logits (words, 13); ``upper(states, cue)`` takes the top states of one view's words and which of them are the cue,
    and gives role logits (words, roles) and one array of logits a head, in the order of ``heads``, which names each
    head's classes.
    One window or view at a time: without padding a CPU is fastest. ``role_table`` holds the decoder's transition
    scores (roles + 1, roles); ``cue_bias`` is added to the log probability of a cue, ``threshold`` is the least
    probability of a statement; ``calibration`` holds, for each way of finding the source, intercept and slope of the
    curve that turns the log odds of a statement into those of its being right, source and all. ``events`` takes states
    and features of words that may name events (see ``khabar.mentions.triggers``) and gives probabilities
    (words,); ``sides`` those of parties beside an event (see ``khabar.account.sides``) and gives probabilities
    (parties, 3) of acting, suffering and neither; ``scenes`` those of places and times near an event
    (``khabar.account.scenes``): that it was there or then; ``realities`` those of an event's five realities
    (``khabar.account.realities``).
    """

    tokenizer: Tokenizer
    lower: Callable[[Array], Sequence[Array]]
    names: Callable[[Array], Array]
    upper: Callable[[Array, Array], Sequence[Array]]
    heads: dict[str, tuple[str, ...]]
    role_table: Floats
    cue_bias: float = 0.0
    threshold: float = 0.5
    name: str = "tagger"
    calibration: dict[str, tuple[float, float]] = {}
    events: Callable[[Array, Array], Array] | None = None
    sides: Callable[[Array, Array], Array] | None = None
    scenes: Callable[[Array, Array], Array] | None = None
    realities: Callable[[Array, Array], Array] | None = None


class Frame(Struct, frozen=True, kw_only=True):
    """One cue and what the network reads for it. ``classes`` holds the best class and its probability for each head,
    ``rival`` the likeliest other place of the source."""

    cue: Span
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    relay: tuple[Span, ...]
    addressee: tuple[Span, ...]
    rival: tuple[Span, ...] = ()
    classes: dict[str, tuple[str, float]]
    confidence: float


class Tag(Span, frozen=True, kw_only=True):
    """A name that the tagger sees, with its type."""

    label: EntityType


class Tagged(Struct, frozen=True, kw_only=True):
    """What the tagger reads in a report: frames in the order of their cues, names in the order of the text. ``words``:
    (start, end) of the words it sees, ``early``: their states (words, width) half-way up the lower layers."""

    frames: tuple[Frame, ...] = ()
    names: tuple[Tag, ...] = ()
    words: tuple[tuple[int, int], ...] = ()
    early: Array = np.zeros((0, 0), dtype=np.float32)


def read(text: str, blocks: Sequence[Block], network: Network) -> Tagged:
    """What stands in the given blocks of ``text``. A frame without content names at least its source, to whom the
    next cue may go back («وانتقد الوزير القرار، وقال …»)."""
    pieces = build_pieces(text, blocks, network.tokenizer)
    if not pieces.words:
        return Tagged()
    early, states, cues = _encode(pieces, network)
    names = network.names(np.concatenate([early, states], axis=1))
    frames = [_frame(pieces, cue, states, network) for cue in find_cues(cues, network.cue_bias)]
    return Tagged(
        frames=tuple(f for f in frames if (f.content or f.source) and f.confidence >= network.threshold),
        names=tuple(_names(pieces, names)),
        words=pieces.words,
        early=early,
    )


def _names(pieces: Pieces, logits: Array) -> Iterator[Tag]:
    for label, first, last in runs(decode(logits, NAMES, _NAME_TABLE)):
        for span in _split(pieces, first, last):
            yield Tag(start=span.start, end=span.end, label=cast(EntityType, label))


def _encode(pieces: Pieces, network: Network) -> list[Array]:
    """Hidden states (words, width) half-way up and at the top, and cue logits (words, 3): those of a word's first
    piece."""
    windows = [
        network.lower(np.array([BEGIN, *pieces.ids[start:end], END], dtype=np.int64))
        for start, end in zip((0, *pieces.cuts), pieces.cuts, strict=False)
    ]
    first = list(pieces.first)
    return [np.concatenate([part[1:-1] for part in parts])[first] for parts in zip(*windows, strict=True)]


def find_cues(logits: Array, bias: float) -> list[tuple[int, int]]:
    """Cues as (first word, last word + 1), from the cue logits (words, 3)."""
    biased = logits + np.array([0.0, bias, bias], dtype=np.float32)
    return [(a, b) for _, a, b in runs(decode(biased, CUES, _CUE_TABLE))]


def view(words: int, cue: tuple[int, int], right: int = RIGHT) -> tuple[int, int]:
    """The view (first word, last word + 1) around a cue in a report of so many words."""
    return max(0, cue[0] - LEFT), min(words, cue[1] + right)


class _Reading(Struct, frozen=True):
    """What the upper layers say of one view that begins at word ``start``: role logits and head logits."""

    start: int
    roles: Array
    heads: dict[str, dict[str, float]]


def _frame(pieces: Pieces, cue: tuple[int, int], states: Array, network: Network) -> Frame:
    reading = _read(cue, states, network, FIRST_RIGHT)
    tags = decode(reading.roles, ROLES, network.role_table)
    if any(tag.endswith("content") for tag in tags[-1:]) and reading.start + len(tags) < len(pieces.words):
        reading = _read(cue, states, network, RIGHT)
        tags = decode(reading.roles, ROLES, network.role_table)
    best = {name: max(values.items(), key=lambda v: v[1]) for name, values in reading.heads.items()}
    own = (cue[0] - reading.start, cue[1] - reading.start)
    found = _with_whole_source(reading.roles, tags, own, must=best["state"][0] == "explicit")
    spans = {
        role: tuple(s for r, a, b in found if r == role for s in _split(pieces, reading.start + a, reading.start + b))
        for role in ("source", "content", "relay", "addressee", "rival")
    }
    whole = Span(start=pieces.words[cue[0]][0], end=pieces.words[cue[1] - 1][1])
    return Frame(cue=whole, classes=best, confidence=reading.heads["real"]["yes"], **spans)


def _read(cue: tuple[int, int], states: Array, network: Network, right: int) -> _Reading:
    start, end = view(len(states), cue, right)
    marked = np.zeros(end - start, dtype=np.int64)
    marked[cue[0] - start : cue[1] - start] = 1
    roles, *heads = network.upper(states[start:end], marked)
    chances = {
        name: dict(zip(classes, np.exp(log_softmax(logits.astype(np.float32))).tolist(), strict=True))
        for (name, classes), logits in zip(network.heads.items(), heads, strict=True)
    }
    return _Reading(start, roles, chances)


def _with_whole_source(
    roles: Array, tags: list[str], cue: tuple[int, int], *, must: bool
) -> list[tuple[str, int, int]]:
    """The runs of the tags with each source widened to the neighbouring words that may well belong to it. With
    ``must`` (the network says that the source stands in the view) the likeliest word is taken when no path went
    through one.

    A name cut short is a wrong source; a word too many is none.
    """
    chances = np.exp(log_softmax(roles.astype(np.float32)))
    source = chances[:, ROLES.index("B-source")] + chances[:, ROLES.index("I-source")]
    source[[not tag.endswith("source") and tag != "O" for tag in tags]] = 0
    source[cue[0] : cue[1]] = 0
    found = runs(tags)
    least = LEAST_SOURCE if must else SURE_SOURCE
    if not any(role == "source" for role, *_ in found) and source.max() >= least:
        best = int(source.argmax())
        found.append(("source", best, best + 1))
    found = [_widened(run, source) if run[0] == "source" else run for run in found]
    for role, first, last in found:
        source[first:last] *= role != "source"
    if source.max() >= LEAST_RIVAL:
        best = int(source.argmax())
        found.append(_widened(("rival", best, best + 1), source))
    return found


def _widened(run: tuple[str, int, int], chances: Array) -> tuple[str, int, int]:
    role, first, last = run
    if last - first == 1 and last < len(chances) and chances[last] >= JOINING_ONE:
        last += 1
    while first > 0 and chances[first - 1] >= JOINING:
        first -= 1
    while last < len(chances) and chances[last] >= JOINING:
        last += 1
    return role, first, last


def _split(pieces: Pieces, first: int, last: int) -> list[Span]:
    """One span a block for the words ``first:last``."""
    spans: list[Span] = []
    start = first
    for word in range(first, last):
        if word + 1 == last or pieces.block[word + 1] != pieces.block[word]:
            spans.append(Span(start=pieces.words[start][0], end=pieces.words[word][1]))
            start = word + 1
    return spans
