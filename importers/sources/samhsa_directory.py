"""SAMHSA's national directories: one workbook a year for substance use and one for mental health.

A sheet of facilities with one cell of service codes each ("SA DT * OP OD * MU BU"), and a sheet explaining them.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from pathlib import Path

from directory.errors import SourceError
from directory.listing import Listing
from directory.vocabulary import SURVEYS, vocabulary
from importers.fetch_file import fetcher
from importers.files import files
from importers.readers import require
from importers.row import Row
from importers.source import Outcome, Reading, Sheet, Source, outcomes
from importers.surveys import survey_of
from importers.values import Values, key, placed
from importers.xlsx import Workbook, open_workbook

_LIST, _KEY = "Facilities List", "Service Code Reference"
_COLUMNS = ("name1", "street1", "city", "state", "zip", "phone", "service_code_info")
_KEY_COLUMNS = ("service_code", "service_name")
_RIGHT = (
    "Right is the XLSX workbook of SAMHSA's National Directory, for substance use or for mental health, as downloaded, "
    f"with the sheets {_LIST!r} and {_KEY!r}."
)
# The 1a and 2a columns hold further intake numbers as far as known; no key explains them.
_PHONES = {"phone": "main", "intake1": "intake", "intake2": "intake", "intake1a": "intake", "intake2a": "intake"}
_SAMPLE = 500  # rows looked at where no key sheet says which survey it is; any 20 rows settle it


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
    """The facilities of one or more workbooks. `scopes` are the surveys they are the directories of."""
    dates: list[str] = []
    for path in files(paths, (".xlsx",)):
        with open_workbook(path, _RIGHT) as book:
            codes = _key(book, reading)
            sheet = _list(book)
            survey, rows = _survey(sheet, codes)
            if survey in reading.scopes:
                raise SourceError(
                    f"{path.name} is another directory of the same survey. Import one year at a time, oldest first."
                )
            reading.scopes.add(survey)
            dates.append(_as_of(book))
            yield from outcomes(rows, _maker(survey, reading), reading)
    reading.as_of = min(dates)  # of several, the oldest: no fact is called newer than it is


SOURCE = Source(
    key="samhsa-directory",
    label="SAMHSA National Directory",
    publisher="Substance Abuse and Mental Health Services Administration (SAMHSA)",
    url="https://www.samhsa.gov/data/",
    licence="Public domain (U.S. government work); SAMHSA asks that it not be sold",
    takes="XLSX of any year, for substance use, mental health or both: files, or a folder of them",
    read=read,
    fetch=fetcher(),
)


def _key(book: Workbook, reading: Reading) -> frozenset[str]:
    """The codes of the key sheet, if there is one; those the vocabulary does not know are noted with their names."""
    sheet = book.find(_KEY)
    if sheet is None:
        return frozenset()
    require(sheet, _KEY_COLUMNS, f"They are needed in the sheet {_KEY!r}.")
    names = {row.take("service_code").upper(): row.take("service_name") for row in sheet.rows}
    reading.unknown.update(f"{code}: {names[code]}" for code in names if code and code not in vocabulary().homes)
    return frozenset(names) - {""}


def _list(book: Workbook) -> Sheet:
    sheet = book.find(_LIST) or book.having(_COLUMNS)
    if sheet is None:
        raise SourceError(
            f"{book.file} has no sheet {_LIST!r}; its sheets are {', '.join(map(repr, book.sheets))}. {_RIGHT}"
        )
    require(sheet, _COLUMNS, _RIGHT)
    return sheet


def _survey(sheet: Sheet, codes: frozenset[str]) -> tuple[str, Iterator[Row]]:
    """The survey of the workbook, told by the codes that only one of them asks; and its rows, all of them."""
    sample = [] if codes else list(islice(sheet.rows, _SAMPLE))
    seen = codes or frozenset(chain.from_iterable(_codes(row.take("service_code_info")) for row in sample))
    survey = survey_of(seen)
    if not survey:
        raise SourceError(f"{sheet.file} has codes of neither directory, {' nor '.join(SURVEYS.values())}. {_RIGHT}")
    return survey, chain(sample, sheet.rows)


def _codes(cell: str) -> frozenset[str]:
    return frozenset(cell.replace("*", " ").upper().split())


def _as_of(book: Workbook) -> str:
    """The day the workbook was last changed, unless its name has another year: then that year, since whoever opens a
    directory and saves it again makes it no newer. "" when there is neither."""
    found = re.search(r"(?<!\d)20\d\d(?!\d)", book.file)
    year = found[0] if found else ""
    with contextlib.suppress(ValueError):  # a property is free text after all
        changed = date.fromisoformat(book.properties.get("modified", "")[:10]).isoformat()
        return changed if changed.startswith(year) else year
    return year


def _maker(survey: str, reading: Reading) -> Callable[[Row], Listing]:
    known = frozenset(vocabulary().homes)

    def make(row: Row) -> Listing:
        codes = _codes(row.take("service_code_info"))
        if not codes <= known:
            reading.unknown.update(codes - known)
        return _listing(Values(row, reading.warnings), survey, codes)

    return make


def _listing(values: Values, survey: str, codes: Iterable[str]) -> Listing:
    name, name2, street = values.name("name1"), values.text("name2"), values.text("street1")
    state, city, zip5 = values.state("state"), values.text("city"), values.zip("zip")
    placed(city, zip5)
    return Listing(
        key=key(survey, name, name2, street, zip5),
        scope=survey,
        survey=survey,
        name=name,
        name2=name2,
        street=street,
        street2=values.text("street2"),
        city=city,
        state=state,
        zip=zip5,
        phones=values.phones(_PHONES),
        said=tuple(sorted(codes)),
        raw=values.raw,
    )
