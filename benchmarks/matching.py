"""`python -m benchmarks.matching`: 100,000 listings into places, and the rules against the pairs labelled by hand.

The real files taken together where they are present (`TREATMENT_DIRECTORY_SHARED_DATA`, or `../shared/data` beside the
checkout), filled up with invented ones. The matching runs in a process of its own, whose peak memory is told.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from directory.listing import Listing, public_id
from directory.matching import match
from directory.profile import Profile, profile
from importers.registry import SOURCES
from importers.samples.make import rows, write
from importers.source import Read, Reading

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("TREATMENT_DIRECTORY_SHARED_DATA", ROOT.parent / "shared" / "data"))
LABELLED = ROOT / "tests" / "directory" / "labelled_pairs.csv"
COUNT, SECONDS, MEGABYTES = 100_000, 60, 1024
"""How many listings, and the goals."""

FILES: Mapping[str, tuple[str, str]] = {
    "su-2022": ("samhsa-directory", "samhsa_directory/National_Directory_SA_Facilities_2022.xlsx"),
    "mh-2022": ("samhsa-directory", "samhsa_directory/National_Directory_MH_Facilities_2022.xlsx"),
    "su-2023": ("samhsa-directory", "samhsa_directory/national-directory-su-facilities-2023.xlsx"),
    "ft-2022": ("findtreatment", "findtreatment/reconstructed_2022"),
    "otp-2020": ("samhsa-otp", "samhsa_otp/TreatmentProgram_20200704.csv"),
    "cms-2022": ("cms-otp", "cms/otp_providers_2022.csv"),
    "va-vast": ("va", "va/vast.csv"),
    "va-api": ("va", "va/all.json"),
    "hrsa": ("hrsa", "hrsa/fqhc_sites.csv"),
    "nppes": ("nppes", "nppes/organizations_1765_float_damage.csv"),
    "nppes40": ("nppes", "nppes/organizations_raw_40.csv"),
}
"""Label -> source and file. Two years of a directory stand beside each other here as two sources."""


class Labelled(NamedTuple):
    """Two listings, by label and key, and whether they are one place. `drawn` is "hard" or "random"."""

    one: str
    other: str
    same: bool
    drawn: str
    why: str


class Score(NamedTuple):
    """Pairs that are wrongly together and wrongly apart, and the two shares."""

    wrong: tuple[Labelled, ...]
    missed: tuple[Labelled, ...]
    precision: float
    recall: float


def listings(label: str) -> Iterator[Listing]:
    """The listings of one file, refused rows left out."""
    source, path = FILES[label]
    return (row.listing for row in SOURCES[source].read([SHARED / path], Reading()) if isinstance(row, Read))


def profiles(labels: Collection[str]) -> list[Profile]:
    """What is compared of the listings of these files, each key once, and each file a source of its own."""
    found: dict[str, Profile] = {}
    for label in labels:
        for listing in listings(label):
            name = public_id(label, listing.key)
            if name not in found:
                found[name] = profile(name, f"{FILES[label][0]}:{label}", listing)
    return list(found.values())


def present() -> list[str]:
    """The labels whose files are here."""
    return [label for label, (source, path) in FILES.items() if source in SOURCES and (SHARED / path).exists()]


def labelled() -> list[Labelled]:
    """The pairs labelled by hand."""
    with LABELLED.open(encoding="utf-8", newline="") as file:
        return [
            Labelled(row["key_a"], row["key_b"], row["verdict"] == "same", row["drawn"], row["why"])
            for row in csv.DictReader(file)
        ]


def score(groups: Iterable[tuple[str, ...]], pairs: Iterable[Labelled]) -> Score:
    """How groups do on labelled pairs. Raises KeyError when a listing is in none: its source makes other keys."""
    home = {name: number for number, group in enumerate(groups) for name in group}
    told = [(pair, home[pair.one] == home[pair.other]) for pair in pairs]
    right = sum(pair.same and together for pair, together in told)
    wrong = tuple(pair for pair, together in told if together and not pair.same)
    missed = tuple(pair for pair, together in told if pair.same and not together)
    return Score(wrong, missed, right / (right + len(wrong)), right / (right + len(missed)))


def main() -> None:
    """Measure, and print what came out."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--task", choices=("prepare", "match", "score"), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.task:
        _TASKS[told.task](told.file)
    else:
        _measure()


def _measure() -> None:
    """Each task in a process of its own: a child's peak memory is never counted below its parent's, so this one stays
    small."""
    with tempfile.TemporaryDirectory(prefix="treatment-directory-bench-") as folder:
        file = Path(folder) / "listings"
        for task in ("prepare", "match", "score"):
            subprocess.run([sys.executable, "-m", "benchmarks.matching", "--task", task, "--file", file], check=True)


def _prepare(file: Path) -> None:
    found = [(f"{FILES[label][0]}:{label}", listing) for label in present() for listing in listings(label)][:COUNT]
    real = len(found)
    found += [("findtreatment:invented", listing) for listing in _invented(COUNT - real, file.parent)]
    file.write_bytes(pickle.dumps(found))
    print(f"{real:,} real listings of {len(present())} files, {len(found) - real:,} invented")


def _invented(count: int, folder: Path) -> Iterator[Listing]:
    paths = [folder / f"invented-{survey}.csv" for survey in ("su", "mh")]
    for path, survey in zip(paths, ("su", "mh"), strict=True):
        with path.open("w", encoding="utf-8", newline="") as file:
            write(survey, rows(count + 1000, seed=7), file)
    made = SOURCES["findtreatment"].read(paths, Reading())
    return islice((row.listing for row in made if isinstance(row, Read)), count)


def _match(file: Path) -> None:
    found: list[tuple[str, Listing]] = pickle.loads(file.read_bytes())
    began = time.perf_counter()
    compared = [profile(public_id(label, f"{at} {item.key}"), label, item) for at, (label, item) in enumerate(found)]
    matched = match(compared)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(found):,} listings into {len(matched.groups):,} places, {len(matched.reviews):,} pairs to review")
    print(f"{seconds:.1f} s (goal {SECONDS}), {peak:.0f} MB (goal {MEGABYTES})")


def _score(_: Path) -> None:
    missing = sorted(FILES.keys() - present())
    if missing:
        print(f"labelled pairs not scored: {', '.join(missing)} not here")
        return
    groups = match(profiles(FILES)).groups
    for drawn in ("hard", "random", "all"):
        pairs = [pair for pair in labelled() if drawn in (pair.drawn, "all")]
        done = score(groups, pairs)
        shares = {"precision": round(done.precision, 4), "recall": round(done.recall, 4)}
        print(f"{len(pairs)} labelled pairs ({drawn}): {json.dumps(shares)}")


_TASKS = {"prepare": _prepare, "match": _match, "score": _score}

if __name__ == "__main__":
    main()
