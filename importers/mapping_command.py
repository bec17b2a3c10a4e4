"""The command that drafts a mapping for a table."""

from __future__ import annotations

from pathlib import Path

import click

from directory.errors import SourceError
from importers.draft import draft


@click.command("map")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the mapping there, which must not exist.")
def map_file(file: Path, output: Path | None) -> None:
    """Draft a mapping for a table, FILE, by looking at it.

    Finish the draft, put it beside the table, and import with `import table MAPPING.toml FILE`. Lines with `check:`
    are guesses.
    """
    text = draft(file)
    if output is None:
        click.echo(text, nl=False)
        return
    if output.exists():
        raise SourceError(f"{output.name} exists already; give another name, so that no finished mapping is lost.")
    output.write_text(text, encoding="utf-8")
    click.echo(f"{output}: finish the lines with `check:`, then `import table {output.name} {file.name}`.")
