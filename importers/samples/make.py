"""Makes invented listings at real places, in the form of FindTreatment.gov's export button.

`python -m importers.samples.make` writes the two sample files anew, byte for byte the same each time. Benchmarks take
as many as they like from `rows`. Chance comes from generators whose numbers Python and numpy promise to keep.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from importers.samples.codes import drawn, survey
from importers.samples.invented import BASE, TYPES, Invented, again, place
from importers.samples.plan import sample
from importers.samples.spots import somewhere

SUBSTANCE_USE = 0.6
"""Of ten places, six are in the substance-use survey ..."""
BOTH = 0.15
"""... and of these one in seven is in the mental-health survey as well, as a row of its own."""


def rows(count: int, seed: int) -> Iterator[Invented]:
    """`count` invented rows of both surveys all over the country, where people live; always the same for a seed."""
    return islice(_endless(seed), count)


def write(key: str, invented: Iterable[Invented], file: TextIO) -> None:
    """The rows of one survey as a CSV file: the base columns, then one for each code, "1" or empty."""
    codes = survey(key).codes
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow((*BASE, *map(str.lower, codes)))
    for one in invented:
        if one.survey == key:
            has = frozenset(one.codes)
            writer.writerow((*one.base.values(), *("1" if code in has else "" for code in codes)))


def _endless(seed: int) -> Iterator[Invented]:
    chance = random.Random(seed).random  # noqa: S311 - nothing here is secret
    su, mh = drawn(survey("su"), seed), drawn(survey("mh"), seed + 1)
    while True:
        spot = somewhere("", chance)
        if chance() >= SUBSTANCE_USE:
            yield place("mh", next(mh), spot, chance)
            continue
        one = place("su", next(su), spot, chance)
        yield one
        if chance() < BOTH:
            yield again(one, next(mh), chance)


def main() -> None:
    """Write both sample files anew."""
    invented = sample()
    for key in TYPES:
        with (Path(__file__).parent / f"sample-{key}.csv").open("w", encoding="utf-8", newline="") as file:
            write(key, invented, file)


if __name__ == "__main__":
    main()
