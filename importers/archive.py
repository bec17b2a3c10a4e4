"""ZIP archives of tables, untrusted: checked, then unpacked into a folder that lasts as long as it is read."""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from directory.errors import SourceError

_MOST_MEMBERS = 1000
_MOST_BYTES = 1 << 30  # inflated; a whole state's services are some 200 MB
_MOST_RATIO = 200  # inflated : compressed, above which a member of a megabyte is a bomb; a real table has 10
_PIECE = 1 << 20


@contextlib.contextmanager
def unpacked(path: Path, endings: tuple[str, ...], right: str) -> Iterator[list[Path]]:
    """The members with these endings, each a file under its own name without its folders, in the archive's order.

    Raises SourceError, with `right` on what to bring, for an archive that is damaged, locked, a bomb or without any.
    """
    with TemporaryDirectory(prefix="treatment-directory-") as folder:
        yield _unpack(path, Path(folder), endings, right)


def _unpack(path: Path, folder: Path, endings: tuple[str, ...], right: str) -> list[Path]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = _wanted(archive, endings)
            if problem := _problem(members, endings):
                raise SourceError(f"{path.name} {problem}. {right}")
            return [_write(archive, member, folder) for member in members]
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise SourceError(f"{path.name} is a damaged or cut off ZIP archive ({error}). {right}") from error


def _wanted(archive: zipfile.ZipFile, endings: tuple[str, ...]) -> list[zipfile.ZipInfo]:
    """Members that are data: no folders, no hidden files, none of what macOS adds."""
    return [m for m in archive.infolist() if _name(m).lower().endswith(endings) and "__MACOSX" not in m.filename]


def _name(member: zipfile.ZipInfo) -> str:
    name = member.filename.replace("\\", "/").rpartition("/")[2].replace("\0", "")
    return "" if name.startswith(".") else name


def _problem(members: list[zipfile.ZipInfo], endings: tuple[str, ...]) -> str:
    names = [_name(member) for member in members]
    ratios = (m.file_size / max(m.compress_size, 1) for m in members if m.file_size > 1 << 20)
    checks = (
        (not members, f"holds no {' or '.join(endings)} file"),
        (len(members) > _MOST_MEMBERS, f"is an archive of {len(members)} tables; some dozens are right"),
        (sum(m.file_size for m in members) > _MOST_BYTES, f"would inflate to more than {_MOST_BYTES >> 20} MB"),
        (max(ratios, default=0) > _MOST_RATIO, "inflates more than any real table does: it is a ZIP bomb"),
        (any(m.flag_bits & 1 for m in members), "is locked with a password; save it without one"),
        (len(set(names)) < len(names), "holds several files of one name; one package at a time is right"),
    )
    return next((sentence for wrong, sentence in checks if wrong), "")


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> Path:
    """One member, no longer than it says it is."""
    target, left = folder / _name(member), member.file_size
    with archive.open(member) as stream, target.open("wb") as file:
        while left >= 0 and (piece := stream.read(_PIECE)):
            left -= len(piece)
            file.write(piece)
    if left < 0:
        raise zipfile.BadZipFile(f"{_name(member)} is longer than the archive says")
    return target
