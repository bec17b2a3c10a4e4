"""The one file of a source whose every file is a whole directory. Called by sources."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from directory.errors import SourceError
from importers.files import files


def whole(paths: Sequence[Path], endings: tuple[str, ...]) -> Path:
    """The file named, or the only one of a folder. Raises SourceError when there are more, or when there is none."""
    first, *more = files(paths, endings)
    if more:
        raise SourceError(
            f"{more[0].name} would be read beside {first.name}, but each is a directory of its own. "
            "Import one file at a time, oldest first."
        )
    return first
