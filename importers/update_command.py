"""The command `update`: made by the command line, which brings publishing; prints what became of each source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import msgspec

from directory.settings import settings
from directory.store import Record
from importers.commands import now
from importers.run import Report
from importers.update import Hands, How, Taken, Update, alone, update
from importers.update_file import chosen, load

Publish = Callable[[Callable[[str], None]], int]
Built = Callable[[], str]


def command(publish: Publish, built: Built) -> click.Command:
    """`update`. `publish(say)` makes a generation and returns its number; `built` as in `Hands`."""

    @click.command("update")
    @click.argument("names", nargs=-1, metavar="[KEY]...")
    @click.option("--config", type=click.Path(path_type=Path), help="File of the sources; update.toml in DATA if not.")
    @click.option("--dry-run", is_flag=True, help="Report what would change; write and publish nothing.")
    @click.option("--again", is_flag=True, help="Import files that have not changed since their last import as well.")
    @click.option("--allow-shrink", is_flag=True, help="This once, let more than a fifth of a source be withdrawn.")
    @click.option("--publish/--no-publish", "publishing", default=None, help="Publish always, or never.")
    @click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
    def update_sources(
        names: tuple[str, ...],
        config: Path | None,
        dry_run: bool,
        again: bool,
        allow_shrink: bool,
        publishing: bool | None,
        as_json: bool,
    ) -> None:
        """Import every source of a file, and publish.

        Without KEY, or with the word all, every enabled source; else only those named. A source that fails leaves the
        record as it was and the others go on. Exit code 1 when any source, or publishing, failed.
        """
        path = config or settings().data / "update.toml"
        entries = chosen(load(path), names)
        how = How(
            folder=path.absolute().parent,
            downloads=settings().data / "downloads",
            dry_run=dry_run,
            publish=publishing,
            again=again,
            allow_shrink=allow_shrink,
        )
        hands = Hands(now=now, say=_say, publish=lambda: publish(_say), built=built)
        with alone(settings().data), Record(settings().database_url) as record:
            done = update(record, entries, how, hands)
        click.echo(msgspec.json.encode(done) if as_json else "\n".join(describe(done)))
        for line in problems(done):
            click.echo(f"Error: {line}", err=True)
        if done.failed:
            click.get_current_context().exit(1)

    return update_sources


def describe(done: Update) -> list[str]:
    """What an update did, in words."""
    lines = ["Dry run, nothing was written."] if done.dry_run else []
    for one in done.sources:
        lines += _lines(one)
    failed = sum(one.state == "failed" for one in done.sources)
    lines.append(f"{len(done.sources)} sources: {len(done.sources) - failed} in order, {failed} failed.")
    if not done.dry_run:
        live = f"Generation {done.published} is live." if done.published is not None else "Nothing was published."
        lines.append(live)
    return lines


def problems(done: Update) -> list[str]:
    """What went wrong, and what to do about it."""
    failed = [one for one in done.sources if one.state == "failed"]
    lines = [
        f"{one.name}: {one.note} What the record held of it is still there. When it is mended: "
        f"`treatment-directory update {one.name if ' ' not in one.name else repr(one.name)}`."
        for one in failed
    ]
    if done.problem:
        again = "What was imported is saved; run `treatment-directory publish` when it is mended."
        lines.append(f"Publishing failed, and what was live is live still: {done.problem} {again}")
    return lines


def _lines(one: Taken) -> list[str]:
    name = one.label if one.label == one.name else f"{one.label} ({one.name})"
    if one.report is not None:
        return [f"{name}: {_made(one.report)}", *_notes(one.report)]
    return [f"{name}: {_STATES[one.state].format(note=one.note, name=one.name)}"]


_STATES = {
    "unchanged": "not changed; {note}. Nothing to do.",
    "held back": "held back; {note}. `treatment-directory update {name} --again` imports them all the same.",
    "failed": "FAILED. {note}",
}


def _made(report: Report) -> str:
    run = f"run {report.run}" if report.run is not None else "would be a run"
    dated = f"data of {report.as_of}" if report.as_of else "the data carries no date"
    counts = ", ".join(f"{getattr(report, name):,} {name}" for name in ("added", "changed", "unchanged", "withdrawn"))
    return f"{run}, {dated}: {report.saved:,} listings; {counts}"


def _notes(report: Report) -> list[str]:
    notes = {
        f"  {len(report.refused):,} rows were refused, the first: {_first(report)}": bool(report.refused),
        f"  {len(report.unknown):,} codes or wordings are not in the vocabulary; kept as they were said.": bool(
            report.unknown
        ),
        "  These files are a part of the source, so nothing is withdrawn.": report.partial,
        "  The record holds newer data of this source: this run is history and not what is shown.": report.older,
        f"  {report.would_stop}": bool(report.would_stop),
    }
    return [note for note, holds in notes.items() if holds]


def _first(report: Report) -> str:
    return "".join(f"{refused.file} line {refused.line}: {refused.reason}" for refused in report.refused[:1])


def _say(text: str) -> None:
    click.echo(text, err=True)
