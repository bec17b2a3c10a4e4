"""What each source shows, moved on run by run: the walk that finds changes.

An entry of a source that goes while another of the same place comes is one that goes on, under another name or address.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from directory.changes import Change, Lens, Said, Window, altered, closes, reasons
from directory.history import after
from directory.listing import Listing
from directory.reading import Reader, Run, batches

_OVERLAY = "overlay:"


class _Event(NamedTuple):
    """A run comes into what is shown, or leaves it."""

    when: str
    number: int
    run: Run
    comes: bool


def may_correct(run: Run) -> bool:
    """Whether it is of an operator's own list."""
    return run.source.startswith(_OVERLAY)


class _Home(NamedTuple):
    source: str
    scope: str
    facility: str

    @property
    def corrects(self) -> bool:
        """Whether the listing is an operator's correction and no place of its own."""
        return self.source.startswith(_OVERLAY) and self.scope == "corrections"


def changes(reader: Reader, window: Window, lens: Lens) -> Iterator[Change]:
    """The changes, as they were made. Two pictures of one source are held at a time, as row ids.

    A place that an operator closed is told so once. While he says so, no source opens or closes it again.
    """
    yield from _Shown(reader, window, lens).changes()


class _Shown:
    """What each source shows, moved on from event to event."""

    def __init__(self, reader: Reader, window: Window, lens: Lens) -> None:
        self._reader, self._window, self._lens = reader, window, lens
        self._homes = {row[0]: _Home(row[1], row[2], lens.moved.get(row[3], row[3])) for row in reader.homes()}
        runs = reader.runs()
        self._events = sorted(_events(runs, window))
        self._live = {run.id: run for run in runs if _stood_before(run, window)}
        self._held = {source: self._standing(source) for source in {run.source for run in runs}}
        self._listings: Counter[str] = Counter()
        self._entries: Counter[tuple[str, str]] = Counter()
        self._closers: Counter[str] = Counter()
        for n in chain.from_iterable(self._held.values()):
            self._count(self._homes[n], 1)
        self._standing_corrections()

    def changes(self) -> Iterator[Change]:
        for event in self._events:
            old = self._held[event.run.source]
            earlier = [run.id for run in self._live.values() if run.source == event.run.source]
            new = self._held[event.run.source] = self._next(event, old)
            came, went = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
            goes_on = self._continued(came, went)
            gone_on = set(goes_on.values())
            arrived = [(n, new[n]) for n in came if n not in goes_on]
            first = event.run.id in self._window.before
            yield from self._corrected(event, arrived) if first else self._arrivals(event, arrived, earlier)
            yield from self._departures(event, [(n, old[n]) for n in went if n not in gone_on])
            differ = sorted(n for n in old.keys() & new.keys() if old[n] != new[n])
            versions = [*((n, old[m], new[n]) for n, m in goes_on.items()), *((n, old[n], new[n]) for n in differ)]
            yield from self._alterations(event, versions)

    def _standing_corrections(self) -> None:
        """Note which places are closed from the beginning, as operators say."""
        said = {n: version for held in self._held.values() for n, version in held.items() if self._homes[n].corrects}
        contents = self._reader.told(said.values())
        for n, version in said.items():
            self._close(self._homes[n].facility, None, contents[version])

    def _close(self, facility: str, before: Listing | None, now: Listing | None) -> list[Said]:
        """Note what a correction says of a place from now on; that this closes it, or ends that."""
        was = self._closers[facility]
        self._closers[facility] += closes(now) - closes(before)
        closed = self._closers[facility]
        told = bool(was) != bool(closed) and self._listings[facility]
        return [("closed" if closed else "returned", "", "", "")] if told else []

    def _continued(self, came: Iterable[int], went: Iterable[int]) -> dict[int, int]:
        """A listing that comes -> one that goes, where both are of one place: its source goes on about it under another
        entry, and has not dropped it. One of the same scope before any other."""
        waiting: defaultdict[str, list[int]] = defaultdict(list)
        for n in went:
            waiting[self._homes[n].facility].append(n)
        found: dict[int, int] = {}
        for n in came:
            home = self._homes[n]
            if (former := waiting.get(home.facility)) and not home.corrects:
                found[n] = min(former, key=lambda m: (self._homes[m].scope != home.scope, m))
                former.remove(found[n])
        return found

    def _corrected(self, event: _Event, found: Sequence[tuple[int, int]]) -> Iterator[Change]:
        """What the first run of an operator's list corrects of places that were listed before it. What else is in it
        was there, as in the first run of any source."""
        for n, _ in found:
            self._count(self._homes[n], 1)
        corrections = [each for each in found if self._homes[each[0]].corrects]
        before = [run.id for run in self._live.values() if run.imported < event.when]
        for batch in batches(corrections):
            contents = self._reader.told(version for _, version in batch)
            listings = [m for n, _ in batch for m in self._about.get(self._homes[n].facility, ())]
            known = {self._homes[m].facility for _, m in self._reader.sightings(before, listings)}
            for n, version in batch:
                if self._homes[n].facility in known:
                    yield from self._decided(event, n, None, contents[version])
                else:
                    self._close(self._homes[n].facility, None, contents[version])

    @cached_property
    def _about(self) -> Mapping[str, list[int]]:
        """Facilities that are corrected -> their listings."""
        found: dict[str, list[int]] = {home.facility: [] for home in self._homes.values() if home.corrects}
        for n, home in self._homes.items():
            if home.facility in found and not home.corrects:
                found[home.facility].append(n)
        return found

    def _count(self, home: _Home, listings: int) -> None:
        """One listing of a place more, or (-1) less; a correction is none."""
        if not home.corrects:
            self._listings[home.facility] += listings
            self._entries[home.source, home.facility] += listings

    def _next(self, event: _Event, held: Mapping[int, int]) -> dict[int, int]:
        """What the source shows after an event. The usual one, newer data than all there is, needs that run only."""
        run = event.run
        newest = all(run.order > other.order for other in self._live.values() if other.source == run.source)
        if not event.comes:
            del self._live[run.id]
            return self._standing(run.source)
        self._live[run.id] = run
        if not newest:
            return self._standing(run.source)
        stays = {n: version for n, version in held.items() if self._homes[n].scope not in run.scopes}
        return stays | dict(self._reader.seen(run.id))

    def _standing(self, source: str) -> dict[int, int]:
        """Listing -> version, from the newest run back to where every scope has been told completely."""
        scopes = {home.scope for home in self._homes.values() if home.source == source}
        runs = sorted((run for run in self._live.values() if run.source == source), key=lambda run: run.order)
        held: dict[int, int] = {}
        told: set[str] = set()
        while runs and not told >= scopes:
            run = runs.pop()
            seen = self._reader.seen(run.id)
            held |= {n: v for n, v in seen if n not in held and self._homes[n].scope not in told}
            told.update(run.scopes)
        return held

    def _arrivals(self, event: _Event, found: Sequence[tuple[int, int]], earlier: list[int]) -> Iterator[Change]:
        for batch in batches(found):
            contents = self._reader.told(version for _, version in batch)
            known = {n for _, n in self._reader.sightings(earlier, [n for n, _ in batch])} if earlier else set()
            for n, version in batch:
                home = self._homes[n]
                if home.corrects:
                    yield from self._decided(event, n, None, contents[version])
                    continue
                told = self._beside(home, "entry-added", "joined", "returned" if n in known else "opened")
                self._count(home, 1)
                yield from self._shown(event, n, (contents[version],), told)

    def _departures(self, event: _Event, found: Sequence[tuple[int, int]]) -> Iterator[Change]:
        for batch in batches(found):
            contents = self._reader.told(version for _, version in batch)
            for n, version in batch:
                home = self._homes[n]
                if home.corrects:
                    yield from self._decided(event, n, contents[version], None)
                    continue
                self._count(home, -1)
                told = self._beside(home, "entry-dropped", "left", "closed")
                yield from self._shown(event, n, (contents[version],), told)

    def _beside(self, home: _Home, same: str, other: str, alone: str) -> list[Said]:
        """`same` where the source lists the place under another entry too, `other` where another does; else `alone`,
        and nothing where an operator says that the place is closed."""
        if self._listings[home.facility]:
            return [(same if self._entries[home.source, home.facility] else other, "", "", "")]
        return [] if self._closers[home.facility] else [(alone, "", "", "")]

    def _alterations(self, event: _Event, found: Sequence[tuple[int, int, int]]) -> Iterator[Change]:
        for batch in batches(found):
            contents = self._reader.told(version for _, *both in batch for version in both)
            for n, old, new in batch:
                before, now = contents[old], contents[new]
                if self._homes[n].corrects:
                    yield from self._decided(event, n, before, now)
                    continue
                yield from self._shown(event, n, (now, before), altered(before, now))

    def _decided(self, event: _Event, number: int, before: Listing | None, now: Listing | None) -> Iterator[Change]:
        """What an operator decided, or takes back, told of the place it is about; of one that nobody lists, by its id
        alone."""
        said = now or before
        assert said is not None  # noqa: S101 - one of the two is there
        facility = self._homes[number].facility
        told = [*self._close(facility, before, now), ("corrected" if now else "uncorrected", "", "", reasons(said))]
        yield from self._shown(event, number, (self._places.get(facility, said),), told)

    @cached_property
    def _places(self) -> Mapping[str, Listing]:
        """Facilities that are corrected -> a listing that says what and where they are."""
        wanted = {home.facility for home in self._homes.values() if home.corrects}
        found: dict[str, Listing] = {}
        lost = ((gone.facility, gone.source, gone.listing) for gone in self._reader.gone())
        for public_id, _, listing in chain(self._reader.light(), lost):
            home = self._lens.moved.get(public_id, public_id)
            if home in wanted and listing.state:
                found.setdefault(home, listing)
        return found

    def _shown(self, event: _Event, number: int, listings: Sequence[Listing], told: Iterable[Said]) -> Iterator[Change]:
        """The changes of one listing, as long as one of its listings (the first is what is shown) is in the place."""
        counties = [self._lens.county(listing) for listing in listings]
        if not any(self._window.shows(x.state, county) for x, county in zip(listings, counties, strict=True)):
            return
        for kind, facet, before, now in told:
            yield Change(
                id=self._homes[number].facility,
                name=listings[0].name,
                city=listings[0].city,
                county=counties[0],
                state=listings[0].state,
                kind=kind,
                facet=facet,
                before=before,
                after=now,
                source=event.run.source,
                as_of=listings[0].as_of or event.run.as_of,
                imported=event.run.imported,
                run=event.run.id,
                undone=None if event.comes else event.run.undone,
            )


def _stood_before(run: Run, window: Window) -> bool:
    made = run.imported < window.since or (run.id in window.before and not may_correct(run))
    return made and (run.undone is None or run.undone >= window.since)


def _events(runs: Iterable[Run], window: Window) -> Iterator[_Event]:
    """What came and went in the window. A run that did both is left out."""
    for run in runs:
        stood = _stood_before(run, window)
        made = not after(run.imported, window.until)
        stands = made and (run.undone is None or after(run.undone, window.until))
        if stood and not stands:
            yield _Event(run.undone or "", run.id, run, comes=False)
        elif stands and not stood:
            yield _Event(run.imported, run.id, run, comes=True)
