"""The whole directory as files that were made when it was published."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from directory.errors import DirectoryError
from directory.settings import Settings
from search.access_areas import AREAS
from search.access_file import FORMATS as ACCESS_FORMATS
from search.engine import Engine
from search.serving import Serving
from tests.web.conftest import MOMENT, client_of
from tests.web.world import publish_world, settings_in
from web import whole_files

FORMATS = ("csv", "jsonl", "xlsx")


def made(chosen: Settings, keys: tuple[str, ...] = FORMATS) -> None:
    serving = Serving(chosen.generations)
    with serving.engine() as engine:
        whole_files.write(engine, chosen, MOMENT, keys, chosen.generations)
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
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(whole)}")
    for words in ("This file has no such part", "without Range", 'href="tel:988"'):
        assert words in beyond.text
    assert client.head(url, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    changed = client.get(url, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (changed.status_code, changed.content) == (200, whole)
    assert client.get(url, headers={"Range": "bytes=-7"}).content == whole[-7:]


@pytest.mark.parametrize("told", ["lines=1-2", "bytes=9-3", "bytes=", "bytes=-", "bytes=1-2,5-9", "bytes=a-b", "1-2"])
def test_what_is_no_part_is_passed_over(client: TestClient, told: str) -> None:
    each = files(client)["csv"]
    response = client.get(each["url"], headers={"Range": told})
    assert (response.status_code, len(response.content)) == (200, each["size"])


def test_who_has_a_file_is_told_so(client: TestClient) -> None:
    each = files(client)["csv"]
    assert client.get(each["url"]).headers["etag"] == f'"{each["sha256"]}"'
    assert client.get(each["url"], headers={"If-None-Match": f'"{each["sha256"]}"'}).status_code == 304
    head = client.head(each["url"])
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(each["size"]))


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Settings:
    """With the access report."""
    chosen = settings_in(tmp_path_factory.mktemp("reported"))
    publish_world(chosen, place_table)
    made(chosen, ("csv", "access"))
    return chosen


class TestAccess:
    """The access report among them."""

    @pytest.fixture
    def client(self, reported: Settings) -> Iterator[TestClient]:
        with client_of(reported) as client:
            yield client

    @pytest.mark.parametrize("by", AREAS)
    @pytest.mark.parametrize("key", ACCESS_FORMATS)
    def test_a_file_is_what_the_api_answers_and_has_its_checksum(self, client: TestClient, by: str, key: str) -> None:
        each = files(client)[f"access-by-{by}-{key}"]
        response = client.get(each["url"])
        assert response.content == client.get(f"/api/v1/access.{key}?by={by}").content
        assert (len(response.content), hashlib.sha256(response.content).hexdigest()) == (each["size"], each["sha256"])
        assert response.headers["content-type"] == each["media_type"]
        assert client.get(each["url"], headers={"Range": "bytes=5-9"}).content == response.content[5:10]

    def test_what_is_kept_for_the_servers_is_not_served(self, client: TestClient) -> None:
        assert len(files(client)) == 5
        assert client.get("/files/1/access-by-zip.npz").status_code == 404

    def test_nobody_works_it_out_again(self, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        def never(*_: object) -> None:
            raise AssertionError

        monkeypatch.setattr(Engine, "access", never)
        for path in ("/about/access?state=PA", "/api/v1/access?by=zip&state=RI", "/api/v1/access.csv?by=zip&state=PA"):
            assert client.get(path).status_code == 200

    def test_a_damaged_one_is_worked_out(self, reported: Settings, client: TestClient) -> None:
        right = client.get("/api/v1/access?state=PA").json()
        path = reported.generations / "gen-000001" / "files" / "access-by-county.npz"
        whole = path.read_bytes()
        try:
            path.write_bytes(whole[: len(whole) // 2])
            with client_of(reported) as other:
                assert other.get("/api/v1/access?state=PA").json() == right
        finally:
            path.write_bytes(whole)


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


def test_of_an_edition_that_is_kept_no_more_they_are_gone(tmp_path: Path, place_table: Path) -> None:
    chosen = settings_in(tmp_path)
    publish_world(chosen, place_table)
    publish_world(chosen, place_table)
    with client_of(chosen) as client:
        url = "/files/1/treatment-facilities.csv"
        assert client.get(url).status_code == 404
        shutil.rmtree(chosen.generations / "gen-000001")
        gone = client.get(url)
        assert (gone.status_code, gone.headers["content-type"]) == (410, "text/html; charset=utf-8")
        for other in ("/files/1/other.csv", "/files/3/treatment-facilities.csv", f"/files/{9**200}/x.csv"):
            assert client.get(other).status_code == 404


def test_a_file_that_goes_while_it_is_asked_for_is_gone(
    tmp_path: Path, place_table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = settings_in(tmp_path)
    publish_world(chosen, place_table)
    made(chosen, ("csv",))
    publish_world(chosen, place_table)
    listed = whole_files.listed

    def listed_and_removed(root: Path, number: int) -> object:
        found = listed(root, number)
        shutil.rmtree(root / "gen-000001", ignore_errors=True)
        return found

    monkeypatch.setattr(whole_files, "listed", listed_and_removed)
    with client_of(chosen) as client:
        gone = client.get("/files/1/treatment-facilities.csv")
    assert (gone.status_code, gone.headers["content-type"]) == (410, "text/html; charset=utf-8")
    assert "This file is not kept any more." in gone.text


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
