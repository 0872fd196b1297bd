import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar import language
from khabar.text.numerals import Number, find_numbers


def _cases(code):
    path = files("khabar") / "lang" / code / "cases" / "numerals.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


CASES = [pytest.param(code, c, id=f"{code}-{c['text']}") for code in language.codes() for c in _cases(code)]


def _written(n: Number) -> str:
    """As in the cases: ``5``, ``10-15``, ``#3`` for an ordinal, ``~200`` for the low bound of a vague number."""
    if n.ordinal:
        return f"#{n.value}"
    if n.value is None:
        return f"~{n.low}"
    return str(n.value) if n.high is None else f"{n.value}-{n.high}"


@pytest.mark.parametrize(("code", "case"), CASES)
def test_find_numbers_reads_the_cases(code, case):
    assert [_written(n) for n in find_numbers(case["text"], code)] == case["numbers"]


@pytest.mark.parametrize("code", language.codes())
def test_each_language_has_cases(code):
    assert len(_cases(code)) >= 30


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("en", "some twenty-three people", "twenty-three"),
        ("ar", "\u0648\u062e\u0645\u0633\u0629 \u0631\u062c\u0627\u0644", "\u062e\u0645\u0633\u0629"),
        ("ar", "\u0628\u0640 (300) \u0623\u0644\u0641 \u0631\u064a\u0627\u0644", "(300) \u0623\u0644\u0641"),
        ("fa", "\u062f\u0647\u200c\u0647\u0627 \u0646\u0641\u0631", "\u062f\u0647\u200c\u0647\u0627"),
    ],
    ids=["hyphen", "particle left out", "brackets", "zwnj"],
)
def test_find_numbers_spans_the_number(code, text, words):
    (number,) = find_numbers(text, code)
    assert text[number.start : number.end] == words


def test_find_numbers_reads_a_stretch_of_the_text():
    text = "5 and 6 and 7"
    assert [(n.start, n.value) for n in find_numbers(text, "en", 2, 8)] == [(6, 6)]


def test_find_numbers_gives_large_values_as_floats():
    (number,) = find_numbers("900 trillion trillion", "en")
    assert number.value == 9e26


@given(st.text(), st.sampled_from(language.codes()))
def test_find_numbers_stays_in_bounds_on_any_text(text, code):
    last = 0
    for n in find_numbers(text, code):
        assert last <= n.start < n.end <= len(text)
        last = n.end


VOCABULARY = [w["word"] for code in language.codes() for w in language.table(code, "numbers")]
WORDS = st.lists(st.sampled_from([*VOCABULARY, "0th", "21st", "12", "3.5", "1,000", "-", "("]), max_size=12)


@given(WORDS, st.sampled_from(language.codes()))
def test_find_numbers_survives_any_row_of_number_words(row, code):
    for n in find_numbers(" ".join(row), code):
        assert n.value is None or n.high is None or n.value < n.high
        assert (n.value is None) == (n.low is not None)
