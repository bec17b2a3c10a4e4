"""Distances equal geopy's geodesic, and no document inside a circle is missed, wherever on earth the circle lies."""

from __future__ import annotations

import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from search.geo import GeoIndex, geodesic_miles

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


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("radius", [1.0, 25.0, 100.0, 500.0])
def test_a_circle_holds_what_lies_within(name: str, radius: float) -> None:
    latitude, longitude = PLACES[name]
    points = _around(latitude, longitude, radius)
    docs, miles = GeoIndex(points).within(latitude, longitude, radius)
    exact = np.array([geodesic((latitude, longitude), tuple(point)).miles for point in points])
    border = np.abs(exact - radius) < 1e-6
    expected = set(np.flatnonzero((exact <= radius) & ~border))
    assert expected <= set(docs.tolist()) <= expected | set(np.flatnonzero(border))
    assert miles == pytest.approx(exact[docs], abs=1e-4)


def test_a_document_without_a_point_is_never_near() -> None:
    index = GeoIndex(np.array([[40.0, -75.0], [np.nan, np.nan]]))
    assert index.within(40.0, -75.0, None)[0].tolist() == [0]
    assert index.within(0.0, 0.0, 500.0)[0].tolist() == []
    assert index.located.tolist() == [True, False]


def _around(latitude: float, longitude: float, radius: float) -> np.ndarray:
    """200 points up to a hundredth beyond the radius, in every direction, half of them close to its border."""
    random = np.random.default_rng(20260101)
    away = np.concatenate([random.uniform(0, 1.01, 100), random.uniform(0.999, 1.001, 100)]) * radius
    bearings = random.uniform(0, 360, 200)
    ends = [geodesic(miles=d).destination((latitude, longitude), b) for d, b in zip(away, bearings, strict=True)]
    return np.array([(end.latitude, end.longitude) for end in ends])
