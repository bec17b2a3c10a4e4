"""Dates as cells and file names have them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import dates


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.booleans(), st.booleans())
def test_a_day_is_read_in_every_form(day: date, short: bool, padded: bool) -> None:
    width = 2 if padded else 1
    year = f"{day.year % 100:02}" if short else str(day.year)
    assert dates.day(f"{day.month:0{width}}/{day.day:0{width}}/{year}") == day.isoformat()
    assert dates.day(day.isoformat()) == day.isoformat()
    assert dates.day(f"{day.isoformat()}T12:00:00Z") == day.isoformat()


@given(st.text(max_size=12))
def test_anything_is_a_day_or_nothing(written: str) -> None:
    assert dates.day(written) in ("", written[:10]) or date.fromisoformat(dates.day(written))


@pytest.mark.parametrize("written", ["", "2/30/2015", "13/1/2015", "1/1/1", "1-1-2015", "٣/١/٢٠١٥", "0000-01-01"])
def test_what_is_no_day(written: str) -> None:
    assert dates.day(written) == ""


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("TreatmentProgram_20200704.csv", "2020-07-04"),
        ("listing_2026_01_15_093000.csv", "2026-01-15"),
        ("otp-2020-02.csv", "2020-02"),
        ("otp_providers_2022.csv", "2022"),
        ("otp_20200231.csv", "2020-02"),
        ("opioid-treatment-directory-1779729812.csv", "2026-05-25"),
        ("otp_12345678.csv", ""),
        ("otp.csv", ""),
    ],
)
def test_the_date_in_a_name(name: str, found: str) -> None:
    assert dates.of_file(name) == found
