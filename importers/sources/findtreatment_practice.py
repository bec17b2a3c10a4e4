"""Practitioners in FindTreatment.gov (`typeFacility` BUPREN): they prescribe buprenorphine, and are persons.

A person is listed as the practice, without the name: what somebody looks for is an address and a telephone, and a
person's name is nothing a directory of places has to spread. Several at one address are one practice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import msgspec

from directory.listing import Listing
from importers.source import Outcome, Read, Reading
from importers.values import key

SCOPE = "practices"
SAID = ("care:substance-use", "medication:buprenorphine", "opioid:mat")
"""What it means to be on SAMHSA's list of practitioners who prescribe buprenorphine for opioid use disorder."""

UNNAMED = "practitioner listed as the practice, without the name"
TOGETHER = "practitioner at the address of another, listed together as one practice"

_ORGANISATION = frozenset(
    """
    addiction addictions agency associates behavioral behavioural care center centers centre clinic clinics college
    community counseling counselling county department family foundation group health healthcare hospital hospitals
    institute internal management medical medicine network partners pediatrics pharmacy physicians practice primary
    program programs psychiatric psychiatry recovery rehabilitation school service services solutions system systems
    therapy treatment tribal university urgent veterans wellness
    """.split()
)
"""A name with one of these words is an organisation's, unless it has a title too ("Jo Alder MD Family Practice")."""
_TITLES = frozenset(
    """
    aprn arnp cnm cnp cns crna crnp dnp do dr facp faafp fnp lcsw md mbbs msn np pa pac pharmd phd pmhnp psyd rn
    """.split()
)


def practice(one: Listing, reading: Reading) -> Listing:
    """The practice of a practitioner's row: an organisation's name where the row has one, else its address. What may
    hold the person's name is left out with it: the second name, a website or a suite that repeats it, `raw`, `frid`."""
    named = [name for name in (one.name, one.name2) if _organisation(name)]
    personal = {word for name in (one.name, one.name2) if name not in named for word in _words(name)} - _TITLES
    personal = {word for word in personal if len(word) > 2}  # initials are in every address
    if personal or not named:
        reading.warnings[UNNAMED] += 1
    website = "" if any(word in one.website.casefold() for word in personal) else one.website
    street2 = "" if set(_words(one.street2)) & (personal | {"dr", "md"}) else one.street2
    known, phone = "".join(named[:1]), "".join(phone.number for phone in one.phones[:1])
    return msgspec.structs.replace(
        one,
        key=key("BUPREN", known, one.street or phone, street2, one.zip),
        scope=SCOPE,
        name=known or _by_address(one),
        name2="".join(named[1:]),
        street2=street2,
        website=website,
        said=tuple(sorted({*one.said, *SAID})),
        identifiers={},
        raw={column: written for column, written in one.raw.items() if column not in _PERSONAL},
    )


def joined(outcomes: Iterable[Outcome], reading: Reading) -> Iterator[Outcome]:
    """The outcomes in their order, then one for each practice, with the telephones and terms of all its rows."""
    practices: dict[str, list[Read]] = {}
    for outcome in outcomes:
        if isinstance(outcome, Read) and outcome.listing.scope == SCOPE:
            practices.setdefault(outcome.listing.key, []).append(outcome)
        else:
            yield outcome
    for rows in practices.values():
        if len(rows) > 1:
            reading.warnings[TOGETHER] += len(rows) - 1
        yield replace(rows[0], listing=_one([row.listing for row in rows]))


_PERSONAL = frozenset({"name1", "name2", "street2", "website"})


def _one(rows: Sequence[Listing]) -> Listing:
    """One listing of those that share a key. The order of the rows does not matter: each answer has another."""
    rows = sorted(rows, key=Listing.digest)
    phones = {(phone.number, phone.extension): phone for row in reversed(rows) for phone in row.phones}
    point = next(((row.latitude, row.longitude) for row in rows if row.latitude is not None), (None, None))
    return msgspec.structs.replace(
        rows[0],
        survey=max(row.survey for row in rows),
        county=max(row.county for row in rows),
        phones=tuple(phones[number] for number in sorted(phones)),
        website=max(row.website for row in rows),
        latitude=point[0],
        longitude=point[1],
        said=tuple(sorted({said for row in rows for said in row.said})),
    )


def _by_address(one: Listing) -> str:
    return f"Practice at {one.street}" if one.street else f"Practice in {one.city or one.zip}"


def _organisation(name: str) -> bool:
    words = set(_words(name))
    return bool(words & _ORGANISATION) and not words & _TITLES


def _words(name: str) -> list[str]:
    """The words of a name in small letters; "M.D." is one, and so is "O'Neill"."""
    return re.findall(r"\w+", re.sub(r"[.'’]", "", name.casefold()))
