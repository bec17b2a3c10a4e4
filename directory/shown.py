"""The walk over the runs that finds changes: what comes, goes and alters of what sources show, as it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from directory.changes import Change, Lens, Said, Window, altered, closes, reasons
from directory.listing import Listing
from directory.reading import Reader, batches
from directory.standing import Event, Home, Standing


def changes(reader: Reader, window: Window, lens: Lens) -> Iterator[Change]:
    """The changes, as they were made. Two pictures of one source are held at a time, as row ids.

    A place that an operator closed is told so once. While he says so, no source opens or closes it again.
    """
    yield from _Walk(reader, window, lens).changes()


class _Walk:
    """One walk: how many listings and entries each place has by now, and how many corrections say that it is closed."""

    def __init__(self, reader: Reader, window: Window, lens: Lens) -> None:
        self._reader, self._window, self._lens = reader, window, lens
        self._standing = Standing(reader, window, lens.moved)
        self._homes = self._standing.homes
        self._listings: Counter[str] = Counter()
        self._entries: Counter[tuple[str, str]] = Counter()
        self._closers: Counter[str] = Counter()
        for n, _ in self._standing.shown():
            self._count(self._homes[n], 1)
        self._standing_corrections()

    def changes(self) -> Iterator[Change]:
        for event in self._standing.events:
            earlier = [run.id for run in self._standing.runs_of(event.run.source)]
            turn = self._standing.move(event)
            first = event.run.id in self._window.before
            yield from self._corrected(event, turn.came) if first else self._arrivals(event, turn.came, earlier)
            yield from self._departures(event, turn.went)
            yield from self._alterations(event, turn.altered)

    def _standing_corrections(self) -> None:
        """Note which places are closed from the beginning, as operators say."""
        said = {n: version for n, version in self._standing.shown() if self._homes[n].corrects}
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

    def _corrected(self, event: Event, found: Sequence[tuple[int, int]]) -> Iterator[Change]:
        """What the first run of an operator's list corrects of places that were listed before it. What else is in it
        was there, as in the first run of any source."""
        for n, _ in found:
            self._count(self._homes[n], 1)
        corrections = [each for each in found if self._homes[each[0]].corrects]
        before = [run.id for run in self._standing.live.values() if run.imported < event.when]
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

    def _count(self, home: Home, listings: int) -> None:
        """One listing of a place more, or (-1) less; a correction is none."""
        if not home.corrects:
            self._listings[home.facility] += listings
            self._entries[home.source, home.facility] += listings

    def _arrivals(self, event: Event, found: Sequence[tuple[int, int]], earlier: list[int]) -> Iterator[Change]:
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

    def _departures(self, event: Event, found: Sequence[tuple[int, int]]) -> Iterator[Change]:
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

    def _beside(self, home: Home, same: str, other: str, alone: str) -> list[Said]:
        """`same` where the source lists the place under another entry too, `other` where another does; else `alone`,
        and nothing where an operator says that the place is closed."""
        if self._listings[home.facility]:
            return [(same if self._entries[home.source, home.facility] else other, "", "", "")]
        return [] if self._closers[home.facility] else [(alone, "", "", "")]

    def _alterations(self, event: Event, found: Sequence[tuple[int, int, int]]) -> Iterator[Change]:
        for batch in batches(found):
            contents = self._reader.told(version for _, *both in batch for version in both)
            for n, old, new in batch:
                before, now = contents[old], contents[new]
                if self._homes[n].corrects:
                    yield from self._decided(event, n, before, now)
                    continue
                yield from self._shown(event, n, (now, before), altered(before, now))

    def _decided(self, event: Event, number: int, before: Listing | None, now: Listing | None) -> Iterator[Change]:
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

    def _shown(self, event: Event, number: int, listings: Sequence[Listing], told: Iterable[Said]) -> Iterator[Change]:
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
