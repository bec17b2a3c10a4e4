"""The access report: right to the foot against geopy, and true about what is not known."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from directory.counties import counties
from directory.listing import Amendment
from directory.settings import Settings
from directory.store import Record
from search import access_method, access_stored
from search.access import AreaAccess, Report, report
from search.access_file import FORMATS, columns, terms_csv
from search.access_terms import term_counts
from search.bitmaps import Docs
from search.generation import Generation
from search.geo import GeoIndex
from search.geodesic import Floats
from search.measures import MEASURES
from search.nearness import Nearness
from search.switch import folder_name
from tests.conftest import Desk, id_of, listing
from treatment_directory import main
from web.county_outlines import county_corners

OTP, BUPRENORPHINE, DETOX = ("MD", "OP", "OTP", "SA"), ("MD", "OP", "SA", "UB"), ("DT", "OP", "SA")
RADII = (10.0, 25.0, 50.0)

HOMES = ((40.44, -79.95), (51.9, 179.9), (52.0, -179.9), (61.2, -149.9), (13.47, 144.8), (18.4, -66.1), (71.29, -156.8))
"""Pittsburgh, both sides of the antimeridian in the Aleutians, Anchorage, Guam, San Juan, Utqiagvik."""


def near_home() -> st.SearchStrategy[tuple[float, float]]:
    """A point within a few hundred miles of one of HOMES, often in one spot with another."""
    step = st.one_of(st.just(0.0), st.floats(-0.3, 0.3), st.floats(-3, 3))
    return st.tuples(st.sampled_from(HOMES), step, step).map(
        lambda told: (min(told[0][0] + told[1], 89.0), (told[0][1] + told[2] + 180) % 360 - 180)
    )


def brute(point: tuple[float, float], places: Floats, docs: Docs) -> list[tuple[float, int]]:
    return sorted((geodesic(point, tuple(places[doc])).miles, int(doc)) for doc in docs)


@given(st.lists(near_home(), min_size=1, max_size=12), st.lists(near_home(), max_size=25), st.data())
def test_nearest_and_circles_are_what_geopy_says(
    points: list[tuple[float, float]], places: list[tuple[float, float]], data: st.DataObject
) -> None:
    every = np.array(places, np.float64).reshape(-1, 2)
    index = GeoIndex(every)
    chosen = data.draw(st.lists(st.booleans(), min_size=len(places), max_size=len(places)))
    docs = np.flatnonzero(np.array(chosen, np.bool_)).astype(np.int32)
    groups = np.stack([np.ones(len(docs)), docs % 2 == 0], axis=1).astype(np.float32)
    nearness = Nearness(index, np.array(points))
    nearest, miles = nearness.nearest(docs)
    counts = nearness.within(docs, groups, RADII)
    for at, point in enumerate(points):
        ranked = brute(point, every, docs)
        if not ranked:
            assert nearest[at] == -1
            assert np.isnan(miles[at])
        else:
            assert miles[at] == pytest.approx(ranked[0][0], abs=1e-6)
            found = {doc: away for away, doc in ranked}[int(nearest[at])]
            assert found == pytest.approx(ranked[0][0], abs=1e-6)
        for radius, told in zip(RADII, counts[at].tolist(), strict=True):
            assert told[0] == sum(away <= radius for away, _ in ranked)
            assert told[1] == sum(away <= radius and doc % 2 == 0 for away, doc in ranked)


def test_of_places_in_one_spot_the_first_is_the_nearest() -> None:
    index = GeoIndex(np.array([[40.0, -80.0], [40.5, -80.0], [40.5, -80.0]]))
    nearest, _ = Nearness(index, np.array([[40.49, -80.0]])).nearest(np.array([0, 1, 2], np.int32))
    assert nearest.tolist() == [1]


def test_a_border_is_decided_by_the_geodesic() -> None:
    here = (40.0, -80.0)
    for bearing in (0, 33, 90):
        for miles, inside in ((25 - 1e-6, 1), (25 + 1e-6, 0)):
            there = geodesic(miles=miles).destination(here, bearing)
            index = GeoIndex(np.array([[there.latitude, there.longitude]]))
            counts = Nearness(index, np.array([here])).within(
                np.zeros(1, np.int32), np.ones((1, 1), np.float32), (25.0,)
            )
            assert counts.tolist() == [[[inside]]]


ROWS = (
    listing("otp", said=OTP, county="Allegheny County"),
    listing("zip", said=OTP, city="Monroeville", zip="15146", latitude=None, longitude=None),
    listing("nowhere", said=OTP, zip="", county="Allegheny County", latitude=None, longitude=None),
    listing("mental", key="mh|mental", scope="mh", survey="mh", said=("MH", "OP")),
    listing("bup", said=BUPRENORPHINE, city="Philadelphia", zip="19103", latitude=39.95, longitude=-75.17),
    listing("juan", said=DETOX, city="San Juan", state="PR", zip="00901", latitude=18.466, longitude=-66.106),
    listing("far", said=DETOX, city="Anchorage", state="AK", zip="99501", latitude=61.217, longitude=-149.86),
    listing("gate", said=DETOX, city="Honolulu", state="HI", zip="96813", latitude=21.31, longitude=-157.86),
)
"""OTPs in Pittsburgh with a point, in Monroeville with only a ZIP code, and without a point; a mental health center
that is asked about none of it; buprenorphine and Medicaid in Philadelphia; detox in San Juan, in Anchorage, and in
Honolulu, where the place does not give out its address."""


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Iterator[Generation]:
    """A generation of ROWS."""
    folder = tmp_path_factory.mktemp("access")
    gate = Amendment(about=id_of(ROWS[-1]), front_gate=True)
    with Record(f"sqlite:///{folder / 'record.sqlite'}") as record:
        desk = Desk(record)
        desk.take(ROWS, scopes=("su", "mh"), as_of="2023-05")
        nothing = {"name": "", "street": "", "city": "", "state": "", "zip": "", "phones": (), "latitude": None}
        told = listing("gate", scope="corrections", survey="", said=(), longitude=None, amendment=gate, **nothing)
        desk.take([told], key="overlay:own", scopes=("corrections",), as_of="2023-05")
        desk.publish(folder / "generations", place_table)
    made = Generation(folder / "generations" / folder_name(1))
    yield made
    made.close()


@pytest.fixture(scope="module")
def counted(generation: Generation) -> Report:
    """The report by county."""
    return report(generation, "county", county_corners())


@pytest.fixture(scope="module")
def zipped(generation: Generation) -> Report:
    """The report by ZIP code."""
    return report(generation, "zip", {})


def by_code(made: Report) -> dict[str, AreaAccess]:
    return {row.code: row for row in made.rows()}


def miles(row: AreaAccess, point: tuple[float, float]) -> float:
    assert row.latitude is not None
    return round(float(geodesic((row.latitude, row.longitude), point).miles), 1)


class TestByCounty:
    """One row a county."""

    @pytest.fixture
    def rows(self, counted: Report) -> dict[str, AreaAccess]:
        return by_code(counted)

    def test_every_county_is_there_once(self, rows: dict[str, AreaAccess]) -> None:
        assert list(rows) == [county.fips for county in counties()]

    def test_the_nearest_is_told_with_its_miles_and_date(self, rows: dict[str, AreaAccess]) -> None:
        found = rows["42003"].measures["otp"]
        assert (rows["42003"].name, rows["42003"].county_fips) == ("Allegheny County", "42003")
        assert found.nearest_id == id_of(listing("otp"))
        assert found.nearest_miles == miles(rows["42003"], (40.44, -79.95))
        assert (found.nearest_about, found.nearest_as_of) == (False, "2023-05")

    def test_zip_points_count_and_are_told(self, rows: dict[str, AreaAccess]) -> None:
        found = rows["42003"].measures["otp"]
        assert (found.within_25_miles, found.within_50_miles) == (2, 2)
        assert found.zip_point_share_within_50_miles == 0.5

    def test_a_place_without_a_point_is_in_its_county_alone(self, rows: dict[str, AreaAccess]) -> None:
        found = rows["42003"].measures["otp"]
        assert (found.in_county, found.in_county_without_point) == (3, 1)

    def test_who_does_not_say_is_neither_a_yes_nor_a_no(self, rows: dict[str, AreaAccess]) -> None:
        found = rows["42003"].measures["otp"]
        assert (found.not_stated_within_25_miles, found.in_county_not_stated) == (1, 1)

    def test_the_error_holds_for_everybody_in_the_county(self, rows: dict[str, AreaAccess]) -> None:
        corners = county_corners()
        for code in ("42003", "02185", "02016", "72127", "15003"):
            row = rows[code]
            assert row.latitude is not None
            assert row.distance_error_miles is not None
            farthest = max(geodesic((row.latitude, row.longitude), tuple(corner)).miles for corner in corners[code])
            assert farthest < row.distance_error_miles <= farthest + 2

    def test_a_county_that_no_zip_code_is_in_is_listed_without_a_point(self, rows: dict[str, AreaAccess]) -> None:
        guam = rows["66010"]
        assert (guam.name, guam.latitude, guam.point_is, guam.distance_error_miles) == ("Guam", None, "", None)
        assert guam.measures["otp"].nearest_miles is None
        assert guam.measures["otp"].within_50_miles is None
        assert guam.measures["otp"].in_county == 0

    def test_areas_without_a_point_are_told(self, counted: Report, rows: dict[str, AreaAccess]) -> None:
        pointless = [row for row in rows.values() if row.latitude is None]
        assert {row.nearest_miles for each in pointless for row in each.measures.values()} == {None}
        told = " ".join(access_method.method(counted))
        where = "American Samoa 5, Guam 1, Northern Mariana Islands 4, Virginia 6, US Virgin Islands 3"
        assert f"without any distance or circle: {len(pointless)} ({where})." in told

    def test_a_county_that_is_a_town_too_has_a_point(self, rows: dict[str, AreaAccess]) -> None:
        assert rows["32510"].name == "Carson City"
        assert rows["32510"].latitude is not None


ISLANDS: dict[str, object] = {"county": "", "latitude": None, "longitude": None}
UNPLACED = (
    listing("guam", said=OTP, state="GU", city="Hagatna", zip="96910", **ISLANDS),
    listing("croix", said=OTP, state="VI", city="Christiansted", zip="00820", **ISLANDS),
    listing(
        "thomas",
        said=DETOX,
        state="VI",
        city="Charlotte Amalie",
        zip="00802",
        **(ISLANDS | {"county": "St. Thomas Island"}),
    ),
    listing("allegheny", said=OTP),
)
"""Places of which nobody says in which county they are: in Guam, which is one, and in the Virgin Islands, which are
three. Two others of which that is known."""


@pytest.fixture(scope="module")
def unplaced(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Iterator[Generation]:
    """A generation of UNPLACED."""
    folder = tmp_path_factory.mktemp("unplaced")
    with Record(f"sqlite:///{folder / 'record.sqlite'}") as record:
        desk = Desk(record)
        desk.take(UNPLACED)
        desk.publish(folder / "generations", place_table)
    made = Generation(folder / "generations" / folder_name(1))
    yield made
    made.close()


@pytest.fixture(scope="module")
def made(unplaced: Generation) -> Report:
    """Its report by county."""
    return report(unplaced, "county", county_corners())


class TestWithoutCounty:
    """Places of which no county is known."""

    def test_a_territory_that_is_one_county_has_them(self, made: Report) -> None:
        found = by_code(made)["66010"].measures
        assert (found["otp"].in_county, found["otp"].in_county_without_point) == (1, 0)
        assert (found["detox"].in_county, found["substance-use"].in_county) == (0, 1)

    def test_elsewhere_none_is_not_said_where_there_may_be_one(self, made: Report) -> None:
        rows = by_code(made)
        croix, john, thomas = (rows[code].measures for code in ("78010", "78020", "78030"))
        assert [each["otp"].in_county for each in (croix, john, thomas)] == [None, None, None]
        assert [each["detox"].in_county for each in (croix, john, thomas)] == [0, 0, 1]
        assert [each["substance-use"].in_county for each in (croix, john, thomas)] == [None, None, 1]
        assert rows["60010"].measures["otp"].in_county == 0  # American Samoa, where nobody is at all

    def test_an_unknown_count_is_an_empty_cell(self, made: Report) -> None:
        whole = b"".join(FORMATS["csv"].write(made, "VI", ("otp", "detox"))).decode("utf-8-sig")
        lines = list(csv.DictReader(io.StringIO(whole, newline="")))
        assert [(line["otp_in_county"], line["detox_in_county"]) for line in lines] == [("", "0"), ("", "0"), ("", "1")]

    def test_how_many_they_are_is_told(self, made: Report) -> None:
        assert made.without_county == 1
        assert "Places of which no county is known: 1." in " ".join(access_method.method(made))

    def test_terms_are_counted_in_the_only_county_too(self, unplaced: Generation) -> None:
        counted = [each for each in term_counts(unplaced, "county", "GU") if each.term == "otp"]
        assert [(each.code, each.places, each.places_in_area) for each in counted] == [("66010", 1, 1)]


class TestByZip:
    """One row a ZIP code."""

    def test_zip_codes_are_from_their_own_point(self, zipped: Report) -> None:
        rows = by_code(zipped)
        for code, measure, point in (
            ("15213", "otp", (40.44, -79.95)),
            ("00901", "detox", (18.466, -66.106)),
            ("99546", "detox", (61.217, -149.86)),  # Adak
            ("96910", "detox", (61.217, -149.86)),  # Guam: farther from San Juan
        ):
            assert rows[code].measures[measure].nearest_miles == miles(rows[code], point)

    def test_how_far_somebody_may_be_from_it_is_not_known(self, zipped: Report) -> None:
        assert {row.distance_error_miles for row in zipped.rows("PA")} == {None}
        (told,) = [said for said in access_method.METHOD if "distance_error_miles" in said]
        assert "not known: outlines of ZIP codes are not part of this program" in told

    def test_military_ones_are_not_there(self, zipped: Report) -> None:
        assert not {"AA", "AE", "AP"} & {row.state for row in zipped.rows()}

    def test_its_county_is_told_where_it_is_known(self, zipped: Report) -> None:
        rows = by_code(zipped)
        assert (rows["15213"].county_fips, rows["15213"].measures["otp"].in_county) == ("42003", 3)
        assert (rows["96910"].county_fips, rows["96910"].measures["otp"].in_county) == ("", None)


def test_places_that_keep_their_address_are_in_no_distance(counted: Report, zipped: Report) -> None:
    found = by_code(counted)["15003"].measures["detox"]
    assert found.nearest_id == id_of(listing("far"))
    assert (found.within_50_miles, found.not_stated_within_25_miles, found.in_county) == (0, 0, 1)
    assert counted.left_out == 1
    hidden = id_of(listing("gate"))
    assert hidden not in {row.measures["detox"].nearest_id for row in zipped.rows()}


@pytest.fixture
def path(zipped: Report, tmp_path: Path) -> Path:
    """Where the report by ZIP code is stored."""
    access_stored.save(zipped, tmp_path / "report.npz")
    return tmp_path / "report.npz"


class TestStored:
    """As a file that is read in a moment."""

    def test_it_says_the_same(self, zipped: Report, path: Path) -> None:
        read = access_stored.load(path, zipped.manifest)
        assert read is not None
        assert list(read.rows()) == list(zipped.rows())
        assert access_method.metadata(read) == access_method.metadata(zipped)

    def test_what_cannot_be_read_is_none(self, zipped: Report, path: Path, tmp_path: Path) -> None:
        told = path.read_bytes()
        middle = len(told) // 2
        for content in (b"", b"no archive", told[:-1], told[:middle] + b"damaged" + told[middle + 7 :]):
            (tmp_path / "other.npz").write_bytes(content)
            assert access_stored.load(tmp_path / "other.npz", zipped.manifest) is None
        assert access_stored.load(tmp_path / "none.npz", zipped.manifest) is None

    def test_of_other_measures_it_is_none(self, zipped: Report, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(access_stored, "MEASURES", {**MEASURES, "new": None})
        assert access_stored.load(path, zipped.manifest) is None


class TestFiles:
    """CSV and GeoJSON of the report."""

    def read(self, made: Report, state: str = "", measures: tuple[str, ...] = ()) -> list[dict[str, str]]:
        whole = b"".join(FORMATS["csv"].write(made, state, measures)).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(whole, newline="")))

    def test_a_line_says_what_the_row_says(self, zipped: Report) -> None:
        made = zipped
        lines = self.read(made, "PR", ("detox",))
        rows = list(made.rows("PR", ("detox",)))
        assert [line["zip"] for line in lines] == [row.code for row in rows]
        assert lines[0]["zip"].startswith("006")
        told = [(line["nearest_detox_miles"], line["detox_within_10_miles"]) for line in lines]
        found = [row.measures["detox"] for row in rows]
        assert told == [(str(each.nearest_miles), str(each.within_10_miles)) for each in found]
        assert {line["distance_error_miles"] for line in lines} == {"not known"}
        assert {(line["generation"], line["data_newest"]) for line in lines} == {("1", "2023-05")}

    def test_every_column_is_explained(self) -> None:
        parts = [each.column for each in MEASURES.values()]
        alike = {"MEASURE".join(column.split(part)) for column in columns() for part in parts if part in column}
        plain = {column for column in columns() if not any(part in column for part in parts)}
        assert alike | plain == set(access_method.MEANT)

    def test_zip_codes_are_text_and_nothing_is_a_formula(self, zipped: Report) -> None:
        first, *others = zipped.areas
        odd = replace(zipped, areas=[replace(first, code="00501", name="=1+1"), *others])
        whole = b"".join(FORMATS["csv"].write(odd, first.state, ())).decode("utf-8-sig")
        assert '\n"00501","\'=1+1",' in whole

    def test_geojson_has_points_and_says_what_it_is(self, counted: Report) -> None:
        data = json.loads(b"".join(FORMATS["geojson"].write(counted, "", ("otp",))))
        features = {feature["id"]: feature for feature in data["features"]}
        assert len(features) == len(counties())
        assert features["66010"]["geometry"] is None
        assert features["42003"]["geometry"]["coordinates"][0] == pytest.approx(-79.98, abs=0.1)
        assert features["42003"]["properties"]["otp_within_25_miles"] == 2
        assert data["metadata"]["data_newest"] == "2023-05"
        assert data["metadata"]["method"] == list(access_method.method(counted))

    def test_what_it_says_of_itself(self, counted: Report) -> None:
        told = "\n".join(access_method.about(counted))
        assert "The test directory (2023-05)" in told
        assert "1 without a point" in told


class TestTerms:
    """Places for every term."""

    def read(self, generation: Generation, by: str) -> dict[tuple[str, str], dict[str, str]]:
        whole = b"".join(terms_csv(term_counts(generation, by))).decode("utf-8-sig")
        lines = csv.DictReader(io.StringIO(whole, newline=""))
        return {(line["code"], f"{line['facet']}:{line['term']}"): line for line in lines}

    def test_by_county(self, generation: Generation) -> None:
        lines = self.read(generation, "county")
        line = lines["42003", "opioid:otp"]
        assert (line["places"], line["places_not_stated"], line["places_in_area"]) == ("3", "1", "4")
        assert ("42003", "medication:naloxone") not in lines

    def test_by_zip(self, generation: Generation) -> None:
        lines = self.read(generation, "zip")
        assert lines["15213", "opioid:otp"]["places"] == "1"
        assert lines["15146", "opioid:otp"]["places"] == "1"


class TestCommand:
    """`treatment-directory access`."""

    @pytest.fixture
    def published(self, data: Settings, desk: Desk, place_table: Path) -> Settings:
        desk.take([listing("otp", said=OTP)], as_of="2023-05")
        desk.publish(data.generations, place_table)
        return data

    def run(self, *arguments: str) -> str:
        done = CliRunner().invoke(main, ["access", *arguments])
        assert done.exit_code == 0, done.output
        return done.stdout

    def test_it_writes_a_file_whole(self, published: Settings, tmp_path: Path) -> None:
        self.run("--by", "county", "--state", "Pennsylvania", "--measure", "otp", "-o", str(tmp_path / "pa.csv"))
        lines = (tmp_path / "pa.csv").read_text("utf-8-sig").splitlines()
        assert len(lines) == 1 + 67
        assert not list(tmp_path.glob("*.part"))

    def test_other_forms(self, published: Settings) -> None:
        assert json.loads(self.run("--by", "county", "--state", "PA", "--format", "geojson"))["features"]
        assert "Method:" in self.run("--by", "zip", "--about")
        assert "opioid" in self.run("--by", "county", "--terms")

    def test_a_state_that_there_is_not(self, published: Settings) -> None:
        done = CliRunner().invoke(main, ["access", "--by", "county", "--state", "Narnia"])
        assert done.exit_code == 1
        assert "PA or Pennsylvania" in done.output
