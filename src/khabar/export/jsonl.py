"""JSON writers: a record as one line of JSON Lines, as an indented object, and its JSON Schema."""

from typing import Any

import msgspec

from khabar.record import FORMAT, Record

_ENCODER = msgspec.json.Encoder()


def line(record: Record) -> str:
    """The record as one line of JSON without a line end; Arabic letters stand as they are."""
    return _ENCODER.encode(record).decode()


def indented(record: Record) -> str:
    """The same object over several lines, for reading."""
    return msgspec.json.format(line(record), indent=2)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record."""
    made = msgspec.json.schema(Record, ref_template="#/$defs/{name}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Record of {FORMAT}", **made}
