"""Answers on a terminal: what `search` prints, and the pieces that `export` writes. The same answers as the web's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import StringIO

from msgspec.structs import replace
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from directory.crisis import CRISIS
from directory.errors import DirectoryError
from directory.exports.formats import FORMATS
from directory.exports.told import SHARED, away, shared_briefly
from directory.facility import Facility
from directory.phones import phone_display
from directory.settings import Settings
from directory.vocabulary import vocabulary
from search.asking import Reply, items
from search.engine import Engine
from search.manifest import Manifest
from search.query import Answer, Hit, Query
from web.api import answered
from web.downloads import heading
from web.heard import Heard, heard
from web.records import Records
from web.results import chips as chips_of
from web.words import ended, found, where

WIDTH = 100
"""Columns of a printed table: what fits a terminal and a mail."""

MILES = 11
"""Columns of the miles: "in the same ZIP code" has two lines."""


CALL = "In danger now? Call or text 988. Overdose or danger to life: call 911."


def answer_json(engine: Engine, reply: Reply, settings: Settings) -> bytes:
    """The API's answer as JSON."""
    return answered(reply, engine, Records(settings.public_url), settings.public_url)


def answer_table(engine: Engine, reply: Reply) -> str:
    """A page of the answer as a table for people, with what was understood, the crisis lines and the age of the
    data."""
    answer, manifest = reply.answer, engine.manifest
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("miles", justify="right", max_width=MILES)
    for column in ("name and address", "telephone", "id"):
        table.add_column(column, overflow="fold")
    for hit in answer.hits:
        table.add_row(*(escape(cell) for cell in _cells(hit)))
    console = Console(file=StringIO(), width=WIDTH, color_system=None)
    console.print(*understood(engine, reply), *_head(answer, manifest), sep="\n", highlight=False, markup=False)
    console.print(table)
    console.print(*_foot(answer, manifest), sep="\n", highlight=False, markup=False)
    text = console.file.getvalue() if isinstance(console.file, StringIO) else ""
    return "\n".join(line.rstrip() for line in text.splitlines())


def understood(engine: Engine, reply: Reply) -> list[str]:
    """What was made of a sentence, a line each; in an emergency whom to call before all else."""
    query, told = reply.answer.query, heard(reply, engine)
    searched = replace(query, q="") if told.dropped else query
    chips = "; ".join(chip.label for chip in chips_of(searched, where(reply.answer)))
    read = "; ".join(f"“{typed}” as “{meant}”" for typed, meant in told.read)
    unused = ", ".join(f"“{words}”" for words in told.unused)
    meant = ", ".join(link.label for link in told.suggestions)
    lines = {
        CALL: told.crisis,
        f"Searched as words in names and addresses: “{searched.q}”": told.exact and searched.q,
        f"Understood: {chips}": chips and told.typed and not told.exact,
        f"Read {read}": read,
        f"Not used, as no source says it: {unused}": unused,
        _dropped(told): told.dropped,
        "To search near you, give your ZIP code or city with --near.": told.here,
        f"Perhaps you meant: {meant}": meant,
    }
    return [line for line, shown in lines.items() if shown]


def _dropped(told: Heard) -> str:
    return f"No place here has “{told.dropped}” in its name or address; these fit the rest."


def _head(answer: Answer, manifest: Manifest) -> list[str]:
    invented = ["These listings are invented for demonstration. Do not call them."] if manifest.fictional else []
    pages = f", page {answer.query.page} of {answer.pages}" if answer.pages > 1 else ""
    return [*invented, found(answer) + pages, ""]


def _cells(hit: Hit) -> tuple[str, str, str, str]:
    facility = hit.facility
    street = ", ".join(part for part in (facility.street, facility.street2) if part)
    kept = "Address not given out: call first" if facility.front_gate else ""
    town = f"{facility.city}, {facility.state} {facility.zip}".strip()
    lines = (facility.name, facility.name2, street or kept, town, *map(ended, facility.ended))
    miles = away(hit.miles, facility.point).removesuffix(" miles")
    return miles, "\n".join(line for line in lines if line) + "\n", "\n".join(_phones(facility)), facility.id


def _phones(facility: Facility) -> Iterator[str]:
    """Each number, what it is for and how many places share it."""
    for phone in facility.phones:
        beside = "; ".join(filter(None, ("" if phone.use == "main" else phone.use, shared_briefly(phone.shared))))
        yield phone_display(phone) + (f" ({beside})" if beside else "")


def _foot(answer: Answer, manifest: Manifest) -> list[str]:
    more = [f"{answer.without_point:,} more fit but have no point on the map."] if answer.without_point else []
    unsaid = ((vocabulary().facets[facet].label, count) for facet, count in answer.not_stated.items() if count)
    more += [
        f"{count:,} more would fit, but no source states what was chosen under {label!r}." for label, count in unsaid
    ]
    more += [SHARED] if any(phone.shared for hit in answer.hits for phone in hit.facility.phones) else []
    dates = (f"{s.label}: data of {s.as_of or 'no stated date'}, imported {s.imported[:10]}" for s in manifest.sources)
    return [*more, *dates, "In a crisis: " + "; ".join(f"{line.number} ({line.name})" for line in CRISIS)]


def export_pieces(engine: Engine, query: Query, key: str, settings: Settings, made: datetime) -> Iterator[bytes]:
    """The file of a whole list. Raises DirectoryError naming the formats when there is none of this key, and
    TooLongError when the list is longer than the format takes."""
    if key not in FORMATS:
        raise DirectoryError(f"There is no format {key!r}; there are: {', '.join(FORMATS)}.")
    total, found = items(engine, query)
    FORMATS[key].check(total)
    return FORMATS[key].write(found, heading(engine, query, total, settings.public_url, made))
