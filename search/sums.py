"""Checksums of a generation's files: SHA-256, which people can check with other programs and nobody can forge, and
XXH3, which tells every damage in the time that reading takes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import xxhash

READ = 1 << 19
"""Bytes read at a time: half a megabyte stays in the processor's cache until it is summed up."""


class FileSum(msgspec.Struct, frozen=True):
    """What a file must be: its size in bytes, and the SHA-256 and the XXH3 (128 bits) of its content, hexadecimal."""

    size: int
    sha256: str
    xxh3: str


def file_sum(path: Path) -> FileSum:
    """The size and checksums of a file as it is now."""
    whole, quick = hashlib.sha256(), xxhash.xxh3_128()
    size = _read(path, whole.update, quick.update)
    return FileSum(size, whole.hexdigest(), quick.hexdigest())


def quick_sum(path: Path) -> tuple[int, str]:
    """The size and XXH3 of a file as it is now: 40 ms for 240 MB, of which reading is 33, where SHA-256 takes 200 on
    two processors."""
    quick = xxhash.xxh3_128()
    return _read(path, quick.update), quick.hexdigest()


def _read(path: Path, *taking: Callable[[memoryview], object]) -> int:
    """Give a file to these piece by piece, all in the same memory. Returns its size."""
    held, size = memoryview(bytearray(READ)), 0
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(held):
            for take in taking:
                take(held[:count])
            size += count
    return size
