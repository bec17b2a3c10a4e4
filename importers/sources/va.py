"""Veterans Affairs: its health facilities and Vet Centers, from the Lighthouse Facilities API or the VAST table.

All three forms of publication give a facility one key, so a newer file of another form continues what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from directory.errors import RowError
from directory.listing import Listing
from importers.files import files
from importers.readers import read_csv, require
from importers.row import Row
from importers.source import Outcome, Reading, Sheet, Source, outcomes
from importers.sources import va_api, va_vast
from importers.sources.va_fetch import fetch
from importers.sources.va_listing import KINDS, RIGHT, Form, Offered, listing


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
    """The facilities of any files of VA together: clinical services first, then the API's answers, then VAST.

    A facility that an earlier file has is refused in a later one. `scopes` is {"vha", "vc"} for VAST and for all pages
    of an answer for the whole of VA; GeoJSON never says what it is a part of, and then nothing is withdrawn.
    """
    chosen = files(paths, (".json", ".json.gz", ".csv"))
    tables = [path for path in chosen if path.suffix.lower() == ".csv"]
    sites, services = _sheets(tables, reading)
    facilities = _Facilities(reading)
    for sheet in services:
        yield from facilities.clinics.add(sheet)
    yield from facilities.answers([path for path in chosen if path not in tables])
    for sheet in sites:
        yield from facilities.vast(sheet)
    yield from facilities.clinics.unclaimed()
    if facilities.paged and not reading.scopes:
        reading.warnings["the answers are not all pages for the whole of VA, so nothing is withdrawn"] += 1
    reading.as_of = min(filter(None, facilities.days), default="")  # the oldest: no fact is called newer than it is


SOURCE = Source(
    key="va",
    label="Veterans Affairs facilities",
    publisher="U.S. Department of Veterans Affairs (VA)",
    url="https://developer.va.gov/explore/api/va-facilities",
    licence="Public domain (U.S. government work)",
    takes="saved answers of the Lighthouse Facilities API (JSON or GeoJSON), or VAST (CSV) with its clinical services",
    read=read,
    fetch=fetch,
)


class _Facilities:
    """What one reading gathers across files: clinics by station, ids read, days of the data, whether it came in
    pages."""

    __slots__ = ("_reading", "_seen", "clinics", "days", "paged")

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._seen: dict[str, str] = {}
        self.clinics = va_vast.Clinics()
        self.days: set[str] = set()
        self.paged = False

    def answers(self, paths: Sequence[Path]) -> Iterator[Outcome]:
        """The facilities of saved answers of the API."""
        pages: list[va_api.Page] = []
        make = self._maker(va_api.FORM, va_api.number, lambda row: va_api.offered(row, self._reading))
        for path in paths:
            rows = va_api.read_answer(path, pages)
            self.days.add(va_api.updated(rows))
            yield from outcomes(rows, make, self._reading)
        if va_api.complete(pages):
            self._reading.scopes.update(KINDS)
        self.paged = any(page.pages for page in pages)

    def vast(self, sheet: Sheet) -> Iterator[Outcome]:
        """The facilities of a VAST table, which has them all."""
        make = self._maker(va_vast.FORM, va_vast.number, va_vast.offered)
        yield from outcomes(self._dated(va_vast.sites(sheet)), make, self._reading)
        self._reading.scopes.update(KINDS)

    def _dated(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.days.add(va_vast.extracted(row))
            yield row

    def _maker(
        self, form: Form, number_of: Callable[[Row], str], offered: Callable[[Row], Offered]
    ) -> Callable[[Row], Listing]:
        def make(row: Row) -> Listing:
            number = number_of(row)
            if number in self._seen:
                raise RowError(f"{number} was read from {self._seen[number]} already.")
            station, own = number.partition("_")[2], offered(row)
            together = Offered(own.said | self.clinics.of(station), own.survey)
            made = listing(number, row, form, together, self._reading)
            self._seen[number] = row.file
            self.clinics.claim(station, self._reading)
            return made

        return make


def _sheets(paths: Sequence[Path], reading: Reading) -> tuple[list[Sheet], list[Sheet]]:
    """The tables of sites and those of clinical services, told by their columns. Raises SourceError for any other."""
    sheets = [read_csv(path, reading, RIGHT) for path in paths]
    for sheet in sheets:
        if not set(va_vast.SERVICES) <= set(sheet.header):
            require(sheet, va_vast.SITES, RIGHT)
    sites = [sheet for sheet in sheets if set(va_vast.SITES) <= set(sheet.header)]
    return sites, [sheet for sheet in sheets if sheet not in sites]
