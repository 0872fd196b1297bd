"""When, where and in what form something was said."""

import pytest

from khabar.account import occasions
from khabar.record import Block, Span, Time


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


CASES = [
    pytest.param(
        "ar", "وقال الوزير في مقابلة مع التلفزيون إن الموسم جيد.", "وقال", "الموسم جيد", "interview", id="ar-interview"
    ),
    pytest.param(
        "ar", "وذكرت الوزارة في بيان أن المطار مفتوح.", "وذكرت", "المطار مفتوح", "statement", id="ar-statement"
    ),
    pytest.param("fa", "سخنگو در نشست خبری گفت راه باز است.", "گفت", "راه باز است", "press_conference", id="fa-press"),
    pytest.param("fa", "او در گفتگو با رادیو گفت برف می‌آید.", "گفت", "برف می‌آید", "interview", id="fa-interview"),
    pytest.param("en", "The union said in a letter that wages fell.", "said", "wages fell", "letter", id="en-letter"),
    pytest.param(
        "en",
        "The mayor said a report in a letter was lost.",
        "said",
        "a report in a letter was lost",
        None,
        id="en-inside",
    ),
]


@pytest.mark.parametrize(("language", "text", "cue", "content", "medium"), CASES)
def test_find_reads_the_medium_from_the_clause(
    language: str, text: str, cue: str, content: str, medium: str | None
) -> None:
    block = Block(start=0, end=len(text), kind="paragraph", language=language)
    where = occasions.clause(text, _span(text, cue), [_span(text, content)], [block])
    found = occasions.find(text, where, _span(text, cue), language)
    assert (found and found.medium) == medium


def test_find_date_takes_the_day_of_the_clause_and_not_of_the_content() -> None:
    text = "The mayor said on 5 May that the bridge fell on 3 May."
    block = Block(start=0, end=len(text), kind="paragraph", language="en")
    times = [
        Time(id="t1", type="DATE", value="2024-05-05", **_at(text, "on 5 May")),
        Time(id="t2", type="DATE", value="2024-05-03", **_at(text, "on 3 May")),
    ]
    where = occasions.clause(text, _span(text, "said"), [_span(text, "the bridge fell on 3 May")], [block])
    assert occasions.find_date(where, _span(text, "said"), times) == "2024-05-05"


def test_find_date_needs_a_day() -> None:
    text = "In 2019 the mayor said no."
    times = [Time(id="t1", type="DATE", value="2019", **_at(text, "2019"))]
    assert occasions.find_date([Span(start=0, end=len(text))], _span(text, "said"), times) is None


def _at(text: str, words: str) -> dict[str, int]:
    span = _span(text, words)
    return {"start": span.start, "end": span.end}
