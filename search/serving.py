"""Serving: which generation a process answers from, followed while it runs.

A thread looks at `current` once a second and opens a new generation beside the old one, so that no question waits. A
generation that cannot be opened is refused and the last good one keeps answering.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from directory.errors import GenerationError
from search.asking import warm
from search.engine import Engine
from search.generation import Generation
from search.switch import current, folder_name, numbers

LOG = logging.getLogger("treatment_directory.serving")
PAUSE = 1.0
"""Seconds between two looks at `current`."""
RETRY = 15.0
"""Seconds until a refused generation is tried again: its files may still be on their way from another machine."""


@dataclass(slots=True)
class _Open:
    """An open generation and how many questions are using it."""

    generation: Generation
    engine: Engine
    users: int = 0


class Serving:
    """Hands out engines of the live generation. Safe to use from several threads."""

    def __init__(self, generations: Path, warmed: bool = False) -> None:
        """`warmed`: a generation is made ready before it is live, so that no visitor waits for it: half a second."""
        self._root = generations
        self._warmed = warmed
        self._lock = threading.Lock()
        self._live: _Open | None = None
        self._refused: int | None = None
        self._again = 0.0
        self._trouble = "no generation has been published yet"
        self._stop = threading.Event()
        self.look()
        self._thread = threading.Thread(target=self._follow, name="follow-generations", daemon=True)
        self._thread.start()

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """An engine whose generation stays open for the length of the `with`. Raises GenerationError when there is
        none."""
        with self._lock:
            opened = self._live
            if opened is None:
                raise GenerationError(f"There is nothing to answer from: {self._trouble}.")
            opened.users += 1
        try:
            yield opened.engine
        finally:
            self._leave(opened)

    def look(self) -> None:
        """Open what `current` names, if that is new. When it cannot be opened the last good generation stays, or, when
        there is none yet, the newest older one that is sound is taken."""
        try:
            wanted, live = current(self._root), self._live
        except GenerationError as error:
            self._trouble = str(error).rstrip(".")
            return
        if wanted is None or (live is not None and wanted == live.generation.manifest.number):
            return
        if wanted == self._refused and monotonic() < self._again:
            return
        candidates = [wanted] if self._live else [wanted, *(n for n in reversed(numbers(self._root)) if n < wanted)]
        for number in candidates:
            try:
                self._take(Generation(self._root / folder_name(number)))
            except GenerationError as error:
                self._trouble = str(error).rstrip(".")
                LOG.warning("generation %d is refused: %s", number, error)
                if number == wanted:
                    self._refused, self._again = wanted, monotonic() + RETRY
            else:
                return

    def close(self) -> None:
        """Stop following and let go of the live generation once nobody uses it."""
        self._stop.set()
        self._thread.join()
        with self._lock:
            opened, self._live = self._live, None
        if opened is not None and not opened.users:
            opened.generation.close()

    def _take(self, generation: Generation) -> None:
        engine = Engine(generation)
        if self._warmed:
            warm(engine)
        with self._lock:
            before, self._live = self._live, _Open(generation, engine)
            idle = before is not None and not before.users
        LOG.info("answering from generation %d", generation.manifest.number)
        if before is not None and idle:
            before.generation.close()

    def _leave(self, opened: _Open) -> None:
        with self._lock:
            opened.users -= 1
            done = not opened.users and opened is not self._live
        if done:
            opened.generation.close()

    def _follow(self) -> None:
        while not self._stop.wait(PAUSE):
            try:
                self.look()
            except OSError as error:
                LOG.warning("the generations cannot be read: %s", error)
