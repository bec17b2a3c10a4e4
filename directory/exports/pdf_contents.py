"""The list of towns in a long booklet, with their pages: by state, from A to Z within each."""

from __future__ import annotations

from math import ceil

from fpdf import FPDF
from fpdf.outline import OutlineSection

from directory.exports.pdf_page import EDGES, MARGIN, NAME, TEXT
from directory.exports.pdf_type import FAMILY, width

LINES = 30
"""Towns on a page."""

_HEIGHT = 7.0


def pages(towns: int) -> int:
    """How many pages so many towns need."""
    return ceil(towns / LINES)


def contents(pdf: FPDF, towns: list[OutlineSection]) -> None:
    """Write the pages that were kept free for it; fpdf2 calls it when all else is written."""
    for number, town in enumerate(_sorted(towns)):
        if number % LINES == 0:
            if number:
                pdf.add_page()
            pdf.set_xy(MARGIN, MARGIN)
            pdf.set_font(FAMILY, "", NAME)
            pdf.cell(text="Towns and cities, and the page of each")
            pdf.set_y(MARGIN + 12)
        pdf.set_font(FAMILY, "", TEXT)
        _line(pdf, town)


def _sorted(towns: list[OutlineSection]) -> list[OutlineSection]:
    """States as they come in the booklet, the towns of each from A to Z."""
    states: dict[str, list[OutlineSection]] = {}
    for town in towns:
        states.setdefault(town.name.rpartition(", ")[2], []).append(town)
    return [town for of_state in states.values() for town in sorted(of_state, key=lambda town: town.name.casefold())]


def _line(pdf: FPDF, town: OutlineSection) -> None:
    """The town, dots, and "page 4" at the right margin: a number alone looks like a count of places. Both lead there.
    The dots are drawn, so that nobody has them read aloud."""
    link = pdf.add_link(page=town.page_number)
    page = f"page {town.page_number}"
    side = width(page, TEXT) + EDGES + 1
    name = town.name
    while width(name, TEXT) > pdf.epw - side - EDGES:
        name = name[:-1]
    base = pdf.get_y() + _HEIGHT * 0.68
    with pdf.local_context():
        pdf.set_dash_pattern(dash=0.4, gap=1.4)
        pdf.line(MARGIN + width(name, TEXT) + 2 * EDGES, base, pdf.w - MARGIN - side, base)
    pdf.cell(w=pdf.epw - side, h=_HEIGHT, text=name, link=link)
    pdf.cell(w=side, h=_HEIGHT, text=page, align="R", link=link, new_x="LMARGIN", new_y="NEXT")
