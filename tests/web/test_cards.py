"""What a list says of a place: medication given there comes before what is prescribed elsewhere."""

from __future__ import annotations

import pytest

from directory.facility import Facility
from web.cards import opioid_medications


@pytest.mark.parametrize(
    ("listed", "begins"),
    [
        (["mat", "accepts-mat"], "Medication for opioid use disorder, given here"),
        (["accepts-mat"], "You can stay on medicine"),
        (["mat", "otp"], "Medication for opioid use disorder, given here"),
        (["no-mat"], "Does not use medication"),
        ([], "none listed"),
    ],
)
def test_medication_given_here_is_said_first(listed: list[str], begins: str) -> None:
    place = Facility(id="x", name="x", city="x", state="PA", terms={"opioid": listed})
    assert opioid_medications(place).lower().startswith(begins.lower())


def test_what_nobody_asked_is_not_stated() -> None:
    place = Facility(id="x", name="x", city="x", state="PA", not_stated={"opioid": ["mat", "otp"]})
    assert opioid_medications(place) == "not stated by any source"
