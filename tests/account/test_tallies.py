import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar import language
from khabar.account.tallies import build
from khabar.ingest.article import Article
from khabar.mentions.quantities import find
from khabar.record import Block, Mention, Source, Span, Statement, Time


def _cases(code):
    path = files("khabar") / "lang" / code / "cases" / "tallies.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


CASES = [pytest.param(code, c, id=f"{code}-{c['text']}") for code in language.codes() for c in _cases(code)]


def _article(text, code, published=None):
    block = Block(start=0, end=len(text), kind="paragraph", language=code)
    return Article(id="x", text=text, blocks=(block,), language=code, published=published)


def _build(text, code, *, times=(), statements=(), places=(), published=None):
    article = _article(text, code, published)
    quantities = find(text, article.blocks, times)
    return quantities, build(article, quantities, times, statements, places)


def _sums(quantities, tallies):
    value = {t.id: next(q.value for q in quantities if q.id == t.quantity) for t in tallies}
    return [
        {"total": value[t.id], "parts": [value[p] for p in t.parts], "adds_up": t.adds_up} for t in tallies if t.parts
    ]


@pytest.mark.parametrize(("code", "case"), CASES)
def test_build_reads_the_cases(code, case):
    quantities, tallies = _build(case["text"], code)
    value = {q.id: q.value for q in quantities}
    assert [[value[t.quantity], t.measure] for t in tallies] == case["tallies"]
    assert _sums(quantities, tallies) == case["sums"]


@pytest.mark.parametrize("code", language.codes())
def test_each_language_has_cases(code):
    assert len(_cases(code)) >= 30


def _mention(text, words, entity, i=1):
    start = text.index(words)
    return Mention(id=f"m{i}", start=start, end=start + len(words), entity=entity, form="name")


def _statement(text, words, source=None):
    start = text.index(words)
    span = (None, None) if source is None else (text.index(source), text.index(source) + len(source))
    who = Source(start=span[0], end=span[1], explicit=source is not None, entity=None, label="x", kind="unnamed")
    content = (Span(start=start, end=start + len(words)),)
    return Statement(id="s1", cue=None, content=content, quote="indirect", act="say", source=who, found_by="test")


def test_build_places_each_part_where_it_says():
    text = "The group made 40 attacks. Troops were targeted 22 times in Iraq and 18 times in Syria."
    places = (_mention(text, "Iraq", "place:iraq"), _mention(text, "Syria", "place:syria", 2))
    _, tallies = _build(text, "en", places=places)
    assert [t.place for t in tallies[1:]] == ["place:iraq", "place:syria"]
    assert tallies[0].parts == ("y2", "y3")


def test_build_says_when_a_breakdown_does_not_add_up():
    text = "The group made 40 attacks. Troops were targeted 22 times in Iraq and 17 times in Syria."
    places = (_mention(text, "Iraq", "place:iraq"), _mention(text, "Syria", "place:syria", 2))
    quantities, tallies = _build(text, "en", places=places)
    assert _sums(quantities, tallies) == [{"total": 40, "parts": [22, 17], "adds_up": False}]


def test_build_takes_a_partial_list_for_no_breakdown():
    quantities, tallies = _build("Forty people were killed, including 12 women and 20 children.", "en")
    assert _sums(quantities, tallies) == []


def test_build_names_the_innermost_statement():
    text = "The army said rebels had killed 12 people."
    _, (tally,) = _build(text, "en", statements=(_statement(text, "rebels had killed 12 people"),))
    assert tally.statement == "s1"


def test_build_counts_no_speakers():
    text = "Two officials said the port was open."
    _, tallies = _build(text, "en", statements=(_statement(text, "the port was open", "Two officials"),))
    assert tallies == ()


def test_build_dates_a_tally_that_runs_since_a_day():
    text = "Since 7 October 40 attacks hit the bases."
    times = (Time(id="t1", start=6, end=15, type="DATE", value="2023-10-07"),)
    _, (tally,) = _build(text, "en", times=times)
    assert tally.since == "2023-10-07"


def test_build_passes_the_first_day_on_to_the_parts():
    text = "Since 7 October 40 attacks hit the bases. Troops were targeted 22 times in June and 18 times in July."
    times = (Time(id="t1", start=6, end=15, type="DATE", value="2023-10-07"),)
    _, tallies = _build(text, "en", times=times)
    assert [t.since for t in tallies] == ["2023-10-07"] * 3


@given(st.text(), st.sampled_from(language.codes()))
def test_build_never_raises_and_refers_to_what_exists(text, code):
    quantities, tallies = _build(text, code)
    assert {t.quantity for t in tallies} <= {q.id for q in quantities}


PIECES = [c["text"] for code in language.codes() for c in _cases(code)]


@given(st.lists(st.sampled_from(PIECES), max_size=6), st.sampled_from(language.codes()))
def test_build_keeps_its_references(pieces, code):
    _, tallies = _build("\n".join(pieces), code)
    ids = {t.id for t in tallies}
    parts = {p for t in tallies for p in t.parts}
    assert parts <= ids
    assert all(t.measure is not None or t.id in parts for t in tallies)
    assert all((t.adds_up is None) == (not t.parts) for t in tallies)
