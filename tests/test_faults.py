"""Power cuts and full disks: an import or a publication that is killed at any moment, or runs out of room, leaves the
record and the live generation as they were or as they were to become, and the next command works."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

import treatment_directory
from directory.settings import PREFIX, SETTINGS, Settings, settings
from search.generation import Generation
from search.query import Query
from search.serving import Serving
from search.switch import current, folder_name, numbers
from treatment_directory import main

ROOT = Path(treatment_directory.__file__).parent
HALF = ROOT / "importers" / "samples" / "sample-su.csv"
MOMENTS = 20
"""How many times each command is killed, spread evenly over the time it takes."""


def use(patch: pytest.MonkeyPatch, folder: Path) -> Settings:
    for setting in SETTINGS:
        patch.delenv(PREFIX + setting.name, raising=False)
    patch.setenv(f"{PREFIX}DATA", str(folder))
    patch.setenv(f"{PREFIX}FILES", "csv,xlsx,geojson,jsonl")  # the access report would take ten seconds
    patch.setenv(f"{PREFIX}MATCH", "no")  # so that a listing is a facility, and totals are those of the rows
    return settings()


def cli(*words: str) -> str:
    """Type a command that must succeed."""
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def start(*words: str) -> subprocess.Popen[bytes]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "treatment_directory", *words]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


class Killer:
    """Kills a command at a share of the time it takes, which is measured once and again whenever it was quicker."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, *words: str) -> None:
        self._folder, self._patch, self._words = folder, patch, words
        self.at_work = 0
        """How many times it was still at work when it was killed."""
        self._whole = 60.0
        with self._copy():
            assert not self._killed(1.0)

    def moments(self) -> Iterator[Settings]:
        """Kill the command at every moment, each time on a fresh copy of the data folder; yields its settings.

        The first fifth of the time goes by before the program has read its own files, so the moments begin there.
        """
        for moment in range(MOMENTS):
            with self._copy() as chosen:
                self.at_work += self._killed(0.2 + 0.8 * (moment + 0.5) / MOMENTS)
                yield chosen

    @contextmanager
    def _copy(self) -> Iterator[Settings]:
        copy = copied(self._folder, "killed")
        try:
            yield use(self._patch, copy)
        finally:
            shutil.rmtree(copy)

    def _killed(self, share: float) -> bool:
        begun = time.monotonic()
        process = start(*self._words)
        try:
            process.communicate(timeout=share * self._whole)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            return process.returncode == -signal.SIGKILL
        assert process.returncode == 0
        self._whole = time.monotonic() - begun
        return False


def copied(folder: Path, name: str) -> Path:
    """A copy of a data folder; the place table, which nobody writes, is shared."""
    leave_out = shutil.ignore_patterns("places.sqlite") if folder.name == "data" else None
    made = Path(shutil.copytree(folder, folder.with_name(name), symlinks=True, ignore=leave_out))
    for table in folder.rglob("places.sqlite"):
        target = made / table.relative_to(folder)
        if not target.exists():
            os.link(table, target)
    return made


