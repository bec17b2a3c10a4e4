"""What this program exports, read back: lists as CSV, GeoJSON or JSON lines, of this directory or of another one.

A listing is a facility as that directory showed it, of the date of the newest data about it there. What several
sources said of it was made one there; who they were is kept as it was written. (What it exports as HSDS the source
`hsds` reads.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from directory.errors import RowError, SourceError
from importers.files import expect, files
from importers.readers import read_csv, read_json, require
from importers.source import Outcome, Read, Reading, Refused, Source
from importers.sources.treatment_directory_csv import NEEDED, told_by
from importers.sources.treatment_directory_told import Told, listing

_RIGHT = (
    "Right are lists that this program has written: CSV, GeoJSON (.geojson, .json) or JSON lines (.jsonl). "
    "Its HSDS files are read by the source hsds."
)
T = TypeVar("T")

_LONGEST = 16 << 20
"""Bytes of one line of JSON. A facility has some 7,000."""

Row = tuple[str, int, Told | RowError]
"""File, line, and the facility or why there is none."""


class _Collection(msgspec.Struct):
    features: tuple[msgspec.Raw, ...]


class _Feature(msgspec.Struct):
    properties: Told


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
    """One outcome for each facility of the files. Each has its own date; `as_of` is the oldest of them, for those that
    have none. `scopes` stays empty, since a list may be that of any question: nothing is withdrawn."""
    dates: set[str] = set()
    for path in files(paths, tuple(_READERS)):
        if path.suffix.lower() not in _READERS:
            raise SourceError(f"{path.name} does not end in {', '.join(_READERS)}. {_RIGHT}")
        for file, line, told in _READERS[path.suffix.lower()](path, reading):
            outcome = _outcome(file, line, told, reading)
            if isinstance(outcome, Read):
                dates.add(outcome.listing.as_of)
            yield outcome
    reading.as_of = min(filter(None, dates), default="")


SOURCE = Source(
    key="treatment-directory",
    label="Another treatment directory",
    publisher="whoever runs the directory that the list is from",
    url="",
    licence="As the sources that the list names state",
    takes="lists that this program has written: CSV, GeoJSON or JSON lines",
    read=read,
)


def _outcome(file: str, line: int, told: Told | RowError, reading: Reading) -> Outcome:
    try:
        if isinstance(told, RowError):
            raise told
        return Read(file, line, listing(told, file, line, reading))
    except RowError as error:
        return Refused(file, line, str(error))


def _csv(path: Path, reading: Reading) -> Iterator[Row]:
    sheet = read_csv(path, reading, _RIGHT)
    require(sheet, NEEDED, _RIGHT)
    for row in sheet.rows:
        try:
            yield row.file, row.line, told_by(row, reading)
        except RowError as error:
            yield row.file, row.line, error


def _geojson(path: Path, _reading: Reading) -> Iterator[Row]:
    features = read_json(path, msgspec.json.Decoder(_Collection), _RIGHT).features
    for number, feature in enumerate(features, start=1):
        found = _decoded(_FEATURE, feature)
        yield path.name, number, found.properties if isinstance(found, _Feature) else found


def _lines(path: Path, _reading: Reading) -> Iterator[Row]:
    expect(path, frozenset({"json"}), _RIGHT)
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(_LONGEST + 1):
            number += 1
            if len(line) > _LONGEST:
                raise SourceError(f"{path.name} line {number} is longer than {_LONGEST >> 20} MB. {_RIGHT}")
            if line.strip():
                told = _decoded(_TOLD, line)
                yield path.name, number, told


def _decoded(shape: msgspec.json.Decoder[T], data: bytes | msgspec.Raw) -> T | RowError:
    try:
        return shape.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return RowError(f"this is no facility of ours ({error}).")


_READERS: Mapping[str, Callable[[Path, Reading], Iterator[Row]]] = {
    ".csv": _csv,
    ".geojson": _geojson,
    ".json": _geojson,
    ".jsonl": _lines,
}
_TOLD = msgspec.json.Decoder(Told)
_FEATURE = msgspec.json.Decoder(_Feature)
