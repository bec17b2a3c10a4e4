"""What is compared of a listing to tell whether another is of the same place, in comparable form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from directory.addresses import Address, address
from directory.likeness import plain, word_set
from directory.listing import Listing
from directory.place_names import key, words
from directory.precedence import SAME_SURVEY
from directory.vocabulary import SURVEYS, vocabulary

VETERANS = frozenset("va vamc vahcs vhcs vaopc cboc veterans veteran".split())
"""Words of the Veterans Administration's places: named in a dozen ways, and never two agencies at one address."""
_VET_CENTER = frozenset({"vet"})
"""Vet Centers counsel apart from the clinics, also in one building."""
_OPIOID = frozenset("methadone otp opioid opiate mmtp mmt narcotic".split())
"""Of a hospital's programs at one address, the one that a directory of opioid treatment programs means."""
_TRADE = frozenset({"cms-otp"})
"""Scopes that write the trade name into the second line of the address ("BHG Ft Collins Treatment Center")."""
_IDENTIFIERS = ("npi", "frid", "va")
"""Identifiers that name one place or organisation."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of a listing.

    * `id`: the public id it would have alone. `part`: its source and scope, and of SAMHSA's own lists which survey;
    listings of one part are apart on purpose.
    * `zip`, `town`: where candidates are looked for; `town` is state and city, folded, `town_words` the city's words.
    * `phones`: every number but faxes; `mains` those that are the place's own.
    * `names`: the forms of its name in full words, the whole last; `program` the second name; `trade` what the second
    line of the address may give as one. `certified`: it is said to be a federally certified opioid treatment program.
    """

    id: str
    part: str
    zip: str
    town: str
    town_words: str
    address: Address
    phones: frozenset[str]
    mains: frozenset[str]
    names: tuple[str, ...]
    program: str
    trade: str
    identifiers: frozenset[str]
    veterans: bool
    opioid: bool
    certified: bool

    @property
    def name(self) -> str:
        """Its whole name."""
        return self.names[-1] if self.names else ""


def profile(public_id: str, source: str, listing: Listing) -> Profile:
    """What is compared of a listing."""
    numbers = [phone for phone in listing.phones if len(phone.number) == 10 and phone.use != "fax"]
    names = _names(listing)
    told = word_set(" ".join(names))
    return Profile(
        id=public_id,
        part=f"{source} {listing.scope} {_survey(source, listing.survey)}",
        zip=listing.zip,
        town=f"{listing.state} {key(words(listing.city))}",
        town_words=" ".join(words(listing.city)),
        address=address(listing.street, listing.street2),
        phones=frozenset(phone.number for phone in numbers),
        mains=frozenset(phone.number for phone in numbers if phone.use == "main"),
        names=names,
        program=plain(listing.name2),
        trade=plain(listing.street2) if listing.scope in _TRADE else "",
        identifiers=frozenset(
            f"{kind}:{value}" for kind in _IDENTIFIERS for value in listing.identifiers.get(kind, "").split()
        ),
        veterans=bool(told & VETERANS) and not told & _VET_CENTER,
        opioid=listing.survey.startswith("opioid:") or bool(told & _OPIOID),
        certified=not _certificates().isdisjoint(listing.said),
    )


def _survey(source: str, asked: str) -> str:
    """Which of SAMHSA's surveys a listing answers, where its source publishes both: one place may answer each. Of any
    other source nothing: what was asked may differ from row to row there, and rows are places all the same."""
    return _nearest(asked) if asked and source.partition(":")[0] in SAME_SURVEY else ""


@cache
def _nearest(asked: str) -> str:
    """The survey whose terms are nearest to what was asked: some rows are asked for all of it but a few."""
    words = vocabulary()
    terms = words.asked(asked)
    return min(SURVEYS, key=lambda survey: len(words.asked(survey) ^ terms))


@cache
def _certificates() -> frozenset[str]:
    """The codes that say that a place is a certified opioid treatment program."""
    words = vocabulary()
    program = words.facets["opioid"].terms["otp"]
    return frozenset({"opioid:otp"} | {code for code, home in words.homes.items() if home == program})


def _names(listing: Listing) -> tuple[str, ...]:
    forms = (listing.name, listing.name2, f"{listing.name} {listing.name2}")
    return tuple(dict.fromkeys(form for form in map(plain, forms) if form))


def door(item: Profile) -> str:
    """Its ZIP code, or town, and its address."""
    return f"{item.zip or item.town} {item.address.key}"
