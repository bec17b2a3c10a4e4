"""The commands that fill the record: sources, import, runs, undo."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import click
import msgspec

from directory.errors import SourceError
from directory.reading import Run
from directory.settings import settings
from directory.store import Record
from importers import progress
from importers.geocode_command import geocode_addresses
from importers.geocoding import after_import
from importers.given import given
from importers.mapping_command import map_file
from importers.registry import SOURCES
from importers.run import Options, Report, run
from importers.source import Source

SHOWN = 20
"""Refused rows and unknown words a printed report shows; --json gives them all."""


def now() -> str:
    """The time in UTC, ISO, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@click.command("sources")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_sources(as_json: bool) -> None:
    """List the sources that can be imported."""
    fields = ("key", "label", "publisher", "url", "licence", "takes", "fictional")
    rows = [{name: getattr(source, name) for name in fields} for source in SOURCES.values()]
    if as_json:
        click.echo(msgspec.json.encode(rows))
        return
    for row in rows:
        click.echo(f"{row['key']}\n    {row['label']}, {row['publisher']}\n    takes {row['takes']}\n    {row['url']}")


@click.command("import")
@click.argument("source")
@click.argument("paths", nargs=-1, metavar="PATH_OR_URL...")
@click.option("--dry-run", is_flag=True, help="Report what would change and write nothing.")
@click.option("--as-of", default="", metavar="DATE", help="The date of the data: 2022, 2022-05 or 2022-05-19.")
@click.option("--partial", is_flag=True, help="The files are a part of the source: withdraw nothing.")
@click.option(
    "--allow-shrink", is_flag=True, help="Go on even if more than a fifth of the listings would be withdrawn."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_source(
    source: str, paths: tuple[str, ...], dry_run: bool, as_of: str, partial: bool, allow_shrink: bool, as_json: bool
) -> None:
    """Read files of SOURCE into the record.

    Each row is saved or refused with its line and a reason. A listing that is gone from a complete source is withdrawn,
    never deleted. `sources` lists the sources and what files they take.
    """
    check_date(as_of)
    chosen, files = given(source, paths, settings().data / "downloads", lambda text: click.echo(text, err=True))
    options = Options(now=now(), dry_run=dry_run, as_of=as_of, partial=partial, allow_shrink=allow_shrink)
    with Record(settings().database_url) as record:
        report = run(record, chosen, files, options, progress.show)
        click.echo(msgspec.json.encode(report) if as_json else "\n".join(describe(report, chosen)))
        if not dry_run:
            after_import(record, now(), lambda text: click.echo(text, err=True))


@click.command("runs")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_runs(as_json: bool) -> None:
    """List the imports that were made, oldest first."""
    with Record(settings().database_url) as record, record.reading() as reader:
        runs = reader.runs()
    click.echo(msgspec.json.encode(runs) if as_json else "\n".join(map(_line, runs)) or "No import has been made yet.")


@click.command("undo")
@click.argument("run_number", metavar="RUN", type=int)
def undo_run(run_number: int) -> None:
    """Take an import back. The record then reads as if it had not been made; `publish` shows the result."""
    with Record(settings().database_url) as record, record.writing() as writer:
        undone = writer.undo(run_number, now())
    click.echo(f"Run {run_number} of {undone.source} is undone. Publish to show the record without it.")


def check_date(as_of: str) -> None:
    """Raise SourceError unless a date is "", 2022, 2022-05 or 2022-05-19 and exists."""
    written = bool(re.fullmatch(r"\d{4}(-\d\d){0,2}", as_of))
    try:
        datetime.fromisoformat(as_of + "-01-01"[len(as_of) - 4 :])
        exists = True
    except ValueError:
        exists = False
    if as_of and not (written and exists):
        raise SourceError(f"--as-of {as_of!r} is no date; write 2022, 2022-05 or 2022-05-19.")


def describe(report: Report, source: Source) -> list[str]:
    """A report in words."""
    start = "Dry run, nothing was written" if report.dry_run else f"Run {report.run}"
    dated = f"data of {report.as_of}" if report.as_of else "the data carries no date"
    gone = f"{report.withdrawn:,}"
    lines = [
        f"{start}: {source.label}, {dated}",
        f"  {report.rows:,} rows: {report.saved:,} saved, {len(report.refused):,} refused",
        f"  {report.added:,} added, {report.changed:,} changed, {report.unchanged:,} unchanged, {gone} withdrawn",
    ]
    notes = {
        "  These files are a part of the source, so nothing is withdrawn.": report.partial,
        "  The record holds newer data of this source: this run is history and not what is shown.": report.older,
        f"  {report.would_stop}": bool(report.would_stop),
    }
    lines += [note for note, holds in notes.items() if holds]
    lines += _section("Refused", [f"{r.file} line {r.line}: {r.reason}" for r in report.refused])
    lines += _section("Not in the vocabulary, kept as it was said", _counted(report.unknown))
    lines += _section("Mended or left out", _counted(report.warnings))
    return lines + _section("Columns that nobody used", report.unused_columns)


def _counted(counts: dict[str, int]) -> list[str]:
    return [f"{text} ({count:,})" for text, count in counts.items()]


def _section(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    more = [f"    ... and {len(lines) - SHOWN:,} more; --json lists all"] if len(lines) > SHOWN else []
    return [f"  {title}:", *(f"    {line}" for line in lines[:SHOWN]), *more]


def _line(made: Run) -> str:
    counts = " ".join(f"{count:,} {name}" for name, count in made.counts.items())
    undone = f"  undone {made.undone}" if made.undone else ""
    return f"{made.id:>4}  {made.imported}  {made.source}  data of {made.as_of or 'no stated date'}  {counts}{undone}"


COMMANDS = (list_sources, import_source, list_runs, undo_run, geocode_addresses, map_file)
