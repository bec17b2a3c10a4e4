"""A mapping drafted for a table by looking at its header, its first rows and the vocabulary; for a person to finish.

What is sure stands in the draft, marked `# check:` where it was a guess; what is unsure is there as a comment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from directory.errors import SourceError
from importers.dates import of_file
from importers.draft_columns import Column, Guess, guess_fields
from importers.draft_terms import term_lines
from importers.files import expect
from importers.mapping import Fields, Layout
from importers.mapping_load import parse
from importers.source import Reading
from importers.table_file import RIGHT, named, open_cells
from importers.toml_text import toml
from importers.values import fold
from importers.xlsx import open_workbook

_LOOKED_AT = 1000
"""Rows: enough to see the rare wordings of a column, and half a second of reading."""
_TITLE_ROWS = 15
_SHEETS = 20


def draft(path: Path) -> str:
    """The text of a mapping for this table, which loads as it is. Raises SourceError when the file is no table."""
    looked = _look(path)
    guess = guess_fields(looked.columns)
    text = "\n".join([*_source_lines(path), *_file_lines(looked), *_field_lines(guess), *term_lines(guess)]) + "\n"
    parse(text, f"the draft for {path.name}")
    return text


@dataclass(frozen=True, slots=True)
class _Looked:
    """How a table is written, and its columns with their values."""

    odd: tuple[str, ...]
    columns: list[Column]


def _look(path: Path) -> _Looked:
    workbook = expect(path, frozenset({"zip", "text"}), RIGHT) == "zip"
    reading = Reading()
    layout = Layout(sheet=_sheet(path)) if workbook else Layout(delimiter=_delimiter(path))
    with open_cells(path, layout, reading) as (records, _):
        rows = list(islice(records, _LOOKED_AT))
    if len(rows) < 2:
        raise SourceError(f"{path.name} holds no rows below a header. {RIGHT}")
    place = _header_place(rows)
    header, below = named(rows[place][1]), [cells for _, cells in rows[place + 1 :]]
    values = [[cells[i].strip() for cells in below if i < len(cells) and cells[i].strip()] for i in range(len(header))]
    odd = {
        "encoding": "cp1252" if reading.warnings else "",
        "delimiter": layout.delimiter if layout.delimiter != "," else "",
        "sheet": layout.sheet,
        "header_row": rows[place][0] if place else 0,
    }
    columns = [Column(name, tuple(cells), len(below)) for name, cells in zip(header, values, strict=True)]
    return _Looked(tuple(f"{k} = {toml(v)}" for k, v in odd.items() if v), columns)


def _sheet(path: Path) -> str:
    """The sheet with the most cells in its first rows; "" when it is the first."""
    with open_workbook(path, RIGHT) as book:
        names = book.sheets[:_SHEETS]
    largest = max(names, key=lambda name: _cells(path, name), default="")
    return "" if names[:1] == (largest,) else largest


def _cells(path: Path, sheet: str) -> int:
    with open_cells(path, Layout(sheet=sheet), Reading()) as (records, _):
        return sum(len(list(filter(None, cells))) for _, cells in islice(records, _TITLE_ROWS))


def _delimiter(path: Path) -> str:
    """The character that splits the first lines most evenly."""
    with path.open(encoding="cp1252", errors="replace") as stream:
        lines = [line for line in islice(stream, 20) if line.strip()]
    return max(",;\t|", key=lambda mark: sorted(line.count(mark) for line in lines)[len(lines) // 2] if lines else 0)


def _header_place(rows: Sequence[tuple[int, list[str]]]) -> int:
    """The first row as wide as the table, past titles and notes above it."""
    widths = [sum(bool(cell.strip()) for cell in cells) for _, cells in rows[:_TITLE_ROWS]]
    return next(i for i, width in enumerate(widths) if width * 10 >= max(widths) * 7)


def _source_lines(path: Path) -> Iterator[str]:
    yield f"# Drafted from {' '.join(path.name.split())}. Finish the lines with `check:`, which are guesses."
    yield f"files = [{toml(path.name)}]"
    yield "ignore = []  # columns that are left unused on purpose"
    yield "\n[source]"
    yield f"key = {toml(fold(path.stem).replace(' ', '-') if fold(path.stem).replace(' ', '').isascii() else 'list')}"
    yield f"label = {toml(path.stem.replace('_', ' '))}  # check: what people call this list"
    yield 'publisher = "not stated"  # check: who publishes it'
    yield '# url = "https://..."'
    yield '# licence = "..."'
    dated = f'as_of = "{of_file(path.name)}"  # check: from the name of the file' if of_file(path.name) else ""
    yield dated or '# as_of = "2026-01-31"  # or { column = "Updated" }, or { file_name = true }'
    yield "# complete = true  # the file is the whole list: what is gone from the next one is withdrawn"


def _file_lines(looked: _Looked) -> Iterator[str]:
    if looked.odd:
        yield "\n[file]"
        yield from looked.odd


def _field_lines(guess: Guess) -> Iterator[str]:
    yield "\n[fields]"
    for name in [name for name in Fields.__struct_fields__ if name in guess.fields]:
        columns = guess.fields[name]
        note = f"  # check: {guess.notes[name]}" if name in guess.notes else ""
        yield f"{name} = {toml(columns)}{note}"
    yield from guess.missing
    if guess.phones:
        yield "\n[phones]"
        yield from (f"{use} = {toml(columns)}" for use, columns in guess.phones.items())
    yield "\n[key]"
    if guess.key:
        yield f"columns = [{toml(guess.key)}]  # check: it names a place, and the same one in the next list"
    else:
        yield '# columns = ["License Number"]  # without one, name and address name a place'
    yield from (f"# {line}" for line in guess.others)
