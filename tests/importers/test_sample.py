"""The invented listings: always the same bytes, in the real form, as frequent in everything as real ones; nobody's."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import pytest

from directory.vocabulary import SURVEYS, vocabulary
from importers.samples import make
from importers.samples.invented import BASE, TYPES, Invented
from importers.samples.plan import sample
from importers.samples.spots import STATES, by_zip
from importers.samples.words import FIRST, LONGEST, SECOND
from importers.source import Read, Reading
from importers.sources.sample import AS_OF, FILES, SOURCE

FOLDER = Path(make.__file__).parent
SHARED = Path(os.environ.get("TREATMENT_DIRECTORY_SHARED_DATA", Path(__file__).parents[3] / "shared/data"))


@cache
def listed(key: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / f"sample-{key}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def planned() -> tuple[Invented, ...]:
    return tuple(sample())


def everything() -> tuple[dict[str, str], ...]:
    return tuple(row for key in SURVEYS for row in listed(key))


@pytest.mark.parametrize("key", SURVEYS)
def test_the_generator_writes_the_packaged_file_byte_for_byte(key: str, tmp_path: Path) -> None:
    with (tmp_path / "again.csv").open("w", encoding="utf-8", newline="") as file:
        make.write(key, planned(), file)
    assert (tmp_path / "again.csv").read_bytes() == (FOLDER / f"sample-{key}.csv").read_bytes()


@pytest.mark.parametrize("key", SURVEYS)
def test_the_header_is_the_real_one_and_every_code_of_the_survey_is_used(key: str) -> None:
    header = tuple(listed(key)[0])
    assert header[: len(BASE)] == BASE
    assert {code.upper() for code in header[len(BASE) :]} == vocabulary().codes(key)
    assert all(any(row[code] == "1" for row in listed(key)) for code in header[len(BASE) :])
    assert {row[code] for row in listed(key) for code in header[len(BASE) :]} == {"", "1"}
    assert {row["type_facility"] for row in listed(key)} == {TYPES[key]}


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_every_kind_of_place(state: str) -> None:
    here = [row for row in everything() if row["state"] == state]
    assert len(here) >= 3
    assert all(any(row.get(code) == "1" for row in here) for code in ("otp", "res", "hi", "op"))
    assert any(row["type_facility"] == "MH" for row in here)


def test_the_reader_takes_every_row_and_understands_all_of_it() -> None:
    reading = Reading()
    outcomes = list(SOURCE.read((), reading))
    read = [outcome for outcome in outcomes if isinstance(outcome, Read)]
    assert len(read) == len(outcomes) == len(everything())
    assert (reading.scopes, reading.as_of) == ({"all"}, AS_OF)
    assert not reading.unknown
    assert not reading.unused_columns
    assert not reading.warnings
    assert len({one.listing.key for one in read}) == len(read)
    assert {(one.file, one.listing.survey) for one in read} == set(zip(FILES, SURVEYS, strict=True))
    assert SOURCE.fictional


def test_files_that_are_named_are_read_instead_of_the_packaged_ones() -> None:
    outcomes = list(SOURCE.read([FOLDER / "sample-mh.csv"], Reading()))
    assert {outcome.file for outcome in outcomes} == {"sample-mh.csv"}


def test_telephones_and_websites_are_nobodys() -> None:
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for spot in by_zip().values():
        homes[spot.state].update(spot.area_codes)
    for row in everything():
        for phone in filter(None, (row["phone"], row["intake1"], row["intake2"])):
            number = re.fullmatch(r"(\d{3})-555-01\d\d( x\d{1,4})?", phone)
            assert number
            assert number[1] in homes[row["state"]]
        assert re.fullmatch(r"|https?://([a-z-]+\.)?example\.(org|com)(/[a-z-]+/?)?", row["website"])
    assert any(" x" in row["phone"] for row in everything())


def test_points_are_within_two_kilometres_of_the_zip() -> None:
    without = [row for row in everything() if not row["latitude"]]
    assert 0.01 < len(without) / len(everything()) < 0.06
    for row in everything():
        spot = by_zip()[row["zip"]]
        assert (row["city"], row["state"]) == (spot.city, spot.state)
        assert row["county"] in ("", spot.county)
        if row["latitude"]:
            assert kilometres(float(row["latitude"]), float(row["longitude"]), spot.latitude, spot.longitude) < 2.02


@pytest.mark.parametrize(("state", "north", "east"), [("GU", True, True), ("MP", True, True), ("AS", False, False)])
def test_islands_are_on_their_side_of_the_globe(state: str, north: bool, east: bool) -> None:
    points = [
        (float(r["latitude"]), float(r["longitude"])) for r in everything() if r["state"] == state and r["latitude"]
    ]
    assert points
    assert all((latitude > 0, longitude > 0) == (north, east) for latitude, longitude in points)


def test_leading_zeros_and_the_places_that_pages_show_are_there() -> None:
    zips = {row["zip"] for row in everything()}
    assert {"02108", "35007", "99546"} <= zips
    assert {row["state"] for row in everything() if row["zip"].startswith("0")} >= {"MA", "NJ", "PR", "VI"}


def test_some_places_are_in_both_surveys() -> None:
    both = {(r["street1"], r["zip"]) for r in listed("su")} & {(r["street1"], r["zip"]) for r in listed("mh")}
    assert len(both) > 20


def test_names_are_abbreviated_only_as_sources_do_and_fit() -> None:
    names = [row["name1"] for row in everything()]
    assert max(map(len, names)) <= LONGEST + 5
    assert any("Ctr" in name for name in names)
    assert any("Center" in name for name in names)


SHARES = {
    "su": {
        **{"OTP": 12, "MU": 11.6, "BU": 54, "NU": 50.5, "MOA": 58, "NMOA": 4.2, "BWN": 49, "NXN": 43, "VTRL": 39},
        **{"MD": 74.5, "MC": 45.6, "PI": 75, "MI": 40, "SF": 90, "SS": 38, "PA": 23, "NP": 1.7, "LFXD": 7.4},
        **{"HI": 6.5, "RES": 24, "OP": 82, "OIT": 45, "ODT": 14.7, "DT": 22, "HH": 9.2, "SP": 22, "AH": 39},
        **{"TELE": 76.5, "VET": 31, "GL": 33},
    },
    "mh": {
        **{"HI": 12.5, "RES": 14, "OP": 82, "PHDT": 14.8, "MD": 88, "MC": 68, "PI": 83, "SF": 86, "SS": 38},
        **{"SP": 29, "AH": 60, "TELE": 78.5, "VET": 22.5, "GL": 32.5},
    },
}
"""Per cent of the places in SAMHSA's directories of 2022 and 2023 that have a code."""


