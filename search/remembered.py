"""What was worked out and may be asked for again, as long as it fits."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """Values by key, those used least recently forgotten first. `size` tells the bytes of a value."""

    def __init__(self, limit: int, size: Callable[[Value], int]) -> None:
        self._limit = limit
        self._size = size
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Key) -> Value | None:
        """The value of a key, or None."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def keep(self, key: Key, value: Value) -> None:
        """Remember a value; two threads may have worked out the same."""
        with self._lock:
            if key in self._values:
                return
            self._values[key] = value
            self._bytes += self._size(value)
            while self._bytes > self._limit:
                _, oldest = self._values.popitem(last=False)
                self._bytes -= self._size(oldest)
