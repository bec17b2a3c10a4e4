"""Asking the operator's geocoder for the street address that a visitor typed, while the visitor waits.

Off unless GEOCODE_SEARCHES says yes: the address leaves this machine. It is kept nowhere here, nor told in any log.
`treatment_directory.make_app` gives this to the web, which knows no importer.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import BoundedSemaphore, Lock

from importers.geocoder import Geocoder, GeocoderError, client_for

PATIENCE = 2.0
"""Seconds that a visitor waits for others' questions to be answered before the place is taken without the street."""
WAITING = 4
"""So many visitors wait at once: there are threads for forty, and most look for no street."""
REST = 30.0
"""Seconds in which a server that failed is left alone, so that its silence slows one visitor and not all."""


class StreetSearch:
    """Finds one address at a time. Threads may share it."""

    def __init__(
        self, url: str, geocoder: Geocoder | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        client = client_for(url, timeout=PATIENCE, longest=PATIENCE, retries=0, patience=0.0)
        self._geocoder = geocoder or Geocoder(url, client)
        self._monotonic = monotonic
        self._waiting, self._lock = BoundedSemaphore(WAITING), Lock()
        self._rested = 0.0

    @property
    def host(self) -> str:
        """Whom it asks, for the page about privacy."""
        return self._geocoder.host

    def __call__(self, address: str) -> tuple[float, float] | None:
        """Degrees of the house; None when there is none of this address, or no answer in time."""
        if self._monotonic() < self._rested or not self._waiting.acquire(blocking=False):
            return None
        try:
            return self._asked(address) if self._lock.acquire(timeout=PATIENCE) else None
        finally:
            self._waiting.release()

    def _asked(self, address: str) -> tuple[float, float] | None:
        try:
            found = self._geocoder.find(address)
        except GeocoderError:
            self._rested = self._monotonic() + REST
            return None
        finally:
            self._lock.release()
        return (found.latitude, found.longitude) if found is not None and found.house else None
