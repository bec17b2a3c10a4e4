"""HRSA's health centers: the sites of federally qualified health centers and those like them.

Read are HRSA's own CSV of 56 columns, and the cleaned one of eight that researchers pass around (no ZIP, no status).

A health center is no treatment program as such, so nothing is said of treatment. Said are two things: the kind of
place, and that the fee depends on income, because the law makes every health center keep a schedule of discounts by
the patient's ability to pay (42 U.S.C. 254b(k)(3)(G)), look-alikes included (42 U.S.C. 1396d(l)(2)(B)).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from directory.errors import RowError
from directory.listing import Listing
from importers import casing, dates
from importers.fetch_file import fetcher
from importers.files import expect
from importers.identifiers import Reader, hours, identifiers, npis
from importers.readers import read_csv, require
from importers.row import Row
from importers.source import Outcome, Reading, Sheet, Source, outcomes
from importers.values import Values, fold, key, placed
from importers.whole import whole

_SCOPE = "hrsa"
_RIGHT = (
    "Right is HRSA's CSV of Health Center Service Delivery and Look-Alike Sites, as downloaded from data.hrsa.gov, "
    "or the cleaned form of it with name, st_abbr, city, address, phone, lon and lat."
)
_SURVEY = "kind:health-center"
_SAID = ("kind:health-center", "payment:sliding-fee")
_CREATED = "data warehouse record create date"
_LATITUDE = "geocoding artifact address primary y coordinate"
_LONGITUDE = "geocoding artifact address primary x coordinate"
_IDENTIFIERS: Mapping[str, tuple[str, Reader]] = {
    "bphc": ("bphc assigned number", str),
    "health_center": ("health center number", str),
    "bhcmis": ("bhcmis organization identification number", str),
    "npi": ("fqhc site npi number", npis),
    "medicare_billing": ("fqhc site medicare billing number", str),
    "hours_per_week": ("operating hours per week", hours),
}
_MOST_HEADER = 64 * 1024  # bytes; HRSA's first line has 2,000


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
    """The sites of one file. HRSA's own is the whole of its day; of the cleaned form nobody says what was left out,
    so it withdraws nothing."""
    path = whole(paths, (".csv",))
    created: set[str] = set()
    with _mended(path) as mended:
        sheet = read_csv(mended, reading, _RIGHT)
        form = _form(sheet)

        def make(row: Row) -> Listing:
            created.add(row.take(_CREATED))
            row.take(*form.ignored)
            return form.make(row, reading)

        yield from outcomes(sheet.rows, make, reading)
    reading.scopes.update(form.scopes)
    reading.as_of = max(filter(None, map(dates.day, created)), default=dates.of_file(path.name))


SOURCE = Source(
    key="hrsa",
    label="HRSA health centers",
    publisher="Health Resources and Services Administration (HRSA)",
    url="https://data.hrsa.gov/data/download",
    licence="Public domain (U.S. government work)",
    takes="the CSV of health center sites, HRSA's own or the cleaned form of eight columns: one file",
    read=read,
    fetch=fetcher(),
)


@contextmanager
def _mended(path: Path) -> Iterator[Path]:
    """The file, or a copy without the comma at the end of its first line.

    HRSA's header ends in one, and so names a column more than any row has cells.
    """
    expect(path, frozenset({"text"}), _RIGHT)
    with path.open("rb") as stream, TemporaryDirectory() as folder:
        header = stream.readline(_MOST_HEADER)
        if not header.endswith((b",\n", b",\r\n")):
            yield path
            return
        copy = Path(folder) / path.name
        with copy.open("wb") as target:
            target.write(header.rstrip(b",\r\n") + b"\n")
            shutil.copyfileobj(stream, target)
        yield copy


def _form(sheet: Sheet) -> _Form:
    """The form that the file has; with neither, what is missing is told of HRSA's own. Raises SourceError."""
    found = next((form for form in _FORMS if set(form.needed) <= set(sheet.header)), _FORMS[0])
    require(sheet, found.needed, _RIGHT)
    return found


