"""The access report: for each county or ZIP code how far the nearest place of each measure is, how many there are
around, and how sure that is.

Distances are geodesic, from the point of the area (`access_areas.py`) to the points of places that are listed now.
Places that do not give out their address are left out of distances and circles, and are counted in their county, which
everybody is told. A place that does not say whether it offers something counts neither as yes nor as no; how many such
there are is told beside. Roads, waiting lists and opening hours are not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from search.access_areas import AREAS, POINTS, Area, Corners, points_of
from search.access_counties import UNKNOWN, CountyCounts
from search.bitmaps import Docs
from search.generation import Generation
from search.geodesic import Floats
from search.manifest import Manifest
from search.measures import MEASURES, Mask
from search.nearness import Nearness
from search.stored import Pin

Number = TypeVar("Number", bound=np.generic)

RADII = (10.0, 25.0, 50.0)
"""Miles around a point within which places are counted."""

OFFERS, ABOUT, UNSAID = range(3)
"""Groups of counted places: those that offer it; of those the ones whose point is only their ZIP code's; those that do
not say."""

IN_COUNTY = ("in_county", "in_county_without_point", "in_county_not_stated")
"""What is counted in a county."""


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """What an area has of one measure.

    `nearest_miles` is geodesic and rounded to a tenth; null, like all of the nearest, where the area has no point or
    nobody offers it. `nearest_about`: that place's point is only its ZIP code's. `nearest_as_of` is the date of the
    data. `zip_point_share_within_50_miles`: which share of the places that offer it within 50 miles have only such a
    point, null where there are none. `not_stated_within_25_miles`: places that may offer it, but of which no
    source says so, nor that they do not. What is counted in the county is null where that is not known: where
    it may be none, but of such a place in the state nobody knows the county.
    """

    nearest_miles: float | None
    nearest_id: str | None
    nearest_about: bool | None
    nearest_as_of: str | None
    within_10_miles: int | None
    within_25_miles: int | None
    within_50_miles: int | None
    zip_point_share_within_50_miles: float | None
    not_stated_within_25_miles: int | None
    in_county: int | None
    in_county_without_point: int | None
    in_county_not_stated: int | None


NOTHING = Access(**dict.fromkeys(Access.__struct_fields__))
"""Of an area of which neither the point nor the county is known."""


class AreaAccess(msgspec.Struct, frozen=True, kw_only=True):
    """One area of the report: `code` are the five digits of a ZIP code, or those of the Census Bureau for a county.

    `point_is` says what its point is, "" where it has none; `point_rough`, that sources disagree about it by more than
    15 miles. `distance_error_miles`: how much nearer or farther somebody in the area can be than its point, at most;
    null where that is not known. `county_fips` is of the county that most of a ZIP code is in."""

    code: str
    name: str
    state: str
    county: str
    county_fips: str
    latitude: float | None
    longitude: float | None
    point_is: str
    point_rough: bool
    distance_error_miles: int | None
    measures: dict[str, Access]


@dataclass(frozen=True, slots=True)
class Reached:
    """One measure, an array row an area: the nearest document and miles to it, counts by radius and group, counts in
    the county (UNKNOWN where that is not known)."""

    nearest: Docs
    miles: Floats
    around: NDArray[np.int32]
    county: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Report:
    """The report on all areas of a generation; `left_out` is how many places that offer any measure are in no distance
    because they do not give out their address, and `without_point` how many because they have no point; of
    `without_county` no county is known. `reached` is by measure; `pins` are of the documents in it."""

    by: str
    manifest: Manifest
    areas: list[Area]
    left_out: int
    without_point: int
    without_county: int
    reached: dict[str, Reached]
    pins: dict[int, Pin]

    @property
    def dates(self) -> tuple[str, str]:
        """The oldest and the newest date that the data of a source carries; "" where none does."""
        dates = sorted(source.as_of for source in self.manifest.sources if source.as_of)
        return (dates[0], dates[-1]) if dates else ("", "")

    def rows(self, state: str = "", measures: Iterable[str] = ()) -> Iterator[AreaAccess]:
        """The areas of a state, or all, with some measures, or all."""
        keys = tuple(measures) or tuple(MEASURES)
        for at, area in enumerate(self.areas):
            if state in ("", area.state):
                yield self._row(at, area, keys)

    def _row(self, at: int, area: Area, keys: tuple[str, ...]) -> AreaAccess:
        latitude, longitude = area.point or (None, None)
        return AreaAccess(
            code=area.code,
            name=area.name,
            state=area.state,
            county=area.county,
            county_fips=area.fips,
            latitude=latitude,
            longitude=longitude,
            point_is=POINTS[self.by] if area.point else "",
            point_rough=area.rough,
            distance_error_miles=area.error,
            measures={key: self._access(at, area, self.reached[key]) for key in keys},
        )

    def _access(self, at: int, area: Area, reached: Reached) -> Access:
        counted = zip(IN_COUNTY, reached.county[at].tolist(), strict=True)
        told = msgspec.structs.replace(NOTHING, **{name: count for name, count in counted if count != UNKNOWN})
        return msgspec.structs.replace(told, **self._around(at, reached)) if area.point else told

    def _around(self, at: int, reached: Reached) -> dict[str, object]:
        around = reached.around[at].tolist()
        offering, about = around[-1][OFFERS], around[-1][ABOUT]
        told: dict[str, object] = {
            f"within_{radius:.0f}_miles": counts[OFFERS] for radius, counts in zip(RADII, around, strict=True)
        }
        told["zip_point_share_within_50_miles"] = round(about / offering, 3) if offering else None
        told["not_stated_within_25_miles"] = around[RADII.index(25.0)][UNSAID]
        doc = int(reached.nearest[at])
        if doc < 0:
            return told
        pin = self.pins[doc]
        nearest = {"miles": round(float(reached.miles[at]), 1), "id": pin.id, "about": pin.about, "as_of": pin.as_of}
        return told | {f"nearest_{name}": value for name, value in nearest.items()}


def report(generation: Generation, by: str, corners: Corners) -> Report:
    """The report by one of AREAS; `corners` are of counties, as far as they are known. Takes seconds."""
    areas = AREAS[by](generation.places, corners)
    pins = dict(generation.pins())
    about = np.fromiter((pin.about for pin in pins.values()), np.bool_, len(pins))
    offering = {key: (each.offering(generation), each.unsaid(generation)) for key, each in MEASURES.items()}
    by_county = CountyCounts(generation)
    reached = _measured(generation, areas, offering, about, by_county)
    used = {doc for each in reached.values() for doc in np.unique(each.nearest).tolist() if doc >= 0}
    offers = np.logical_or.reduce([offers for offers, _ in offering.values()])
    return Report(
        by=by,
        manifest=generation.manifest,
        areas=areas,
        left_out=int(np.count_nonzero(offers & generation.gated)),
        without_point=int(np.count_nonzero(offers & ~generation.geo.located & ~generation.gated)),
        without_county=int(np.count_nonzero(offers & by_county.outside)),
        reached=reached,
        pins={doc: pins[doc] for doc in used},
    )


def _measured(
    generation: Generation,
    areas: list[Area],
    offering: dict[str, tuple[Mask, Mask]],
    about: Mask,
    by_county: CountyCounts,
) -> dict[str, Reached]:
    """Every measure of every area. `offering` has for each who offers it and who does not say."""
    points = points_of(areas)
    placed = np.flatnonzero(~np.isnan(points[:, 0]))
    nearness = Nearness(generation.geo, points[placed])
    open_ = generation.geo.located & ~generation.gated
    around = np.flatnonzero(open_ & generation.listed).astype(np.int32)
    groups = [group for offers, unsaid in offering.values() for group in (offers, offers & about, unsaid)]
    counts = nearness.within(around, np.stack(groups, axis=1)[around].astype(np.float32), RADII)
    made = {}
    for at, (key, (offers, unsaid)) in enumerate(offering.items()):
        docs, miles = nearness.nearest(np.flatnonzero(offers & open_).astype(np.int32))
        made[key] = Reached(
            nearest=_spread(docs, placed, len(areas), -1),
            miles=_spread(miles, placed, len(areas), np.nan),
            around=_spread(counts[:, :, 3 * at : 3 * at + 3], placed, len(areas), 0),
            county=by_county.of(areas, (offers, offers & ~generation.geo.located, unsaid)),
        )
    return made


def _spread(values: NDArray[Number], rows: NDArray[np.intp], count: int, otherwise: float) -> NDArray[Number]:
    """Values of some rows among so many."""
    spread = np.full((count, *values.shape[1:]), otherwise, values.dtype)
    spread[rows] = values
    return spread
