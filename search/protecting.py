"""Addresses that an operator keeps from everybody, here or where an export of ours was made, found again under other
names, on other days and in older generations.

A "front gate only" place is often in several lists, and a list may rename it tomorrow. So no facility at its address
shows its street, whoever lists it; another tenant of the building loses its street on the page, which costs less than
telling where somebody hides. What is promised today holds for editions of an earlier day too.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import msgspec

from directory.addresses import Address, address, near_address, same_address
from directory.facility import Facility
from directory.listing import Listing
from directory.place_names import key, words
from directory.reading import Reader
from search.grouping import Grouping, group
from search.stored import Stored

DECIDING = ("overlay:", "treatment-directory", "hsds")
"""How sources begin that say what to keep: an operator's list, and the two that read our own exports, which tell what
the operator of another directory keeps. Without any of them no listing has to be looked at."""


class Guard:
    """What an operator protects today, by the ids and addresses it has now or had on another day."""

    def __init__(self, reader: Reader, grouping: Grouping, rules: bool) -> None:
        """`grouping` is that of `reader`, made with or without `rules`."""
        self._hidden: set[str] = set()
        self._gated: set[str] = set()
        self._doors: defaultdict[str, list[Address]] = defaultdict(list)
        today = reader.today()
        if not any(source["key"].startswith(DECIDING) for source in today.sources()):
            return
        for public_id, _, listing in today.light():
            self._note(public_id, listing)
        if self:
            then = [] if today is reader else [grouping]
            groupings = [*then, grouping if today is reader else group(today, rules)]
            self._hidden, self._gated = (_members(groupings, ids) for ids in (self._hidden, self._gated))
            self._close(today)

    def __bool__(self) -> bool:
        return bool(self._hidden or self._gated)

    def hides(self, public_id: str) -> bool:
        """Whether the facility, or listing, of an id is not to be listed."""
        return public_id in self._hidden

    def gates(self, public_id: str, place: Listing | Facility) -> bool:
        """Whether a facility or listing keeps its street from everybody: by its id, or because it stands where another
        does that keeps it."""
        return public_id in self._gated or (bool(self._doors) and self._covers(place))

    def _note(self, public_id: str, listing: Listing) -> None:
        amendment = listing.amendment
        if amendment is not None and amendment.hidden:
            self._hidden.add(amendment.about or public_id)
        if amendment is not None and amendment.front_gate:
            self._gated.add(amendment.about or public_id)

    def _close(self, today: Reader) -> None:
        """Keep every address that any run, undone ones too, ever had for what is front gate only."""
        runs = [run.id for run in today.runs()]
        listings = [known.listing for known in today.known(sorted(self._gated))]
        for listing in today.told(today.sightings(runs, listings).values()).values():
            for area in _areas(listing):
                self._doors[area].append(address(listing.street, listing.street2))

    def _covers(self, place: Listing | Facility) -> bool:
        near = [door for area in _areas(place) for door in self._doors.get(area, ())]
        if not near:
            return False
        here = address(place.street, place.street2)
        return any(same_address(here, door) or near_address(here, door) for door in near)


def _members(groupings: Iterable[Grouping], ids: Collection[str]) -> set[str]:
    """These ids, those of the facilities they lead to, and those of every listing of these."""
    found = set(ids)
    for grouping in groupings:
        homes = {grouping.moved.get(id_, grouping.joined.get(id_, id_)) for id_ in found}
        found |= homes
        found |= {id_ for led in (grouping.joined, grouping.moved) for id_, home in led.items() if home in homes}
    return found


def _areas(place: Listing | Facility) -> Iterator[str]:
    if place.street:
        yield from filter(None, (place.zip,))
        yield f"{place.state} {key(words(place.city))}"


def forget(root: Path, live: int, gated: Collection[str], withheld: Collection[str]) -> list[str]:
    """Remove the generations beside the live one that tell what is protected; returns their names. One that cannot be
    read is removed as well: what it tells cannot be known."""
    told = []
    for folder in sorted(root.glob("gen-*[0-9]")):
        if folder.name != f"gen-{live:06}" and _tells(folder, gated, withheld):
            shutil.rmtree(folder)
            told.append(folder.name)
    return told


def _tells(folder: Path, gated: Collection[str], withheld: Collection[str]) -> bool:
    try:
        rows = sqlite3.connect(f"{(folder / 'facilities.sqlite').absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            return any(_told(rows, id_) is not None for id_ in withheld) or any(
                found is not None and not msgspec.msgpack.decode(found, type=Stored).facility.front_gate
                for found in (_told(rows, id_) for id_ in gated)
            )
        finally:
            rows.close()
    except (sqlite3.Error, msgspec.DecodeError, OSError):
        return True


def _told(rows: sqlite3.Connection, public_id: str) -> bytes | None:
    row = rows.execute("SELECT data FROM facilities WHERE id = ?", [public_id]).fetchone()
    return None if row is None else row[0]
