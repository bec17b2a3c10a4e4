"""One import, from files to a saved run: read, compare with the record, report, and save unless it is a dry run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from directory.content import Content, encoded
from directory.errors import ShrinkError, SourceError
from directory.reading import Held, Reader, Refusal, Run
from directory.store import Record
from importers.naming import named
from importers.renaming import rename_later
from importers.source import Outcome, Read, Reading, Source

SHRINK = 0.2
"""A run that would withdraw more than this share of what its scopes hold is stopped. From 2022 to 2023 a fifth of the
addresses of SAMHSA's directory changed, so a larger loss is more likely a broken file than the world."""

MANY = 100
"""Listings that are a measure of a source even where only parts of it had told them."""

Progress = Callable[[Iterable[Outcome], Reading], Iterable[Outcome]]
"""Wraps the outcomes to show how far the reading is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to import. `now` is the time of the import, ISO, UTC; `as_of` overrides the dates the data carries."""

    now: str
    dry_run: bool = False
    as_of: str = ""
    partial: bool = False
    allow_shrink: bool = False


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did, or would do. rows == saved + len(refused); saved == added + changed + unchanged.

    `run` is None for a dry run. `partial` says that nothing is withdrawn, because the files are not the whole of a
    scope.
    `older` says that the record holds newer data of all this covers: the run is kept as history and is not what is
    shown.
    `would_stop` is the sentence with which a dry run would have stopped without --allow-shrink, "" when it would not.
    """

    source: str
    run: int | None
    dry_run: bool
    as_of: str
    partial: bool
    older: bool
    rows: int
    saved: int
    added: int
    changed: int
    unchanged: int
    withdrawn: int
    refused: list[Refusal]
    unknown: dict[str, int]
    unused_columns: list[str]
    warnings: dict[str, int]
    would_stop: str = ""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Everything the files held."""

    kept: list[Content]
    refused: list[Refusal]


@dataclass(frozen=True, slots=True)
class _Comparison:
    """`listings` are by the names they have in the record. `lost` of `held` are gone of what measures the source."""

    made: Run
    listings: Mapping[str, Content]
    added: int
    changed: int
    unchanged: int
    withdrawn: int
    lost: int
    held: int
    older: bool


def run(record: Record, source: Source, paths: Sequence[Path], options: Options, progress: Progress) -> Report:
    """Import files of a source. Raises SourceError, ShrinkError or RecordError, and then the record is as before."""
    reading = Reading(as_of=options.as_of)
    rows = _rows(progress(source.read(paths, reading), reading), options.as_of)
    if not (rows.kept or rows.refused or source.by_hand):
        names = ", ".join(path.name for path in paths)
        raise SourceError(f"{source.label}: {names or 'what was given'} holds no listing at all.")
    _note_repeats(rows, reading)
    if options.partial:
        reading.scopes.clear()
    files = tuple({"name": path.name, "sha256": _sha256(path)} for path in _files(paths))
    if options.dry_run:
        with record.reading() as reader:
            return _report(source, reading, rows, _examine(reader, source, reading, rows, options), options)
    with record.writing() as writer:
        found = _examine(writer, source, reading, rows, options)
        report = _report(source, reading, rows, found, options)
        if report.would_stop and not options.allow_shrink:
            raise ShrinkError(report.would_stop)
        writer.save_source(_entry(source))
        made = msgspec.structs.replace(found.made, files=files, counts=_counts(report))
        number = writer.save_run(made, found.listings, rows.refused)
        rename_later(writer, msgspec.structs.replace(made, id=number))
    return msgspec.structs.replace(report, run=number, would_stop="")


def _rows(outcomes: Iterable[Outcome], as_of: str) -> _Rows:
    """What was read. Where the operator says of when it is, no listing has a date of its own."""
    rows = _Rows([], [])
    for outcome in outcomes:
        if isinstance(outcome, Read):
            dated = outcome.listing.as_of and as_of
            rows.kept.append(encoded(msgspec.structs.replace(outcome.listing, as_of="") if dated else outcome.listing))
        else:
            rows.refused.append(Refusal(outcome.file, outcome.line, outcome.reason))
    return rows


