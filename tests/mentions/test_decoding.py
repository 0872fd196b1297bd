"""Viterbi over BIO tags."""

from itertools import pairwise, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from khabar.mentions.decoding import decode, runs, transitions, viterbi

LABELS = ("O", "B-x", "I-x", "B-y", "I-y")


SCORES = arrays(np.float32, st.tuples(st.integers(1, 12), st.just(5)), elements=st.floats(-9, 0, width=32))


@given(st.lists(SCORES, max_size=4))
def test_viterbi_never_continues_what_did_not_begin(sequences: list[np.ndarray]) -> None:
    for path in viterbi(sequences, transitions(LABELS)):
        tags = ["O", *(LABELS[i] for i in path)]
        assert all(not tag.startswith("I-") or before in (f"B-{tag[2:]}", tag) for before, tag in pairwise(tags))


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        arrays(np.float32, st.tuples(st.integers(1, 4), st.just(5)), elements=st.floats(-9, 0, width=16)), max_size=3
    )
)
def test_viterbi_finds_the_best_of_all_paths(sequences: list[np.ndarray]) -> None:
    table = transitions(LABELS)

    def worth(emissions: np.ndarray, path: tuple[int, ...]) -> float:
        steps = sum(float(table[a, b]) for a, b in pairwise(path))
        return float(table[-1, path[0]]) + steps + sum(float(e[i]) for e, i in zip(emissions, path, strict=True))

    for emissions, path in zip(sequences, viterbi(sequences, table), strict=True):
        best = max(worth(emissions, p) for p in product(range(len(LABELS)), repeat=len(emissions)))
        assert abs(worth(emissions, tuple(path)) - best) < 0.01


def test_viterbi_of_nothing_is_empty() -> None:
    assert viterbi([], transitions(LABELS)) == []


def test_runs_gives_one_span_a_begin() -> None:
    assert runs(["B-x", "I-x", "B-x", "O", "B-y"]) == [("x", 0, 2), ("x", 2, 3), ("y", 4, 5)]


@given(arrays(np.float32, st.tuples(st.integers(1, 12), st.just(5)), elements=st.floats(-9, 9, width=32)))
def test_decode_never_continues_what_did_not_begin(logits: np.ndarray) -> None:
    tags = ["O", *decode(logits, LABELS, transitions(LABELS))]
    assert all(not t.startswith("I-") or b in (f"B-{t[2:]}", t) for b, t in pairwise(tags))


def test_decode_finds_a_span_between_sure_words() -> None:
    logits = np.full((6, 5), -9, np.float32)
    logits[[0, 1, 4, 5], 0] = 9
    logits[2, 1] = logits[3, 2] = 9
    assert decode(logits, LABELS, transitions(LABELS)) == ["O", "O", "B-x", "I-x", "O", "O"]
