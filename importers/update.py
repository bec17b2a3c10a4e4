"""An update: every source of a file imported in its order, one failing by itself; then what is new is published.

Called by `update_command.py`. Publishing is above the importers, so it comes as a function.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from directory.errors import DirectoryError
from directory.reading import Reader, Run
from directory.store import Record
from importers import progress
from importers.geocoding import after_import
from importers.given import given
from importers.run import Options, Report, run
from importers.source import Source
from importers.update_file import Entry, resolved

State = Literal["imported", "unchanged", "held back", "failed"]


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one source. `note` says why it was not imported; `report` is that of its import.

    * "imported": a run, or for a dry run what it would be.
    * "unchanged": its files are those of an earlier run, which still stands; nothing was written.
    * "held back": its files are those of a run that was undone; nothing was written.
    * "failed": nothing of it was written.
    """

    name: str
    source: str
    label: str
    state: State
    note: str = ""
    report: Report | None = None


class Update(msgspec.Struct, frozen=True, kw_only=True):
    """What an update did. `published` is the number of the new generation, None when there is none; `problem` says
    why publishing failed, "" when it did not."""

    dry_run: bool
    sources: list[Taken]
    published: int | None = None
    problem: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.problem) or any(one.state == "failed" for one in self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How to update. `publish` is None for "when there is something new". `again`: also files imported before.
    `allow_shrink`: as if every source said so, this once."""

    folder: Path
    downloads: Path
    dry_run: bool = False
    publish: bool | None = None
    again: bool = False
    allow_shrink: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What an update is given to do its work with: the clock, `say` for progress, `publish` that makes a generation
    and returns its number, and `built`, when the newest one was made (ISO, UTC), "" when there is none."""

    now: Callable[[], str]
    say: Callable[[str], None]
    publish: Callable[[], int]
    built: Callable[[], str]


def update(record: Record, entries: Sequence[Entry], how: How, hands: Hands) -> Update:
    """Import, one after the other, and publish. Nothing is raised for a source that fails; it is in the answer."""
    sources = [_taken(record, entry, how, hands) for entry in entries]
    done = Update(dry_run=how.dry_run, sources=sources)
    if not how.dry_run and any(one.state == "imported" for one in sources):
        after_import(record, hands.now(), hands.say)
    try:
        if how.dry_run or not _due(record, done, how, hands):
            return done
        return msgspec.structs.replace(done, published=hands.publish())
    except (DirectoryError, OSError) as error:
        return msgspec.structs.replace(done, problem=_told(error))


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One update at a time in a data folder. Raises DirectoryError while another is at work; ends with the process."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "update.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DirectoryError("Another update is at work here; try again when it has ended.") from error
        yield


def _taken(record: Record, entry: Entry, how: How, hands: Hands) -> Taken:
    hands.say(f"{entry.name}: begun")
    try:
        source, files = given(entry.key, resolved(entry, how.folder), how.downloads, hands.say)
        earlier = None if how.again or not files else _earlier(record, source, entry, files)
        if earlier is not None:
            return _left(entry, source, earlier)
        options = Options(
            now=hands.now(),
            dry_run=how.dry_run,
            as_of=entry.as_of,
            partial=entry.partial,
            allow_shrink=entry.allow_shrink or how.allow_shrink,
        )
        report = run(record, source, files, options, progress.show)
    except (DirectoryError, OSError) as error:
        return Taken(name=entry.name, source=entry.key, label=entry.name, state="failed", note=_told(error))
    except Exception as error:  # noqa: BLE001  a mistake in one source must not keep the others from their update
        note = f"This program made a mistake, and nothing of this source was written: {type(error).__name__}: {error}"
        return Taken(name=entry.name, source=entry.key, label=entry.name, state="failed", note=note)
    return Taken(name=entry.name, source=source.key, label=source.label, state="imported", report=report)


def _left(entry: Entry, source: Source, earlier: Run) -> Taken:
    """A source that is not imported, because of an earlier run of the same files."""
    state: State = "unchanged" if earlier.undone is None else "held back"
    note = f"the files are those of run {earlier.id} of {earlier.imported[:10]}"
    if earlier.undone is not None:
        note += f", which was undone on {earlier.undone[:10]}"
    return Taken(name=entry.name, source=source.key, label=source.label, state=state, note=note)


def _earlier(record: Record, source: Source, entry: Entry, files: Sequence[Path]) -> Run | None:
    """The run after which these files would change nothing but the day of the import, or the undone one they are of.

    Importing them again would call data without a date as new as today.
    """
    digests = {_sha256(file) for file in _unfolded(files)}
    with record.reading() as reader:
        runs = reader.runs(source.key)
    later: list[Run] = []
    for made in reversed(runs):
        if {file["sha256"] for file in made.files} == digests and entry.as_of in ("", made.as_of):
            return made if made.undone is not None or _stands(made, later) else None
        if made.undone is None:
            later.append(made)
    return None


def _stands(made: Run, later: Sequence[Run]) -> bool:
    """Whether no later run of the source can have said anything else of the same listings. A part of a source, which
    has no scopes, may have told of any."""
    return not later or all(
        made.scopes and other.scopes and not set(made.scopes) & set(other.scopes) for other in later
    )


def _due(record: Record, done: Update, how: How, hands: Hands) -> bool:
    """Whether to publish: as asked, else when a run was saved, now or since the newest generation was built."""
    if how.publish is not None:
        return how.publish
    if any(one.state == "imported" for one in done.sources):
        return True
    with record.reading() as reader:
        return _waiting(reader, hands.built())


def _waiting(reader: Reader, built: str) -> bool:
    """A publication that failed, or an undo nobody published, is made up for; a rollback is not taken back by this."""
    return any(max(made.imported, made.undone or "") > built for made in reader.runs())


def _unfolded(files: Sequence[Path]) -> list[Path]:
    """As `run` remembers them: folders with everything inside."""
    inside = (sorted(path.rglob("*")) if path.is_dir() else [path] for path in files)
    return [path for group in inside for path in group if path.is_file()]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _told(error: DirectoryError | OSError) -> str:
    if isinstance(error, DirectoryError):
        return str(error)
    return f"{f'{error.filename}: ' if error.filename else ''}{error.strerror or error}."
