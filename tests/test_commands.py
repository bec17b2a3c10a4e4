"""The command line, as a stranger types it: what it prints, what it ends with, and what it says of mistakes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient

import treatment_directory
from directory.exports.formats import FORMATS
from directory.settings import PREFIX, SETTINGS, Settings, settings
from importers.registry import SOURCES
from search.serving import Serving
from treatment_directory import main
from web.app import create_app

EXPORT = Path(__file__).parent / "samples" / "FindTreament_Facility_listing_2026_01_15_093000.csv"
PROMISED = {
    *("source", "run", "dry_run", "rows", "saved", "added", "changed", "unchanged", "withdrawn"),
    *("refused", "unknown", "unused_columns"),
}
BESIDES = {"as_of", "partial", "older", "warnings", "would_stop"}
MOMENT = datetime(2026, 11, 22, 10, 30, 15, tzinfo=UTC)


def cli(*words: object) -> Result:
    """Type a command. An error that is not a sentence for people fails the test."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def printed(*words: object) -> Any:  # Any: JSON
    """What a command that must succeed prints as JSON."""
    result = cli(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(*words: object) -> str:
    """What a command that must fail says."""
    result = cli(*words)
    assert result.exit_code == 1
    assert result.stdout == ""
    progress, _, said = result.stderr.rpartition("Error: ")
    assert all(line.startswith("read ") for line in progress.splitlines())
    assert "Traceback" not in said
    return said


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Path:
    """A data folder with the sample imported and published. Not to be changed; `published` is a copy to change."""
    folder = tmp_path_factory.mktemp("sample") / "data"
    folder.mkdir()
    os.link(place_table, folder / "places.sqlite")
    with pytest.MonkeyPatch.context() as patch:
        use(patch, folder)
        assert cli("import", "sample").exit_code == 0
        assert cli("publish").exit_code == 0
    return folder


def use(patch: pytest.MonkeyPatch, folder: Path) -> Settings:
    for setting in SETTINGS:
        patch.delenv(PREFIX + setting.name, raising=False)
    patch.setenv(f"{PREFIX}DATA", str(folder))
    patch.setenv(f"{PREFIX}FILES", "csv,xlsx,geojson,jsonl")  # the access report would take ten seconds
    return settings()


@pytest.fixture
def reading(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The sample, to be asked only."""
    return use(monkeypatch, sample)


@pytest.fixture
def published(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of the sample that a test may do anything to."""
    return use(monkeypatch, Path(shutil.copytree(sample, tmp_path / "data", symlinks=True)))


def commands() -> list[list[str]]:
    return [[], *([name] for name in sorted(main.commands))]


@pytest.mark.parametrize("path", commands(), ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help(path: list[str], option: str) -> None:
    result = cli(*path, option)
    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")
    command = main.commands[path[0]] if path else main
    assert command.help
    assert all(isinstance(p, click.Argument) or getattr(p, "help", "") for p in command.params)


def test_it_says_its_version() -> None:
    assert re.search(r"version \d+\.\d+\.\d+$", cli("--version").output.strip())


@pytest.mark.parametrize(
    "words", [("nonsense",), ("import",), ("undo", "x"), ("serve", "--port", "0"), ("search", "--x")]
)
def test_what_is_typed_wrong_is_a_usage_error(data: Settings, words: tuple[str, ...]) -> None:
    result = cli(*words)
    assert result.exit_code == 2
    assert "Usage: " in result.stderr


def test_it_runs_as_a_module(tmp_path: Path) -> None:
    environment = os.environ | {f"{PREFIX}DATA": str(tmp_path)}
    command = [sys.executable, "-m", "treatment_directory", "check"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=root())
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: Nothing has been published yet; import a source and publish.\n"


def test_serve_says_at_once_that_nothing_is_published(tmp_path: Path, sample: Path) -> None:
    first = served_first(tmp_path)
    assert first.startswith(
        f"Warning: nothing is published in {tmp_path / 'generations'} yet: run `treatment-directory"
    )
    assert "`treatment-directory publish`" in first
    (tmp_path / "generations").mkdir()
    (tmp_path / "generations" / "current").write_text("gen-000001", encoding="utf-8")
    assert "current is not a link to a generation; remove it and run `rollback NUMBER`." in served_first(tmp_path)
    assert "Warning" not in served_first(sample)


def served_first(folder: Path) -> str:
    """The first line that a server with this folder prints."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "treatment_directory", "serve", "--port", port]
    environment = os.environ | {f"{PREFIX}DATA": str(folder)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, cwd=root()) as server:
        assert server.stderr is not None
        try:
            return server.stderr.readline()
        finally:
            server.terminate()


def root() -> Path:
    return Path(treatment_directory.__file__).parent


def test_sources(data: Settings) -> None:
    text = cli("sources").stdout
    for source in SOURCES.values():
        assert all(part in text for part in (source.key, source.label, source.publisher, source.takes, source.url))
    assert [row["key"] for row in printed("sources")] == list(SOURCES)
    assert set(printed("sources")[0]) == {"key", "label", "publisher", "url", "licence", "takes", "fictional"}


class TestImport:
    """`import`."""

    def test_it_prints_what_is_promised(self, data: Settings) -> None:
        report = printed("import", "findtreatment", EXPORT)
        assert set(report) == PROMISED | BESIDES
        assert (report["source"], report["run"], report["dry_run"]) == ("findtreatment", 1, False)
        assert report["rows"] == report["saved"] + len(report["refused"]) > 0
        assert report["saved"] == report["added"] + report["changed"] + report["unchanged"]
        assert all(set(row) >= {"line", "reason"} for row in report["refused"])

    def test_again_changes_nothing(self, data: Settings) -> None:
        first, second = (printed("import", "sample") for _ in range(2))
        assert second["added"] == second["changed"] == second["withdrawn"] == 0
        assert second["unchanged"] == first["added"] == first["rows"] > 600

    def test_a_dry_run_says_so_and_makes_no_run(self, data: Settings) -> None:
        result = cli("import", "sample", "--dry-run")
        assert result.stdout.startswith("Dry run, nothing was written: Invented sample listings, data of 2026-01-01")
        assert "No import has been made yet" in cli("runs").stdout

    def test_it_tells_how_far_it_is_apart_from_what_it_found(self, data: Settings) -> None:
        result = cli("import", "sample", "--json")
        assert result.stderr.startswith("read ")
        json.loads(result.stdout)

    def test_it_tells_in_words(self, data: Settings, tmp_path: Path) -> None:
        header, first = EXPORT.read_text(encoding="utf-8-sig").splitlines()[:2]
        path = tmp_path / "export.csv"
        path.write_text("\n".join([header, first, first.replace('"AL"', '"Nowhere"')]), encoding="utf-8")
        text = cli("import", "findtreatment", path, "--as-of", "2026-02").stdout
        assert "Run 1: FindTreatment.gov, data of 2026-02" in text
        assert "2 rows: 1 saved, 1 refused" in text
        assert "1 added, 0 changed, 0 unchanged, 0 withdrawn" in text
        assert "export.csv line 3: state 'Nowhere' is not known" in text

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("nonsense", "x.csv"), "no source 'nonsense'; there are: samhsa-directory, findtreatment, "),
            (("findtreatment",), "Which file? FindTreatment.gov takes saved API answers"),
            (("findtreatment", "missing.json"), "missing.json"),
            (("samhsa-directory", "missing.xlsx"), "missing.xlsx"),
            (("table", "https://example.org/x.csv"), "cannot be downloaded by this program; save the file"),
            (("sample", "--as-of", "2022-13"), "--as-of '2022-13' is no date; write 2022, 2022-05 or 2022-05-19"),
            (("sample", "--as-of", "May 2022"), "is no date; write 2022, 2022-05 or 2022-05-19"),
            (("sample", "--as-of", "2022-02-30"), "is no date; write 2022, 2022-05 or 2022-05-19"),
            (("sample", "--as-of", "22"), "is no date; write 2022, 2022-05 or 2022-05-19"),
        ],
    )
    def test_mistakes_are_told_in_a_sentence(self, data: Settings, words: tuple[str, ...], said: str) -> None:
        assert said in refused("import", *words)
        assert "No import has been made yet" in cli("runs").stdout

    def test_a_file_that_is_not_what_it_claims(self, data: Settings, tmp_path: Path) -> None:
        path = tmp_path / "directory.xlsx"
        path.write_text("<html><table><tr><td>Name</td></tr></table></html>")
        assert "directory.xlsx" in refused("import", "samhsa-directory", path)

    def test_a_run_that_would_withdraw_too_many(self, published: Settings) -> None:
        half = root() / "importers" / "samples" / "sample-mh.csv"
        assert "--allow-shrink" in refused("import", "sample", half)
        assert len(printed("runs")) == 1
        assert printed("import", "sample", half, "--partial")["withdrawn"] == 0
        assert printed("import", "sample", half, "--allow-shrink")["withdrawn"] > 300


class TestRuns:
    """`runs` and `undo`."""

    def test_what_was_made_and_taken_back(self, data: Settings) -> None:
        assert cli("runs").stdout == "No import has been made yet.\n"
        assert printed("runs") == []
        cli("import", "sample")
        (made,) = printed("runs")
        assert (made["id"], made["source"], made["undone"]) == (1, "sample", None)
        assert made["counts"]["added"] == made["counts"]["rows"]
        undone = cli("undo", 1)
        assert undone.stdout == "Run 1 of sample is undone. Publish to show the record without it.\n"
        assert printed("runs")[0]["undone"]
        assert "undone" in cli("runs").stdout

    @pytest.mark.parametrize("number", [7, 0])
    def test_a_run_that_is_not_there(self, data: Settings, number: int) -> None:
        assert f"There is no run {number}." in refused("undo", number)


class TestGenerations:
    """`publish`, `generations`, `check`, `rollback`."""

    def test_nothing_yet(self, data: Settings) -> None:
        assert cli("generations").stdout == "Nothing has been published yet.\n"
        assert printed("generations") == []
        assert "Nothing has been published yet" in refused("check")
        assert "no sound earlier generation" in refused("rollback")
        assert "holds no current listing" in cli("publish").stderr
        for words in (("search",), ("export", "--format", "csv")):
            assert "no generation has been published yet" in refused(*words)

    def test_publish_and_go_back(self, published: Settings) -> None:
        cli("import", "findtreatment", EXPORT)
        done = cli("publish")
        assert done.exit_code == 0
        assert done.stdout.startswith("Generation 2 is live: ")
        one, two = printed("generations")
        assert (one["number"], one["live"], two["number"], two["live"]) == (1, False, 2, True)
        assert two["facilities"] > one["facilities"] > 600
        assert set(two["sources"]) == {"sample", "findtreatment"}
        assert (one["problem"], two["problem"]) == ("", "")
        assert cli("rollback").stdout == "Generation 1 is live.\n"
        assert cli("rollback", 2).stdout == "Generation 2 is live.\n"
        assert "There is no generation 9; there are: 1, 2." in refused("rollback", 9)

    def test_check(self, published: Settings) -> None:
        assert cli("check").stdout == "Generation 1 is sound.\n"
        assert printed("check")["problem"] == ""
        path = published.generations / "gen-000001" / "columns.npz"
        path.write_bytes(path.read_bytes()[:-1])
        told = cli("check")
        assert (told.exit_code, told.stdout) == (1, "gen-000001: columns.npz is not what was published.\n")
        told = cli("check", "--json")
        assert told.exit_code == 1
        assert json.loads(told.stdout)["problem"] == "gen-000001: columns.npz is not what was published."
        assert json.loads(told.stdout)["live"]

    def test_a_damaged_manifest_is_listed_as_such(self, published: Settings) -> None:
        (published.generations / "gen-000001" / "manifest.json").unlink()
        assert "manifest.json cannot be read" in cli("generations").stdout
        assert "manifest.json cannot be read" in printed("generations")[0]["problem"]
        assert cli("check").exit_code == 1


QUESTIONS: list[tuple[list[str], dict[str, str | list[str]]]] = [
    ([], {}),
    (
        ["--near", "35007", "--within", "100", "--setting", "outpatient"],
        {"near": "35007", "within": "100", "setting": "outpatient"},
    ),
    (
        ["--near", "Boston, MA", "--within", "any", "--size", "5", "--page", "2"],
        {"near": "Boston, MA", "within": "any", "size": "5", "page": "2"},
    ),
    (
        ["methadone", "--payment.all", "medicaid", "--payment.all", "medicare"],
        {"q": "methadone", "payment.all": ["medicaid", "medicare"]},
    ),
    (["--q", "center"], {"q": "center"}),
]


class TestSearch:
    """`search`."""

    @pytest.mark.parametrize(
        ("words", "parameters"), QUESTIONS, ids=lambda x: " ".join(x) if isinstance(x, list) else ""
    )
    def test_its_json_is_the_answer_of_the_api(
        self, reading: Settings, words: list[str], parameters: dict[str, str | list[str]]
    ) -> None:
        with TestClient(create_app(reading, Serving(reading.generations))) as client:
            answer = client.get("/api/v1/facilities", params=parameters)
        assert answer.status_code == 200
        assert printed("search", *words) == answer.json()

    def test_words_of_which_none_can_be_looked_for_are_called_words(self, reading: Settings) -> None:
        told = (
            "WORDS '!!!': There is no word in this that we can look for. Allowed: words of letters a to z and digits."
        )
        assert refused("search", "!!!") == f"{told}\n"
        assert refused("export", "--format", "csv", "!!!") == f"{told}\n"

    def test_it_says_what_it_understood(self, reading: Settings) -> None:
        text = cli("search", "methadoen near 35007 within 100 miles that takes medicaid, not residential").stdout
        assert (
            "Understood: within 100 miles of Alabaster, AL 35007; Methadone, given here; Accepts Medicaid; not:" in text
        )
        assert "Read “methadoen” as “methadone”" in text
        assert "Understood" not in cli("search", "--near", "35007", "--medication", "methadone").stdout

    def test_a_point_is_rounded_as_on_the_page_and_said_to_be(self, reading: Settings) -> None:
        rounded = cli("search", "--json", "--near", "33.24438,-86.81648")
        told = "Points are rounded to 2 decimals (33.24,-86.82); give at most 3 decimals to keep them.\n"
        assert rounded.stderr == told
        assert json.loads(rounded.stdout)["near"]["label"] == "33.24, -86.82"
        assert cli("search", "medicaid near 33.24438,-86.81648").stderr == told
        assert cli("search", "--near", "33.244,-86.816").stderr == ""
        assert cli("search", "medicaid near 35007").stderr == ""

    def test_in_an_emergency_it_says_whom_to_call_first(self, reading: Settings) -> None:
        assert cli("search", "i want to kill myself").stdout.startswith("In danger now? Call or text 988.")

    def test_a_place_that_is_not_clear_is_asked_about(self, reading: Settings) -> None:
        assert "Springfield, MA" in refused("search", "detox in springfield")

    def test_words_that_no_name_has_are_dropped_and_said_to_be(self, reading: Settings) -> None:
        answer, table = (
            cli("search", "medicaid xyzzyplugh near 35007 any distance", *more) for more in (["--json"], [])
        )
        assert json.loads(answer.stdout)["understood"]["dropped"] == "xyzzyplugh"
        assert "No place here has “xyzzyplugh” in its name or address; these fit the rest." in table.stdout

    def test_what_is_excluded_and_what_is_not_stated_have_options(self, reading: Settings) -> None:
        with_it, without, both = (
            printed("search", "--near", "Alabama", *more)["total"]
            for more in (["--payment", "medicaid"], ["--payment.not", "medicaid"], [])
        )
        assert 0 < with_it == both - without
        unknown = printed("search", "--near", "Alabama", "--language", "spanish", "--stated", "unknown")
        assert unknown["total"] == sum(unknown["not_stated"].values())

    def test_an_export_is_of_what_was_understood(self, reading: Settings) -> None:
        sentence = "medicaid near 35007 within 100 miles"
        lines = cli("export", "--format", "jsonl", sentence).stdout.splitlines()
        assert sum('"id"' in line for line in lines) >= printed("search", sentence)["total"] > 0

    def test_its_table_is_for_people(self, reading: Settings) -> None:
        text = cli("search", "--near", "35007", "--within", "500", "--size", "3").stdout
        answer = printed("search", "--near", "35007", "--within", "500", "--size", "3")
        assert "invented for demonstration. Do not call them." in text
        assert f"{answer['total']:,} places " in text
        assert "within 500 miles" in text
        for facility in answer["facilities"]:
            assert all(part in text for part in (facility["id"], facility["phones"][0]["display"]))
            assert f"{facility['distance_miles']:.1f}" in text
        assert all(number in text for number in ("988", "911", "1-800-662-4357"))

    @pytest.mark.parametrize("command", [["search"], ["export", "--format", "csv"]])
    def test_every_wrong_filter_is_named_with_what_is_right(self, reading: Settings, command: list[str]) -> None:
        said = refused(
            *command,
            *("--setting", "hospital", "--within", "far", "--page", "0", "--sort", "price", "--opioid.all", "x"),
        )
        for name in ("--setting 'hospital'", "--within 'far'", "--page '0'", "--sort 'price'", "--opioid.all 'x'"):
            assert name in said
        assert "outpatient" in said
        assert "distance" in said

    def test_a_place_that_is_unknown_or_one_of_many(self, reading: Settings) -> None:
        assert "--near 'Xyzzyville'" in refused("search", "--near", "Xyzzyville")
        said = refused("search", "--near", "Springfield")
        assert "Did you mean: " in said
        assert "Springfield, MO" in said


class TestExport:
    """`export`."""

    @pytest.mark.parametrize("key", FORMATS)
    def test_a_file_equals_the_download_of_that_moment(
        self, reading: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
    ) -> None:
        monkeypatch.setattr(treatment_directory, "now", lambda: MOMENT)
        path = tmp_path / f"list.{key}"
        assert cli("export", "--format", key, "--payment", "medicaid", "-o", path).exit_code == 0
        with TestClient(create_app(reading, Serving(reading.generations), lambda: MOMENT)) as client:
            assert path.read_bytes() == client.get(f"/download/{key}", params={"payment": "medicaid"}).content
        assert [other.name for other in tmp_path.iterdir()] == [path.name]
        to_screen = CliRunner().invoke(main, ["export", "--format", key, "--payment", "medicaid"])
        assert to_screen.stdout_bytes == path.read_bytes()

    def test_everything_that_fits_is_in_every_format(self, reading: Settings, tmp_path: Path) -> None:
        total = printed("search", "--payment", "medicaid")["total"]
        for key in ("csv", "geojson", "jsonl"):
            cli("export", "--format", key, "--payment", "medicaid", "-o", tmp_path / key)
        rows = list(csv.reader(io.StringIO((tmp_path / "csv").read_text(encoding="utf-8-sig"))))
        features = json.loads((tmp_path / "geojson").read_text())["features"]
        lines = (tmp_path / "jsonl").read_text().splitlines()
        assert total > 100
        assert len(features) == total
        assert sum(len(row) > 5 for row in rows) == total + 1
        assert sum('"id"' in line for line in lines) == total

    def test_it_tells_beside_the_file_how_it_read_the_question_and_how_many_it_wrote(
        self, reading: Settings, tmp_path: Path
    ) -> None:
        sentence = "methadoen near 35007 within 100 miles"
        total = printed("search", sentence)["total"]
        path = tmp_path / "list.jsonl"
        answer = cli("export", "--format", "jsonl", sentence, "-o", path)
        assert answer.stdout == ""
        assert answer.stderr.splitlines()[:2] == [
            "Understood: within 100 miles of Alabaster, AL 35007; Methadone, given here",
            "Read “methadoen” as “methadone”",
        ]
        assert answer.stderr.splitlines()[-1] == f"{total} place{'s' if total > 1 else ''} written to {path}."
        assert "Understood" not in path.read_text()
        alone = cli("export", "--format", "csv", "xyzzyplugh", "--near", "35007")
        assert alone.stderr == "No places written.\n"

    def test_a_format_there_is_not(self, reading: Settings) -> None:
        assert f"no format 'odt'; there are: {', '.join(FORMATS)}" in refused("export", "--format", "odt")

    def test_a_list_too_long_for_its_format(self, reading: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        few = replace(FORMATS["csv"], label="A small file", most=3)
        monkeypatch.setattr("web.terminal.FORMATS", {"csv": few})
        assert "A small file takes at most 3. Choose a smaller area" in refused("export", "--format", "csv")

    def test_a_folder_there_is_not(self, reading: Settings, tmp_path: Path) -> None:
        said = refused("export", "--format", "csv", "-o", tmp_path / "missing" / "list.csv")
        assert "missing" in said
        assert "No such file or directory" in said

    def test_half_a_file_is_never_left_under_the_name(
        self, reading: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "list.csv").write_text("what was there before")
        monkeypatch.setattr(treatment_directory, "export_pieces", breaking)
        assert "list.csv: No space left on device." in refused("export", "--format", "csv", "-o", tmp_path / "list.csv")
        assert (tmp_path / "list.csv").read_text() == "what was there before"
        assert [other.name for other in tmp_path.iterdir()] == ["list.csv"]


def breaking(*_: object) -> Any:  # Any: stands in for pieces of bytes
    yield b"half"
    raise OSError(28, "No space left on device", "list.csv")


def spoil(path: Path) -> None:
    path.write_bytes(b"not a database")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("KEEP", lambda _: "no", "TREATMENT_DIRECTORY_KEEP is 'no'; it must be a whole number from 1"),
        ("DATABASE_URL", lambda _: "x", "TREATMENT_DIRECTORY_DATABASE_URL is 'x'; it must be sqlite:///"),
        ("DATA", lambda folder: folder / "file", "File exists"),
    ],
)
def test_settings_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: Callable[[Path], object], said: str
) -> None:
    spoil(tmp_path / "file")
    monkeypatch.setenv(PREFIX + name, str(value(tmp_path)))
    assert said in refused("runs")


def test_a_record_that_is_none(data: Settings) -> None:
    spoil(data.data / "record.sqlite")
    for words in (("runs",), ("import", "sample"), ("undo", 1)):
        assert "record.sqlite cannot be opened: file is not a database." in cli(*words).stderr
