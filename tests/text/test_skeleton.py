"""Consonant skeletons: the same name in three scripts, and names that must stay apart."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.text.skeleton import skeleton

ROWS = (Path(__file__).parent / "data" / "name_triples.tsv").read_text("utf-8").splitlines()[1:]
TRIPLES = [row.split("\t") for row in ROWS]
APART = [
    ("Jamal Khalil", "Kamal Khalil"),
    ("Hassan Rouhani", "Hossein Rouhani Nejad"),
    ("Mohammed Salem", "Mahmoud Salem"),
    ("Khaled Hamdan", "Khalil Hamdan"),
    ("Iran", "Oran Province"),
    ("Tehran", "Dahran"),
    ("Basra", "Bosra al-Sham"),
    ("Ali Larijani", "Sadeq Larijani"),
    ("Abdullah Gul", "Abdullah Abdullah"),
    ("Saad Hariri", "Saad Haddad"),
    ("Mosul", "Misrata"),
    ("Hassan Salem", "Hussein Salem"),
    ("حسن موسوی", "حسین موسوی"),
    ("Ahmed Nasser", "Hamid Nasser"),
    ("سعيد حداد", "سعد حداد"),
    ("Nabil Fahmy", "Nabil Rahmy"),
]


@pytest.mark.parametrize("triple", TRIPLES, ids=[t[2] for t in TRIPLES])
def test_skeleton_of_one_name_is_one_string(triple: list[str]) -> None:
    assert len({skeleton(name) for name in triple}) == 1


@pytest.mark.parametrize(("one", "other"), APART, ids=[a for a, _ in APART])
def test_skeleton_keeps_different_names_apart(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@given(st.text(max_size=60))
def test_skeleton_of_any_text_is_lower_case_without_spaces(text: str) -> None:
    found = skeleton(text)
    assert not any(c.isspace() for c in found)
    assert found == skeleton(text)
