"""One import, from files to a saved run: read, compare with the record, report, and save unless it is a dry run."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from directory.errors import ShrinkError, SourceError
from directory.listing import Listing
from directory.reading import Held, Reader, Refusal, Run
from directory.store import Record
from importers.source import Outcome, Read, Reading, Source
from importers.succession import successors

SHRINK = 0.2
"""A run that would withdraw more than this share of what its scopes hold is stopped. From 2022 to 2023 a fifth of the
addresses of SAMHSA's directory changed, so a larger loss is more likely a broken file than the world."""

Progress = Callable[[Iterable[Outcome], Reading], Iterable[Outcome]]
"""Wraps the outcomes to show how far the reading is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to import. `now` is the time of the import, ISO, UTC; `as_of` overrides the date the data carries."""

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


@dataclass(slots=True)
class _Content:
    """Everything the files held, keyed by listing."""

    listings: dict[str, Listing] = field(default_factory=dict)
    digests: dict[str, bytes] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    rows: int = 0


@dataclass(frozen=True, slots=True)
class _Comparison:
    added: int
    changed: int
    unchanged: int
    withdrawn: int
    held: int
    older: bool


def run(record: Record, source: Source, paths: Sequence[Path], options: Options, progress: Progress) -> Report:
    """Import files of a source. Raises SourceError, ShrinkError or RecordError, and then the record is as before."""
    reading = Reading(as_of=options.as_of)
    outcomes = list(progress(source.read(paths, reading), reading))
    if not outcomes:
        names = ", ".join(path.name for path in paths)
        raise SourceError(f"{source.label}: {names or 'what was given'} holds no listing at all.")
    if options.partial:
        reading.scopes.clear()
    files = tuple({"name": path.name, "sha256": _sha256(path)} for path in _files(paths))
    if options.dry_run:
        with record.reading() as reader:
            return _report(source, reading, *_examine(reader, source, reading, outcomes, options), options)
    with record.writing() as writer:
        content, made, comparison = _examine(writer, source, reading, outcomes, options)
        report = _report(source, reading, content, made, comparison, options)
        if report.would_stop and not options.allow_shrink:
            raise ShrinkError(report.would_stop)
        writer.save_source(_entry(source))
        made = msgspec.structs.replace(made, files=files, counts=_counts(report))
        number = writer.save_run(made, content.listings, content.digests, content.refused)
    return msgspec.structs.replace(report, run=number, would_stop="")


def _examine(
    reader: Reader, source: Source, reading: Reading, outcomes: Sequence[Outcome], options: Options
) -> tuple[_Content, Run, _Comparison]:
    """Name every listing, and compare with what the source held before data of this date."""
    made = Run(
        source=source.key,
        imported=options.now,
        as_of=options.as_of or reading.as_of,
        scopes=tuple(sorted(reading.scopes)),
        unknown=dict(reading.unknown),
    )
    newer = _newer(reader, made)
    before = reader.held(source.key, made.order if newer else None)
    held = {**reader.held(source.key), **before} if newer else before
    content = _content(outcomes, held)
    _note_repeats(content, reading)
    _continue(reader, content, held, reading.scopes)
    return content, made, _compare(content, before, reading.scopes, newer)


def _note_repeats(content: _Content, reading: Reading) -> None:
    repeats = len(content.digests) - len(set(content.digests.values()))
    if repeats:
        reading.warnings["row that repeats another to the letter, kept as a listing of its own"] += repeats


def _newer(reader: Reader, made: Run) -> set[str]:
    """The scopes of which the record holds a complete run of newer data."""
    runs = (run for run in reader.runs(made.source) if run.undone is None and run.order > made.order)
    return {scope for run in runs for scope in run.scopes}


def _content(outcomes: Sequence[Outcome], held: Mapping[str, Held]) -> _Content:
    content = _Content(rows=len(outcomes))
    numbered = _numbered(held)
    groups: defaultdict[str, list[Listing]] = defaultdict(list)
    for outcome in outcomes:
        if isinstance(outcome, Read):
            groups[outcome.listing.key].append(outcome.listing)
        else:
            content.refused.append(Refusal(outcome.file, outcome.line, outcome.reason))
    for key, alike in groups.items():
        for name, digest, listing in _named(key, alike, held, numbered.get(key, [])):
            content.listings[name] = listing
            content.digests[name] = digest
    return content


