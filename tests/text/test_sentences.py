import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar import language
from khabar.text import sentences


def _cases():
    for code in language.codes():
        path = files("khabar") / "lang" / code / "cases" / "sentences.jsonl"
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            yield pytest.param(code, case["text"], case["sentences"], id=f"{code}-{case['name'].replace(' ', '-')}")


@pytest.mark.parametrize(("code", "text", "expected"), list(_cases()))
def test_split_finds_the_sentences(code, text, expected):
    assert [text[a:b] for a, b in sentences.split(text, 0, len(text), code)] == expected


def test_split_keeps_to_the_range():
    text = "Before. One sentence here. Another one. After."
    start, end = text.index("One"), text.index(" After")
    assert [text[a:b] for a, b in sentences.split(text, start, end, "en")] == ["One sentence here.", "Another one."]


@given(st.text(alphabet='aB .!?\u061f\u2026\n"\u00bb\u00ab1\u0648\u0642\u200c,\u060c', max_size=60), st.data())
def test_split_covers_what_is_not_blank_in_order(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = sentences.split(text, start, end, data.draw(st.sampled_from(["ar", "fa", "en", "fr", "und"])))
    at = start
    for a, b in spans:
        assert at <= a < b <= end
        assert not text[at:a].strip()
        at = b
    assert not text[at:end].strip()
