"""Writes the other part of a text index in a process of its own: `python -m search.index_child FOLDER`, with a line for
each document and then their order on stdin (`index_parts.py`)."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from search.bitmaps import Docs
from search.index_parts import END, document_of, write_part


def main(folder: str) -> None:
    """Write the part."""
    gc.disable()  # a million small objects, none in a cycle; the process ends when it is done
    write_part(Path(folder), _documents(), _order)


def _documents() -> Iterator[dict[str, str]]:
    for line in sys.stdin.buffer:
        if line == END:
            return
        yield document_of(line.decode())
    raise SystemExit("The lines ended too early.")


def _order() -> Docs:
    size = int(sys.stdin.buffer.readline())
    return np.frombuffer(sys.stdin.buffer.read(size), np.int32)


if __name__ == "__main__":
    main(sys.argv[1])
