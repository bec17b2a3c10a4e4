"""The sheets of a workbook that say what the list is: what was asked, when, of what it is made, whom to call; and what
its columns mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlsxwriter import Workbook

from directory.crisis import CRISIS
from directory.exports import told
from directory.exports.cited import Sources
from directory.exports.format import Heading
from directory.exports.xlsx_cells import Rows, Value, dated
from directory.vocabulary import vocabulary

LICENCE = (
    "Public listings, each from the source named in its row. Works of the U.S. government are in the public domain; "
    "other lists have the licence of their publisher. SAMHSA asks that its directories not be sold."
)
"""What is said of sources whose licence nobody has told."""

EMPTY = (
    "An empty cell of a facet is no “no”: the column not_stated names the facets and terms that no source of a place "
    "was asked about. The sheet Columns says what each column holds, and what its words mean."
)

SOURCE = ("Source", "Web address", "Places", "Oldest data", "Newest data", "Imported", "Licence")
"""What is told of each source. A date is as the source tells it: a year, a month or a day."""

ABOUT_WIDTHS = (34.0, 70.0, 9.0, 13.0, 13.0, 13.0, 60.0)
COLUMNS_WIDTHS = (28.0, 34.0, 70.0)

MEANINGS: Mapping[str, str] = {
    "id": "The place's public id, which stays the same.",
    "name": "What the place is called.",
    "name2": "A second name: of the program, or what the place trades as.",
    "street": "House number and street; empty where the place does not give it out, or no source has it.",
    "street2": "Suite, building or second line.",
    "city": "City or town.",
    "county": "County, parish, borough or municipio.",
    "state": "Two letters of the postal service; territories and DC too.",
    "zip": "ZIP code, as text: zeros in front belong to it.",
    "website": "Its website, where a source gives one.",
    "phones": "All numbers; what one is for follows in parentheses where it is not the main one.",
    "phones_shared": "Which of the numbers are listed for many places, and for how many.",
    "point": (
        "What latitude and longitude are: “source” given by a source, “geocoder” looked up by the address, “zip” only "
        "the middle of the ZIP code, “rounded” only roughly told; empty without a point."
    ),
    "latitude": "Degrees north (WGS84).",
    "longitude": "Degrees east (WGS84), so negative west of Greenwich.",
    "distance_miles": "Miles as the crow flies from where was asked.",
    "distance_about": "“yes” where the point is not the building's: the miles are “about”.",
    "not_stated": (
        "What no source of the place was asked about: a facet alone is all of its terms. What is neither here nor in "
        "the facet's column was asked and is not listed."
    ),
    "unknown": "What a source said that this directory has no word for, as it said it.",
    "sources": "Who lists the place, the date of that data, and the day we read it.",
    "listed": "“no” where no source lists the place any more.",
    "listings": "Where several sources list a place: the source and the id of each listing.",
    "no_longer_listed": "Sources that listed the place and do no longer, and since when.",
    "front_gate_only": "“yes” where the place keeps its address from everybody: call first.",
    "has_held_an_identifier_with": "Insurers with which the place has held an identifier; not what it takes.",
    "updated": "The newest date of the data about the place: a day, or a month or a year where no more is known.",
    "fictional": "“yes” where the place is invented for demonstration.",
    "link": "The search that makes this list again.",
}
"""What the columns hold that are no facet."""


def about(workbook: Workbook, heading: Heading, sources: Sources, columns: tuple[str, ...]) -> None:
    """Add the sheets."""
    bold = workbook.add_format({"bold": True, "valign": "top"})
    plain = workbook.add_format({"text_wrap": True, "valign": "top", "align": "left"})
    sheet = _sheet(workbook, "About this list", ABOUT_WIDTHS)
    for label, value in _told(heading):
        sheet.put((label, value), plain, first=bold)
    sheet.put(())
    sheet.put(SOURCE, bold)
    for row in _sources(heading, sources):
        sheet.put(row, plain)
    meanings = _sheet(workbook, "Columns", COLUMNS_WIDTHS)
    meanings.put(("Column", "Word in it", "What it means"), bold)
    meanings.sheet.freeze_panes(1, 0)
    meanings.sheet.repeat_rows(0)
    for row in _meanings(columns):
        meanings.put(row, plain, first=bold)


def _sheet(workbook: Workbook, name: str, widths: tuple[float, ...]) -> Rows:
    """One that prints as wide as a page."""
    rows = Rows(workbook, name, widths)
    rows.sheet.set_landscape()
    rows.sheet.fit_to_pages(1, 0)
    return rows


def _told(heading: Heading) -> Iterator[tuple[str, Value]]:
    for line in CRISIS:
        yield line.name, f"Call {'or text ' if line.text else ''}{line.number}. {line.when}"
    if heading.fictional:
        yield "Invented", told.INVENTED
    if heading.asked:
        yield "What this list is", told.plain(heading.asked)
    if heading.link:
        yield "The search behind this list", told.link(heading)
    yield "Made", heading.made
    yield "Generation of the data", heading.generation
    yield "Places", heading.total
    yield "How to read it", f"{EMPTY} {told.CALL_FIRST}"


def _sources(heading: Heading, sources: Sources) -> Iterator[tuple[Value, ...]]:
    """A row for each, and a word on licences where that of one is not known."""
    for key, one in sources:
        days = dated(one.oldest) or "not stated", dated(one.newest) or "not stated", dated(one.imported)
        licence = told.plain(heading.licences.get(key, "")) or LICENCE
        yield told.plain(one.first.label), told.plain(one.first.url), one.places, *days, licence


def _meanings(columns: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    facets = vocabulary().facets
    for name in columns:
        if name not in facets:
            yield name, "", MEANINGS[name]
            continue
        yield name, "", f"{facets[name].label}. {facets[name].help}"
        for term in facets[name].terms.values():
            yield name, term.key, term.label
