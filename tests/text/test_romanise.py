"""Latin spelling of names in Arabic script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.text.romanise import is_name_part, romanise

NAMES = [
    ("ar", "محمد عبد الرحمن", "Mohammed Abdulrahman"),
    ("ar", "حسين الجبوري", "Hussein al-Jubouri"),
    ("ar", "عبد الكريم الخطيب", "Abdul-Karim al-Khatib"),
    ("ar", "أبو بكر سالم", "Abu Bakr Salem"),
    ("ar", "نور الدين حداد", "Nour al-Din Haddad"),
    ("ar", "جون سميث", "John Smith"),
    ("fa", "محمدرضا کریمی", "Mohammad-Reza Karimi"),
    ("fa", "حسین رضایی", "Hossein Rezaei"),
    ("fa", "مریم هاشمی", "Maryam Hashemi"),
    ("fa", "جان اسمیت", "John Smith"),
    ("en", "Hossein  Rezaei", "Hossein Rezaei"),
]


@pytest.mark.parametrize(("language", "name", "latin"), NAMES, ids=[n[2] + " " + n[0] for n in NAMES])
def test_romanise_prints_what_newspapers_print(language: str, name: str, latin: str) -> None:
    assert romanise(name, language) == latin


def test_romanise_of_an_unknown_surname_keeps_its_article() -> None:
    assert romanise("الزرقوني", "ar").startswith("al-Z")


def test_name_part_matches_letter_variants() -> None:
    assert is_name_part("احمد", "ar")
    assert is_name_part("علي", "fa")
    assert not is_name_part("وزير", "ar")


@given(st.text(max_size=60), st.sampled_from(["ar", "fa", "en"]))
def test_romanise_never_raises(text: str, language: str) -> None:
    assert isinstance(romanise(text, language), str)
