"""A file of arrays that is mapped, not read: what a generation works out once, every process reads from the same pages
of memory. It is what `np.savez` writes and `np.load` reads, but for the places of the arrays, which are multiples of
ALIGNED bytes; `columns.py` says what is in it.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]  # Any: of whatever type

ALIGNED = 64
"""Bytes of a line of the processor's cache."""

FILLING = 0x5A50
"""The mark of an extra field of zeros, which readers of ZIP files skip."""

HEAD, LENGTHS = 30, struct.Struct("<HH")
"""Bytes before the name of a member; the last four of them, how long the name and the extra fields are."""

LARGE = 20
"""Bytes of the extra field that lets a member be larger than 2 GB."""


def save(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays by name: the same bytes for the same arrays."""
    with path.open("wb") as file, ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            member = _member(f"{name}.npy", file)
            with archive.open(member, "w", force_zip64=True) as there:
                np.lib.format.write_array(there, np.ascontiguousarray(array), allow_pickle=False)


def _member(name: str, file: BinaryIO) -> ZipInfo:
    """One whose content begins at a multiple of ALIGNED."""
    member = ZipInfo(name)
    filling = -(file.tell() + HEAD + len(name) + LENGTHS.size + LARGE) % ALIGNED
    member.extra = LENGTHS.pack(FILLING, filling) + bytes(filling)
    return member


def mapped(path: Path) -> dict[str, Array]:
    """The arrays of a file by name, read-only. The file stays open as long as one of them is in use."""
    with path.open("rb") as file, ZipFile(file) as archive:
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return {one.filename.removesuffix(".npy"): _array(held, one.header_offset) for one in archive.infolist()}


def _array(held: mmap.mmap, offset: int) -> Array:
    """The array whose member begins at an offset. Raises ValueError where it is none."""
    held.seek(offset + HEAD + sum(LENGTHS.unpack_from(held, offset + HEAD - LENGTHS.size)))
    if np.lib.format.read_magic(held) != (1, 0):
        raise ValueError("an array is of another version")
    shape, turned, kind = np.lib.format.read_array_header_1_0(held)
    if kind.hasobject:  # numpy would take what the file says for addresses in memory
        raise ValueError("an array is of objects")
    return np.ndarray(shape, kind, held, held.tell(), order="F" if turned else "C")
