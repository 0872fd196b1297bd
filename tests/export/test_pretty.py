import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from khabar.export import pretty
from khabar.record import Quantity, Record, Tally


def test_pretty_shows_who_said_what_through_whom_and_when(record: Record) -> None:
    shown = pretty.render(record)
    assert "Sahel News Agency ← Bahram Niksresht" in shown
    assert "deny · direct · 2025-11-21 · line " in shown


def test_pretty_shows_the_words(record: Record) -> None:
    part = record.statements[0].content[0]
    assert record.text[part.start : part.end] in pretty.render(record)


def test_pretty_shows_date_with_evidence(record: Record) -> None:
    shown = pretty.render(record)
    assert record.published_evidence is not None
    assert "published 2025-11-20  from text, line " in shown
    assert record.published_evidence.quote in shown


@pytest.mark.parametrize(
    ("adds_up", "mark"), [(True, "✓"), (False, "✗"), (None, "· Kuwait")], ids=["yes", "no", "unknown"]
)
def test_pretty_shows_sums(arabic: Record, adds_up: bool | None, mark: str) -> None:
    total = msgspec.structs.replace(arabic.tallies[0], adds_up=adds_up)
    shown = pretty.render(msgspec.structs.replace(arabic, tallies=(total, *arabic.tallies[1:])))
    assert f"40 = 22 + 18 {mark}" in shown


def test_pretty_tells_implied_sources_and_doubt(arabic: Record) -> None:
    assert "source implied · confidence 0.55" in pretty.render(arabic)


def test_pretty_line_numbers_are_those_of_an_editor(arabic: Record) -> None:
    cue = arabic.statements[0].cue
    assert cue is not None
    assert f"line {arabic.text[: cue.start].count(chr(10)) + 1}\n" in pretty.render(arabic)


def test_pretty_colours_only_when_asked(record: Record) -> None:
    assert "\x1b" not in pretty.render(record)
    assert "\x1b[" in pretty.render(record, color=True)


def test_pretty_keeps_long_words_within_the_width(record: Record) -> None:
    part = msgspec.structs.replace(record.statements[0].content[0], start=0, end=len(record.text))
    long = msgspec.structs.replace(record.statements[0], content=(part,))
    shown = pretty.render(msgspec.structs.replace(record, statements=(long,), quantities=(), times=()), width=60)
    assert max(cell_len(line) for line in shown.splitlines() if not line.lstrip().startswith(("attacks", "LEG"))) <= 80


def test_pretty_lets_no_escape_sequence_of_a_report_through() -> None:
    evil = Record(id="x\x1b[2J", title="\x1b]0;owned\x07 title", language="en", text="a\u202eb", warnings=("\x9b31m",))
    assert not set("\x1b\x07\x9b\u202e") & set(pretty.render(evil))


def test_pretty_survives_dangling_references() -> None:
    tally = Tally(id="y1", quantity="q9", measure="killed", place="place:nowhere", parts=("y7",), found_by="test")
    odd = Quantity(id="q1", start=0, end=1, value=None, low=20, high=None)
    assert "killed" in pretty.render(Record(id="x", language="xx", text="x", tallies=(tally,), quantities=(odd,)))


@given(st.text(max_size=300), st.integers(1, 200))
def test_pretty_never_raises(text: str, width: int) -> None:
    assert pretty.render(Record(id=text, title=text, language="fa", text=text, warnings=(text,)), width=width)
