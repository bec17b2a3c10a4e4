"""JSON lines: one facility a line, the object that the API gives. For programs that read as they go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from directory.exports.format import Format, Heading, Item
from directory.exports.record import encoded, joined, record


def write(items: Iterable[Item], _heading: Heading) -> Iterator[bytes]:
    """The file in pieces: an object and a line feed for each item; nothing at all when there are none."""
    return joined(encoded(record(item)) + b"\n" for item in items)


JSONL = Format(key="jsonl", label="JSON lines", media_type="application/x-ndjson", extension="jsonl", write=write)
