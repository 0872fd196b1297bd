"""The words that were said: edges, conjunctions, interrupted quotations and kinds of quotation."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.account import contents
from khabar.mentions import quotations
from khabar.record import Block, Span


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def _quotations(text: str) -> tuple[Span, ...]:
    return quotations.find(text, [Block(start=0, end=len(text), kind="paragraph", language="en")])


EDGES = [
    pytest.param("ar", "أكد المتحدث أن المعبر مفتوح.", "أن المعبر مفتوح.", "المعبر مفتوح", id="ar-conjunction"),
    pytest.param("ar", 'قال: "سنعود غدا".', ': "سنعود غدا".', "سنعود غدا", id="ar-marks"),
    pytest.param("fa", "او گفت که باران می‌بارد.", "که باران می‌بارد.", "باران می‌بارد", id="fa-conjunction"),
    pytest.param("fa", "گفت: «ما رفتیم»", "«ما رفتیم»", "ما رفتیم", id="fa-marks"),
    pytest.param(
        "en", "She said that rain was likely.", "that rain was likely.", "rain was likely", id="en-conjunction"
    ),
    pytest.param("en", '"We won," he said.', '"We won,"', "We won", id="en-marks"),
]


@pytest.mark.parametrize(("language", "text", "tagged", "expected"), EDGES)
def test_build_leaves_out_marks_and_conjunctions(language: str, text: str, tagged: str, expected: str) -> None:
    found = contents.build(text, [_span(text, tagged)], _quotations(text), [], language)
    assert [text[s.start : s.end] for s in found] == [expected]


def test_build_runs_to_the_end_of_the_quotation() -> None:
    text = 'He said: "The road is shut. The bridge too."'
    found = contents.build(text, [_span(text, "The road is shut")], _quotations(text), [], "en")
    assert [text[s.start : s.end] for s in found] == ["The road is shut. The bridge too"]


PARAGRAPHS = [
    pytest.param(
        "ar", "وقالت: «بدأنا أمس.\n«وسننتهي غدا».\nثم غادرت.", "بدأنا أمس", ["بدأنا أمس", "وسننتهي غدا"], id="ar"
    ),
    pytest.param(
        "fa", "گفت: «دیروز آغاز شد.\n«فردا تمام می‌شود».", "دیروز آغاز شد", ["دیروز آغاز شد", "فردا تمام می‌شود"], id="fa"
    ),
    pytest.param(
        "en", '"We began.\n\n"We end tomorrow," she said.', "We began", ["We began", "We end tomorrow"], id="en"
    ),
    pytest.param("en", '"We began."\n\n"We end tomorrow," she said.', "We began", ["We began"], id="en-closed"),
]


@pytest.mark.parametrize(("language", "text", "tagged", "expected"), PARAGRAPHS)
def test_build_follows_an_open_quotation_over_paragraphs(
    language: str, text: str, tagged: str, expected: list[str]
) -> None:
    blocks = [
        Block(start=m.start(), end=m.end(), kind="paragraph", language=language) for m in re.finditer("[^\n]+", text)
    ]
    found = contents.build(text, [_span(text, tagged)], quotations.find(text, blocks), [], language)
    assert [text[s.start : s.end] for s in found] == expected


KINDS = [
    pytest.param("قال إن الجسر مغلق", ["الجسر مغلق"], "indirect", id="ar-indirect"),
    pytest.param("قال «الجسر مغلق» اليوم", ["الجسر مغلق"], "direct", id="ar-direct"),
    pytest.param("گفت پل «کاملا امن» است", ["پل «کاملا امن» است"], "mixed", id="fa-mixed"),
    pytest.param('"We won," he said, "at last."', ["We won", "at last"], "direct", id="en-interrupted"),
]


@pytest.mark.parametrize(("text", "parts", "kind"), KINDS)
def test_quoted_tells_how_much_is_quotation(text: str, parts: list[str], kind: str) -> None:
    assert contents.quoted([_span(text, p) for p in parts], _quotations(text), text) == kind


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40), st.sampled_from(["ar", "fa", "en", "und"]))
def test_build_stays_inside_the_text(text: str, a: int, b: int, language: str) -> None:
    span = Span(start=min(a, b, len(text)), end=min(max(a, b), len(text)))
    assert all(0 <= s.start < s.end <= len(text) for s in contents.build(text, [span], _quotations(text), [], language))


CLOSED = [
    pytest.param("ar", "قالت إن بغداد «لن تسكت».", "بغداد «لن تسكت».", "بغداد «لن تسكت»", id="ar"),
    pytest.param("fa", "گفت که تهران «سکوت نمی‌کند»", "تهران «سکوت نمی‌کند»", "تهران «سکوت نمی‌کند»", id="fa"),
    pytest.param("en", 'He said it was "a start".', 'it was "a start".', 'it was "a start"', id="en"),
]


@pytest.mark.parametrize(("language", "text", "tagged", "expected"), CLOSED)
def test_build_keeps_the_mark_that_closes_a_quotation_inside(
    language: str, text: str, tagged: str, expected: str
) -> None:
    found = contents.build(text, [_span(text, tagged)], _quotations(text), [], language)
    assert [text[s.start : s.end] for s in found] == [expected]


BROKEN = [
    pytest.param("ar", "«سنبقى هنا»، قال الحارس، «حتى الفجر».", ["سنبقى هنا", "حتى الفجر"], id="ar"),
    pytest.param("fa", "«ما می‌مانیم»، نگهبان گفت، «تا سحر».", ["ما می‌مانیم", "تا سحر"], id="fa"),
    pytest.param("en", '"Those behind it," he added, "will pay."', ["Those behind it", "will pay"], id="en"),
]


@pytest.mark.parametrize(("language", "text", "expected"), BROKEN)
def test_build_leaves_out_what_interrupts_a_quotation(language: str, text: str, expected: list[str]) -> None:
    found = contents.build(text, [Span(start=0, end=len(text))], _quotations(text), [], language)
    assert [text[s.start : s.end] for s in found] == expected
