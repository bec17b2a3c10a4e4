"""The files of a source: folders unfolded, and what each file really is, whatever its name says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from directory import clean
from directory.errors import SourceError

KINDS: Mapping[str, str] = {
    "empty": "is empty",
    "zip": "is a ZIP archive, as XLSX workbooks are",
    "ole": "is an old .xls workbook, or one locked with a password",
    "pdf": "is a PDF document",
    "gzip": "is compressed with gzip",
    "utf-16": "is UTF-16 text",
    "html": "is an HTML page saved under another name",
    "xml": "is XML",
    "json": "is JSON",
    "binary": "is binary data of a kind not known here",
    "text": "is plain text",
}
"""What a file can be -> the words a person is told it with."""

_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF-", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OPENINGS = (
    (re.compile(rb"<\?xml(?!.*<html)", re.IGNORECASE | re.DOTALL), "xml"),
    (re.compile(rb"<[a-z!?]", re.IGNORECASE), "html"),
    (re.compile(rb"[{\[]"), "json"),
)


def files(paths: Sequence[Path], endings: tuple[str, ...]) -> tuple[Path, ...]:
    """The files named, and of each folder named the files with these endings by name; each file once.

    Raises SourceError for a path that is missing, a folder without such files and anything that is no plain file.
    """
    found = dict.fromkeys(file for path in paths for file in _unfold(path, endings))
    if not found:
        raise SourceError(f"No file was given; name at least one {' or '.join(endings)} file, or a folder of them.")
    return tuple(found)


def kind(head: bytes) -> str:
    """What a file is, a key of KINDS, told by its first bytes (some kilobytes of them)."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        return "empty"
    # UTF-16 without its mark is half NULs; damaged text has a handful.
    if text.count(0) * 10 > len(text):
        return "binary"
    return next((name for opening, name in _OPENINGS if opening.match(text)), "text")


def expect(path: Path, kinds: frozenset[str], right: str) -> str:
    """The kind of a file that must be one of `kinds`. Raises SourceError with `right`, a sentence on what to bring."""
    try:
        with path.open("rb") as stream:
            head = stream.read(8192)
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read ({error.strerror}).") from error
    return expect_bytes(head, path.name, kinds, right)


def expect_bytes(head: bytes, name: str, kinds: frozenset[str], right: str) -> str:
    """The same for what a file begins with, once it is inflated. What can be read of a wrong one is quoted."""
    found = kind(head)
    if found not in kinds:
        quoted = f" It begins {beginning(head)!r}." if found in ("text", "html", "xml", "json") else ""
        raise SourceError(f"{name} {KINDS[found]}.{quoted} {right}")
    return found


def beginning(head: bytes) -> str:
    """The first eighty characters, fit for a sentence."""
    return clean.text(head[:400].decode("utf-8", "replace"))[:80]


def _unfold(path: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    if not path.is_dir():
        yield _plain(path)
        return
    # Names beginning so are not data: hidden files, and the lock files of an office program that is open.
    inside = [f for f in sorted(path.iterdir()) if f.name.lower().endswith(endings) and f.name[0] not in ".~"]
    if not inside:
        raise SourceError(f"The folder {path.name} holds no {' or '.join(endings)} file.")
    yield from map(_plain, inside)


def _plain(path: Path) -> Path:
    if not path.exists():
        raise SourceError(f"{path.name} does not exist; give the path of a file, or of a folder of files.")
    if not path.is_file():
        raise SourceError(f"{path.name} is not a plain file; give the path of a file, or of a folder of files.")
    return path.resolve()
