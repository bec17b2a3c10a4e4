"""What we are compared with: the same work done plainly."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
from whoosh import fields, index

from importers.xlsx import open_workbook
from search.stored import Stored
from search.switch import current, folder_name
from search.text import texts

CODES = "service_code_info"


def insert(workbook: Path, database: Path) -> tuple[int, int]:
    """Rows and (row, term) pairs of a directory into two tables in one transaction; how many of each."""
    with closing(sqlite3.connect(database, isolation_level=None)) as plain:
        header, rows = _read(workbook)
        columns, marks = ", ".join(f'"{name}" TEXT' for name in header), ", ".join("?" * len(header))
        plain.execute("BEGIN")
        plain.execute(f"CREATE TABLE rows (id INTEGER PRIMARY KEY, {columns})")
        plain.execute("CREATE TABLE said (row INTEGER, term TEXT)")
        plain.executemany(f"INSERT INTO rows VALUES (?, {marks})", ((i, *row) for i, row in enumerate(rows)))
        codes = header.index(CODES)
        pairs = ((i, code) for i, row in enumerate(rows) for code in set(row[codes].replace("*", " ").split()))
        count = plain.executemany("INSERT INTO said VALUES (?, ?)", pairs).rowcount
        plain.execute("COMMIT")
    return len(rows), count


def texts_of(generations: Path) -> list[dict[str, str]]:
    """What is indexed of every facility of the live generation, in its order."""
    folder = generations / folder_name(current(generations) or 0)
    with closing(sqlite3.connect(folder / "facilities.sqlite")) as rows:
        found = rows.execute("SELECT data FROM facilities ORDER BY doc")
        return [texts(msgspec.msgpack.decode(data, type=Stored).facility) for (data,) in found]


def index_plainly(folder: Path, documents: Sequence[Mapping[str, str]]) -> None:
    """The texts in a Whoosh index as its documentation advises for many: two processes, their segments left apart."""
    names = list(documents[0])
    schema = fields.Schema(**{name: fields.TEXT(phrase=False) for name in names})
    writer = index.create_in(str(folder), schema).writer(procs=2, limitmb=128, multisegment=True)
    for document in documents:
        writer.add_document(**document)
    writer.commit()


def _read(workbook: Path) -> tuple[tuple[str, ...], list[list[str]]]:
    with open_workbook(workbook, "") as book:
        sheet = book.having([CODES])
        if sheet is None:
            raise SystemExit(f"{workbook} has no sheet with a column {CODES}.")
        return sheet.header, [list(row._values.values()) for row in sheet.rows]
