"""How names and PolNeAR's spans are compared."""

import pytest

from eval import names, polnear

TEXT = "The minister said that prices would fall, the paper reported."


def _span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("gold", "found", "right", "recalled"),
    [
        ("The minister", "minister", 1, 1),
        ("The minister", "prices", 0, 0),
        ("said", "minister said that prices would fall", 0, 0),  # more than three times as long
        ("that prices would fall", "prices would fall", 1, 1),
        ("fall, the", ", ", 0, 0),  # a mark is no word
    ],
)
def test_a_span_is_right_when_it_shares_a_word_and_is_not_far_longer(
    gold: str, found: str, right: int, recalled: int
) -> None:
    counts = polnear._compare(TEXT, {_span(gold)}, {_span(found)})
    assert (counts["right"], counts["recalled"]) == (right, recalled)


def _row(number: int, word: str, tag: str, head: int, entity: str) -> list[str]:
    return [str(number), word, word, "X", tag, "_", str(head), "dep", "_", f"Entity={entity}" if entity else "_"]


def test_gum_names_are_the_proper_nouns_around_an_entitys_head() -> None:
    rows = [
        _row(1, "President", "NNP", 3, "(1-person-new"),
        _row(2, "of", "IN", 3, ""),
        _row(3, "Norland", "NNP", 1, "(2-place-new)"),
        _row(4, "spoke", "VBD", 0, ""),
        _row(5, "to", "TO", 7, ""),
        _row(6, "the", "DT", 7, "(3-organization-new"),
        _row(7, "committee", "NN", 4, "3)"),
    ]
    words, tags = names._named(rows)
    assert words[2] == "Norland"
    assert tags[2] == "B-place"
    assert tags[5:] == ["O", "O"]  # a common noun is no name


def test_columns_drop_broken_rows_and_end_at_a_full_stop() -> None:
    lines = iter(["بغداد\tB-LOC\n", " O\tNone\n", ".\tO\n", "قال\tO\n", "سامر\tB-PERS\n", "حداد\tI-PERS\n"])
    assert list(names._columns(lines)) == [
        (["بغداد", "."], ["B-place", "O"]),
        (["قال", "سامر", "حداد"], ["O", "B-person", "I-person"]),
    ]
