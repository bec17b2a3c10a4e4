"""Text of sources in one form, and coordinates: what is believed, and what each wrong one is called."""

from __future__ import annotations

import math

import pytest
import zipcodes
from hypothesis import given
from hypothesis import strategies as st

from directory.clean import FAR, coordinates, text
from directory.extents import boxes, outside
from directory.states import STATES

NO_NUMBERS = "coordinates that are not two numbers left out"
ONE_ZERO = "coordinates of which one is 0 left out"
ABROAD = "coordinates outside the United States left out"
ELSEWHERE = "coordinates in another state than the address left out"
SWAPPED = "swapped coordinates left out"
NO_MINUS = "longitude without its minus sign left out"


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("  River \t\n Clinic\u00a0", "River Clinic"),
        ("River\u202e Clinic\u061c\u2066", "River Clinic"),
        ("Nul\x00 bell\x07 escape\x1b", "Nul bell escape"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("Z" + "\u0316" * 40 + "one", "Z\u0316\u0316\u0316one"),
        ("Việt Nam · Lānaʻi · Kroków", "Việt Nam · Lānaʻi · Kroków"),
    ],
)
def test_text_in_one_form(written: str, cleaned: str) -> None:
    assert text(written) == cleaned


@pytest.mark.parametrize(
    ("latitude", "longitude", "state"),
    [
        ("40.44", "-79.95", "PA"),
        ("40.44", "-79.95", ""),
        ("39.9", "-81.1", "PA"),  # in Ohio, 50 km from the box: a clinic that keeps its address across the border
        ("64.8", "-147.7", "AK"),
        ("52.9", "173.2", "AK"),  # Attu, west of the antimeridian
        ("18.4", "-66.1", "PR"),
        ("13.5", "144.8", "GU"),
        ("-14.3", "-170.7", "AS"),
        ("7.1", "171.4", "MH"),
    ],
)
def test_a_point_that_is_believed(latitude: str, longitude: str, state: str) -> None:
    assert coordinates(latitude, longitude, state) == (float(latitude), float(longitude))


@pytest.mark.parametrize(
    ("latitude", "longitude", "state", "told"),
    [
        ("", "-79.95", "PA", NO_NUMBERS),
        ("40.44", "", "PA", NO_NUMBERS),
        ("forty", "-79.95", "PA", NO_NUMBERS),
        ("nan", "-79.95", "PA", NO_NUMBERS),
        ("nan", "nan", "", NO_NUMBERS),
        ("40.44", "-inf", "PA", NO_NUMBERS),
        ("0", "0", "PA", "coordinates 0,0 left out"),
        ("0.0", "-0.0", "", "coordinates 0,0 left out"),
        ("40.44", "0", "PA", ONE_ZERO),
        ("0", "-79.95", "", ONE_ZERO),
        ("51.5", "-0.12", "PA", ABROAD),
        ("91", "-79.95", "PA", ABROAD),
        ("-79.95", "40.44", "PA", SWAPPED),
        ("-79.95", "40.44", "", SWAPPED),
        ("40.44", "79.95", "PA", NO_MINUS),
        ("40.44", "79.95", "", NO_MINUS),
        ("19.7", "155.1", "HI", NO_MINUS),  # between Guam and the Marshalls, so only the state tells
        ("13.5", "-144.8", "GU", "longitude with a minus sign too many left out"),
        ("14.3", "-170.7", "AS", "latitude without its minus sign left out"),
        ("-40.44", "-79.95", "PA", "latitude with a minus sign too many left out"),
        ("34.05", "-118.24", "PA", ELSEWHERE),
        ("13.5", "144.8", "PA", ELSEWHERE),
    ],
)
def test_a_point_that_is_not_and_why(latitude: str, longitude: str, state: str, told: str) -> None:
    assert coordinates(latitude, longitude, state) == told


def test_no_coordinates_are_no_mistake() -> None:
    assert coordinates("", "", "PA") is None


@given(st.text(max_size=12), st.text(max_size=12), st.sampled_from(["", *(state.code for state in STATES)]))
def test_any_text_is_a_point_a_sentence_or_nothing(latitude: str, longitude: str, state: str) -> None:
    found = coordinates(latitude, longitude, state)
    assert found is None or isinstance(found, tuple) or found.endswith(" left out")


@given(st.floats(), st.floats(), st.sampled_from([state.code for state in STATES]))
def test_what_is_believed_is_finite_and_near_its_state(latitude: float, longitude: float, state: str) -> None:
    found = coordinates(repr(latitude), repr(longitude), state)
    if isinstance(found, tuple):
        assert all(map(math.isfinite, found))
        assert outside(state, *found) <= FAR


def test_every_state_has_its_box() -> None:
    assert set(boxes()) == {state.code for state in STATES}


def test_every_zip_code_lies_in_the_box_of_its_state() -> None:
    points = (
        (row["state"], float(row["lat"] or 0), float(row["long"] or 0), row["zip_code"])
        for row in zipcodes.list_all()  # type: ignore[no-untyped-call]  # the package says it is typed, this is not
    )
    wrong = {z for state, lat, lon, z in points if lat and lon and state in boxes() and outside(state, lat, lon)}
    assert wrong == {"96960"}  # Majuro, which the package puts at 171 degrees west
