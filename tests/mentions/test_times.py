"""Time expressions: every language's cases, and the promises that hold for any text."""

import json
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.mentions.times import find
from khabar.record import Block

LANGUAGES = ("ar", "en", "fa")
PUBLISHED = "2023-11-08"
ODD = (
    "7", "2023", "1402", "10:30", "3.5", "2023-11-08", "99/99/9999", "(", ")", "/", "-", ",", ".", "\u060c", "May",
    "last", "ago", "days", "0th", "31", "February\u200c", "\u06f1\u06f7", "\u0622\u0628\u0627\u0646",
    "\u06f1\u06f4\u06f0\u06f2", "\u0631\u0648\u0632", "\u067e\u06cc\u0634", "\u0633\u0627\u0644",
    "\u064a\u0648\u0645\u064a\u0646", "\u0627\u0644\u0639\u0627\u0645", "\u0647\u0640", "\u0635\u0641\u0631",
)  # fmt: skip


def paragraph(text: str, language: str) -> tuple[Block, ...]:
    return (Block(start=0, end=len(text), kind="paragraph", language=language),)


def cases():
    for language in LANGUAGES:
        lines = (files("khabar") / "lang" / language / "cases" / "times.jsonl").read_text("utf-8").splitlines()
        for line in lines:
            case = json.loads(line)
            yield pytest.param(language, case, id=f"{language}: {case['text']}")


@pytest.mark.parametrize(("language", "case"), list(cases()))
def test_find_reads_the_cases(language, case):
    text = case["text"]
    found = find(text, paragraph(text, language), case["published"])
    assert [{"words": text[t.start : t.end], "type": t.type, "value": t.value} for t in found] == case["times"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_forty_cases(language):
    assert sum(c.values[0] == language for c in cases()) >= 40


@settings(deadline=None)  # the first text of a language reads its tables
@given(
    text=st.one_of(st.text(max_size=80), st.lists(st.sampled_from(ODD), max_size=12).map(" ".join)), known=st.booleans()
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_find_gives_spans_in_order_within_any_text(language, text, known):
    found = find(text, paragraph(text, language), PUBLISHED if known else None)
    edges = [edge for t in found for edge in (t.start, t.end)]
    assert edges == sorted(edges)
    assert all(0 <= t.start < t.end <= len(text) for t in found)


RELATIVE = {
    "ar": "العام الماضي، قبل قرنين، غدا، في 29 فبراير، نهاية شهر صفر المقبل",
    "en": "last year, two centuries ago, tomorrow, on 29 February",
    "fa": "سال گذشته، دو قرن پیش، فردا، ۳۰ اسفند",
}


@settings(deadline=None)
@given(day=st.dates(min_value=date(1500, 1, 1), max_value=date(2199, 12, 31)))
@pytest.mark.parametrize("language", LANGUAGES)
def test_find_takes_any_day_of_publication(language, day: date):
    text = RELATIVE[language]
    assert len(find(text, paragraph(text, language), day.isoformat())) >= 3


def test_find_skips_a_block_in_another_language():
    assert find("lundi 7 novembre", paragraph("lundi 7 novembre", "fr"), PUBLISHED) == ()


@pytest.mark.parametrize("published", ["yesterday", "0001-01-01", "9999-12-31", "2023", ""])
def test_find_reads_an_odd_publication_day_as_unknown(published):
    (time,) = find("on Monday", paragraph("on Monday", "en"), published)
    assert time.value is None


def test_find_counts_from_the_day_that_the_report_calls_today():
    text = "The army said today, Monday, that it withdrew. It had advanced on Saturday."
    values = [t.value for t in find(text, paragraph(text, "en"), PUBLISHED)]
    assert values == ["2023-11-06", "2023-11-04"]


def test_find_fills_a_year_from_a_full_date_where_the_report_is_undated():
    text = "Talks opened on 2 March 2021. A second round was held on 9 March."
    values = [t.value for t in find(text, paragraph(text, "en"), None)]
    assert values == ["2021-03-02", "2021-03-09"]


def test_find_names_the_calendar_of_the_words():
    text = "\u06f1\u06f7 \u0622\u0628\u0627\u0646 \u06f1\u06f4\u06f0\u06f2"
    (time,) = find(text, paragraph(text, "fa"), None)
    assert (time.value, time.calendar) == ("2023-11-08", "jalali")


def test_find_numbers_its_findings_in_order():
    text = "Monday, Tuesday and Friday"
    assert [t.id for t in find(text, paragraph(text, "en"), PUBLISHED)] == ["t1", "t2", "t3"]


def test_find_counts_from_a_mark_of_publication_in_the_text():
    text = "Council backs the plan 3 May 2021 - 10:15 - Politics. The members met on Friday."
    values = [t.value for t in find(text, paragraph(text, "en"), None)]
    assert values[0].startswith("2021-05-03")
    assert values[-1] == "2021-04-30"


def test_find_reads_today_beside_a_weekday_after_the_latest_day():
    text = "President Joe Biden spoke today, Sunday. The fires began on Wednesday, July 28."
    values = [t.value for t in find(text, paragraph(text, "en"), None)]
    assert values == ["2021-08-01", "2021-07-28"]
