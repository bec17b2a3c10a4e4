"""What is to be reached. A ratio is our median over theirs; those of the large size count there alone."""

from __future__ import annotations

from collections.abc import Mapping

SMALL, LARGE = 25_000, 250_000
"""Facilities: as many as the United States have, and ten times as many."""

TAIL = 3.0
"""The 95th percentile over the median, of the same question."""

AGAINST: Mapping[int, Mapping[tuple[str, str], float]] = {
    SMALL: {(f"Q{number}", "sqlite"): 1.0 for number in range(1, 9)},
    LARGE: {
        ("Q1", "floor"): 4.0,
        ("Q2", "floor"): 3.0,
        ("Q3", "floor"): 6.0,
        ("Q7", "floor"): 2.0,
        ("Q1", "sqlite"): 1 / 5,
        ("Q2", "sqlite"): 1 / 30,
        ("Q3", "sqlite"): 1 / 8,
        ("Q7", "sqlite"): 1 / 200,
        ("Q5", "tantivy"): 1.0,
    },
}
"""Facilities -> (question, against whom) -> ratio."""

DATASETTE: Mapping[str, float] = {"Q1": 1 / 50, "Q3": 1 / 100}
"""Over HTTP, at the large size."""

HELLO: Mapping[str, float] = {"Q1 page": 0.12, "Q1 API": 0.20}
"""Requests a second, over those of an application that only says hello; at least. Of answers as they come: the eight
cities are large, so that each is worked out once a minute and kept."""

DEAREST = 100.0
"""What the dearest question may cost that a visitor can type, against Q1."""

IMPORT, PUBLISH, OPEN, LINEAR = 4.0, 1.2, 4.0, 1.0
"""An import against plain SQLite; publishing against Whoosh alone; opening against reading the files once; the time for
one facility among many against that among few."""

MEMORY = 200.0
"""Megabytes above the bare process, at the large size."""

CSV, DOWNLOAD, STALLED, VANISHED = 2.0, 50.0, 1.5, 1000.0
"""Writing everything as CSV against `csv.writer` with the same cells from a list; megabytes of the server above idle
while everything is downloaded; a search beside stalled downloads against one alone; milliseconds until what a reader
held is free again who vanished."""
