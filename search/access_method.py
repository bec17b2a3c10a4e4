"""What the access report says of itself: how it was made, of what data, and what its columns mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from directory.states import state_name
from search.access import Report
from search.access_areas import POINTS
from search.measures import MEASURES

METHOD = (
    "Distances are geodesic (WGS84): as the crow flies, from one point of each area, rounded to a tenth of a mile.",
    "The point of a county is the mean of the points of its ZIP codes, not weighted by people.",
    "A county in which we know of no ZIP code has no point.",
    "The point of a ZIP code is about its post office. Points are by GeoNames (CC BY 4.0).",
    "How much nearer or farther than its point somebody in a county can be is known by its outline of 2016.",
    "The same of a ZIP code (distance_error_miles) is not known: outlines of ZIP codes are not part of this program.",
    "A place offers something if a source lists it there. Where no source says, that is neither a yes nor a no.",
    "Places that do not say are counted by themselves, in the columns with not_stated in their name.",
    "A place of which only the ZIP code is known lies at the point of that; how many are such is told.",
    "Places that do not give out their address are in no distance and no circle, only in counts of their county.",
    "Places without a point are only in counts of their county, too.",
    "What is listed may have closed, be full or take nobody new. Practices that no source lists are missing.",
)
"""For people, something each; `method` has also what differs from edition to edition."""

MEANT: Mapping[str, str] = {
    "zip": "ZIP code; empty in a report by county.",
    "name": "The county, or the town of the ZIP code.",
    "state": "Letters of the state.",
    "county": "The county, or that which most of the ZIP code is in; empty where it is not known.",
    "county_fips": "Its five digits at the Census Bureau.",
    "latitude": "Of the point, degrees; empty where the area has none.",
    "longitude": "Of the point, degrees.",
    "point_is": "What the point is.",
    "point_rough": "yes: two sources of the point disagree by more than 15 miles.",
    "distance_error_miles": "At most, or: not known.",
    "nearest_MEASURE_miles": "To the nearest place; empty where there is none, or no point to tell it from.",
    "nearest_MEASURE_id": "The id of that place: /facility/ID is its page.",
    "nearest_MEASURE_about": "yes: its point is only that of its ZIP code.",
    "nearest_MEASURE_as_of": "The date of the newest data of that place; empty where its sources carry none.",
    "MEASURE_within_10_miles": "Places within 10 miles of the point; 25 and 50 likewise.",
    "MEASURE_within_25_miles": "Likewise.",
    "MEASURE_within_50_miles": "Likewise.",
    "MEASURE_zip_point_share_within_50_miles": "The share of these, 0 to 1, whose point is only their ZIP code's.",
    "MEASURE_not_stated_within_25_miles": "Places that may offer it, but no source says.",
    "MEASURE_in_county": "Places in the county, with and without a point; empty where that is not known (see method).",
    "MEASURE_in_county_without_point": "Of these, those without.",
    "MEASURE_in_county_not_stated": "Places in the county of which no source says whether they offer it.",
    "generation": "The number of the edition.",
    "data_oldest": "The oldest date of a source's data.",
    "data_newest": "The newest.",
    "fictional": "yes: the listings are invented.",
}
"""Columns of the CSV, those of measures once; what is in them. MEASURE is the key of a measure, with _ for -."""


def method(report: Report) -> tuple[str, ...]:
    """How a report was made, and what is missing in it."""
    pointless = Counter(area.state for area in report.areas if area.point is None)
    where = ", ".join(f"{state_name(state)} {count}" for state, count in sorted(pointless.items()))
    return (
        *METHOD,
        f"Areas without a point, and so without any distance or circle: {pointless.total()} ({where or 'none'}).",
        f"Places of which no county is known: {report.without_county}.",
        "If there is one in a state, a count in a county there is the least there can be, and left empty instead of 0.",
    )


def metadata(report: Report) -> dict[str, object]:
    """What goes along with the report, for programs."""
    oldest, newest = report.dates
    manifest = report.manifest
    return {
        "by": report.by,
        "generation": manifest.number,
        "built": manifest.built,
        "data_oldest": oldest,
        "data_newest": newest,
        "fictional": manifest.fictional,
        "point_is": POINTS[report.by],
        "without_address": report.left_out,
        "without_point": report.without_point,
        "measures": {each.key: {"label": each.label, "needs": each.needs} for each in MEASURES.values()},
        "method": method(report),
        "sources": manifest.sources,
    }


def about(report: Report) -> Iterator[str]:
    """The same in lines for people, with the columns."""
    manifest, (oldest, newest) = report.manifest, report.dates
    yield f"Access by {report.by}, from generation {manifest.number}, built {manifest.built}"
    yield f"Data from {oldest or 'a day that is not stated'} to {newest or 'a day that is not stated'}:"
    for source in manifest.sources:
        yield f"  {source.label} ({source.as_of or 'not dated'}), {source.publisher}; {source.licence}"
    untold = f"{report.left_out} places that do not give out their address, {report.without_point} without a point"
    yield f"Not in any distance: {untold}."
    yield from ("", "Measures (of each need a place lists at least one):")
    for each in MEASURES.values():
        yield f"  {each.column}: {each.label}; {' and '.join(' or '.join(some) for some in each.needs)}"
    yield from ("", "Method:", *(f"  {said}" for said in method(report)), "", "Columns:")
    yield from (f"  {column}: {meaning}" for column, meaning in MEANT.items())
