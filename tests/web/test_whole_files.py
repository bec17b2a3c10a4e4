"""The whole directory as files that were made when it was published."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from directory.errors import DirectoryError
from directory.settings import Settings
from search.serving import Serving
from tests.web.conftest import client_of
from tests.web.world import publish_world, settings_in
from web import whole_files

FORMATS = ("csv", "jsonl", "xlsx")


def made(chosen: Settings, keys: tuple[str, ...] = FORMATS) -> None:
    serving = Serving(chosen.generations)
    with serving.engine() as engine:
        whole_files.write(engine, chosen, date(2026, 11, 22), keys, chosen.generations)
    serving.close()


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Settings:
    chosen = settings_in(tmp_path_factory.mktemp("filed"))
    publish_world(chosen, place_table)
    made(chosen)
    return chosen


@pytest.fixture
def client(filed: Settings) -> Iterator[TestClient]:
    with client_of(filed) as client:
        yield client


def files(client: TestClient) -> dict[str, Any]:  # Any: JSON
    return {each["format"]: each for each in client.get("/api/v1/files").json()["files"]}


def test_they_are_listed_with_what_they_must_be(client: TestClient) -> None:
    found = files(client)
    assert tuple(found) == FORMATS
    for each in found.values():
        response = client.get(each["url"])
        assert response.status_code == 200
        assert (len(response.content), hashlib.sha256(response.content).hexdigest()) == (each["size"], each["sha256"])
        assert response.headers["content-type"] == each["media_type"]
        assert "attachment" in response.headers["content-disposition"]
        assert response.headers["cache-control"] == "public, no-cache"


def test_a_file_is_the_download_of_everything(client: TestClient) -> None:
    for key in ("csv", "jsonl"):
        assert client.get(files(client)[key]["url"]).content == client.get(f"/download/{key}").content


def test_a_part_of_a_file_may_be_asked_for_and_is_not_compressed(client: TestClient) -> None:
    url = files(client)["jsonl"]["url"]
    whole = client.get(url).content
    headers = {"Range": "bytes=100-299", "Accept-Encoding": "gzip"}
    part = client.get(url, headers=headers)
    assert (part.status_code, part.content) == (206, whole[100:300])
    assert part.headers["content-range"] == f"bytes 100-299/{len(whole)}"
    beyond = client.get(url, headers={"Range": f"bytes={len(whole)}-"})
    assert beyond.status_code == 416
    changed = client.get(url, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (changed.status_code, changed.content) == (200, whole)


def test_who_has_a_file_is_told_so(client: TestClient) -> None:
    each = files(client)["csv"]
    assert client.get(each["url"]).headers["etag"] == f'"{each["sha256"]}"'
    assert client.get(each["url"], headers={"If-None-Match": f'"{each["sha256"]}"'}).status_code == 304
    head = client.head(each["url"])
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(each["size"]))


def test_the_newest_is_found_by_its_name_alone(client: TestClient) -> None:
    each = files(client)["csv"]
    response = client.get(f"/files/{each['name']}")
    assert (response.status_code, response.headers["location"]) == (302, each["url"])


@pytest.mark.parametrize(
    "path", ["1/files.json", "1/..", "1/treatment-facilities.pdf", "2/treatment-facilities.csv", "files.json", "x.csv"]
)
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/files/{path}").status_code == 404


def test_a_file_goes_with_its_generation(tmp_path: Path, place_table: Path) -> None:
    chosen = settings_in(tmp_path)
    publish_world(chosen, place_table)
    made(chosen, ("csv",))
    with client_of(chosen) as client:
        url = files(client)["csv"]["url"]
        assert client.get(url).status_code == 200
        shutil.rmtree(chosen.generations / "gen-000001" / "files")
        assert client.get(url).status_code == 404
        assert client.get(url, headers={"Range": "bytes=0-9"}).status_code == 404


def test_without_files_there_is_an_empty_list(chosen: Settings) -> None:
    with client_of(chosen) as client:
        assert files(client) == {}
        assert "There are no files yet" in client.get("/files/treatment-facilities.csv").text


def test_writing_again_replaces_them_and_failing_leaves_none_half_written(
    tmp_path: Path, place_table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = settings_in(tmp_path)
    publish_world(chosen, place_table)
    made(chosen, ("csv", "jsonl"))
    made(chosen, ("jsonl",))
    folder = chosen.generations / "gen-000001"
    assert {path.name for path in (folder / "files").iterdir()} == {"files.json", "treatment-facilities.jsonl"}
    (folder / "files.building").write_text("left by a process that was killed")
    with pytest.raises(OSError, match=r"files\.building"):
        made(chosen)
    assert {path.name for path in (folder / "files").iterdir()} == {"files.json", "treatment-facilities.jsonl"}


def test_a_format_there_is_not_is_refused_before_anything_is_published(tmp_path: Path) -> None:
    chosen = settings_in(tmp_path, files=("csv", "docx"))
    with pytest.raises(DirectoryError, match="FILES has 'docx'; there are: csv"):
        whole_files.chosen_formats(chosen)
