"""Facilities as VA's Lighthouse API sends them: pages of JSON:API, or GeoJSON; of version 0 (names_like_this) or 1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import msgspec

from directory.errors import RowError, SourceError
from importers.readers import BadRow, read_json
from importers.row import Row
from importers.source import Reading
from importers.sources.va_listing import RIGHT, Form, Offered, numbered

FORM = Form(
    name="name",
    lines=tuple(f"address.physical.address_{n}" for n in (1, 2, 3)),
    city="address.physical.city",
    state="address.physical.state",
    zip="address.physical.zip",
    zip4="",
    latitude="lat",
    longitude="long",
    website="website",
    phones={
        "phone.main": "main",
        "phone.mental_health_clinic": "mental health",
        "phone.after_hours": "after hours",
        "phone.patient_advocate": "patient advocate",
        "phone.enrollment_coordinator": "enrollment",
        "phone.pharmacy": "pharmacy",
        "phone.health_connect": "health line",
        "phone.fax": "fax",
    },
    active="active_status",
    operating="operating_status.code",
    mobile="mobile",
)
# Names of services, without case and underlines -> what they say.
_SERVICES = {
    "mentalhealthcare": "care:mental-health",
    "mentalhealth": "care:mental-health",
    "psychiatry": "care:mental-health",
    "psychology": "care:mental-health",
    "addiction": "care:substance-use",
    "suicideprevention": "crisis:suicide-prevention",
}
OTHER_SERVICES = "health services that are neither for mental health nor for substance use left out"
# Hours have no place in a listing; the rest is about waiting, satisfaction, the tree of offices and other services.
_IGNORED = re.compile(
    r"type|facility_type|classification|time_zone|visn|address\.mailing\..*|hours\..*|operational_hours.*|parent\..*|"
    r"satisfaction\..*|wait_times\..*|detailed_services.*|services\.(?!health).*|operating_status\.(?!code).*"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a file says of itself: its place among how many pages and facilities, and whether all of VA was asked for.

    GeoJSON says nothing of the kind: its `pages` is 0.
    """

    number: int
    pages: int
    total: int
    rows: int
    whole: bool


class _Envelope(msgspec.Struct):
    """Either form. Facilities stay undecoded until their turn: a damaged one is refused alone."""

    data: list[msgspec.Raw] | None = None
    features: list[msgspec.Raw] | None = None
    links: dict[str, object] = {}
    meta: dict[str, object] = {}


def read_answer(path: Path, pages: list[Page]) -> list[Row]:
    """The facilities of one saved answer, `line` the place among them; `pages` gets what it says of itself."""
    content = read_json(path, msgspec.json.Decoder(_Envelope), RIGHT)
    found = content.data if content.data is not None else content.features
    if found is None:
        raise SourceError(f"{path.name} is JSON without `data` and without `features`. {RIGHT}")
    pages.append(_page(content, len(found)))
    return [_row(raw, path.name, line) for line, raw in enumerate(found, start=1)]


def number(row: Row) -> str:
    """The id of a facility. Raises RowError."""
    return numbered(row.need("id"))


def offered(row: Row, reading: Reading) -> Offered:
    """What the services of a facility say. Version 0 asks for mental health alone, version 1 lists what VA's editors
    entered: in neither does a missing word on substance use mean that there is no such care."""
    names = [name for name in row.take("services.health").split("\n") if name]
    said = [_SERVICES.get(name.replace("_", "").casefold(), "") for name in names]
    if missed := said.count(""):
        reading.warnings[OTHER_SERVICES] += missed
    return Offered(frozenset(said) - {""}, "care:mental-health" if names else "")


def complete(pages: Sequence[Page]) -> bool:
    """Whether these are all the pages of an answer to a question for all of VA."""
    told = {(page.pages, page.total) for page in pages}
    if len(told) != 1 or not all(page.whole for page in pages):
        return False
    ((last, total),) = told
    numbers = sorted(page.number for page in pages)
    return numbers == list(range(1, last + 1)) and sum(page.rows for page in pages) == total


def updated(rows: Sequence[Row]) -> str:
    """The latest day on which services were entered; "" when no facility says one. Takes these values."""
    days = (row.take("services.last_updated")[:10] for row in rows if not isinstance(row, BadRow))
    return max((day for day in days if re.fullmatch(r"\d{4}-\d\d-\d\d", day)), default="")


def _page(content: _Envelope, rows: int) -> Page:
    told = _snake(content.meta.get("pagination"))
    number, pages, total = (_count(told.get(key)) for key in ("current_page", "total_pages", "total_entries"))
    asked = {name.replace("_", "").casefold() for name, _ in parse_qsl(urlsplit(str(content.links.get("self"))).query)}
    return Page(number, pages, total, rows, pages > 0 and "self" in content.links and asked <= {"page", "perpage"})


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def _row(raw: msgspec.Raw, file: str, line: int) -> Row:
    try:
        values = _values(msgspec.json.decode(raw, type=dict[str, object]))
    except (msgspec.DecodeError, RowError) as error:
        return BadRow(f"not a facility as the API sends it ({error}).", file, line)
    row = Row(values, file, line)
    row.take(*(name for name in values if _IGNORED.fullmatch(name)))
    return row


def _values(facility: dict[str, object]) -> dict[str, str]:
    """A facility of either form as columns: "address.physical.zip"."""
    inside = facility.get("attributes", facility.get("properties"))
    if not isinstance(inside, dict):
        raise RowError("it has neither attributes nor properties")
    columns = dict(_flat("", {"id": facility.get("id"), **inside}))
    point = _snake(facility.get("geometry")).get("coordinates")
    if isinstance(point, list) and len(point) == 2:
        columns |= {"long": str(point[0]), "lat": str(point[1])}
    return columns


def _flat(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in _snake(value).items():
            yield from _flat(f"{path}.{key}".lstrip("."), inner)
    elif isinstance(value, list):
        yield path, "\n".join(_word(one) for one in value)
    else:
        yield path, _word(value)


def _word(value: object) -> str:
    """A value as text; of a service of version 1 its id."""
    if isinstance(value, Mapping):
        return _word(_snake(value).get("service_id", ""))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _snake(value: object) -> dict[str, object]:
    """The names of version 1 (`afterHours`, `address1`) as version 0 has them; {} for what is no object."""
    if not isinstance(value, dict):
        return {}
    return {re.sub(r"(?<=[a-z])(?=[A-Z0-9])", "_", str(key)).lower(): inner for key, inner in value.items()}
