"""The folder of one downloaded file: the file, or the part of it that came so far, and what the server said of it."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from directory.errors import SourceError
from importers.file_name import file_name

STATE = ".download.json"
PART = ".download.part"


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """What STATE holds. `etag` and `modified` are as the server wrote them; `total` is the bytes to come, -1 when it
    did not say; `packed`: they come compressed, so cannot be gone on with; `sha256` is "" until the file is whole.
    `earlier` is the file that was here before, which goes when this one is whole."""

    url: str
    name: str
    etag: str = ""
    modified: str = ""
    total: int = -1
    packed: bool = False
    sha256: str = ""
    earlier: str = ""

    @property
    def unchanged(self) -> str:
        """The validator that says the rest still belongs to what is here; "" when the server gave none that can."""
        if self.packed or self.sha256:
            return ""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


def folder_of(url: str, folder: Path) -> Path:
    """Where the file of an address is: two addresses may lead to files of one name."""
    return folder / f"file-{hashlib.sha256(url.encode()).hexdigest()[:12]}"


def recorded(folder: Path, url: str) -> Saved | None:
    """What STATE says of this address; None when there is none or it cannot be read."""
    try:
        saved = msgspec.json.decode((folder / STATE).read_bytes(), type=Saved)
    except (OSError, msgspec.MsgspecError):
        return None
    sound = saved.url == url and _ours(saved.name) and (not saved.earlier or _ours(saved.earlier))
    return saved if sound else None


def _ours(name: str) -> bool:
    """Whether it is a name that a file can have got here: never one that leads to another folder."""
    return name == file_name("", f'attachment; filename="{name}"')


def whole(folder: Path, saved: Saved) -> bool:
    """Whether the file is here as it was saved."""
    path = folder / saved.name
    return bool(saved.sha256) and path.is_file() and sha256_of(path) == saved.sha256


def sha256_of(path: Path) -> str:
    """The checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def alone(folder: Path) -> Iterator[BinaryIO]:
    """The part, open; two downloads of one address would write into each other."""
    with kept(folder):
        part = (folder / PART).open("a+b")
    with part:
        try:
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SourceError("This address is being downloaded here already; try again when it has ended.") from error
        try:
            yield part
        finally:
            if not part.seek(0, os.SEEK_END):
                (folder / PART).unlink(missing_ok=True)


@contextmanager
def kept(folder: Path) -> Iterator[None]:
    """What the disk refuses is no failure of the host: asking it again would not help."""
    try:
        yield
    except OSError as error:
        raise SourceError(f"The file cannot be kept in {folder}: {error.strerror or error}.") from error
