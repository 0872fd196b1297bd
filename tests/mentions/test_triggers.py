import pytest

from khabar import language
from khabar.mentions import triggers
from khabar.mentions.tagger import Tagged
from khabar.record import Block

FOUND = [
    ("en", "Gunmen attacked the convoy.", "attacked", "ASSAULT"),
    ("en", "The two ministers met in Muscat.", "met", "CONSULT"),
    ("en", "Police arrested nine people.", "arrested", "COERCE"),
    ("en", "Parliament passed a law on imports and imposed sanctions.", "sanctions", "SANCTION"),
    ("ar", "وهاجم مسلحون القافلة", "وهاجم", "ASSAULT"),
    ("ar", "اعتقلت الشرطة تسعة أشخاص", "اعتقلت", "COERCE"),
    ("ar", "أعلن عن وقف إطلاق النار مساء", "وقف إطلاق النار", "RETREAT"),
    ("ar", "خرج المئات في مظاهرات أمام البرلمان", "مظاهرات", "PROTEST"),
    ("fa", "پلیس نه نفر را بازداشت کرد", "بازداشت", "COERCE"),
    ("fa", "افراد مسلح به کاروان حمله کردند", "حمله", "ASSAULT"),
    ("fa", "وزیران دو کشور در مسقط دیدار کردند", "دیدار", "CONSULT"),
]


def _block(text, code, kind="paragraph"):
    return Block(start=0, end=len(text), kind=kind, language=code)


@pytest.mark.parametrize(("code", "text", "word", "type"), FOUND, ids=[f"{c}-{w}" for c, _, w, _ in FOUND])
def test_find_gives_the_word_and_its_type(code, text, word, type):
    found = triggers.find(text, (_block(text, code),))
    assert [t for t in found if word in text[t.start : t.end] and type in {s.type for s in t.senses}]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The weather was mild on Friday."),
        ("ar", "كان الطقس معتدلا يوم الجمعة"),
        ("fa", "هوا روز جمعه ملایم بود"),
    ],
)
def test_find_leaves_plain_words_alone(code, text):
    assert triggers.find(text, (_block(text, code),)) == ()


@pytest.mark.parametrize("code", language.codes())
def test_each_language_has_words_for_every_type(code):
    assert {row["type"] for row in language.table(code, "event_words")} == set(triggers.TYPES)


@pytest.mark.parametrize("code", language.codes())
def test_each_language_names_parties_and_reality(code):
    assert len(language.table(code, "party_words")) >= 200
    allowed = {"denied", "possible", "planned", "demanded"}
    assert {row["reality"] for row in language.table(code, "reality_words")} == allowed


def test_choose_without_a_judge_finds_nothing(network):
    text = "Gunmen attacked the convoy."
    blind = type(network)(**{f: getattr(network, f) for f in network.__struct_fields__} | {"events": None})
    assert triggers.choose(text, (_block(text, "en"),), Tagged(), blind) == ()
