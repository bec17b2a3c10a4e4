"""Whose HSDS files they are: a source for each publisher, and what a description is refused for."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from directory.errors import SourceError
from directory.settings import Settings
from directory.store import Record
from importers.sources.hsds import described
from importers.sources.hsds_publisher import load
from treatment_directory import main

SAID = 'key = "md-211"\nlabel = "211 Alder"\npublisher = "Alder Information Line"\nurl = "https://alder.example.org/"\n'


def package(folder: Path, name: str) -> Path:
    """The tables of a publisher who lists one place, under the ids everybody gives out first."""
    folder.mkdir()
    tables = {
        "organizations": f"id,name\n1,{name}\n",
        "services": "id,organization_id,name,status\n1,1,Peer support,active\n",
        "locations": "id,organization_id,name\n1,1,Main house\n",
        "services_at_location": "id,service_id,location_id\n1,1,1\n",
        "physical_addresses": "id,location_id,address_1,city,state_province,postal_code,country\n"
        "1,1,12 Oak Street,Towson,MD,21204,US\n",
    }
    for table, text in tables.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    return folder


def written(path: Path, text: str = SAID) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def imported(*paths: Path) -> Any:  # Any: JSON
    result = CliRunner().invoke(main, ["import", "hsds", *map(str, paths), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_each_publisher_is_a_source_and_withdraws_nothing_of_another(data: Settings, tmp_path: Path) -> None:
    first, second = package(tmp_path / "one", "Alderfen"), package(tmp_path / "two", "Bracken")
    said = written(tmp_path / "md.toml")
    other = written(tmp_path / "oh.toml", SAID.replace("md-211", "oh-211"))
    reports = [imported(said, first), imported(other, second), imported(second)]
    assert [report["source"] for report in reports] == ["hsds:md-211", "hsds:oh-211", "hsds"]
    assert [(report["added"], report["withdrawn"]) for report in reports] == [(1, 0)] * 3
    with Record(data.database_url) as record, record.reading() as reader:
        assert len({item.facility for item in reader.current()}) == 3
        labels = {source["key"]: (source["label"], source["publisher"], source["url"]) for source in reader.sources()}
        assert reader.runs()[0].files[0]["name"] == "md.toml"
    assert labels["hsds:md-211"] == ("211 Alder", "Alder Information Line", "https://alder.example.org/")
    assert labels["hsds"][0] == "Open Referral (HSDS)"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("key = ", "is no TOML"),
        (SAID + 'color = "red"', "unknown field `color`; right are key, label, publisher, url, licence."),
        ('key = "md-211"\nlabel = "x"', "missing required field `publisher`"),
        (SAID.replace("md-211", "MD 211"), "key is 'MD 211'; small letters"),
        (SAID.replace("md-211", "md:211"), "key is 'md:211'; small letters"),
        (SAID.replace("211 Alder", " "), "label is empty"),
        (SAID.replace("https://alder.example.org/", "javascript:x"), "url is 'javascript:x', which is no web address"),
    ],
)
def test_a_wrong_description_is_refused_with_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    said = written(tmp_path / "md.toml", text)
    with pytest.raises(SourceError) as caught:
        described([said, tmp_path])
    assert str(caught.value).startswith("md.toml")
    assert words in str(caught.value)


def test_a_description_alone_is_no_import(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"md\.toml says whose the files are; give the files after it"):
        described([written(tmp_path / "md.toml")])


def test_one_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.toml cannot be read \(No such file"):
        described([tmp_path / "none.toml", tmp_path])


@given(st.text())
def test_any_text_is_a_publisher_or_a_sentence(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "md.toml"
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        with pytest.raises(SourceError, match=r"(?s)^md\.toml.*\.\Z"):
            load(path)
