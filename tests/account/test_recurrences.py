import pytest

from khabar.account import recurrences
from khabar.record import Block, Event

TEXTS = {
    "en": (
        "Gunmen attacked the port on Monday. Officials said the attack lasted an hour.",
        "attacked",
        "attack lasted",
    ),
    "ar": ("هاجم مسلحون الميناء الاثنين. وقال مسؤولون إن الهجوم دام ساعة.", "هاجم", "الهجوم"),
    "fa": ("مردان مسلح دوشنبه به بندر حمله کردند. مقام‌ها گفتند حمله یک ساعت طول کشید.", "حمله کردند", "حمله یک"),
}


def _event(text, word, number, **parts):
    start = text.index(word)
    fields = {"type": "ASSAULT", "place": "place:port", "confidence": 0.5, "found_by": "test"} | parts
    return Event(id=f"v{number}", start=start, end=start + len(word.split()[0]), **fields)


def _merged(code, first, second):
    text, one, two = TEXTS[code]
    blocks = (Block(start=0, end=len(text), kind="paragraph", language=code),)
    return recurrences.merge([_event(text, one, 1, **first), _event(text, two, 2, **second)], text, blocks)


@pytest.mark.parametrize("code", ["en", "fa"])
def test_merge_makes_one_event_of_two_mentions(code):
    (event,) = _merged(code, {"date": "2024-05-06"}, {"confidence": 0.9, "actors": ("group:gunmen",)})
    assert (event.id, event.date, event.actors, event.confidence) == ("v1", "2024-05-06", ("group:gunmen",), 0.9)
    assert [TEXTS[code][0].index(TEXTS[code][1])] == [m.start for m in event.mentions]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"place": "place:port"}, {"place": "place:town"}),
        ({"date": "2024-05-06"}, {"date": "2024-05-07"}),
        ({"actors": ("group:gunmen",)}, {"actors": ("group:police",)}),
        ({"reality": "planned"}, {}),
        ({"type": "PROTEST"}, {}),
    ],
    ids=["place", "date", "actors", "reality", "type"],
)
def test_merge_keeps_events_apart_that_differ(first, second):
    assert [e.id for e in _merged("en", first, second)] == ["v1", "v2"]


def test_merge_keeps_events_apart_that_share_nothing_but_the_word():
    assert len(_merged("en", {"place": None}, {"place": None})) == 2


def test_merge_keeps_events_of_different_words_apart():
    assert len(_merged("ar", {}, {})) == 2
