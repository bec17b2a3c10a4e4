"""Which current listings are one place, under which public id, and which other ids lead there. Worked out anew at each
publication from the whole record, so the order of imports does not matter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from directory.evidence import Profile, profile
from directory.matching import Matched, match
from directory.precedence import rank
from directory.reading import Reader

SHARED = 3
"""A telephone that more places than this list is flagged: 889 numbers serve 2,794 rows of SAMHSA's 2023 directory,
nearly all of them two or three sites of one agency; beyond that it is a call center's or a state's."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """* `joined`: id of a listing alone -> id of its facility, for listings that share one with others.
    * `moved`: id that is not a facility's (any more) -> the facility it leads to.
    * `shared`: telephone number -> how many facilities list it, where that is more than SHARED.
    * `reviews`: pairs of ids that a person should judge, with the evidence.
    """

    joined: Mapping[str, str]
    moved: Mapping[str, str]
    shared: Mapping[str, int]
    reviews: tuple[tuple[str, str, tuple[str, ...]], ...]


ALONE = Grouping({}, {}, {}, ())
"""Every listing a facility of its own."""


def group(reader: Reader) -> Grouping:
    """Match every current listing with every other, and those withdrawn with what is left of their place."""
    sources: dict[str, str] = {}
    current = _profiles(((i, s, t) for i, s, t in reader.light()), sources)
    together, apart = reader.decisions()
    matched = match(current, together, apart)
    former = _profiles(((lost.facility, lost.source, lost.listing) for lost in reader.gone()), sources)
    attached = _attached(matched, match([*current, *former], together, apart), {item.id for item in former})
    joined, moved = _named(matched, attached, sources)
    return Grouping(joined, moved, _shared(current, joined), matched.reviews)


def _profiles(listings: Iterable[tuple[str, str, object]], sources: dict[str, str]) -> list[Profile]:
    found = []
    for public_id, source, listing in listings:
        sources[public_id] = source
        found.append(profile(public_id, source, listing))  # type: ignore[arg-type]  # a Listing
    return found


def _attached(matched: Matched, with_former: Matched, former: set[str]) -> dict[str, list[str]]:
    """First member of a current group -> the withdrawn listings of that place. A withdrawn listing joins a group, and
    never two groups with each other."""
    home = {member: members[0] for members in matched.groups for member in members}
    attached: defaultdict[str, list[str]] = defaultdict(list)
    for members in with_former.groups:
        homes = sorted({home[member] for member in members if member in home})
        if homes:
            attached[homes[0]].extend(member for member in members if member in former)
    return attached


def _named(
    matched: Matched, attached: Mapping[str, list[str]], sources: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """A facility's id is that of its listing in the source believed first, withdrawn ones included: links stay good."""
    joined: dict[str, str] = {}
    moved: dict[str, str] = {}
    for members in matched.groups:
        every = [*members, *attached.get(members[0], ())]
        chosen = min(every, key=lambda member: (rank(sources[member]), member))
        if len(every) > 1:
            joined.update(dict.fromkeys(members, chosen))
            moved.update((member, chosen) for member in every if member != chosen)
    return joined, moved


def _shared(profiles: Iterable[Profile], joined: Mapping[str, str]) -> dict[str, int]:
    places: defaultdict[str, set[str]] = defaultdict(set)
    for item in profiles:
        for phone in item.phones:
            places[phone].add(joined.get(item.id, item.id))
    return dict(Counter({phone: len(ids) for phone, ids in places.items() if len(ids) > SHARED}))
