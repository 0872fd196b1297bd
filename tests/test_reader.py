"""What the reader promises for any text, through the public door."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import khabar
from khabar.record import Record

SAMPLES = sorted((Path(khabar.__file__).parent / "samples").glob("*.*[tl]"))
ODD = (
    'قال الوزير: «لن نغادر». وأضاف: "نعم".',
    "سخنگو گفت: «نه».\r\n\r\nوی افزود که ۲۰ نفر کشته شدند.",
    '"No," she said.\n\nHe denied that 40 people, 22 here and 18 there, had left on 31 February.',
    '«««»»» "" \' قال : . 🎙 x' * 3,
    "\u200f\u202bقال\u202c",
    " ",
)


def spans(value: object) -> list[tuple[int, int]]:
    """Every start and end in a record, however deep."""
    if isinstance(value, dict):
        own = [(value["start"], value["end"])] if isinstance(value.get("start"), int) else []
        return own + [s for v in value.values() for s in spans(v)]
    return [s for v in value for s in spans(v)] if isinstance(value, list) else []


def promises(record: Record, text: str) -> None:
    """What holds for every record."""
    built = msgspec.to_builtins(record)
    assert record.text == text
    assert all(0 <= a <= b <= len(text) for a, b in spans(built))
    assert all(a.end <= b.start for a, b in zip(record.blocks, record.blocks[1:], strict=False))
    covered = {i for b in record.blocks for i in range(b.start, b.end)}
    assert all(text[i].isspace() or i in covered for i in range(len(text)) if text[i].isprintable())
    ids = [x.id for layer in (record.times, record.quantities, record.statements, record.tallies) for x in layer]
    assert len(ids) == len(set(ids))
    entities = {e.id for e in record.entities}
    assert {m.entity for m in record.mentions} <= entities
    assert {s.source.entity for s in record.statements} <= entities | {None}
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_read_text_keeps_its_promises_on_odd_text(text: str) -> None:
    promises(khabar.read_text(text, published="2024-05-06").record, text)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.sampled_from(
            [*"ab «»\"'.\n،؛:()", "قال ", "إن ", "گفت ", "که ", "said ", "that ", "٢٠ ", "40 ", "دیروز ", "أمس "]
        )
    )
)
def test_read_text_keeps_its_promises_on_any_text(parts: list[str]) -> None:
    text = "".join(parts)
    promises(khabar.read_text(text).record, text)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_read_twice_gives_the_same_bytes(path: Path) -> None:
    assert khabar.read(path).json() == khabar.read(str(path)).json()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_read_finds_statements_with_sources_in_every_sample(path: Path) -> None:
    record = khabar.read(path).record
    promises(record, record.text)
    assert len(record.statements) >= 5
    named = [s for s in record.statements if s.source.label != "unattributed"]
    assert len(named) >= 0.7 * len(record.statements)


def test_read_of_a_missing_path_names_it() -> None:
    with pytest.raises(khabar.InputError, match=r"nowhere\.txt"):
        khabar.read("nowhere.txt")


def test_read_of_several_reports_points_to_read_all(tmp_path: Path) -> None:
    rows = tmp_path / "two.jsonl"
    rows.write_text("".join(json.dumps({"id": i, "text": "He said yes."}) + "\n" for i in "ab"), "utf-8")
    with pytest.raises(khabar.InputError, match="read_all"):
        khabar.read(rows)
    assert [r.record.id for r in khabar.read_all([rows]) if isinstance(r, khabar.Report)] == ["a", "b"]


def test_report_shows_itself_in_a_notebook() -> None:
    assert "<" in khabar.read_text("He said yes.")._repr_html_()
