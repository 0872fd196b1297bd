import json

from msgspec.structs import replace

from khabar.export import plover
from khabar.mentions.triggers import TYPES
from khabar.record import Mention, Record


def test_one_line_for_each_event(record: Record) -> None:
    rows = [json.loads(line) for line in plover.lines(record).splitlines()]
    assert [row["id"] for row in rows] == [f"{record.id}#{e.id}" for e in record.events]
    assert [row["text"] for row in rows] == [record.text[e.start : e.end] for e in record.events]


def test_parties_have_names_and_places_of_their_words(record: Record) -> None:
    mention = Mention(id="m9", start=3, end=9, entity="place:kuwait", form="name")
    (actor,) = json.loads(plover.lines(replace(record, mentions=(mention,))))["actor"]
    assert (actor["id"], actor["name"], actor["start"], actor["end"]) == ("place:kuwait", "Kuwait", 3, 9)


def test_reality_and_history_are_auxiliary_modes(arabic: Record) -> None:
    (event,) = arabic.events
    denied = replace(event, reality="denied", contexts=("historical", "military"))
    row = json.loads(plover.lines(replace(arabic, events=(denied,))))
    assert (row["auxiliary_modes"], row["context"]) == (["negated", "historical"], ["military"])


def test_quads_hold_every_type_of_plover_once() -> None:
    held = [t for types in plover.QUADS.values() for t in types]
    assert sorted([*held, "INCIDENT", "ELECT", "LEGISLATE"]) == sorted(TYPES)


def test_report_without_events_gives_nothing(arabic: Record) -> None:
    assert plover.lines(replace(arabic, events=())) == ""
