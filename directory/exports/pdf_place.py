"""One place in the booklet: name, numbers, address, what it offers, who says so."""

from __future__ import annotations

from collections.abc import Iterator

from directory.clean import website
from directory.exports import told
from directory.exports.format import Item
from directory.exports.pdf_page import GREY, NAME, NUMBER, SMALL, TEXT, Booklet, Paragraph
from directory.phones import phone_link

INDENT = 6.0


def place(booklet: Booklet, number: int, item: Item) -> Iterator[Paragraph]:
    """The paragraphs of a place; its item has the facility as it is exported."""
    facility = item.facility
    yield booklet.lined(f"{number}. {facility.name or 'Place without a name'}", NAME, bold=True)
    yield booklet.lined(facility.name2, TEXT, indent=INDENT)
    for line in told.ended(facility):
        yield booklet.lined(line, TEXT, indent=INDENT)
    yield from _numbers(booklet, item)
    street = told.NOT_GIVEN_OUT if facility.front_gate else told.street(facility)
    address = ", ".join(part for part in (street, told.town(facility)) if part)
    away = told.away(item.miles, facility.point)
    yield booklet.lined(f"{address} ({away})" if away else address, TEXT, indent=INDENT)
    yield booklet.lined(website(facility.website), TEXT, indent=INDENT)
    for label, listed in told.offers(facility):
        yield booklet.lined(f"{label}: {listed}", TEXT, indent=INDENT)
    for citation in facility.sources:
        yield booklet.lined(f"Source: {told.source(citation)}", SMALL, color=GREY, indent=INDENT)


def _numbers(booklet: Booklet, item: Item) -> Iterator[Paragraph]:
    for phone, shown, use in told.numbers(item.facility):
        beside = "; ".join(part for part in (use, told.shared_briefly(phone.shared)) if part)
        spoken = f"{shown} ({beside})" if beside else shown
        link = "" if phone.use == "fax" else phone_link(phone)
        yield booklet.lined(spoken, NUMBER, bold=phone.use == "main", link=link, indent=INDENT)
    if any(phone.shared for phone, _, _ in told.numbers(item.facility)):
        yield booklet.lined(told.SHARED, SMALL, indent=INDENT)
    if item.facility.listed and not item.facility.phones:
        yield booklet.lined("No telephone number listed", TEXT, indent=INDENT)
