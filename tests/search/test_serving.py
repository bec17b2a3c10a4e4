"""Serving: follows what is live while it answers, refuses what is damaged, lets go of what nobody uses."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from directory.errors import GenerationError
from directory.settings import Settings, settings
from search import serving as module
from search.generation import Generation
from search.manifest import read_manifest, write_manifest
from search.query import Query
from search.serving import Serving
from search.switch import folder_name, switch
from tests.conftest import LISTED
from web.app import create_app

SECONDS = 30.0
"""How long a test waits for what takes a fraction of a second."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look every hundredth of a second, so that the tests need not wait."""
    monkeypatch.setattr(module, "PAUSE", 0.01)


@contextmanager
def serving_of(root: Path) -> Iterator[Serving]:
    made = Serving(root)
    try:
        yield made
    finally:
        made.close()


def answered_from(serving: Serving) -> int:
    with serving.engine() as engine:
        assert engine.search(Query(size=100)).total == len(LISTED)
        return engine.manifest.number


def wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not until():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.005)


def add(root: Path, number: int) -> Path:
    """One more sound generation, not yet live."""
    folder = Path(shutil.copytree(root / "gen-000001", root / folder_name(number)))
    write_manifest(folder, msgspec.structs.replace(read_manifest(folder), number=number))
    return folder


def damage(folder: Path) -> None:
    path = folder / "columns.npz"
    path.write_bytes(path.read_bytes()[:-1])


def make_live(root: Path, number: int) -> None:
    """What `switch` does, but without looking whether it is sound."""
    link = root / "current.test"
    link.symlink_to(folder_name(number))
    link.replace(root / "current")


def test_it_follows_while_requests_run_and_none_fails(generations: Path) -> None:
    for number in (2, 3, 4):
        add(generations, number)
    seen: set[int] = set()
    stop = threading.Event()

    def ask(serving: Serving) -> int:
        asked = 0
        while not stop.is_set():
            seen.add(answered_from(serving))
            asked += 1
        return asked

    with serving_of(generations) as serving, ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask, serving) for _ in range(4)]
        try:
            for number in (2, 3, 4, 2):
                switch(generations, number)
                wait(lambda number=number: answered_from(serving) == number)  # type: ignore[misc]  # mypy's view of defaults
        finally:
            stop.set()
        assert all(asked.result(SECONDS) > 0 for asked in asking)
    assert seen == {1, 2, 3, 4}


def test_it_follows_by_itself_within_two_seconds(generations: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 1.0)
    add(generations, 2)
    with serving_of(generations) as serving:
        assert answered_from(serving) == 1
        switch(generations, 2)
        begun = time.monotonic()
        wait(lambda: answered_from(serving) == 2)
        assert time.monotonic() - begun < 5


def test_a_damaged_new_one_is_refused_and_the_last_good_one_answers(
    generations: Path, caplog: pytest.LogCaptureFixture
) -> None:
    damage(add(generations, 2))
    with serving_of(generations) as serving:
        make_live(generations, 2)
        wait(lambda: "generation 2 is refused" in caplog.text)
        assert answered_from(serving) == 1
        add(generations, 3)
        switch(generations, 3)
        wait(lambda: answered_from(serving) == 3)
    assert caplog.text.count("is refused") == 1


def test_one_whose_files_arrive_late_is_taken_once_they_are_there(
    generations: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "RETRY", 0.02)
    late = add(generations, 2) / "columns.npz"
    content = late.read_bytes()
    late.unlink()
    with serving_of(generations) as serving:
        make_live(generations, 2)
        wait(lambda: "columns.npz is missing" in caplog.text)
        assert answered_from(serving) == 1
        late.write_bytes(content)
        wait(lambda: answered_from(serving) == 2)


@pytest.mark.parametrize(("damaged", "taken"), [((4,), 3), ((3, 4), 2), ((2, 3, 4), 1)])
def test_it_begins_with_an_older_sound_one(generations: Path, damaged: tuple[int, ...], taken: int) -> None:
    for number in (2, 3, 4):
        folder = add(generations, number)
        if number in damaged:
            damage(folder)
    make_live(generations, 4)
    with serving_of(generations) as serving:
        assert answered_from(serving) == taken


def test_it_never_begins_with_a_newer_one_than_is_live(generations: Path) -> None:
    add(generations, 2)
    damage(generations / "gen-000001")
    with serving_of(generations) as serving, pytest.raises(GenerationError, match=r"columns\.npz is not what was"):
        answered_from(serving)


def test_without_any_it_says_so_until_there_is_one(generations: Path, tmp_path: Path) -> None:
    root = tmp_path / "later"
    with serving_of(root) as serving:
        with pytest.raises(GenerationError, match="no generation has been published yet"):
            answered_from(serving)
        shutil.copytree(generations, root, symlinks=True)
        wait(lambda: ready(serving))
        assert answered_from(serving) == 1


def ready(serving: Serving) -> bool:
    try:
        return answered_from(serving) > 0
    except GenerationError:
        return False


def test_an_old_one_is_closed_when_its_last_user_leaves(generations: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[int] = []
    close = Generation.close

    def noted(generation: Generation) -> None:
        closed.append(generation.manifest.number)
        close(generation)

    monkeypatch.setattr(Generation, "close", noted)
    add(generations, 2)
    with serving_of(generations) as serving:
        with serving.engine() as first, serving.engine() as again:
            assert first is again
            switch(generations, 2)
            wait(lambda: answered_from(serving) == 2)
            assert closed == []
            assert first.search(Query()).total == len(LISTED)
        assert closed == [1]
        with serving.engine() as last:
            serving.close()
            assert closed == [1]
            assert last.search(Query()).total == len(LISTED)
        assert closed == [1, 2]


def test_a_generation_may_be_removed_while_it_is_used(generations: Path) -> None:
    add(generations, 2)
    with serving_of(generations) as serving, serving.engine() as engine:
        switch(generations, 2)
        shutil.rmtree(generations / "gen-000001")
        wait(lambda: answered_from(serving) == 2)
        assert engine.search(Query(q="place", near="15213")).total > 0


class TestReadiness:
    """What a load balancer is told."""

    def chosen(self, folder: Path) -> Settings:
        return settings({"TREATMENT_DIRECTORY_DATA": str(folder)})

    def test_ready_with_a_generation(self, generations: Path) -> None:
        chosen = self.chosen(generations.parent)
        with TestClient(create_app(chosen, Serving(chosen.generations))) as client:
            assert client.get("/readyz").status_code == 200
            assert client.get("/healthz").status_code == 200

    def test_up_but_not_ready_without(self, tmp_path: Path) -> None:
        chosen = self.chosen(tmp_path)
        with TestClient(create_app(chosen, Serving(chosen.generations))) as client:
            assert client.get("/healthz").status_code == 200
            answer = client.get("/readyz")
            assert answer.status_code == 503
            assert client.get("/").status_code == 503
            assert client.get("/api/v1/facilities").headers["content-type"] == "application/problem+json"
