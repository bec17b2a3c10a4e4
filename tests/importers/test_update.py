"""`update`, as a timer calls it: every source by itself, what is said of each, and when something is published."""

from __future__ import annotations

import fcntl
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from directory.errors import SourceError
from directory.reading import Run
from directory.settings import Settings
from directory.store import Record
from importers.update_file import load
from search.switch import current
from tests.conftest import Desk, listings
from treatment_directory import main

SAMPLES = Path(__file__).parents[1] / "samples"
CMS, OTP = "cms_otp_providers_2025.csv", "TreatmentProgram_20250704.csv"
BOTH = f"""
[[source]]
key = "cms-otp"
from = ["{CMS}"]

[[source]]
key = "samhsa-otp"
from = ["otp/*.csv"]
"""


@pytest.fixture
def home(data: Settings) -> Path:
    """The data folder with both files of BOTH in it, and update.toml."""
    (data.data / "otp").mkdir()
    shutil.copy(SAMPLES / CMS, data.data)
    shutil.copy(SAMPLES / OTP, data.data / "otp")
    (data.data / "update.toml").write_text(BOTH, encoding="utf-8")
    return data.data


def update(*words: object) -> Result:
    """Type `update`; an error that is no sentence for people fails the test."""
    result = CliRunner().invoke(main, ["update", *map(str, words)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.output
    return result


def done(*words: object, code: int = 0) -> Any:  # Any: JSON
    """What `update --json` prints, whole, whatever it ends with."""
    result = update(*words, "--json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def states(answer: Any) -> list[str]:
    return [f"{one['name']}: {one['state']}" for one in answer["sources"]]


def runs(data: Settings) -> list[Run]:
    with Record(data.database_url) as record, record.reading() as reader:
        return reader.runs()


def spoil(path: Path) -> None:
    path.write_text("<!DOCTYPE html><title>Down for maintenance</title>", encoding="utf-8")


class TestWhatItDoes:
    def test_imports_all_and_publishes_once(self, home: Path, data: Settings) -> None:
        answer = done()
        assert states(answer) == ["cms-otp: imported", "samhsa-otp: imported"]
        assert [one["report"]["run"] for one in answer["sources"]] == [1, 2]
        assert (answer["published"], current(data.generations)) == (1, 1)

    @pytest.mark.parametrize(("names", "sources"), [(["all"], ["cms-otp", "samhsa-otp"]), (["samhsa-otp"],) * 2])
    def test_those_that_are_named(self, home: Path, data: Settings, names: list[str], sources: list[str]) -> None:
        done(*names)
        assert [made.source for made in runs(data)] == sources

    def test_one_that_is_not_enabled_runs_only_when_named(self, home: Path, data: Settings) -> None:
        (home / "update.toml").write_text(BOTH + "enabled = false\n", encoding="utf-8")
        assert states(done()) == ["cms-otp: imported"]
        assert states(done("samhsa-otp")) == ["samhsa-otp: imported"]

    def test_it_goes_by_the_settings_of_a_source(self, home: Path, data: Settings) -> None:
        text = BOTH.replace("[[source]]", "[[source]]\npartial = true\nas_of = '2024-02'", 1)
        (home / "update.toml").write_text(text, encoding="utf-8")
        done()
        first = runs(data)[0]
        assert (first.as_of, first.scopes) == ("2024-02", ())

    def test_another_file_and_its_own_folder(self, home: Path, tmp_path: Path) -> None:
        other = tmp_path / "weekly [1]"
        other.mkdir()
        (home / "update.toml").rename(other / "weekly.toml")
        shutil.move(home / CMS, other)
        shutil.move(home / "otp", other)
        assert states(done("--config", other / "weekly.toml")) == ["cms-otp: imported", "samhsa-otp: imported"]

    def test_a_table_has_the_name_of_its_mapping(self, home: Path) -> None:
        shutil.copy(SAMPLES / "table_state_programs.toml", home)
        shutil.copy(SAMPLES / "table_state_programs.csv", home)
        names = '["table_state_programs.toml", "table_state_programs.csv"]'
        (home / "update.toml").write_text(f'[[source]]\nkey = "table"\nfrom = {names}\n', encoding="utf-8")
        (one,) = done()["sources"]
        assert one["state"] == "imported"
        assert one["source"].startswith("table:")

    def test_a_dry_run_writes_and_publishes_nothing(self, home: Path, data: Settings) -> None:
        answer = done("--dry-run")
        assert [one["report"]["added"] > 0 for one in answer["sources"]] == [True, True]
        assert (answer["published"], runs(data), current(data.generations)) == (None, [], None)
        assert "Dry run, nothing was written." in update("--dry-run").stdout

    def test_the_words(self, home: Path) -> None:
        result = update()
        assert "CMS Opioid Treatment Program Providers (cms-otp): run 1, data of " in result.stdout
        assert "2 sources: 2 in order, 0 failed.\nGeneration 1 is live.\n" in result.stdout
        assert "Error" not in result.stderr


class TestOneThatFails:
    def test_the_others_go_on_and_are_published(self, home: Path, data: Settings) -> None:
        spoil(home / CMS)
        answer = done(code=1)
        assert states(answer) == ["cms-otp: failed", "samhsa-otp: imported"]
        assert "is an HTML page" in answer["sources"][0]["note"]
        assert [made.source for made in runs(data)] == ["samhsa-otp"]
        assert current(data.generations) == 1

    def test_it_is_told_with_what_to_do(self, home: Path) -> None:
        spoil(home / CMS)
        result = update()
        assert result.exit_code == 1
        assert "2 sources: 1 in order, 1 failed." in result.stdout
        (line,) = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
        assert line.startswith(f"Error: cms-otp: {CMS} is an HTML page")
        assert line.endswith("When it is mended: `treatment-directory update cms-otp`.")

    def test_what_was_held_is_still_there(self, home: Path, data: Settings) -> None:
        done()
        spoil(home / CMS)
        done(code=1)
        with Record(data.database_url) as record, record.reading() as reader:
            assert {item.source for item in reader.current()} == {"cms-otp", "samhsa-otp"}

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda home: (home / "otp" / OTP).unlink(), "No file fits 'otp/*.csv'"),
            (lambda home: shutil.copy(home / "otp" / OTP, home / "otp" / "2.csv"), "each is a directory of its own"),
        ],
    )
    def test_a_glob_must_fit(self, home: Path, change: Callable[[Path], object], words: str) -> None:
        change(home)
        answer = done(code=1)
        assert states(answer) == ["cms-otp: imported", "samhsa-otp: failed"]
        assert words in answer["sources"][1]["note"]

    def test_a_source_that_shrank_is_let_through_once_it_was_looked_at(self, home: Path, data: Settings) -> None:
        done()
        path = home / CMS
        path.write_text("\n".join(path.read_text("utf-8").splitlines()[:2]) + "\n", encoding="utf-8")
        answer = done(code=1)
        assert "--allow-shrink" in answer["sources"][0]["note"]
        assert states(done("cms-otp", "--allow-shrink")) == ["cms-otp: imported"]

    def test_every_one_fails(self, home: Path, data: Settings) -> None:
        spoil(home / CMS)
        spoil(home / "otp" / OTP)
        assert done(code=1)["published"] is None
        assert (runs(data), current(data.generations)) == ([], None)


