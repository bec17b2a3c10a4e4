"""What a command was given: the key of a source and paths or addresses, as the source itself and files to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from directory.errors import SourceError
from importers.registry import source_named
from importers.source import Source

Say = Callable[[str], None]


def given(key: str, paths: Sequence[str], downloads: Path, say: Say) -> tuple[Source, list[Path]]:
    """The source and its files; what is an address is downloaded into a folder of the source in `downloads`.

    Raises SourceError when the source takes no address, or nothing was given, or a mapping is wrong.
    """
    kind = source_named(key)
    files = _files(kind, paths, downloads, say)
    if kind.described is None:
        return kind, files
    return kind.described(files)


def _files(source: Source, paths: Sequence[str], downloads: Path, say: Say) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if "://" not in path:
            files.append(Path(path))
        elif source.fetch is None:
            raise SourceError(f"{source.label} cannot be downloaded by this program; save the file and give its path.")
        else:
            folder = downloads / source.key
            folder.mkdir(parents=True, exist_ok=True)
            files += source.fetch(path, folder, say=say)
    if not files and not source.fictional:
        raise SourceError(f"Which file? {source.label} takes {source.takes}")
    return files
