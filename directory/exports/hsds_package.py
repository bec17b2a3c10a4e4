"""HSDS 3.0 as a tabular data package: a ZIP of CSV tables and of `datapackage.json`, which says what is in them.

The services are sent while they are read; the other tables wait in temporary files without a name, which the system
removes however the download ends, and follow. Memory does not grow with the list. The tables are for programs, so no
cell is changed for spreadsheets; the CSV format is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from directory.exports.format import Format, Heading, Item
from directory.exports.hsds_service import TAXONOMY, service
from directory.exports.hsds_tables import TABLES, rows
from directory.exports.interchange import DIRECTORY, present
from directory.exports.record import PIECE, encoded, text

PATIENCE = 100
"""Items after which a piece is handed on even if it is empty, so that a long list can be broken off."""


def write(items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
    """The ZIP in pieces; some may be empty."""
    with ExitStack() as held:
        sink = _Sink()
        package = held.enter_context(ZipFile(sink, "w", ZIP_DEFLATED))
        spools = {name: _Table(name, held.enter_context(TemporaryFile())) for name in TABLES if name != "service"}
        yield from _services(items, heading, package, sink, spools)
        spools["taxonomy"].add(TAXONOMY)
        for name, spool in spools.items():
            yield from _copied(package, name, spool.begin(), sink)
        package.writestr(_member("datapackage.json"), encoded(_description(heading)))
        package.close()
        yield sink.taken()


PACKAGE = Format(
    key="hsds-package",
    label="HSDS 3.0 tables (ZIP)",
    media_type="application/zip",
    extension="hsds.zip",
    write=write,
)


class _Sink(io.RawIOBase):
    """Where the ZIP is written: what has come since it was last asked. It has no positions, so nothing is gone back
    to."""

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # Any: what has a buffer, which Python 3.11 has no name for
        piece = bytes(data)
        self._held.append(piece)
        self.size += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        piece = b"".join(self._held)
        self._held, self.size = [], 0
        return piece


class _Table:
    """The CSV of a table, written into a stream row by row."""

    def __init__(self, name: str, stream: IO[bytes]) -> None:
        self._columns = tuple(TABLES[name][1])
        self._stream = stream
        self._text = io.TextIOWrapper(stream, "utf-8", newline="", write_through=False)
        self._rows = csv.writer(self._text)
        self._rows.writerow(self._columns)

    def add(self, values: Mapping[str, Any]) -> None:
        """A row; what it lacks is empty. A NUL, at which many readers stop, becomes U+FFFD."""
        cells = (values.get(column, "") for column in self._columns)
        self._rows.writerow([text(c).replace("\0", "\ufffd") if isinstance(c, str) else c for c in cells])

    def begin(self) -> IO[bytes]:
        """The stream from its beginning, for reading."""
        self._text.flush()
        self._stream.seek(0)
        return self._stream

    def close(self) -> None:
        self._text.close()


def _services(
    items: Iterable[Item], heading: Heading, package: ZipFile, sink: _Sink, spools: Mapping[str, _Table]
) -> Iterator[bytes]:
    seen: set[str] = set()
    with package.open(_member(TABLES["service"][0]), "w", force_zip64=True) as member:
        own = _Table("service", member)
        for number, item in enumerate(items, start=1):
            for name, row in rows(service(item, heading), seen):
                (own if name == "service" else spools[name]).add(row)
            if sink.size >= PIECE or number % PATIENCE == 0:
                yield sink.taken()
        own.close()


def _copied(package: ZipFile, name: str, spool: IO[bytes], sink: _Sink) -> Iterator[bytes]:
    with package.open(_member(TABLES[name][0]), "w", force_zip64=True) as member:
        while piece := spool.read(PIECE):
            member.write(piece)
            yield sink.taken()


def _member(name: str) -> ZipInfo:
    """Without a time of its own: the same list makes the same file."""
    member = ZipInfo(name)
    member.compress_type = ZIP_DEFLATED
    return member


def _description(heading: Heading) -> dict[str, object]:
    made = {"description": text(heading.asked), "created": heading.moment, "version": heading.generation}
    head = {"name": DIRECTORY, "title": "Treatment facilities (HSDS 3.0)", "profile": "tabular-data-package"}
    return head | present(made | {"homepage": heading.web}) | {"resources": [_resource(name) for name in TABLES]}


def _resource(name: str) -> dict[str, object]:
    path, columns = TABLES[name]
    schema = {"fields": [_field(*column) for column in columns.items()], "primaryKey": "id"}
    about = {"profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return {"name": name, "path": path, **about, "schema": schema}


def _field(name: str, kind: str) -> dict[str, str]:
    base, _, form = kind.partition(":")
    return {"name": name, "type": base} | ({"format": form} if form else {})
