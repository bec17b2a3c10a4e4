"""The floor: `floor.c` on the same facilities. It knows totals, all counts and the page's numbers, and no more: no
ranking by words, no rows, no distances to show."""

from __future__ import annotations

import ctypes
import math
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.reach import box, limit
from directory.vocabulary import vocabulary
from search.geodesic import centre, earth_centred
from search.query import Query

CELLS = 4  # a degree
PAGE = 20
SOURCE = Path(__file__).with_name("floor.c")
FLAGS = ("-O3", "-march=native", "-shared", "-fPIC", "-std=gnu11")


class Known(NamedTuple):
    """What the floor answers: the total, one row of counts for what fits and one for each facet with a choice, whose
    terms have the facilities that fail it alone to be added, and the documents of the page."""

    total: int
    counts: NDArray[np.uint32]
    docs: NDArray[np.int32]


Ask = Callable[[], Known]


def compiler() -> str | None:
    """The C compiler of this machine."""
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


class Floor:
    """Facilities as columns: by document for words, by cell for circles."""

    def __init__(self, folder: Path, points: NDArray[np.float64], has: NDArray[np.uint8]) -> None:
        """`points` in degrees, `has` one byte a term, both in document order."""
        self._numbers = {f"{term.facet}:{term.key}": term.number for term in vocabulary().terms}
        self._words = -(-has.shape[1] // 64)
        self._code = _compiled(folder, self._words)
        padded = np.zeros((len(has), 64 * self._words), np.uint8)
        padded[:, : has.shape[1]] = has
        self._has = np.packbits(padded, axis=1, bitorder="little").view(np.uint64)
        self._terms = _bitmaps(has.T)
        located = np.flatnonzero(~np.isnan(points[:, 0]))
        cells = _cell(points[located])
        order = np.argsort(cells, kind="stable")
        self._cells, self._docs = cells[order], located[order].astype(np.int32)
        self._near = np.ascontiguousarray(self._has[self._docs])
        self._at = np.ascontiguousarray(earth_centred(points[self._docs, 0], points[self._docs, 1]).T)
        self._columns = [_address(one) for one in (*self._at, self._near, self._docs)]

    def circle(self, query: Query) -> Ask:
        """A question about a circle, with or without filters."""
        latitude, longitude = map(float, query.near.split(","))
        wanted = np.zeros((len(query.any_of), 64 * self._words), np.uint8)
        for row, (facet, keys) in enumerate(query.any_of.items()):
            wanted[row, [self._numbers[f"{facet}:{key}"] for key in keys]] = 1
        masks = np.packbits(wanted, axis=1, bitorder="little").view(np.uint64)

        def ask() -> Known:
            first, last = self._runs(latitude, longitude, query.within or 0)
            here = np.array(centre(latitude, longitude))
            counts, docs = self._room(1 + len(masks))
            total = self._code.circle(
                *self._columns,
                _address(first),
                _address(last),
                ctypes.c_int64(len(first)),
                _address(here),
                ctypes.c_double(limit(query.within or 0)),
                _address(masks),
                ctypes.c_int64(len(masks)),
                _address(counts),
                _address(docs),
            )
            return Known(total, counts, docs)

        return ask

    def words(self, held: list[list[int]]) -> Ask:
        """A question for words. `held` are the documents of each."""
        marked = np.zeros((len(held), len(self._has)), np.uint8)
        for row, docs in enumerate(held):
            marked[row, docs] = 1
        bitmaps = _bitmaps(marked)

        sizes = [ctypes.c_int64(size) for size in bitmaps.shape]

        def ask() -> Known:
            counts, docs = self._room(1)
            total = self._code.words(_address(bitmaps), *sizes, _address(self._has), _address(counts), _address(docs))
            return Known(total, counts, docs)

        return ask

    def everything(self) -> Ask:
        """A question for all there is, by name."""

        sizes = [ctypes.c_int64(size) for size in (*self._terms.shape, len(self._has))]

        def ask() -> Known:
            counts, docs = self._room(1)
            total = self._code.everything(_address(self._terms), *sizes, _address(counts), _address(docs))
            return Known(total, counts, docs)

        return ask

    def counts(self, query: Query, known: Known) -> dict[str, int]:
        """What the floor counted, by "facet:key"."""
        rows = {facet: known.counts[0] + known.counts[1 + row] for row, facet in enumerate(query.any_of)}
        return {
            name: int(rows.get(name.partition(":")[0], known.counts[0])[number])
            for name, number in self._numbers.items()
        }

    def _runs(self, latitude: float, longitude: float, miles: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        south, north, west, east = box(latitude, longitude, miles)
        rows = np.arange(math.floor((south + 90) * CELLS), math.floor((north + 90) * CELLS) + 1) * 360 * CELLS
        first = np.searchsorted(self._cells, rows + math.floor((west + 180) * CELLS), "left")
        last = np.searchsorted(self._cells, rows + math.floor((east + 180) * CELLS), "right")
        return first, last

    def _room(self, rows: int) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
        return np.zeros((rows, 64 * self._words), np.uint32), np.zeros(PAGE, np.int32)


def _compiled(folder: Path, words: int) -> Any:  # Any: a library of C
    made = folder / "floor.so"
    command = [compiler() or "cc", *FLAGS, f"-DWORDS={words}", str(SOURCE), "-o", str(made), "-lm"]
    subprocess.run(command, check=True)
    code = ctypes.CDLL(str(made))
    for name in ("circle", "words", "everything"):
        getattr(code, name).restype = ctypes.c_int64
    return code


def _address(array: NDArray[Any]) -> ctypes.c_void_p:  # Any: of whatever numbers
    return ctypes.c_void_p(array.ctypes.data)


def _bitmaps(marked: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """One row of 64-bit words for each row of bytes."""
    padded = np.zeros((len(marked), 64 * -(-marked.shape[1] // 64)), np.uint8)
    padded[:, : marked.shape[1]] = marked
    return np.ascontiguousarray(np.packbits(padded, axis=1, bitorder="little").view(np.uint64))


def _cell(points: NDArray[np.float64]) -> NDArray[np.int64]:
    rows, columns = (np.floor((points[:, axis] + half) * CELLS) for axis, half in ((0, 90), (1, 180)))
    cells: NDArray[np.int64] = (rows * 360 * CELLS + columns).astype(np.int64)
    return cells
