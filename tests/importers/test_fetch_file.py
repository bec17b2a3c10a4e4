"""A plain file from a server that behaves, and from one that does not."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from directory.errors import SourceError
from directory.settings import Settings
from importers.fetch_file import fetch_file
from importers.fetch_folder import PART, STATE, folder_of
from importers.file_name import file_name
from importers.registry import SOURCES
from importers.source import Reading
from tests.fake_file_server import FakeFileServer

BODY = b"".join(b"%d,Alderfen,%d Oak Street\n" % (n, n) for n in range(2000))


@pytest.fixture
def fake() -> Iterator[FakeFileServer]:
    with FakeFileServer(BODY, "etag", "modified") as server:
        yield server


def get(fake: FakeFileServer, folder: Path, said: list[str] | None = None, **client: Any) -> Path:
    """The one file of the server, downloaded."""
    (path,) = fetch_file(fake.url(), folder, client=fake.client(**client), say=(said or []).append)
    return path


def broken_off(fake: FakeFileServer, folder: Path, kept: int = 500) -> str:
    """Leave so many bytes in the folder, as a download does that gave up; what it said."""
    fake.script(f"cut:{kept}")
    with pytest.raises(SourceError, match="broke off") as caught:
        get(fake, folder, retries=0)
    fake.asked.clear()
    return str(caught.value)


def inside(fake: FakeFileServer, folder: Path) -> set[str]:
    return {path.name for path in folder_of(fake.url(), folder).iterdir()}


class TestAGoodServer:
    def test_the_file_under_its_name(self, fake: FakeFileServer, tmp_path: Path) -> None:
        path = get(fake, tmp_path)
        assert (path.name, path.read_bytes()) == ("Programs_2026-01-31.csv", BODY)
        assert inside(fake, tmp_path) == {path.name, STATE}
        assert fake.asked[0]["Accept-Encoding"] == "identity"

    def test_what_has_not_changed_is_not_sent_again(self, fake: FakeFileServer, tmp_path: Path) -> None:
        said: list[str] = []
        first = get(fake, tmp_path)
        fetched = fetch_file(fake.url(), tmp_path, client=fake.client(), say=said.append)
        assert [path.read_bytes() for path in fetched] == [BODY]
        assert (fetched, said) == ([first], ["Programs_2026-01-31.csv has not changed on the server."])
        assert fake.asked[1]["If-None-Match"] == fake.marks()["ETag"]
        assert inside(fake, tmp_path) == {first.name, STATE}

    @pytest.mark.parametrize("validators", [("modified",), ("weak",), ()])
    def test_it_goes_by_what_the_server_gives(self, tmp_path: Path, validators: tuple[str, ...]) -> None:
        with FakeFileServer(BODY, *validators) as fake:
            assert get(fake, tmp_path) == get(fake, tmp_path)
            assert get(fake, tmp_path).read_bytes() == BODY

    def test_a_changed_file_takes_the_place_of_the_old(self, fake: FakeFileServer, tmp_path: Path) -> None:
        first = get(fake, tmp_path)
        first.with_name("notes.txt").write_text("mine")
        fake.body, fake.extra = BODY[::-1], {"Content_Disposition": 'attachment; filename="Programs_2026-02-28.csv"'}
        broken_off(fake, tmp_path)
        assert first.read_bytes() == BODY
        path = get(fake, tmp_path)
        assert (path.name, path.read_bytes()) == ("Programs_2026-02-28.csv", BODY[::-1])
        assert inside(fake, tmp_path) == {path.name, STATE, "notes.txt"}

    def test_a_file_that_was_touched_is_sent_again(self, fake: FakeFileServer, tmp_path: Path) -> None:
        get(fake, tmp_path).write_bytes(b"edited")
        assert get(fake, tmp_path).read_bytes() == BODY
        assert "If-None-Match" not in fake.asked[1]

    @pytest.mark.parametrize("content", [b"", b"[]", b'{"url": 1}'])
    def test_a_damaged_state_starts_anew(self, fake: FakeFileServer, tmp_path: Path, content: bytes) -> None:
        get(fake, tmp_path)
        (folder_of(fake.url(), tmp_path) / STATE).write_bytes(content)
        assert get(fake, tmp_path).read_bytes() == BODY

    def test_a_state_that_leads_elsewhere_is_not_believed(self, fake: FakeFileServer, tmp_path: Path) -> None:
        (tmp_path / "secret").write_bytes(BODY)
        path = get(fake, tmp_path)
        state = path.with_name(STATE)
        state.write_bytes(state.read_bytes().replace(path.name.encode(), b"../secret"))
        assert get(fake, tmp_path) == path

    def test_an_empty_file(self, tmp_path: Path) -> None:
        with FakeFileServer(b"", "etag") as fake:
            assert get(fake, tmp_path).read_bytes() == b""

    def test_two_addresses_do_not_take_each_others_place(self, fake: FakeFileServer, tmp_path: Path) -> None:
        first, second = (
            fetch_file(fake.url(path), tmp_path, client=fake.client())[0] for path in ("/a/list.csv", "/b/list.csv")
        )
        assert first.name == second.name
        assert first != second


class TestGoingOn:
    def test_only_the_rest_is_asked_for(self, fake: FakeFileServer, tmp_path: Path) -> None:
        fake.script("cut:500", "cut:700")
        assert get(fake, tmp_path).read_bytes() == BODY
        assert fake.ranges() == ["", "bytes=500-", "bytes=1200-"]
        assert [asked.get("If-Range") for asked in fake.asked[1:]] == [fake.marks()["ETag"]] * 2

    def test_after_the_command_was_given_again(self, fake: FakeFileServer, tmp_path: Path) -> None:
        assert "0.0 MB are saved; the same command again goes on from there." in broken_off(fake, tmp_path)
        assert inside(fake, tmp_path) == {PART, STATE}
        assert get(fake, tmp_path).read_bytes() == BODY
        assert fake.ranges() == ["bytes=500-"]

    def test_a_file_that_changed_meanwhile_starts_over(self, fake: FakeFileServer, tmp_path: Path) -> None:
        broken_off(fake, tmp_path)
        fake.body = BODY[::-1]
        assert get(fake, tmp_path).read_bytes() == BODY[::-1]
        assert fake.ranges() == ["bytes=500-"]

    def test_a_part_of_a_changed_file_is_not_taken(self, fake: FakeFileServer, tmp_path: Path) -> None:
        broken_off(fake, tmp_path)
        fake.body = BODY[::-1]
        fake.script("part")  # a server that does not heed If-Range
        assert get(fake, tmp_path).read_bytes() == BODY[::-1]
        assert fake.ranges() == ["bytes=500-", ""]

    def test_nor_one_of_another_length(self, fake: FakeFileServer, tmp_path: Path) -> None:
        broken_off(fake, tmp_path)
        fake.script("part:999999")
        assert get(fake, tmp_path).read_bytes() == BODY
        assert fake.ranges() == ["bytes=500-", ""]

    def test_a_part_nobody_asked_for_is_not_taken(self, fake: FakeFileServer, tmp_path: Path) -> None:
        fake.script("part")
        assert get(fake, tmp_path).read_bytes() == BODY
        assert len(fake.asked) == 2

    def test_a_file_that_became_shorter(self, fake: FakeFileServer, tmp_path: Path) -> None:
        broken_off(fake, tmp_path)
        fake.body = b"short"
        fake.script("part")
        assert get(fake, tmp_path).read_bytes() == b"short"

    @pytest.mark.parametrize("validators", [("weak",), ()])
    def test_without_a_mark_to_rely_on_it_starts_over(self, tmp_path: Path, validators: tuple[str, ...]) -> None:
        with FakeFileServer(BODY, *validators) as fake:
            assert "saved" not in broken_off(fake, tmp_path)
            assert get(fake, tmp_path).read_bytes() == BODY
            assert fake.ranges() == [""]

    def test_every_step_forward_begins_the_count_anew(self, fake: FakeFileServer, tmp_path: Path) -> None:
        fake.script(*["cut:100"] * 20)
        assert get(fake, tmp_path).read_bytes() == BODY
        assert len(fake.asked) == 21
        assert set(fake.slept) == {2.0}

    def test_no_step_forward_is_an_end(self, fake: FakeFileServer, tmp_path: Path) -> None:
        fake.script("cut:100", *["cut:0"] * 9)
        with pytest.raises(SourceError, match="no usable answer to 6 calls; the last time the file broke off"):
            get(fake, tmp_path)

    def test_two_at_once_do_not_write_into_each_other(self, fake: FakeFileServer, tmp_path: Path) -> None:
        broken_off(fake, tmp_path)
        with (folder_of(fake.url(), tmp_path) / PART).open("ab") as part:
            fcntl.flock(part, fcntl.LOCK_EX)
            with pytest.raises(SourceError, match="is being downloaded here already"):
                get(fake, tmp_path)
        assert get(fake, tmp_path).read_bytes() == BODY


class TestABadServer:
    @pytest.mark.parametrize("mode", ["status:500", "status:503", "429:", "slow", "gzip:9", "status:304", "status:416"])
    def test_what_may_pass_is_asked_again(self, fake: FakeFileServer, tmp_path: Path, mode: str) -> None:
        fake.script(mode)
        assert get(fake, tmp_path, timeout=0.3 if mode == "slow" else 5.0).read_bytes() == BODY
        assert (len(fake.asked), fake.slept) == (2, [2.0])

    def test_it_keeps_to_retry_after(self, fake: FakeFileServer, tmp_path: Path) -> None:
        fake.script("429:7")
        assert get(fake, tmp_path).read_bytes() == BODY
        assert fake.slept == [7.0]

    @pytest.mark.parametrize("status", [401, 403, 404, 410])
    def test_a_refusal_is_not(self, fake: FakeFileServer, tmp_path: Path, status: int) -> None:
        fake.script(f"status:{status}")
        with pytest.raises(SourceError, match=f"answered {status}"):
            get(fake, tmp_path)
        assert (len(fake.asked), fake.slept) == (1, [])

    @pytest.mark.parametrize("mode", ["endless", "bomb:3"])
    def test_what_is_too_large_is_cut_off_and_goes(self, fake: FakeFileServer, tmp_path: Path, mode: str) -> None:
        fake.script(mode)
        with pytest.raises(SourceError, match="more than 1 MB"):
            get(fake, tmp_path, largest=2**20)
        assert (len(fake.asked), inside(fake, tmp_path)) == (1, set())

    def test_what_says_that_it_is_too_large_is_not_taken(self, fake: FakeFileServer, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="more than 0 MB"):
            get(fake, tmp_path, largest=1000)
        assert inside(fake, tmp_path) == set()

    def test_a_trickle_ends(self, fake: FakeFileServer, tmp_path: Path) -> None:
        fake.script("trickle")
        clock = iter(range(0, 10_000, 20))
        with pytest.raises(SourceError, match="took longer than 5 minutes"):
            get(fake, tmp_path, monotonic=lambda: float(next(clock)))

    def test_gzip_that_nobody_asked_for_is_inflated(self, fake: FakeFileServer, tmp_path: Path) -> None:
        fake.script("gzip")
        assert get(fake, tmp_path).read_bytes() == BODY

    def test_another_coding_is_refused(self, fake: FakeFileServer, tmp_path: Path) -> None:
        fake.script("coding:br")
        with pytest.raises(SourceError, match="coding 'br'"):
            get(fake, tmp_path)

    def test_a_folder_that_cannot_be(self, fake: FakeFileServer, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(SourceError, match=r"The file cannot be kept in .*file"):
            get(fake, tmp_path / "file")
        assert fake.asked == []

    def test_a_disk_that_is_full_is_not_asked_of_the_server(
        self, fake: FakeFileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(SourceError, match="No space left on device"):
            get(fake, tmp_path)
        assert len(fake.asked) == 1


class TestWhomItAsks:
    @pytest.mark.parametrize(
        "target",
        [
            "http://127.0.0.1:1/",
            "https://127.0.0.1/",
            "https://10.0.0.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://[::1]/",
            "https://localhost/",
            "http://example.org/",
            "https://someone@example.org/",
            "https://example.org:8443/",
            "file:///etc/passwd",
        ],
    )
    def test_it_follows_no_redirect_inside(self, fake: FakeFileServer, tmp_path: Path, target: str) -> None:
        fake.script(f"redirect:{target}")
        with pytest.raises(SourceError, match=r"not asked|asked without|not a web address"):
            get(fake, tmp_path)
        assert (len(fake.asked), fake.slept) == (1, [])

    def test_nor_one_to_a_name_that_leads_inside(self, fake: FakeFileServer, tmp_path: Path) -> None:
        fake.script("redirect:https://files.example.org/")
        with pytest.raises(SourceError, match=r"10\.0\.0\.1, which is not a public one"):
            get(fake, tmp_path, resolve=lambda host, _: ["10.0.0.1" if "example" in host else "127.0.0.1"])

    def test_a_redirect_here_is_followed(self, fake: FakeFileServer, tmp_path: Path) -> None:
        fake.script("redirect:/elsewhere/Other_2026.csv")
        assert get(fake, tmp_path).name == "Other_2026.csv"

    def test_a_loop_ends(self, fake: FakeFileServer, tmp_path: Path) -> None:
        fake.script(*["redirect:/again"] * 6)
        with pytest.raises(SourceError, match="more than 5 redirects"):
            get(fake, tmp_path)

    @pytest.mark.parametrize("url", ["http://example.org/a.csv", "ftp://example.org/a.csv", "https://u:p@example.org/"])
    def test_it_refuses_before_any_call(self, tmp_path: Path, url: str) -> None:
        with FakeFileServer(b"") as fake, pytest.raises(SourceError) as caught:
            fetch_file(url, tmp_path, client=fake.client())
        assert "u:p" not in str(caught.value)
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["samhsa-otp", "cms-otp", "hrsa", "samhsa-directory", "hsds", "nppes"])
def test_every_source_of_plain_files_downloads_them_and_only_by_https(data: Settings, key: str) -> None:
    fetch = SOURCES[key].fetch
    assert fetch is not None
    with pytest.raises(SourceError, match="only https:// addresses are"):
        fetch("http://127.0.0.1:1/x.csv", data.data, say=lambda _: None)


def test_a_page_instead_of_a_table_is_named_by_the_reader(tmp_path: Path) -> None:
    with FakeFileServer(b"<!DOCTYPE html><title>Down for maintenance</title>") as fake:
        path = get(fake, tmp_path)
    with pytest.raises(SourceError, match=r"is an HTML page .*Down for maintenance.* Right is the CSV"):
        list(SOURCES["cms-otp"].read([path], Reading()))


def test_the_name_keeps_its_date(tmp_path: Path) -> None:
    with FakeFileServer(BODY, Content_Disposition="attachment; filename*=UTF-8''Listing%202026-01-31.csv") as fake:
        assert get(fake, tmp_path).name == file_name("https://example.org/Listing_2026-01-31.csv", "")
