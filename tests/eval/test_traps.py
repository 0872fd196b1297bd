from collections import Counter

from msgspec.structs import replace

from eval import traps
from khabar.mentions.triggers import TYPES
from khabar.record import Event

ROWS = traps.load()


def test_table_has_fifty_passages_in_each_language():
    assert Counter(r.language for r in ROWS) == {"ar": 50, "fa": 50, "en": 50}


def test_words_of_the_table_stand_in_their_passages():
    assert [r.id for r in ROWS for e in r.events if e.trigger not in r.text or e.type not in TYPES] == []


def test_event_is_wrong_unless_type_words_reality_and_time_fit():
    trap = next(r for r in ROWS if len(r.events) == 1 and not r.events[0].old)
    (want,) = trap.events
    start = trap.text.index(want.trigger)
    right = Event(id="v1", start=start, end=start + 1, type=want.type, reality=want.reality, found_by="test")
    assert not traps.is_wrong(right, trap)
    other = "denied" if want.reality != "denied" else "asserted"
    assert traps.is_wrong(replace(right, reality=other), trap)
    assert traps.is_wrong(right, replace(trap, events=()))
    assert traps.is_wrong(right, replace(trap, events=(replace(want, old=True),)))
