import numpy as np
import pytest
from msgspec.structs import replace

from khabar.account import events
from khabar.account.events import Page
from khabar.mentions import triggers
from khabar.mentions.tagger import Tagged
from khabar.mentions.triggers import Chosen
from khabar.record import Block, Entity, Mention, Source, Span, Statement, Time
from khabar.text.words import split


@pytest.fixture
def blind(network):
    """The tagger with no judge but one that takes every place and time."""
    return replace(network, sides=None, realities=None, scenes=lambda states, features: np.ones(len(features)))


def _page(text, code, **parts):
    blocks = (Block(start=0, end=len(text), kind="paragraph", language=code),)
    empty = {"entities": (), "mentions": (), "times": (), "statements": (), "published": None}
    return Page(text, blocks, **(empty | parts))


def _read(page, network, chance=0.9):
    chosen = [Chosen(t, t.senses[0], chance) for t in triggers.find(page.text, page.blocks)]
    return events.build(page, chosen, _seen(page.text), network)[0]


def _seen(text):
    words = tuple((w.start, w.end) for w in split(text))
    return Tagged(words=words, early=np.zeros((len(words), 384), dtype=np.float32))


REALITY = [
    ("en", "The army attacked the town.", "asserted"),
    ("en", "The army will attack the town.", "planned"),
    ("en", "The army did not attack the town.", "denied"),
    ("en", "The army might attack the town.", "possible"),
    ("en", "The minister said the army should attack the town.", "demanded"),
    ("ar", "هاجم الجيش البلدة", "asserted"),
    ("ar", "سوف يهاجم الجيش البلدة", "planned"),
    ("ar", "لم يهاجم الجيش البلدة", "denied"),
    ("ar", "ربما يهاجم الجيش البلدة", "possible"),
    ("ar", "يجب أن يهاجم الجيش البلدة", "demanded"),
    ("fa", "ارتش به شهر حمله کرد", "asserted"),
    ("fa", "قرار است ارتش به شهر حمله کند", "planned"),
    ("fa", "ارتش هرگز به شهر حمله نکرد", "denied"),
    ("fa", "شاید ارتش به شهر حمله کند", "possible"),
    ("fa", "باید ارتش به شهر حمله کند", "demanded"),
]


@pytest.mark.parametrize(("code", "text", "reality"), REALITY, ids=[f"{c}-{r}" for c, _, r in REALITY])
def test_build_tells_reality_from_the_words_before(code, text, reality, blind):
    assert [e.reality for e in _read(_page(text, code), blind) if e.type == "ASSAULT"] == [reality]


def test_build_leaves_out_what_the_judge_doubts(blind):
    page = _page("The army attacked the town.", "en")
    assert _read(page, blind, chance=events.LEAST / 2) == ()


def test_build_gives_words_beside_each_other_once(blind):
    page = _page("The attack, an assault on the town, failed.", "en")
    assert [e.type for e in _read(page, blind)].count("ASSAULT") == 1


def test_places_and_times_of_the_sentence_and_the_one_before_are_weighed(blind):
    text = "The army attacked the town in Iraq on 5 May 2024. Talks resume in Oman on 9 May 2024. Rain fell."
    spot = text.index("Iraq")
    page = _page(
        text,
        "en",
        entities=(
            Entity(id="place:iraq", type="place", names={"en": "Iraq"}),
            Entity(id="place:oman", type="place", names={"en": "Oman"}),
        ),
        mentions=(
            Mention(id="m1", start=spot, end=spot + 4, entity="place:iraq", form="name"),
            Mention(id="m2", start=text.index("Oman"), end=text.index("Oman") + 4, entity="place:oman", form="name"),
        ),
        times=(
            Time(id="t1", start=37, end=48, type="DATE", value="2024-05-05"),
            Time(id="t2", start=75, end=86, type="DATE", value="2024-05-09"),
        ),
    )
    everywhere = events.settings_of(page)
    attack, talks, *_ = triggers.find(text, page.blocks)
    first = events.around(page, everywhere, attack, events.sentence_of(page, attack, "en"))
    assert [(c.value, c.back) for c in first] == [("place:iraq", 0), ("2024-05-05", 0)]
    second = events.around(page, everywhere, talks, events.sentence_of(page, talks, "en"))
    assert [(c.value, c.back) for c in second] == [
        ("place:iraq", 1), ("2024-05-05", 1), ("place:oman", 0), ("2024-05-09", 0),
    ]  # fmt: skip
    (happened, *_) = [e for e in _read(page, blind) if e.type == "ASSAULT"]
    assert (happened.place, happened.date) == ("place:iraq", "2024-05-05")


def test_build_leaves_place_date_and_parties_empty_when_the_sentence_is_silent(blind):
    (event,) = _read(_page("There was an attack.", "en"), blind)
    assert (event.place, event.date, event.actors, event.recipients) == (None, None, (), ())


def test_build_marks_what_lies_years_back_as_historical(blind):
    text = "The army attacked the town in 2003."
    time = Time(id="t1", start=30, end=34, type="DATE", value="2003")
    (event,) = _read(_page(text, "en", times=(time,), published="2024-05-05"), blind)
    assert "historical" in event.contexts


def test_build_rests_an_event_on_the_innermost_statement(blind):
    text = "He said the army attacked the town."
    source = Source(start=None, end=None, explicit=False, entity=None, label="x", kind="vague")
    common = {"cue": None, "quote": "indirect", "act": "say", "source": source, "found_by": "x"}
    statements = (
        Statement(id="s1", content=(Span(start=0, end=len(text)),), **common),
        Statement(id="s2", content=(Span(start=8, end=len(text)),), **common),
    )
    (event,) = _read(_page(text, "en", statements=statements), blind)
    assert event.statement == "s2"


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("en", "Police arrested nine people.", "group:police"),
        ("ar", "اعتقلت الشرطة تسعة أشخاص", "group:police"),
        ("fa", "پلیس نه نفر را بازداشت کرد", "group:police"),
    ],
)
def test_parties_without_a_name_have_one_id_in_three_languages(code, text, name):
    assert name in {p.entity for p in events.parties(_page(text, code))}


def test_build_adds_the_parties_that_take_part_to_the_entities(network):
    def acts(states, features):
        chances = np.zeros((len(features), 3))
        chances[:, 0] = 1
        return chances

    text = "Police arrested nine people."
    page = _page(text, "en")
    chosen = [Chosen(t, t.senses[0], 0.9) for t in triggers.find(text, page.blocks)]
    happened, entities, mentions = events.build(page, chosen, _seen(text), replace(network, sides=acts))
    assert "group:police" in happened[0].actors
    assert "group:police" in {e.id for e in entities}
    assert [m.entity for m in mentions if m.start == 0] == ["group:police"]
