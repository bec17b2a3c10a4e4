"""One organisation of NPPES, or one of its secondary locations, as a listing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from directory import clean
from directory.errors import RowError
from directory.listing import Listing, Phone
from importers import casing
from importers.row import Row
from importers.source import Reading
from importers.sources.nppes_taxonomy import KEPT, said
from importers.values import Values, key, placed

MAIN, SECONDARY = "main", "secondary"
"""The scopes: places of practice of the npidata file, and those of the pl file."""

_TAXONOMIES = tuple(f"healthcare provider taxonomy code_{n}" for n in range(1, 16))
_IDENTIFIERS = tuple(
    (f"other provider identifier issuer_{n}", f"other provider identifier type code_{n}") for n in range(1, 51)
)
_NAME = "provider organization name (legal business name)"
_UNAVAILABLE = "<UNAVAIL>"
_OTHER = "1"  # type 01 of an identifier: neither Medicaid (05) nor an old number of Medicare's
# Codes of the country that are right: none, and territories that some records name as countries.
_COUNTRIES = frozenset({"", "US", "PR", "VI", "GU", "AS", "MP", "FM", "MH", "PW", "UM"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table has the place of practice."""

    street: str
    street2: str
    city: str
    state: str
    zip: str
    country: str
    phone: str
    fax: str
    extension: str = ""


_HERE = "business practice location address"
_PRACTICE = Columns(
    street=f"provider first line {_HERE}",
    street2=f"provider second line {_HERE}",
    city=f"provider {_HERE} city name",
    state=f"provider {_HERE} state name",
    zip=f"provider {_HERE} postal code",
    country=f"provider {_HERE} country code (if outside u.s.)",
    phone=f"provider {_HERE} telephone number",
    fax=f"provider {_HERE} fax number",
)
_THERE = "provider secondary practice location address"
_OTHER_PRACTICE = Columns(
    street=f"{_THERE} - address line 1",
    street2=f"{_THERE} - address line 2",
    city=f"{_THERE} - city name",
    state=f"{_THERE} - state name",
    zip=f"{_THERE} - postal code",
    country=f"{_THERE} - country code (if outside u.s.)",
    phone=f"{_THERE} - telephone number",
    fax="provider practice location address - fax number",
    extension=f"{_THERE} - telephone extension",
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the secondary locations of an organisation take over from its record."""

    name: str
    name2: str
    said: tuple[str, ...]
    identifiers: dict[str, str]


def organisation(row: Row, values: Values) -> Organisation:
    """The organisation of a record of npidata. Raises RowError."""
    taxonomies = [row.take(column) for column in _TAXONOMIES]
    identifiers = {
        "npi": npi(row),
        "parent": _name(values, "parent organization lbn"),
        "taxonomy": " ".join(dict.fromkeys(code for code in taxonomies if code in KEPT)),
        "issuers": "; ".join(dict.fromkeys(_issuers(row))),
    }
    name, name2 = _name(values, _NAME), _name(values, "provider other organization name")
    if not name:
        raise RowError("its name is empty or withheld, and a facility without a name cannot be listed.")
    given = {kind: value for kind, value in identifiers.items() if value}
    return Organisation(name, name2, said(taxonomies), given)


def main_listing(row: Row, values: Values, one: Organisation) -> Listing:
    """The place of practice of an organisation; its key is the NPI. Raises RowError."""
    return _listing(row, values, one, _PRACTICE, MAIN)


def secondary_listing(row: Row, values: Values, one: Organisation) -> Listing:
    """A further place of practice; its key is the NPI with the address. Raises RowError."""
    return _listing(row, values, one, _OTHER_PRACTICE, SECONDARY)


def npi(row: Row) -> str:
    """Ten digits. Raises RowError."""
    number = _whole(row.need("npi"))
    if not re.fullmatch(r"\d{10}", number, re.ASCII):
        raise RowError(f"NPI {number[:40]!r} is not ten digits.")
    return number


def note_unknown(one: Organisation, reading: Reading) -> None:
    """Wordings are not in the vocabulary; they are counted there."""
    reading.unknown.update(term for term in one.said if "|" in term)


def _listing(row: Row, values: Values, one: Organisation, at: Columns, scope: str) -> Listing:
    country = row.take(at.country).upper()
    if country not in _COUNTRIES:
        raise RowError(f"its place of practice is outside the United States (country {country[:40]!r}).")
    street, street2, city = (_place(values, column) for column in (at.street, at.street2, at.city))
    state, zip5 = values.state(at.state), _zip(row, values, at.zip)
    placed(city, zip5)
    number = one.identifiers["npi"]
    return Listing(
        key=number if scope == MAIN else key(number, street, street2, zip5),
        scope=scope,
        name=one.name,
        name2=one.name2,
        street=street,
        street2=street2,
        city=city,
        state=state,
        zip=zip5,
        phones=_phones(row, values, at),
        said=one.said,
        identifiers=one.identifiers,
        raw=values.raw,
    )


def _name(values: Values, column: str) -> str:
    """A name out of capitals, or "" where the public file withholds it."""
    written = values.text(column)
    return "" if written == _UNAVAILABLE else casing.kept(values.raw, column, written, casing.name)


def _place(values: Values, column: str) -> str:
    """A line of an address out of capitals."""
    return casing.kept(values.raw, column, values.text(column), casing.place)


def _issuers(row: Row) -> Iterator[str]:
    """Who issued the numbers that the organisation has, or had, with others: as typed, undated."""
    held = row.rest()
    for issuer, kind in _IDENTIFIERS:
        if not held.isdisjoint((issuer, kind)):
            name = clean.text(row.take(issuer)).replace(";", ",")
            if _whole(row.take(kind)).lstrip("0") == _OTHER and name:
                yield name


def _whole(number: str) -> str:
    """A number that a spreadsheet tool made a float, whole again."""
    return number.removesuffix(".0")


def _zip(row: Row, values: Values, column: str) -> str:
    """Five digits, or "". "9261117.0" is 00926-1117 of Puerto Rico, its zeros lost to a spreadsheet tool."""
    written = row.take(column)
    if not re.fullmatch(r"\d{7}\.0", written, re.ASCII):
        return values.zip(column)
    values.raw[column] = written
    return _whole(written).zfill(9)[:5]


def _phones(row: Row, values: Values, at: Columns) -> tuple[Phone, ...]:
    phones = values.phones({at.phone: "main", at.fax: "fax"})
    extension = row.take(at.extension)
    if not extension:
        return phones
    if not extension.isdecimal() or not phones or phones[0].use != "main":
        values.raw[at.extension] = extension
        return phones
    return (msgspec.structs.replace(phones[0], extension=extension), *phones[1:])