def _note_repeats(rows: _Rows, reading: Reading) -> None:
    repeats = len(rows.kept) - len({content.digest for content in rows.kept})
    if repeats:
        reading.warnings["row that repeats another to the letter, kept as a listing of its own"] += repeats


def _examine(reader: Reader, source: Source, reading: Reading, rows: _Rows, options: Options) -> _Comparison:
    """Name every listing, and compare with what the source held before data of this date."""
    made = Run(
        source=source.key,
        imported=options.now,
        as_of=options.as_of or reading.as_of,
        scopes=tuple(sorted(reading.scopes)),
        unknown=dict(reading.unknown),
    )
    later = [run for run in reader.runs(source.key) if run.order > made.order]
    until = made.order if later else None
    names = named(reader, source.key, rows.kept, made.scopes, until)
    newer = {scope for run in later if run.undone is None for scope in run.scopes}
    earlier = [run for run in reader.runs(source.key) if run.undone is None and run not in later]
    told = {scope for run in earlier for scope in run.scopes}
    return _compare(made, dict(zip(names, rows.kept, strict=True)), reader.held(source.key, until), newer, told)


def _compare(
    made: Run,
    listings: Mapping[str, Content],
    held: Mapping[str, Held],
    newer: Collection[str],
    told: Collection[str],
) -> _Comparison:
    """`newer` are the scopes of which the record holds a complete run of newer data, `told` those of older data: what
    only parts of a source have told of a scope says nothing of how large it is, unless it is much."""
    added = sum(name not in held for name in listings)
    same = sum(name in held and held[name].digest == content.digest for name, content in listings.items())
    covered = [name for name, item in held.items() if item.scope in made.scopes and item.scope not in newer]
    withdrawn = sum(name not in listings for name in covered)
    known = covered if len(covered) >= MANY else [name for name in covered if held[name].scope in told]
    lost = sum(name not in listings for name in known)
    covers = {*made.scopes, *(content.scope for content in listings.values())}
    older = bool(listings) and covers <= set(newer)
    return _Comparison(
        made, listings, added, len(listings) - added - same, same, withdrawn, lost, held=len(known), older=older
    )


def _report(
    source: Source,
    reading: Reading,
    rows: _Rows,
    comparison: _Comparison,
    options: Options,
) -> Report:
    return Report(
        source=source.key,
        run=None,
        dry_run=options.dry_run,
        as_of=comparison.made.as_of,
        partial=not reading.scopes,
        older=comparison.older,
        rows=len(rows.kept) + len(rows.refused),
        saved=len(comparison.listings),
        added=comparison.added,
        changed=comparison.changed,
        unchanged=comparison.unchanged,
        withdrawn=comparison.withdrawn,
        refused=rows.refused,
        unknown=dict(reading.unknown.most_common()),
        unused_columns=sorted(reading.unused_columns),
        warnings=dict(reading.warnings.most_common()),
        would_stop=_shrink(source, comparison),
    )


def _shrink(source: Source, comparison: _Comparison) -> str:
    if source.by_hand or comparison.lost <= SHRINK * comparison.held:
        return ""
    share = 100 * comparison.lost / comparison.held
    return (
        f"{source.label}: this run would withdraw {comparison.lost:,} of {comparison.held:,} listings"
        f" ({share:.1f} %), more than {100 * SHRINK:.0f} %. If the files are only a part of the source, add --partial;"
        " if the source really shrank, add --allow-shrink. Nothing was changed."
    )


def _counts(report: Report) -> dict[str, int]:
    names = ("rows", "saved", "added", "changed", "unchanged", "withdrawn")
    return {name: getattr(report, name) for name in names} | {"refused": len(report.refused)}


def _entry(source: Source) -> dict[str, object]:
    fields = ("key", "label", "publisher", "url", "licence", "fictional")
    return {name: getattr(source, name) for name in fields}


def _files(paths: Sequence[Path]) -> list[Path]:
    inside = (sorted(path.rglob("*")) if path.is_dir() else [path] for path in paths)
    return [path for group in inside for path in group if path.is_file()]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
