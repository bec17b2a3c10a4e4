"""FHIR R4 (4.0.1): one Bundle of type "collection" with three resources a facility, as the Plan-Net profiles have them.

Accepted insurance is a poor fit: Plan-Net describes the network of one payer. No InsurancePlan is invented; who is
listed as accepted is among the programs of the service.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from directory.exports.fhir_parts import entries
from directory.exports.format import Format, Heading, Item
from directory.exports.interchange import SITE, present, stable
from directory.exports.record import encoded, joined
from directory.exports.told import plain


def write(items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
    """The file in pieces: the bundle, and a line for each item."""
    return joined(_parts(items, heading))


FHIR = Format(
    key="fhir",
    label="FHIR R4 (Plan-Net)",
    media_type="application/fhir+json",
    extension="fhir.json",
    write=write,
)


def _parts(items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
    """FHIR has no empty lists: without items there is no `entry`."""
    yield encoded(_head(heading))[:-1]
    separator = b',"entry":[\n'
    for item in items:
        yield separator + encoded(list(entries(item, heading)))[1:-1]
        separator = b",\n"
    yield b"}\n" if separator != b",\n" else b"\n]}\n"


def _head(heading: Heading) -> dict[str, object]:
    link = plain(heading.web)
    about = {
        "timestamp": heading.moment,
        "link": [{"relation": "self", "url": link}] if link and " " not in link else [],
        "meta": _meta(heading),
    }
    own = {"resourceType": "Bundle", "id": stable("bundle", heading.link, heading.generation), "type": "collection"}
    return own | present(about)


def _meta(heading: Heading) -> dict[str, object]:
    tags = {"generation": plain(heading.generation), "fictional": "yes" if heading.fictional else ""}
    return present({"tag": [{"system": f"{SITE}{name}", "code": code} for name, code in tags.items() if code]})
