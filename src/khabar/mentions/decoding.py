"""Viterbi decoding of BIO tags over words, and spans from tags."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_FORBIDDEN = np.float32(-1e4)


def transitions(labels: Sequence[str]) -> Floats:
    """Penalties (labels + 1, labels), the last row for the start: ``I-x`` may only follow ``B-x`` or ``I-x``."""
    table = np.zeros((len(labels) + 1, len(labels)), dtype=np.float32)
    for column, label in enumerate(labels):
        if label.startswith("I-"):
            table[:, column] = _FORBIDDEN
            table[labels.index("B-" + label[2:]), column] = 0
            table[column, column] = 0
    return table


def viterbi(sequences: Sequence[Floats], table: Floats) -> list[list[int]]:
    """The best path through each of ``sequences`` (words, labels; log probabilities) under ``table``. All go step by
    step together: a report has many short ones."""
    if not sequences:
        return []
    labels = table.shape[1]
    lengths = np.array([len(s) for s in sequences])
    padded = np.zeros((lengths.max(), len(sequences), labels), dtype=np.float32)
    for column, emissions in enumerate(sequences):
        padded[: len(emissions), column] = emissions
    score = padded[0] + table[-1]
    back = np.tile(np.arange(labels), (len(padded), len(sequences), 1))  # past its end a path stays where it is
    for row in range(1, len(padded)):
        live = lengths > row
        options = score[live][:, :, None] + table[:-1]
        back[row, live] = options.argmax(axis=1)
        score[live] = options.max(axis=1) + padded[row, live]
    path = np.empty((len(padded), len(sequences)), dtype=np.int64)
    path[-1] = score.argmax(axis=1)
    columns = np.arange(len(sequences))
    for row in range(len(padded) - 1, 0, -1):
        path[row - 1] = back[row, columns, path[row]]
    return [path[:length, column].tolist() for column, length in enumerate(lengths)]


SURE = np.float32(np.log(0.995))
"""Log probability of no tag above which a word is left out of the search."""


def decode(logits: Floats, labels: Sequence[str], table: Floats) -> list[str]:
    """The best tags for ``logits`` (words, labels; the first label is ``O``). Words that are surely untagged cut the
    sequence into short ones, which costs nothing in accuracy and most of the time."""
    emissions = log_softmax(logits.astype(np.float32))
    tags = [labels[0]] * len(emissions)
    busy = np.flatnonzero(emissions[:, 0] < SURE).tolist()
    start_from_nothing = np.vstack([table[:-1], table[:1]])
    stretches = _stretches(busy)
    for (first, last), path in zip(
        stretches, viterbi([emissions[a:b] for a, b in stretches], start_from_nothing), strict=True
    ):
        tags[first:last] = [labels[i] for i in path]
    return tags


def _stretches(positions: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of consecutive positions as (first, last + 1)."""
    found: list[tuple[int, int]] = []
    for at in positions:
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def runs(tags: Sequence[str]) -> list[tuple[str, int, int]]:
    """Spans (label, first word, last word + 1) of a BIO sequence."""
    found: list[tuple[str, int, int]] = []
    start, label = 0, ""
    for here, (tag, following) in enumerate(pairwise([*tags, "O"])):
        if tag.startswith("B-"):
            start, label = here, tag[2:]
        if tag != "O" and not following.startswith("I-"):
            found.append((label, start, here + 1))
    return found


def log_softmax(logits: Floats) -> Floats:
    """Log probabilities along the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result
