"""Are two listings one place? Rules with evidence and three outcomes: same, for a person to review, apart.

Measured before the rules were written (real files of 2020 to 2023): at one address 31 % of the pairs of two agencies'
lists have different names (legal and trade names) and 30 % different telephones; one telephone serves up to 78 places,
one address up to six unrelated practices. So two of address, telephone and name must agree, and nearly always one of
them is the address. `docs/matching.md` tells how the pairs were labelled that hold these rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import NamedTuple

from directory.addresses import Address, address, near_address, other_unit, same_address, same_number, slip
from directory.likeness import PLAIN, likeness, plain, same_program, spelling, word_set
from directory.listing import Listing
from directory.place_names import key, words
from directory.vocabulary import vocabulary

ALIKE = 80.0
"""Names this alike (0 to 100) are one name: at one address 60 % of the pairs of two agencies' lists are."""
EQUAL = 90.0
"""... and this alike where the address is only nearly the same."""
NEARLY = 60.0
"""Names this alike, at one address, are for a person to judge."""
SHARED = 3
"""A telephone at more addresses than this is an agency's or a call center's: it is no evidence beyond one address."""
RARE = 25
"""A word in the names at more addresses than this tells no agency: "harrington" does, "frontier" does not."""

_VETERANS = frozenset("va vamc vahcs vhcs vaopc cboc veterans veteran".split())
"""Words of the Veterans Administration's places: named in a dozen ways, and never two agencies at one address."""
_VET_CENTER = frozenset({"vet"})
"""Vet Centers counsel apart from the clinics, also in one building."""
_OPIOID = frozenset("methadone otp opioid opiate mmtp mmt narcotic".split())
"""Of a hospital's programs at one address, the one that a directory of opioid treatment programs means."""
_TRADE = frozenset({"cms-otp"})
"""Scopes that write the trade name into the second line of the address ("BHG Ft Collins Treatment Center")."""
IDENTIFIERS = ("npi", "frid", "va")
"""Identifiers that name one place or organisation."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of a listing.

    * `id`: the public id it would have alone. `part`: its source and scope; listings of one part are apart on purpose.
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


def profile(public_id: str, source: str, listing: Listing) -> Profile:
    """What is compared of a listing."""
    numbers = [phone for phone in listing.phones if len(phone.number) == 10 and phone.use != "fax"]
    names = _names(listing)
    told = word_set(" ".join(names))
    return Profile(
        id=public_id,
        part=f"{source} {listing.scope} {listing.survey}",
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
            f"{kind}:{value}" for kind in IDENTIFIERS for value in listing.identifiers.get(kind, "").split()
        ),
        veterans=bool(told & _VETERANS) and not told & _VET_CENTER,
        opioid=listing.survey.startswith("opioid:") or bool(told & _OPIOID),
        certified=not _certificates().isdisjoint(listing.said),
    )


@cache
def _certificates() -> frozenset[str]:
    """The codes that say that a place is a certified opioid treatment program."""
    words = vocabulary()
    program = words.facets["opioid"].terms["otp"]
    return frozenset({"opioid:otp"} | {code for code, home in words.homes.items() if home == program})


def _names(listing: Listing) -> tuple[str, ...]:
    forms = (listing.name, listing.name2, f"{listing.name} {listing.name2}")
    return tuple(dict.fromkeys(form for form in map(plain, forms) if form))


class Rule(NamedTuple):
    """Decides a pair of which all `facts` hold and none of `unless`. `outcome` is "same", "review" or "apart"."""

    outcome: str
    facts: frozenset[str]
    unless: frozenset[str]


def _rule(outcome: str, facts: str, unless: str = "") -> Rule:
    return Rule(outcome, frozenset(facts.split()), frozenset(unless.split()))


# The first that holds decides. The numbers are the pairs each decides among the 52,000 listings of the directories of
# 2022 and 2023, OTP 2020, CMS 2022, VA, HRSA and NPPES; the pairs of each were read, all or a sample.
RULES = (
    # Programs of one agency: 15,011 pairs of one source stay apart, 14 are one place listed twice.
    _rule("same", "siblings address phone twins", "unit renamed"),
    _rule("apart", "siblings"),
    # One source in two surveys: the same place has the same telephone there, or the same name letter for letter.
    _rule("apart", "cousins", "phone line twins"),
    # Another ZIP code in one town, mistyped or a box's: 163, with all three; 3,386 others.
    _rule("same", "elsewhere address phone name", "unit programs"),
    _rule("apart", "elsewhere"),
    # An identifier at one address: 61.
    _rule("same", "address identifier"),
    _rule("same", "near identifier"),
    # Address and telephone: 18,150, also under another name; another suite only with the place's own number: 106.
    _rule("same", "address phone", "unit"),
    _rule("same", "address own", "programs"),
    # ... and an agency's number of many places, if both call it theirs: 2,331; in another suite with the name: 66.
    _rule("same", "address line", "unit"),
    _rule("same", "address line name"),
    # Address and name: 1,961, unless one agency names two programs; or a word of the name that few have: 80.
    _rule("same", "address name", "unit programs"),
    _rule("same", "address zip word", "unit two"),
    # Certified opioid treatment programs, each the only one its source has at the address: legal and trade name.
    _rule("same", "address zip certified", "unit programs"),
    # The Veterans Administration at one address: 154, under names as unlike as "Olin E. Teague Veterans' Center".
    _rule("same", "address veterans", "unit"),
    _rule("same", "address veterans line"),
    _rule("same", "near zip veterans", "unit"),
    # The street spelled otherwise: 136 by a word of the name, 270 by telephone, 106 by name, 47 by all but the street,
    # and 5 where the house number lost a digit.
    _rule("same", "near zip word", "unit two"),
    _rule("same", "near zip phone", "unit"),
    _rule("same", "near zip line", "unit"),
    _rule("same", "near equal", "unit programs"),
    _rule("same", "number zip phone name", "unit"),
    _rule("same", "slip zip own name"),
    # No house number to differ ("Highway 264, Mile Marker 388"): 135.
    _rule("same", "unnumbered zip phone name", "unit programs"),
    # Moved within the ZIP code: 92 offices with name, program and own number the same.
    _rule("same", "zip own equal program"),
    # For a person: 1,653.
    _rule("review", "identifier"),
    _rule("review", "address nearly"),
    _rule("review", "address phone"),
    _rule("review", "address line"),
    _rule("review", "zip phone name"),
    _rule("apart", ""),
)

EVIDENCE: Mapping[str, str] = {
    "address": "same address",
    "near": "nearly the same address",
    "unit": "another suite, floor or building",
    "phone": "same telephone",
    "line": "same main telephone",
    "identifier": "same identifier",
    "programs": "another program",
    "veterans": "both of the Veterans Administration",
    "opioid": "both for opioid treatment",
    "elsewhere": "another ZIP code",
}
"""Facts a person who reviews a pair is told."""
_WEIGHTY = frozenset({"address", "phone", "identifier", "opioid"})


class Verdict(NamedTuple):
    """What the rules say of a pair: the outcome, and what agrees or differs, for a person to read. `weight` orders the
    pairs that are the same, the surest first."""

    outcome: str
    evidence: tuple[str, ...]
    weight: tuple[float, ...]


class Common(NamedTuple):
    """What is too common to tell places apart: telephones of more than SHARED addresses, words of more than RARE.
    `roaming` are the telephones of more than one address, `programs` the addresses at which one source has several
    certified opioid treatment programs."""

    phones: frozenset[str] = frozenset()
    roaming: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    programs: frozenset[str] = frozenset()


_NONE = Common()


def judge(one: Profile, other: Profile, common: Common = _NONE) -> Verdict:
    """Compare two listings."""
    names = alike(one, other)
    facts = {name for name, holds in _facts(one, other, common, names) if holds}
    rule = next(rule for rule in RULES if rule.facts <= facts and not rule.unless & facts)
    told = (*(text for name, text in EVIDENCE.items() if name in facts), f"names {names:.0f} of 100 alike")
    return Verdict(rule.outcome, told, (len(facts & _WEIGHTY), names, spelling(_whole(one), _whole(other))))


def _cousins(one: Profile, other: Profile) -> bool:
    """Whether one source lists both, in different parts or surveys."""
    return one.part != other.part and one.part.partition(" ")[0] == other.part.partition(" ")[0]


def door(item: Profile) -> str:
    """Its ZIP code, or town, and its address."""
    return f"{item.zip or item.town} {item.address.key}"


def _whole(item: Profile) -> str:
    return item.names[-1] if item.names else ""


def _facts(one: Profile, other: Profile, common: Common, names: float) -> Iterator[tuple[str, bool]]:
    yield "siblings", one.part == other.part
    yield "cousins", _cousins(one, other)
    yield "zip", bool(one.zip) and one.zip == other.zip
    yield "elsewhere", bool(one.zip and other.zip) and one.zip != other.zip
    yield "identifier", bool(one.identifiers & other.identifiers)
    yield "renamed", bool(one.identifiers and other.identifiers) and one.identifiers.isdisjoint(other.identifiers)
    yield "veterans", one.veterans and other.veterans
    yield "opioid", one.opioid and other.opioid
    yield "certified", one.certified and other.certified and not {door(one), door(other)} & common.programs
    yield from _of_addresses(one.address, other.address)
    yield from _of_phones(one, other, common)
    yield from _of_names(one, other, names)
    yield "word", bool(_telling(one, common.words) & _telling(other, common.words))


def _of_addresses(one: Address, other: Address) -> Iterator[tuple[str, bool]]:
    same = same_address(one, other)
    yield "address", same
    yield "near", not same and near_address(one, other)
    yield "number", same_number(one, other)
    yield "slip", slip(one, other)
    yield "unnumbered", not (one.low and other.low)
    yield "unit", other_unit(one, other)


def _of_phones(one: Profile, other: Profile, common: Common) -> Iterator[tuple[str, bool]]:
    shared = one.phones & other.phones
    mains = shared & one.mains & other.mains
    # One's own, or listed at no other address: an agency's intake line alone tells no place.
    yield "phone", bool((shared & (one.mains | other.mains) - common.phones) | (shared - common.roaming))
    yield "own", bool(mains - common.phones)
    yield "line", bool(mains)


def _of_names(one: Profile, other: Profile, names: float) -> Iterator[tuple[str, bool]]:
    yield "nearly", names >= NEARLY
    yield "name", names >= ALIKE
    yield "equal", names >= EQUAL
    yield "twins", one.names == other.names
    yield "program", bool(one.program) and one.program == other.program
    yield "two", bool(one.program and other.program) and one.program != other.program
    yield "programs", _two_programs(one, other)


def _two_programs(one: Profile, other: Profile) -> bool:
    """Whether one agency names two programs: they have each their own door, hours and patients."""
    if not (one.program and other.program) or same_program(one.program, other.program):
        return False
    agencies = likeness(one.names[0], other.names[0], one.town_words)
    return spelling(one.program, other.program) < ALIKE and agencies >= NEARLY


def _telling(item: Profile, common: frozenset[str]) -> frozenset[str]:
    """The words of its agency's name that few others have, and neither town nor street."""
    agency = word_set(item.names[0]) if item.names else word_set("")
    return agency - common - PLAIN - _VETERANS - word_set(item.town_words) - word_set(item.address.street)


