"""English labels of sources, relays and addressees."""

import json
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.account.labels import MOST_WORDS, build


def _cases() -> list[tuple[str, str, str, str]]:
    root = files("khabar") / "lang"
    rows = [
        (code, json.loads(line))
        for code in ("ar", "fa", "en")
        for line in (root / code / "cases" / "labels.jsonl").read_text("utf-8").splitlines()
    ]
    return [(code, row["text"], row["label"], row["kind"]) for code, row in rows]


CASES = _cases()


@pytest.mark.parametrize(("language", "phrase", "label", "kind"), CASES, ids=[f"{c[0]} {c[2]}" for c in CASES])
def test_build_labels_a_phrase(language: str, phrase: str, label: str, kind: str) -> None:
    found = build(phrase, language)
    assert (found.label, found.kind) == (label, kind)


@pytest.mark.parametrize(
    ("phrase", "language"),
    [
        ("سيرغي لافروف", "ar"),
        ("سرگئی لاوروف، وزیر خارجه روسیه", "fa"),
        ("Russian Foreign Minister Sergei Lavrov", "en"),
    ],
    ids=["ar", "fa", "en"],
)
def test_one_person_has_one_id_in_all_languages(phrase: str, language: str) -> None:
    assert build(phrase, language).id == "person:sergei-lavrov"


@pytest.mark.parametrize(
    ("phrase", "language"),
    [("المحامي كريم صالحي", "ar"), ("کریم صالحی، وکیل", "fa"), ("Karim Salehi, a lawyer", "en")],
    ids=["ar", "fa", "en"],
)
def test_an_unknown_person_is_known_by_the_skeleton(phrase: str, language: str) -> None:
    found = build(phrase, language)
    assert found.id == "person:krmsl"
    assert found.type == "person"


def test_a_role_has_no_identity() -> None:
    assert build("مصدر مطلع", "ar").id is None


@settings(deadline=None)
@given(st.text(max_size=80), st.sampled_from(["ar", "fa", "en"]))
def test_build_never_raises_and_keeps_labels_short(text: str, language: str) -> None:
    found = build(text, language)
    assert len(found.label.split()) <= MOST_WORDS
    assert 0 <= found.confidence <= 1
