"""The invented listings that come with the program, for trying it out: in the form of FindTreatment.gov's exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from importlib.resources import as_file, files
from pathlib import Path

from importers.source import Outcome, Reading, Source
from importers.sources import findtreatment

FILES = ("sample-su.csv", "sample-mh.csv")
AS_OF = "2026-01-01"
"""The day they were thought up; it does not move, so that importing them twice changes nothing."""


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
    """The listings of the packaged files, or of these files in the same form. They are always complete."""
    with ExitStack() as stack:
        packaged = (stack.enter_context(as_file(files("importers.samples") / name)) for name in FILES)
        yield from findtreatment.read(paths or tuple(packaged), reading)
    reading.scopes.add("all")
    reading.as_of = AS_OF


SOURCE = Source(
    key="sample",
    label="Invented sample listings",
    publisher="treatment-directory",
    url="",
    licence="CC0-1.0",
    takes="nothing: it reads the listings that come with the program",
    read=read,
    fictional=True,
)
