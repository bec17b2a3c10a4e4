"""Lines of CSV are what the csv module writes, and reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from directory.exports.csv_file import Cell, line, plain_cell, safe_cell

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
CELLS = st.one_of(TEXTS, st.sampled_from(['"', '""', "a,b", "=1+1", "\r\n", "'"]), st.floats(-180, 180), st.none())


@given(st.lists(CELLS, min_size=1, max_size=8))
def test_a_line_is_what_the_csv_module_makes_of_it(cells: Sequence[Cell]) -> None:
    written = io.StringIO(newline="")
    safe = [safe_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    csv.writer(written, quoting=csv.QUOTE_NONNUMERIC).writerow(safe)
    assert line(cells).decode() == written.getvalue()


@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_a_line_is_read_back(texts: Sequence[str]) -> None:
    (read,) = csv.reader(io.StringIO(line(texts).decode(), newline=""))
    assert [plain_cell(cell) for cell in read] == texts
