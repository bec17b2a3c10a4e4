"""Tables of NPPES, in a ZIP as downloaded or as plain CSV: read as a stream, never unpacked, in constant memory.

The monthly ZIP is 1 GB and holds a CSV of 9 GB; a high ratio is usual here, so the bounds are absolute ones.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from directory.errors import SourceError
from importers.files import expect
from importers.readers import fold_header

RIGHT = (
    "Right is a file of the NPPES data dissemination (https://download.cms.gov/nppes/NPI_Files.html): the monthly or a "
    "weekly ZIP as downloaded, or the npidata_pfile CSV out of it, with the pl_pfile CSV beside it or without."
)
MOST = 40 * 1024**3
"""The most bytes of one table. The monthly file has 9 GB and grows by half a gigabyte a year."""

_LONGEST = 1024 * 1024  # characters of a line; real ones have up to some 5,000
_MEMBER = re.compile(r"(?:npidata|pl)_pfile_(?!.*fileheader).*\.csv", re.IGNORECASE)
# What comes with them: headers alone, further names, addresses of data exchange.
_UNUSED = re.compile(r"(?:othername|endpoint)_pfile.*\.csv|.*fileheader\.csv", re.IGNORECASE)
_DATES = re.compile(r"_pfile_(\d{8})-(\d{4})(\d\d)(\d\d)")
_FIRST_DAY = "20050523"  # the day of the first NPI: a file that begins with it is the complete one
# The tables, each told by columns that only it has.
_KINDS = {
    "organisations": frozenset({"npi", "entity type code", "healthcare provider taxonomy code_1"}),
    "locations": frozenset({"npi", "provider secondary practice location address - state name"}),
}
_BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be read: a CSV file, or a member of a ZIP.

    * `kind`: "organisations" (npidata) or "locations" (pl, the secondary practice locations).
    * `as_of`: the last day the file covers ("2026-01-11"), "" when its name does not say.
    * `complete`: whether it holds every provider there is, and not the changes of a week.
    """

    path: Path
    member: str
    kind: str
    header: tuple[str, ...]

    @property
    def file(self) -> str:
        """The name of the CSV."""
        return Path(self.member).name if self.member else self.path.name

    @property
    def as_of(self) -> str:
        found = _DATES.search(self.file)
        return "-".join(found.groups()[1:]) if found else ""

    @property
    def complete(self) -> bool:
        found = _DATES.search(self.file)
        return found is not None and found[1] == _FIRST_DAY

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """The line each record begins on and its cells, blank lines left out. A byte that is no UTF-8 is escaped.

        Raises SourceError when the file is damaged, cut off or no CSV.
        """
        with _opened(self.path, self.member) as text:
            records = _records(text, self.file)
            next(records)
            yield from records


def tables(path: Path) -> list[Table]:
    """The tables of one file; none for those that come with them. Raises SourceError for any other file."""
    if _UNUSED.fullmatch(path.name):
        return []
    if expect(path, frozenset({"zip", "text"}), RIGHT) == "zip":
        return [_table(path, member) for member in _members(path)]
    return [_table(path, "")]


def _members(path: Path) -> Sequence[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            found = [info for info in archive.infolist() if _MEMBER.fullmatch(Path(info.filename).name)]
    except _BROKEN as error:
        raise SourceError(f"{path.name} is damaged or cut off ({error}); download it again. {RIGHT}") from error
    if not found:
        raise SourceError(f"{path.name} holds no npidata_pfile CSV. {RIGHT}")
    for info in found:
        _check(info, path.name)
    return [info.filename for info in found]


def _check(info: zipfile.ZipInfo, name: str) -> None:
    if info.flag_bits & 1:
        raise SourceError(f"{name} is locked with a password; the files of NPPES are not. {RIGHT}")
    if info.file_size > MOST:
        raise SourceError(f"{name}: {Path(info.filename).name} would be larger than {MOST >> 30} GB. {RIGHT}")


def _table(path: Path, member: str) -> Table:
    name = Path(member).name if member else path.name
    with _opened(path, member) as text:
        _, cells = next(_records(text, name), (1, [""]))
    header = tuple(re.sub(r"\s*-\s+", " - ", column) for column in fold_header(cells, name))
    kind = next((kind for kind, columns in _KINDS.items() if columns <= set(header)), "")
    if not kind:
        raise SourceError(
            f"{name} is no table of NPPES that is read here; it begins {', '.join(header)[:200]!r}. {RIGHT}"
        )
    return Table(path, member, kind, header)


@contextmanager
def _opened(path: Path, member: str) -> Iterator[IO[str]]:
    if not member:
        with path.open("rb") as raw, _text(raw) as text:
            yield text
        return
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as stream, _text(stream) as text:
            yield text
    except _BROKEN as error:
        # NotImplementedError: a way of compression that Python does not know; unpacked, the file can be read.
        raise SourceError(
            f"{path.name}: {Path(member).name} cannot be unpacked ({error}); download it again, or give the CSV."
        ) from error


def _text(stream: IO[bytes]) -> io.TextIOWrapper:
    return io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")


def _records(text: IO[str], file: str) -> Iterator[tuple[int, list[str]]]:
    ended: list[int] = []
    reader = csv.reader(_lines(text, file, ended))
    line = 1
    try:
        for cells in reader:
            if ended:
                raise SourceError(f"{file} line {line} opens a quotation mark that is never closed; it may be cut off.")
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(f"{file} line {line} is no CSV ({error}); a quotation mark may be missing.") from error


def _lines(text: IO[str], file: str, ended: list[int]) -> Iterator[str]:
    """The lines; `ended` is filled at the end: a record that is only then complete has an open quotation mark."""
    while line := text.readline(_LONGEST):
        if len(line) == _LONGEST:
            raise SourceError(f"{file} has a line of more than {_LONGEST:,} characters, so it is no CSV. {RIGHT}")
        yield line
    ended.append(1)
