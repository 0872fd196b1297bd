"""The user's own rows: found, added, merged, split, imported; a child process sees them, since tables are read once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from khabar.kb import checks, imports, rows, search, store
from khabar.kb.rows import BaseError
from khabar.language import read_table


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHABAR_BASE", str(tmp_path))
    return tmp_path


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "khabar.cli", "kb", *words],
        capture_output=True,
        text=True,
        env={**os.environ},
        check=False,
    )


@pytest.mark.parametrize("name", ["Antony Blinken", "أنتوني بلينكن", "آنتونی بلینکن", "Anthony Blinkin"])
def test_a_name_is_found_in_any_script(name: str) -> None:
    assert search.find(name)[0].row["id"] == "person:antony-blinken"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Samir Haddad said the court would rule on Monday."),
        ("ar", "وقال سمير حداد إن المحكمة ستصدر حكمها الاثنين."),
        ("fa", "سمیر حداد گفت دادگاه دوشنبه رأی می‌دهد."),
    ],
)
def test_an_added_person_is_known_in_all_languages(base: Path, language: str, sentence: str) -> None:
    added = run(
        "add", "person", "--en", "Samir Haddad", "--ar", "سمير حداد", "--fa", "سمیر حداد", "--why", "court list"
    )
    assert added.returncode == 0, added.stderr
    told = subprocess.run(
        [sys.executable, "-m", "khabar.cli", "read", "-", "--format", "json", "--language", language],
        input=sentence, capture_output=True, text=True, env={**os.environ}, check=True,
    )  # fmt: skip
    assert "person:samir-haddad" in {e["id"] for e in json.loads(told.stdout)["entities"]}


def test_the_users_row_wins_and_a_merged_one_is_gone(base: Path) -> None:
    assert run("merge", "person:john-kerry", "person:antony-blinken", "--why", "a test").returncode == 0
    shown = run("find", "John Kerry").stdout
    assert shown.startswith("person:antony-blinken")
    assert "secretary of state of place:united-states" in shown
    assert "person:john-kerry" not in shown


def test_a_split_moves_forms_to_a_new_id() -> None:
    made = rows.split("person:antony-blinken", "Anthony Blinken", ["بلينكن"], "a namesake").rows["people"]
    old, new = made
    assert (old["id"], new["id"]) == ("person:antony-blinken", "person:anthony-blinken")
    assert "بلينكن" not in old["ar"].split("|")
    assert new["ar"] == "بلينكن"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: rows.new("animal", {"en": "Rex"}, ""), "unknown type"),
        (lambda: rows.new("person", {"ar": "سمير"}, ""), "English name"),
        (lambda: rows.new("person", {"en": "Antony Blinken"}, ""), "in the base already"),
        (lambda: rows.merge("person:nobody-at-all", "person:antony-blinken", ""), "not in the base"),
        (lambda: rows.merge("person:antony-blinken", "media:reuters", ""), "only like"),
        (lambda: rows.merge("person:antony-blinken", "person:antony-blinken", ""), "with itself"),
        (lambda: rows.split("person:antony-blinken", "A B", ["كلمة"], ""), "no such written form"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(make: object, says: str) -> None:
    with pytest.raises(BaseError, match=says):
        make()  # type: ignore[operator]


def test_saving_twice_writes_one_row(base: Path) -> None:
    made = rows.new("group", {"en": "Northern Shield", "ar": "درع الشمال"}, "own knowledge")
    store.save(made)
    store.save(made)
    assert [row["id"] for row in read_table(base / "organisations.tsv")] == ["group:northern-shield"]


CSV = "type,en,ar,country\nperson,Lena Osman,لينا عثمان,SY\nmedia,Valley Courier,,LB\n"
FTM = json.dumps({
    "id": "x", "schema": "Person",
    "properties": {"name": ["Lena Osman", "لينا عثمان", "لنا عثمان پور"], "country": ["sy"]},
})  # fmt: skip
WIKIDATA = json.dumps({"entities": {"Q0": {
    "id": "Q0", "labels": {"en": {"value": "Lena Osman"}, "ar": {"value": "لينا عثمان"}},
    "claims": {"P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q5"}}}}],
               "P570": [{"mainsnak": {"datavalue": {"value": {"time": "+2019-03-01T00:00:00Z"}}}}]},
}}})  # fmt: skip


@pytest.mark.parametrize(("name", "content"), [("a.csv", CSV), ("a.ftm.json", FTM), ("a.json", WIKIDATA)])
def test_other_collections_are_imported(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    change, held = imports.read(path)
    person = change.rows["people"][0]
    assert (person["id"], person["ar"], person["checked"], held) == ("person:lena-osman", "لينا عثمان", name, 0)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", "name\nx\n", "names no column"),
        ("a.csv", "type,en\nperson\n", "line 2"),
        ("a.json", "{}\n{broken\n", "line 2"),
        ("a.json", '{"x": 1}', "neither"),
        ("a.json", "[]", "no entities"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: str, says: str) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(BaseError, match=f"{name}.*{says}"):
        imports.read(path)


def test_the_packaged_base_has_no_impossible_rows() -> None:
    kinds = [doubt.kind for doubt in checks.check()]
    assert "no such person" not in kinds
    assert kinds.count("two holders") == 0
    assert kinds.count("one name") <= 4  # two pairs of namesakes, in two languages
