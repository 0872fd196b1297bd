"""Who carried the words: outlets in the cue's sentence and outer speakers."""

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar import language
from khabar.account import occasions, relays
from khabar.account.sources import NOBODY, Speaker
from khabar.mentions.tagger import Frame
from khabar.record import Block, Span


def _cases() -> list[Any]:
    found = []
    for code in language.codes():
        lines = (files("khabar") / "lang" / code / "cases" / "relays.jsonl").read_text("utf-8").splitlines()
        found += [pytest.param(code, json.loads(x), id=f"{code}-{n}") for n, x in enumerate(lines, 1) if x.strip()]
    return found


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def _block(text: str, code: str) -> Block:
    return Block(start=0, end=len(text), kind="paragraph", language=code)


def _frame(text: str, cue: str, content: str, relay: tuple[Span, ...] = ()) -> Frame:
    spans = (_span(text, content),)
    return Frame(
        cue=_span(text, cue), source=(), content=spans, relay=relay, addressee=(), classes={}, confidence=1.0
    )  # fmt: skip


def _speaker(text: str, words: str) -> Speaker:
    return Speaker(_span(text, words), _span(text, words))


@pytest.mark.parametrize(("code", "case"), _cases())
def test_find_gives_the_outlets_that_carried_the_words(code: str, case: dict[str, Any]) -> None:
    text, cue = case["text"], _span(case["text"], case["cue"])
    source = _span(text, case["source"]) if case["source"] else None
    where = occasions.clause(text, cue, [_span(text, case["content"])], [_block(text, code)])
    found = relays.find(text, where, cue, source, code)
    assert [text[s.start : s.end] for s in found] == case["relays"]


OUTER = [
    pytest.param(
        "ar", "قال المدير إن العمال أعلنوا وقف الإضراب.", ("المدير", "قال", "العمال أعلنوا وقف الإضراب"),
        ("العمال", "أعلنوا", "وقف الإضراب"), id="ar",
    ),
    pytest.param(
        "fa", "مدیر گفت کارگران اعلام کردند اعتصاب پایان یافت.",
        ("مدیر", "گفت", "کارگران اعلام کردند اعتصاب پایان یافت"),
        ("کارگران", "اعلام کردند", "اعتصاب پایان یافت"), id="fa",
    ),
    pytest.param(
        "en", "Lee said the army denied the raid.", ("Lee", "said", "the army denied the raid"),
        ("the army", "denied", "the raid"), id="en",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "around", "within"), OUTER)
def test_complete_takes_the_speaker_around_a_statement_as_its_relay(
    code: str, text: str, around: tuple[str, str, str], within: tuple[str, str, str]
) -> None:
    frames = tuple(_frame(text, cue, content) for _, cue, content in (around, within))
    speakers = tuple(_speaker(text, who) for who, *_ in (around, within))
    outer, inner = relays.complete(text, [_block(text, code)], frames, speakers)
    assert outer.relay == ()
    assert inner.relay == (_span(text, around[0]),)


def test_complete_keeps_the_taggers_relay_and_adds_none_that_overlaps_it() -> None:
    text = "A guard told the AFP news agency that the gate was open."
    own = (_span(text, "AFP"),)
    frame = _frame(text, "told", "the gate was open", own)
    (found,) = relays.complete(text, [_block(text, "en")], [frame], [_speaker(text, "A guard")])
    assert found.relay == own


def test_complete_never_gives_the_source_as_relay() -> None:
    text = "The Times said it was told that The Times would close."
    frames = (_frame(text, "said", "it was told that The Times would close"), _frame(text, "told", "close"))
    speakers = (_speaker(text, "The Times"), _speaker(text, "The Times"))
    assert all(not f.relay for f in relays.complete(text, [_block(text, "en")], frames, speakers))


@given(st.text(max_size=80), st.sampled_from([*language.codes(), "und"]), st.integers(0, 80), st.integers(0, 20))
def test_find_stays_in_its_pieces_on_any_text(text: str, code: str, at: int, length: int) -> None:
    start = min(at, len(text))
    cue = Span(start=start, end=min(start + length, len(text)))
    piece = Span(start=0, end=len(text))
    for found in relays.find(text, [piece], cue, None, code):
        assert 0 <= found.start < found.end <= len(text)


@given(
    st.lists(
        st.sampled_from(["told", "«", "لـ", '"', "به", "رويترز", "CNN", "وكالة", "به گزارش", "(", "، "]), max_size=9
    )
)
def test_find_stays_in_its_pieces_on_odd_marks(pieces: list[str]) -> None:
    text = " ".join(pieces)
    whole = Span(start=0, end=len(text))
    for code in language.codes():
        for found in relays.find(text, [whole], Span(start=0, end=0), None, code):
            assert 0 <= found.start < found.end <= len(text)


def test_complete_without_speakers_changes_nothing() -> None:
    text = "It is said that rain comes."
    frame = _frame(text, "said", "rain comes")
    assert relays.complete(text, [_block(text, "en")], [frame], [NOBODY]) == (frame,)
