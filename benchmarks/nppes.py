"""How fast NPPES is read, and in how much memory: `python -m benchmarks.nppes [MB]`.

Writes a ZIP whose table has 1,000 MB unless told otherwise, in a temporary folder, always the same bytes; then reads it
with `csv.reader` alone and with our reader, in turns, each in a process of its own. The best of three counts.
Wanted: at least half the speed of `csv.reader`, and at most 200 MB.
"""

from __future__ import annotations

import csv
import io
import multiprocessing
import random
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from importers.source import Read, Reading
from importers.sources.nppes import SOURCE
from importers.sources.nppes_taxonomy import TAXONOMIES

ROUNDS = 3
NAME = "npidata_pfile_20050523-20260111.csv"
_TAXONOMIES, _IDENTIFIERS = 15, 50
_OTHER_TAXONOMIES = ("207Q00000X", "122300000X", "1041C0700X", "225100000X", "332B00000X", "251G00000X", "282N00000X")


class Pass(NamedTuple):
    """One reading of the file: how many rows or listings it gave, in how many
    seconds of the processor (other programs do not count), and the peak of memory."""

    found: int
    seconds: float
    megabytes: float


def main() -> None:
    """Print both speeds, their ratio and the peak of memory."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "NPPES_Data_Dissemination_January_2026.zip"
        size = write(path, megabytes * 1_000_000)
        print(f"{size / 1e6:,.0f} MB of CSV in a ZIP of {path.stat().st_size / 1e6:,.0f} MB")
        passes = [(measured(plain, path), measured(ours, path)) for _ in range(ROUNDS)]
    theirs, own = (min(those, key=lambda one: one.seconds) for those in zip(*passes, strict=True))
    for label, one, what in (("csv.reader alone", theirs, "rows"), ("our reader", own, "listings")):
        speed = size / 1e6 / one.seconds
        print(f"{label:16} {one.seconds:6.1f} s {speed:6.0f} MB/s {one.found:9,} {what:8} peak {one.megabytes:4.0f} MB")
    print(f"ratio of speeds {theirs.seconds / own.seconds:.2f} (wanted: 0.5 or more)")


def write(path: Path, size: int) -> int:
    """A ZIP with a table of at least `size` bytes, as the monthly file is laid out; returns its size."""
    written = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(NAME, "w", force_zip64=True) as file:
        for block in _blocks():
            written += file.write(block)
            if written >= size:
                break
    return written


def plain(path: Path) -> int:
    """The rows of the table, by `csv.reader` alone."""
    with zipfile.ZipFile(path) as archive, archive.open(NAME) as file:
        return sum(1 for _ in csv.reader(io.TextIOWrapper(file, encoding="utf-8", newline=""))) - 1


def ours(path: Path) -> int:
    """The listings of the table."""
    return sum(isinstance(outcome, Read) for outcome in SOURCE.read([path], Reading()))


def measured(read: Callable[[Path], int], path: Path) -> Pass:
    """One pass in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_timed, (read, path))


