"""Asking a Nominatim server, through geopy, where an address is: politely, and one question a second at most.

geopy knows the protocol; the calls themselves go through `download.Client`, which asks the one host it was made with,
follows no redirect to another, uses no proxy and limits time and size.
"""

from __future__ import annotations

import json
import re
import time
import warnings
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeopyError
from geopy.geocoders import Nominatim

from directory import clean
from directory.errors import DirectoryError, SourceError
from importers.download import Client

PACE = 1.0
"""Seconds from one question to the next, as the public servers ask for at least."""
COUNTRIES = ("us", "pr", "vi", "gu", "as", "mp", "fm", "pw", "mh")
"""ISO 3166 codes that answers may be in: OpenStreetMap has some territories under the country, some under their own."""
HOUSE = 28
"""Nominatim's rank from which an answer is a house or what stands there; 26 and 27 are streets, less are areas."""
_BROKEN = (GeopyError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)
"""What an answer of another shape than Nominatim's makes geopy raise, beside its own errors."""


class GeocoderError(DirectoryError):
    """The server gave no usable answer. Says why, as the end of a sentence."""


class Found(NamedTuple):
    """An answer: degrees, the ZIP code it names ("" for none), and whether it is the house or only its street or
    town."""

    latitude: float
    longitude: float
    zip: str
    house: bool


class Geocoder:
    """One server. `host` is its name, as it is kept beside every answer."""

    def __init__(
        self,
        url: str,
        client: Client | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(url)
        self.host = parts.netloc
        self._client = client or client_for(url)
        self._monotonic, self._sleep = monotonic, sleep
        self._next = 0.0
        domain = parts.netloc + parts.path.rstrip("/")
        self._nominatim = Nominatim(scheme=parts.scheme, domain=domain, proxies={}, adapter_factory=self._adapter)

    def find(self, address: str) -> Found | None:
        """Where an address is; None when the server knows none. Raises GeocoderError."""
        self._pause()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # of a latitude beyond the pole, which it then refuses
                place = self._nominatim.geocode(address, country_codes=COUNTRIES, addressdetails=True)
            return None if place is None else _found(place.raw)
        except _BROKEN as error:
            raise GeocoderError(_words(error)) from error

    def _pause(self) -> None:
        wait = self._next - self._monotonic()
        if wait > 0:
            self._sleep(wait)
        self._next = self._monotonic() + PACE

    def _adapter(self, **options: Any) -> _Adapter:  # Any: proxies and certificates, which the client decides
        return _Adapter(self._client, **options)


def client_for(url: str, **changes: Any) -> Client:  # Any: the fields of Client, each of its own type
    """A client for one server of the operator's choice, on this machine or elsewhere, by http or https. A call that
    fails is made once more."""
    parts = urlsplit(url)
    usual: dict[str, Any] = {"timeout": 20.0, "longest": 30.0, "largest": 2**20, "retries": 1, "patience": 60.0}
    usual |= {
        "backoff": 5.0,
        "hosts": frozenset({parts.hostname}),
        "local": frozenset({f"{parts.scheme}://{parts.netloc}"}),
    }
    return Client(**(usual | changes))


class _Adapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy ships no types
    """How geopy makes its calls here."""

    def __init__(self, client: Client, **options: Any) -> None:  # Any: as geopy passes them
        super().__init__(**options)
        self._client = client

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:  # Any: JSON
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            return json.loads(text)
        except ValueError as error:
            raise GeocoderParseError("its answer is no JSON") from error

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """`timeout` and `headers` are the client's own."""
        try:
            return self._client.get(url).body.decode("utf-8")
        except SourceError as error:
            raise GeocoderServiceError(_bare(str(error))) from error


def _found(raw: Mapping[str, Any]) -> Found:  # Any: JSON
    address = raw.get("address") or {}
    house = int(raw.get("place_rank") or 0) >= HOUSE or "house_number" in address
    return Found(float(raw["lat"]), float(raw["lon"]), str(address.get("postcode") or "")[:5], house)


def _bare(told: str) -> str:
    """An error without the address that was asked for, which is nothing for a log."""
    return re.sub(r"(https?://[^/\s]+)[^\s]*", r"\1", told).rstrip(".")


def _words(error: Exception) -> str:
    """A server's own words are cut and made printable."""
    told = clean.text(str(error))[:200] if isinstance(error, GeopyError) else ""
    return told or "its answer is not in the form of a Nominatim server's"
