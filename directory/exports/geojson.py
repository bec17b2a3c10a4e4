"""GeoJSON (RFC 7946): the facilities as points for a map, with all their facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from directory.exports.format import Format, Heading, Item
from directory.exports.record import encoded, joined, record
from directory.facility import Facility

TOLD = ("asked", "link", "made", "generation", "total", "fictional")
"""What the collection says of itself: fields of its heading."""

DECIMALS = 7
"""Of a degree: about a centimetre, and more than any source means."""


def write(items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
    """The file in pieces: one FeatureCollection, which says itself what it is a list of, and a line for each item."""
    return joined(_parts(items, heading))


GEOJSON = Format(
    key="geojson", label="GeoJSON (map)", media_type="application/geo+json", extension="geojson", write=write
)


def _parts(items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
    head = encoded({"type": "FeatureCollection"} | {name: getattr(heading, name) for name in TOLD})
    yield head[:-1] + b',"features":['
    separator = b"\n"
    for item in items:
        yield separator + encoded(_feature(item))
        separator = b",\n"
    yield b"\n]}\n"


def _feature(item: Item) -> dict[str, object]:
    facility = item.facility.exported()
    return {"type": "Feature", "id": facility.id, "geometry": _geometry(facility), "properties": record(item)}


def _geometry(facility: Facility) -> dict[str, object] | None:
    """A point, longitude first; None without one, which RFC 7946 calls unlocated."""
    if facility.latitude is None or facility.longitude is None:
        return None
    return {"type": "Point", "coordinates": [round(facility.longitude, DECIMALS), round(facility.latitude, DECIMALS)]}
