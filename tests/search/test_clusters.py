"""Spots of a map: what they count, where they are and how many there may be, against a pass over all points."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.clusters import MAX_ZOOM, MOST, THUMB, TOLD, Atlas, Box, Spot, View
from search.engine import Engine
from search.geodesic import Floats
from search.query import Query

WORLD: Box = (-180.0, -90.0, 180.0, 90.0)

latitudes = st.floats(-89, 89).map(lambda degrees: round(degrees, 6)) | st.sampled_from([51.9, 52.0, -14.3])
longitudes = st.floats(-179.9, 180).map(lambda degrees: round(degrees, 6)) | st.sampled_from(
    [180.0, 179.9, -179.9, 144.8]
)
points = st.lists(st.tuples(latitudes, longitudes) | st.just((np.nan, np.nan)), min_size=1, max_size=60)
boxes = st.tuples(longitudes, latitudes, longitudes, latitudes).map(
    lambda box: (box[0], min(box[1], box[3]), box[2], max(box[1], box[3]))
)
zooms = st.integers(0, MAX_ZOOM)


def inside(box: Box, latitude: float, longitude: float) -> bool:
    """Whether a point lies in a box, said in another way than the program does."""
    west, south, east, north = box
    spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    return south <= latitude <= north and any(low <= longitude <= high for low, high in spans)


def spots(places: Floats, page: list[int], view: View) -> list[Spot]:
    """The spots of all points."""
    docs = np.flatnonzero(~np.isnan(places[:, 0])).astype(np.int32)
    return Atlas(places).spots(docs, np.array(page, np.int32), 1, view)


@settings(max_examples=300, deadline=None)
@given(points, zooms, boxes, st.integers(0, 20))
def test_every_point_in_view_is_counted_once(some: list[tuple[float, float]], zoom: int, box: Box, listed: int) -> None:
    places = np.array(some)
    page = list(range(min(listed, len(some))))
    found = spots(places, page, View(zoom, box))
    wanted = [doc for doc, point in enumerate(some) if inside(box, *point)]
    assert sum(spot.count for spot in found) == len(wanted)
    assert sorted(number - 1 for spot in found for number in spot.numbers) == [doc for doc in wanted if doc in page]
    for spot in found:
        assert inside(spot.box, spot.latitude, spot.longitude)
        assert len(spot.numbers) <= len(spot.docs) <= min(spot.count, len(spot.numbers) + TOLD)
        assert [doc + 1 for doc in spot.docs[: len(spot.numbers)]] == list(spot.numbers)
        assert spot.docs or spot.count > 1
        assert all(inside(spot.box, *some[doc]) and inside(box, *some[doc]) for doc in spot.docs)


def pixels(spot: Spot, zoom: int) -> tuple[float, float]:
    """Where a spot is on the map of a zoom, to the east and to the north."""
    wide = 256 * 2**zoom
    tall = np.log(np.tan(np.pi / 4 + np.radians(np.clip(spot.latitude, -85.05, 85.05)) / 2))
    return wide * spot.longitude / 360, float(wide * tall / (2 * np.pi))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5)), max_size=80), zooms, st.integers(0, 40))
def test_no_spot_lies_over_another(off: list[tuple[float, float]], zoom: int, listed: int) -> None:
    spread = 2000 / 2**zoom
    places = np.array([(40 + north * spread / 25, -80 + east * spread / 25) for north, east in off]).reshape(-1, 2)
    found = [pixels(spot, zoom) for spot in spots(places, list(range(min(listed, len(off)))), View(zoom, WORLD))]
    for one, other in combinations(found, 2):
        assert max(abs(one[0] - other[0]), abs(one[1] - other[1])) > THUMB - 0.5


def test_what_is_too_close_to_a_place_of_the_list_joins_it_and_is_named_close_by() -> None:
    places = np.array([(40.44, -79.95), (40.44, -79.95), (40.44, -79.95), (41.0, -79.95)])
    (far, *_), (near, *_) = (spots(places, [1], View(zoom, WORLD)) for zoom in (12, 16))
    assert (far.count, far.numbers, far.docs) == (3, (1,), (1,))
    assert (near.count, near.numbers, near.docs) == (3, (1,), (1, 0, 2))


@settings(max_examples=50, deadline=None)
@given(points, zooms)
def test_the_whole_world_counts_every_point(some: list[tuple[float, float]], zoom: int) -> None:
    found = spots(np.array(some), [], View(zoom, WORLD))
    assert sum(spot.count for spot in found) == sum(not np.isnan(latitude) for latitude, _ in some)


@pytest.mark.parametrize("zoom", range(MAX_ZOOM + 1))
def test_there_are_never_too_many(zoom: int) -> None:
    dice = np.random.default_rng(7)
    places = np.stack([dice.uniform(20, 70, 5000), dice.uniform(-180, 180, 5000)], axis=1)
    found = spots(places, list(range(100)), View(zoom, WORLD))
    assert sum(not spot.numbers for spot in found) <= MOST
    assert sum(bool(spot.numbers) for spot in found) <= 100
    assert sum(len(spot.docs) for spot in found) <= MOST + 100
    assert sum(spot.count for spot in found) == 5000


def test_a_closer_look_parts_what_lies_apart() -> None:
    places = np.array([(38.44, -79.95), (38.45, -79.95), (39.5, -79.95), (39.5, -79.95)])
    assert [spot.count for spot in spots(places, [], View(2, WORLD))] == [4]
    assert sorted(spot.count for spot in spots(places, [], View(13, WORLD))) == [1, 1, 2]


def test_places_of_one_house_are_told_by_name_close_by() -> None:
    places = np.array([(40.44, -79.95)] * (TOLD + 3))
    (far,), (near,) = (spots(places, [], View(zoom, WORLD)) for zoom in (14, 15))
    assert (far.count, far.docs) == (TOLD + 3, ())
    assert (near.count, near.docs) == (TOLD + 3, tuple(range(TOLD)))


def test_neighbors_across_the_antimeridian_share_a_number() -> None:
    places = np.array([(51.9, 179.999), (51.9, -179.999), (51.9, 170.0)])
    first, second = spots(places, [0, 1, 2], View(6, WORLD))
    assert (first.numbers, first.box) == ((1, 2), (179.999, 51.9, -179.999, 51.9))
    assert (second.numbers, second.count) == ((3,), 1)


def test_nothing_is_shown_of_nothing() -> None:
    assert spots(np.array([(np.nan, np.nan)]), [0], View(3, WORLD)) == []


QUERIES = (
    Query(),
    Query(near="15213", within=50.0, size=7),
    Query(near="51.9,179.9", within=500.0),
    Query(near="Alaska", page=2, size=3),
    Query(any_of={"payment": ("medicaid",)}, sort="name", size=100),
    Query(q="house", listed="all"),
)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("zoom", [0, 4, 11, 18])
def test_a_map_is_of_what_the_question_finds(engine: Engine, query: Query, zoom: int) -> None:
    found = engine.map(query, View(zoom, WORLD))
    total, items = engine.items(query)
    placed = [item.facility for item in items if item.facility.latitude is not None]
    assert (found.total, found.placed, found.shown) == (total, len(placed), len(placed))
    told = {number: one.id for pin in found.pins for number, one in zip(pin.spot.numbers, pin.facilities, strict=False)}
    first = (query.page - 1) * query.size + 1
    hits = {n: hit.facility for n, hit in enumerate(engine.search(query).hits, first)}
    assert told == {number: one.id for number, one in hits.items() if one.latitude is not None}
    exact = {one.id: (one.latitude, one.longitude) for one in placed}
    for pin in found.pins:
        assert [(p.latitude, p.longitude) for p in pin.facilities] == [exact[p.id] for p in pin.facilities]
        if pin.spot.count == 1:
            assert (pin.spot.latitude, pin.spot.longitude) == exact[pin.facilities[0].id]
