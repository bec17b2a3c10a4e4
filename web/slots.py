"""Places for downloads: so many at once. Who stops reading gives his place back at once, and takes one again when he
reads on; of those who have stopped only so many are kept."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager

import anyio
from starlette.exceptions import HTTPException

YIELDS = 1.0
"""Seconds without a byte taken after which a reader has stopped: his place is free."""

RETURNS = 20.0
"""Seconds that who reads on waits for a place, before all who come anew. Then he is broken off."""

LOOKS = 0.1
"""Seconds between two looks for one."""


class Slot:
    """The place of one download. `weight` is what it holds while its reader has stopped, a list that is written as it
    is read being 1; `fresh`, whether what it reads from is still what is served."""

    def __init__(self, slots: Slots, weight: int, fresh: Callable[[], bool]) -> None:
        self.weight = weight
        self._slots = slots
        self._fresh = fresh
        self._looks: asyncio.TimerHandle | None = None
        self._ends: tuple[asyncio.AbstractEventLoop, anyio.CancelScope] | None = None

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """While something is sent; it is broken off when the slot is called off."""
        with anyio.CancelScope() as scope:
            self._ends = asyncio.get_running_loop(), scope
            yield

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        """While a piece waits to be taken. Raises TimeoutError where its reader had stopped and finds no place now."""
        self._look_later()
        try:
            yield
        finally:
            if self._looks:
                self._looks.cancel()
        await self._slots.read_on(self)

    def call_off(self) -> None:
        """Break off what is sent; from any thread."""
        if self._ends:
            loop, scope = self._ends
            loop.call_soon_threadsafe(scope.cancel)

    def _look_later(self) -> None:
        self._looks = asyncio.get_running_loop().call_later(YIELDS, self._look)

    def _look(self) -> None:
        """Its reader has taken nothing for a while. What nobody serves any more is not kept for him."""
        self._slots.stop(self)
        if self._fresh():
            self._look_later()
        else:
            self.call_off()


class Slots:
    """So many places, and so many weights of readers who have stopped. Threads may share it."""

    def __init__(self, many: int, stopped: int) -> None:
        self._many = many
        self._most = stopped
        self._reading: set[Slot] = set()
        self._stopped: dict[Slot, None] = {}  # who stopped first comes first
        self._back: set[Slot] = set()
        self._lock = threading.Lock()

    def take(self, held: ExitStack, weight: int = 1, fresh: Callable[[], bool] = lambda: True) -> Slot:
        """Take a place until `held` is closed. Raises a 503 where all are taken, or waited for by who has one."""
        slot = Slot(self, weight, fresh)
        with self._lock:
            if len(self._reading) + len(self._back) >= self._many:
                detail = "Several downloads are under way. Please try again in half a minute."
                raise HTTPException(503, detail, {"Retry-After": "30"})
            self._reading.add(slot)
        held.callback(self._release, slot)
        return slot

    def stop(self, slot: Slot) -> None:
        """Its reader takes nothing: its place is free. Where too many have stopped, the first of them is called off."""
        with self._lock:
            if slot in self._reading:
                self._reading.discard(slot)
                self._stopped[slot] = None
            while sum(each.weight for each in self._stopped) > self._most:
                first = next(iter(self._stopped))
                del self._stopped[first]
                first.call_off()

    async def read_on(self, slot: Slot) -> None:
        """Take a place again, if its reader had stopped. Raises TimeoutError where none is free for RETURNS."""
        if slot in self._reading:
            return
        with self._lock:
            self._stopped.pop(slot, None)
            self._back.add(slot)
        try:
            with anyio.fail_after(RETURNS):
                while not self._take_again(slot):
                    await anyio.sleep(LOOKS)
        finally:
            self._back.discard(slot)

    def _take_again(self, slot: Slot) -> bool:
        with self._lock:
            if len(self._reading) >= self._many:
                return False
            self._back.discard(slot)
            self._reading.add(slot)
            return True

    def _release(self, slot: Slot) -> None:
        with self._lock:
            self._reading.discard(slot)
            self._stopped.pop(slot, None)
