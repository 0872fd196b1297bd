import msgspec

from khabar.export import jsonl
from khabar.record import Record


def test_line_is_one_line_and_comes_back_equal(record: Record) -> None:
    made = jsonl.line(record)
    assert "\n" not in made
    assert msgspec.json.decode(made, type=Record) == record


def test_line_keeps_letters_readable(record: Record) -> None:
    assert record.title is not None
    assert record.title in jsonl.line(record)


def test_relation_is_written_from_and_to(record: Record) -> None:
    assert '"from":"s2","to":"s1"' in jsonl.line(record)


def test_indented_is_the_same_object(record: Record) -> None:
    assert msgspec.json.decode(jsonl.indented(record)) == msgspec.json.decode(jsonl.line(record))


def test_schema_describes_every_field() -> None:
    made = jsonl.schema()
    assert made["$ref"] == "#/$defs/Record"
    assert set(made["$defs"]["Record"]["properties"]) == set(Record.__struct_encode_fields__)
