"""CSV for spreadsheets: UTF-8 with byte order mark, CRLF, a header, a line for each facility.

Text is always in quotes. Text that a spreadsheet would run as a formula gets an apostrophe in front, and so does text
that begins with an apostrophe itself, so that taking one leading apostrophe away gives the text back (`plain_cell`).

A ZIP code is the plain text `02108`, exact for every program that reads CSV. A spreadsheet that opens the file by a
double click shows 2108: there, import the column as text. `="02108"` would mend that and spoil it for all others.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from directory.exports.format import Format, Heading, Item
from directory.exports.record import joined, text
from directory.facility import Citation, Ended, Facility
from directory.listing import Phone
from directory.phones import phone_display
from directory.vocabulary import vocabulary

Cell = str | float | None
"""Numbers are written bare, None and "" as an empty cell."""

_RUN = tuple("=+-@\t\r\n'")

BEFORE: Mapping[str, Callable[[Item, Heading], Cell]] = {
    "id": lambda item, _: item.facility.id,
    "name": lambda item, _: item.facility.name,
    "name2": lambda item, _: item.facility.name2,
    "street": lambda item, _: item.facility.street,
    "street2": lambda item, _: item.facility.street2,
    "city": lambda item, _: item.facility.city,
    "county": lambda item, _: item.facility.county,
    "state": lambda item, _: item.facility.state,
    "zip": lambda item, _: item.facility.zip,
    "phones": lambda item, _: "; ".join(map(_phone, item.facility.phones)),
    "website": lambda item, _: item.facility.website,
    "latitude": lambda item, _: item.facility.latitude,
    "longitude": lambda item, _: item.facility.longitude,
    "point": lambda item, _: item.facility.point,
    "distance_miles": lambda item, _: "" if item.miles is None else f"{item.miles:.2f}",
    "distance_about": lambda item, _: "yes" if item.about else "",
}
"""The columns before those of the facets, and what is in them."""

AFTER: Mapping[str, Callable[[Item, Heading], Cell]] = {
    "not_stated": lambda item, _: "; ".join(_not_stated(item.facility)),
    "unknown": lambda item, _: "; ".join(item.facility.unknown),
    "sources": lambda item, _: "; ".join(map(_source, item.facility.sources)),
    "listings": lambda item, _: "; ".join(f"{v.citation.source}:{v.id}" for v in item.facility.voices),
    "no_longer_listed": lambda item, _: "; ".join(map(_ended, (*item.facility.ended, *item.facility.dropped))),
    "front_gate_only": lambda item, _: "yes" if item.facility.front_gate else "",
    "has_held_an_identifier_with": lambda item, _: "; ".join(held.name for held in item.facility.held_with),
    "updated": lambda item, _: item.facility.updated,
    "fictional": lambda item, _: "yes" if item.facility.fictional else "",
    "link": lambda _, heading: heading.link,
}
"""The columns after them. `no_longer_listed` names sources that do not list it any more, also where others still do.
`listings` are those of a place that several sources list, each by the id it has alone.
`not_stated` names the facets of which no source of this place asks anything, and single terms
("medication:methadone") where only a part of a facet was asked: no empty cell of a facet is a no by itself."""


def write(items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
    """The file in pieces."""
    return joined(_lines(items, heading))


def columns() -> tuple[str, ...]:
    """The header: plain columns, one for each facet with the keys of its terms, and where it all comes from."""
    return (*BEFORE, *vocabulary().facets, *AFTER)


def safe_cell(value: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return f"'{value}" if value.startswith(_RUN) else value


def plain_cell(cell: str) -> str:
    """The text of a cell made by `safe_cell`."""
    return cell.removeprefix("'")


CSV = Format(key="csv", label="CSV (spreadsheet)", media_type="text/csv; charset=utf-8", extension="csv", write=write)


def _lines(items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
    facets = tuple(vocabulary().facets)
    yield b"\xef\xbb\xbf" + _line(columns())
    for given in items:
        item = replace(given, facility=given.facility.exported())
        terms = item.facility.terms
        yield _line(
            (
                *(cell(item, heading) for cell in BEFORE.values()),
                *("; ".join(terms.get(facet, ())) for facet in facets),
                *(cell(item, heading) for cell in AFTER.values()),
            )
        )


def _line(cells: Iterable[Cell]) -> bytes:
    line = io.StringIO(newline="")
    safe = (safe_cell(_text(cell)) if isinstance(cell, str) else cell for cell in cells)
    csv.writer(line, quoting=csv.QUOTE_NONNUMERIC).writerow(safe)
    return line.getvalue().encode()


def _text(value: str) -> str:
    """Text that can be written; a NUL, at which many readers stop, becomes U+FFFD."""
    return text(value).replace("\0", "\ufffd")


def _phone(phone: Phone) -> str:
    return phone_display(phone) + (f" ({phone.use})" if phone.use != "main" else "")


def _not_stated(facility: Facility) -> Iterator[str]:
    for facet in vocabulary().facets.values():
        unstated = facility.not_stated.get(facet.key, [])
        if facet.terms and facet.terms.keys() <= set(unstated):
            yield facet.key
        else:
            yield from (f"{facet.key}:{key}" for key in unstated)


def _ended(ended: Ended) -> str:
    reason = f" ({ended.reason})" if ended.reason else ""
    return f"by {ended.label} since {ended.since}{reason}"


def _source(source: Citation) -> str:
    said = f", as of {source.as_of}" if source.as_of else ""
    return f"{source.label}{said}, imported {source.imported}"
