"""The house itself: migrations, the wheel, what no file may name, and documents that must keep up with the code."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from directory.database import HEAD, open_database
from directory.settings import PREFIX, SETTINGS
from directory.tables import METADATA

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TOP_LEVEL = {"directory", "importers", "search", "web", "treatment_directory.py"}


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", "directory:migrations")
    made.set_main_option("path_separator", "os")
    return made


class TestMigrations:
    """The tables as they are declared, and as the migrations make them."""

    def test_head_is_the_newest(self) -> None:
        assert ScriptDirectory.from_config(config()).get_heads() == [HEAD]

    def test_they_make_the_tables_that_are_declared(self, tmp_path: Path) -> None:
        engine = open_database(f"sqlite:///{tmp_path / 'record.sqlite'}")
        with engine.connect() as connection:
            options = {"compare_type": True, "compare_server_default": True}
            assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []
        engine.dispose()

    def test_they_can_be_taken_back(self, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path / 'record.sqlite'}"
        open_database(url).dispose()
        engine = create_engine(url)
        with engine.begin() as connection:
            made = config()
            made.attributes["connection"] = connection
            command.downgrade(made, "base")
        assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
        engine.dispose()
        open_database(url).dispose()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources so that nothing is written beside them."""
    folder = tmp_path_factory.mktemp("wheel")
    leave_out = shutil.ignore_patterns(".*", "data", "build", "*.egg-info", "__pycache__")
    shutil.copytree(ROOT, folder / "source", ignore=leave_out)
    words = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), "./source"]
    built = pip(folder, *words)
    if built.returncode:
        pytest.skip(f"no wheel can be built here: {built.stderr.strip().splitlines()[-1:]}")
    (path,) = folder.glob("*.whl")
    return path


def pip(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    start = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    return subprocess.run([*start, *words], cwd=folder, capture_output=True, text=True, check=False)


class TestWheel:
    """What an installation brings."""

    def test_its_top_level_names(self, wheel: Path) -> None:
        with ZipFile(wheel) as archive:
            names = {name.split("/")[0] for name in archive.namelist()}
        assert {name for name in names if not name.endswith(".dist-info")} == TOP_LEVEL

    def test_every_file_of_the_packages_is_in_it(self, wheel: Path) -> None:
        with ZipFile(wheel) as archive:
            packed = set(archive.namelist())
        packages = [ROOT / name for name in TOP_LEVEL if not name.endswith(".py")]
        files = (path for package in packages for path in package.rglob("*") if path.is_file())
        wanted = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
        assert wanted - packed <= {"directory/migrations/script.py.mako"}  # only for writing new migrations

    def test_it_works_where_it_is_installed(self, wheel: Path, tmp_path: Path) -> None:
        installed = tmp_path / "installed"
        done = pip(tmp_path, "install", "--no-deps", "--no-index", "--target", str(installed), str(wheel))
        assert done.returncode == 0, done.stderr
        environment = os.environ | {"PYTHONPATH": str(installed), f"{PREFIX}DATA": str(tmp_path / "data")}
        said = "import treatment_directory, web.app; print(treatment_directory.__file__, web.app.__file__)"
        for words in (["-c", said], ["-m", "treatment_directory", "import", "sample"]):
            ran = subprocess.run(
                [sys.executable, *words], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
            )
            assert ran.returncode == 0, ran.stderr
            assert "Run 1: Invented sample listings" in ran.stdout or ran.stdout.count(str(installed)) == 2


@cache
def repository() -> tuple[Path, ...]:
    """The files under version control, and those that would be added."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def text_of(path: Path) -> str:
    content = path.read_bytes()
    return "" if b"\0" in content[:8000] else content.decode("utf-8", "replace")


# Put together here, so that this file does not hold what it forbids.
FOLDERS = [f"/{name}/" for name in ("work", "home", "Users", "root", "mnt", "workspace")]
HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("crates", "io"))]
HOSTS += [".".join(("proxy", "golang", "org")), ".".join(("anaconda", "org"))]


@pytest.mark.parametrize("forbidden", [*FOLDERS, *HOSTS])
def test_no_file_names_a_machine_or_a_package_registry(forbidden: str) -> None:
    if not repository():
        pytest.skip("this is no checkout: there is no git, or no repository")
    pattern = re.compile(rf"(?<![\w.~-]){re.escape(forbidden)}" if "/" in forbidden else re.escape(forbidden))
    assert [path.relative_to(ROOT).as_posix() for path in repository() if pattern.search(text_of(path))] == []


def test_every_setting_is_in_the_table_of_the_documents() -> None:
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    rows = {row[0]: row for row in re.findall(rf"^\| `{PREFIX}(\w+)` \| (.*?) \| (.*?) \|$", text, re.MULTILINE)}
    assert list(rows) == [setting.name for setting in SETTINGS]
    for setting in SETTINGS:
        name, default, told = rows[setting.name]
        assert default == (f"`{setting.default}`" if setting.default else "empty"), name
        assert told == setting.help


def test_no_document_names_a_setting_that_there_is_not() -> None:
    known = {PREFIX + setting.name for setting in SETTINGS}
    others = {f"{PREFIX}TESTS_NEED_{what}" for what in ("BROWSER", "SPREADSHEET")} | {f"{PREFIX}SHARED_DATA"}
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
        assert set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", path.read_text(encoding="utf-8"))) <= known | others, path.name


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_with_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text
    assert "trusted-host" not in text
    entries = [entry for entry in re.split(r"\n(?=\S)", text.replace("\\\n", " ")) if entry[:1] not in ("", "#")]
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==\S+", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


def dependencies() -> list[str]:
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    return sorted({re.split(r"[\s<>=!~;\[]", requirement)[0] for group in groups for requirement in group})


@pytest.mark.parametrize("name", dependencies())
def test_every_dependency_is_locked_explained_and_its_licence_named(name: str) -> None:
    locked = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    assert re.search(rf"^{re.escape(name)}==", locked, re.MULTILINE)
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    assert re.search(rf"\*\*{re.escape(name)}\*\*", decisions)
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    licence = r"(MIT|BSD|Apache|MPL|PSF|0BSD|LGPL|OFL)"
    assert re.search(rf"^{re.escape(name)}\s{{2,}}{licence}|\b{re.escape(name)}\s\({licence}", notice, re.MULTILINE)
