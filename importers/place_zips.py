"""ZIP codes of the place table: each with the point and the county that are believed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import zipcodes

from importers.place_rows import NEAR, Point, Town, Zip, name_key, nearest, usable

ISLAND_TOWNS: Mapping[tuple[str, str], str] = {
    ("FM", "Pohnpei"): "Kolonia Town",
    ("FM", "Chuuk"): "Weno",
    ("FM", "Yap"): "Colonia",
    ("FM", "Kosrae"): "Tofol",
    ("MH", "Ebeye"): "Ebaye",
}
"""ZIPs named after an island or written otherwise -> the town of its post office, as GeoNames spells it."""

MISPRINTS: Mapping[str, Point] = {"99723": (71.2906, -156.7887)}
"""Points that zipcodes has wrong beyond use. Utqiagvik (Barrow), Alaska: it says latitude 70.29, a degree of tundra
south of the only town for 80 miles."""

NOWHERE = frozenset({"96898"})
"""ZIP codes whose point is another place's: Wake Island's is given as Honolulu's, 2,300 miles away."""

_POSTAL_NAME = re.compile("[A-Za-z][A-Za-z .'-]{3,}")
_MILITARY_CITIES = frozenset({"Apo", "Fpo", "Dpo"})


def read() -> Iterator[Zip]:
    """Every ZIP with the point it is given, which may be none."""
    for row in zipcodes.list_all():  # type: ignore[no-untyped-call]  # the package says it is typed, this is not
        others = () if row["zip_code_type"] == "UNIQUE" else (*row["acceptable_cities"], *row["unacceptable_cities"])
        kind = "MILITARY" if row["city"] in _MILITARY_CITIES else row["zip_code_type"]
        point = (
            None
            if kind == "MILITARY" or row["zip_code"] in NOWHERE
            else MISPRINTS.get(row["zip_code"]) or usable(row["lat"], row["long"])
        )
        names = tuple(n for n in others if _POSTAL_NAME.fullmatch(n))
        yield Zip(row["zip_code"], kind, row["city"], names, row["state"], row["county"] or "", point)


def placed(z: Zip, towns: Mapping[tuple[str, str], Sequence[Town]]) -> Zip:
    """The ZIP checked against its town: rough when they are far apart, at the town when it has no point of its own."""
    if z.kind == "MILITARY":
        return z
    name = ISLAND_TOWNS.get((z.state, z.city), z.city)
    homes = towns.get((z.state, name_key(name)), ())
    z = replace(z, city=homes[0].name) if homes and name == z.city else z
    if z.point is not None:
        return replace(z, rough=bool(homes) and nearest([t.point for t in homes], z.point) > NEAR)
    return replace(z, point=homes[0].point, rough=True) if len(homes) == 1 else z


def with_counties(zips: Sequence[Zip], counties: Iterable[Mapping[str, str]]) -> list[Zip]:
    """County names as GeoNames writes them ("Dekalb County" is DeKalb County); none when the state has no such county.

    A PO box in a county where none of its town's streets are was put there by mistake: boxes in Anchorage are listed
    in North Slope Borough, 1,000 km away. It gets the county of its town.
    """
    known = {(c["state"], _county_key(c["name"], c["state"])): c["name"] for c in counties}
    named = [replace(z, county=known.get((z.state, _county_key(z.county, z.state)), "")) for z in zips]
    streets: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for z in named:
        if z.kind == "STANDARD" and z.county:
            streets[z.state, z.city][z.county] += 1
    return [_box_at_home(z, streets.get((z.state, z.city), Counter())) for z in named]


def _box_at_home(z: Zip, counties: Counter[str]) -> Zip:
    misplaced = z.kind != "STANDARD" and counties and z.county not in counties
    return replace(z, county=counties.most_common(1)[0][0]) if misplaced else z


def _county_key(written: str, state: str) -> str:
    """One key for "Municipality of Anchorage" and "Anchorage Municipality", "Bayamon" and "Bayamón Municipio"."""
    kind, of, name = written.rpartition(" of ")
    turned = f"{name} {kind}" if of and kind in {"City and Borough", "Municipality"} else written
    folded = name_key(turned)
    endings = {"PR": "municipio", "VA": "county"}
    bare = state == "PR" or turned == "James City"
    return folded if not folded or not bare or folded.endswith(endings[state]) else folded + endings[state]
