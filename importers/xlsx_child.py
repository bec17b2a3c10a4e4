"""Reads one workbook for `xlsx.py` in a process of its own: `xlsx_child.py ENGINE PATH`, sheet numbers on stdin.

Alone because a small file can make a reader allocate 512 GB and abort (cells A1 and XFD1048576).
Imports nothing of ours, so that it starts in a few hundredths of a second and works from any folder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

import msgspec

MOST_ROWS, MOST_COLUMNS = 200_000, 200  # the largest list known has 30,000 rows, the widest 189 columns
_MEMORY = 2 << 30  # bytes of address space; a real directory needs 0.1 GB
_SECONDS = 120  # of CPU; a real directory needs 0.3, the slow reader 15 for 50,000 rows of 30 cells
_BATCH = 256  # rows in a frame: about 150 kB of a real directory

Numbered = tuple[int, list[str]]


class Frame(msgspec.Struct, array_like=True):
    """A message to the parent, after its length in four bytes: the sheets' names, rows, their end, or a problem."""

    sheets: list[str] = []
    rows: list[Numbered] = []
    done: bool = False
    problem: str = ""


class Implausible(Exception):  # noqa: N818  it names what the sheet is
    """A sheet with something in a cell where no list reaches."""


Book = tuple[Sequence[str], Callable[[int], Iterable[tuple[int, Sequence[object]]]]]
"""The names of the sheets, and a function from a sheet's place to its rows, each with its number in the sheet."""


def main(engine: str, path: str) -> None:
    """Answer with the names of the sheets, then with the rows of each sheet asked for."""
    _limit()
    try:
        names, rows = ENGINES[engine](path)
        _send(Frame(sheets=list(names)))
        for asked in sys.stdin.buffer:
            for batch in _batches(rows(int(asked))):
                _send(Frame(rows=batch))
            _send(Frame(done=True))
    except Exception as error:  # noqa: BLE001  whatever a reader raises over a bad file, the parent tells it in words
        said = str(error).replace(path, "the file")[:300]
        _send(Frame(problem=said if isinstance(error, Implausible) else f"{type(error).__name__}: {said}"))


def text(value: object) -> str:
    """A cell as text: 2108.0 is "2108", a date is ISO, nothing is ""."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  Unix only

    limits = ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS), (resource.RLIMIT_CORE, 0))
    for limit, most in (*limits, (resource.RLIMIT_FSIZE, 0)):
        hard = resource.getrlimit(limit)[1]
        lower = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (lower, lower))


def _send(frame: Frame) -> None:
    body = msgspec.msgpack.encode(frame)
    sys.stdout.buffer.write(len(body).to_bytes(4, "big") + body)
    sys.stdout.buffer.flush()


def _batches(rows: Iterable[tuple[int, Sequence[object]]]) -> Iterator[list[Numbered]]:
    batch: list[Numbered] = []
    for number, cells in rows:
        texts = [cell if type(cell) is str else text(cell) for cell in cells]
        if any(texts):
            batch.append((number, texts))
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _calamine(path: str) -> Book:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415  only the child has a use for it

    book = CalamineWorkbook.from_path(path)

    def rows(index: int) -> Iterator[tuple[int, Sequence[object]]]:
        sheet = book.get_sheet_by_index(index)
        if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
            raise Implausible(_reach(sheet.total_height, sheet.total_width))
        yield from enumerate(sheet.iter_rows(), start=1)

    return book.sheet_names, rows


def _openpyxl(path: str) -> Book:
    from openpyxl import load_workbook  # noqa: PLC0415  only the child has a use for it, and it takes 0.2 s

    book = load_workbook(path, read_only=True, data_only=True)

    def rows(index: int) -> Iterator[tuple[int, Sequence[object]]]:
        sheet = book.worksheets[index]
        sheet.reset_dimensions()  # what the file claims about its size is not believed
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            width = max((i for i, cell in enumerate(cells, start=1) if cell is not None), default=0)
            if width > MOST_COLUMNS or (width and number > MOST_ROWS):
                raise Implausible(_reach(number, width))
            yield number, cells[:width]

    return [sheet.title for sheet in book.worksheets], rows


def _reach(row: int, column: int) -> str:
    return (
        f"the sheet has something in row {row:,} and column {column:,}, where no list of facilities reaches "
        f"({MOST_ROWS:,} rows and {MOST_COLUMNS} columns at most); delete what is there"
    )


ENGINES: Mapping[str, Callable[[str], Book]] = {"calamine": _calamine, "openpyxl": _openpyxl}
"""The fast reader, and the careful one for what the fast one cannot survive."""

if __name__ == "__main__":
    main(*sys.argv[1:3])
