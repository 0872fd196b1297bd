"""Invented reports of one affair and another, in three languages: what belongs together and where accounts part."""

import pytest

import khabar
from khabar.relations import links

FERRY = {
    "en": "A ferry carrying grain sank off Latakia on Monday and nine sailors drowned, "
    "the Syrian transport ministry said. "
    "The minister, Yaarub Badr, denied that the vessel had been hit by a mine. "
    "Divers recovered nine bodies near the northern breakwater of Latakia.",
    "ar": "غرقت عبارة محملة بالحبوب قبالة اللاذقية الاثنين وقضى تسعة بحارة غرقا، وفق ما أعلنت وزارة النقل السورية. "
    "ونفى الوزير يعرب بدر أن تكون السفينة قد أصيبت بلغم. "
    "وانتشل غواصون تسع جثث قرب حاجز الأمواج الشمالي في اللاذقية.",
    "fa": "وزارت حمل‌ونقل سوریه اعلام کرد یک شناور حامل غلات روز دوشنبه در نزدیکی لاذقیه غرق شد و نه ملوان جان باختند. "
    "یعرب بدر، وزیر حمل‌ونقل، اصابت مین به این کشتی را تکذیب کرد. "
    "غواصان نه جسد را در نزدیکی موج‌شکن شمالی لاذقیه بیرون کشیدند.",
}
SCHOOL = {
    "en": "Teachers in Basra ended a two-week strike on Tuesday after the Iraqi government promised "
    "to pay overdue wages, their union said. Schools in the province will open on Sunday.",
    "ar": "أنهى المعلمون في البصرة الثلاثاء إضرابا دام أسبوعين بعدما تعهدت الحكومة العراقية "
    "بدفع الرواتب المتأخرة، بحسب نقابتهم. "
    "وتفتح مدارس المحافظة أبوابها الأحد.",
    "fa": "اتحادیه معلمان بصره اعلام کرد معلمان پس از وعده دولت عراق برای پرداخت حقوق معوق، "
    "روز سه‌شنبه به اعتصاب دوهفته‌ای خود پایان دادند. "
    "مدارس استان یکشنبه باز می‌شود.",
}


def _records(*texts, published="2024-05-07"):
    return [khabar.read_text(t, id=f"r{n}", published=published).record for n, t in enumerate(texts)]


def _types(records):
    return {link.type for link in khabar.relate(records)}


@pytest.mark.parametrize(("one", "two"), [("en", "ar"), ("en", "fa"), ("ar", "fa")])
def test_two_languages_tell_one_event(one, two):
    assert "same_event" in _types(_records(FERRY[one], FERRY[two]))


@pytest.mark.parametrize("one", ["en", "ar", "fa"])
@pytest.mark.parametrize("two", ["en", "ar", "fa"])
def test_two_affairs_are_not_one_event(one, two):
    assert khabar.relate(_records(FERRY[one], SCHOOL[two])) == []


@pytest.mark.parametrize("code", ["en", "ar", "fa"])
def test_one_text_at_two_outlets_is_a_copy(code):
    short = FERRY[code].rpartition(". ")[0]
    (copy,) = [x for x in khabar.relate(_records(FERRY[code], short)) if x.type == "copies"]
    assert copy.confidence > links.COPIED


def test_same_words_weeks_apart_are_not_one_event():
    early, late = _records(FERRY["en"])[0], _records(SCHOOL["en"], published="2024-06-20")[0]
    assert khabar.relate([early, late]) == []


TOLL = {
    "en": (
        "Fourteen people were killed when a bridge collapsed in Mosul, police said on Monday.",
        "Fourteen",
        "Ten",
    ),
    "ar": ("قالت الشرطة الاثنين إن 14 شخصا قتلوا في انهيار الجسر في الموصل.", "14", "10"),
    "fa": ("پلیس روز دوشنبه گفت ۱۴ نفر در فرو ریختن پل موصل کشته شدند.", "۱۴", "۱۰"),
}


@pytest.mark.parametrize("code", list(TOLL))
def test_figures_that_differ_on_one_day_conflict(code):
    text, figure, other = TOLL[code]
    found = khabar.relate(_records(text, text.replace(figure, other)))
    assert [x.type for x in found if x.type in ("agrees", "conflicts", "updates")] == ["conflicts"]


@pytest.mark.parametrize("code", list(TOLL))
def test_a_figure_of_a_later_day_is_an_update(code):
    text, figure, other = TOLL[code]
    (first,) = _records(text.replace(figure, other))
    (second,) = _records(text, published="2024-05-08")
    assert "updates" in {x.type for x in khabar.relate([first, second])}


@pytest.mark.parametrize("code", list(TOLL))
def test_equal_figures_agree_and_show_their_places(code):
    text, figure, _ = TOLL[code]
    found = [x for x in khabar.relate(_records(text, text)) if x.type == "agrees"]
    assert {text[slice(*x.source_span)].startswith(figure) for x in found} == {True}


def test_every_relation_says_why():
    assert all(x.because for x in khabar.relate(_records(FERRY["en"], FERRY["ar"], FERRY["fa"])))
