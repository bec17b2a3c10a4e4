"""Downloads from a real server to readers who are slow, stop or vanish; and how little is read ahead of them."""

from __future__ import annotations

import gc
import socket
import time
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any  # what ASGI sends

import anyio
import pytest

from directory.exports.format import Heading, Item
from directory.exports.formats import FORMATS
from directory.facility import Facility
from directory.settings import Settings
from search import engine, walk
from search.serving import Serving
from tests.web.conftest import serve
from tests.web.test_downloads import SCOPE, _receive
from web import downloads, slots
from web.app import create_app
from web.downloads import SLOTS

PATIENCE = 10.0
"""Seconds that a test waits for what takes a few milliseconds."""

BATCH = 5
"""Facilities that the engine is told to read at a time, of the three dozen there are."""

BUFFERS = 32_000_000
"""Bytes that fit between a server and a reader who reads nothing: both sockets' buffers (4 and 6 MB on Linux), ours."""

ENDS = {"csv": b"\r\n", "jsonl": b"\n", "vcard": b"END:VCARD", "geojson": b'{"type":"Feature",', "text": b"\n"}
"""Format -> what it has once for every place."""


@dataclass(slots=True)
class Taken:
    """Facilities that were taken from the engine for a file; `note` is called with each."""

    count: int = 0
    note: Callable[[], object] = int


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Taken:
    """Counts, while the engine reads a few at a time and a piece has few places."""
    counted = Taken()

    class Counting(walk.Walk):
        def __next__(self) -> Item:
            item = super().__next__()
            counted.count += 1
            counted.note()
            return item

    monkeypatch.setattr(engine, "Walk", Counting)
    monkeypatch.setattr(walk, "BATCH", BATCH)
    monkeypatch.setattr("directory.exports.record.PIECE", 500)
    return counted


def sent(chosen: Settings, key: str, note: Callable[[bytes], None]) -> None:
    """Download everything in this format, and call `note` with each piece when it is handed to the server."""
    app = create_app(chosen, Serving(chosen.generations))

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.body":  # what compresses keeps the start until there is some of it
            note(message["body"])

    path = f"/download/{key}"
    anyio.run(app, SCOPE | {"path": path, "raw_path": path.encode()}, _receive, send)


@pytest.mark.parametrize("key", ENDS)
def test_no_place_is_taken_before_those_read_are_sent(chosen: Settings, taken: Taken, key: str) -> None:
    pieces: list[bytes] = []
    seen: list[tuple[int, int]] = []

    def note(piece: bytes) -> None:
        pieces.append(piece)
        seen.append((taken.count, b"".join(pieces).count(ENDS[key])))

    sent(chosen, key, note)
    assert len({count for count, _ in seen}) > 3
    assert [(count, told) for count, told in seen if count > told] == []


def alive() -> int:
    """Facilities in memory."""
    return sum(isinstance(each, Facility) for each in gc.get_objects())


