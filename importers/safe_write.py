"""Writing a file that is either there completely or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def save(path: Path, body: bytes) -> None:
    """Write a file whole, also where the power is cut: beside, synced, renamed."""
    beside = path.with_name(f".{path.name}.part")
    with beside.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    if os.name == "posix":  # elsewhere a folder cannot be opened, and the rename is as safe as it gets
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
