"""`python -m benchmarks.client load|turns SECONDS URL...`: a small client, in a process of its own, for this machine
alone. Its connections stay open.

`load` keeps CONNECTIONS busy with the addresses in turn and prints how many were answered a second. An address has the
same answer each time, so counting its bytes is enough to see where the next one begins: a request costs the client a
few microseconds, and the server is what is measured. `turns` asks one address of each server after the other, for
answers whose length differs, and prints milliseconds.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from itertools import cycle
from urllib.parse import SplitResult, urlsplit

CONNECTIONS = 8
MOST = 200_000
"""Requests of one load."""


def load(seconds: float, addresses: Sequence[str]) -> float:
    """Requests a second."""
    server = urlsplit(addresses[0])
    wanted = [(_request(urlsplit(address)), _length(urlsplit(address))) for address in addresses]
    turn = cycle(wanted)
    selector = selectors.DefaultSelector()
    left: dict[socket.socket, int] = {}
    for _ in range(CONNECTIONS):
        opened = _connected(server)
        selector.register(opened, selectors.EVENT_READ)
        left[opened] = _send(opened, *next(turn))
    done, began = 0, time.perf_counter()
    while (taken := time.perf_counter() - began) < seconds and done < MOST:
        for key, _ in selector.select(timeout=seconds):
            line = key.fileobj
            assert isinstance(line, socket.socket)
            left[line] -= _received(line)
            if not left[line]:
                done += 1
                left[line] = _send(line, *next(turn))
    for opened in left:
        opened.close()
    return done / taken


def turns(seconds: float, addresses: Sequence[str]) -> list[list[float]]:
    """Milliseconds of each address, asked in turn until the time is over, at least three times each."""
    lines = {server: HTTPConnection(server, timeout=600) for server in {urlsplit(one).netloc for one in addresses}}
    taken: list[list[float]] = [[] for _ in addresses]
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends or len(taken[0]) < 3:
        for address, times in zip(addresses, taken, strict=True):
            times.append(_asked(lines[urlsplit(address).netloc], address))
    return taken


def _asked(line: HTTPConnection, address: str) -> float:
    began = time.perf_counter()
    parts = urlsplit(address)
    line.request("GET", f"{parts.path}?{parts.query}")
    answer = line.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{address}: {answer.status} {body[:500]!r}")
    return 1000 * (time.perf_counter() - began)


def _request(address: SplitResult) -> bytes:
    path = f"{address.path}?{address.query}" if address.query else address.path
    return f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode()


def _length(address: SplitResult) -> int:
    """Bytes of the whole answer, which must be a good one."""
    with _connected(address) as line:
        line.sendall(_request(address))
        held = b""
        while b"\r\n\r\n" not in held:
            held += line.recv(65536)
    head = held.partition(b"\r\n\r\n")[0].lower()
    if not head.startswith(b"http/1.1 200 "):
        raise SystemExit(f"{address.geturl()}: {head.splitlines()[0].decode()}")
    body = next(one for one in head.splitlines() if one.startswith(b"content-length:"))
    return len(head) + 4 + int(body.partition(b":")[2])


def _connected(address: SplitResult) -> socket.socket:
    line = socket.create_connection((address.hostname or "", address.port or 80), timeout=60)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def _send(line: socket.socket, request: bytes, length: int) -> int:
    line.sendall(request)
    return length


def _received(line: socket.socket) -> int:
    many = len(line.recv(1 << 20))
    if not many:
        raise SystemExit("The server hung up.")
    return many


if __name__ == "__main__":
    print(json.dumps({"load": load, "turns": turns}[sys.argv[1]](float(sys.argv[2]), sys.argv[3:])))
