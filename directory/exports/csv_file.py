"""CSV for spreadsheets: UTF-8 with byte order mark, CRLF, a header, a line for each facility.

Text is always in quotes. Text that a spreadsheet would run as a formula gets an apostrophe in front, and so does text
that begins with an apostrophe itself, so that taking one leading apostrophe away gives the text back (`plain_cell`).

A ZIP code is the plain text `02108`, exact for every program that reads CSV. A spreadsheet that opens the file by a
double click shows 2108, one that is told that quoted fields are text shows 02108 (`docs/decisions.md` weighs what else
there is); the workbook needs no telling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from directory.exports.format import Format, Heading, Item
from directory.exports.record import joined, text
from directory.exports.told import shared_numbers
from directory.facility import Citation, Ended, Facility
from directory.listing import Phone
from directory.phones import phone_display
from directory.vocabulary import vocabulary

Cell = str | float | None
"""Numbers are written bare, None and "" as an empty cell."""

SHARED = 10_000
"""Lists of terms whose cells are kept while a file is written."""

_UNSTATED = "not_stated"
_QUOTE = '"'
_NOTHING: Sequence[str] = ()
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
    "phones_shared": lambda item, _: " ".join(shared_numbers(item.facility)),
    "website": lambda item, _: item.facility.website,
    "latitude": lambda item, _: item.facility.latitude,
    "longitude": lambda item, _: item.facility.longitude,
    "point": lambda item, _: item.facility.point,
    "distance_miles": lambda item, _: "" if item.miles is None else f"{item.miles:.2f}",
    "distance_about": lambda item, _: "yes" if item.about else "",
}
"""The columns before those of the facets, and what is in them."""

AFTER: Mapping[str, Callable[[Item, Heading], Cell]] = {
    _UNSTATED: lambda item, _: unstated(item.facility, _not_stated),
    "unknown": lambda item, _: "; ".join(item.facility.unknown),
    "sources": lambda item, _: "; ".join(map(_source, item.facility.sources)),
    "listed": lambda item, _: "yes" if item.facility.listed else "no",
    "listings": lambda item, _: "; ".join(f"{v.citation.source}:{v.id}" for v in item.facility.voices),
    "no_longer_listed": lambda item, _: "; ".join(map(_ended, (*item.facility.ended, *item.facility.dropped))),
    "front_gate_only": lambda item, _: "yes" if item.facility.front_gate else "",
    "has_held_an_identifier_with": lambda item, _: "; ".join(held.name for held in item.facility.held_with),
    "updated": lambda item, _: item.facility.updated,
    "fictional": lambda item, _: "yes" if item.facility.fictional else "",
    "link": lambda _, heading: heading.link,
}
"""The columns after them. `listed` says whether any source lists it today; `no_longer_listed` names those that do
not list it any more, also where others still do.
`listings` are those of a place that several sources list, each by the id it has alone.
`not_stated` names the facets of which no source of this place asks anything, and single terms
("medication:methadone") where only a part of a facet was asked: no empty cell of a facet is a no by itself."""


_AFTER_THAT = [made for name, made in AFTER.items() if name != _UNSTATED]


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
    said, facet_keys = _Said(), tuple(vocabulary().facets)
    yield b"\xef\xbb\xbf" + line(columns())
    for given in items:
        item = replace(given, facility=given.facility.exported()) if given.facility.front_gate else given
        before = [_cell(made(item, heading)) for made in BEFORE.values()]
        after = [_cell(made(item, heading)) for made in _AFTER_THAT]
        facets = [said.yes(item.facility.terms.get(facet, _NOTHING)) for facet in facet_keys]
        yield ",".join([*before, *facets, said.unstated(item.facility), *after]).encode() + b"\r\n"


def line(cells: Iterable[Cell]) -> bytes:
    """Cells as a line: what `csv.writer` makes of them with QUOTE_NONNUMERIC, in a fraction of its time."""
    return ",".join(map(_cell, cells)).encode() + b"\r\n"


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return '""'
    if isinstance(cell, str):
        safe = safe_cell(_text(cell))
        return f'"{safe.replace(_QUOTE, _QUOTE * 2)}"' if _QUOTE in safe else f'"{safe}"'
    return repr(cell)


class _Said:
    """Cells of terms. Facilities that say the same share one list of it, so that each is written once."""

    def __init__(self) -> None:
        self._yes: dict[int, tuple[Sequence[str], str]] = {}
        self._unstated: dict[tuple[str, int], tuple[Sequence[str], str]] = {}

    def yes(self, keys: Sequence[str]) -> str:
        """The cell of a facet."""
        known = self._yes.get(id(keys))
        if known is None:
            known = keys, _cell("; ".join(keys))
            if len(self._yes) < SHARED:
                self._yes[id(keys)] = known  # which holds the list, so that its id stays its own
        return known[1]

    def unstated(self, facility: Facility) -> str:
        """The cell of what is not stated."""
        return f'"{unstated(facility, self._of_facet)}"'  # keys alone, in which nothing has to be escaped

    def _of_facet(self, facet: str, keys: Sequence[str]) -> str:
        known = self._unstated.get((facet, id(keys)))
        if known is None:
            known = keys, _not_stated(facet, keys)
            if len(self._unstated) < SHARED:
                self._unstated[facet, id(keys)] = known
        return known[1]


def _text(value: str) -> str:
    """Text that can be written; a NUL, at which many readers stop, becomes U+FFFD."""
    plain = value if value.isascii() else text(value)
    return plain.replace("\0", "\ufffd") if "\0" in plain else plain


def _phone(phone: Phone) -> str:
    return phone_display(phone) + (f" ({phone.use})" if phone.use != "main" else "")


def unstated(facility: Facility, told: Callable[[str, Sequence[str]], str]) -> str:
    """The cell of what is not stated, of what is `told` of each facet."""
    found = facility.not_stated
    return "; ".join([told(facet, found[facet]) for facet in vocabulary().facets if found.get(facet)])


def _not_stated(facet: str, keys: Sequence[str]) -> str:
    every = vocabulary().facets[facet].terms
    return facet if every.keys() <= set(keys) else "; ".join(f"{facet}:{key}" for key in keys)


def _ended(ended: Ended) -> str:
    reason = f" ({ended.reason})" if ended.reason else ""
    return f"by {ended.label} since {ended.since}{reason}"


def _source(source: Citation) -> str:
    said = f", as of {source.as_of}" if source.as_of else ""
    return f"{source.label}{said}, imported {source.imported}"
