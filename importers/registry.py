"""Every source there is. Adding one: its file in `sources/`, a sample in `tests/samples/`, and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from directory.errors import DirectoryError
from importers.source import Source
from importers.sources import (
    cms_otp,
    findtreatment,
    hrsa,
    hsds,
    nppes,
    overlay,
    samhsa_directory,
    samhsa_otp,
    sample,
    table,
    treatment_directory,
    va,
)

SOURCES: Mapping[str, Source] = {
    source.key: source
    for source in (
        samhsa_directory.SOURCE,
        findtreatment.SOURCE,
        samhsa_otp.SOURCE,
        cms_otp.SOURCE,
        hrsa.SOURCE,
        va.SOURCE,
        nppes.SOURCE,
        hsds.SOURCE,
        treatment_directory.SOURCE,
        table.SOURCE,
        overlay.SOURCE,
        sample.SOURCE,
    )
}


def source_named(key: str) -> Source:
    """The source of a key. Raises DirectoryError naming those that exist."""
    if key not in SOURCES:
        raise DirectoryError(f"There is no source {key!r}; there are: {', '.join(SOURCES)}.")
    return SOURCES[key]
