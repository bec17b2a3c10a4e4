"""Names on a map: the largest first, in view, none over another, beside pins where there is room."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.clusters import MAX_ZOOM, Name, Spot, View
from search.map_names import LETTER, LINE, WRITTEN, Names
from search.place_table import PlaceRow

TOWN = View(11, (-80.3, 40.3, -79.7, 40.6))
HERE = (40.45, -80.0)


def row(number: int, label: str, point: tuple[float, float], kind: str = "city", minor: int = 0) -> PlaceRow:
    """A place of the table; the smaller the number, the more people."""
    return PlaceRow(number, kind, label, label[-2:], "", *point, 1000 - number, minor)


def spot(point: tuple[float, float], count: int = 1) -> Spot:
    return Spot(count=count, latitude=point[0], longitude=point[1], box=(point[1], point[0], point[1], point[0]))


def names(*rows: PlaceRow, view: View = TOWN, spots: tuple[Spot, ...] = ()) -> list[Name]:
    return Names(rows).of(view, spots)


def pixel(name: Name, zoom: int) -> tuple[float, float]:
    """Where the middle of a name is on the map of a zoom, to the east and to the south."""
    wide = 256 * 2**zoom
    tall = math.log(math.tan(math.pi / 4 + math.radians(name.latitude) / 2))
    return wide * (name.longitude + 180) / 360, wide * (1 - tall / math.pi) / 2


def test_a_name_is_written_at_its_place() -> None:
    (found,) = names(row(1, "Rivertown, PA", HERE))
    assert (found.name, found.kind) == ("Rivertown", "city")
    assert (found.latitude, found.longitude) == pytest.approx(HERE, abs=1e-4)


def test_a_name_stands_beside_the_pin_of_its_place() -> None:
    (found,) = names(row(1, "Rivertown, PA", HERE), spots=(spot(HERE, count=4),))
    there, here = pixel(found, TOWN.zoom), pixel(Name(name="", kind="", latitude=40.45, longitude=-80.0), TOWN.zoom)
    assert max(abs(one - other) for one, other in zip(there, here, strict=True)) >= 25


def test_of_two_places_side_by_side_the_larger_keeps_its_place() -> None:
    near = (HERE[0] + 0.002, HERE[1])
    first, *others = names(row(1, "Rivertown, PA", HERE), row(2, "Millbank, PA", near))
    assert first.name == "Rivertown"
    assert first.latitude == pytest.approx(HERE[0], abs=1e-4)
    assert all(abs(pixel(first, TOWN.zoom)[1] - pixel(other, TOWN.zoom)[1]) >= LINE for other in others)


def test_where_a_town_finds_no_room_no_smaller_one_is_named_for_it() -> None:
    """The larger one lies under a crowd of pins; the smaller one just outside of it."""
    crowd = tuple(
        spot((HERE[0] + north * 0.01, HERE[1] + east * 0.02), 9) for north in range(-4, 5) for east in range(-5, 6)
    )
    edge = (HERE[0] + 0.02, HERE[1])
    far = (40.57, -79.8)
    found = names(row(1, "Rivertown, PA", HERE), row(2, "Millbank, PA", edge), row(3, "Farwell, PA", far), spots=crowd)
    assert [each.name for each in found] == ["Farwell"]


def test_names_of_the_postal_service_alone_are_not_written() -> None:
    assert names(row(1, "Old Rivertown, PA", HERE, minor=1)) == []


@pytest.mark.parametrize(
    ("zoom", "kinds"),
    [(3, set()), (4, {"state"}), (6, {"state", "city"}), (9, {"city", "county"}), (14, {"city", "neighborhood"})],
)
def test_what_is_named_is_what_the_zoom_can_show(zoom: int, kinds: set[str]) -> None:
    side = 300 / 2**zoom
    view = View(zoom, (HERE[1] - 2 * side, HERE[0] - side, HERE[1] + 2 * side, HERE[0] + side))
    rows = [
        row(number, f"{kind}, PA", (HERE[0] + (number - 2.5) * side / 3, HERE[1]), kind)
        for number, kind in enumerate(("state", "city", "county", "neighborhood"), 1)
    ]
    assert {each.kind for each in names(*rows, view=view)} == kinds


def test_a_state_is_named_amid_its_counties() -> None:
    """Most people live at one end of it."""
    state = PlaceRow(1, "state", "Pennsylvania", "PA", "", 40.0, -75.2, 999, 0)
    counties = [row(number, f"County {number}, PA", (41.0, -80.0 + number), "county") for number in range(5)]
    (found,) = names(state, *counties, view=View(5, (-90.0, 35.0, -70.0, 46.0)))[:1]
    assert found.name == "Pennsylvania"
    assert (found.latitude, found.longitude) == pytest.approx((41.0, -78.0))


def test_a_view_across_the_antimeridian_is_named_on_both_sides() -> None:
    west, east = row(1, "Westville, AK", (51.9, 179.5)), row(2, "Eastville, AK", (51.9, -179.5))
    assert {each.name for each in names(west, east, view=View(7, (178.0, 51.0, -178.0, 53.0)))} == {
        "Westville",
        "Eastville",
    }


points = st.tuples(st.floats(40.25, 40.65), st.floats(-80.4, -79.6))
letters = st.text("abcdefghij ", min_size=1, max_size=24)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(letters, points, st.sampled_from(["city", "county", "neighborhood"])), max_size=60),
    st.lists(points, max_size=30),
    st.integers(9, MAX_ZOOM),
)
def test_no_name_lies_over_another_or_out_of_view(
    some: list[tuple[str, tuple[float, float], str]], pins: list[tuple[float, float]], zoom: int
) -> None:
    rows = [row(number, f"{name}, PA", point, kind) for number, (name, point, kind) in enumerate(some, 1)]
    view = View(zoom, (-80.3, 40.3, -79.7, 40.6))
    found = names(*rows, view=view, spots=tuple(map(spot, pins)))
    most = next(kinds for upto, kinds in WRITTEN if zoom <= upto)
    for kind in {each.kind for each in found}:
        assert sum(each.kind == kind for each in found) <= most[kind]
    placed = [(*pixel(each, zoom), len(each.name) * LETTER) for each in found]
    for (x, y, wide), (other_x, other_y, other_wide) in combinations(placed, 2):
        assert abs(x - other_x) >= (wide + other_wide) / 2 or abs(y - other_y) >= LINE
    low, high = pixel(at(40.3, -80.3), zoom), pixel(at(40.6, -79.7), zoom)
    for x, y, wide in placed:
        assert low[0] - 1 <= x - wide / 2 <= x + wide / 2 <= high[0] + 1
        assert high[1] - 1 <= y - LINE / 2 <= y + LINE / 2 <= low[1] + 1


def at(latitude: float, longitude: float) -> Name:
    return Name(name="", kind="", latitude=latitude, longitude=longitude)


def test_the_same_question_is_named_the_same() -> None:
    dice = np.random.default_rng(3)
    rows = [row(n, f"Town {n}, PA", (40.3 + 0.3 * a, -80.3 + 0.6 * b)) for n, (a, b) in enumerate(dice.random((80, 2)))]
    made = Names(rows)
    assert made.of(TOWN, ()) == made.of(TOWN, ()) != []
