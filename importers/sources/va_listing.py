"""One facility of Veterans Affairs as a listing, whichever way it was published; and which facilities are refused.

`key` and the identifier `va` are the id of the Lighthouse API ("vha_520BZ"): the kind of place and the station number,
which VAST has as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.errors import RowError
from directory.listing import Listing
from importers.row import Row
from importers.source import Reading
from importers.values import Values, placed

RIGHT = (
    "Right are saved answers of VA's Lighthouse Facilities API (JSON or GeoJSON), "
    "or the VAST extract of VA's sites (CSV) with the list of clinical services beside it or without."
)
KINDS: Mapping[str, tuple[str, ...]] = {
    "vha": ("group:veterans", "kind:va-health-care", "operator:va"),
    "vc": ("care:mental-health", "group:veterans", "operator:va"),  # Vet Centers: counselling, no medical care
}
"""What is true of every place of a kind. The kinds are the scopes. TRICARE is another insurance: VA care is not it."""

_REFUSED = {
    "nca": "a cemetery, not a place of treatment.",
    "vba": "an office for benefits, not a place of treatment.",
}
_CLOSED = {
    "CLOSED": "closed, as VA says (operating status CLOSED).",
    "TEMPORARY_CLOSURE": "closed for a time, as VA says (operating status TEMPORARY_CLOSURE).",
    "COMING_SOON": "not open yet, as VA says (operating status COMING_SOON).",
}
_INACTIVE = {"T": "closed for a time, as VA says (active status T)."}
_YES = frozenset({"true", "1"})
_NUMBERED = re.compile(r"\d+[A-Za-z]?(-\d+)?\s")


@dataclass(frozen=True, slots=True)
class Form:
    """Where a form of publication has what. `lines` are those of the address, the usual street first."""

    name: str
    lines: tuple[str, ...]
    city: str
    state: str
    zip: str
    zip4: str
    latitude: str
    longitude: str
    website: str
    phones: Mapping[str, str]
    active: str
    operating: str
    mobile: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What a facility says beyond its kind, and what it was asked: see `Listing.said` and `survey`."""

    said: frozenset[str] = frozenset()
    survey: str = ""


def listing(number: str, row: Row, form: Form, offered: Offered, reading: Reading) -> Listing:
    """The facility with this id ("vha_520BZ"). Raises RowError, also for what is no place of treatment."""
    kind = number.partition("_")[0]
    _refuse(kind, number, row, form)
    values = Values(row, reading.warnings)
    name, (street, street2) = values.name(form.name), _address(values, form.lines)
    state, city, zip5 = values.state(form.state), values.text(form.city), values.zip(form.zip)
    placed(city, zip5)
    latitude, longitude = values.point(form.latitude, form.longitude, state)
    if plus4 := row.take(form.zip4):
        values.raw[form.zip4] = plus4
    said = offered.said | set(KINDS[kind])
    reading.unknown.update(term for term in said if "|" in term)
    return Listing(
        key=number,
        scope=kind,
        survey=offered.survey,
        name=name,
        street=street,
        street2=street2,
        city=city,
        state=state,
        zip=zip5,
        phones=values.phones(dict(form.phones)),
        website=values.website(form.website),
        latitude=latitude,
        longitude=longitude,
        said=tuple(sorted(said)),
        identifiers={"va": number},
        raw=values.raw,
    )


def numbered(number: str) -> str:
    """An id of the API, "vha_520BZ". Raises RowError when it is none."""
    if not re.fullmatch(r"[a-z]+_\w+", number, re.ASCII):
        raise RowError(f"id {number[:40]!r} is not a kind and a station number such as vha_520BZ.")
    return number


def _refuse(kind: str, number: str, row: Row, form: Form) -> None:
    """Raises RowError for a place where nobody is treated, now or in this place."""
    mobile = row.take(form.mobile).lower() in _YES
    reasons = (
        _REFUSED.get(kind, ""),
        "" if kind in KINDS or kind in _REFUSED else f"of a kind that is not known (id {number[:40]!r}).",
        _CLOSED.get(row.take(form.operating).upper(), ""),
        _INACTIVE.get(row.take(form.active).upper(), ""),
        "a mobile unit, which has no fixed place to go to; VA's own pages say where it is." if mobile else "",
    )
    if reason := next(filter(None, reasons), ""):
        raise RowError(reason)


def _address(values: Values, columns: Sequence[str]) -> tuple[str, str]:
    """Street, and the rest of the address. The street is the line with a house number, wherever it stands: buildings
    ("Sheridan Plaza", "McDonald Army Health Center") come before or after it."""
    lines = [line for line in map(values.text, columns) if line]
    street = next(filter(_NUMBERED.match, lines), lines[0] if lines else "")
    rest = list(lines)
    if street:
        rest.remove(street)
    return street, ", ".join(rest)
