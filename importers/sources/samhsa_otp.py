"""SAMHSA's Opioid Treatment Program Directory: every program that SAMHSA has certified to give methadone.

A table of one row a program, as CSV of any year, or as the `.xls` that is in truth an HTML page. Columns were renamed,
added and dropped over the years and come in any order; the two forms of one day make the same listings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from directory.errors import RowError
from directory.listing import Listing
from importers import casing, dates
from importers.fetch_file import fetcher
from importers.files import expect
from importers.html_table import read_html_table
from importers.identifiers import identifiers
from importers.readers import read_csv, require
from importers.row import Row
from importers.source import Outcome, Reading, Sheet, Source, outcomes
from importers.values import Values, fold, key, placed
from importers.whole import whole

_SCOPE = "otp"
_READERS: Mapping[str, Callable[[Path, Reading, str], Sheet]] = {"text": read_csv, "html": read_html_table}
_RIGHT = (
    "Right is SAMHSA's Opioid Treatment Program Directory as downloaded: the CSV export, or the .xls that holds one "
    "HTML table, with program name, street, city, state, ZIP code, phone and certification."
)
# What we call a column -> its names over the years, without spaces and punctuation; the first is what is asked for.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "program name": ("programname",),
    "dba": ("dba",),
    "street": ("street",),
    "city": ("city",),
    "state": ("state",),
    "zipcode": ("zipcode", "zip"),
    "phone": ("phone",),
    "certification": ("certification",),
    "fullcertification": (
        "fullcertification",
        "firstfullcertificationdatecmsuse",
        "firstfullcertificationdate",
        "fullcertificationdate",
    ),
}
_OPTIONAL = frozenset({"dba", "fullcertification"})
_NO_NAME = frozenset({"", "n a", "none"})  # as `fold` leaves "-", "N/A" and "None"

_ENDED = frozenset("revoked withdrawn expired terminated inactive closed decertified".split())

_SAID = ("care:substance-use", "opioid:otp")
# A provisional certification is one: the program may treat under it until it is accredited (42 CFR 8.11).
_CERTIFIED: Mapping[str, str] = {
    "certified": "licence:otp-certification",
    "provisional": "licence:otp-certification",
}


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
    """The programs of one file, which is the whole directory of its day."""
    path = whole(paths, (".csv", ".xls"))
    sheet = _READERS[expect(path, frozenset(_READERS), _RIGHT)](path, reading, _RIGHT)
    columns = _columns(sheet)
    days: list[str] = []

    def make(row: Row) -> Listing:
        listing = _listing(row, columns, reading)
        days.append(listing.identifiers.get("certified", ""))
        return listing

    yield from outcomes(sheet.rows, make, reading)
    reading.scopes.add(_SCOPE)
    reading.as_of = dates.of_data(path.name, days)


SOURCE = Source(
    key="samhsa-otp",
    label="SAMHSA Opioid Treatment Program Directory",
    publisher="Substance Abuse and Mental Health Services Administration (SAMHSA)",
    url="https://www.samhsa.gov/find-help/locators/opioid-treatment-program-directory",
    licence="Public domain (U.S. government work); SAMHSA asks that it not be sold",
    takes="the directory's CSV of any year, or its .xls that is an HTML table: one file",
    read=read,
    fetch=fetcher(),
)


def _columns(sheet: Sheet) -> Mapping[str, str]:
    """What we call a column -> what this file calls it."""
    plain = {"".join(filter(str.isalnum, column)): column for column in sheet.header}
    found = {ours: next((plain[name] for name in names if name in plain), ours) for ours, names in _NAMES.items()}
    require(sheet, [column for ours, column in found.items() if ours not in _OPTIONAL], _RIGHT)
    return found


def _listing(row: Row, columns: Mapping[str, str], reading: Reading) -> Listing:
    values = Values(row, reading.warnings)
    name = values.name(columns["program name"])
    street, city = values.text(columns["street"]), values.text(columns["city"])
    state, zip5 = values.state(columns["state"]), _zip(row, values, columns["zipcode"])
    placed(city, zip5)
    status = values.text(columns["certification"])
    if fold(status) in _ENDED:
        raise RowError(f"its certification is {status!r}, so it is no certified opioid treatment program any more.")
    return Listing(
        key=key(name, street, zip5),
        scope=_SCOPE,
        survey="opioid:otp",
        name=casing.kept(values.raw, columns["program name"], name, casing.name),
        name2=_name2(values, columns["dba"], name),
        street=casing.kept(values.raw, columns["street"], street, casing.place),
        city=casing.kept(values.raw, columns["city"], city, casing.place),
        state=state,
        zip=zip5,
        phones=values.phones({columns["phone"]: "main"}),
        said=_said(status, reading),
        identifiers=identifiers(
            values,
            {"certification": (columns["certification"], str), "certified": (columns["fullcertification"], dates.day)},
            reading.warnings,
        ),
        raw=values.raw,
    )


def _zip(row: Row, values: Values, column: str) -> str:
    """Five digits. Zeros that a spreadsheet lost are put back without a word: the other form of the file has them."""
    zip5 = values.zip(column)
    if row.take(column).zfill(5) == zip5:
        values.raw.pop(column, None)
    return zip5


def _name2(values: Values, column: str, name: str) -> str:
    """The name a program trades under, where it is another than its own (123 of 966 are the same)."""
    written = values.text(column)
    folded = fold(written)
    if written and (folded == fold(name) or folded in _NO_NAME):
        if written != name:
            values.raw[column] = written
        return ""
    return casing.kept(values.raw, column, written, casing.name)


def _said(status: str, reading: Reading) -> tuple[str, ...]:
    if not status:
        return _SAID
    licence = _CERTIFIED.get(status.casefold())
    if licence is None:
        licence = f"CERTIFICATION|{status}"
        reading.unknown[licence] += 1
    return tuple(sorted((*_SAID, licence)))
