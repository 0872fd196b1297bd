"""Who and where: names in three scripts, places told apart by their context, posts by their day. The tables were
written by somebody who had not seen the base."""

from collections import Counter
from pathlib import Path

import pytest

from khabar.account import labels, posts
from khabar.language import table
from khabar.mentions import names, places
from khabar.record import Block

DATA = Path(__file__).parent.parent / "data"


def _rows(name: str) -> list[dict[str, str]]:
    head, *lines = (DATA / f"{name}.tsv").read_text("utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def test_one_name_in_three_scripts_is_one_id() -> None:
    triples = _rows("name_triples")
    ids = {row["en"]: {labels.named(row[c], c, row["type"]).id for c in ("en", "ar", "fa")} for row in triples}  # type: ignore[arg-type]
    whole = [name for name, found in ids.items() if len(found) == 1]
    hard = [row["en"] for row in triples if row["kind"] == "hard" and row["en"] in whole]
    assert len(whole) >= 86, sorted(ids.keys() - set(whole))
    assert len(hard) >= 28


def test_no_two_bearers_share_an_id() -> None:
    bearers = Counter(
        found
        for row in _rows("name_triples")
        for found in {labels.named(row[c], c, row["type"]).id for c in ("en", "ar", "fa")}  # type: ignore[arg-type]
    )
    assert max(bearers.values()) == 1


def test_places_in_their_contexts() -> None:
    wrong = [row for row in _rows("place_cases") if _place(row) != row["id"]]
    assert len(wrong) <= 8, wrong


def _place(row: dict[str, str]) -> str:
    text, at = row["sentence"], row["sentence"].index(row["name"])
    blocks = (Block(start=0, end=len(text), kind="paragraph", language=row["language"]),)
    near = [m.entity for m in places.find(text, blocks) if m.start < at + len(row["name"]) and m.end > at]
    return near[0] if near else "none"


def test_a_post_means_who_held_it_on_the_day() -> None:
    cases = _rows("post_cases")
    wrong = [(row, found) for row in cases if not _fits(row["person"], found := _holder(row))]
    assert len(wrong) <= 8, wrong
    assert all(found == "none" for _, found in wrong)  # missing is allowed, a wrong person never


def _holder(row: dict[str, str]) -> str:
    label = labels.build(row["phrase"], row["language"])
    person = posts.holder(label.label, label.country, row["date"]) if label.id is None else None
    return person.names["en"] if person else "none"


def _fits(name: str, found: str) -> bool:
    return found in name or name in found


def test_every_row_says_how_it_is_known() -> None:
    for name in ("people", "organisations", "media", "posts"):
        assert all(row["checked"] for row in table("shared", name)), name
    assert len(table("shared", "people")) >= 400
    assert len(table("shared", "organisations")) >= 300
    assert len(table("shared", "media")) >= 200


@pytest.mark.parametrize(
    ("name", "language", "other"),
    [
        ("Melania Trump", "en", "person:donald-trump"),
        ("ميلانيا ترامب", "ar", "person:donald-trump"),
        ("ملانیا ترامپ", "fa", "person:donald-trump"),
        ("رضا کاظمی", "fa", "person:mustafa-al-kadhimi"),
        ("سامي الكاظمي", "ar", "person:mustafa-al-kadhimi"),
    ],
)
def test_a_surname_of_somebody_known_is_not_enough(name: str, language: str, other: str) -> None:
    assert labels.named(name, language, "person").id != other


def test_a_like_name_is_not_one_person() -> None:
    assert names.like("أنتوني بلينكن", "ar") is not None
    assert names.like("Anthony Blinkin", "en") is not None
    assert names.like("كريم خان", "ar") is not None
    assert names.like("كرم خان", "ar") is None
