"""CMS's Opioid Treatment Program Providers: the programs that Medicare pays, one CSV.

Everything is in capitals and names end after 35 characters, even within a word. A cell may hold several NPIs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from directory.listing import Listing
from importers import casing, dates
from importers.fetch_file import fetcher
from importers.identifiers import Reader, identifiers, npis
from importers.readers import read_csv, require
from importers.row import Row
from importers.source import Outcome, Reading, Source, outcomes
from importers.values import Values, key, placed
from importers.whole import whole

_SCOPE = "cms-otp"
_COLUMNS = (
    "npi",
    "provider name",
    "address line 1",
    "address line 2",
    "city",
    "state",
    "zip",
    "medicare id effective date",
    "phone",
)
_RIGHT = "Right is the CSV of CMS's Opioid Treatment Program Providers, as downloaded from data.cms.gov."

_IDENTIFIERS: Mapping[str, tuple[str, Reader]] = {
    "npi": ("npi", npis),
    "medicare_since": ("medicare id effective date", dates.day),
}
_SURVEY = "opioid:otp payment:medicare"
# Medicare enrols none but programs that SAMHSA has certified (42 CFR 424.67).
_SAID = ("care:substance-use", "opioid:otp", "payment:medicare")


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
    """The programs of one file, which is the whole list of its day."""
    path = whole(paths, (".csv",))
    sheet = read_csv(path, reading, _RIGHT)
    require(sheet, _COLUMNS, _RIGHT)
    days: list[str] = []

    def make(row: Row) -> Listing:
        listing = _listing(row, reading)
        days.append(listing.identifiers.get("medicare_since", ""))
        return listing

    yield from outcomes(sheet.rows, make, reading)
    reading.scopes.add(_SCOPE)
    reading.as_of = dates.of_data(path.name, days)


SOURCE = Source(
    key="cms-otp",
    label="CMS Opioid Treatment Program Providers",
    publisher="Centers for Medicare & Medicaid Services (CMS)",
    url="https://data.cms.gov/provider-characteristics/medicare-provider-supplier-enrollment/"
    "opioid-treatment-program-providers",
    licence="Public domain (U.S. government work)",
    takes="the CSV of any date: one file",
    read=read,
    fetch=fetcher(),
)


def _listing(row: Row, reading: Reading) -> Listing:
    values = Values(row, reading.warnings)
    name, street = values.name("provider name"), values.text("address line 1")
    state, city, zip5 = values.state("state"), values.text("city"), values.zip("zip")
    placed(city, zip5)
    return Listing(
        key=key(name, street, zip5),
        scope=_SCOPE,
        survey=_SURVEY,
        name=casing.kept(values.raw, "provider name", name, casing.name),
        street=casing.kept(values.raw, "address line 1", street, casing.place),
        street2=casing.kept(values.raw, "address line 2", values.text("address line 2"), casing.place),
        city=casing.kept(values.raw, "city", city, casing.place),
        state=state,
        zip=zip5,
        phones=values.phones({"phone": "main"}),
        said=_SAID,
        identifiers=identifiers(values, _IDENTIFIERS, reading.warnings),
        raw=values.raw,
    )
