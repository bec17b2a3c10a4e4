"""Settings, read from the environment: one table, each with its default and its help. Listed in docs/operating.md by
a test."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from directory.errors import DirectoryError

PREFIX = "TREATMENT_DIRECTORY_"

_TILES = re.compile(r"(https?://[A-Za-z0-9.-]+(:\d{1,5})?)?(/[A-Za-z0-9._~@{}-]+)+")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: the name after PREFIX, what it is when unset, what it does, and how its text is checked."""

    name: str
    default: str
    help: str
    check: Callable[[str], bool] = lambda _: True
    right: str = ""


SETTINGS: tuple[Setting, ...] = (
    Setting("DATA", "./data", "Folder for the record, the place table, downloads and generations."),
    Setting(
        "DATABASE_URL",
        "",
        "Where the record is kept, as an SQLAlchemy URL. Empty: record.sqlite in DATA.",
        lambda v: not v or bool(re.fullmatch(r"(sqlite:///|postgresql(\+\w+)?://).+", v)),
        "sqlite:////folder/file.sqlite or postgresql+psycopg://user:password@host/name",
    ),
    Setting(
        "GENERATIONS",
        "",
        "Folder of the published generations. Empty: generations in DATA.",
        lambda v: "://" not in v,
        "a folder of this machine",
    ),
    Setting(
        "PUBLIC_URL",
        "",
        "The address visitors use, for links in downloads and for canonical links. Empty: none are written.",
        lambda v: not v or bool(re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", v)),
        "an address that begins with https:// or http://",
    ),
    Setting(
        "CONTACT",
        "",
        "E-mail address to which visitors write what is wrong with a listing. Empty: none is shown.",
        lambda v: not v or bool(re.fullmatch(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]{2,}", v)),
        "an e-mail address: corrections@example.org",
    ),
    Setting(
        "HOSTS",
        "*",
        "Host names the web server answers to, comma-separated; * for any.",
        lambda v: bool(_listed(v)) and all(re.fullmatch(r"\*|(\*\.)?[a-z0-9.-]+", host) for host in _listed(v)),
        "host names without a port, comma-separated: example.org, *.example.org; or * for any",
    ),
    Setting(
        "RATE",
        "10",
        "How many requests a second one network may go on making to each process of the web server; 0 for any number.",
        lambda v: bool(re.fullmatch(r"[0-9]{1,6}", v)),
        "a whole number, 0 for no limit",
    ),
    Setting(
        "BURST",
        "200",
        "How many requests it may make at once before that counts.",
        lambda v: bool(re.fullmatch(r"0*[1-9][0-9]{0,5}", v)),
        "a whole number from 1",
    ),
    Setting(
        "KEPT",
        "16",
        "Megabytes of answers to what many ask (a large place and filters, never words) that each process of the web "
        "server keeps in memory for a minute; 0 for none.",
        lambda v: bool(re.fullmatch(r"[0-9]{1,4}", v)),
        "a whole number, 0 for none",
    ),
    Setting(
        "ASSISTANTS",
        "no",
        "Whether the web server answers AI assistants under /mcp, too: yes or no. It needs HOSTS without *.",
        lambda v: v in ("yes", "no"),
        "yes or no",
    ),
    Setting(
        "MATCH",
        "yes",
        "Whether publishing makes listings of one place one facility: yes or no. See docs/matching.md.",
        lambda v: v in ("yes", "no"),
        "yes or no",
    ),
    Setting(
        "GEOCODER_URL",
        "",
        "Nominatim server that is asked for the point of an address without one, at import. Empty: none is asked.",
        lambda v: not v or bool(re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~/-]*)?", v)),
        "an address that begins with https:// or http://, without user and question mark: https://nominatim.example.org",
    ),
    Setting(
        "GEOCODE_SEARCHES",
        "no",
        "Whether that server is asked for addresses that visitors type, too: yes or no. They leave this machine.",
        lambda v: v in ("yes", "no"),
        "yes or no",
    ),
    Setting(
        "GEOCODER_LIMIT",
        "1000",
        "How many addresses the geocoder is asked for after one import, one a second.",
        lambda v: bool(re.fullmatch(r"0*[1-9][0-9]{0,5}", v)),
        "a whole number from 1",
    ),
    Setting(
        "TILES",
        "",
        "Street maps of your own behind the map of results, by zoom, column and row. Empty: outlines of counties only.",
        lambda v: not v or (bool(_TILES.fullmatch(v)) and sorted(re.findall("[{].*?[}]", v)) == ["{x}", "{y}", "{z}"]),
        "an address with {z}, {x} and {y}, on this host or another: /tiles/{z}/{x}/{y}.png",
    ),
    Setting("TILES_BY", "", "Whom the street maps are by, as their licence asks. Needed with TILES."),
    # Never checked here: what is wrong is printed, and this is a secret. `importers/sources/va_fetch.py` checks it.
    Setting("VA_API_KEY", "", "Key of VA's Facilities API, for `import va` with an address. Empty: none is sent."),
    Setting(
        "KEEP",
        "3",
        "How many generations are kept for rollback, the live one included.",
        lambda v: bool(re.fullmatch(r"0*[1-9][0-9]{0,5}", v)),
        "a whole number from 1",
    ),
    Setting(
        "FILES",
        "csv,xlsx,geojson,jsonl,access",
        "Formats in which the whole directory is written to a file after publishing, access for the access report; or "
        "none.",
        lambda v: bool(re.fullmatch(r"[a-z]+(-[a-z]+)*(,[a-z]+(-[a-z]+)*)*", v)),
        "none, or keys of formats, comma-separated: csv,jsonl",
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator chose. Paths are absolute; `keep` counts generations; `hosts` are lower case;
    `rate` is requests a second, 0 for any number, `burst` requests, `kept` megabytes."""

    data: Path
    database_url: str
    generations: Path
    public_url: str
    contact: str
    hosts: tuple[str, ...]
    rate: int
    burst: int
    kept: int
    assistants: bool
    keep: int
    files: tuple[str, ...]
    match: bool
    geocoder_url: str
    geocoder_limit: int
    geocode_searches: bool
    tiles: str
    tiles_by: str

    @property
    def places(self) -> Path:
        """The place table: ZIP codes, cities and counties, built from pinned packages when first needed."""
        return self.data / "places.sqlite"


def settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises DirectoryError that names the variable and what would be right."""
    given = {s.name: _value(s, os.environ if environment is None else environment) for s in SETTINGS}
    if given["GEOCODE_SEARCHES"] == "yes" and not given["GEOCODER_URL"]:
        raise DirectoryError(f"{PREFIX}GEOCODE_SEARCHES is 'yes', but {PREFIX}GEOCODER_URL names no server to ask.")
    if given["ASSISTANTS"] == "yes" and "*" in given["HOSTS"]:
        raise DirectoryError(f"{PREFIX}ASSISTANTS is 'yes'; then {PREFIX}HOSTS must name every host, without *.")
    if given["TILES"] and not given["TILES_BY"]:
        raise DirectoryError(f"{PREFIX}TILES is set, but {PREFIX}TILES_BY does not say whom the maps are by.")
    data = Path(given["DATA"]).expanduser().absolute()
    return Settings(
        data=data,
        database_url=given["DATABASE_URL"] or f"sqlite:///{data / 'record.sqlite'}",
        generations=Path(given["GENERATIONS"]).expanduser().absolute()
        if given["GENERATIONS"]
        else data / "generations",
        public_url=given["PUBLIC_URL"].rstrip("/"),
        contact=given["CONTACT"],
        hosts=_listed(given["HOSTS"]),
        rate=int(given["RATE"]),
        burst=int(given["BURST"]),
        kept=int(given["KEPT"]),
        assistants=given["ASSISTANTS"] == "yes",
        keep=int(given["KEEP"]),
        files=() if given["FILES"] == "none" else _listed(given["FILES"]),
        match=given["MATCH"] == "yes",
        geocoder_url=given["GEOCODER_URL"].rstrip("/").removesuffix("/search"),
        geocoder_limit=int(given["GEOCODER_LIMIT"]),
        geocode_searches=given["GEOCODE_SEARCHES"] == "yes",
        tiles=given["TILES"],
        tiles_by=given["TILES_BY"],
    )


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in value.split(",") if part.strip())


def _value(setting: Setting, environment: Mapping[str, str]) -> str:
    value = environment.get(PREFIX + setting.name, "") or setting.default
    if not setting.check(value):
        shown = re.sub("//[^/@]*@", "//***@", value)  # a database's user and password are nobody else's
        raise DirectoryError(f"{PREFIX}{setting.name} is {shown!r}; it must be {setting.right}.")
    return value
