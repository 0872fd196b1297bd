import pytest

from khabar.ingest.article import Article
from khabar.reader import read_article
from khabar.record import Block

DAY = "2024-03-01"


def _instruments(network, code, text):
    blocks = (Block(start=0, end=len(text), kind="paragraph", language=code),)
    return read_article(Article(id="x", language=code, text=text, blocks=blocks, published=DAY), network).instruments


TOLD = [
    ("en", "Parliament declared a state of emergency in the northern province.", "state_of_emergency", "declared"),
    ("en", "The council extended the curfew in the capital by two weeks.", "curfew", "extended"),
    ("en", "The two governments signed a memorandum of understanding on grain.", "memorandum", "signed"),
    ("en", "Monitors said the militia had violated the truce twice overnight.", "ceasefire", "violated"),
    ("en", "The ministry suspended the export controls on fertiliser.", "restrictions", "suspended"),
    ("en", "The bloc lifted the arms embargo on Monday.", "embargo", "ended"),
    ("en", "The senator proposed a ban on foreign drones.", "ban", "proposed"),
    ("ar", "أعلنت الحكومة حالة الطوارئ في الإقليم الشمالي.", "state_of_emergency", "declared"),
    ("ar", "مدد المجلس حظر التجول في العاصمة أسبوعين.", "curfew", "extended"),
    ("ar", "وقع الوزيران مذكرة تفاهم بشأن الحبوب.", "memorandum", "signed"),
    ("ar", "اتهم المراقبون الفصيل بانتهاك الهدنة مرتين خلال الليل.", "ceasefire", "violated"),
    ("ar", "علقت الوزارة الرسوم الجمركية على الأسمدة.", "tariffs", "suspended"),
    ("ar", "قرر التكتل رفع حظر السلاح يوم الاثنين.", "embargo", "ended"),
    ("ar", "اقترح النائب تعديلات دستورية تخص القضاء.", "law", "proposed"),
    ("fa", "دولت در استان شمالی وضعیت اضطراری اعلام کرد.", "state_of_emergency", "declared"),
    ("fa", "شورا محاصره دریایی را دو هفته دیگر تمدید کرد.", "blockade", "extended"),
    ("fa", "دو وزیر یادداشت تفاهمی درباره غلات امضا کردند.", "memorandum", "signed"),
    ("fa", "ناظران گفتند گروه شبه‌نظامی آتش‌بس را دو بار نقض کرد.", "ceasefire", "violated"),
    ("fa", "وزارتخانه ممنوعیت صادرات کود را معلق کرد.", "ban", "suspended"),
    ("fa", "اتحادیه روز دوشنبه تحریم تسلیحاتی را لغو کرد.", "embargo", "ended"),
    ("fa", "نماینده پیشنهاد لایحه‌ای درباره پهپادها داد.", "law", "proposed"),
]


@pytest.mark.parametrize(("code", "text", "kind", "action"), TOLD, ids=[f"{c}-{a}" for c, _, _, a in TOLD])
def test_build_tells_what_is_done_with_an_instrument(code, text, kind, action, network):
    assert [(i.kind, i.action) for i in _instruments(network, code, text)] == [(kind, action)]


NONE = [
    ("en", "The coach had to deal with three injuries, according to the club."),
    ("en", "Shoppers were offered a good deal on winter coats."),
    ("ar", "قال المدرب إن الفريق تعامل مع ثلاث إصابات."),
    ("ar", "وجد الزبائن صفقة جيدة على المعاطف الشتوية."),
    ("fa", "مربی گفت تیم با سه مصدوم روبه‌رو است."),
    ("fa", "مشتریان از قانون تازه بازی شطرنج خوششان آمد."),
]


@pytest.mark.parametrize(("code", "text"), NONE, ids=[f"{c}-{n}" for n, (c, _) in enumerate(NONE)])
def test_build_leaves_out_words_that_name_other_things(code, text, network):
    assert _instruments(network, code, text) == ()


BELARUS, SUDAN, JANUARY = ("2021-08-02", "2026-02-28"), ("1997-11-03", "2025-11-03"), ("2024-01-31", "2024-02-29")
DATED = [
    (
        "en",
        "The national emergency with respect to Sudan was extended for another year. "
        "The emergency rule on Sudan, declared on 3 November 1997, had been due to lapse.",
        SUDAN,
    ),
    ("ar", "مدد الرئيس حالة الطوارئ ضد السودان لعام آخر. وأعلنت حالة الطوارئ ضد السودان في 3 نوفمبر 1997.", SUDAN),
    (
        "fa",
        "رئیس‌جمهور وضعیت اضطراری علیه سودان را برای یک سال دیگر تمدید کرد. "
        "وضعیت اضطراری علیه سودان از ۳ نوامبر ۱۹۹۷ برقرار است.",
        SUDAN,
    ),
    ("en", "Sanctions on Belarus, imposed on 2 August 2021, remain in force until 28 February 2026.", BELARUS),
    ("ar", "فرض الاتحاد عقوبات على بيلاروسيا في 2 أغسطس 2021 تسري حتى 28 فبراير 2026.", BELARUS),
    ("en", "On 31 January 2024 the government declared a state of emergency for one month.", JANUARY),
]


@pytest.mark.parametrize(("code", "text", "term"), DATED, ids=[f"{c}-{term[1]}" for c, _, term in DATED])
def test_build_dates_an_instrument_and_works_out_when_it_is_due(code, text, term, network):
    found = _instruments(network, code, text)
    assert [(i.since, i.until) for i in found] == [term]


def test_build_tells_whose_it_is_and_whom_it_is_about(network):
    (found,) = _instruments(network, "en", "Talks centred on US sanctions against Venezuela.")
    assert (found.name, found.by, found.about) == (
        "sanctions of United States on Venezuela",
        ("place:united-states",),
        ("place:venezuela",),
    )


def test_build_keeps_instruments_of_different_parties_apart(network):
    found = _instruments(network, "en", "Sanctions on Syria were lifted. Sanctions on Russia were extended.")
    assert [(i.about, i.action) for i in found] == [
        (("place:syria",), "ended"),
        (("place:russia",), "extended"),
    ]


def test_build_is_less_sure_of_an_action_that_no_word_tells(network):
    told, taken = _instruments(network, "en", "Sanctions on Syria were lifted. Prices follow the sanctions on Russia.")
    assert told.confidence > taken.confidence
