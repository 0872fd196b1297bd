import pytest

from khabar.export import view
from khabar.record import Quantity, Record

ROWS = [
    ("plain", {"value": 40}, "40"),
    ("thousands", {"value": 12000}, "12,000"),
    ("decimal", {"value": 3.5}, "3.5"),
    ("range", {"value": 3, "high": 5}, "3–5"),
    ("approximate", {"value": 200, "approximate": True}, "about 200"),
    ("dozens", {"value": None, "low": 20, "high": 99, "approximate": True}, "20–99"),
    ("unknown", {"value": None}, "some"),
]


@pytest.mark.parametrize(("fields", "shown"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_figure_says_the_amount(fields: dict[str, float | bool | None], shown: str) -> None:
    assert view.figure(Quantity(id="q1", start=0, end=1, **fields)) == shown


@pytest.mark.parametrize(("offset", "line"), [(0, 1), (1, 1), (2, 2), (3, 3), (4, 3)])
def test_lines_counts_like_an_editor(offset: int, line: int) -> None:
    assert view.Lines("a\n\nbc").at(offset) == line


def test_chain_runs_from_relay_to_source(record: Record) -> None:
    assert view.chain(record.statements[0]) == "Sahel News Agency ← Bahram Niksresht"


def test_name_prefers_english_and_falls_back_to_the_reference(record: Record) -> None:
    assert view.name(record, "place:kuwait") == "Kuwait"
    assert view.name(record, "place:elsewhere") == "place:elsewhere"


def test_totals_leaves_parts_to_their_sum(record: Record) -> None:
    assert [tally.id for tally in view.totals(record)] == ["y1"]
