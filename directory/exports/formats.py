"""The formats a list can be taken away in. A new one is a module beside this one and a line in the table."""

from __future__ import annotations

from collections.abc import Mapping

from directory.exports.csv_file import CSV
from directory.exports.fhir import FHIR
from directory.exports.format import Format
from directory.exports.geojson import GEOJSON
from directory.exports.hsds import HSDS
from directory.exports.hsds_package import PACKAGE
from directory.exports.jsonl import JSONL
from directory.exports.pdf import PDF
from directory.exports.text import TEXT
from directory.exports.vcard import VCARD
from directory.exports.xlsx import XLSX

FORMATS: Mapping[str, Format] = {
    made.key: made for made in (CSV, XLSX, GEOJSON, JSONL, PDF, VCARD, TEXT, HSDS, PACKAGE, FHIR)
}
"""Key, as in URLs and on the command line -> the format."""
