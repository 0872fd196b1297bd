import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar import language
from khabar.text import languages


def _cases():
    for code in language.codes():
        path = files("khabar") / "lang" / code / "cases" / "language.jsonl"
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            name = f"{code}-{case['name'].replace(' ', '-')}"
            yield pytest.param(case["text"], case.get("page"), case["language"], id=name)


@pytest.mark.parametrize(("text", "page", "expected"), list(_cases()))
def test_detect_tells_the_language(text, page, expected):
    assert languages.detect(text, page=page) == expected


@given(st.text(max_size=80))
def test_detect_never_raises(text):
    assert languages.detect(text)


def test_is_read_knows_the_folders():
    assert [languages.is_read(x) for x in ("ar", "fa", "en", "fr", "und")] == [True, True, True, False, False]
