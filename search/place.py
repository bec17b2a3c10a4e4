"""A place as look-ups give it, made of rows of the place table, and what is told of its point."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from search.place_table import PlaceRow, ZipRow

KINDS: Mapping[str, str] = {
    "PO BOX": "is for post office boxes: distances are from about its post office.",
    "UNIQUE": "belongs to a single organization or building: distances are from about where that is.",
}
"""Kinds of ZIP codes that nobody lives in: what is told of them."""

ROUGH = "Sources disagree about where it is, by more than 15 miles."


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place that was found. `label` finds it again.

    * `kind`: "zip", "city", "neighborhood", "county", "state" or "point".
    * Latitude and longitude are degrees: of a ZIP and a town about its post office, of a county and a state about where
      its people live, so `approximate`. Only coordinates that were typed are exact. `rough`: two sources of a ZIP's
      point disagree by more than 15 miles.
    * `population` is for ordering: of a county and a state the sum of its towns and neighbourhoods, 0 for not known.
    * `street`: what was typed before the town or ZIP code and is not looked up ("350 5th Ave"). `note`: what a person
      should know of the point, in a sentence or two; "" for nothing.
    """

    kind: str
    label: str
    state: str = ""
    county: str = ""
    zip: str = ""
    latitude: float | None = None
    longitude: float | None = None
    approximate: bool = True
    rough: bool = False
    population: int = 0
    street: str = ""
    note: str = ""


def of_row(row: PlaceRow) -> Place:
    """A town, neighborhood, county or state."""
    return Place(
        kind=row.kind,
        label=row.label,
        state=row.state,
        county=row.county,
        latitude=row.latitude,
        longitude=row.longitude,
        population=row.population,
    )


def of_zip(row: ZipRow) -> Place:
    """A ZIP code that has a point."""
    return Place(
        kind="zip",
        label=f"{row.city}, {row.state} {row.zip}",
        state=row.state,
        county=row.county,
        zip=row.zip,
        latitude=row.latitude,
        longitude=row.longitude,
        rough=bool(row.rough),
        note=" ".join(filter(None, (f"{row.zip} {KINDS[row.kind]}" if row.kind in KINDS else "", ROUGH * row.rough))),
    )


def after_street(place: Place, street: str) -> Place:
    """The place, said to be no more than about the street."""
    middle = f"ZIP code {place.zip}" if place.zip else place.label
    told = f"We do not look up streets: distances are from about the middle of {middle}."
    return replace(place, street=street.strip(), note=f"{told} {place.note}".strip())
