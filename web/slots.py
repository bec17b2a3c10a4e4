"""Places for downloads: so many at once, first come, first served. Who stops reading gives his place back, and queues
for one when he reads on, like who comes anew; of those who go on later only so many are kept."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager

import anyio
from starlette.exceptions import HTTPException

YIELDS = 1.0
"""Seconds until a piece is taken, after which its reader gives his place back: he has stopped, or reads slowly."""

GONE = 30.0
"""Seconds until it is taken, after which he has stopped, where what he reads from is served no more."""

COMES, WAITS = 8.0, 20.0
"""Seconds that who comes anew waits for a place, and who reads on: those before him who read slowly have it for YIELDS
each."""


class Slot:
    """The part of one download: it waits for a place, has one, or goes on later. `weight` is what it holds when it goes
    on later, a list that is written as it is read being 1; `rest` lets go of what it can get again then; `fresh` is
    whether what it reads from is still served."""

    def __init__(self, slots: Slots, fresh: Callable[[], bool], weight: int, rest: Callable[[], object]) -> None:
        self.weight = weight
        self._slots = slots
        self._fresh = fresh
        self._rest = rest
        self._looks: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """While something is sent; it is broken off when the slot is called off. Raises a 503 where no place is free
        for COMES."""
        with anyio.CancelScope() as self._scope:
            self._loop, self._turn = asyncio.get_running_loop(), asyncio.Event()
            await self._slots.begin(self)
            yield

    @asynccontextmanager
    async def sending(self, last: bool) -> AsyncIterator[None]:
        """While a piece waits to be taken; after the last no place is needed. Raises TimeoutError where its reader had
        none any more and finds none for WAITS."""
        self._look_later(YIELDS)
        try:
            yield
        finally:
            if self._looks:
                self._looks.cancel()
        if not last:
            await self._slots.queue(self, WAITS)

    async def turn(self) -> None:
        """Wait to be let in."""
        await self._turn.wait()
        self._turn.clear()

    def let_in(self) -> None:
        """End its wait; from any thread."""
        self._loop.call_soon_threadsafe(self._turn.set)

    def call_off(self) -> None:
        """Break off what is sent; from any thread."""
        self._loop.call_soon_threadsafe(self._scope.cancel)

    def _look_later(self, waited: float) -> None:
        self._looks = asyncio.get_running_loop().call_later(YIELDS, self._look, waited)

    def _look(self, waited: float) -> None:
        """A piece has not been taken for so many seconds; nothing is made for its reader meanwhile."""
        self._slots.stop(self)
        self._rest()
        if waited >= GONE and not self._fresh():
            self.call_off()
        else:
            self._look_later(waited + YIELDS)


class Slots:
    """So many places, and so many weights of readers who go on later. Threads may share it."""

    def __init__(self, many: int, later: int) -> None:
        self._many = many
        self._most = later
        self._reading: set[Slot] = set()
        self._later: dict[Slot, None] = {}  # begun and without a place; who was heard of longest ago comes first
        self._queue: dict[Slot, None] = {}  # new or heard of again; who waits longest comes first
        self._lock = threading.Lock()

    def take(
        self, held: ExitStack, fresh: Callable[[], bool], weight: int = 1, rest: Callable[[], object] = lambda: None
    ) -> Slot:
        """A slot, which waits for its place when it is held, and gives it back when `held` is closed."""
        slot = Slot(self, fresh, weight, rest)
        held.callback(self._leave, slot)
        return slot

    async def begin(self, slot: Slot) -> None:
        """Wait for the first place. Raises a 503 where none is free for COMES, or too many wait for their first."""
        with self._lock:
            new = len(self._queue.keys() - self._later.keys())
        if new >= self._most:
            raise _busy()
        try:
            await self.queue(slot, COMES)
        except TimeoutError as error:
            raise _busy() from error

    async def queue(self, slot: Slot, seconds: float) -> None:
        """Wait for a place, behind all who wait; whoever has one goes on. Raises TimeoutError after so many seconds."""
        with self._lock:
            if slot in self._reading:
                return
            if slot in self._later:
                self._later[slot] = self._later.pop(slot)
            self._queue[slot] = None
            self._let_in()
        with anyio.fail_after(seconds):
            await slot.turn()

    def stop(self, slot: Slot) -> None:
        """Give its place to the next. Where too many go on later, who was heard of longest ago is called off."""
        with self._lock:
            if slot in self._reading:
                self._forget(slot)
                self._later[slot] = None
            while sum(each.weight for each in self._later) > self._most:
                first = next(iter(self._later))
                self._forget(first)
                first.call_off()
            self._let_in()

    def _leave(self, slot: Slot) -> None:
        with self._lock:
            self._forget(slot)
            self._let_in()

    def _let_in(self) -> None:
        while self._queue and len(self._reading) < self._many:
            first = next(iter(self._queue))
            self._forget(first)
            self._reading.add(first)
            first.let_in()

    def _forget(self, slot: Slot) -> None:
        self._reading.discard(slot)
        self._later.pop(slot, None)
        self._queue.pop(slot, None)


def _busy() -> HTTPException:
    detail = "Several downloads are under way. Please try again in half a minute."
    return HTTPException(503, detail, {"Retry-After": "30"})
