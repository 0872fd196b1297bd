"""``khabar schema``."""

from typing import TextIO

import msgspec

from khabar.export import jsonl


def print_schema(stream: TextIO) -> None:
    """Write the record's JSON Schema, indented."""
    stream.write(msgspec.json.format(msgspec.json.encode(jsonl.schema()), indent=2).decode() + "\n")
