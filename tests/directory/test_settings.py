"""Settings: what is chosen when nothing is said, and a bad value that names its variable and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from directory.errors import DirectoryError
from directory.settings import PREFIX, SETTINGS, settings

BAD = """
DATABASE_URL | nonsense              | sqlite:////folder/file.sqlite or postgresql
DATABASE_URL | sqlite://             | sqlite:////folder/file.sqlite
DATABASE_URL | mysql://someone@host/x | postgresql+psycopg://user:password@host/name
GENERATIONS  | s3://bucket/folder    | a folder of this machine
PUBLIC_URL   | example.org           | an address that begins with https:// or http://
PUBLIC_URL   | ftp://example.org     | an address that begins with https:// or http://
PUBLIC_URL   | https://              | an address that begins with https:// or http://
PUBLIC_URL   | https://example.org/?a=b | an address that begins with https:// or http://
CONTACT      | example.org           | an e-mail address
CONTACT      | a@example.org?cc=b@example.org | an e-mail address
HOSTS        | https://example.org   | host names without a port, comma-separated
HOSTS        | example.org:8000      | host names without a port, comma-separated
HOSTS        | www.*.org             | host names without a port, comma-separated
HOSTS        | , ,                   | host names without a port, comma-separated
RATE         | -1                    | a whole number, 0 for no limit
RATE         | many                  | a whole number, 0 for no limit
BURST        | 0                     | a whole number from 1
BURST        | ²                     | a whole number from 1
KEPT         | some                  | a whole number, 0 for none
KEPT         | -1                    | a whole number, 0 for none
ASSISTANTS   | perhaps               | yes or no
MATCH        | maybe                 | yes or no
GEOCODER_URL | nominatim.example.org | https://nominatim.example.org
GEOCODER_URL | https://user:word@example.org | an address that begins with https:// or http://
GEOCODER_URL | https://example.org/?key=1 | an address that begins with https:// or http://
GEOCODE_SEARCHES | perhaps          | yes or no
GEOCODER_LIMIT | 0                   | a whole number from 1
GEOCODER_LIMIT | all                 | a whole number from 1
TILES        | https://tiles.example.org/ | an address with {z}, {x} and {y}
TILES        | https://tiles.example.org/{z}/{x}/{y}/{s}.png | an address with {z}, {x} and {y}
TILES        | //tiles.example.org/{z}/{x}/{y}.png | an address with {z}, {x} and {y}
TILES        | https://tiles.example.org/{z}/{x}/{y}.png; script-src * | an address with {z}, {x} and {y}
KEEP         | 0                     | a whole number from 1
KEEP         | -1                    | a whole number from 1
KEEP         | three                 | a whole number from 1
KEEP         | ²                     | a whole number from 1
KEEP         | 2.5                   | a whole number from 1
FILES        | csv;jsonl             | none, or keys of formats, comma-separated
FILES        | csv,                  | none, or keys of formats, comma-separated
"""
ROWS = [[cell.strip() for cell in line.split(" | ")] for line in BAD.strip().splitlines()]


@pytest.mark.parametrize(("name", "value", "right"), ROWS, ids=[f"{row[0]}={row[1]}" for row in ROWS])
def test_a_bad_value_names_its_variable_and_what_is_right(name: str, value: str, right: str) -> None:
    with pytest.raises(DirectoryError) as caught:
        settings({PREFIX + name: value})
    assert f"{PREFIX}{name} is " in str(caught.value)
    assert right in str(caught.value)


def test_every_setting_that_can_be_wrong_is_in_the_table_above() -> None:
    assert {row[0] for row in ROWS} == {setting.name for setting in SETTINGS if setting.right}
    assert {setting.name for setting in SETTINGS if not setting.right} == {
        "DATA",
        "TILES_BY",
        "VA_API_KEY",
    }  # any text will do


def test_streets_of_visitors_are_looked_up_only_where_a_server_is_named() -> None:
    searches, url = f"{PREFIX}GEOCODE_SEARCHES", f"{PREFIX}GEOCODER_URL"
    assert settings({url: "http://localhost:8080"}).geocode_searches is False
    assert settings({url: "http://localhost:8080", searches: "yes"}).geocode_searches
    with pytest.raises(DirectoryError, match="GEOCODER_URL names no server"):
        settings({searches: "yes"})


def test_assistants_are_answered_only_by_names_of_our_own() -> None:
    assistants, hosts = f"{PREFIX}ASSISTANTS", f"{PREFIX}HOSTS"
    assert settings({assistants: "yes", hosts: "example.org, localhost"}).assistants
    for any_of in ("", "*", "example.org, *.example.org"):
        with pytest.raises(DirectoryError, match="HOSTS must name every host"):
            settings({assistants: "yes", hosts: any_of})


def test_a_password_is_not_shown() -> None:
    with pytest.raises(DirectoryError) as caught:
        settings({f"{PREFIX}DATABASE_URL": "mysql://someone:secret@host/x"})
    assert "secret" not in str(caught.value)


def test_what_is_chosen_when_nothing_is_said() -> None:
    chosen = settings({})
    assert chosen.data == Path("data").absolute()
    assert chosen.database_url == f"sqlite:///{chosen.data}/record.sqlite"
    assert (chosen.generations, chosen.places) == (chosen.data / "generations", chosen.data / "places.sqlite")
    assert (chosen.public_url, chosen.hosts, chosen.keep) == ("", ("*",), 3)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_an_empty_value_is_the_default_and_the_default_is_right(setting: object) -> None:
    assert settings({PREFIX + str(getattr(setting, "name", "")): ""}) == settings({})


def test_what_is_said_is_chosen() -> None:
    chosen = settings(
        {
            f"{PREFIX}DATA": "~/there",
            f"{PREFIX}DATABASE_URL": "postgresql+psycopg://someone:secret@host/name",
            f"{PREFIX}GENERATIONS": "other/place",
            f"{PREFIX}PUBLIC_URL": "https://example.org/care/",
            f"{PREFIX}HOSTS": "Example.org, *.example.org,localhost,127.0.0.1",
            f"{PREFIX}KEEP": "12",
        }
    )
    assert chosen.data == Path.home() / "there"
    assert chosen.database_url == "postgresql+psycopg://someone:secret@host/name"
    assert chosen.generations == Path("other/place").absolute()
    assert chosen.public_url == "https://example.org/care"
    assert chosen.hosts == ("example.org", "*.example.org", "localhost", "127.0.0.1")
    assert chosen.keep == 12


def test_street_maps_need_the_name_of_whoever_made_them() -> None:
    tiles, by = f"{PREFIX}TILES", f"{PREFIX}TILES_BY"
    assert settings({tiles: "/tiles/{z}/{x}/{y}.png", by: "Ours"}).tiles_by == "Ours"
    with pytest.raises(DirectoryError, match="TILES_BY does not say"):
        settings({tiles: "/tiles/{z}/{x}/{y}.png"})
