import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.text import paragraphs

WRAPPED = (
    "The municipality will begin restoring the old market with\n"
    "money from the traders of the city, in a project that will\n"
    "cover wooden roofs, drains and stone fronts. Shops are to\n"
    "stay open during the works.\n"
    "Shopkeepers welcomed the project, though some of them asked\n"
    "for compensation because they expect to lose many of their\n"
    "customers this winter.\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("one\ntwo", ["one", "two"], id="lines"),
        pytest.param(" one \r\n\r\n\ttwo\u200f ", ["one", "two"], id="blanks-around"),
        pytest.param("one\u2028two\x0bthree", ["one", "two", "three"], id="odd-line-ends"),
        pytest.param("\u200c\n\ufeff\n", [], id="invisible-only"),
        pytest.param("", [], id="empty"),
    ],
)
def test_find_gives_a_paragraph_a_line(text, expected):
    assert [text[a:b] for a, b in paragraphs.find(text)] == expected


def test_find_joins_hard_wrapped_lines():
    found = [WRAPPED[a:b] for a, b in paragraphs.find(WRAPPED)]
    assert [x.split()[0] for x in found] == ["The", "Shopkeepers"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("He left.", True),
        ("\u00abهو هنا.\u00bb", True),
        ("متى؟", True),
        ("A headline", False),
        ("said “so”", False),
        ("", False),
    ],
)
def test_ends_sentence(line, expected):
    assert paragraphs.ends_sentence(line) is expected


@given(st.text(alphabet="a. \n\r\u2028\u200c\u0628", max_size=300))
def test_find_covers_all_that_shows(text):
    at = 0
    for a, b in paragraphs.find(text):
        assert at <= a < b
        assert not text[at:a].replace("\u200c", "").strip()
        at = b
    assert not text[at:].replace("\u200c", "").strip()
