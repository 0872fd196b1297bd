"""Three calendars and single date strings."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.text import calendars

READ = {
    "ISO with time": ("2023-11-08T10:00:00Z", "2023-11-08"),
    "compact": ("20231108", "2023-11-08"),
    "English, month first": ("Nov 8, 2023", "2023-11-08"),
    "English, ordinal": ("Tuesday 8th of November 2022", "2022-11-08"),
    "RFC 822": ("Wed, 08 Nov 2023 10:00:00 +0000", "2023-11-08"),
    "Arabic": ("الأربعاء 8 نوفمبر 2023", "2023-11-08"),
    "Arabic, paired months": ("8 تشرين الثاني/نوفمبر 2023 - 10:20", "2023-11-08"),
    "Arabic, Maghreb": ("12 غشت 2022", "2022-08-12"),
    "Arabic, ordinal": ("الخامس من آب 2015", "2015-08-05"),
    "Hijri": ("24 ربيع الآخر 1445", "2023-11-08"),
    "Hijri beside Gregorian": ("٢٤ ربيع الثاني ١٤٤٥ هـ الموافق ٨ نوفمبر ٢٠٢٣", "2023-11-08"),
    "Jalali": ("چهارشنبه ۱۷ آبان ۱۴۰۲ - ۱۰:۲۰", "2023-11-08"),
    "Jalali, ordinal": ("پنجم آبان ماه ۱۴۰۲", "2023-10-27"),
    "clock before": ("10:20 8 نوفمبر 2023", "2023-11-08"),
    "slashed, day first": ("08/11/2023", "2023-11-08"),
    "slashed, day impossible": ("11/25/2023", "2023-11-25"),
    "slashed Jalali": ("١٤٠٢/٠٨/١٧", "2023-11-08"),
    "slashed Hijri": ("1445/04/24", "2023-11-08"),
    "month alone": ("May 2023", None),
    "no such day": ("31 February 2023", None),
    "no date": ("Share this page", None),
    "empty": ("", None),
}


@pytest.mark.parametrize(("text", "value"), READ.values(), ids=READ.keys())
def test_read_date_reads_a_written_day(text, value):
    assert calendars.read_date(text) == value


@given(st.text(alphabet=st.characters(), max_size=60))
def test_read_date_gives_a_day_or_nothing_for_any_text(text):
    value = calendars.read_date(text)
    assert value is None or date.fromisoformat(value)


@given(st.dates(min_value=date(1960, 1, 1), max_value=date(2060, 1, 1)))
def test_a_day_lies_in_the_year_of_each_calendar(moment):
    for calendar in ("gregorian", "jalali", "hijri"):
        year = calendars.year_in(calendar, moment)
        first, after = calendars.day(calendar, year, 1, 1), calendars.day(calendar, year + 1, 1, 1)
        assert first <= moment < after


@pytest.mark.parametrize(
    ("calendar", "year", "month", "value"),
    [("jalali", 1402, 8, "2023-10"), ("hijri", 1445, 4, "2023-10"), ("gregorian", 2023, 8, "2023-08")],
)
def test_month_is_the_gregorian_month_in_which_it_begins(calendar, year, month, value):
    assert calendars.month(calendar, year, month) == value


@pytest.mark.parametrize(("calendar", "number", "value"), [("jalali", 1400, "2021"), ("hijri", 1445, "2023")])
def test_year_is_the_gregorian_year_in_which_it_begins(calendar, number, value):
    assert calendars.year(calendar, number) == value


@pytest.mark.parametrize("calendar", ["gregorian", "jalali", "hijri"])
def test_day_is_none_where_there_is_no_such_day(calendar):
    assert calendars.day(calendar, 1402, 13, 1) is None
    assert calendars.day(calendar, 0, 1, 1) is None


@pytest.mark.parametrize("language", ["ar", "en", "fa"])
@pytest.mark.parametrize("calendar", ["gregorian", "jalali", "hijri"])
def test_every_language_names_every_month(language, calendar):
    numbers = {m.number for m in calendars.months(language).values() if m.calendar == calendar}
    assert numbers == set(range(1, 13))
