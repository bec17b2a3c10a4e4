"""A page is cut from the whole order: by keys, then by distance, then by number."""

from __future__ import annotations

import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from search.geo import GeoIndex
from search.ordering import page

HERE = (51.9, 179.9)
small = st.integers(0, 3)


@given(
    keys=st.lists(st.tuples(small, small, small), max_size=40),
    levels=st.integers(0, 2),
    start=st.integers(0, 45),
    length=st.integers(0, 12),
)
@settings(deadline=None)
def test_a_page_is_a_piece_of_the_whole_order(
    keys: list[tuple[int, int, int]], levels: int, start: int, length: int
) -> None:
    docs = np.arange(5, 5 + 2 * len(keys), 2, dtype=np.int32)
    points = np.full((5 + 2 * len(keys), 2), np.nan)
    places = [(50.0, (350.0 + 5 * east) % 360 - 180) for _, _, east in keys]  # four, the last two beyond 180 degrees
    points[docs] = np.reshape(places, (-1, 2))
    away = GeoIndex(points).away(*HERE)
    columns = [np.array([key[level] for key in keys], np.int32) for level in range(levels)]
    miles = [geodesic(HERE, place).miles for place in places]
    whole = sorted(range(len(keys)), key=lambda i: (*keys[i][:levels], miles[i], i))
    without = sorted(range(len(keys)), key=lambda i: (*keys[i][:levels], i))
    for turned in (np.arange(len(keys)), np.random.default_rng(start).permutation(len(keys))):
        mixed = [column[turned] for column in columns]
        found = page(docs[turned], mixed, away, start, start + length)
        assert found.tolist() == [docs[i] for i in whole[start : start + length]]
        found = page(docs[turned], mixed, None, start, start + length)
        assert found.tolist() == [docs[i] for i in without[start : start + length]]


@pytest.mark.parametrize("here", [(40.0, -75.0), (13.47, 144.75), (71.29, -156.79), (-88.0, 10.0), (10.0, 100.0)])
@pytest.mark.parametrize("spread", [0.01, 2.0, 60.0])
def test_the_nearest_are_in_the_order_of_geodesics(here: tuple[float, float], spread: float) -> None:
    random = np.random.default_rng(7)
    points = random.normal((38.0, -80.0), spread, (300, 2)).clip((-89, -180), (89, 180))
    points[::9] = points[0]  # one house for many
    exact = [geodesic(here, tuple(point)).miles for point in points]
    whole = sorted(range(300), key=lambda i: (round(exact[i], 7), i))
    away = GeoIndex(points).away(*here)
    for start in range(0, 300, 23):
        found = page(np.arange(300, dtype=np.int32), (), away, start, start + 23)
        assert found.tolist() == whole[start : start + 23]
        assert away.miles(found) == pytest.approx([exact[i] for i in found], abs=1e-6)
