"""The commands that look after generations: generations, rollback, check."""

from __future__ import annotations

import click
import msgspec

from directory.errors import DirectoryError, GenerationError
from directory.settings import settings
from search.generation import Generation
from search.manifest import read_manifest, verify
from search.switch import current, folder_name, numbers
from search.switch import rollback as roll_back


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One generation as `generations --json` and `check --json` tell of it. `problem` is "" for a sound one."""

    number: int
    live: bool
    built: str = ""
    facilities: int = 0
    sources: dict[str, int] = {}
    problem: str = ""


@click.command("generations")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def generations(as_json: bool) -> None:
    """List the published generations, oldest first; the live one is marked."""
    root = settings().generations
    rows = [_listed(number) for number in numbers(root)]
    if as_json:
        click.echo(msgspec.json.encode(rows))
        return
    for row in rows:
        told = row.problem or f"{row.built}  {row.facilities:,} facilities"
        click.echo(f"{'*' if row.live else ' '} {row.number:>6}  {told}")
    if not rows:
        click.echo("Nothing has been published yet.")


@click.command("rollback")
@click.argument("number", type=int, required=False)
def rollback(number: int | None) -> None:
    """Make an earlier generation the live one: NUMBER, or the newest sound one before it."""
    taken = roll_back(settings().generations, number)
    click.echo(f"Generation {taken} is live.")


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(as_json: bool) -> None:
    """Read every file of the live generation and compare it with its checksums; fails when anything differs."""
    root = settings().generations
    live = current(root)
    if live is None:
        raise GenerationError("Nothing has been published yet; import a source and publish.")
    row = _listed(live)
    try:
        verify(root / folder_name(live))
        Generation(root / folder_name(live)).close()
    except GenerationError as error:
        row = msgspec.structs.replace(row, problem=str(error))
    click.echo(msgspec.json.encode(row) if as_json else row.problem or f"Generation {live} is sound.")
    if row.problem:
        raise SystemExit(1)


def _listed(number: int) -> Listed:
    root = settings().generations
    live = number == current(root)
    try:
        manifest = read_manifest(root / folder_name(number))
    except DirectoryError as error:
        return Listed(number=number, live=live, problem=str(error))
    counts = {source.key: source.count for source in manifest.sources}
    return Listed(number=number, live=live, built=manifest.built, facilities=manifest.facilities, sources=counts)


COMMANDS = (generations, rollback, check)
