"""One walk through everything: a source's file, import, publish, search, page, API and download; then the next file."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from geopy.distance import geodesic
from starlette.testclient import TestClient

from directory.facility import Facility
from directory.settings import Settings
from search.query import Query
from search.serving import Serving
from treatment_directory import main
from web.app import create_app

SAMPLES = Path(__file__).parent / "samples"
FILES = (
    ("samhsa-directory", "samhsa_directory.xlsx", "SAMHSA National Directory"),
    ("findtreatment", "findtreatment_v2.json", "FindTreatment.gov"),
    ("findtreatment", "findtreatment_listing_2019.json", "FindTreatment.gov"),
    ("findtreatment", "FindTreament_Facility_listing_2026_01_15_093000.csv", "FindTreatment.gov"),
)


def cli(*words: object) -> str:
    result = CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@contextmanager
def client_of(chosen: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(chosen, Serving(chosen.generations)), follow_redirects=True) as client:
        yield client


def everything(chosen: Settings) -> list[Facility]:
    serving = Serving(chosen.generations)
    try:
        with serving.engine() as engine:
            return [hit.facility for hit in engine.search(Query(size=100, sort="name")).hits]
    finally:
        serving.close()


@pytest.mark.parametrize(("source", "name", "label"), FILES, ids=[name for _, name, _ in FILES])
def test_from_a_file_to_a_page(data: Settings, source: str, name: str, label: str) -> None:
    report = json.loads(cli("import", source, SAMPLES / name, "--as-of", "2022-05", "--json"))
    assert report["rows"] == report["saved"] + len(report["refused"])
    published = cli("publish")
    found = everything(data)
    assert f"{len(found)} facilities" in published
    assert sum(max(1, len(facility.voices)) for facility in found) == report["saved"] > 0
    with client_of(data) as client:
        results = client.get("/search").text
        api = client.get("/api/v1/facilities", params={"sort": "name"}).json()
        lines = client.get("/download/jsonl", params={"sort": "name"}).text.splitlines()
        told = [row for row in map(json.loads, lines) if "id" in row]
        assert [row["id"] for row in api["facilities"]] == [row["id"] for row in told] == [f.id for f in found]
        for facility in found:
            assert f"/facility/{facility.id}" in results
            page = client.get(f"/facility/{facility.id}")
            assert page.status_code == 200
            shown = html.unescape(page.text)
            assert all(part in shown for part in (facility.name, facility.street, facility.city, facility.zip))
            assert label in shown
            assert "2022" in shown
            assert all(
                f"tel:+1{p.number}" in page.text for p in facility.phones if p.number.isdigit() and p.use == "main"
            )


def test_a_radius_finds_what_is_inside_with_its_miles(data: Settings) -> None:
    cli("import", "findtreatment", SAMPLES / "findtreatment_v2.json")
    cli("publish")
    with client_of(data) as client:
        near = client.get("/api/v1/facilities", params={"near": "35007", "within": "25"}).json()
        assert near["total"] == 2  # of three rows two are one place
        middle = (near["near"]["latitude"], near["near"]["longitude"])
        for row in near["facilities"]:
            miles = geodesic(middle, (row["latitude"], row["longitude"])).miles
            assert row["distance_miles"] == pytest.approx(miles, abs=0.01)
        assert client.get("/api/v1/facilities", params={"near": "02108", "within": "25"}).json()["total"] == 0
        page = html.unescape(client.get("/search", params={"near": "35007", "medication": "methadone"}).text)
        assert "Alderfen Recovery Center" in page
        assert "mile" in page
        nobody = client.get("/api/v1/facilities", params={"near": "35007", "operator": "va"}).json()
        assert nobody["total"] == 0


def test_the_next_file_withdraws_renames_and_keeps_addresses(data: Settings, tmp_path: Path) -> None:
    answer = json.loads((SAMPLES / "findtreatment_v2.json").read_text())
    row = answer["rows"][0]
    rows = [row | {"name1": f"House {n}", "street1": f"{n} Elm St", "phone": f"205-555-01{n:02}"} for n in range(10)]
    later = [rows[0] | {"name1": "House of Another Name"}, *rows[1:9]]
    files = [saved(tmp_path / f"{number}.json", part) for number, part in enumerate((rows, later))]

    cli("import", "findtreatment", files[0], "--as-of", "2025-01")
    cli("publish")
    before = {facility.name: facility.id for facility in everything(data)}
    dry = json.loads(cli("import", "findtreatment", files[1], "--as-of", "2026-01", "--dry-run", "--json"))
    assert (dry["added"], dry["changed"], dry["unchanged"], dry["withdrawn"]) == (0, 1, 8, 1)
    assert {facility.name: facility.id for facility in everything(data)} == before
    cli("import", "findtreatment", files[1], "--as-of", "2026-01")
    cli("publish")

    after = {facility.name: facility.id for facility in everything(data)}
    assert after["House of Another Name"] == before["House 0"]
    assert set(after.values()) == set(before.values()) - {before["House 9"]}
    with client_of(data) as client:
        gone = client.get(f"/facility/{before['House 9']}")
        assert gone.status_code == 410
        assert "House 9" in gone.text
        assert client.get(f"/api/v1/facilities/{before['House 9']}").status_code == 410
        assert "January 2026" in client.get(f"/api/v1/facilities/{before['House 9']}").json()["detail"]

    cli("undo", 2)
    cli("publish")
    assert {facility.name: facility.id for facility in everything(data)} == before


def saved(path: Path, rows: list[dict[str, object]]) -> Path:
    numbered = [row | {"_irow": number} for number, row in enumerate(rows, start=1)]
    path.write_text(json.dumps({"page": 1, "totalPages": 1, "recordCount": len(rows), "rows": numbered}))
    return path
