"""A small polite HTTP client: GET only, a fixed list of hosts or none but public ones, patient, never hurried.

What it keeps to, whoever calls it:
* only https, only the hosts it was made with, only public addresses, and the same for every redirect;
* the address that was checked is the address it connects to, so a name cannot change its mind in between;
* no cookies, no credentials, no proxy from the environment;
* limits on the time and the size of an answer, counted after inflating.
"""

from __future__ import annotations

import http.client
import ipaddress
import os
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit

from directory.errors import SourceError

AGENT = "treatment-directory (open directory of US treatment facilities)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 500, 502, 503, 504})
_MOST_REDIRECTS = 5
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96").network_address.packed[:12]
_PORTS = {"https": 443, "http": 80}
_JSON = MappingProxyType({"Accept": "application/json", "Accept-Encoding": "gzip"})

T = TypeVar("T")


class StatusError(SourceError):
    """The host answered with a status that is no answer and will not become one by asking again."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back with status 200: the address that gave it in the end, its content type, its inflated bytes."""

    url: str
    content_type: str
    body: bytes


def silent(_: str) -> None:
    """Progress that nobody reads."""


def addresses(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a host as the system resolves them, each once. Raises OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(info[4][0]) for info in found))


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
                failure = _failure(error)
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
        parts = _split(url)
        if f"{parts.scheme}://{parts.netloc}" in self.local:
            return parts
        if parts.scheme != "https":
            raise SourceError(f"{url} is not asked: only https:// addresses are.")
        if parts.port not in (None, 443) or "@" in parts.netloc:
            raise SourceError(f"{parts.scheme}://{parts.hostname} is asked without a user and on its usual port alone.")
        if parts.hostname not in self.hosts and not self.anywhere:
            raise SourceError(f"{url} is not asked: only https://{' or https://'.join(sorted(self.hosts))} is.")
        return parts

    def _wait(self, host: str, attempt: int, failure: Failure) -> float:
        after = _retry_after(failure.retry_after, self.now())
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
            connection = self._connect(self.check(here))
            with closing(connection), closing(_send(connection, here, {**headers, **own})) as response:
                if response.status not in _REDIRECTS:
                    _check_status(here, response, right)
                    yield here, response
                    return
                here = urljoin(here, response.headers.get("Location", ""))
        raise SourceError(f"{url} leads on and on: more than {_MOST_REDIRECTS} redirects.")

    def _connect(self, parts: SplitResult) -> http.client.HTTPConnection:
        """A connection with its socket already open to a checked address, so that nothing is resolved a second time."""
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        plain = self._socket(self._checked(parts, host, port), port)
        if parts.scheme == "http":
            connection = http.client.HTTPConnection(host, port)
            connection.sock = plain
            return connection
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, port, context=context)
        try:
            connection.sock = context.wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise
        return connection

    def _checked(self, parts: SplitResult, host: str, port: int) -> Sequence[str]:
        found = self.resolve(host, port)
        if f"{parts.scheme}://{parts.netloc}" not in self.local:
            for address in found:
                if not _public(address):
                    raise SourceError(f"{host} is not asked: its address here is {address}, which is not a public one.")
        return found

    def _socket(self, found: Sequence[str], port: int) -> socket.socket:
        failure = OSError("the name has no address")
        for address in found:
            try:
                return socket.create_connection((address, port), self.timeout)
            except OSError as error:
                failure = error
        raise failure

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


def save(path: Path, body: bytes) -> None:
    """Write a file that is either there completely or not at all, also after a power cut: beside, synced, renamed."""
    beside = path.with_name(f".{path.name}.part")
    with beside.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    if os.name == "posix":  # elsewhere a folder cannot be opened, and the rename is as safe as it gets
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class Failure(Exception):  # noqa: N818 - a word for the caller's loop, never shown as an error
    """A call that failed in a way that may pass. `retry_after` is the header of that name, or ""."""

    def __init__(self, reason: str, retry_after: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


FAILURES = (Failure, OSError, http.client.HTTPException, zlib.error)
"""What may pass when a call is made again."""
_REASONS: Sequence[tuple[type[Exception], str]] = (
    (TimeoutError, "it did not answer in time"),
    (http.client.IncompleteRead, "the answer broke off"),
    (http.client.RemoteDisconnected, "it closed the connection without an answer"),
    (zlib.error, "the compressed answer is damaged"),
)


def _failure(error: Exception) -> Failure:
    """The failure in words. Raises SourceError for a certificate that does not fit: asking again would not mend it."""
    if isinstance(error, Failure):
        return error
    if isinstance(error, ssl.SSLCertVerificationError):
        raise SourceError(f"The host could not prove who it is: {error.verify_message}.") from error
    known = (words for kind, words in _REASONS if isinstance(error, kind))
    return Failure(next(known, str(error) or type(error).__name__))


def _send(connection: http.client.HTTPConnection, url: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("GET", target, headers={"User-Agent": AGENT, "Connection": "close", **headers})
    return connection.getresponse()


def _check_status(url: str, response: http.client.HTTPResponse, right: frozenset[int]) -> None:
    status = f"{response.status} {response.reason}".strip()
    if response.status in _BUSY:
        raise Failure(f"it answered {status}", response.headers.get("Retry-After", ""))
    if response.status not in right:
        raise StatusError(f"{url} answered {status}.", response.status)


def _split(url: str) -> SplitResult:
    """The parts of an address of printable ASCII. Raises SourceError for anything that does not read as one."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises when it is not a number
    except ValueError as error:
        raise SourceError(f"{url!r} is not a web address.") from error
    if not url.isascii() or not url.isprintable() or " " in url or not parts.hostname:
        raise SourceError(f"{url!r} is not a web address: it must begin with https:// and hold no spaces.")
    return parts


def _public(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    if ip.version == 6 and ip.packed.startswith(_TRANSLATED):
        ip = ipaddress.ip_address(ip.packed[12:])  # a gateway makes this IPv4 address of it, which may be one inside
    return ip.is_global and not ip.is_multicast


def _retry_after(header: str, now: datetime) -> float:
    """Seconds to wait from "120" or an HTTP date; 0 when the header says nothing readable or a time gone by."""
    if header.strip().isdecimal():
        return float(header)
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    return max(0.0, ((when if when.tzinfo else when.replace(tzinfo=UTC)) - now).total_seconds())
