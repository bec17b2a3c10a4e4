"""The sheet of a workbook that says what the list is: what was asked, when, what it is made of, and whom to call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from xlsxwriter import Workbook

from directory.crisis import CRISIS
from directory.exports import told
from directory.exports.format import Heading
from directory.facility import Citation, Facility

LICENCE = (
    "Public listings, each from the source named in its row. Works of the U.S. government are in the public domain; "
    "other lists have the licence of their publisher. SAMHSA asks that its directories not be sold."
)
"""What is said of sources whose licence nobody has told."""

EMPTY = (
    "An empty cell of a facet is no “no”: the column not_stated names the facets and terms that no source of a place "
    "was asked about."
)

MOST = 200
"""Sources that are told one by one; there are some dozens."""


@dataclass(eq=False, slots=True)
class Sources:
    """The sources of a list while it is written, without holding the list: of each its first label and address, the
    oldest and newest date of its data, and how many places it is cited for."""

    cited: dict[str, Citation] = field(default_factory=dict)
    dates: dict[str, set[str]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def add(self, facility: Facility) -> None:
        """Count the sources of one place."""
        for one in {citation.source: citation for citation in facility.sources}.values():
            if one.source not in self.cited and len(self.cited) == MOST:
                continue
            self.cited.setdefault(one.source, one)
            self.places[one.source] = self.places.get(one.source, 0) + 1
            known = self.dates.setdefault(one.source, set())
            known.add(one.as_of)
            known -= set(sorted(known)[1:-1])  # the oldest and the newest are enough

    def lines(self) -> Iterator[str]:
        """ "SAMHSA National Directory, data of 2022 to May 2023, 812 places. https://..."."""
        for key, one in self.cited.items():
            dates = " to ".join(told.day(date) or "no stated date" for date in sorted(self.dates[key]))
            yield f"{told.plain(one.label)}, data of {dates}, {told.count(self.places[key])}. {told.plain(one.url)}"

    def licences(self, known: Mapping[str, str]) -> Iterator[str]:
        """ "SAMHSA National Directory: Public domain", of those whose licence is known; LICENCE where none is."""
        told_of = [
            f"{told.plain(one.label)}: {told.plain(known[key])}" for key, one in self.cited.items() if known.get(key)
        ]
        yield from told_of or (LICENCE,)


def about(workbook: Workbook, heading: Heading, sources: Sources, cell_text: Callable[[str], str]) -> None:
    """Add the sheet."""
    sheet = workbook.add_worksheet("About this list")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 110)
    bold, wrapped = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True})
    for row, (label, value) in enumerate(_rows(heading, sources)):
        sheet.write_string(row, 0, label, bold)
        if isinstance(value, int):
            sheet.write_number(row, 1, value, workbook.add_format({"align": "left"}))
        else:
            sheet.write_string(row, 1, cell_text(value), wrapped)


def _rows(heading: Heading, sources: Sources) -> Iterator[tuple[str, str | int]]:
    for line in CRISIS:
        yield line.name, f"Call {'or text ' if line.text else ''}{line.number}. {line.when}"
    if heading.fictional:
        yield "Invented", told.INVENTED
    if heading.asked:
        yield "What this list is", told.plain(heading.asked)
    if heading.link:
        yield "The search behind this list", told.link(heading)
    yield "Made on", told.moment(heading.made)
    yield "Generation of the data", heading.generation
    yield "Places", heading.total
    for cited in sources.lines():
        yield "Source", cited
    for licence in sources.licences(heading.licences):
        yield "Licence", licence
    yield "How to read it", f"{EMPTY} {told.CALL_FIRST}"
