"""What each source shows, listing by version, moved on as runs come and are taken back.

An entry of a source that goes while another of the same place comes is one that goes on, under another name or address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from directory.changes import Window
from directory.history import after
from directory.reading import Reader, Run

_OVERLAY = "overlay:"


class Event(NamedTuple):
    """A run comes into what is shown, or leaves it."""

    when: str
    number: int
    run: Run
    comes: bool


class Home(NamedTuple):
    """Where a listing is: its source, its scope in it, and the facility it is of."""

    source: str
    scope: str
    facility: str

    @property
    def corrects(self) -> bool:
        """Whether the listing is an operator's correction and no place of its own."""
        return self.source.startswith(_OVERLAY) and self.scope == "corrections"


class Turn(NamedTuple):
    """What an event makes of what its source shows: listings that came and that went, with their version, and those
    that say something else now, with the version before and now."""

    came: list[tuple[int, int]]
    went: list[tuple[int, int]]
    altered: list[tuple[int, int, int]]


class Standing:
    """What each source shows: listing -> version, both row ids.

    `homes` says where each listing is, `events` what comes and goes in the window, `live` which runs count, by number.
    `moved` leads from public ids to the facility's.
    """

    def __init__(self, reader: Reader, window: Window, moved: Mapping[str, str]) -> None:
        self._reader = reader
        self.homes = {row[0]: Home(row[1], row[2], moved.get(row[3], row[3])) for row in reader.homes()}
        runs = reader.runs()
        self.events = sorted(_events(runs, window))
        self.live = {run.id: run for run in runs if _stood_before(run, window)}
        self._held = {source: self._standing(source) for source in {run.source for run in runs}}

    def shown(self) -> Iterator[tuple[int, int]]:
        """Every listing that is shown, with its version."""
        return chain.from_iterable(held.items() for held in self._held.values())

    def runs_of(self, source: str) -> list[Run]:
        """The runs of a source that count."""
        return [run for run in self.live.values() if run.source == source]

    def move(self, event: Event) -> Turn:
        """Move on over an event."""
        old = self._held[event.run.source]
        new = self._held[event.run.source] = self._next(event, old)
        came, went = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
        goes_on = self._continued(came, went)
        gone_on = set(goes_on.values())
        differ = sorted(n for n in old.keys() & new.keys() if old[n] != new[n])
        return Turn(
            [(n, new[n]) for n in came if n not in goes_on],
            [(n, old[n]) for n in went if n not in gone_on],
            [*((n, old[m], new[n]) for n, m in goes_on.items()), *((n, old[n], new[n]) for n in differ)],
        )

    def _next(self, event: Event, held: Mapping[int, int]) -> dict[int, int]:
        """What the source shows after an event. The usual one, newer data than all there is, needs that run only."""
        run = event.run
        newest = all(run.order > other.order for other in self.runs_of(run.source))
        if not event.comes:
            del self.live[run.id]
            return self._standing(run.source)
        self.live[run.id] = run
        if not newest:
            return self._standing(run.source)
        stays = {n: version for n, version in held.items() if self.homes[n].scope not in run.scopes}
        return stays | dict(self._reader.seen(run.id))

    def _standing(self, source: str) -> dict[int, int]:
        """Listing -> version, from the newest run back to where every scope has been told completely."""
        scopes = {home.scope for home in self.homes.values() if home.source == source}
        runs = sorted(self.runs_of(source), key=lambda run: run.order)
        held: dict[int, int] = {}
        told: set[str] = set()
        while runs and not told >= scopes:
            run = runs.pop()
            seen = self._reader.seen(run.id)
            held |= {n: v for n, v in seen if n not in held and self.homes[n].scope not in told}
            told.update(run.scopes)
        return held

    def _continued(self, came: Iterable[int], went: Iterable[int]) -> dict[int, int]:
        """A listing that comes -> one that goes, where both are of one place: its source goes on about it under another
        entry, and has not dropped it. One of the same scope before any other."""
        waiting: defaultdict[str, list[int]] = defaultdict(list)
        for n in went:
            waiting[self.homes[n].facility].append(n)
        found: dict[int, int] = {}
        for n in came:
            home = self.homes[n]
            if (former := waiting.get(home.facility)) and not home.corrects:
                found[n] = min(former, key=lambda m: (self.homes[m].scope != home.scope, m))
                former.remove(found[n])
        return found


def _events(runs: Iterable[Run], window: Window) -> Iterator[Event]:
    """What came and went in the window. A run that did both is left out."""
    for run in runs:
        stood = _stood_before(run, window)
        made = not after(run.imported, window.until)
        stands = made and (run.undone is None or after(run.undone, window.until))
        if stood and not stands:
            yield Event(run.undone or "", run.id, run, comes=False)
        elif stands and not stood:
            yield Event(run.imported, run.id, run, comes=True)


def _stood_before(run: Run, window: Window) -> bool:
    made = run.imported < window.since or (run.id in window.before and not may_correct(run))
    return made and (run.undone is None or run.undone >= window.since)


def may_correct(run: Run) -> bool:
    """Whether it is of an operator's own list."""
    return run.source.startswith(_OVERLAY)
