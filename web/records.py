"""A facility as the API writes it. Encoded once a facility and generation, but for its distance, and remembered as long
as it fits."""

from __future__ import annotations

from typing import Any

from directory.crisis import CRISIS
from directory.exports.format import Item
from directory.exports.record import encoded, record
from directory.facility import Facility
from search.manifest import Manifest
from search.query import Hit
from search.remembered import Remembered
from web import links
from web.api_fields import ALL, Fields

LIMIT = 24_000_000
"""Bytes of records that are remembered: some three thousand places."""


class Records:
    """Writes records and remembers them. Threads may share it. `public_url` goes before the address of a page."""

    def __init__(self, public_url: str, limit: int = LIMIT) -> None:
        self._public_url = public_url
        self._made: Remembered[tuple[str, str], bytes] = Remembered(limit, len)

    def listed(self, hits: list[Hit], manifest: Manifest, fields: Fields = ALL) -> list[bytes]:
        """A JSON list of facilities, each with its miles, in pieces."""
        if fields.names:
            return [b"[", b",".join(fields.of(b"".join(self._record(hit, manifest)[1:])) for hit in hits), b"]"]
        pieces = [piece for hit in hits for piece in self._record(hit, manifest)]
        return [b"[", *pieces[1:], b"]"]

    def about(self, manifest: Manifest) -> bytes:
        """`about` as JSON, remembered too."""
        key = (manifest.built, "")
        made = self._made.get(key)
        if made is None:
            made = encoded(about(manifest))
            self._made.keep(key, made)
        return made

    def _record(self, hit: Hit, manifest: Manifest) -> tuple[bytes, bytes, bytes]:
        """A comma, what depends on the question, and what does not."""
        key = (manifest.built, hit.facility.id)
        made = self._made.get(key)
        if made is None:
            made = self._make(hit.facility)
            self._made.keep(key, made)
        miles = b"null" if hit.miles is None else b"%.2f" % hit.miles
        return b",", b'{"distance_miles":%b,"about":%b,' % (miles, b"true" if hit.about else b"false"), made

    def _make(self, facility: Facility) -> bytes:
        """The record without its brace and without what depends on the question."""
        made = facility_record(Item(facility), self._public_url)
        return encoded({key: value for key, value in made.items() if key not in ("distance_miles", "about")})[1:]


def about(manifest: Manifest) -> dict[str, Any]:  # Any: fields of api_types.About
    """What every answer says of itself: the generation, its sources, whether it is invented, and whom to call."""
    return {
        "generation": manifest.number,
        "built": manifest.built,
        "sources": manifest.sources,
        "fictional": manifest.fictional,
        "crisis": CRISIS,
    }


def facility_record(item: Item, public_url: str) -> dict[str, object]:
    """Everything we publish of a facility, with the address of its page."""
    return {**record(item), "url": public_url + links.facility(item.facility)}
