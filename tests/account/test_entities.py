"""Grouping of a report's names into entities."""

from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.account.entities import NamedSpan, build, entity_of
from khabar.account.labels import build as label
from khabar.record import Mention


def _voices(*phrases: tuple[str, str]) -> tuple[NamedSpan, ...]:
    return tuple(
        NamedSpan(start=100 * n, end=100 * n + len(text), language=language, label=label(text, language), text=text)
        for n, (text, language) in enumerate(phrases)
    )


def test_short_name_joins_the_fuller_name() -> None:
    entities, mentions = build(_voices(("القاضي كامل الزيات", "ar"), ("الزيات", "ar")), ())
    assert len(entities) == 1
    assert [m.entity for m in mentions] == [entities[0].id] * 2


def test_short_name_of_two_people_stays_alone() -> None:
    entities, _ = build(_voices(("Omar Haddad", "en"), ("Samir Haddad", "en"), ("Haddad", "en")), ())
    assert len(entities) == 3


def test_one_person_in_two_scripts_is_one_entity() -> None:
    entities, _ = build(_voices(("عباس عراقجي", "ar"), ("عباس عراقچی", "fa"), ("Abbas Araghchi", "en")), ())
    assert [e.id for e in entities] == ["person:abbas-araghchi"]


def test_roles_make_no_entity() -> None:
    assert build(_voices(("an official", "en")), ()) == ((), ())


def test_places_join_in_text_order() -> None:
    place = Mention(id="p1", start=50, end=54, entity="place:iraq", form="name")
    entities, mentions = build(_voices(("Reuters", "en"), ("Hezbollah", "en")), (place,))
    assert [e.id for e in entities] == ["media:reuters", "place:iraq", "group:hezbollah"]
    assert [m.id for m in mentions] == ["m1", "m2", "m3"]


def test_a_short_label_finds_its_entity() -> None:
    entities, _ = build(_voices(("Colonel Peter Lang", "en")), ())
    assert entity_of(label("Lang", "en"), entities) == entities[0].id


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.sampled_from(["ar", "fa", "en"])), max_size=5))
def test_every_mention_has_its_entity(phrases: list[tuple[str, str]]) -> None:
    voices = _voices(*phrases)
    entities, mentions = build(voices, ())
    assert {m.entity for m in mentions} == {e.id for e in entities}
    assert build(voices, ()) == (entities, mentions)
