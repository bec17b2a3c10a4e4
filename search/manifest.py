"""The manifest of a generation: what it holds, the checksum of every file, and the verifying of a folder against it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from directory.errors import GenerationError
from search.sums import FileSum, file_sum, quick_sum

FORMAT = 8
"""Of the folder. A generation of another format is refused, with the advice to publish again."""

HASHING = 2
"""Files of which the SHA-256 is taken at a time."""

MANIFEST, SEAL = "manifest.json", "manifest.sha256"


class SourceCount(msgspec.Struct, frozen=True, kw_only=True):
    """One source of a generation and how many of its listings it shows. `as_of` is the newest date of its data."""

    key: str
    label: str
    publisher: str
    url: str
    licence: str
    as_of: str
    imported: str
    count: int
    fictional: bool = False


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a generation holds. `built` is UTC, ISO. `facilities` and `with_point` count those that a current source
    lists, `gone` the others. `terms` are "facet:key" in the order of its bits."""

    format: int
    number: int
    built: str
    facilities: int
    gone: int
    with_point: int
    sources: tuple[SourceCount, ...]
    terms: tuple[str, ...]
    files: dict[str, FileSum]

    @property
    def fictional(self) -> bool:
        """Whether any of its listings is invented."""
        return any(source.fictional for source in self.sources)


class _Form(msgspec.Struct, frozen=True):
    """The one thing a manifest of any format says in the same place."""

    format: int


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation's folder. Raises GenerationError when it is missing or damaged."""
    try:
        written = (folder / MANIFEST).read_bytes()
        seal = (folder / SEAL).read_bytes()
    except OSError as error:
        name = Path(error.filename or MANIFEST).name
        raise GenerationError(f"{folder.name}: {name} cannot be read: {error.strerror}.") from error
    if seal != _seal(written):
        raise GenerationError(f"{folder.name}: {MANIFEST} is not what {SEAL} says was published.")
    try:
        form = msgspec.json.decode(written, type=_Form).format
        if form != FORMAT:
            raise GenerationError(f"{folder.name}: {MANIFEST} has format {form}, this program {FORMAT}: publish again.")
        return msgspec.json.decode(written, type=Manifest)
    except msgspec.DecodeError as error:
        raise GenerationError(f"{folder.name}: {MANIFEST} cannot be understood: {error}.") from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest and the seal over it: a changed byte in it is seen like one in any other file."""
    written = msgspec.json.format(msgspec.json.encode(manifest))
    (folder / MANIFEST).write_bytes(written)
    (folder / SEAL).write_bytes(_seal(written))


def _seal(written: bytes) -> bytes:
    return f"{hashlib.sha256(written).hexdigest()}  {MANIFEST}\n".encode()


def verify(folder: Path) -> Manifest:
    """Read every file and compare it with the manifest. Raises GenerationError naming the first that differs."""
    manifest = _whole(folder)
    with ThreadPoolExecutor(HASHING) as pool:
        found = pool.map(lambda name: file_sum(folder / name), manifest.files)
        _refuse(folder, [name for name, now in zip(manifest.files, found, strict=True) if now != manifest.files[name]])
    return manifest


def undamaged(folder: Path) -> Manifest:
    """The same in a third of the time, by the checksum that tells damage and not a forger: what opening begins with."""
    manifest = _whole(folder)
    _refuse(folder, [name for name, it in manifest.files.items() if quick_sum(folder / name) != (it.size, it.xxh3)])
    return manifest


def _whole(folder: Path) -> Manifest:
    """The manifest of a folder in which all its files are."""
    manifest = read_manifest(folder)
    missing = [name for name in manifest.files if not (folder / name).is_file()]
    if missing:
        raise GenerationError(f"{folder.name}: {missing[0]} is missing.")
    return manifest


def _refuse(folder: Path, wrong: Sequence[str]) -> None:
    if wrong:
        raise GenerationError(f"{folder.name}: {wrong[0]} is not what was published.")