def counted(chosen: Settings) -> dict[str, int]:
    """Rows of every table of the record, which must hold together."""
    with closing(sqlite3.connect(chosen.data / "record.sqlite")) as rows:
        assert rows.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert rows.execute("PRAGMA foreign_key_check").fetchall() == []
        names = [name for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: rows.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


def served(chosen: Settings) -> tuple[int, int]:
    """The generation that a new process answers from, and how many facilities it finds there."""
    serving = Serving(chosen.generations)
    try:
        with serving.engine() as engine:
            return engine.manifest.number, engine.search(Query()).total
    finally:
        serving.close()


def all_sound(chosen: Settings) -> None:
    """Every generation that can be seen is whole."""
    for number in numbers(chosen.generations):
        Generation(chosen.generations / folder_name(number)).close()


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Path:
    """A data folder with half of the sample, imported and published. Not to be changed."""
    folder = tmp_path_factory.mktemp("faults") / "data"
    folder.mkdir()
    os.link(place_table, folder / "places.sqlite")
    with pytest.MonkeyPatch.context() as patch:
        use(patch, folder)
        cli("import", "sample", str(HALF))
        cli("publish")
    return folder


def test_an_import_killed_at_any_moment(half: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = counted(use(monkeypatch, half))
    after = counted_after_import(half, monkeypatch)
    assert after["seen"] > before["seen"]
    killer = Killer(half, monkeypatch, "import", "sample")
    for chosen in killer.moments():
        assert counted(chosen) in (before, after)
        assert served(chosen) == (1, before["listings"])
        cli("check")
        cli("import", "sample")
        assert counted(chosen)["listings"] == after["listings"]
        cli("publish")
        assert served(chosen) == (2, after["listings"])
    assert killer.at_work >= MOMENTS // 2


def counted_after_import(half: Path, patch: pytest.MonkeyPatch) -> dict[str, int]:
    chosen = use(patch, copied(half, "after"))
    cli("import", "sample")
    return counted(chosen)


def test_a_publication_killed_at_any_moment(half: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = copied(half, "full")
    chosen = use(monkeypatch, full)
    cli("import", "sample")
    rows = counted(chosen)
    answers = {1: rows["listings"] - added(chosen), 2: rows["listings"], 3: rows["listings"]}
    killer = Killer(full, monkeypatch, "publish")
    for chosen in killer.moments():
        assert counted(chosen) == rows
        recovers(chosen, answers)
    assert killer.at_work >= MOMENTS // 2


def recovers(chosen: Settings, answers: dict[int, int]) -> None:
    """What a killed publication left is sound, and the next one works and tidies up. `answers` are the totals."""
    live = current(chosen.generations)
    assert live in (1, 2)
    assert served(chosen) == (live, answers[live])
    cli("check")
    cli("publish")
    live = current(chosen.generations)
    assert live in (2, 3)
    assert served(chosen) == (live, answers[live])
    all_sound(chosen)
    folders = {folder_name(number) for number in numbers(chosen.generations)}
    assert {path.name for path in chosen.generations.iterdir()} == folders | {"current", "publish.lock"}


STEPS = {"os.mkdir", "os.rename", "os.symlink", "os.remove", "os.rmdir", "shutil.copyfile", "shutil.rmtree"}

KILLED_BEFORE_STEP = """
import os, runpy, signal, sys
left, steps, folder = int(sys.argv[1]), set(sys.argv[2].split()), sys.argv[3]
def watch(event, arguments):
    global left
    if event in steps and any(folder in os.fsdecode(a) for a in arguments if isinstance(a, (str, bytes, os.PathLike))):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
sys.argv[1:] = ["publish"]
runpy.run_module("treatment_directory", run_name="__main__", alter_sys=True)
"""
"""Publishes, but dies just before the so-many-th time it makes, renames, links or removes anything in a folder."""


def test_a_publication_killed_before_each_of_its_steps(half: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = copied(half, "stepwise")
    chosen = use(monkeypatch, full)
    cli("import", "sample")
    answers = {1: counted(chosen)["listings"] - added(chosen), **dict.fromkeys((2, 3), counted(chosen)["listings"])}
    seen = set()
    for step in range(1, 100):
        chosen = use(monkeypatch, copied(full, f"step {step}"))
        monkeypatch.setenv(f"{PREFIX}KEEP", "1")
        words = [sys.executable, "-c", KILLED_BEFORE_STEP, str(step), " ".join(STEPS), str(chosen.generations)]
        ended = subprocess.run(words, cwd=ROOT, capture_output=True, check=False).returncode
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        seen.add((current(chosen.generations), *numbers(chosen.generations)))
        recovers(chosen, answers)
        shutil.rmtree(chosen.data)
    assert {(1, 1), (1, 1, 2), (2, 1, 2)} <= seen


def added(chosen: Settings) -> int:
    with closing(sqlite3.connect(chosen.data / "record.sqlite")) as rows:
        query = "SELECT count(*) FROM seen WHERE run = 2 AND listing NOT IN (SELECT listing FROM seen WHERE run = 1)"
        return int(rows.execute(query).fetchone()[0])


def test_the_first_publication_killed(half: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = use(monkeypatch, copied(half, "first"))
    shutil.rmtree(chosen.generations)
    process = start("publish")
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(b"indexing"):
            break
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert (current(chosen.generations), numbers(chosen.generations)) == (None, [])
    assert CliRunner().invoke(main, ["check"]).exit_code == 1
    cli("publish")
    assert served(chosen)[0] == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 48 MB; the test is skipped where none can be made."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can make a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(folder)]
    made = subprocess.run(mount, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"no small disk can be made here: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path, leave: int) -> Path:
    """Fill the disk but for so many bytes."""
    path = folder / "filler"
    room = shutil.disk_usage(folder).free - leave
    path.write_bytes(b"\0" * max(room, 0))
    return path


def sentence(*words: str) -> str:
    """What a command that must fail says, in one sentence for people."""
    process = start(*words)
    said = process.communicate()[1].decode()
    assert process.returncode == 1
    assert "Traceback" not in said
    return said.rpartition("Error: ")[2]


@pytest.mark.parametrize("left", [0, 100_000, 250_000])
def test_an_import_onto_a_full_disk(half: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch, left: int) -> None:
    chosen = use(monkeypatch, Path(shutil.copytree(half, small_disk / "data", symlinks=True)))
    before = counted(chosen)
    filler = fill(small_disk, left)
    said = sentence("import", "sample")
    assert "full" in said or "No space left" in said or "disk I/O error" in said, said
    assert served(chosen) == (1, before["listings"])
    cli("check")
    filler.unlink()
    assert counted(chosen) == before
    cli("import", "sample")
    assert counted(chosen)["listings"] > before["listings"]


@pytest.mark.parametrize("left", [0, 1_000_000, 9_700_000, 10_000_000])
def test_a_publication_onto_a_full_disk(
    half: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    chosen = use(monkeypatch, Path(shutil.copytree(half, small_disk / "data", symlinks=True)))
    before = counted(chosen)
    filler = fill(small_disk, left)
    said = sentence("publish")
    assert "full" in said or "No space left" in said or "unable to open database" in said or "disk I/O" in said, said
    assert served(chosen) == (1, before["listings"])
    assert numbers(chosen.generations) == [1]
    cli("check")
    filler.unlink()
    assert counted(chosen) == before
    cli("publish")
    assert served(chosen) == (2, before["listings"])
