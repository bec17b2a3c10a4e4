"""Which generation is live: `current` is a link beside the generations, replaced in one atomic step."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from directory.errors import GenerationError
from search.manifest import verify

_NAME = re.compile(r"gen-(\d{6,})")


def folder_name(number: int) -> str:
    """The folder of a generation: gen-000012."""
    return f"gen-{number:06}"


def numbers(root: Path) -> list[int]:
    """The generations that are there, oldest first."""
    names = (_NAME.fullmatch(path.name) for path in root.glob("gen-*"))
    return sorted(int(name[1]) for name in names if name)


def current(root: Path) -> int | None:
    """The number of the live generation, or None when none was ever published."""
    try:
        name = _NAME.fullmatch((root / "current").readlink().name)
    except FileNotFoundError:
        return None
    except OSError as error:
        told = f"{root / 'current'} is not a link to a generation; remove it and run `rollback NUMBER`."
        raise GenerationError(told) from error
    return int(name[1]) if name else None


def switch(root: Path, number: int) -> None:
    """Make a generation the live one, after verifying it. Raises GenerationError and changes nothing otherwise."""
    verify(root / folder_name(number))
    link = root / f"current.{os.getpid()}.new"
    link.unlink(missing_ok=True)
    link.symlink_to(folder_name(number))
    link.replace(root / "current")
    sync_folder(root)


def rollback(root: Path, number: int | None = None) -> int:
    """Go back to a generation: the one named, or the newest sound one before the live one. Returns its number."""
    with publishing(root):
        live = current(root)
        if number is not None and number not in numbers(root):
            there = ", ".join(map(str, numbers(root))) or "none"
            raise GenerationError(f"There is no generation {number}; there are: {there}.")
        earlier = [n for n in numbers(root) if live is None or n < live]
        for candidate in [number] if number is not None else reversed(earlier):
            try:
                switch(root, candidate)
            except GenerationError:
                if number is not None:
                    raise
            else:
                return candidate
    raise GenerationError("There is no sound earlier generation to go back to; `generations` lists them.")


def prune(root: Path, keep: int) -> None:
    """Remove the oldest generations until `keep` are left. The live one is never removed."""
    live = current(root)
    old = [number for number in numbers(root)[:-keep] if number != live]
    for number in old:
        shutil.rmtree(root / folder_name(number))


@contextmanager
def publishing(root: Path) -> Iterator[None]:
    """One publisher at a time; what a killed one left half-built is cleared away. The lock ends with the process."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / "publish.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise GenerationError(
                "Another publish or rollback is at work here; try again when it has ended."
            ) from error
        for left in (*root.glob("*.building"), *root.glob("current.*.new")):
            left.unlink() if left.is_symlink() else shutil.rmtree(left)
        yield


def sync_folder(folder: Path) -> None:
    """Make a folder's entries survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
