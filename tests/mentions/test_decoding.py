"""Viterbi over BIO tags."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from khabar.mentions.decoding import runs, transitions, viterbi

LABELS = ("O", "B-x", "I-x", "B-y", "I-y")


@given(arrays(np.float32, st.tuples(st.integers(1, 12), st.just(5)), elements=st.floats(-9, 0, width=32)))
def test_viterbi_never_continues_what_did_not_begin(emissions: np.ndarray) -> None:
    path = ["O", *(LABELS[i] for i in viterbi(emissions, transitions(LABELS)))]
    assert all(
        not tag.startswith("I-") or before in (f"B-{tag[2:]}", tag) for before, tag in zip(path, path[1:], strict=False)
    )


def test_viterbi_of_nothing_is_empty() -> None:
    assert viterbi(np.zeros((0, 5), np.float32), transitions(LABELS)) == []


def test_runs_gives_one_span_a_begin() -> None:
    assert runs(["B-x", "I-x", "B-x", "O", "B-y"]) == [("x", 0, 2), ("x", 2, 3), ("y", 4, 5)]