def _timed(read: Callable[[Path], int], path: Path) -> Pass:
    began = time.process_time()
    found = read(path)
    return Pass(found, time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _blocks() -> Iterator[bytes]:
    """The header, then a thousand rows at a time, without end."""
    chance = random.Random(20260111)
    number = 1_000_000_000
    yield _csv([list(_HEADER)])
    while True:
        yield _csv([_record(chance, number + n) for n in range(1000)])
        number += 1000


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _record(chance: random.Random, number: int) -> list[str]:
    """One provider: one of four is an organisation, and of those one of twenty treats; an eighth has issuers."""
    organisation = chance.random() < 0.25
    treats = organisation and chance.random() < 0.05
    taxonomy = chance.choice(tuple(TAXONOMIES) if treats else _OTHER_TAXONOMIES)
    noise = f"{chance.getrandbits(320):080x}"  # as hard to compress as the real file: a tenth of its size remains
    street, phone = f"{number % 9000} OAK {noise[:24]}", f"205555{number % 100 + 100:04}"
    values = {
        "NPI": str(number),
        "Entity Type Code": "2" if organisation else "1",
        "Provider Organization Name (Legal Business Name)": f"ALDERFEN {noise[24:56]}, INC." if organisation else "",
        "Provider Last Name (Legal Name)": "" if organisation else f"ALDERFEN{noise[24:56]}",
        "Provider First Line Business Mailing Address": street,
        "Provider Business Mailing Address City Name": f"ALABASTER {noise[56:]}",
        "Provider First Line Business Practice Location Address": street,
        "Provider Business Practice Location Address City Name": "ALABASTER",
        "Provider Business Practice Location Address State Name": "AL",
        "Provider Business Practice Location Address Postal Code": "350071234",
        "Provider Business Practice Location Address Country Code (If outside U.S.)": "US",
        "Provider Business Practice Location Address Telephone Number": phone,
        "Provider Enumeration Date": "05/23/2005",
        "Last Update Date": "07/08/2007",
        "Healthcare Provider Taxonomy Code_1": taxonomy,
        "Provider License Number_1": str(chance.randrange(10**8)),
        "Provider License Number State Code_1": "AL",
        "Healthcare Provider Primary Taxonomy Switch_1": "Y",
    }
    if chance.random() < 0.125:
        values |= {"Other Provider Identifier Type Code_1": "01", "Other Provider Identifier Issuer_1": "AETNA"}
    return [values.get(column, "") for column in _HEADER]


_PARTS = ("City Name", "State Name", "Postal Code", "Country Code (If outside U.S.)", "Telephone Number", "Fax Number")


def _address(kind: str) -> Iterator[str]:
    yield f"Provider First Line Business {kind} Address"
    yield f"Provider Second Line Business {kind} Address"
    yield from (f"Provider Business {kind} Address {part}" for part in _PARTS)


_PERSON = ("Last Name", "First Name", "Middle Name", "Name Prefix Text", "Name Suffix Text", "Credential Text")
_TAXONOMY = (
    *("Healthcare Provider Taxonomy Code", "Provider License Number", "Provider License Number State Code"),
    "Healthcare Provider Primary Taxonomy Switch",
)
_IDENTIFIER = ("", " Type Code", " State", " Issuer")
_OFFICIAL = ("Last Name", "First Name", "Middle Name", "Title or Position", "Telephone Number")
_HEADER = (
    *("NPI", "Entity Type Code", "Replacement NPI", "Employer Identification Number (EIN)"),
    "Provider Organization Name (Legal Business Name)",
    *("Provider Last Name (Legal Name)", *(f"Provider {part}" for part in _PERSON[1:])),
    *("Provider Other Organization Name", "Provider Other Organization Name Type Code"),
    *(f"Provider Other {part}" for part in _PERSON),
    "Provider Other Last Name Type Code",
    *_address("Mailing"),
    *_address("Practice Location"),
    *("Provider Enumeration Date", "Last Update Date"),
    *("NPI Deactivation Reason Code", "NPI Deactivation Date", "NPI Reactivation Date", "Provider Sex Code"),
    *(f"Authorized Official {part}" for part in _OFFICIAL),
    *(f"{part}_{n}" for n in range(1, _TAXONOMIES + 1) for part in _TAXONOMY),
    *(f"Other Provider Identifier{part}_{n}" for n in range(1, _IDENTIFIERS + 1) for part in _IDENTIFIER),
    *("Is Sole Proprietor", "Is Organization Subpart", "Parent Organization LBN", "Parent Organization TIN"),
    *(f"Authorized Official {part}" for part in _PERSON[3:]),
    *(f"Healthcare Provider Taxonomy Group_{n}" for n in range(1, _TAXONOMIES + 1)),
    "Certification Date",
)

if __name__ == "__main__":
    main()
