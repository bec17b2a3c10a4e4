"""Distances equal geopy's geodesic, and no document inside a circle is missed, wherever on earth the circle lies."""

from __future__ import annotations

import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from search.geo import SURE, Away, GeoIndex
from search.geodesic import (
    FLATTEST,
    NEAR,
    ROUNDEST,
    arc_miles,
    bent_miles,
    centre,
    earth_centred,
    geodesic_miles,
)

PLACES = {
    "Adak": (51.87, -176.63),
    "Semisopochnoi": (51.93, 179.6),
    "Attu": (52.9, 172.9),
    "Guam": (13.47, 144.75),
    "Pago Pago": (-14.28, -170.7),
    "Utqiagvik": (71.29, -156.79),
    "Columbus": (39.96, -83.0),
    "north pole": (90.0, 0.0),
    "antimeridian": (52.0, 180.0),
}
latitudes = st.floats(-90, 90, allow_nan=False)
longitudes = st.floats(-180, 180, allow_nan=False)


@given(here=st.tuples(latitudes, longitudes), there=st.tuples(latitudes, longitudes))
@settings(max_examples=300, deadline=None)
def test_miles_are_geodesic(here: tuple[float, float], there: tuple[float, float]) -> None:
    miles = geodesic_miles(*here, np.array([there]))[0]
    assert miles == pytest.approx(geodesic(here, there).miles, abs=1e-4)


@given(
    here=st.tuples(latitudes, longitudes),
    miles=st.floats(0, NEAR) | st.sampled_from([0.0, 1e-6, NEAR]),
    bearing=st.floats(0, 360),
)
@settings(max_examples=300, deadline=None)
def test_near_miles_are_geodesic(here: tuple[float, float], miles: float, bearing: float) -> None:
    end = geodesic(miles=miles).destination(here, bearing)
    there = np.array([[end.latitude, end.longitude], [-here[0], (here[1] + 360) % 360 - 180]])
    found = bent_miles(np.array(centre(*here)), earth_centred(*there.T))
    assert found[0] == pytest.approx(geodesic(here, tuple(there[0])).miles, abs=1.5e-7)
    assert found[1] > NEAR or geodesic(here, tuple(there[1])).miles <= NEAR + 0.01


@given(here=st.tuples(latitudes, longitudes), there=st.tuples(latitudes, longitudes))
@settings(max_examples=300, deadline=None)
def test_a_chord_bounds_the_geodesic(here: tuple[float, float], there: tuple[float, float]) -> None:
    chord = np.linalg.norm(np.subtract(*earth_centred(*np.array([here, there]).T)))
    least, most = (arc_miles(float(chord), radius) for radius in (FLATTEST, ROUNDEST))
    assert least - SURE / 2 <= geodesic(here, there).miles <= most + SURE / 2
    assert centre(*here) == pytest.approx(earth_centred(*np.array([here]).T)[0], abs=1e-6)


@given(
    here=st.tuples(latitudes, st.floats(-540, 540)),
    radius=st.floats(0.01, 13_000) | st.sampled_from([1.0, 25.0, 100.0, 500.0]),
    seed=st.integers(0, 2**20),
)
@settings(max_examples=100, deadline=None)
def test_a_circle_is_the_same_as_measuring_everything(here: tuple[float, float], radius: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    close = random.normal((here[0], (here[1] + 180) % 360 - 180), radius / 50, (60, 2))
    points = np.concatenate([close.clip((-90, -180), (90, 180)), random.uniform((-90, -180), (90, 180), (20, 2))])
    exact = np.array([geodesic(here, tuple(point)).miles for point in points])
    found = set(_within(GeoIndex(points).away(*here), radius).tolist())
    assert found - set(np.flatnonzero(np.abs(exact - radius) < 1e-6)) <= set(np.flatnonzero(exact <= radius))
    assert set(np.flatnonzero(exact <= radius - 1e-6)) <= found


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("radius", [1.0, 25.0, 100.0, 500.0])
def test_a_circle_holds_what_lies_within(name: str, radius: float) -> None:
    latitude, longitude = PLACES[name]
    points = _around(latitude, longitude, radius)
    away = GeoIndex(points).away(latitude, longitude)
    docs = _within(away, radius)
    exact = np.array([geodesic((latitude, longitude), tuple(point)).miles for point in points])
    border = np.abs(exact - radius) < 1e-6
    expected = set(np.flatnonzero((exact <= radius) & ~border))
    assert expected <= set(docs.tolist()) <= expected | set(np.flatnonzero(border))
    assert len(set(docs.tolist())) == len(docs)
    assert away.miles(docs) == pytest.approx(exact[docs], abs=1e-6)


@given(
    here=st.tuples(st.floats(-89, 89), longitudes),
    miles=st.floats(0.01, NEAR - 1),
    step=st.sampled_from([1e-6, 1e-5, 1e-3, 0.1]),
    seed=st.integers(0, 2**20),
)
@settings(max_examples=150, deadline=None)
def test_the_nearest_are_in_geodesic_order_where_chords_are_not(
    here: tuple[float, float], miles: float, step: float, seed: int
) -> None:
    random = np.random.default_rng(seed)
    away = [miles + step * rank for rank in range(9) for _ in "ab"]  # two at each place
    ends = [geodesic(miles=far).destination(here, random.uniform(0, 360)) for far in away]
    points = np.array([(end.latitude, end.longitude) for end in ends])
    points[1::2] = points[::2]
    docs = np.arange(18, dtype=np.int32)
    mixed = random.permutation(docs)
    at = GeoIndex(points).away(*here)
    for start, stop in ((0, 18), (0, 5), (4, 9), (17, 18)):
        assert mixed[at.nearest(mixed, start, stop)].tolist() == docs[start:stop].tolist()


def test_a_document_without_a_point_is_never_near() -> None:
    index = GeoIndex(np.array([[40.0, -75.0], [np.nan, np.nan]]))
    assert _within(index.away(40.0, -75.0), 12_500.0).tolist() == [0]
    assert _within(index.away(0.0, 0.0), 500.0).tolist() == []
    assert index.located.tolist() == [True, False]


def _within(away: Away, miles: float) -> np.ndarray:
    circle = away.circle(miles)
    return circle.docs[circle.inside]


def _around(latitude: float, longitude: float, radius: float) -> np.ndarray:
    """200 points up to a hundredth beyond the radius, in every direction, half of them close to its border."""
    random = np.random.default_rng(20260101)
    away = np.concatenate([random.uniform(0, 1.01, 100), random.uniform(0.999, 1.001, 100)]) * radius
    bearings = random.uniform(0, 360, 200)
    ends = [geodesic(miles=d).destination((latitude, longitude), b) for d, b in zip(away, bearings, strict=True)]
    return np.array([(end.latitude, end.longitude) for end in ends])
