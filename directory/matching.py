"""Grouping listings into places: candidates are compared by `evidence.py`, groups grow from the surest pair down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from directory.evidence import RARE, SHARED, Common, Pair, Verdict, judge, strangers
from directory.likeness import word_set
from directory.profile import Profile, door


@dataclass(frozen=True, slots=True)
class Matched:
    """Groups of listings that are one place (ids, each group and all sorted), and pairs for a person to judge."""

    groups: tuple[tuple[str, ...], ...]
    reviews: tuple[tuple[str, str, tuple[str, ...]], ...]


def match(
    profiles: Iterable[Profile],
    together: frozenset[Pair] = frozenset(),
    apart: frozenset[Pair] = frozenset(),
    common: Common | None = None,
) -> Matched:
    """Group listings into places. `together` and `apart` are what an operator decided: pairs of ids, the smaller first,
    that hold whatever the rules say. `common` is what is too common among all listings, where these are a part of them.
    The answer does not depend on the order of the profiles."""
    known = {item.id: item for item in sorted(profiles, key=lambda item: item.id)}
    common = common or common_among(known.values())
    judged = ((pair, judge(known[pair[0]], known[pair[1]], common)) for pair in candidates(known.values()))
    verdicts = {pair: verdict for pair, verdict in judged if verdict.outcome != "apart"}
    groups = _Groups(known, common, apart)
    for pair in sorted(together):
        groups.join(*pair, decided=True)
    for pair in _surest_first(verdicts):
        groups.join(*pair)
    doubtful = ((*pair, verdict.evidence) for pair, verdict in sorted(verdicts.items()) if verdict.outcome == "review")
    return Matched(groups.all(), tuple(pair for pair in doubtful if groups.undecided(pair[0], pair[1])))


def _surest_first(verdicts: Mapping[Pair, Verdict]) -> list[Pair]:
    same = sorted(pair for pair, verdict in verdicts.items() if verdict.outcome == "same")
    return sorted(same, key=lambda pair: verdicts[pair].weight, reverse=True)


def common_among(profiles: Iterable[Profile]) -> Common:
    """What is too common among these listings."""
    phones: defaultdict[str, set[str]] = defaultdict(set)
    told: defaultdict[str, set[str]] = defaultdict(set)
    programs: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for item in profiles:
        where = door(item)
        if item.certified:
            programs[item.part, where].add(item.id)
        for phone in item.phones:
            phones[phone].add(where)
        for word in word_set(" ".join(item.names)):
            told[word].add(where)
    crowded = frozenset(where for (_, where), ids in programs.items() if len(ids) > 1)
    return Common(_more(phones, SHARED), _more(phones, 1), _more(told, RARE), crowded)


def _more(places: Mapping[str, set[str]], limit: int) -> frozenset[str]:
    return frozenset(thing for thing, known in places.items() if len(known) > limit)


def candidates(profiles: Iterable[Profile]) -> list[Pair]:
    """Pairs worth comparing: of one house number, telephone or identifier, in one ZIP code or one town."""
    blocks: defaultdict[str, list[str]] = defaultdict(list)
    for item in profiles:
        for block in set(_blocks(item)):
            blocks[block].append(item.id)
    return sorted({pair for ids in blocks.values() for pair in combinations(sorted(ids), 2)})


def beside(some: Iterable[Profile], others: Iterable[Profile]) -> set[str]:
    """The ids of the others that stand in a block with one of some, or with one that does: what can come together with
    them, directly or through a third."""
    waiting, found = {block for item in some for block in _blocks(item)}, set[str]()
    by_block: defaultdict[str, list[Profile]] = defaultdict(list)
    for item in others:
        for block in _blocks(item):
            by_block[block].append(item)
    for _ in range(2):
        near = {item.id: item for block in waiting for item in by_block.get(block, ())}
        waiting = {block for name, item in near.items() if name not in found for block in _blocks(item)}
        found |= near.keys()
    return found


def _blocks(item: Profile) -> Iterator[str]:
    numbers = {item.address.low, item.address.high} - {0}
    for area in filter(None, (item.zip, item.town)):
        yield from (f"{area} at {number}" for number in numbers)
        yield from (f"{area} calls {phone}" for phone in item.phones)
        yield from (f"{area} is {identifier}" for identifier in item.identifiers)


class _Groups:
    """Listings joined step by step; two groups stay apart when a member of each must."""

    def __init__(self, known: Mapping[str, Profile], common: Common, apart: frozenset[Pair]) -> None:
        self._known, self._common, self._apart = known, common, apart
        self._group = {name: [name] for name in known}

    def join(self, one: str, other: str, *, decided: bool = False) -> None:
        # An operator may have named a listing that is not here any more; what it held together stays together.
        first, second = (self._group.setdefault(name, [name]) for name in (one, other))
        if first is second or any(self._never(pair, decided) for pair in product(first, second)):
            return
        first.extend(second)
        for name in second:
            self._group[name] = first

    def undecided(self, one: str, other: str) -> bool:
        """Whether the two are in different groups that no operator called apart."""
        first, second = self._group[one], self._group[other]
        return first is not second and not any(self._told_apart(pair) for pair in product(first, second))

    def all(self) -> tuple[tuple[str, ...], ...]:
        """The groups of listings that are here."""
        distinct = {id(group): group for group in self._group.values()}.values()
        shown = (tuple(sorted(name for name in group if name in self._known)) for group in distinct)
        return tuple(sorted(group for group in shown if group))

    def _never(self, pair: Pair, decided: bool) -> bool:
        one, other = (self._known.get(name) for name in pair)
        if self._told_apart(pair) or decided or one is None or other is None:
            return self._told_apart(pair)
        return strangers(one, other, self._common)

    def _told_apart(self, pair: Pair) -> bool:
        return (min(pair), max(pair)) in self._apart
