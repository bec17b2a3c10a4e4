"""HSDS 3.0 as one JSON document: a list of services, each with its organization, location and attributes.

It is a valid `service_package` of the specification's compiled schemas. Where one file has to hold a whole directory
`hsds_package.py` is the smaller one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from directory.exports.format import Format, Heading, Item
from directory.exports.hsds_service import service
from directory.exports.record import encoded, joined


def write(items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
    """The file in pieces: a list, and a line for each item."""
    return joined(_parts(items, heading))


HSDS = Format(
    key="hsds", label="HSDS 3.0 (Open Referral)", media_type="application/json", extension="hsds.json", write=write
)


def _parts(items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
    separator = b"[\n"
    for item in items:
        yield separator + encoded(service(item, heading))
        separator = b",\n"
    yield b"[]\n" if separator == b"[\n" else b"\n]\n"
