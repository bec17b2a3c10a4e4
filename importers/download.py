"""A small polite HTTP client: GET only, a fixed list of hosts or none but public ones, patient, never hurried.

What it keeps to, whoever calls it:
* only https, only the hosts it was made with, only public addresses, and the same for every redirect;
* the address that was checked is the address it connects to, so a name cannot change its mind in between;
* no cookies, no credentials, no proxy from the environment;
* limits on the time and the size of an answer, counted after inflating.
"""

from __future__ import annotations

import http.client
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit

from directory.errors import SourceError
from importers.connection import addresses, check_public, connect, port_of, send, split
from importers.failure import FAILURES, Failure, check_status, failure_of, retry_after

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_JSON = MappingProxyType({"Accept": "application/json", "Accept-Encoding": "gzip"})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back with status 200: the address that gave it in the end, its content type, its inflated bytes."""

    url: str
    content_type: str
    body: bytes


def silent(_: str) -> None:
    """Progress that nobody reads."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Client:
    """How to ask, and whom. Times are seconds, sizes bytes.

    * `hosts`: names that may be asked, by https on the usual port. `anywhere`: any other may be as well, for a file
      whose address the operator typed. `local`: origins that may be asked as they are ("http://127.0.0.1:8123"),
      whatever their address: for tests and for a mirror of one's own.
    * `secrets`: headers for the host that is asked, and for none that it leads to. Never shown.
    * `pause`: for callers, between two calls. `timeout`: to connect and for each piece. `longest`: for a whole body.
    * `retries`: how often a failed call is repeated, after `backoff`, twice that, four times that ..., or later when
      the host says so; a host that asks for more than `patience` is not waited for.
    """

    hosts: frozenset[str]
    local: frozenset[str] = frozenset()
    anywhere: bool = False
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    pause: float = 1.0
    timeout: float = 60.0
    longest: float = 300.0
    largest: int = 64 * 2**20
    retries: int = 5
    backoff: float = 2.0
    patience: float = 600.0
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = utc_now
    monotonic: Callable[[], float] = time.monotonic
    resolve: Callable[[str, int], Sequence[str]] = addresses

    def get(self, url: str, say: Callable[[str], None] = silent) -> Answer:
        """The answer to a GET. Raises SourceError when the address may not be asked or no usable answer comes."""
        return self.patiently(self.check(url).netloc, lambda: self._whole(url), say)

    def patiently(
        self, host: str, call: Callable[[], T], say: Callable[[str], None], further: Callable[[], bool] = lambda: False
    ) -> T:
        """What a call gives, made again after a failure that may pass. `further` says, after a failure, whether the
        call came further than any before it; then it is the first of a new series. Raises SourceError in the end."""
        attempt = 0
        while True:
            try:
                return call()
            except FAILURES as error:
                failure = failure_of(error)
                attempt = 0 if further() else attempt
                wait = self._wait(host, attempt, failure)
                if attempt >= self.retries:
                    calls = f"{attempt + 1} calls; the last time {failure.reason}"
                    raise SourceError(f"{host} gave no usable answer to {calls}.") from error
            say(f"{host}: {failure.reason}; asking again in {wait:.0f} seconds.")
            self.sleep(wait)
            attempt += 1

    def check(self, url: str) -> SplitResult:
        """The parts of an address that may be asked. Raises SourceError, before any call, for every other one."""
        parts = split(url)
        if self._is_local(parts):
            return parts
        if parts.scheme != "https":
            raise SourceError(f"{url} is not asked: only https:// addresses are.")
        if parts.port not in (None, 443) or "@" in parts.netloc:
            raise SourceError(f"{parts.scheme}://{parts.hostname} is asked without a user and on its usual port alone.")
        if parts.hostname not in self.hosts and not self.anywhere:
            raise SourceError(f"{url} is not asked: only https://{' or https://'.join(sorted(self.hosts))} is.")
        return parts

    def _wait(self, host: str, attempt: int, failure: Failure) -> float:
        after = retry_after(failure.retry_after, self.now())
        if after > self.patience:
            raise SourceError(f"{host}: {failure.reason}, and asks to wait {after / 60:.0f} minutes. Ask again then.")
        return max(self.backoff * 2.0**attempt, after)

    @contextmanager
    def opened(
        self, url: str, headers: Mapping[str, str] = _JSON, right: frozenset[int] = frozenset({200})
    ) -> Iterator[tuple[str, http.client.HTTPResponse]]:
        """The answer to one GET after redirects, with the address that gave it, its body not read yet.

        Raises StatusError for a status that is none of `right`, SourceError for an address that may not be asked, and
        one of FAILURES for what may pass.
        """
        here = url
        for _ in range(_MOST_REDIRECTS + 1):
            own = self.secrets if urlsplit(here).netloc == urlsplit(url).netloc else {}
            parts = self.check(here)
            connection = connect(parts, self._addresses(parts), self.timeout)
            with closing(connection), closing(send(connection, here, {**headers, **own})) as response:
                if response.status not in _REDIRECTS:
                    check_status(here, response, right)
                    yield here, response
                    return
                here = urljoin(here, response.headers.get("Location", ""))
        raise SourceError(f"{url} leads on and on: more than {_MOST_REDIRECTS} redirects.")

    def _addresses(self, parts: SplitResult) -> Sequence[str]:
        """The IP addresses of a host that may be asked. Raises SourceError when one of them is not a public one."""
        host = parts.hostname or ""
        found = self.resolve(host, port_of(parts))
        if not self._is_local(parts):
            check_public(host, found)
        return found

    def _is_local(self, parts: SplitResult) -> bool:
        return f"{parts.scheme}://{parts.netloc}" in self.local

    def _whole(self, url: str) -> Answer:
        with self.opened(url) as (here, response):
            body = b"".join(self._pieces(here, response))
            said = response.headers.get("Content-Length", "")
            if said.isdecimal() and int(said) != len(body):
                raise Failure(f"the answer broke off after {len(body)} of {said} bytes")
            coding = response.headers.get("Content-Encoding", "identity").strip().lower()
            return Answer(here, response.headers.get_content_type(), self._inflated(here, coding, body))

    def _pieces(self, url: str, response: http.client.HTTPResponse) -> Iterator[bytes]:
        # read1 hands over what one receive brought: read(n) would wait for n bytes and let a trickle outlast `longest`.
        end, size = self.monotonic() + self.longest, 0
        while piece := response.read1(2**16):
            size += len(piece)
            if size > self.largest:
                raise self.too_large(url)
            if self.monotonic() > end:
                raise Failure(f"the answer took longer than {self.longest:.0f} seconds")
            yield piece

    def _inflated(self, url: str, coding: str, body: bytes) -> bytes:
        if coding == "identity":
            return body
        if coding not in ("gzip", "x-gzip"):
            raise SourceError(f"{url} answered in the coding {coding!r}, which it was not asked for; gzip is right.")
        gzip = zlib.decompressobj(wbits=31)
        inflated = gzip.decompress(body, self.largest + 1)
        if len(inflated) > self.largest:
            raise self.too_large(url)
        if not gzip.eof or gzip.unused_data:
            raise Failure("the compressed answer is damaged")
        return inflated

    def too_large(self, url: str) -> SourceError:
        """The error for an answer beyond `largest`."""
        return SourceError(f"{url} answered with more than {self.largest // 2**20} MB, which is never right.")
