import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from khabar.export.terminal import inline, plain, wrapped

RLI, LRI, PDI = "\u2067", "\u2066", "\u2069"
ARABIC = "قال الوزير إن 40 شخصا قتلوا في الهجوم"
PERSIAN = "وزیر گفت که ۴۰ نفر در حمله کشته شدند"


@pytest.mark.parametrize("text", [ARABIC, PERSIAN], ids=["ar", "fa"])
def test_right_to_left_text_is_isolated(text: str) -> None:
    assert inline(text) == f"{RLI}{text}{PDI}"


def test_left_to_right_text_is_left_alone() -> None:
    assert inline("The minister said 40") == "The minister said 40"


def test_latin_line_with_an_arabic_name_runs_left_to_right() -> None:
    assert inline("Al-Shiraa (الشراع)") == f"{LRI}Al-Shiraa (الشراع){PDI}"


def test_each_wrapped_line_is_isolated_in_the_direction_of_the_whole() -> None:
    rows = wrapped(f"{ARABIC} BBC News said in London today again", width=20, lines=9)
    assert len(rows) > 2
    assert all(row.startswith(RLI) and row.endswith(PDI) for row in rows[:2])


def test_long_text_is_cut_with_an_ellipsis() -> None:
    rows = wrapped(PERSIAN * 9, width=30, lines=2)
    assert len(rows) == 2
    assert rows[-1].endswith(f" …{PDI}")


def test_plain_drops_controls_and_joins_lines() -> None:
    assert plain("a\x1b[1m\u202e b\n\tc\u2069") == "a[1m b c"


def test_plain_keeps_the_zero_width_non_joiner() -> None:
    assert plain("می\u200cگوید") == "می\u200cگوید"


@given(st.text(max_size=300), st.integers(8, 100), st.integers(1, 5))
def test_wrapped_keeps_to_its_width_and_balances_isolates(text: str, width: int, lines: int) -> None:
    rows = wrapped(text, width=width, lines=lines)
    assert len(rows) <= lines
    for row in rows:
        assert cell_len(row) <= width
        assert sum(row.count(x) for x in (RLI, LRI)) == row.count(PDI)
