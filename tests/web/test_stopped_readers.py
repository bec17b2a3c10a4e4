"""Readers of downloads who stop, over real sockets: what they give back, how many are kept, and how they go on."""

from __future__ import annotations

import gc
import re
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from directory.exports.format import Format, Heading, Item
from directory.exports.formats import FORMATS
from directory.settings import Settings
from search.query import Query
from tests.web.test_streaming import PATIENCE, Served, Taken, alive, becomes, begun, real, sent, taken, whole
from tests.web.world import publish_world, settings_in
from web import downloads, slots
from web.downloads import MADE_FIRST, SLOTS, STOPPED

__all__ = ["taken"]  # a fixture

MILLIONS = 20
"""Megabytes of the file: more than what fits between a server and a reader with little room."""


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader has stopped after a twentieth of a second."""
    monkeypatch.setattr(slots, "YIELDS", 0.05)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> None:
    """`/download/long` ends after MILLIONS, and so does `/download/made`, which weighs 8; `/download/endless` never."""

    def long(_: object, __: Heading) -> Iterator[bytes]:
        yield from (bytes([65 + at]) * 1_000_000 for at in range(MILLIONS))

    def endless(_: object, __: Heading) -> Iterator[bytes]:
        while True:
            yield b"x" * 100_000

    def named(key: str) -> Format:
        return replace(FORMATS["csv"], key=key, write=endless if key == "endless" else long)

    monkeypatch.setattr(downloads, "FORMATS", {key: named(key) for key in ("long", "made", "endless")})
    monkeypatch.setattr(downloads, "MADE_FIRST", {"made": 8})


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with little room who has read the head of an answer, and stopped."""

    line: socket.socket
    head: bytes

    @property
    def let_in(self) -> bool:
        return self.head.startswith(b"HTTP/1.1 200")

    def rest(self, pause: float = 0) -> bytes:
        """All that comes until the server hangs up, or the answer ends; with a pause after each 100 kB or less."""
        got = bytearray()
        while not got.endswith(b"\r\n0\r\n\r\n") and (some := self.line.recv(100_000 if pause else 1_000_000)):
            got += some
            time.sleep(pause)
        return bytes(got)

    def gets_all(self, pause: float = 0) -> bool:
        got = self.rest(pause)
        ends = got.endswith(b"\r\n0\r\n\r\n")
        return ends and all(got.count(bytes([65 + at]) * 1_000) == 1_000 for at in range(1, MILLIONS))


@contextmanager
def reader(served: Served, path: str = "/download/long") -> Iterator[Reader]:
    host, port = served.address.removeprefix("http://").split(":")
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        line.settimeout(PATIENCE)
        line.connect((host, int(port)))
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        yield Reader(line, begun(line))


@contextmanager
def busy(served: Served) -> Iterator[None]:
    """Somebody who takes all that comes, without end."""
    over = threading.Event()
    with reader(served, "/download/endless") as each:
        assert each.let_in

        def read() -> None:
            while not over.is_set() and each.line.recv(1_000_000):
                pass

        reading = threading.Thread(target=read)
        reading.start()
        try:
            yield
        finally:
            over.set()
            reading.join()


@contextmanager
def stopped(served: Served, count: int, path: str = "/download/long") -> Iterator[list[Reader]]:
    """So many who stop, each let in as soon as there is a place."""
    with ExitStack() as open_still:
        found: list[Reader] = []
        limit = time.monotonic() + PATIENCE
        while len(found) < count and time.monotonic() < limit:
            one = open_still.enter_context(reader(served, path))
            if one.let_in:
                found.append(one)
            else:
                time.sleep(0.02)
        assert len(found) == count
        yield found


def test_who_stops_gives_his_place_back_and_keeps_his_download(chosen: Settings, files: None) -> None:
    many = 3 * SLOTS
    with real(chosen) as served, stopped(served, many) as readers:
        assert becomes(lambda: served.users() == many)
        time.sleep(0.5)
        assert served.users() == many
        assert all(each.gets_all() for each in readers)
        assert becomes(lambda: served.users() == 0)


