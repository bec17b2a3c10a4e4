"""One invented listing: what it is called, where it is, how to reach it. Its codes are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, pi, radians, sin, sqrt

from importers.samples import words
from importers.samples.spots import Spot
from importers.samples.words import Chance, pick

BASE = (
    *("name1", "name2", "street1", "street2", "city", "state", "zip", "zip4", "county"),
    *("phone", "intake_prompt", "intake1", "intake2", "website", "latitude", "longitude", "type_facility"),
)
"""The columns before the codes."""

TYPES: Mapping[str, str] = {"su": "SA", "mh": "MH"}
"""Survey -> what the export calls it."""

REACH = 2.0
"""Kilometres from the centre of its ZIP within which a place is put."""


@dataclass(frozen=True, slots=True)
class Invented:
    """One row of an export: the values of BASE and the codes that have a "1", in capitals."""

    survey: str
    base: Mapping[str, str]
    codes: tuple[str, ...]

    def row(self) -> dict[str, str]:
        """Column -> value, without the empty code columns."""
        return {**self.base, **dict.fromkeys(map(str.lower, self.codes), "1")}


def place(key: str, codes: Iterable[str], spot: Spot, chance: Chance) -> Invented:
    """An invented place with these codes near a spot."""
    codes = tuple(codes)
    name, slug = words.name(key, codes, chance)
    latitude, longitude = _near(spot, chance)
    intakes = int(chance() * 3) if chance() < 0.6 else 0
    values = (
        name,
        pick(words.SECOND_NAMES, chance) if chance() < 0.45 else "",
        words.street(chance),
        words.room(chance),
        spot.city,
        spot.state,
        spot.zip,
        f"{1 + int(chance() * 9998):04d}" if chance() < 0.3 else "",
        spot.county if chance() < 0.95 else "",
        _phone(spot, chance),
        ("", "Intake", "Intakes")[intakes],
        _phone(spot, chance) if intakes > 0 else "",
        _phone(spot, chance) if intakes > 1 else "",
        _website(slug, chance),
        latitude,
        longitude,
        TYPES[key],
    )
    return Invented(key, dict(zip(BASE, values, strict=True)), codes)


def again(other: Invented, codes: Iterable[str], chance: Chance) -> Invented:
    """The mental-health row of a place that is in the other survey; every second time its name is written shorter."""
    name = words.shortened(other.base["name1"]) if chance() < 0.5 else other.base["name1"]
    return Invented("mh", {**other.base, "name1": name, "type_facility": TYPES["mh"]}, tuple(codes))


def _near(spot: Spot, chance: Chance) -> tuple[str, str]:
    """Degrees with four decimals; three in a hundred have none."""
    if chance() < 0.03:
        return "", ""
    away, angle = REACH * sqrt(chance()) / 111.2, 2 * pi * chance()
    latitude = spot.latitude + away * cos(angle)
    longitude = spot.longitude + away * sin(angle) / cos(radians(spot.latitude))
    return f"{latitude:.4f}", f"{longitude:.4f}"


def _phone(spot: Spot, chance: Chance) -> str:
    """A number of the area out of those kept for fiction, 555-0100 to 555-0199; one in ten with an extension."""
    extension = f" x{10 + int(chance() * 9000)}" if chance() < 0.1 else ""
    return f"{pick(spot.area_codes, chance)}-555-01{int(chance() * 100):02d}{extension}"


def _website(name: str, chance: Chance) -> str:
    """An address under the domains kept for examples, which eight in ten have."""
    slug = name.lower().replace(" ", "-")
    forms = (f"https://{slug}.example.org", f"https://www.example.org/{slug}", f"http://www.example.com/{slug}/")
    return pick(forms, chance) if chance() < 0.8 else ""
