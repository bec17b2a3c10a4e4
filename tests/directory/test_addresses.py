"""Which ways of writing an address are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.addresses import address, near_address, other_unit, same_address, slip

LINES = st.tuples(st.text(max_size=40), st.text(max_size=40))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("516 E. 1st St.", "516 East First Street"),
        ("312 Academy St S", "312 South Academy Street"),
        ("4920 Avalon Blvd", "4920 South Avalon Blvd."),
        ("5550 South Garnett", "5550 South Garnett Road"),
        ("10369 State Highway 27", "10369 State Hwy 27"),
        ("3001 US HIGHWAY 12 E", "3001 U.S. Highway 12 East"),
        ("2367-69 Second Ave.", "2367-2369 2nd Avenue"),
        ("85-251 Farrington Hwy", "85-251 Farrington Highway"),
        ("6983 C Mid County Drive", "6983C Mid County Drive"),
        ("1825 Park Avenue - 4th Floor", "1825 Park Avenue"),
        ("351 East Temple St., Mail Code 11-C", "351 East Temple Street"),
        ("3520 Tower Avenue", "3520 Tower Ave"),
        ("620 Wing Street", "620 Wing St"),
        ("1235 E St.", "1235 E Street"),
        ("240 Saint Mary's Ave", "240 St Marys Avenue"),
    ],
)
def test_one_address_written_in_two_ways(one: str, other: str) -> None:
    assert same_address(address(one, ""), address(other, ""))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("100 North Main Street", "100 South Main Street"),
        ("100 Park Avenue", "100 Park Street"),
        ("85-251 Farrington Hwy", "85-626 Farrington Hwy"),
        ("440 West 600 North", "440 West 700 North"),
        ("1235 E Street", "1235 F Street"),
        ("729 Ensign Ave", "739 Ensign Ave"),
        ("Corner of Lamont and Veterans Way", "Corner of Lamont and Veterans Way"),
        ("", ""),
    ],
)
def test_two_addresses(one: str, other: str) -> None:
    assert not same_address(address(one, ""), address(other, ""))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("11682 Atlantic Ave", "11682 Atlantic Boulevard"),
        ("951 Milbrook Avenue", "951 Millbrook Avenue"),
        ("3955 Old North Point Rd", "3955 North Point Road"),
        ("2367-69 Second Ave", "2369 2nd Avenue"),
        ("96 Ali Way Creekside Street", "96 Ali Way"),
    ],
)
def test_nearly_one_address(one: str, other: str) -> None:
    assert not same_address(address(one, ""), address(other, ""))
    assert near_address(address(one, ""), address(other, ""))


def test_a_digit_lost_is_a_slip_and_another_digit_is_a_neighbour() -> None:
    assert slip(address("2000 South Loop 256", ""), address("200 South Loop 256", ""))
    assert not slip(address("340 West Hanover Avenue", ""), address("540 West Hanover Avenue", ""))


def test_a_buildings_name_may_stand_above_the_street() -> None:
    assert same_address(address("Professional Plaza", "2412 Cliff Ave"), address("2412 Cliff Avenue", "Suite 1"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Suite 107", "Ste 110"),
        ("Building 4", "Bldg 29-A, Suite 2902"),
        ("3rd Floor", "Floor 2"),
        ("Building 100, Suite 110", "Building 100, Suite 210"),
    ],
)
def test_other_units(one: str, other: str) -> None:
    assert other_unit(address("1 Elm St", one), address("1 Elm St", other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("#2", "Suite 2"),
        ("Suites 102, 103 and 104", "# 103"),
        ("Suites 4-6", "Ste 4,5,6"),
        ("Suite 6-A", "Ste 6A"),
        ("Suites D and E", "Suite E"),
        ("3rd Floor", "Ste 3"),
        ("Suite 500", ""),
        ("Spellman Building", "Suite 3"),
    ],
)
def test_units_that_do_not_differ(one: str, other: str) -> None:
    assert not other_unit(address("1 Elm St", one), address("1 Elm St", other))


@given(LINES, LINES)
def test_comparing_takes_any_text_and_both_ways_alike(one: tuple[str, str], other: tuple[str, str]) -> None:
    a, b = address(*one), address(*other)
    for compare in (same_address, near_address, other_unit, slip):
        assert compare(a, b) == compare(b, a)
