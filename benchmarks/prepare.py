"""What is measured with: real files where they lie beside the checkout, else invented ones of the same size."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measure import output, say

SHARED = "TREATMENT_DIRECTORY_SHARED_DATA"
"""Names the folder of real files; unset, it is `shared/data` beside the checkout."""

WORKBOOK = Path("samhsa_directory") / "National_Directory_SA_Facilities_2022.xlsx"
PAGES = Path("findtreatment") / "reconstructed_2022"
ROWS = 12_176
"""Rows of the real workbook."""


@dataclass(slots=True)
class Inputs:
    """`folder` holds invented facilities, imported into a record, and the place table; `notes` say what is not real."""

    folder: Path
    count: int
    workbook: Path
    pages: list[Path]
    pages_source: str
    pages_label: str
    notes: list[str] = field(default_factory=list)


def prepare(folder: Path, count: int) -> Inputs:
    """Find or make all that is needed before the clock runs."""
    say(f"making {count:,} facilities, importing them, and building the place table")
    output("prepare", str(folder), str(count))
    real = Path(os.environ.get(SHARED) or Path(__file__).parents[2] / "shared" / "data")
    invented = [folder / "sample-su.csv", folder / "sample-mh.csv"]
    inputs = Inputs(folder, count, real / WORKBOOK, [real / PAGES], "findtreatment", "import of 19,627 rows of JSON")
    if not inputs.workbook.is_file():
        inputs.workbook = folder / WORKBOOK.name
        output("workbook", str(inputs.workbook), str(ROWS))
        inputs.notes.append(f"The directory of 2022 is not there: an invented workbook of {ROWS:,} rows stands for it.")
    if not inputs.pages[0].is_dir():
        inputs.pages, inputs.pages_source = invented, "sample"
        inputs.pages_label = f"import of {count:,} rows of CSV"
        inputs.notes.append("The JSON answers of 2022 are not there: the invented CSV files stand for them.")
    return inputs
