"""Builds the other part of a text index in a process of its own: `python -m search.index_child FOLDER`, a line for each
document on stdin (`index_parts.py`)."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

from search.index_parts import END, THERE, document_of
from search.indexing import build_part


def main(folder: str) -> None:
    """Build the part."""
    gc.disable()  # a million small objects, none in a cycle; the process ends when it is done
    build_part(Path(folder), THERE, _documents())


def _documents() -> Iterator[dict[str, str]]:
    for line in sys.stdin.buffer:
        if line == END:
            return
        yield document_of(line.decode())
    raise SystemExit("The lines ended too early.")


if __name__ == "__main__":
    main(sys.argv[1])
