"""Who is listed now at the door, or under the telephone, of a place that is not listed any more.

Of 2,438 places that SAMHSA's directory of 2023 does not have any more 203 share street and ZIP code with one that is
new in it, 163 of them a number too: most are the same place under a new name, others a new tenant. Nobody can tell from
the lists, so who looks for the old one is shown the new one, and an operator is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from directory.addresses import other_unit, same_address
from directory.evidence import Common, Pair
from directory.matching import beside, candidates
from directory.profile import Profile
from directory.reading import Reader

MOST = 5
"""Places that are named for one that is gone."""


class Next(NamedTuple):
    """A place that is listed now: its id, whether it has the address of the one that is gone, and a telephone."""

    id: str
    address: bool
    phone: bool


def moved_in(gone: Sequence[Profile], current: Sequence[Profile], common: Common) -> dict[str, tuple[Next, ...]]:
    """Id of a listing that is gone -> the current ones at its street and ZIP code, or with one of its telephones in its
    town, the surest first. `common` are telephones of so many places that they tell nothing of a door."""
    if not gone:
        return {}
    leaving, near = {item.id: item for item in gone}, beside(gone, current)
    staying = {item.id: item for item in current if item.id in near and item.id not in leaving}
    found: defaultdict[str, list[Next]] = defaultdict(list)
    for pair in candidates([*leaving.values(), *staying.values()]):
        for one, other in (pair, pair[::-1]):
            if one in leaving and other in staying:
                shared = _shared(leaving[one], staying[other], common)
                found[one] += [shared] if shared.address or shared.phone else []
    return {id_: tuple(sorted(others, key=_surest)) for id_, others in found.items() if others}


def renamed_perhaps(
    reader: Reader, found: Mapping[str, Sequence[Next]], apart: frozenset[Pair]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Pairs for an operator to judge: a withdrawn listing and a current one of the same source that has its address and
    a telephone of it, and that the source did not list beside it. Not what he told apart."""
    homes = {facility: (source, number) for number, source, _, facility in reader.homes()}
    last = {lost.facility: lost.run for lost in reader.gone() if lost.facility in found}
    for gone, run in sorted(last.items()):
        alike = ((each.id, *homes[each.id]) for each in found[gone] if each.address and each.phone)
        both = {other: number for other, source, number in alike if source == run.source}
        held = {number for _, number in reader.sightings([run.id], list(both.values()))}
        for other, number in both.items():
            if number not in held and (min(gone, other), max(gone, other)) not in apart:
                yield gone, other, ("same address", "same telephone", "one withdrawn, the other new")


def _shared(gone: Profile, other: Profile, common: Common) -> Next:
    same = gone.zip == other.zip and same_address(gone.address, other.address)
    phones = (gone.phones & other.phones) - common.phones
    return Next(
        other.id,
        address=bool(same and gone.zip and not other_unit(gone.address, other.address)),
        phone=bool(phones) and gone.town == other.town,
    )


def _surest(one: Next) -> tuple[bool, bool, str]:
    return not (one.address and one.phone), not one.address, one.id


def here_now(
    found: Mapping[str, Sequence[Next]], moved: Mapping[str, str], gone: Collection[str], kept: Collection[str]
) -> Iterator[tuple[str, int, str, bool]]:
    """Of facilities, by the ids they are shown under: one that is gone, and the first, second ... that is listed there
    now, and whether by the address. `gone` are all that are not listed any more; of those `kept` nothing is told."""
    told: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for listing, others in found.items():
        home = moved.get(listing, listing)
        for other in others:
            there = moved.get(other.id, other.id)
            if home in gone and there not in gone and not {home, there} & set(kept):
                told[home].setdefault(there, other.address)
    for home, named in told.items():
        yield from ((home, place, there, named[there]) for place, there in enumerate(list(named)[:MOST]))