class TestUnchanged:
    def test_the_same_files_are_no_second_run(self, home: Path, data: Settings) -> None:
        done()
        answer = done()
        assert states(answer) == ["cms-otp: unchanged", "samhsa-otp: unchanged"]
        assert "the files are those of run 1 of 2" in answer["sources"][0]["note"]
        assert (answer["published"], len(runs(data)), current(data.generations)) == (None, 2, 1)

    def test_unless_they_are_asked_for(self, home: Path, data: Settings) -> None:
        done()
        assert states(done("--again")) == ["cms-otp: imported", "samhsa-otp: imported"]
        assert len(runs(data)) == 4

    def test_another_date_of_the_data_is_a_change(self, home: Path, data: Settings) -> None:
        done()
        (home / "update.toml").write_text(BOTH + 'as_of = "2025-06"\n', encoding="utf-8")
        assert states(done()) == ["cms-otp: unchanged", "samhsa-otp: imported"]
        assert states(done()) == ["cms-otp: unchanged", "samhsa-otp: unchanged"]

    def test_files_that_go_back_are_a_change(self, home: Path, data: Settings) -> None:
        before = (home / CMS).read_bytes()
        done("cms-otp")
        (home / CMS).write_bytes(before.replace(b"BIRMINGHAM", b"HOOVER") + b"\n")
        done("cms-otp")
        (home / CMS).write_bytes(before)
        assert states(done("cms-otp")) == ["cms-otp: imported"]
        assert len(runs(data)) == 3

    @pytest.mark.parametrize(
        ("scopes", "state"),
        [
            (("elsewhere",), "unchanged"),
            (("cms-otp",), "imported"),
            (("cms-otp", "elsewhere"), "imported"),
            ((), "imported"),
        ],
    )
    def test_another_run_since_counts_if_it_may_tell_of_the_same_listings(
        self, home: Path, data: Settings, scopes: tuple[str, ...], state: str
    ) -> None:
        done("cms-otp")
        with Record(data.database_url) as record:
            options = {"allow_shrink": True}
            Desk(record).take(listings(2, scope="elsewhere"), key="cms-otp", scopes=scopes, options=options)
        assert states(done("cms-otp")) == [f"cms-otp: {state}"]

    def test_two_of_one_key_go_by_their_labels(self, home: Path, data: Settings) -> None:
        second = f'[[source]]\nkey = "cms-otp"\nlabel = "early"\nas_of = "2024-01"\nfrom = ["{CMS}"]'
        (home / "update.toml").write_text(BOTH + second, encoding="utf-8")
        assert states(done("early")) == ["early: imported"]
        assert states(done("cms-otp")) == ["cms-otp: unchanged", "early: unchanged"]

    def test_an_undone_run_is_not_made_again_by_a_timer(self, home: Path, data: Settings) -> None:
        done()
        assert CliRunner().invoke(main, ["undo", "1"]).exit_code == 0
        result = update()
        assert result.exit_code == 0
        assert "(cms-otp): held back; the files are those of run 1 of " in result.stdout
        assert "`treatment-directory update cms-otp --again`" in result.stdout
        assert states(done("cms-otp", "--again")) == ["cms-otp: imported"]


