"""One place in the booklet: name, numbers, address, what it offers, who says so."""

from __future__ import annotations

from directory.clean import website
from directory.exports import told
from directory.exports.format import Item
from directory.exports.pdf_page import GREY, NAME, NUMBER, SMALL, TEXT, Booklet
from directory.phones import phone_link

HEIGHT = 60.0
"""Millimeters that most places need: with less left, a place begins on the next page."""

INDENT = 6.0


def place(booklet: Booklet, number: int, item: Item) -> None:
    """Add a place; its item has the facility as it is exported."""
    facility = item.facility
    booklet.room(HEIGHT)
    booklet.paragraph(f"{number}. {facility.name or 'Place without a name'}", NAME, bold=True)
    booklet.paragraph(facility.name2, TEXT, indent=INDENT)
    for line in told.ended(facility):
        booklet.paragraph(line, TEXT, indent=INDENT)
    _numbers(booklet, item)
    street = told.NOT_GIVEN_OUT if facility.front_gate else told.street(facility)
    booklet.paragraph(", ".join(part for part in (street, told.town(facility)) if part), TEXT, indent=INDENT)
    if item.miles is not None:
        booklet.paragraph(f"{'About ' if item.about else ''}{item.miles:.1f} miles away", TEXT, indent=INDENT)
    booklet.paragraph(website(facility.website), TEXT, indent=INDENT)
    for label, listed in told.offers(facility):
        booklet.paragraph(f"{label}: {listed}", TEXT, indent=INDENT)
    for citation in facility.sources:
        booklet.paragraph(f"Source: {told.source(citation)}", SMALL, color=GREY, indent=INDENT)
    booklet.ln(6)


def _numbers(booklet: Booklet, item: Item) -> None:
    for phone, shown, use in told.numbers(item.facility):
        spoken = f"{shown} ({use})" if use else shown
        link = "" if phone.use == "fax" else phone_link(phone)
        booklet.paragraph(spoken, NUMBER, bold=phone.use == "main", link=link, indent=INDENT)
    if item.facility.listed and not item.facility.phones:
        booklet.paragraph("No telephone number listed", TEXT, indent=INDENT)
