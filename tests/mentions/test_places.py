"""Places in text."""

import json
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.mentions.places import find, gazetteer
from khabar.record import Block


def _cases() -> list[tuple[str, str, list[str]]]:
    root = files("khabar") / "lang"
    rows = [
        (code, json.loads(line))
        for code in ("ar", "fa", "en")
        for line in (root / code / "cases" / "places.jsonl").read_text("utf-8").splitlines()
    ]
    return [(code, row["text"], row["places"]) for code, row in rows]


def _block(text: str, language: str, kind: str = "paragraph") -> tuple[Block, ...]:
    return (Block(start=0, end=len(text), kind=kind, language=language),)  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "text", "places"), _cases())
def test_find_gives_places_and_peoples(language: str, text: str, places: list[str]) -> None:
    found = find(text, _block(text, language))
    assert [f"{text[m.start : m.end]}={m.entity}" for m in found] == places


def test_find_leaves_page_chrome_out() -> None:
    assert find("Baghdad", _block("Baghdad", "en", "boilerplate")) == ()


def test_adjectives_are_mentions_by_role() -> None:
    assert [m.form for m in find("Iraqi Basra", _block("Iraqi Basra", "en"))] == ["role", "name"]


def test_gazetteer_knows_states_with_codes_and_cities_with_coordinates() -> None:
    places = gazetteer()
    assert places["place:iraq"].country == "IQ"
    assert places["place:kirkuk"].latitude == pytest.approx(35.5, abs=0.3)
    assert {"ar", "fa", "en"} <= set(places["place:gaza-strip"].names)


@given(st.text(max_size=120), st.sampled_from(["ar", "fa", "en", "und"]))
def test_find_spans_lie_in_the_text_and_do_not_overlap(text: str, language: str) -> None:
    found = find(text, _block(text, language))
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
