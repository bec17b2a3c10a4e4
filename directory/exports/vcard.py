"""vCard 3.0 (RFC 2426) for the address book of a telephone: a card for each place.

3.0 and not 4.0, since that is what telephones and mail programs import alike. `docs/decisions.md` has the reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from directory.clean import website
from directory.exports import told
from directory.exports.format import Format, Heading, Item
from directory.exports.record import joined
from directory.facility import Facility
from directory.listing import Phone
from directory.phones import phone_link

FOLD = 75
"""Octets of a line, without its end; a longer one goes on in the next, after a space."""

TYPES: Mapping[str, str] = {"fax": "WORK,FAX"}
"""TYPE of a number by its use; WORK,VOICE for all others. 3.0 has no type for a text telephone."""

EXACT = ("source", "geocoder")
"""Kinds of points that may guide somebody to a door."""

_ESCAPED = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})


def write(items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
    """The file in pieces."""
    return joined(_card(item.facility.exported(), heading) for item in items)


VCARD = Format(
    key="vcard", label="vCard (address book)", media_type="text/vcard; charset=utf-8", extension="vcf", write=write
)


def escaped(value: str) -> str:
    """The text as a value, or as one part of a value that has several."""
    return value.translate(_ESCAPED)


def folded(line: str) -> bytes:
    """The line with its end, broken so that no part has more than FOLD octets and no character is torn."""
    octets, parts, room = line.encode(), [], FOLD
    while len(octets) > room:
        end = room
        while octets[end] & 0b1100_0000 == 0b1000_0000:  # within a character
            end -= 1
        parts.append(octets[:end])
        octets, room = octets[end:], FOLD - 1
    return b"\r\n ".join((*parts, octets)) + b"\r\n"


def _card(facility: Facility, heading: Heading) -> bytes:
    return b"".join(map(folded, ("BEGIN:VCARD", "VERSION:3.0", *_lines(facility, heading), "END:VCARD")))


def _lines(facility: Facility, heading: Heading) -> Iterator[str]:
    name = told.plain(facility.name) or "Place without a name"
    units = [part for part in (name, told.plain(facility.name2)) if part]
    yield f"FN:{escaped(name)}"
    yield "N:;;;;"
    yield f"ORG:{';'.join(map(escaped, units))}"
    yield "X-ABShowAs:COMPANY"
    yield f"ADR;TYPE=WORK:{_address(facility)}"
    yield from _telephones(facility)
    if site := website(facility.website):
        yield f"URL:{site.replace(',', '%2C').replace(';', '%3B')}"  # some readers end at a comma
    if facility.point in EXACT and facility.latitude is not None and facility.longitude is not None:
        yield f"GEO:{facility.latitude:.6f};{facility.longitude:.6f}"
    yield f"NOTE:{escaped(_note(facility))}"
    yield f"UID:treatment-directory-{escaped(told.plain(facility.id))}"
    yield f"REV:{heading.moment}"


def _address(facility: Facility) -> str:
    """PO box, extended address (both always empty), street, city, state, ZIP, country. The second line of the street
    goes with the first: many telephones do not show an extended address."""
    lines = [part for part in map(told.plain, (facility.street, facility.street2)) if part]
    rest = (told.plain(part) for part in (facility.city, facility.state, facility.zip))
    return ";".join(map(escaped, ("", "", "\n".join(lines), *rest, "United States")))


def _telephones(facility: Facility) -> Iterator[str]:
    for number, (phone, shown, use) in enumerate(told.numbers(facility), start=1):
        kind = TYPES.get(phone.use, "WORK,VOICE") + (",PREF" if number == 1 and phone.use != "fax" else "")
        yield f"item{number}.TEL;TYPE={kind}:{escaped(_dialled(phone) or shown)}"
        if label := ", ".join(part for part in (use, _extension(phone)) if part):
            yield f"item{number}.X-ABLabel:{escaped(label)}"


def _dialled(phone: Phone) -> str:
    """ "+1-617-555-0123,10", which telephones dial from anywhere: the extension after a pause. "" for what cannot be
    dialled."""
    digits, _, extension = phone_link(phone).removeprefix("tel:+1").partition(";ext=")
    number = f"+1-{digits[:3]}-{digits[3:6]}-{digits[6:]}" if digits else ""
    return f"{number},{extension}" if number and extension else number


def _extension(phone: Phone) -> str:
    return told.plain(f"extension {phone.extension}") if phone.extension else ""


def _note(facility: Facility) -> str:
    kept = [f"{told.NOT_GIVEN_OUT}."] if facility.front_gate else []
    invented = ["Invented for demonstration. Do not call."] if facility.fictional else []
    listed = [f"{label}: {terms}." for label, terms in told.offers(facility)]
    sources = [f"Source: {told.source(citation)}." for citation in facility.sources]
    first = (*invented, *told.ended(facility), *kept, told.CALL_FIRST, *told.shared_numbers(facility))
    return "\n".join((*first, *listed, *sources, told.crisis_line()))