@pytest.mark.parametrize("key", FORMATS)
def test_no_more_than_two_batches_are_in_memory_but_for_a_booklet(chosen: Settings, taken: Taken, key: str) -> None:
    gc.collect()
    before = alive()
    most: list[int] = []

    def note() -> None:
        if taken.count % BATCH == 1:  # when another batch has just been read
            most.append(alive() - before)

    taken.note = note
    sent(chosen, key, lambda _: None)
    assert len(most) > 5
    assert (max(most) <= 2 * BATCH) == (key != "pdf")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The bytes that a format without end has written; it is at `/download/endless`."""
    many = [0]

    def write(_: object, __: Heading) -> Iterator[bytes]:
        while True:
            many[0] += 100_000
            yield b"x" * 100_000

    made = replace(FORMATS["csv"], key="endless", write=write)
    monkeypatch.setattr(downloads, "FORMATS", {**FORMATS, "endless": made})
    return many


@dataclass(frozen=True, slots=True)
class Served:
    """A server: its address, and the generation it holds."""

    address: str
    serving: Serving

    def reader(self, path: str = "/download/endless") -> socket.socket:
        """Somebody who asks, and reads no further than the status, which is in `status`."""
        host, port = self.address.removeprefix("http://").split(":")
        connection = socket.create_connection((host, int(port)), timeout=PATIENCE)
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return connection

    def users(self) -> int:
        """How many hold the generation."""
        assert self.serving._live is not None
        return self.serving._live.users


@pytest.fixture
def served(chosen: Settings) -> Iterator[Served]:
    with real(chosen) as made:
        yield made


@contextmanager
def real(chosen: Settings) -> Iterator[Served]:
    serving = Serving(chosen.generations)
    with serve(create_app(chosen, serving)) as address:
        yield Served(address, serving)


def becomes(true: Callable[[], bool]) -> bool:
    """Whether it does before patience is at its end."""
    limit = time.monotonic() + PATIENCE
    while not true() and time.monotonic() < limit:
        time.sleep(0.01)
    return true()


def begun(reader: socket.socket) -> bytes:
    """The head of the answer."""
    head = reader.recv(4096)
    while b"\r\n\r\n" not in head:
        head += reader.recv(4096)
    return head.partition(b"\r\n\r\n")[0]


def whole(reader: socket.socket) -> bool:
    """Whether what is left of the answer, until the server hangs up, has an end."""
    end = b""
    while got := reader.recv(1_000_000):
        end = (end + got)[-5:]
    return end == b"0\r\n\r\n"


def comes_to_rest(written: list[int]) -> bool:
    """Whether nothing was written for a third of a second."""
    counts = [written[0], -1]

    def resting() -> bool:
        time.sleep(0.3)
        counts.append(written[0])
        return counts[-1] == counts[-2]

    return becomes(resting)


def test_for_a_reader_who_stops_only_what_fits_the_buffers_is_written(served: Served, written: list[int]) -> None:
    with served.reader() as reader:
        assert begun(reader).startswith(b"HTTP/1.1 200")
        assert comes_to_rest(written)
        assert 100_000 < written[0] < BUFFERS
        assert served.users() == 1


def test_a_reader_who_stops_is_broken_off_and_holds_nothing(
    chosen: Settings, written: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "STALLED", 0.2)
    with real(chosen) as served, ExitStack() as open_still:
        readers = [open_still.enter_context(served.reader()) for _ in range(SLOTS)]
        assert all(begun(reader).startswith(b"HTTP/1.1 200") for reader in readers)
        assert becomes(lambda: served.users() == 0)
        assert not whole(readers[0])
        after = open_still.enter_context(served.reader("/download/csv"))
        assert begun(after).startswith(b"HTTP/1.1 200")


def test_a_reader_who_is_slow_gets_all_of_it(chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "STALLED", 1.0)
    pieces = [bytes([number]) * 1_000_000 for number in range(20)]
    many = replace(FORMATS["csv"], key="many", write=lambda *_: iter(pieces))
    monkeypatch.setattr(downloads, "FORMATS", {**FORMATS, "many": many})
    with real(chosen) as served, served.reader("/download/many") as reader:
        got, ends = b"", time.monotonic() + 3 * PATIENCE
        while not got.endswith(b"\r\n0\r\n\r\n") and time.monotonic() < ends:
            got += reader.recv(1_000_000)
            time.sleep(0.05)
    assert [got.count(bytes([number]) * 1_000) for number in range(20)] == [1_000] * 20


def test_beyond_the_slots_one_is_asked_to_come_back_and_then_gets_it(
    served: Served, written: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "YIELDS", 600.0)
    monkeypatch.setattr(slots, "COMES", 0.2)
    monkeypatch.setattr(slots, "WAITS", 0.2)
    with ExitStack() as readers:
        first, *_ = [readers.enter_context(served.reader()) for _ in range(SLOTS)]
        assert becomes(lambda: served.users() == SLOTS)
        refused = readers.enter_context(served.reader("/download/csv"))
        head = begun(refused).lower()
        assert head.startswith(b"http/1.1 503")
        assert b"\r\nretry-after: 30" in head
        first.close()
        assert becomes(lambda: served.users() == SLOTS - 1)
        assert begun(readers.enter_context(served.reader("/download/csv"))).startswith(b"HTTP/1.1 200")
    assert becomes(lambda: served.users() == 0)


@pytest.mark.parametrize("key", FORMATS)
def test_who_vanishes_in_the_middle_of_a_file_holds_nothing(served: Served, key: str) -> None:
    for _ in range(SLOTS + 1):
        with served.reader(f"/download/{key}") as reader:
            reader.recv(1)
        assert becomes(lambda: served.users() == 0)
