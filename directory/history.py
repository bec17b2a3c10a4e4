"""The record on another day, and the history of one facility. Both only read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec
from rapidfuzz import process

from directory.differences import Difference, differences
from directory.errors import RecordError
from directory.listing import Listing
from directory.reading import Current, Held, Known, Order, Reader, Run

_TYPED = str.maketrans("oil", "011")
"""Ids hold no i, l or o: who types one means a digit."""


class Then(Reader):
    """The record as of a day: everything a Reader can be asked, answered from the runs that counted then.

    `as_of` leaves out data of a later date; `known_by` leaves out what was imported later, and runs undone later count.
    Days are "2022", "2022-05" or "2022-05-19" and include all of the year, month or day (UTC); "" leaves nothing out.
    """

    def __init__(self, reader: Reader, as_of: str = "", known_by: str = "") -> None:
        super().__init__(reader._connection)
        self._as_of, self._known_by = as_of, known_by

    def today(self) -> Reader:
        """The record without the look back."""
        return Reader(self._connection)

    def runs(self, source: str | None = None) -> list[Run]:
        """The runs that counted, and those that had been undone."""
        return [self._as_known(run) for run in super().runs(source) if self._counts(run)]

    def current(self) -> Iterator[Current]:
        """What stood: of a listing whose own date is later, what an earlier run held; none where no run did."""
        return (item for item in super().current() if not after(item.listing.as_of, self._as_of))

    def light(self) -> Iterator[tuple[str, str, Listing]]:
        """The same of each."""
        return (told for told in super().light() if not after(told[2].as_of, self._as_of))

    def _holding(self, source: str, until: Order | None) -> dict[str, Held]:
        """As a Reader finds it; a listing whose own date is later is as the newest run before held it that was not,
        back to one that withdrew it. Where none held it, it stays as it is."""
        held = super()._holding(source, until)
        waiting = self._later(held)
        runs = (run for run in self.runs(source) if run.undone is None and (until is None or run.order < until))
        for run in sorted(runs, key=lambda run: run.order, reverse=True) if waiting else ():
            seen = {key: item for key, item in self._seen(run.id) if key in waiting}
            later = self._later(seen)
            held |= {key: item for key, item in seen.items() if key not in later}
            waiting = {key for key in waiting - seen.keys() if held[key].scope not in run.scopes} | later
        return held

    def _later(self, held: Mapping[str, Held]) -> set[str]:
        """The keys of those whose own date is later."""
        dated = self.contents(held).items() if self._as_of else ()
        return {key for key, listing in dated if after(listing.as_of, self._as_of)}

    def _counts(self, run: Run) -> bool:
        return not after(run.order[0], self._as_of) and not after(run.imported, self._known_by)

    def _as_known(self, run: Run) -> Run:
        later = run.undone is not None and after(run.undone, self._known_by)
        return msgspec.structs.replace(run, undone=None) if later else run


def after(moment: str, day: str) -> bool:
    """Whether a date or time lies after a day, month or year; nothing lies after ""."""
    return bool(day) and moment[: len(day)] > day


def current_as_of(reader: Reader, date: str, known_by: str = "") -> Iterator[Current]:
    """Every listing that stood on a day, by the date of the data, as known today or by another day; see `Then`."""
    return Then(reader, date, known_by).current()


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One time something came to be said. `kind` is "listed", "changed", "withdrawn" or "returned".

    `undone` is when the run was taken back (UTC, ISO): the step then tells what the run had said and does not count.
    """

    kind: str
    as_of: str
    imported: str
    run: int
    undone: str | None
    differences: tuple[Difference, ...]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One listing behind a facility and its steps, by the date of the data. `id` is the public id it has alone.

    `listed` says whether it is now, `last` is the date of the newest data that held it ("" for none that counts), its
    own where it has one.
    """

    source: str
    label: str
    key: str
    id: str
    name: str
    listed: bool
    last: str
    steps: tuple[Step, ...]


class History(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was said of a facility. `asked` is the id that was asked for, `id` the one it leads to now."""

    asked: str
    id: str
    listings: tuple[Told, ...]


def history(reader: Reader, asked: str, moved: Mapping[str, str]) -> History:
    """The history of a facility. `moved` leads from ids that are merged to the facility's. Raises RecordError for an
    unknown id, naming near ones."""
    typed = asked.strip().lower().translate(_TYPED)
    typed = reader.renamed().get(typed, typed)
    public_id = moved.get(typed, typed)
    members = [public_id, *(other for other, home in moved.items() if home == public_id)]
    known = reader.known(members)
    if not known:
        raise RecordError(_unknown(reader, asked, typed))
    labels = {source["key"]: str(source["label"]) for source in reader.sources()}
    listings = tuple(_told(reader, listing, labels[listing.source]) for listing in known)
    return History(asked=asked, id=public_id, listings=listings)


def _unknown(reader: Reader, asked: str, typed: str) -> str:
    near = process.extract(typed, [home[3] for home in reader.homes()], limit=3, score_cutoff=80)
    hint = f" Did you mean {' or '.join(name for name, _, _ in near)}?" if near else ""
    return (
        f"The record knows no facility {asked!r}. An id is ten letters and digits, as `search` prints it and as it"
        f" stands in the address of the facility's page.{hint}"
    )


def _told(reader: Reader, known: Known, label: str) -> Told:
    runs = sorted(reader.runs(known.source), key=lambda run: run.order)
    found = reader.sightings([run.id for run in runs], [known.listing])
    held = {run: version for (run, _), version in found.items()}
    contents = reader.told(held.values())
    steps = tuple(_steps(runs, held, known.scope, contents.__getitem__))
    live = [run for run in runs if run.undone is None]
    counted = [run for run in live if run.id in held]
    newest = (counted or [run for run in runs if run.id in held])[-1]
    standing = [step for step in steps if step.undone is None]
    return Told(
        source=known.source,
        label=label,
        key=known.key,
        id=known.facility,
        name=contents[held[newest.id]].name,
        listed=bool(standing) and standing[-1].kind != "withdrawn",
        last=(contents[held[newest.id]].as_of or newest.order[0]) if counted else "",
        steps=steps,
    )


def _steps(
    runs: Sequence[Run], held: Mapping[int, int], scope: str, content: Callable[[int], Listing]
) -> Iterator[Step]:
    """Walk the runs by the date of their data. Only runs that were not undone move what stands on."""
    now: int | None = None
    last: int | None = None
    for run in runs:
        version = held.get(run.id)
        if version == now or (version is None and scope not in run.scopes):
            continue
        before = None if last is None else content(last)
        told = () if version is None else differences(before, content(version))
        own = "" if version is None else content(version).as_of
        yield _step(_kind(version, now, last), run, own, told)
        if run.undone is None:
            now, last = version, last if version is None else version


def _kind(version: int | None, now: int | None, last: int | None) -> str:
    if version is None:
        return "withdrawn"
    if now is None:
        return "listed" if last is None else "returned"
    return "changed"


def _step(kind: str, run: Run, own: str, told: tuple[Difference, ...]) -> Step:
    """`own` is the listing's own date, where it has one."""
    as_of = own or run.as_of
    return Step(kind=kind, as_of=as_of, imported=run.imported, run=run.id, undone=run.undone, differences=told)
