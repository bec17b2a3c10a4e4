"""The formats a list can be taken away in. A new one is a module beside this one and a line in the table."""

from __future__ import annotations

from collections.abc import Mapping

from directory.exports.csv_file import CSV
from directory.exports.format import Format
from directory.exports.geojson import GEOJSON
from directory.exports.jsonl import JSONL

FORMATS: Mapping[str, Format] = {made.key: made for made in (CSV, GEOJSON, JSONL)}
"""Key, as in URLs and on the command line -> the format."""
