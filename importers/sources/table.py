"""Any table, by a mapping that an operator writes beside it: a state's list, a county's spreadsheet, an insurer's file.

`import table MAPPING.toml [FILES...]`. What it says is the source "table:KEY", with the publisher the mapping names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from directory.errors import RowError
from importers.dates import day, of_file
from importers.files import files
from importers.mapping import Dated, Mapping, asked, folded, listed
from importers.mapping_load import check_columns, check_path, load
from importers.row import Row
from importers.source import Outcome, Read, Reading, Refused, Source
from importers.table_file import open_grid
from importers.table_listing import Maker
from importers.table_merge import merged
from importers.values import fold

_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
    """One outcome for each row that the mapping neither drops nor merges into another; the report counts those.

    The first path is the mapping; without further paths it names the files itself. `scopes` is {"all"} where the
    mapping says that they are complete.
    """
    path = check_path(paths)
    mapping = load(path)
    tables = _tables(path, mapping, paths[1:])
    dates: Counter[str] = Counter()
    outcomes = [outcome for table in tables for outcome in _outcomes(table, path.name, mapping, reading, dates)]
    yield from merged(outcomes, reading) if mapping.rows.merge else outcomes
    reading.as_of = _as_of(mapping, tables, dates)
    if mapping.source.complete:
        reading.scopes.add("all")


def described(paths: Sequence[Path]) -> tuple[Source, list[Path]]:
    """The source that the mapping describes, "table:md-bha", and the mapping and tables it is read from, so that a run
    records the checksum of each. Raises SourceError naming what is wrong in the mapping."""
    path = check_path(paths)
    mapping = load(path)
    said = mapping.source
    fields = {name: getattr(said, name) for name in ("label", "publisher", "url", "licence")}
    return replace(SOURCE, key=f"table:{said.key}", **fields), [path, *_tables(path, mapping, paths[1:])]


SOURCE = Source(
    key="table",
    label="A table with a mapping",
    publisher="whoever the mapping names",
    url="",
    licence="As the mapping states",
    takes="a mapping (TOML; `treatment-directory map FILE` drafts one), then CSV or XLSX files, or folders of them",
    read=read,
    described=described,
)


def _tables(path: Path, mapping: Mapping, given: Sequence[Path]) -> Sequence[Path]:
    return files(given or [path.parent / name for name in mapping.files], _ENDINGS)


def _outcomes(table: Path, name: str, mapping: Mapping, reading: Reading, dates: Counter[str]) -> Iterator[Outcome]:
    with open_grid(table, mapping.file, reading) as grid:
        check_columns(mapping, grid.header, name, grid.file)
        maker, written = Maker(mapping, asked(mapping), reading), {folded(c): c for c in grid.header}
        for row in grid.rows:
            outcome = _outcome(row, mapping, maker, reading, dates)
            if isinstance(outcome, Read):
                reading.unused_columns.update(written[column] for column in row.rest())
            if outcome is not None:
                yield outcome


def _outcome(row: Row, mapping: Mapping, maker: Maker, reading: Reading, dates: Counter[str]) -> Outcome | None:
    """None for a row that the mapping leaves out."""
    try:
        row.take(*map(folded, mapping.ignore))
        _date(row, mapping, dates, reading)
        if reason := _dropped(row, mapping):
            reading.warnings[reason] += 1
            return None
        return Read(row.file, row.line, maker.listing(row))
    except RowError as error:
        return Refused(row.file, row.line, str(error))


def _dropped(row: Row, mapping: Mapping) -> str:
    """Why a row is left out, "" when it is not."""
    for column, words in mapping.rows.keep.items():
        if fold(row.take(folded(column))) not in map(fold, _values(words)):
            return f"rows left out by [rows.keep]: {column} is not {' or '.join(_values(words))}"
    for column, words in mapping.rows.drop.items():
        if fold(value := row.take(folded(column))) in map(fold, _values(words)):
            return f"rows left out by [rows.drop]: {column} is {value[:60]}"
    return ""


def _values(words: str | list[str]) -> list[str]:
    """Values of a filter; "" stands for an empty cell, so it counts."""
    return [words] if isinstance(words, str) else words


def _date(row: Row, mapping: Mapping, dates: Counter[str], reading: Reading) -> None:
    if isinstance(mapping.source.as_of, Dated) and (column := mapping.source.as_of.column):
        written = row.take(folded(column))
        dates[day(written)] += 1
        if written and not day(written):
            reading.warnings[f"dates in {column} that cannot be read"] += 1


def _as_of(mapping: Mapping, tables: Sequence[Path], dates: Counter[str]) -> str:
    """The date the mapping gives; of a column the newest; of several files' names the oldest."""
    dated = mapping.source.as_of
    if isinstance(dated, str):
        return dated
    if dated.file_name:
        return min(of_file(table.name) for table in tables)
    return max(listed(list(dates)), default="")
