"""How much one network may ask for: a bucket that holds a number of requests and fills up again at a steady rate.
`app.create_app` puts it before everything that costs more than it does. Each process counts for itself.

A crowd behind one address (a library, a helpline) has to fit; the first page, with the crisis lines, is never refused.
No address is kept: a network stands here under a keyed hash, until its bucket is full again."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from hashlib import blake2b
from ipaddress import ip_network
from itertools import islice
from math import ceil
from socket import AF_INET, AF_INET6, inet_pton

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from web.errors import API, Errors
from web.language import current

SECOND = 1_000_000_000
"""Nanoseconds: whole numbers, so that adding up never rounds."""

NETWORKS = 10_000
"""How many are counted at once, in about 2 MB. Of more, the one that has been silent longest is forgotten."""

COSTS: Mapping[str, float] = {
    "/": 0,
    "/healthz": 0,
    "/readyz": 0,
    "/robots.txt": 0,
    "/favicon.svg": 0,
    "/static/": 0,
    "/api/v1/suggest": 0.2,
    "/api/v1/access": 5,
    "/api/v1/access.csv": 5,
    "/api/v1/access.geojson": 5,
    "/download/": 20,
}
"""What an address costs, by its path or the first folder of it; any other costs 1. Suggestions come with every few
letters that are typed; the access report may be megabytes; a download may hold the whole directory."""

_LOCAL_IPV4 = ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")
_LOCAL_IPV6 = ("::/16", "fc00::/7", "fe80::/10")
LOCAL: Mapping[int, frozenset[bytes]] = {
    length: frozenset(
        part.network_address.packed[:2] for one in written for part in ip_network(one).subnets(new_prefix=16)
    )
    for length, written in ((4, _LOCAL_IPV4), (16, _LOCAL_IPV6))
}
"""How addresses of this machine and of private networks begin, by their length in bytes. They are not counted: such a
client may be a proxy that does not tell for whom it asks, and refusing it would be refusing everybody."""

_MAPPED = bytes(10) + b"\xff\xff"
"""How an IPv4 address begins that came in over IPv6."""


class Throttle:
    """Answers 429 to a network that has asked for more than its bucket holds."""

    def __init__(self, app: ASGIApp, errors: Errors, buckets: Buckets) -> None:
        self.app = app
        self.errors = errors
        self.buckets = buckets
        self._ready: dict[tuple[str, str, int, int], Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        seconds = self._wait(scope) if scope["type"] == "http" else 0
        await (self._refusal(scope, seconds) if seconds else self.app)(scope, receive, send)

    def _wait(self, scope: Scope) -> int:
        """Seconds until this request may come again, 0 when it may come now."""
        cost = cost_of(scope["path"])
        network = network_of(scope["client"][0]) if cost and scope["client"] else b""
        return ceil(self.buckets.take(network, cost) / SECOND) if network else 0

    def _refusal(self, scope: Scope, seconds: int) -> Response:
        """The answer, written once: it tells nothing of what was asked, and refusing has to cost less than answering
        (half a millisecond for a page)."""
        manifest = self.errors.site.manifest()
        asked = API[0] if scope["path"].startswith(API) else "/"
        which = asked, current(), seconds, manifest.number if manifest else 0
        if which not in self._ready:
            self._ready = {one: each for one, each in self._ready.items() if one[-1] == which[-1]}
            request = Request({"type": "http", "method": "GET", "path": asked, "query_string": b"", "headers": []})
            self._ready[which] = self.errors.busy(request, seconds)
        return self._ready[which]


class Buckets:
    """A bucket for each network: `burst` requests when full, `rate` more a second. `clock` counts nanoseconds.

    What is stored is one number a network: when its bucket will be full again. Full ones are the same as unknown ones,
    and are forgotten."""

    def __init__(
        self, rate: int, burst: int, clock: Callable[[], int] = time.monotonic_ns, networks: int = NETWORKS
    ) -> None:
        self.clock = clock
        self.networks = networks
        self._each = -(-SECOND // rate)  # rounded up: never more than `rate`
        self._depth = burst * self._each
        self._secret = secrets.token_bytes(16)
        self._full: OrderedDict[bytes, int] = OrderedDict()

    def __len__(self) -> int:
        return len(self._full)

    def take(self, network: bytes, cost: float) -> int:
        """Take what a request costs, at most all that a bucket holds. 0 when it was there; otherwise nothing is taken,
        and this is after how many nanoseconds it will be there."""
        now, key = self.clock(), blake2b(network, digest_size=8, key=self._secret).digest()
        before = max(self._full.get(key, now), now)
        full = before + min(ceil(cost * self._each), self._depth)
        missing = max(full - now - self._depth, 0)
        self._full[key] = before if missing else full
        self._full.move_to_end(key)
        self._forget(now)
        return missing

    def _forget(self, now: int) -> None:
        """Forget who has been silent longest, if the bucket is full again or there are too many: up to two at each
        request, and only one can have come."""
        for key in tuple(islice(self._full, 2)):
            if self._full[key] > now and len(self._full) <= self.networks:
                return
            del self._full[key]


def cost_of(path: str) -> float:
    """What a request for a path costs, in requests."""
    cost = COSTS.get(path)
    return COSTS.get(path[: path.find("/", 1) + 1], 1) if cost is None else cost


def network_of(host: str) -> bytes:
    """Whom a client's address is counted for: an IPv4 address, the first 64 bits of an IPv6 one, since that is what one
    household gets, or what a proxy calls it. Nothing for a local one."""
    try:
        address = inet_pton(AF_INET6 if ":" in host else AF_INET, host)
    except (OSError, ValueError):
        return host.encode()
    address = address[12:] if address.startswith(_MAPPED) else address
    return b"" if address[:2] in LOCAL[len(address)] else address[:8]
