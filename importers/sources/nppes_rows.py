"""From the millions of records of NPPES to the few rows of organisations that treat; the others are counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter

from importers.readers import BadRow
from importers.row import Row
from importers.sources.nppes_files import Table
from importers.sources.nppes_taxonomy import KEPT

NO_ORGANISATION = "records of NPPES that are not an organisation, not listed"
NO_TREATMENT = "organisations without a taxonomy of treatment, not listed"
DEACTIVATED = "records of NPPES whose NPI is deactivated, not listed"
MISREAD = "records of NPPES that are not UTF-8; read as Windows-1252"

_ORGANISATION = frozenset({"2", "2.0"})  # 2.0: a spreadsheet tool made it a number
# What is left alone: people's names, mailing addresses, licence numbers, the providers' numbers with others, dates.
_IGNORED = re.compile(
    r"column \d+|replacement npi|entity type code|employer identification number.*|"
    r"provider (other )?(last|first|middle) name.*|provider (other )?name (prefix|suffix) text|"
    r"provider (other )?credential text|provider other (last name|organization name) type code|"
    r"provider .*business mailing address.*|provider enumeration date|last update date|certification date|"
    r"npi (deactivation|reactivation) .*|provider (gender|sex) code|authorized official .*|"
    r"provider license number.*|healthcare provider (primary taxonomy switch|taxonomy group)_\d+|"
    r"other provider identifier(_| state_)\d+|is sole proprietor|is organization subpart|parent organization tin"
)


def kept(table: Table, warnings: Counter[str]) -> Iterator[Row]:
    """The active organisations with a taxonomy of treatment, without the columns that are ignored.

    Every other record is counted in `warnings`; one whose cells do not fit the header is a BadRow.
    """
    verdict, row, width = _verdict(table.header), _rows(table, warnings), len(table.header)
    counts: Counter[str] = Counter()
    for line, cells in table.records():
        if len(cells) != width:
            yield BadRow(f"{len(cells)} cells where the header has {width}.", table.file, line)
        elif reason := verdict(cells):
            counts[reason] += 1
        else:
            yield row(line, cells)
    warnings.update(counts)


def every(table: Table, warnings: Counter[str]) -> Iterator[Row]:
    """The rows of a table, all of them."""
    row, width = _rows(table, warnings), len(table.header)
    for line, cells in table.records():
        if len(cells) == width:
            yield row(line, cells)
        else:
            yield BadRow(f"{len(cells)} cells where the header has {width}.", table.file, line)


def _verdict(header: Sequence[str]) -> Callable[[Sequence[str]], str]:
    """Why a record is left out; "" for those that are kept. Called nine million times, so it looks at little."""
    places = {name: place for place, name in enumerate(header)}
    entity = places["entity type code"]
    taxonomies = _several([place for name, place in places.items() if "taxonomy code_" in name])
    stopped, resumed = places.get("npi deactivation date"), places.get("npi reactivation date")

    def verdict(cells: Sequence[str]) -> str:
        if stopped is not None and cells[stopped] and not _again(cells[stopped], cells[resumed] if resumed else ""):
            return DEACTIVATED
        if cells[entity] not in _ORGANISATION:
            return NO_ORGANISATION
        return NO_TREATMENT if KEPT.isdisjoint(taxonomies(cells)) else ""

    return verdict


def _several(places: Sequence[int]) -> Callable[[Sequence[str]], Sequence[str]]:
    """The cells at these places; `itemgetter` of a single place would give a cell instead."""
    return itemgetter(*places, places[0])


def _again(stopped: str, resumed: str) -> bool:
    """Whether an NPI was taken up again after it was deactivated; both are MM/DD/YYYY."""
    return resumed[6:] + resumed[:5] >= stopped[6:] + stopped[:5]


def _rows(table: Table, warnings: Counter[str]) -> Callable[[int, Sequence[str]], Row]:
    wanted = [(place, name) for place, name in enumerate(table.header) if not _IGNORED.fullmatch(name)]

    def row(line: int, cells: Sequence[str]) -> Row:
        values = {name: cell for place, name in wanted if (cell := cells[place])}  # 30 of 170
        if not "".join(values.values()).isascii():
            values = _mended(values, warnings)
        return Row(values, table.file, line)

    return row


def _mended(values: Mapping[str, str], warnings: Counter[str]) -> dict[str, str]:
    """Cells with bytes that are no UTF-8 are read as Windows-1252."""
    mended = {
        name: value if _unescaped(value) else value.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
        for name, value in values.items()
    }
    if mended != values:
        warnings[MISREAD] += 1
    return mended


def _unescaped(value: str) -> bool:
    return value.isascii() or not any("\udc80" <= character <= "\udcff" for character in value)
