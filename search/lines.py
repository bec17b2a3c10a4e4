"""A line of text for each document, read from the file when it is asked for."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.postings import Docs

CHUNK = 4096
"""Lines of which it is known at a time where they begin, while all are read."""

DENSE = 8
"""Lines for one that is looked at from which on looking through the whole file is no slower."""


class Lines:
    """The lines that `indexing.build_index` wrote under a name. Threads may share it."""

    def __init__(self, folder: Path, name: str) -> None:
        self._starts: NDArray[np.int64] = np.load(folder / f"{name}.npy")
        with (folder / f"{name}.bin").open("rb") as file:
            size = file.seek(0, 2)
            self._text: mmap.mmap | bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, doc: int) -> str:
        start, end = self._starts.item(doc), self._starts.item(doc + 1)
        return self._text[start:end].decode()

    def __iter__(self) -> Iterator[str]:
        for at in range(0, len(self), CHUNK):
            for start, end in pairwise(self._starts[at : at + CHUNK + 1].tolist()):
                yield self._text[start:end].decode()

    def close(self) -> None:
        """Let go of the file."""
        if isinstance(self._text, mmap.mmap):
            self._text.close()

    def holding(self, docs: Docs, phrase: str) -> NDArray[np.bool_]:
        """Which of these lines hold a phrase."""
        if len(docs) * DENSE > len(self):
            return self._anywhere(phrase.encode())[docs]
        wanted, text = phrase.encode(), self._text
        lines = [text[start:end] for start, end in self._spans(docs)]
        if wanted not in b"\n".join(lines):  # one look, which mostly settles it
            return np.zeros(len(docs), np.bool_)
        return np.fromiter((wanted in line for line in lines), np.bool_, len(docs))

    def beginning(self, docs: Docs, phrase: str) -> NDArray[np.bool_]:
        """Which of these lines begin with a phrase."""
        wanted = phrase.encode()
        length, text = len(wanted), self._text
        fits = (text[start : start + length] == wanted for start, _ in self._spans(docs))
        return np.fromiter(fits, np.bool_, len(docs))

    def _anywhere(self, wanted: bytes) -> NDArray[np.bool_]:
        """Which lines hold a phrase, looked for in all of them at once."""
        found = np.fromiter((one.start() for one in re.finditer(re.escape(wanted), self._text)), np.int64)
        mask = np.zeros(len(self), np.bool_)
        mask[np.searchsorted(self._starts, found, side="right") - 1] = True
        return mask

    def _spans(self, docs: Docs) -> Iterator[tuple[int, int]]:
        """Where lines begin and end."""
        return zip(self._starts[docs].tolist(), self._starts[docs + 1].tolist(), strict=True)
