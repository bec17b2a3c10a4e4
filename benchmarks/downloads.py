"""Everything as a file: how fast it is written, what the server holds meanwhile, and what readers who stop or vanish
cost the others."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median
from threading import Event, Thread
from urllib.parse import urlsplit

from benchmarks import goals
from benchmarks.compare import against
from benchmarks.line import Line
from benchmarks.loads import SECONDS, client
from benchmarks.measure import output, say
from benchmarks.prepare import Crowd
from benchmarks.servers import ours, process, uvicorn
from web.downloads import SLOTS

STREAMED = ("csv", "jsonl")
READERS = 50
"""Who ask for everything and read nothing of it."""

EVERY = 0.02
"""Seconds between two looks at the memory of the server."""

ROUNDS = 3


def downloads(crowd: Crowd, times: int) -> tuple[list[Line], list[str]]:
    """Speed against `csv.writer`; then memory, stalled readers and vanished ones of one server."""
    folder, count = str(crowd.folder), crowd.count
    speed, _ = against(f"CSV of {count:,} facilities", ["csv", folder], ["csv-writer", folder], times, goals.CSV)
    say(f"downloads of {count:,} facilities")
    addresses = json.loads(output("addresses"))
    with process(uvicorn("web.app:make_app", "--factory"), "/healthz", **ours(crowd.folder)) as (app, number):
        asked = [f"{app}/search?{one}" for one in addresses["load"]]
        client("turns", SECONDS, asked)  # what a server remembers of searches is part of its idle memory
        idle = _resident(number)
        lines = [speed, *(_memory(app, number, key, count, idle) for key in STREAMED)]
        stalled, given = _stalled(app, asked, count)
        lines += [stalled, _vanished(app, min(given, SLOTS), count)]
    return lines, [f"Of {READERS} who asked for everything and read nothing, {given} got a place; the others a 503."]


def _memory(app: str, number: int, key: str, count: int, idle: float) -> Line:
    """Megabytes of the server above what it held before its first download, at its highest, while all is read."""
    with _watched(number) as seen, urllib.request.urlopen(f"{app}/download/{key}", timeout=600) as told:
        while told.read(1 << 20):
            pass
    name = f"peak memory of the server above idle, {key} of {count:,}"
    return Line(name, "MB", max(seen) - idle, goal=goals.DOWNLOAD)


def _stalled(app: str, asked: list[str], count: int) -> tuple[Line, int]:
    """Milliseconds of a search beside readers who stopped, against alone, in turn; and how many got a place."""
    alone: list[float] = []
    beside: list[float] = []
    given = 0
    for _ in range(ROUNDS):
        alone += _searches(asked)
        with ExitStack() as stack:
            given = sum(_begun(stack.enter_context(_reader(app))) for _ in range(READERS))
            beside += _searches(asked)
        _freed(app, min(given, SLOTS))  # more come in when these have stopped for a second
    name = f"a search beside {READERS} stalled downloads, {count:,}, against alone"
    return Line(name, "ms", median(beside), median(alone), goals.STALLED), given


def _searches(asked: list[str]) -> list[float]:
    return [taken for one in client("turns", SECONDS, asked) for taken in one]


def _vanished(app: str, places: int, count: int) -> Line:
    """Milliseconds until all the places are free that readers had who hung up; the longest of a few times."""
    taken = []
    for _ in range(ROUNDS):
        with ExitStack() as stack:
            for _ in range(places):
                _begun(stack.enter_context(_reader(app)))
        taken.append(_freed(app, places))
    return Line(f"places of {places} vanished readers free again, {count:,}", "ms", max(taken), goal=goals.VANISHED)


def _freed(app: str, places: int) -> float:
    """Milliseconds until so many can begin, each keeping what it got; they then hang up themselves."""
    began = time.perf_counter()
    with ExitStack() as stack:
        for _ in range(places):
            while not _begun(stack.enter_context(_reader(app))):
                time.sleep(0.002)
        taken = 1000 * (time.perf_counter() - began)
    time.sleep(goals.VANISHED / 1000)
    return taken


def _reader(app: str) -> socket.socket:
    """Somebody who asks for everything and has little room for it."""
    server = urlsplit(app)
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(60)
    line.connect((server.hostname, server.port))
    line.sendall(f"GET /download/csv HTTP/1.1\r\nHost: {server.netloc}\r\n\r\n".encode())
    return line


def _begun(line: socket.socket) -> bool:
    """Whether the answer is a file. Only its first bytes are read."""
    return line.recv(12).endswith(b" 200")


@contextmanager
def _watched(number: int) -> Iterator[list[float]]:
    """The megabytes of a process, again and again while it is watched."""
    seen, over = [_resident(number)], Event()

    def look() -> None:
        while not over.wait(EVERY):
            seen.append(_resident(number))

    looking = Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        over.set()
        looking.join()


def _resident(number: int) -> float:
    """Megabytes of a process that are in memory now."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(number)], check=True, capture_output=True, text=True)
    return int(told.stdout) / 1024
