"""What stands between quotation marks, in the marks' many uses."""

import json
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.mentions import quotations
from khabar.record import Block

CASES = [
    pytest.param(json.loads(line), code, id=f"{code}-{number}")
    for code in ("ar", "fa", "en")
    for number, line in enumerate(
        (files("khabar") / "lang" / code / "cases" / "quotations.jsonl").read_text("utf-8").splitlines(), 1
    )
]


def _blocks(text: str, language: str) -> tuple[Block, ...]:
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append(Block(start=start, end=start + len(line), kind="paragraph", language=language))
        start += len(line) + 1
    return tuple(b for b in blocks if b.end > b.start)


@pytest.mark.parametrize(("case", "language"), CASES)
def test_find_gives_the_words_between_marks(case: dict, language: str) -> None:
    found = quotations.find(case["text"], _blocks(case["text"], language))
    assert [case["text"][q.start : q.end] for q in found] == case["quotations"]


@given(st.text(alphabet="ab «»“”\"'‘’\n.و", max_size=60))
def test_find_never_fails_and_stays_in_order_and_in_bounds(text: str) -> None:
    found = quotations.find(text, _blocks(text, "en"))
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
