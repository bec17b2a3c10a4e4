"""HSDS as tables: the CSV files of a 3.0 datapackage, or of 2.x."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from directory import clean
from directory.errors import RowError
from importers.readers import read_csv
from importers.row import Row
from importers.source import Outcome, Reading, Refused
from importers.sources.hsds_tables import ALIASES, Tables

_UNUSED = frozenset({"meta_table_descriptions", "metadata", "datapackage"})


def read_tables(paths: Sequence[Path], tables: Tables, reading: Reading, right: str) -> list[Outcome]:
    """Fill `tables` from the files of one package; what comes back are rows that cannot be told apart into cells."""
    refused: list[Outcome] = []
    for path in paths:
        table = ALIASES.get(path.stem.casefold(), path.stem.casefold())
        if table in _UNUSED:
            continue
        sheet = read_csv(path, reading, right)
        for row in sheet.rows:
            try:
                tables.add(table, _values(row, sheet.header), row.file, row.line)
            except RowError as error:
                refused.append(Refused(row.file, row.line, str(error)))
    return refused


def _values(row: Row, header: Sequence[str]) -> dict[str, str]:
    return {column: value for column in header if (value := row.take(column)) and clean.text(value)}
