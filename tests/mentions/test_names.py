"""Look-up of known names by their written forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.language import table
from khabar.mentions.names import form_key, forms, known, longest, media_forms, stem
from khabar.text.words import split

SAME = [
    ("عبد الله", "عبدالله"),
    ("حسن نصر الله", "حسن نصرالله"),
    ("وال‌استریت ژورنال", "وال استریت ژورنال"),
    ("الأناضول", "أناضول"),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=["abd", "allah", "zwnj", "article"])
def test_form_key_ignores_spacing_and_article(one: str, other: str) -> None:
    assert form_key(one) == form_key(other)


def test_longest_prefers_the_fuller_name() -> None:
    words = split("Islamic State Khorasan said")
    found = longest(words, 0, forms("en"))
    assert found is not None
    assert (found[0], found[1].id) == (3, "group:islamic-state-khorasan")


@pytest.mark.parametrize("name", ["people", "organisations", "media"])
def test_tables_have_unique_ids_of_their_type(name: str) -> None:
    ids = [row["id"] for row in table("shared", name)]
    assert len(ids) == len(set(ids))
    assert all(row["id"].partition(":")[2] and row["en"] for row in table("shared", name))


def test_known_entities_have_english_names() -> None:
    assert all(e.names["en"] and e.id == key for key, e in known().items())


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_one_outlet_has_one_id_in_all_languages(language: str) -> None:
    form = {"ar": "رويترز", "fa": "رویترز", "en": "Reuters"}[language]
    assert media_forms(language)[form_key(form)].id == "media:reuters"


@given(st.text(max_size=30))
def test_stem_never_raises(text: str) -> None:
    assert isinstance(stem(text), str)