def _numbered(held: Mapping[str, Held]) -> dict[str, list[str]]:
    """Key -> the held names that were made of it, key#2 and so on. A source's own keys hold no "#"."""
    names: dict[str, list[str]] = {}
    for name in sorted(name for name in held if "#" in name):
        names.setdefault(name.partition("#")[0], []).append(name)
    return names


def _named(
    key: str, alike: list[Listing], held: Mapping[str, Held], numbered: Sequence[str]
) -> list[tuple[str, bytes, Listing]]:
    """Give listings that share a key names of their own: key, key#2, key#3 ...

    Sources list a few places twice (14 pairs among 19,627). A listing that is just as one of the held names said keeps
    that name; the rest follow by digest, so the order of the files does not matter.
    """
    if len(alike) == 1 and not numbered:
        return [(key, alike[0].digest(), alike[0])]
    names = [key] + [f"{key}#{number}" for number in range(2, len(alike) + len(numbered) + 2)]
    names += [name for name in numbered if name not in names]
    rest = sorted(((listing.digest(), listing) for listing in alike), key=lambda pair: pair[0])
    named = []
    for name in [name for name in names if name in held]:
        same = next((pair for pair in rest if pair[0] == held[name].digest), None)
        if same is not None:
            rest.remove(same)
            names.remove(name)
            named.append((name, *same))
    return named + [(name, *pair) for name, pair in zip(names, rest, strict=False)]


def _continue(reader: Reader, content: _Content, held: Mapping[str, Held], scopes: set[str]) -> None:
    """Give a listing that continues a lost one the lost one's key, so that the place keeps its public id."""
    lost = {key: item for key, item in held.items() if item.scope in scopes and key not in content.listings}
    new = {key: listing for key, listing in content.listings.items() if key not in held}
    if not lost or not new:
        return
    same = {item.digest: key for key, item in sorted(lost.items())}
    unchanged = {key: same[digest] for key, digest in content.digests.items() if key in new and digest in same}
    unchanged = {key: earlier for earlier, key in {earlier: key for key, earlier in unchanged.items()}.items()}
    gone = {key: item for key, item in lost.items() if key not in unchanged.values()}
    left = {key: listing for key, listing in new.items() if key not in unchanged}
    for key, earlier in (unchanged | successors(reader.contents(gone), left)).items():
        content.listings[earlier] = content.listings.pop(key)
        content.digests[earlier] = content.digests.pop(key)


def _compare(content: _Content, held: Mapping[str, Held], scopes: set[str], newer: set[str]) -> _Comparison:
    added = sum(key not in held for key in content.listings)
    same = sum(key in held and held[key].digest == digest for key, digest in content.digests.items())
    covered = [key for key, item in held.items() if item.scope in scopes - newer]
    withdrawn = sum(key not in content.listings for key in covered)
    older = newer >= scopes | {listing.scope for listing in content.listings.values()}
    return _Comparison(added, len(content.listings) - added - same, same, withdrawn, len(covered), older)


def _report(
    source: Source,
    reading: Reading,
    content: _Content,
    made: Run,
    comparison: _Comparison,
    options: Options,
) -> Report:
    return Report(
        source=source.key,
        run=None,
        dry_run=options.dry_run,
        as_of=made.as_of,
        partial=not reading.scopes,
        older=comparison.older,
        rows=content.rows,
        saved=len(content.listings),
        added=comparison.added,
        changed=comparison.changed,
        unchanged=comparison.unchanged,
        withdrawn=comparison.withdrawn,
        refused=content.refused,
        unknown=dict(reading.unknown.most_common()),
        unused_columns=sorted(reading.unused_columns),
        warnings=dict(reading.warnings.most_common()),
        would_stop=_shrink(source, comparison),
    )


def _shrink(source: Source, comparison: _Comparison) -> str:
    if comparison.withdrawn <= SHRINK * comparison.held:
        return ""
    share = 100 * comparison.withdrawn / comparison.held
    return (
        f"{source.label}: this run would withdraw {comparison.withdrawn:,} of {comparison.held:,} listings"
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
