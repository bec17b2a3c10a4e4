"""Places for downloads: so many at once. Who stops reading keeps a place only until somebody else wants it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

import anyio
from starlette.exceptions import HTTPException

YIELDS = 1.0
"""Seconds without a byte taken after which a place may be given to somebody else."""


class Slot:
    """One place. `waits` is since when its reader takes nothing (monotonic seconds), None while he does."""

    def __init__(self) -> None:
        self.waits: float | None = None
        self._ends: tuple[asyncio.AbstractEventLoop, anyio.CancelScope] | None = None

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """While something is sent; it is broken off when the place is given away."""
        with anyio.CancelScope() as scope:
            self._ends = asyncio.get_running_loop(), scope
            yield

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        """While a piece waits to be taken."""
        self.waits = time.monotonic()
        yield
        self.waits = None

    def give_way(self) -> None:
        """Break off what is sent; from any thread."""
        if self._ends:
            loop, scope = self._ends
            loop.call_soon_threadsafe(scope.cancel)


class Slots:
    """So many places. Threads may share it."""

    def __init__(self, many: int) -> None:
        self._many = many
        self._taken: set[Slot] = set()
        self._lock = threading.Lock()

    def take(self, held: ExitStack) -> Slot:
        """Take a place until `held` is closed. Raises a 503 where all are taken, and every reader reads."""
        with self._lock:
            if len(self._taken) >= self._many:
                self._give_away()
            slot = Slot()
            self._taken.add(slot)
        held.callback(self._release, slot)
        return slot

    def _give_away(self) -> None:
        """End the download whose reader has stopped longest."""
        latest = time.monotonic() - YIELDS
        stopped = [(slot.waits, id(slot), slot) for slot in self._taken if slot.waits and slot.waits <= latest]
        if not stopped:
            detail = "Several downloads are under way. Please try again in half a minute."
            raise HTTPException(503, detail, {"Retry-After": "30"})
        slot = min(stopped)[2]
        self._taken.discard(slot)
        slot.give_way()

    def _release(self, slot: Slot) -> None:
        with self._lock:
            self._taken.discard(slot)