class TestPublishing:
    def test_never(self, home: Path, data: Settings) -> None:
        assert done("--no-publish")["published"] is None
        assert (len(runs(data)), current(data.generations)) == (2, None)

    def test_what_an_earlier_update_did_not_publish_is_made_up_for(self, home: Path, data: Settings) -> None:
        done("--no-publish")
        answer = done()
        assert (states(answer)[0], answer["published"]) == ("cms-otp: unchanged", 1)

    def test_always(self, home: Path) -> None:
        done()
        assert done("--publish")["published"] == 2

    def test_a_rollback_is_not_taken_back_by_nothing_new(self, home: Path, data: Settings) -> None:
        done()
        done("--publish")
        assert CliRunner().invoke(main, ["rollback"]).exit_code == 0
        assert done()["published"] is None
        assert current(data.generations) == 1

    def test_one_that_fails_is_an_error_and_what_was_imported_stays(self, home: Path, data: Settings) -> None:
        data.generations.mkdir()
        with (data.generations / "publish.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            result = update()
            assert result.exit_code == 1
            assert "Error: Publishing failed, and what was live is live still: Another publish" in result.stderr
            assert "Another publish" in done(code=1)["problem"]
        assert len(runs(data)) == 2


def test_two_updates_do_not_run_at_once(home: Path, data: Settings) -> None:
    with (home / "update.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = update()
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: Another update is at work here; try again when it has ended.\n"
    assert runs(data) == []


WRONG = {
    'key = "x"': "'key' is no key of the file; right is [[source]]",
    "": "source is missing",
    "source = []": "there is no [[source]] in it",
    "[[source]]": "[[source]] 1: key is missing",
    "[[source]": "is no TOML",
    '[[source]]\nkey = "nonsense"\nfrom = ["x"]': "there is no source 'nonsense'; there are samhsa-directory",
    '[[source]]\nkey = "hrsa"': "[[source]] hrsa: `from` is missing; it takes the CSV",
    '[[source]]\nkey = "hrsa"\nfrom = "x"': "[[source]] 1 from: Expected `array`, got `str`",
    '[[source]]\nkey = "hrsa"\nfrom = ["x"]\nas_of = "May"': "as_of is 'May'; 2022, 2022-05 or 2022-05-19 is right",
    '[[source]]\nkey = "hrsa"\nfrom = ["x"]\nurl = "x"': "'url' is no key of [[source]] 1; right are key, from, as_of",
    '[[source]]\nkey = "hrsa"\nfrom = ["x"]\n' * 2: "two sources are called hrsa; a label",
    '[[source]]\nkey = "hrsa"\nfrom = ["x"]\nlabel = "all"': "another label is right",
}


@pytest.mark.parametrize(("text", "words"), WRONG.items())
def test_a_file_that_is_wrong_is_told_before_anything_runs(data: Settings, text: str, words: str) -> None:
    (data.data / "update.toml").write_text(text, encoding="utf-8")
    result = update()
    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr


def test_a_file_that_is_not_there(data: Settings) -> None:
    result = update("--config", data.data / "none.toml")
    assert result.exit_code == 1
    assert "none.toml cannot be read (No such file or directory); it says what to import" in result.stderr


def test_a_name_that_is_not_there(home: Path) -> None:
    result = update("hrsa")
    assert result.exit_code == 1
    assert "The file has no source hrsa; it has cms-otp, samhsa-otp." in result.stderr


def _as_toml(entry: dict[str, str]) -> str:
    return "[[source]]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in entry.items())


def test_the_example_in_the_documents_can_be_read(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "operating.md").read_text(encoding="utf-8")
    (tmp_path / "update.toml").write_text(re.findall(r"^```toml\n(.*?)^```", text, re.M | re.S)[0], encoding="utf-8")
    assert [entry.name for entry in load(tmp_path / "update.toml")] == ["findtreatment", "samhsa-otp", "Ohio"]


@given(st.text() | st.dictionaries(st.sampled_from(["key", "from", "as_of", "enabled", "x"]), st.text()).map(_as_toml))
def test_any_text_is_a_list_of_sources_or_a_sentence(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "update.toml"
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        told = ""
        try:
            entries = load(path)
        except SourceError as error:
            entries, told = [], str(error)
        assert bool(entries) != told.endswith(".")