def test_of_what_was_read_for_who_stops_nothing_is_kept_and_he_gets_it_later(
    chosen: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def heavy(items: Iterable[Item], _: Heading) -> Iterator[bytes]:
        yield from (f"<{item.facility.id}>".encode().ljust(1_000_000) for item in items)

    monkeypatch.setattr(downloads, "FORMATS", {"long": replace(FORMATS["csv"], key="long", write=heavy)})
    with real(chosen) as served, served.serving.engine() as engine:
        expected = [item.facility.id for item in engine.items(Query())[1]]
        assert len(expected) > 2 * SLOTS
        gc.collect()
        before = alive()
        with stopped(served, SLOTS) as readers:
            assert becomes(lambda: alive() - before <= 2 * SLOTS)  # of each the one that is being written
            for each in readers:
                rest = [one.decode() for one in re.findall(rb"<(.*?)>", each.rest())]
                assert rest == expected[1:]  # the first came with the head


def test_who_vanishes_after_he_stopped_holds_nothing(chosen: Settings, files: None) -> None:
    with real(chosen) as served:
        with stopped(served, SLOTS + 1):
            assert becomes(lambda: served.users() == SLOTS + 1)
        assert becomes(lambda: served.users() == 0)


@pytest.mark.parametrize(("path", "kept"), [("/download/long", STOPPED), ("/download/made", STOPPED // 8)])
def test_of_those_who_stopped_the_last_are_kept(
    chosen: Settings, files: None, path: str, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.app.SLOTS", 1)  # each is let in when the one before has stopped
    with real(chosen) as served, stopped(served, kept + 2, path) as readers:
        assert becomes(lambda: served.users() == kept)
        assert not whole(readers[0].line)
        assert not whole(readers[1].line)
        assert readers[2].gets_all()
        assert readers[-1].gets_all()


SLOWLY = 0.01
"""Seconds between two looks of somebody who reads slowly and steadily: a piece takes him longer than YIELDS."""


@contextmanager
def slow(readers: list[Reader]) -> Iterator[list[bool]]:
    """Who read slowly and steadily meanwhile; in the end, whether each got all."""
    got: list[bool] = []
    reading = [threading.Thread(target=lambda each=each: got.append(each.gets_all(SLOWLY))) for each in readers]
    for thread in reading:
        thread.start()
    try:
        yield got
    finally:
        for thread in reading:
            thread.join()


def test_who_reads_on_waits_for_a_place_and_so_does_who_is_new(
    chosen: Settings, files: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.app.SLOTS", 1)
    let_in: list[str] = []

    def new(served: Served) -> None:
        with reader(served) as late:
            let_in.append("new" if late.let_in else "refused")

    def returning(one: Reader) -> None:
        assert one.gets_all()
        let_in.append("returning")

    with real(chosen) as served, stopped(served, 1) as readers:
        waiting = [threading.Thread(target=returning, args=readers), threading.Thread(target=new, args=[served])]
        time.sleep(0.2)
        with busy(served):
            for one in waiting:
                one.start()
                time.sleep(0.5)
            assert let_in == []
        for one in waiting:
            one.join()
    assert sorted(let_in) == ["new", "returning"]


def test_who_comes_anew_gets_a_place_while_many_read_slowly(
    chosen: Settings, files: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.app.SLOTS", 1)
    with real(chosen) as served, stopped(served, 4) as readers, slow(readers) as got, reader(served) as new:
        assert new.let_in
        assert got == []
    assert got == [True] * 4


def test_who_comes_anew_waits_only_so_long(chosen: Settings, files: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.app.SLOTS", 1)
    monkeypatch.setattr(slots, "COMES", 0.2)
    monkeypatch.setattr(slots, "WAITS", 0.2)
    with real(chosen) as served, busy(served), reader(served) as new:
        assert new.head.startswith(b"HTTP/1.1 503")
        assert becomes(lambda: served.users() == 1)


def test_who_finds_no_place_again_is_broken_off(chosen: Settings, files: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.app.SLOTS", 1)
    monkeypatch.setattr(slots, "COMES", 0.2)
    monkeypatch.setattr(slots, "WAITS", 0.2)
    with real(chosen) as served, stopped(served, 1) as readers:
        time.sleep(0.2)
        with busy(served):
            assert not whole(readers[0].line)
            assert becomes(lambda: served.users() == 1)


def test_an_edition_that_is_replaced_is_not_kept_for_who_stopped(
    tmp_path: Path, place_table: Path, files: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "GONE", 0.2)
    chosen = settings_in(tmp_path)
    publish_world(chosen, place_table)
    with real(chosen) as served, stopped(served, 2) as readers:
        before = served.serving._live
        assert before is not None
        assert becomes(lambda: before.users == 2)
        publish_world(chosen, place_table)
        assert becomes(lambda: served.serving._live is not before)
        assert becomes(lambda: before.users == 0)
        assert not whole(readers[0].line)


def test_who_reads_slowly_keeps_an_edition_that_is_replaced(tmp_path: Path, place_table: Path, files: None) -> None:
    chosen = settings_in(tmp_path)
    publish_world(chosen, place_table)
    with real(chosen) as served, stopped(served, 2) as readers:
        before = served.serving._live
        publish_world(chosen, place_table)
        assert becomes(lambda: served.serving._live is not before)
        with slow(readers) as got:
            pass
    assert got == [True, True]


@pytest.mark.parametrize("key", FORMATS)
def test_what_is_made_before_its_first_byte_weighs_more(chosen: Settings, taken: Taken, key: str) -> None:
    read: list[int] = []

    def note(piece: bytes) -> None:
        if piece:
            read.append(taken.count)

    sent(chosen, key, note)
    assert (read[0] == taken.count) == (key in MADE_FIRST)