def _official(row: Row, reading: Reading) -> Listing:
    """A site of HRSA's own file. Raises RowError for one that is closed, or an office where nobody is treated."""
    _refuse(row)
    values = Values(row, reading.warnings)
    name, organisation = values.name("site name"), values.text("health center name")
    street, state = values.text("site address"), values.state("site state abbreviation")
    city, zip5 = values.text("site city"), values.zip("site postal code")
    placed(city, zip5)
    latitude, longitude = values.point(_LATITUDE, _LONGITUDE, state)
    numbers = identifiers(values, _IDENTIFIERS, reading.warnings)
    return Listing(
        # HRSA's number of the site outlives its names and addresses, and no two sites have the same.
        key=key(numbers["bphc"]) if "bphc" in numbers else key(name, street, city, state),
        scope=_SCOPE,
        survey=_SURVEY,
        name=casing.kept(values.raw, "site name", name, casing.name),
        name2=_name2(values, organisation, name),
        street=casing.kept(values.raw, "site address", street, casing.place),
        city=casing.kept(values.raw, "site city", city, casing.place),
        county=values.text("county equivalent name"),
        state=state,
        zip=zip5,
        phones=values.phones({"site telephone number": "main"}),
        website=values.website("site web address"),
        latitude=latitude,
        longitude=longitude,
        said=_said(values.text("health center location type description"), reading),
        identifiers=numbers,
        raw=values.raw,
    )


def _refuse(row: Row) -> None:
    status, kind = row.take("site status description"), row.take("health center type description")
    if status.casefold() != "active":
        raise RowError(f"site is not active (status {status!r}).")
    if kind.casefold().startswith("administrative") and "service" not in kind.casefold():
        raise RowError(f"site is an office where nobody is treated (type {kind!r}).")


def _name2(values: Values, organisation: str, name: str) -> str:
    """The organisation that runs the site, where it has another name."""
    if fold(organisation) == fold(name):
        return ""
    return casing.kept(values.raw, "health center name", organisation, casing.name)


def _said(location: str, reading: Reading) -> tuple[str, ...]:
    """A van or a site of one season is no address to rely on; it is kept as HRSA words it."""
    if location.casefold() in ("", "permanent"):
        return _SAID
    wording = f"LOCATION|{location}"
    reading.unknown[wording] += 1
    return tuple(sorted((*_SAID, wording)))


def _cleaned(row: Row, reading: Reading) -> Listing:
    """A site of the cleaned form. Its name and address are its key, since it has no number."""
    values = Values(row, reading.warnings)
    name, street = values.name("name"), values.text("address")
    state, city = values.state("st_abbr"), values.text("city")
    placed(city, "")
    latitude, longitude = values.point("lat", "lon", state)
    return Listing(
        key=key(name, street, city, state),
        scope=_SCOPE,
        survey=_SURVEY,
        name=casing.kept(values.raw, "name", name, casing.name),
        street=casing.kept(values.raw, "address", street, casing.place),
        city=casing.kept(values.raw, "city", city, casing.place),
        state=state,
        phones=values.phones({"phone": "main"}),
        latitude=latitude,
        longitude=longitude,
        said=_SAID,
        raw=values.raw,
    )


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of the file: columns that tell it, columns known and not used, scopes it covers, how a row is made."""

    needed: tuple[str, ...]
    ignored: tuple[str, ...]
    scopes: frozenset[str]
    make: Callable[[Row, Reading], Listing]


_FORMS = (
    _Form(
        needed=(
            "bphc assigned number",
            "site name",
            "site address",
            "site city",
            "site state abbreviation",
            "site postal code",
            "site telephone number",
            "site status description",
            _LATITUDE,
            _LONGITUDE,
        ),
        # Codes of what other columns say in words, the organisation's own office, districts and who represents them.
        ignored=(
            "health center type",
            "health center location setting identification number",
            "health center service delivery site location setting description",
            "health center status identification number",
            "health center location identification number",
            "health center type identification number",
            "health center operator identification number",
            "health center operator description",
            "health center operating schedule identification number",
            "health center operational schedule description",
            "health center operating calendar surrogate key",
            "health center operating calendar",
            "site added to scope this date",
            "health center organization street address",
            "health center organization city",
            "health center organization state",
            "health center organization zip code",
            "grantee organization type description",
            "u.s. - mexico border 100 kilometer indicator",
            "u.s. - mexico border county indicator",
            "state and county federal information processing standard code",
            "complete county name",
            "county description",
            "hhs region code",
            "hhs region name",
            "state fips code",
            "state name",
            "state fips and congressional district number code",
            "congressional district number",
            "congressional district name",
            "congressional district code",
            "u.s. congressional representative name",
            "name of u.s. senator number one",
            "name of u.s. senator number two",
            "data warehouse record create date text",
        ),
        scopes=frozenset({_SCOPE}),
        make=_official,
    ),
    _Form(
        needed=("name", "st_abbr", "city", "address", "phone", "lon", "lat"),
        ignored=("testing_status",),  # whether a site tested for COVID-19
        scopes=frozenset(),
        make=_cleaned,
    ),
)
