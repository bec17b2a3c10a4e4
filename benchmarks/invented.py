"""An invented directory in the form of SAMHSA's workbooks, for where the real one is not."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from openpyxl import Workbook

from importers.samples.make import rows

BASE = ("name1", "name2", "street1", "street2", "city", "state", "zip", "phone", "intake1", "intake2")


def write_workbook(path: Path, count: int, seed: int) -> None:
    """`count` substance-use facilities, with the sheet that explains the codes."""
    book = Workbook(write_only=True)
    listed, explained = book.create_sheet("Facilities List"), book.create_sheet("Service Code Reference")
    listed.append([*BASE, "service_code_info"])
    codes: set[str] = set()
    places = (one for one in rows(3 * count, seed) if one.survey == "su")
    for one in islice(places, count):
        codes.update(one.codes)
        listed.append([*(one.base[name] for name in BASE), " * ".join(one.codes)])
    explained.append(["service_code", "service_name"])
    for code in sorted(codes):
        explained.append([code, f"What {code} means"])
    book.save(path)
