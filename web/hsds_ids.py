"""Which facility a UUID of the HSDS API is of.

UUIDs are made of public ids and cannot be taken apart again: those of a generation are all made, a part at a time,
at the first question for one, and forgotten with its engine: of 25,000 facilities a part takes 140 ms and 0.4 MB, and
the public ids 2 MB.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from directory.exports.interchange import stable
from search.engine import Engine

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Ids:
    """The UUIDs of every engine that was asked for some. Threads may share it."""

    def __init__(self) -> None:
        self._of: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def find(self, engine: Engine, part: str, uuid: str) -> str | None:
        """The public id of which the part ("service", say) has this UUID; of facilities, of ids that lead to one, and
        of those kept out of the directory. None where there is none."""
        uuid = uuid.lower()
        if not UUID.fullmatch(uuid):
            return None
        with self._lock:
            if engine not in self._of:
                self._of[engine] = _Known(engine.all_ids())
            near = self._of[engine].near(part, uuid)
        return next((public_id for public_id in near if stable(public_id, part) == uuid), None)


@dataclass(frozen=True, slots=True)
class _Known:
    """Public ids, and of each part that was asked for the beginnings of their UUIDs: sorted, and whose they are."""

    ids: Sequence[str]
    parts: dict[str, tuple[NDArray[np.int64], NDArray[np.intp]]] = field(default_factory=dict)

    def near(self, part: str, uuid: str) -> list[str]:
        """Those whose UUID begins so."""
        if part not in self.parts:
            made = np.fromiter((_beginning(stable(each, part)) for each in self.ids), np.int64, len(self.ids))
            order = np.argsort(made)
            self.parts[part] = made[order], order
        sorted_, whose = self.parts[part]
        first, last = (int(np.searchsorted(sorted_, _beginning(uuid), side)) for side in ("left", "right"))
        return [self.ids[number] for number in whose[first:last].tolist()]


def _beginning(uuid: str) -> int:
    """The first 48 bits as a number: what follows are the four of the version, the same in all."""
    return int(uuid[:8] + uuid[9:13], 16)
