"""What an operator says of the directory: corrections field by field, closures, additions, "do not list" and "front
gate only", each with its reason and its day.

`import overlay OVERLAY.toml [FILES.csv...]`. What it says is the source "overlay:KEY". Whether an id is that of a known
facility is told when publishing, which also applies the corrections: they outlive every later import.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from directory.errors import RowError, SourceError
from directory.listing import Listing
from importers.overlay import Entry, Written
from importers.overlay_fields import ADDITION, CORRECTION, checked, facility_id
from importers.overlay_join import ADDITIONS, CORRECTIONS, addition, corrections
from importers.overlay_load import File, checked_path
from importers.overlay_rows import rows
from importers.source import Outcome, Read, Reading, Refused, Source

WITHHELD = "nothing is withdrawn, since entries are refused; mend them and import again"
HELD_BACK = "this entry is right, but another one of the same facility is refused; mend that, and both go in together."


def read(paths: Sequence[Path], reading: Reading, today: str = "") -> Iterator[Outcome]:
    """One outcome for each facility that is corrected, each addition and each entry that is refused.

    Corrections and additions are each complete, unless an entry of theirs is refused: what it said before is then not
    withdrawn for a slip of the pen. `today` is the last day that is no future, "" for that of the clock.
    """
    path = checked_path(paths)
    overlay, today = File(path), today or _today()
    tables = overlay.tables(paths[1:])
    written = [*overlay.corrections(), *(row for table in tables for row in rows(table, reading))]
    entries = [_correction(row, today) for row in written]
    added = [_checked(row, today) for row in overlay.additions()]
    corrected = _held_back(written, list(corrections(entries, reading)))
    outcomes = {CORRECTIONS: list(corrected), ADDITIONS: list(_additions(added))}
    reading.as_of = _as_of(overlay, today)
    for scope, found in outcomes.items():
        yield from found
        if not any(isinstance(outcome, Refused) for outcome in found):
            reading.scopes.add(scope)
        else:
            reading.warnings[f"{scope}: {WITHHELD}"] += 1


def described(paths: Sequence[Path]) -> tuple[Source, list[Path]]:
    """The source that the overlay describes, "overlay:allegheny", and the overlay and tables it is read from, so that a
    run records the checksum of each. Raises SourceError naming what is wrong in the overlay."""
    overlay = File(checked_path(paths))
    said = overlay.said.overlay
    fields = {name: getattr(said, name) for name in ("label", "publisher", "url", "licence")}
    return replace(SOURCE, key=f"overlay:{said.key}", **fields), [overlay.path, *overlay.tables(paths[1:])]


SOURCE = Source(
    key="overlay",
    label="Corrections and additions of an operator",
    publisher="whoever the overlay names",
    url="",
    licence="As the overlay states",
    takes="an overlay (TOML), then CSV files of further corrections",
    read=read,
    described=described,
    by_hand=True,
)


def _today() -> str:
    """Today where the day begins first, so that nobody's today is in the future."""
    return (datetime.now(UTC) + timedelta(hours=14)).date().isoformat()


def _correction(written: Written | Refused, today: str) -> Entry | Refused:
    if isinstance(written, Refused):
        return written
    try:
        known = replace(written, about=facility_id(written.about))
        return checked(known, CORRECTION, today)
    except RowError as error:
        return Refused(written.file, written.line, str(error))


def _checked(written: Written, today: str) -> Entry | Refused:
    try:
        return checked(written, ADDITION, today)
    except RowError as error:
        return Refused(written.file, written.line, str(error))


def _held_back(written: Sequence[Written | Refused], outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """A facility of which an entry is refused stays as it was said before: what is left alone might show what the
    refused one hid. Unless what is left protects it already."""
    refused = {(outcome.file, outcome.line) for outcome in outcomes if isinstance(outcome, Refused)}
    spoiled: dict[str, set[str]] = {}
    for entry in written:
        if isinstance(entry, Written) and (entry.file, entry.line) in refused:
            with suppress(RowError):
                spoiled.setdefault(facility_id(entry.about), set()).update(name for name, _ in entry.fields)
    for outcome in outcomes:
        if isinstance(outcome, Read) and not _stands(outcome.listing, spoiled.get(outcome.listing.key)):
            yield Refused(outcome.file, outcome.line, HELD_BACK)
        else:
            yield outcome


def _stands(listing: Listing, refused: set[str] | None) -> bool:
    """Whether a correction may go in although these fields of it are refused; None where none is."""
    if refused is None or listing.amendment is None:
        return True
    return listing.amendment.hidden or (listing.amendment.front_gate and "hide" not in refused)


def _additions(entries: Sequence[Entry | Refused]) -> Iterator[Outcome]:
    lines: dict[str, int] = {}
    for entry in entries:
        if isinstance(entry, Refused):
            yield entry
        elif entry.about in lines:
            reason = f"key {entry.about!r} is that of line {lines[entry.about]} already; each addition needs its own."
            yield Refused(entry.file, entry.line, reason)
        else:
            lines[entry.about] = entry.line
            yield _added(entry)


def _added(entry: Entry) -> Outcome:
    try:
        return Read(entry.file, entry.line, addition(entry))
    except RowError as error:
        return Refused(entry.file, entry.line, str(error))


def _as_of(overlay: File, today: str) -> str:
    """The date the overlay gives; without one it counts as of the day of its import, which is when it is known to be
    what the operator says."""
    dated = overlay.said.overlay.as_of
    if dated > today:
        raise SourceError(f"{overlay.path.name}: [overlay] as_of {dated} lies in the future; give a day that has come.")
    return dated
