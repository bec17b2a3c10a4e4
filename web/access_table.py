"""What the page of the access report shows: rows of a table, the same on a map, and the choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from urllib.parse import urlencode

from directory.states import STATES, state_name
from search.access import AreaAccess, Report
from search.measures import MEASURES, Measure
from search.query import Query
from web import links
from web.access_asked import SORTS, Asked
from web.access_map import Level, Picture, national_map, state_map
from web.county_outlines import county_rings, state_rings
from web.language import gettext as _
from web.language import marked, path

CLASSES = (
    (10.0, marked("up to 10 miles")),
    (25.0, marked("up to 25 miles")),
    (50.0, marked("up to 50 miles")),
    (100.0, marked("up to 100 miles")),
    (float("inf"), marked("more than 100 miles")),
)
"""The classes of the map by their upper end, from near to far."""

PAGE = "/about/access"

UNKNOWN = "none"
"""The class of an area that has no point, or of which nobody is near."""

MEASURED = {
    "otp": marked("Opioid treatment program (OTP)"),
    "buprenorphine-medicaid": marked("Buprenorphine, and accepts Medicaid"),
    "detox": marked("Detox (help through withdrawal)"),
    "substance-use": marked("Any treatment for drug or alcohol use"),
}
"""The labels of MEASURES, for the catalogue of translations."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: a county, or a state with the median of its counties. `miles` and `error` are None where they
    are not known; of a state `counties` is how many of its counties have a point, and `far` how many of those have
    nothing within 50 miles."""

    name: str
    url: str
    miles: float | None
    about: bool = False
    error: int | None = None
    within_25: int | None = None
    within_50: int | None = None
    unsaid: int | None = None
    here: int | None = None
    counties: int = 0
    far: int = 0


def table(report: Report, asked: Asked) -> dict[str, object]:
    """What the template needs of the report for a state, or for all of them."""
    measure = MEASURES[(asked.measures or tuple(MEASURES))[0]]
    rows = list(report.rows(asked.state, (measure.key,)))
    lines = _counties(rows, measure) if asked.state else _states(rows, measure)
    return {
        "here": plain_address(asked.state, measure.key, asked.sort),
        "asked": asked,
        "measure": measure.key,
        "state": state_name(asked.state) if asked.state else "",
        "states": [(state.code, state_name(state.code)) for state in STATES],
        "measures": [(key, _(label)) for key, label in MEASURED.items()],
        "lines": _sorted(list(lines.values()), asked.sort),
        "sorts": {name: address(asked.state, measure.key, name) for name in SORTS},
        "map": _map(lines, asked.state),
        "legend": [*((f"m{at}", _(label)) for at, (__, label) in enumerate(CLASSES)), (UNKNOWN, _("not known"))],
        "files": {name: f"/api/v1/access.{name}?{_files(asked.state)}" for name in ("csv", "geojson")},
    }


def plain_address(state: str, measure: str, sort: str = SORTS[0]) -> str:
    """The address of the page, without its language."""
    usual = {"state": "", "measure": next(iter(MEASURES)), "sort": SORTS[0]}
    given = {"state": state, "measure": measure, "sort": sort}
    written = urlencode({name: value for name, value in given.items() if value != usual[name]})
    return f"{PAGE}?{written}" if written else PAGE


def address(state: str, measure: str, sort: str = SORTS[0]) -> str:
    """The address of the page in the current language."""
    return path(plain_address(state, measure, sort))


def _files(state: str) -> str:
    return urlencode({"by": "county"} | ({"state": state} if state else {}))


def _counties(rows: Sequence[AreaAccess], measure: Measure) -> dict[str, Line]:
    """The counties of a state, by code."""
    return {row.code: _county(row, measure) for row in rows}


def _county(row: AreaAccess, measure: Measure) -> Line:
    found = row.measures[measure.key]
    near = f"{row.name}, {row.state}" if row.latitude is not None else ""
    return Line(
        name=row.name,
        url=links.search(_question(measure, near)) if near else "",
        miles=found.nearest_miles,
        about=bool(found.nearest_about),
        error=row.distance_error_miles,
        within_25=found.within_25_miles,
        within_50=found.within_50_miles,
        unsaid=found.not_stated_within_25_miles,
        here=found.in_county,
    )


def _question(measure: Measure, near: str) -> Query:
    """The question that finds the places of a measure."""
    wanted: dict[str, tuple[str, ...]] = {}
    for some in measure.needs:
        for term in some:
            facet, key = term.split(":")
            wanted[facet] = (*wanted.get(facet, ()), key)
    return Query(near=near, any_of=wanted)


def _states(rows: Sequence[AreaAccess], measure: Measure) -> dict[str, Line]:
    """The states, by letters."""
    inside: dict[str, list[AreaAccess]] = {state.code: [] for state in STATES}
    for row in rows:
        inside[row.state].append(row)
    return {code: _state(code, several, measure) for code, several in inside.items() if several}


def _state(code: str, rows: Sequence[AreaAccess], measure: Measure) -> Line:
    found = [row.measures[measure.key] for row in rows]
    placed = [each for each in found if each.within_50_miles is not None]
    miles = [each.nearest_miles for each in placed if each.nearest_miles is not None]
    here = [each.in_county for each in found if each.in_county is not None]
    return Line(
        name=state_name(code),
        url=address(code, measure.key),
        miles=median_low(miles) if miles else None,
        here=sum(here) if here else None,
        counties=len(placed),
        far=sum(not each.within_50_miles for each in placed),
    )


def _sorted(lines: Sequence[Line], sort: str) -> list[Line]:
    """By name, or the farthest first and the unknown last."""
    by_name = sorted(lines, key=lambda line: line.name)
    if sort == "name":
        return by_name
    return sorted(by_name, key=lambda line: float("inf") if line.miles is None else -line.miles)


def _map(lines: Mapping[str, Line], state: str) -> Picture | None:
    """The map; None for a state of which no county is drawn. A county that there is no more is told as not known."""
    rings = county_rings(state) if state else state_rings()
    if not rings:
        return None
    levels = {code: _level(lines.get(code)) for code in rings}
    return state_map(rings, levels) if state else national_map(rings, levels)


def _level(line: Line | None) -> Level:
    if line is None or line.miles is None:
        unknown = _("not known")
        return (f"{line.name}: {unknown}" if line else unknown), UNKNOWN
    at = next(at for at, (end, __) in enumerate(CLASSES) if line.miles <= end)
    told = _("%(miles)s miles") % {"miles": f"{line.miles:.1f}"}  # no message is found within an f-string
    return f"{line.name}: {told}", f"m{at}"
