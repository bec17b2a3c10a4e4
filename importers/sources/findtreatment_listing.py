"""What rows of FindTreatment.gov have in common, whichever way they were saved."""

from __future__ import annotations

from directory.listing import Listing
from importers.row import Row
from importers.source import Reading
from importers.sources.findtreatment_practice import practice
from importers.surveys import survey_of
from importers.values import Values, key, placed

RIGHT = (
    "Right are saved answers of https://findtreatment.gov/locator/exportsAsJson/v2 (JSON, every page), "
    "or the file that the site's export button gives (CSV)."
)
# Kinds whose rows answer a survey; OTP, HRSA and BUPREN rows answer none. SU is a later spelling of SA.
_SURVEYS = {"SA": "su", "SU": "su", "MH": "mh"}
# What a row says by its kind alone. HC is how SAMHSA's guide calls what its rows call HRSA.
_MEANS = {
    "OTP": ("care:substance-use", "opioid:otp"),
    "HRSA": ("kind:health-center",),
    "HC": ("kind:health-center",),
}
_KINDS = frozenset({*_SURVEYS, *_MEANS, "BUPREN"})
HEALTH_CENTERS = "health-centers"
"""The scope of health centers, which only a question without a type of service brings. Practices have their own."""
_SCOPES = {"HRSA": HEALTH_CENTERS, "HC": HEALTH_CENTERS}
_PHONES = {"phone": "main", "intake1": "intake", "intake2": "intake", "hotline1": "hotline"}
# The place in the answer, the distance from what was asked, and the word before the intake number.
_IGNORED = ("_irow", "miles", "intake_prompt")


def listing(row: Row, said: frozenset[str], reading: Reading) -> Listing:
    """One facility of one kind. Without services nothing was asked of it: its `survey` is "". Raises RowError."""
    row.take(*_IGNORED)
    values = Values(row, reading.warnings)
    kind = row.take("typeFacility", "type_facility").upper()
    if kind and kind not in _KINDS:
        said |= {f"typeFacility|{kind}"}
        reading.unknown[f"typeFacility|{kind}"] += 1
    survey = _SURVEYS.get(kind) or survey_of(said) if said else ""
    name, name2, street = values.name("name1"), values.text("name2"), values.text("street1")
    state, city, zip5 = values.state("state"), values.text("city"), values.zip("zip")
    placed(city, zip5)
    latitude, longitude = values.point("latitude", "longitude", state)
    if plus4 := row.take("zip4"):
        values.raw["zip4"] = plus4
    frid = row.take("frid")
    made = Listing(
        key=key(_SURVEYS.get(kind, kind), name, name2, street, zip5),
        scope=_SCOPES.get(kind, "all"),
        survey=survey,
        name=name,
        name2=name2,
        street=street,
        street2=values.text("street2"),
        city=city,
        county=values.text("county"),
        state=state,
        zip=zip5,
        phones=values.phones(_PHONES),
        website=values.website("website"),
        latitude=latitude,
        longitude=longitude,
        said=tuple(sorted(said | set(_MEANS.get(kind, ())))),
        identifiers={"frid": frid} if frid else {},
        raw=values.raw,
    )
    return practice(made, reading) if kind == "BUPREN" else made
