"""Are two listings one place? The facts of a pair, and what the rules make of them: same, to be reviewed, or apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from directory.addresses import Address, near_address, other_unit, same_address, same_number, slip
from directory.likeness import PLAIN, likeness, same_program, spelling, word_set
from directory.matching_rules import RULES
from directory.profile import VETERANS, Profile, door

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

Pair = tuple[str, str]

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
    return Verdict(rule.outcome, told, (len(facts & _WEIGHTY), names, spelling(one.name, other.name)))


def _cousins(one: Profile, other: Profile) -> bool:
    """Whether one source lists both, in different parts or surveys."""
    return one.part != other.part and one.part.partition(" ")[0] == other.part.partition(" ")[0]


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
    return agency - common - PLAIN - VETERANS - word_set(item.town_words) - word_set(item.address.street)


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
