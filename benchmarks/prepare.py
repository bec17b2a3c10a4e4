"""What is measured with: real files where they lie beside the checkout, else invented ones of the same size; and as
many invented facilities as wanted, published, in a folder that a later run may take again."""

from __future__ import annotations

import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree

from benchmarks.measure import Measured, output, say

SHARED = "TREATMENT_DIRECTORY_SHARED_DATA"
"""Names the folder of real files; unset, it is `shared/data` beside the checkout."""

ROOT = Path(__file__).parents[1]
WORKBOOK = Path("samhsa_directory") / "National_Directory_SA_Facilities_2022.xlsx"
PAGES = Path("findtreatment") / "reconstructed_2022"
ROWS = 12_176
"""Rows of the real workbook."""


@dataclass(slots=True)
class Inputs:
    """Files to import; `notes` say what is not real."""

    workbook: Path
    pages: list[Path]
    pages_source: str
    pages_label: str
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Invented facilities. `folder` holds files, record, place table, the published generation, and what others made
    of it; `published` is what publishing took."""

    folder: Path
    count: int
    published: Measured


def crowd(kept: Path, count: int) -> Crowd:
    """So many facilities, made, imported and published, each step only if its code has changed since it was kept."""
    folder = kept / str(count)
    folder.mkdir(parents=True, exist_ok=True)
    if _changed(folder, "record", ("directory", "importers")):
        say(f"inventing {count:,} facilities and importing them")
        rmtree(folder)
        folder.mkdir()
        with ThreadPoolExecutor() as both:
            list(both.map(lambda survey: output("sample", str(folder), str(count), survey), ("su", "mh")))
        output("record", str(folder))
        _keep(folder, "record", ("directory", "importers"))
    if _changed(folder, "generation", ("directory", "importers", "search")):
        say(f"publishing {count:,} facilities")
        (folder / "published.json").write_text(output("publish", str(folder)), encoding="utf-8")
        output("texts", str(folder))
        _keep(folder, "generation", ("directory", "importers", "search"))
    if _changed(folder, "others", ("directory", "importers", "search", "benchmarks")):
        rmtree(folder / "tantivy", ignore_errors=True)
        for made in folder.glob("others-*.sqlite"):
            made.unlink()
        _keep(folder, "others", ("directory", "importers", "search", "benchmarks"))
    return Crowd(folder, count, Measured(**json.loads((folder / "published.json").read_text(encoding="utf-8"))))


def files(folder: Path, count: int) -> Inputs:
    """Files for the imports that are measured. `folder` is that of a crowd."""
    real = Path(os.environ.get(SHARED) or ROOT.parent / "shared" / "data")
    inputs = Inputs(real / WORKBOOK, [real / PAGES], "findtreatment", "import of 19,627 rows of JSON")
    if not inputs.workbook.is_file():
        inputs.workbook = folder / WORKBOOK.name
        output("workbook", str(inputs.workbook), str(ROWS))
        inputs.notes.append(f"The directory of 2022 is not there: an invented workbook of {ROWS:,} rows stands for it.")
    if not inputs.pages[0].is_dir():
        inputs.pages, inputs.pages_source = [folder / "sample-su.csv", folder / "sample-mh.csv"], "sample"
        inputs.pages_label = f"import of {count:,} rows of CSV"
        inputs.notes.append("The JSON answers of 2022 are not there: the invented CSV files stand for them.")
    return inputs


def _changed(folder: Path, name: str, packages: tuple[str, ...]) -> bool:
    stamp = folder / f"{name}.stamp"
    return not stamp.is_file() or stamp.read_text(encoding="utf-8") != _stamp(packages)


def _keep(folder: Path, name: str, packages: tuple[str, ...]) -> None:
    (folder / f"{name}.stamp").write_text(_stamp(packages), encoding="utf-8")


def _stamp(packages: tuple[str, ...]) -> str:
    """The SHA-256 of the code and tables of packages."""
    summed = hashlib.sha256()
    for package in packages:
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in (".py", ".csv"):
                summed.update(path.read_bytes())
    return summed.hexdigest()