def alike(one: Profile, other: Profile) -> float:
    """How alike the names are, 0 to 100: the best pair of their forms."""
    town = f"{one.town_words} {other.town_words}"
    return max((_compared(a, b, one, other, town) for a, b in _forms(one, other)), default=0.0)


def _compared(mine: str, theirs: str, one: Profile, other: Profile, town: str) -> float:
    """A program alone is no part of another's name: "Rancho Buena Vista" is also a school that two agencies visit."""
    return likeness(mine, theirs, town, holds=theirs != other.program, held=mine != one.program)


def _forms(one: Profile, other: Profile) -> Iterator[Pair]:
    """Forms of the names to compare: all but the program's with the program's, which is a town's or a ward's name."""
    for mine, theirs in product((*one.names, one.trade), (*other.names, other.trade)):
        if mine and theirs and (mine, theirs) not in ((one.program, other.program), (one.trade, other.trade)):
            yield mine, theirs


def strangers(one: Profile, other: Profile, common: Common) -> bool:
    """Whether the two may not come together through a third either: not for want of evidence, but because of it."""
    if judge(one, other, common).outcome == "same":
        return False
    return (
        one.part == other.part
        or _cousins(one, other)
        or _two_programs(one, other)
        or other_unit(one.address, other.address)
        or (bool(one.zip and other.zip) and one.zip != other.zip and one.town != other.town)
        or (bool(one.address.low and other.address.low) and not same_number(one.address, other.address))
    )
