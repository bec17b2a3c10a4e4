"""What a geocoder answered, kept in the record: one answer an address, however many listings have it."""

from __future__ import annotations

from typing import NamedTuple

from directory.facility import Facility
from directory.listing import Listing


class Geocode(NamedTuple):
    """An answer: degrees, WGS84, both None where nothing was found; which geocoder (its host), and when (UTC)."""

    latitude: float | None
    longitude: float | None
    geocoder: str
    asked: str


def address_key(listing: Listing | Facility) -> str:
    """What a geocoder is asked for: "street, city, ST ZIP" in the source's words, spaces single; "" without a street,
    since a ZIP code's point is known without asking."""
    if not listing.street or not (listing.city or listing.zip):
        return ""
    return " ".join(f"{listing.street}, {listing.city}, {listing.state} {listing.zip}".split())
