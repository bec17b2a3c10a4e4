"""Names as they would be had the runs been imported in the order of their data.

Older data may know a place under an earlier key than newer data that was imported before it. Then every later run is
named again, each against what was held before it, and its sightings are written under the names it would have had.
"""

from __future__ import annotations

from directory import names
from directory.reading import Run
from directory.store import Writer
from importers.naming import named


def rename_later(writer: Writer, made: Run) -> None:
    """Name all runs of later data again, those taken back too: they hold nothing for others, but have a history. An id
    that is then no listing's leads to where its listing went in the newest data."""
    later = (run for run in writer.runs(made.source) if run.order > made.order)
    gone: dict[int, tuple[str, str]] = {}
    live: dict[int, tuple[str, str]] = {}
    for run in sorted(later, key=lambda run: run.order):
        moves = _moves(writer, run)
        names.rename(writer, run, moves)
        (gone if run.undone else live).update((old.listing, (old.name, name)) for old, name in moves)
    if gone or live:
        names.retire(writer, made.source, gone | live)


def _moves(writer: Writer, run: Run) -> list[tuple[names.Sighting, str]]:
    """The sightings of a run whose name is another now, and that."""
    seen = names.sightings(writer, run.id)
    found = named(writer, run.source, [sighting.content for sighting in seen], run.scopes, run.order)
    return [(sighting, name) for sighting, name in zip(seen, found, strict=True) if sighting.name != name]
