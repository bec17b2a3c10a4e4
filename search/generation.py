"""A generation: one read-only folder that answers every question, opened and read.

gen-000012/
  manifest.json      number, counts, sources, and the size and checksums of every other file (manifest.py)
  manifest.sha256    the SHA-256 of the manifest itself, as sha256sum writes it
  facilities.sqlite  the facilities by document number and id (stored.py), those no longer listed among them, and
                     what changed
  text/              the Whoosh index
  columns.npz        points, term bits, surveys, states and counties, dates: arrays in document order, and what follows
                     from them (columns.py)
  places.sqlite      ZIP codes, cities, counties
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from directory.errors import GenerationError
from directory.facility import Facility
from directory.vocabulary import vocabulary
from search import chronicle
from search.bitmaps import Docs
from search.chronicle import Event, Since
from search.columns import open_columns
from search.manifest import undamaged
from search.places import Places
from search.remembered import Remembered
from search.stored import Pin, Pinned, Stored
from search.stored_terms import StoredTerms
from search.terms import Few, Many, TermIndex
from search.text import TextIndex

SHOWN = 2000
"""Facilities that are remembered because they were shown: some 10 MB."""

PINS = 1000
"""Facilities whose pins are read at a time: others may read in between."""


class Generation:
    """An opened generation. Safe to read from several threads."""

    def __init__(self, folder: Path) -> None:
        self._closing: list[TextIndex | Places | sqlite3.Connection] = []
        try:
            self.manifest = undamaged(folder)
            self._open(folder)
        except GenerationError:
            self.close()
            raise
        except Exception as error:  # whatever Whoosh, numpy or SQLite make of a file they cannot read
            self.close()
            raise GenerationError(f"{folder.name} cannot be opened: {error}") from error

    def _open(self, folder: Path) -> None:
        self.text = TextIndex(folder / "text")
        self._closing.append(self.text)
        self.places = Places(folder / "places.sqlite")
        self._closing.append(self.places)
        uri = f"{(folder / 'facilities.sqlite').absolute().as_uri()}?mode=ro&immutable=1"
        self._rows = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._closing.append(self._rows)
        self._lock = threading.Lock()
        columns = open_columns(folder / "columns.npz", self.manifest.terms)
        self.geo, self.areas, self.terms, self.cells, self.updated, self.listed, self.gated = columns
        self.unplaced = not self.geo.located.all()
        self.grounds = _grounds(self.terms, self.geo.located, self.listed)
        self._decode = msgspec.msgpack.Decoder(Stored).decode
        self._terms = StoredTerms(self.manifest.terms, vocabulary())
        self._shown: Remembered[int, Facility] = Remembered(SHOWN, lambda _: 1)
        counts = {len(self.text), len(self.updated), len(self), self._count()}
        if len(counts) != 1:
            raise GenerationError("its parts count different numbers of facilities.")

    def __len__(self) -> int:
        """Documents: facilities that are listed and those no longer."""
        return self.manifest.facilities + self.manifest.gone

    def close(self) -> None:
        """Let go of its files."""
        for part in self._closing:
            part.close()

    def facilities(self, docs: Sequence[int]) -> list[Facility]:
        """The facilities of these document numbers, in this order."""
        marks = ", ".join("?" * len(docs))
        query = f"SELECT doc, data FROM facilities WHERE doc IN ({marks})"
        with self._lock:
            rows: dict[int, bytes] = dict(self._rows.execute(query, [int(doc) for doc in docs]))
        return [self._facility(rows[int(doc)]) for doc in docs]

    def shown(self, docs: Sequence[int]) -> list[Facility]:
        """The same, remembered: for the few of a page, which others are shown too."""
        found = [self._shown.get(doc) for doc in docs]
        new = [doc for doc, facility in zip(docs, found, strict=True) if facility is None]
        read = dict(zip(new, self.facilities(new), strict=True)) if new else {}
        for doc, facility in read.items():
            self._shown.keep(doc, facility)
        return [facility or read[doc] for doc, facility in zip(docs, found, strict=True)]

    def pins(self) -> Iterator[tuple[int, Pin]]:
        """Every document with its pin."""
        decode = msgspec.msgpack.Decoder(Pinned).decode
        for first in range(0, len(self), PINS):
            query = "SELECT doc, data FROM facilities WHERE doc >= ? AND doc < ?"
            with self._lock:
                rows = self._rows.execute(query, (first, first + PINS)).fetchall()
            yield from ((doc, decode(data).facility) for doc, data in rows)

    def facility(self, public_id: str) -> Facility | None:
        """The facility of a public id, or None."""
        data = self._one("SELECT data FROM facilities WHERE id = ?", public_id)
        return None if data is None else self._facility(data)

    def moved(self, public_id: str) -> str | None:
        """The facility that an id leads to which was another listing's of the same place, or None."""
        return self._one("SELECT facility FROM moved WHERE id = ?", public_id)  # type: ignore[return-value]  # TEXT

    def all_moved(self) -> dict[str, str]:
        """Every id that leads to another, and that."""
        with self._lock:
            return dict(self._rows.execute("SELECT id, facility FROM moved"))

    def all_ids(self) -> list[str]:
        """Every id that there is: of facilities, of those that lead to one, and of those kept out of the directory."""
        with self._lock:
            every = "SELECT id FROM facilities UNION ALL SELECT id FROM moved UNION ALL SELECT id FROM withheld"
            return [row[0] for row in self._rows.execute(every)]

    def changes_of(self, public_id: str) -> list[Event]:
        """What has changed of a facility, the newest first."""
        with self._lock:
            return chronicle.changes_of(self._rows, public_id)

    def changes_since(self, since: Since, start: int, stop: int) -> tuple[int, list[Event]]:
        """How many changes there are, and those from `start` to before `stop`, the newest first; see `chronicle`."""
        with self._lock:
            return chronicle.changes_since(self._rows, since, start, stop)

    def news_since(self, since: Since, start: int, stop: int) -> tuple[int, list[list[Event]]]:
        """The same by place and day."""
        with self._lock:
            return chronicle.news_since(self._rows, since, start, stop)

    def here_now(self, public_id: str) -> list[tuple[str, bool]]:
        """Ids of places that are listed where one was that is not listed any more, and whether by its address (else by
        its telephone)."""
        told = "SELECT other, address FROM here_now WHERE id = ? ORDER BY place"
        with self._lock:
            rows = self._rows.execute(told, [public_id]).fetchall()
        return [(other, bool(address)) for other, address in rows]

    def with_telephone(self, number: int) -> Docs:
        """Places that have this number for callers."""
        with self._lock:
            rows = self._rows.execute("SELECT doc FROM telephones WHERE number = ? ORDER BY doc", [number]).fetchall()
        return np.array([doc for (doc,) in rows], np.int32)

    def withheld(self, public_id: str) -> bool:
        """Whether an operator keeps this facility, or another id of it, out of the directory."""
        home = self.moved(public_id) or public_id
        return self._one("SELECT 1 FROM withheld WHERE id = ?", home) is not None

    def _one(self, query: str, value: str) -> bytes | None:
        with self._lock:
            row = self._rows.execute(query, [value]).fetchone()
        return None if row is None else row[0]

    def _count(self) -> int:
        return int(self._rows.execute("SELECT count(*) FROM facilities").fetchone()[0])

    def _facility(self, data: bytes) -> Facility:
        stored = self._decode(data)
        told, not_stated = self._terms.told(stored.yes, stored.surveys)
        voices = tuple(
            voice.with_terms(self._terms.said(yes))
            for voice, yes in zip(stored.facility.voices, stored.voices, strict=True)
        )
        return msgspec.structs.replace(stored.facility, terms=told, not_stated=not_stated, voices=voices)


def _grounds(
    terms: TermIndex, located: NDArray[np.bool_], listed: NDArray[np.bool_]
) -> dict[tuple[str, str], Few | Many]:
    """What questions without words begin with where no few documents are named: by whether they have a point, and by
    `Query.listed`."""
    every = np.ones_like(listed)
    areas = {"everywhere": every, "located": located, "nowhere": ~located}
    return {
        (area, when): terms.ground(mask & about)
        for area, mask in areas.items()
        for when, about in {"now": listed, "all": every}.items()
    }
