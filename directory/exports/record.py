"""One facility as JSON: the same object in the API, in JSON lines and as the properties in GeoJSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from directory.exports.format import Item
from directory.phones import phone_display

PIECE = 65_536
"""Bytes after which a piece of a file is handed on: enough to be worth sending, little to hold."""

_NO_TEXT = re.compile("[\ud800-\udfff]")


def record(item: Item) -> dict[str, object]:
    """Everything we publish of a facility; miles with two decimals. Keys are there even when their value is empty."""
    facility = item.facility.exported()
    return {
        "id": facility.id,
        "name": facility.name,
        "name2": facility.name2,
        "address": {
            "street": facility.street,
            "street2": facility.street2,
            "city": facility.city,
            "county": facility.county,
            "state": facility.state,
            "zip": facility.zip,
        },
        "phones": [
            {
                "number": phone.number,
                "display": phone_display(phone),
                "extension": phone.extension,
                "use": phone.use,
                "source": phone.source or (facility.sources[0].source if facility.sources else ""),
                "shared": phone.shared,
            }
            for phone in facility.phones
        ],
        "website": facility.website,
        "latitude": facility.latitude,
        "longitude": facility.longitude,
        "point": facility.point,
        "distance_miles": None if item.miles is None else round(item.miles, 2),
        "about": item.about,
        "terms": facility.terms,
        "not_stated": facility.not_stated,
        "unknown": facility.unknown,
        "sources": [msgspec.structs.asdict(source) for source in facility.sources],
        "voices": facility.voices,
        "listed": facility.listed,
        "ended": facility.ended,
        "dropped": facility.dropped,
        "front_gate": facility.front_gate,
        "held_with": facility.held_with,
        "updated": facility.updated,
    }


def encoded(value: object) -> bytes:
    """The value as JSON in UTF-8, on one line. Halves of characters (lone surrogates) are no text and become U+FFFD."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_mended(msgspec.to_builtins(value)))


def text(value: str) -> str:
    """The value with U+FFFD in place of halves of characters, which cannot be written."""
    return _NO_TEXT.sub("\ufffd", value)


def joined(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts in pieces of about PIECE bytes. A piece is handed on before the next part is asked for."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= PIECE:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def _mended(value: object) -> object:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict):
        return {_mended(key): _mended(inner) for key, inner in value.items()}
    return [_mended(inner) for inner in value] if isinstance(value, list | tuple) else value
