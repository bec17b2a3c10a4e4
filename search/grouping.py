"""Which current listings are one place, under which public id, and which other ids lead there. Worked out anew at each
publication from the whole record, so the order of imports does not matter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from directory import likeness
from directory.evidence import Pair
from directory.listing import Listing
from directory.matching import Matched, beside, common_among, match
from directory.precedence import rank
from directory.profile import Profile, profile
from directory.reading import Reader
from search.moving_in import Next, moved_in, renamed_perhaps

SHARED = 3
"""A telephone that more places than this list is flagged: 889 numbers serve 2,794 rows of SAMHSA's 2023 directory,
nearly all of them two or three sites of one agency; beyond that it is a call center's or a state's."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """* `joined`: id of a listing alone -> id of its facility, for listings that share one with others.
    * `moved`: id that is not a facility's (any more) -> the facility it leads to.
    * `shared`: telephone number -> how many facilities list it, where that is more than SHARED.
    * `reviews`: pairs of ids that a person should judge, with the evidence.
    * `former`: withdrawn listings of places that are still listed.
    * `corrections`: id of an operator's correction -> the facility it is about.
    * `here`: id of a listing that is withdrawn, or closed as an operator says -> those listed there now.
    """

    joined: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    shared: Mapping[str, int] = field(default_factory=dict)
    reviews: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    former: frozenset[str] = frozenset()
    corrections: Mapping[str, str] = field(default_factory=dict)
    here: Mapping[str, tuple[Next, ...]] = field(default_factory=dict)


def group(reader: Reader, rules: bool = True) -> Grouping:
    """Match every current listing with every other, and those withdrawn with what is left of their place. Without
    `rules` every listing stays a facility of its own, and only an operator's corrections join what they correct."""
    sorting = _Sorting()
    renamed = reader.renamed()
    if not rules:
        return _alone(reader, sorting, renamed)
    current = sorting.sort(reader.light())
    together, apart = (_renamed(pairs, renamed) for pairs in reader.decisions())
    matched = match(current, together, apart)
    former = sorting.sort((lost.facility, lost.source, lost.listing) for lost in reader.gone())
    gone = {item.id for item in former}
    near = beside(former, current)
    around = [*(item for item in current if item.id in near), *former]
    common = common_among([*current, *former])
    every = match(around, together, apart, common)
    attached, ended = _with_former(matched, every, gone)
    likeness.forget()
    joined, moved = _named(matched.groups, attached, ended, sorting.sources)
    moved = {id_: moved.get(now, now) for id_, now in renamed.items()} | moved
    found = _corrected(sorting, joined, moved, renamed)
    still = frozenset(id_ for ids in attached.values() for id_ in ids)
    here = moved_in(
        [*(item for item in former if item.id not in still), *sorting.shut(current, renamed)], current, common
    )
    renames = tuple(renamed_perhaps(reader, here, apart))
    return replace(
        found,
        shared=_shared(current, joined),
        reviews=(*renames, *matched.reviews),
        former=still,
        here=here,
    )


def _alone(reader: Reader, sorting: _Sorting, renamed: Mapping[str, str]) -> Grouping:
    """Every listing as a facility of its own."""
    former = sorting.sort((lost.facility, lost.source, lost.listing) for lost in reader.gone())
    corrects = any(source["key"].startswith("overlay:") for source in reader.sources())
    current = sorting.sort(reader.light()) if former or corrects else []
    leaving = [*former, *sorting.shut(current, renamed)]
    here = moved_in(leaving, current, common_among([*current, *former])) if leaving else {}
    return replace(_corrected(sorting, {}, dict(renamed), renamed), here=here)


class _Sorting:
    """Listings, sorted into what is compared and what an operator corrects."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}
        self.about: dict[str, str] = {}
        self._shut: set[str] = set()

    def sort(self, listings: Iterable[tuple[str, str, Listing]]) -> list[Profile]:
        """The profiles of all that are places; corrections are noted and left out."""
        found = []
        for public_id, source, listing in listings:
            if listing.amendment is not None and listing.amendment.about:
                self.about[public_id] = listing.amendment.about
                self._shut.update([listing.amendment.about] if listing.amendment.closed else [])
                continue
            self.sources[public_id] = source
            found.append(profile(public_id, source, listing))
        return found

    def shut(self, current: Iterable[Profile], renamed: Mapping[str, str]) -> list[Profile]:
        """Those that are closed, as an operator says."""
        closed = {renamed.get(id_, id_) for id_ in self._shut}
        return [item for item in current if item.id in closed]


def _renamed(pairs: Iterable[Pair], renamed: Mapping[str, str]) -> frozenset[Pair]:
    """Decisions by the ids that listings have now."""
    now = ((renamed.get(one, one), renamed.get(other, other)) for one, other in pairs)
    return frozenset((min(pair), max(pair)) for pair in now if pair[0] != pair[1])


def _with_former(
    matched: Matched, with_former: Matched, former: set[str]
) -> tuple[dict[str, list[str]], list[tuple[str, ...]]]:
    """First member of a current group -> the withdrawn listings of that place; and groups that are withdrawn as a
    whole. A withdrawn listing joins a group, and never two groups with each other."""
    home = {member: members[0] for members in matched.groups for member in members}
    attached: defaultdict[str, list[str]] = defaultdict(list)
    ended = []
    for members in with_former.groups:
        homes = sorted({home[member] for member in members if member in home})
        if homes:
            attached[homes[0]].extend(member for member in members if member in former)
        else:
            ended.append(members)
    return attached, ended


def _named(
    groups: Iterable[tuple[str, ...]],
    attached: Mapping[str, list[str]],
    ended: Iterable[tuple[str, ...]],
    sources: Mapping[str, str],
) -> tuple[dict[str, str], dict[str, str]]:
    """A facility's id is that of its listing in the source believed first, withdrawn ones included: links stay good."""
    joined: dict[str, str] = {}
    moved: dict[str, str] = {}
    for shown, every in _memberships(groups, attached, ended):
        if len(every) > 1:
            chosen = min(every, key=lambda member: (rank(sources[member]), member))
            joined.update(dict.fromkeys(shown, chosen))
            moved.update((member, chosen) for member in every if member != chosen)
    return joined, moved


def _memberships(
    groups: Iterable[tuple[str, ...]], attached: Mapping[str, list[str]], ended: Iterable[tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Of each facility the listings that are shown, and those that ever were of it."""
    yield from ((members, (*members, *attached.get(members[0], ()))) for members in groups)
    yield from ((members, members) for members in ended)


def _corrected(
    sorting: _Sorting, joined: Mapping[str, str], moved: Mapping[str, str], renamed: Mapping[str, str]
) -> Grouping:
    """With every correction led to the facility it is about, which is then made of several parts."""
    about = {public_id: renamed.get(id_, id_) for public_id, id_ in sorting.about.items()}
    homes = {public_id: moved.get(id_, id_) for public_id, id_ in about.items()}
    alone = {home: home for home in homes.values()}
    return Grouping(joined={**alone, **joined}, moved={**moved, **homes}, corrections=homes)


def _shared(profiles: Iterable[Profile], joined: Mapping[str, str]) -> dict[str, int]:
    places: defaultdict[str, set[str]] = defaultdict(set)
    for item in profiles:
        for phone in item.phones:
            places[phone].add(joined.get(item.id, item.id))
    return dict(Counter({phone: len(ids) for phone, ids in places.items() if len(ids) > SHARED}))
