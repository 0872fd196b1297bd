import json
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar import language
from khabar.ingest import plain


def _cases():
    for code in language.codes():
        path = files("khabar") / "lang" / code / "cases" / "chrome.jsonl"
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            yield pytest.param(code, case["lines"], id=f"{code}-{case['name'].replace(' ', '-')}")


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n"], ids=["lines", "blank-lines", "crlf"])
@pytest.mark.parametrize(("code", "lines"), list(_cases()))
def test_build_tells_report_from_frame(code, lines, gap):
    text = gap.join(x for x, _ in lines)
    article = plain.build(text, id="x")
    assert [[article.text[b.start : b.end], b.kind] for b in article.blocks] == lines
    assert (article.text, article.language) == (text, code)


BODY = {
    "en": "The port reopened on Monday after a storm that closed it for three days, the harbour master told reporters.",
    "ar": "أعيد فتح الميناء صباح الاثنين بعد عاصفة أغلقته ثلاثة أيام، بحسب ما قال مدير الميناء للصحفيين على الرصيف.",
    "fa": "بندر صبح دوشنبه پس از توفانی سه‌روزه بازگشایی شد و به گفتهٔ مدیر بندر، کشتی‌ها یکی پس از دیگری پهلو گرفته‌اند.",
}
TITLE = {"en": "Port reopens after storm", "ar": "إعادة فتح الميناء بعد العاصفة", "fa": "بازگشایی بندر پس از توفان"}


@pytest.mark.parametrize(
    ("code", "line", "day"),
    [
        ("en", "posted onNovember 8, 2023", "2023-11-08"),
        ("en", "Published 8 Nov 2023 14:20 GMT", "2023-11-08"),
        ("en", "Wednesday, November 8, 2023", "2023-11-08"),
        ("en", "Updated: 9 November 2023 | First published: 8 November 2023", "2023-11-08"),
        ("en", "Last updated November 9, 2023", "2023-11-09"),
        ("en", "© 2023 Harbour Times", None),
        ("en", "Since November 8, 2023 the port has had a new master", None),
        ("ar", "نشر في: 8 تشرين الثاني 2023", "2023-11-08"),
        ("ar", "تاريخ النشر: 08/11/2023", "2023-11-08"),
        ("ar", "الأربعاء 8 نوفمبر/تشرين الثاني 2023", "2023-11-08"),
        ("ar", "الأربعاء 24 ربيع الآخر 1445 هـ", "2023-11-08"),
        ("ar", "آخر تحديث: 9 نوفمبر 2023", "2023-11-09"),
        ("ar", "جميع الحقوق محفوظة © 2023", None),
        ("fa", "تاریخ انتشار: ۱۷ آبان ۱۴۰۲", "2023-11-08"),
        ("fa", "انتشار: ۱۴۰۲/۰۸/۱۷ - ۱۰:۴۵", "2023-11-08"),
        ("fa", "چهارشنبه ۱۷ آبان ۱۴۰۲", "2023-11-08"),
        ("fa", "به‌روزرسانی: ۱۸ آبان ۱۴۰۲", "2023-11-09"),
        ("fa", "تمامی حقوق محفوظ است ۱۴۰۲", None),
    ],
)
def test_build_reads_the_day_of_publication_beside_the_title(code, line, day):
    text = f"{TITLE[code]}\n{line}\n{BODY[code]}\n{BODY[code]}"
    article = plain.build(text, id="x")
    assert article.published == day
    if day:
        evidence = article.published_evidence
        assert (evidence.where, text[evidence.start : evidence.end]) == ("text", line)


def test_build_reads_the_day_in_a_dateline():
    article = plain.build(f"NAIROBI, Kenya, May 3, 2022 (AP) \u2014 {BODY['en']}", id="x")
    assert article.published == "2022-05-03"
    assert [x.kind for x in article.blocks] == ["paragraph"]


@pytest.mark.parametrize(
    ("given_date", "expected"),
    [
        ("2023-11-08", "2023-11-08"),
        ("2023-11", "2023-11"),
        ("2023-11-08T23:50:00-05:00", "2023-11-08"),
        ("17 \u0622\u0628\u0627\u0646 1402", "2023-11-08"),
    ],
)
def test_build_believes_a_given_day(given_date, expected):
    article = plain.build(BODY["en"], id="x", published=given_date)
    assert (article.published, article.published_evidence.where, article.warnings) == (expected, "given", ())


def test_build_warns_of_a_day_that_cannot_be_read():
    article = plain.build(BODY["en"], id="x", published="soon")
    assert article.published is None
    assert "YYYY-MM-DD" in article.warnings[0]


def test_build_reads_the_day_in_the_address():
    article = plain.build(BODY["en"], id="x", url="https://a.example/2023/11/08/port")
    assert (article.published, article.published_evidence.where) == ("2023-11-08", "url")


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("HarbourNews caption", "HarbourNews"),
        ("Copyright \u00a9 2023 Harbour Media Holding, LLC.", None),
        ("Copyright 2023 The Associated Press.", None),
    ],
)
def test_build_reads_the_outlet_in_the_frame(line, outlet):
    assert plain.build(f"{TITLE['en']}\n{line}\n{BODY['en']}", id="x").outlet == outlet


def test_build_warns_of_another_language():
    article = plain.build(
        "Le ministre a d\u00e9clar\u00e9 que le poste serait ouvert aux convois d\u00e8s lundi matin.", id="x"
    )
    assert article.language == "fr"
    assert article.warnings == ("language fr is not read: nothing is extracted",)


def test_build_takes_the_given_title_where_it_stands():
    article = plain.build(f"Harbour\n{TITLE['en']}\n{BODY['en']}", id="x", title=TITLE["en"])
    assert [x.kind for x in article.blocks] == ["boilerplate", "title", "paragraph"]


PIECES = (
    *BODY.values(), *TITLE.values(), "Read also", "@", "x", "HarbourNews caption", "2023", "\u200c", "",
    "\ud83d", "\u2028", "By A B", "\u2022 a", "a\tb\tc",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.text(max_size=40))
@settings(max_examples=80, deadline=None)
def test_build_covers_the_text_and_never_raises(lines, tail):
    text = "\n".join(lines) + tail
    article = plain.build(text, id="x")
    assert article.text == text
    at = 0
    for block in article.blocks:
        assert at <= block.start < block.end <= len(text)
        at = block.end


@pytest.mark.parametrize(
    "text",
    ["He said yes on 5 May 2024.", "قال نعم يوم 5 مايو 2024.", "او ۵ مه ۲۰۲۴ گفت آری."],
    ids=["en", "ar", "fa"],
)
def test_build_takes_a_short_sentence_with_a_date_for_a_paragraph(text: str) -> None:
    article = plain.build(text, id="x")
    assert [b.kind for b in article.blocks] == ["paragraph"]
    assert article.published is None
