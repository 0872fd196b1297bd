import json
import time
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar import language
from khabar.mentions.counted import kind_of
from khabar.mentions.quantities import find
from khabar.record import Block, Time


def _cases(code):
    path = files("khabar") / "lang" / code / "cases" / "quantities.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


CASES = [pytest.param(code, c, id=f"{code}-{c['text']}") for code in language.codes() for c in _cases(code)]


def _block(text, code, kind="paragraph"):
    return (Block(start=0, end=len(text), kind=kind, language=code),)


@pytest.mark.parametrize(("code", "case"), CASES)
def test_find_reads_the_cases(code, case):
    found = find(case["text"], _block(case["text"], code), ())
    assert [{"value": q.value, "approximate": q.approximate, "unit": q.unit} for q in found] == case["quantities"]


@pytest.mark.parametrize("code", language.codes())
def test_each_language_has_cases(code):
    assert len(_cases(code)) >= 30


def test_find_leaves_times_alone():
    text = "On 8 November 12 people met."
    (quantity,) = find(text, _block(text, "en"), (Time(id="t1", start=3, end=13, type="DATE", value="2023-11-08"),))
    assert (quantity.id, text[quantity.start : quantity.end]) == ("q1", "12 people")


def test_find_gives_bounds_to_vague_figures():
    (quantity,) = find("Hundreds of people fled.", _block("Hundreds of people fled.", "en"), ())
    assert (quantity.value, quantity.low, quantity.high) == (None, 200, 999)


@pytest.mark.parametrize("kind", ["boilerplate", "byline", "dateline"])
def test_find_reads_nothing_from_chrome(kind):
    assert find("12 people met.", _block("12 people met.", "en", kind), ()) == ()


def test_find_skips_languages_without_data():
    assert find("12 people met.", _block("12 people met.", "und"), ()) == ()


@pytest.mark.parametrize("code", language.codes())
def test_nouns_have_one_class_in_all_languages(code):
    for row in language.table(code, "nouns"):
        assert kind_of(row["lemma"]) == row["class"], row["lemma"]


@given(st.text(), st.sampled_from(language.codes()))
def test_find_stays_in_bounds_on_any_text(text, code):
    last = 0
    for q in find(text, _block(text, code), ()):
        assert last <= q.start < q.end <= len(text)
        last = q.end


PIECES = [c["text"] for code in language.codes() for c in _cases(code)]


@given(st.lists(st.sampled_from(PIECES), max_size=6), st.sampled_from(language.codes()), st.integers(0, 40))
def test_find_survives_mixed_and_cut_text(pieces, code, cut):
    text = "\n".join(pieces)[cut:]
    found = find(text, _block(text, code), ())
    assert found == find(text, _block(text, code), ())
    assert [q.id for q in found] == [f"q{i}" for i in range(1, len(found) + 1)]


@pytest.mark.parametrize("code", language.codes())
def test_find_is_fast(code):
    text = " ".join(c["text"] for c in _cases(code) * 3)
    text = " ".join(text.split()[:400])
    find(text, _block(text, code), ())
    best = min(_timed(text, code) for _ in range(5))
    assert best < 0.05  # a few milliseconds; the bound leaves room for a busy machine


def _timed(text, code):
    start = time.process_time()
    find(text, _block(text, code), ())
    return time.process_time() - start