def shares(key: str, invented: Sequence[Invented]) -> dict[str, float]:
    mine = [one for one in invented if one.survey == key]
    found = Counter(code for one in mine for code in one.codes)
    return {code: 100 * found[code] / len(mine) for code in SHARES[key]}


@pytest.mark.parametrize("key", SURVEYS)
def test_codes_are_as_frequent_as_in_the_directories(key: str) -> None:
    assert shares(key, list(make.rows(8000, seed=1))) == pytest.approx(SHARES[key], abs=2.5)
    assert shares(key, planned()) == pytest.approx(SHARES[key], abs=7)


def test_codes_do_not_contradict_each_other() -> None:
    for one in (*make.rows(5000, seed=2), *planned()):
        has = set(one.codes)
        assert "MU" not in has or "OTP" in has
        assert "NMOA" not in has or not has & {"MU", "BU", "NU", "MOA", "OTP"}
        assert "NP" not in has or not has & {"MD", "MC", "PI", "SF"}
        assert not has & {"RS", "RL", "RD"} or "RES" in has
        assert not has & {"ORT", "OIT", "ODT"} or "OP" in has
        assert not has & {"ADTX", "ODTX", "BDTX"} or "DT" in has
    programs = [one for one in make.rows(8000, seed=3) if "OTP" in one.codes]
    assert 0.02 < sum("MU" not in one.codes for one in programs) / len(programs) < 0.09


def test_rows_are_the_same_for_a_seed_and_spread_over_the_country() -> None:
    first = list(make.rows(3000, seed=5))
    assert first == list(make.rows(3000, seed=5))
    assert first[:100] == list(make.rows(100, seed=5))
    assert first != list(make.rows(3000, seed=6))
    states = Counter(one.base["state"] for one in first)
    assert len(states) > 45
    assert states["CA"] > states["OH"] > states["VT"]
    assert first[0].row()["type_facility"] == first[0].base["type_facility"]


def test_no_name_is_that_of_a_real_place() -> None:
    if not SHARED.is_dir():
        pytest.skip(f"the public listings to compare with are not at {SHARED}")
    real = {pair for name in real_names() for pair in pairwise(re.findall("[a-z0-9]+", name.lower()))}
    assert len(real) > 10_000
    assert not [(a, b) for a in FIRST for b in SECOND if (a.lower(), b.lower()) in real]


def real_names() -> Iterator[str]:
    """The first columns of every public listing there is: names are among them."""
    for path in SHARED.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            for row in csv.reader(file):
                yield from row[:6]


def kilometres(*degrees: float) -> float:
    a, b, c, d = map(radians, degrees)
    return 12742 * asin(sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2))
