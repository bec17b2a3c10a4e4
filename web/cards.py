"""A facility as a page tells it: where it is, whom to call, what it offers, and where each of that comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from babel.lists import format_list

from directory.clean import website
from directory.facility import Facility
from directory.listing import Phone
from directory.phones import phone_display, phone_link
from directory.vocabulary import Term
from search.query import Query
from web.language import current, marked, vocabulary
from web.language import gettext as _
from web.voices import another_main, listing_number
from web.words import PHONE_USES, capitalized

OFFERS = (
    ("setting", marked("Stay or visit")),
    ("medication", marked("Medications")),
    ("payment", marked("Listed ways to pay, ask when you call")),
)
"""What a result says of each facility, in this order."""

GIST = {
    "kind": ("psychiatric-hospital", "state-hospital", "psychiatric-unit", "health-center", "va-health-care"),
    "care": ("substance-use", "mental-health", "detox", "transitional-housing"),
    "setting": ("inpatient", "residential", "outpatient", "telehealth"),
    "medication": ("methadone", "buprenorphine", "naltrexone"),
}
"""Of which terms the sentence under a facility's name is made, in this order."""

SHOWN = 6
"""Terms of a facet that a result names before "and 3 more"."""

Line = tuple[str, str, list[str]]
"""Its kind, what is said before its values, the values."""

Wish = tuple[str, str, str]
"""A value that was chosen: facet, key, label."""

WISHES = {
    "met": marked("Has what you chose:"),
    "unstated": marked("Does not state:"),
    "unmet": marked("Does not list:"),
}
"""How a place stands to what was chosen, by kind."""

OPIOID_SAID = ("mat", "otp", "accepts-mat", "no-mat", "not-treated")
"""Terms of "opioid" that say on which terms a place works with medication, what is given there first: "accepts people
whose medicine is prescribed elsewhere" alone must never hide it, nor be taken for it."""


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number: as it is read, as it is dialled ("" for a fax, or where none can be), and what it is for.

    `by` is who lists it where several sources speak, else ""; `said` everybody who does, with the dates of their data;
    `shared` how many places list it, 0 for few."""

    shown: str
    link: str
    use: str
    by: str
    said: tuple[str, ...]
    shared: int


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of what a facility offers: "Medications: Methadone, given here · ..."."""

    label: str
    values: tuple[str, ...]
    more: int = 0


def numbers(facility: Facility) -> tuple[Number, ...]:
    """Every number of a facility with what it is for and who says so."""
    labels = {source.source: source.label for source in facility.sources}
    return tuple(
        Number(
            shown=phone_display(phone),
            link=_dialled(phone),
            use=_("another main number") if another_main(facility, phone) else _(PHONE_USES.get(phone.use, phone.use)),
            by=labels.get(phone.source, phone.source),
            said=listing_number(facility, phone),
            shared=phone.shared,
        )
        for phone in facility.phones
    )


def site_of(facility: Facility) -> str:
    """The facility's website, checked again before it becomes a link."""
    return website(facility.website)


def offers(facility: Facility) -> tuple[Offer, ...]:
    """The short version for a list; facets with nothing to say are left out."""
    lines = (_offer(label, _labels(facet, facility.terms.get(facet, ()))) for facet, label in OFFERS)
    return tuple(line for line in lines if line.values)


def gist(facility: Facility) -> str:
    """What a facility is in one sentence, "Treatment for drug or alcohol use; outpatient; medications used here:
    methadone and buprenorphine.", of GIST; "" where none of that is listed."""
    parts = {facet: _together(facility, facet, keys) for facet, keys in GIST.items()}
    if parts["medication"]:
        parts["medication"] = _("medications used here: %(names)s") % {"names": parts["medication"]}
    told = "; ".join(filter(None, parts.values()))
    return f"{capitalized(told)}." if told else ""


def opioid_medications(facility: Facility) -> str:
    """What is said of medication for opioid use besides its names: "not stated", "none listed", or on which terms."""
    listed = facility.terms.get("opioid", [])
    if said := _labels("opioid", [key for key in OPIOID_SAID if key in listed]):
        return " · ".join(said)
    asked = "mat" not in facility.not_stated.get("opioid", ())
    return _("none listed") if asked else _("not stated by any source")


def wishes(facility: Facility, chosen: Iterable[Wish]) -> tuple[Line, ...]:
    """What was chosen and the facility has, which is why it is in the list; what of it no source states; what of it was
    asked and is not listed: of several values of which one is enough it may lack some."""
    sorted_out: dict[str, list[str]] = {"met": [], "unstated": [], "unmet": []}
    for facet, key, label in chosen:
        if key in facility.terms.get(facet, ()):
            sorted_out["met"].append(label)
        else:
            sorted_out["unstated" if key in facility.not_stated.get(facet, ()) else "unmet"].append(label)
    return tuple((kind, _(WISHES[kind]), labels) for kind, labels in sorted_out.items() if labels)


def chosen(query: Query) -> tuple[Wish, ...]:
    """What was chosen and is wished for, each once."""
    pairs = dict.fromkeys((f, k) for side in (query.any_of, query.all_of) for f, keys in side.items() for k in keys)
    return tuple((facet, term.key, term.label) for facet, key in pairs for term in known(facet, (key,)))


def known(facet: str, keys: Iterable[str]) -> tuple[Term, ...]:
    """Terms of keys; a key that a newer vocabulary published and this program does not know is left out."""
    found = vocabulary().facets.get(facet)
    return tuple(found.terms[key] for key in keys if key in found.terms) if found else ()


def structured(facility: Facility, address: str) -> dict[str, object]:
    """The facility as schema.org describes one, for search engines. `address` is its page's."""
    facility = facility.exported()
    street = ", ".join(part for part in (facility.street, facility.street2) if part)
    place = {
        "@type": "PostalAddress",
        "streetAddress": street,
        "addressLocality": facility.city,
        "addressRegion": facility.state,
        "postalCode": facility.zip,
        "addressCountry": "US",
    }
    described: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Hospital" if "inpatient" in facility.terms.get("setting", ()) else "MedicalClinic",
        "name": facility.name,
        "url": address,
        "address": {key: value for key, value in place.items() if value},
        "telephone": next((phone_link(p).removeprefix("tel:") for p in facility.phones if phone_link(p)), ""),
        "sameAs": site_of(facility),
    }
    if facility.point == "source" and facility.latitude is not None:
        described["geo"] = {"@type": "GeoCoordinates", "latitude": facility.latitude, "longitude": facility.longitude}
    return {key: value for key, value in described.items() if value}


def _dialled(phone: Phone) -> str:
    return "" if phone.use == "fax" else phone_link(phone)


def _together(facility: Facility, facet: str, keys: tuple[str, ...]) -> str:
    """The labels of those of the keys that are listed, without what explains them, "outpatient and telehealth"."""
    listed = facility.terms.get(facet, ())
    heads = [re.split(r"[,:(]", label)[0].strip() for label in _labels(facet, [key for key in keys if key in listed])]
    return format_list([_uncapitalized(head) for head in heads], locale=current()) if heads else ""


def _uncapitalized(label: str) -> str:
    """Without the capital of a beginning; an abbreviation keeps its capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _offer(label: str, labels: tuple[str, ...]) -> Offer:
    return Offer(_(label), labels[:SHOWN], max(0, len(labels) - SHOWN))


def _labels(facet: str, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(term.label for term in known(facet, keys))
