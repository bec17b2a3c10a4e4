"""NPPES, the national list of provider numbers: the organisations whose taxonomy is one of treatment.

Its monthly ZIP holds nine million providers; the tens of thousands that treat drug use or mental health become
listings, the rest are counted. Providers are asked for their taxonomy and for nothing else, so `survey` is "".
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from directory.errors import RowError, SourceError
from directory.listing import Listing
from importers.fetch_file import fetcher
from importers.files import files
from importers.row import Row
from importers.source import Outcome, Reading, Source, outcomes
from importers.sources.nppes_files import RIGHT, Table, tables
from importers.sources.nppes_listing import (
    MAIN,
    SECONDARY,
    Organisation,
    main_listing,
    note_unknown,
    npi,
    organisation,
    secondary_listing,
)
from importers.sources.nppes_rows import every, kept
from importers.values import Values

_LARGEST = 15 * 2**30  # bytes; the monthly ZIP has about 1 GB
_LONGEST = 12 * 3600.0  # seconds; a gigabyte at 25 kB a second
NOT_LISTED = "secondary locations of providers that are not listed"


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
    """The organisations of one npidata file, then the secondary locations that the pl file has of them.

    `scopes` is what complete files cover; the files of a week are changes, and nothing is withdrawn for them.
    """
    found = [table for path in files(paths, (".zip", ".csv")) for table in tables(path)]
    main = [table for table in found if table.kind == "organisations"]
    further = [table for table in found if table.kind == "locations"]
    _check(found, main)
    known: dict[str, Organisation] = {}
    for table in main:
        yield from _organisations(table, known if further else None, reading)
    for table in further:
        yield from _locations(table, known if main else None, reading)
    reading.as_of = min((table.as_of for table in found), default="")  # the oldest: no fact is called newer than it is
    reading.scopes.update(_covered(main, further))


SOURCE = Source(
    key="nppes",
    label="NPPES provider list",
    publisher="Centers for Medicare & Medicaid Services (CMS)",
    url="https://download.cms.gov/nppes/NPI_Files.html",
    licence="Public domain (U.S. government work)",
    takes="the monthly or a weekly ZIP, or the npidata_pfile CSV, with the pl_pfile CSV or without; one at a time",
    read=read,
    fetch=fetcher(_LARGEST, _LONGEST),
)


def _check(found: Sequence[Table], main: Sequence[Table]) -> None:
    if not found:
        raise SourceError(f"The files hold no table of NPPES that is read here. {RIGHT}")
    if len(main) > 1:
        names = ", ".join(table.file for table in main)
        raise SourceError(f"{names} are npidata files of different days. Import one at a time, oldest first.")


def _organisations(table: Table, known: dict[str, Organisation] | None, reading: Reading) -> Iterator[Outcome]:
    """`known`, where it is given, fills with the organisations that are listed."""

    def make(row: Row) -> Listing:
        values = Values(row, reading.warnings)
        one = organisation(row, values)
        if known is not None:
            known[one.identifiers["npi"]] = one
        listing = main_listing(row, values, one)
        note_unknown(one, reading)
        return listing

    yield from outcomes(kept(table, reading.warnings), make, reading)


def _locations(table: Table, known: dict[str, Organisation] | None, reading: Reading) -> Iterator[Outcome]:
    """With an npidata file, those of its organisations; without one there is no name to list a location by."""

    def make(row: Row) -> Listing:
        number = npi(row)
        if known is None:
            raise RowError("the organisation's name is in the npidata file, which was not given with this one.")
        one = known[number]
        listing = secondary_listing(row, Values(row, reading.warnings), one)
        note_unknown(one, reading)
        return listing

    yield from outcomes(_of_known(table, known, reading), make, reading)


def _of_known(table: Table, known: dict[str, Organisation] | None, reading: Reading) -> Iterator[Row]:
    for row in every(table, reading.warnings):
        if known is not None and _stranger(row, known):
            reading.warnings[NOT_LISTED] += 1
        else:
            yield row


def _stranger(row: Row, known: Container[str]) -> bool:
    try:
        return npi(row) not in known
    except RowError:
        return False  # it is refused with this reason when its turn comes


def _covered(main: Sequence[Table], further: Sequence[Table]) -> set[str]:
    whole = bool(main) and main[0].complete
    return ({MAIN} if whole else set()) | ({SECONDARY} if whole and any(table.complete for table in further) else set())
