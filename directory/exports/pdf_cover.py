"""The first page of the booklet: what it is, whom to call in a crisis, where the places are, the link to the list."""

from __future__ import annotations

from collections.abc import Sequence

from directory.crisis import CRISIS
from directory.exports import told
from directory.exports.format import Heading, Item
from directory.exports.pdf_map import overview
from directory.exports.pdf_page import GREY, MARGIN, NUMBER, SMALL, TEXT, TITLE, Booklet


def cover(booklet: Booklet, heading: Heading, items: Sequence[Item]) -> None:
    """Add it."""
    booklet.paragraph("Treatment places", TITLE, bold=True)
    booklet.paragraph(heading.asked or told.count(heading.total), NUMBER)
    booklet.paragraph(f"List of {told.moment(heading)}", NUMBER)
    booklet.ln(4)
    if heading.fictional:
        booklet.paragraph(told.INVENTED, NUMBER, bold=True)
        booklet.ln(4)
    _crisis(booklet)
    booklet.paragraph(told.CALL_FIRST, NUMBER)
    booklet.paragraph("Ask whether there is room, whether they take your insurance, and what you will pay.", TEXT)
    booklet.ln(4)
    if heading.link:
        booklet.paragraph("The same list on the web, as it is today:", TEXT)
        booklet.paragraph(told.link(heading), SMALL, link=heading.web if told.plain(heading.web) == heading.web else "")
    booklet.paragraph(f"Generation {heading.generation} of the data. Each place names its source.", SMALL, color=GREY)
    booklet.ln(4)
    overview(booklet, [item.facility for item in items], heading.outlines())


def _crisis(booklet: Booklet) -> None:
    """The crisis lines in a frame."""
    top = booklet.get_y()
    booklet.ln(3)
    for line in CRISIS:
        booklet.paragraph(f"{line.name}: call {'or text ' if line.text else ''}{line.number}", NUMBER, indent=4)
        booklet.paragraph(line.when, TEXT, indent=4)
        booklet.ln(2)
    booklet.set_draw_color(0, 0, 0)
    booklet.rect(MARGIN, top, booklet.epw, booklet.get_y() - top)
    booklet.ln(5)
