"""The access report as a file that is read in a moment: numbers as numpy keeps them, all else as MessagePack."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import msgspec
import numpy as np

from search import arrays
from search.access import Reached, Report
from search.access_areas import Area
from search.manifest import Manifest
from search.measures import MEASURES
from search.stored import Pin

REST = "rest"
"""The name of what is no numbers, among those of the arrays."""


class _Rest(msgspec.Struct, frozen=True, kw_only=True):
    """A report but for its manifest and its arrays."""

    by: str
    areas: list[Area]
    left_out: int
    without_point: int
    without_county: int
    pins: dict[int, Pin]


def save(report: Report, path: Path) -> None:
    """Write it. It belongs to the generation that it is of."""
    told = {name: getattr(report, name) for name in _Rest.__struct_fields__}
    rest = np.frombuffer(msgspec.msgpack.encode(_Rest(**told)), np.uint8)
    numbers = {
        f"{key}.{part.name}": getattr(each, part.name) for key, each in report.reached.items() for part in _PARTS
    }
    arrays.save(path, {REST: rest, **numbers})


def load(path: Path, manifest: Manifest) -> Report | None:
    """Read that of the generation with this manifest; None where there is none, or it is of another version."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as found:  # which compares checksums
            return _read(found, manifest)
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, msgspec.DecodeError):
        return None


def _read(found: Mapping[str, arrays.Array], manifest: Manifest) -> Report:
    rest = msgspec.msgpack.decode(found[REST].tobytes(), type=_Rest)
    reached = {key: Reached(**{part.name: found[f"{key}.{part.name}"] for part in _PARTS}) for key in MEASURES}
    return Report(manifest=manifest, reached=reached, **{name: getattr(rest, name) for name in _Rest.__struct_fields__})


_PARTS = fields(Reached)
