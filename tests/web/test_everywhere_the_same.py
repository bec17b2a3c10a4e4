"""One question, asked everywhere: the page, the API, every download and the command line have the same places, in the
same order, all of them. The invented sample, and beside it the listings of `world.py`, which lack points and ZIP codes,
are no longer listed, or are named by somebody who means harm."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any  # JSON
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
import vobject
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader
from starlette.testclient import TestClient

from directory.exports import told
from directory.exports.formats import FORMATS
from directory.exports.text import NAME, ascii_of
from directory.settings import PREFIX, Settings
from directory.store import Record
from directory.vocabulary import vocabulary
from importers import progress
from importers.registry import source_named
from importers.run import Options, run
from search.query import LISTED, SORTS, STATED, Query
from tests.web.conftest import client_of
from tests.web.world import publish_world, settings_in
from treatment_directory import main
from web.params import unparse

Pairs = Sequence[tuple[str, str]]

MANY = {"pdf": 40}
"""Format -> places up to which it is made and read for any question: a booklet of hundreds takes seconds; FEW for the
others, beside the one format that the question draws."""
FEW = 100

MOST = 100
"""Places a page: the most there may be, so that the whole country has few pages."""


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Settings:
    """Settings of the sample and the world, published together."""
    chosen = settings_in(tmp_path_factory.mktemp("everywhere"))
    with Record(chosen.database_url) as record:
        run(record, source_named("sample"), [], Options(now="2026-10-01T09:00:00Z"), progress.silent)
    publish_world(chosen, place_table)
    return chosen


@pytest.fixture(scope="module")
def asked(directory: Settings) -> Iterator[TestClient]:
    """A client of it; the command line reads the same folder."""
    with pytest.MonkeyPatch.context() as environment, client_of(directory) as made:
        environment.setenv(f"{PREFIX}DATA", str(directory.data))
        yield made


TERMS = [(facet.key, list(facet.terms)) for facet in vocabulary().facets.values() if facet.terms]
COMMON = [
    ("care", ["substance-use", "mental-health"]),
    ("setting", ["outpatient", "residential"]),
    ("payment", ["medicaid", "medicare", "self-pay"]),
    ("medication", ["methadone", "buprenorphine"]),
]


def chosen() -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    """A few values of a few facets, mostly such as many places have."""
    one = st.sampled_from([*COMMON * 4, *TERMS]).flatmap(
        lambda facet: st.tuples(
            st.just(facet[0]), st.lists(st.sampled_from(facet[1]), min_size=1, max_size=3, unique=True).map(tuple)
        )
    )
    return st.just({}) | st.lists(one, max_size=2).map(dict)


PLACES = [
    *("", "15213", "Pittsburgh, PA", "Boston, MA", "Chicago, IL", "Pennsylvania", "Texas", "Cook County, IL"),
    *("40.44,-79.95", "99723", "Pago Pago, AS", "Guam"),
]
WORDS = ["center", "river clinic", "row house", "recvery", "alert", "zzyzx"]

questions = st.builds(
    Query,
    q=st.sampled_from([*[""] * 3 * len(WORDS), *WORDS]),  # few with words: for these the command line takes a second
    near=st.sampled_from(PLACES),
    within=st.none() | st.sampled_from([1.0, 5.0, 25.0, 77.5, 500.0]),
    any_of=chosen(),
    all_of=chosen(),
    none_of=chosen(),
    stated=st.sampled_from(list(STATED)),
    listed=st.sampled_from(list(LISTED)),
    sort=st.sampled_from(list(SORTS)),
)


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a question is short as it is, and asking takes a second
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(Query(within=None, listed="all", sort="updated"), "hsds", "name,phones")
@example(Query(near="15213", within=None, listed="all"), "hsds-package", "id")
@example(Query(q="methadone near 15213 that takes medicaid"), "csv", "id")
@example(Query(q="recvery in texas", sort="distance"), "xlsx", "id")
@example(Query(near="40.44491,-79.95332", within=5.0), "jsonl", "id")  # more decimals than a link may repeat
@example(Query(q="methadone near 40.44491,-79.95332"), "csv", "id")
@example(Query(q="zzyzx methadone near 15213"), "geojson", "id")  # no place has that word, so it is given up
@given(questions, st.sampled_from([*FORMATS]), st.sampled_from(["id", "name", "terms,sources"]))
def test_everywhere_the_same(asked: TestClient, query: Query, key: str, fields: str) -> None:
    pairs = unparse(query)
    answers = list(pages_of_the_api(asked, pairs))
    places = [place for answer in answers for place in answer["facilities"]]
    ids = [place["id"] for place in places]
    assert len(ids) == len(set(ids)) == answers[0]["total"]
    few = [*pairs, ("fields", fields)]
    assert [place["id"] for answer in pages_of_the_api(asked, few) for place in answer["facilities"]] == ids
    assert [found for number in range(1, len(answers) + 1) for found in page(asked, pairs, number)] == ids
    made = [each for each in FORMATS if len(ids) <= MANY.get(each, len(ids) if each == key else FEW)]
    for each in made:
        same(each, download(asked, each, pairs), places)
    if key in made:
        same(key, typed("export", "--format", key, *options(pairs)).stdout_bytes, places)
    for number in {1, len(answers)}:
        assert printed(pairs, number)["facilities"] == answers[number - 1]["facilities"]


def test_such_questions_find_many_one_and_none(asked: TestClient) -> None:
    """Lest the one above compares nothing with nothing."""
    found = [
        next(pages_of_the_api(asked, pairs))["total"]
        for pairs in ([("listed", "all")], [("near", "15213")], [("q", "river clinic"), ("near", "15213")])
    ]
    assert found[0] > 600
    assert found[0] > found[1] > found[2] > 0
    assert next(pages_of_the_api(asked, [("q", "zzyzx")]))["total"] == 0


@pytest.mark.parametrize(
    "pairs", [[("near", "Xyzzyville")], [("near", "Springfield")], [("payment", "gold")], [("within", "-1")]]
)
def test_what_one_refuses_all_refuse(asked: TestClient, pairs: Pairs) -> None:
    for address in ("/search", "/api/v1/facilities", *(f"/download/{key}" for key in FORMATS)):
        assert asked.get(address, params=dict(pairs)).status_code == 400, address
    for command in (["search"], ["search", "--json"], *(["export", "--format", key] for key in FORMATS)):
        refused = typed(*command, *options(pairs), code=1)
        assert f"--{pairs[0][0]} {pairs[0][1]!r}" in refused.stderr


def pages_of_the_api(asked: TestClient, pairs: Pairs) -> Iterator[Any]:
    """Every answer, from the first by its links."""
    address = f"/api/v1/facilities?{urlencode([*pairs, ('size', str(MOST))])}"
    while address:
        answer = asked.get(address)
        assert answer.status_code == 200, answer.text
        yield answer.json()
        address = answer.json()["links"]["next"]


_LIST = re.compile(r'<ol class="hits".*?\n  </ol>', re.DOTALL)
_HEAD = re.compile(r'<h3[^>]*><a href="/facility/([a-z0-9]+)')


def page(asked: TestClient, pairs: Pairs, number: int) -> list[str]:
    """The ids of a page of results, in its order; of where it leads, if a sentence had to be understood first."""
    asking = urlencode([*pairs, ("page", str(number)), ("size", str(MOST))])
    shown = asked.get(f"/search?{asking}", follow_redirects=True)
    assert shown.status_code == 200, shown.text
    found = _LIST.search(shown.text)
    return _HEAD.findall(found[0]) if found else []


def download(asked: TestClient, key: str, pairs: Pairs) -> bytes:
    got = asked.get(f"/download/{key}?{urlencode(pairs)}")
    assert got.status_code == 200, got.text
    return got.content


def options(pairs: Pairs) -> list[str]:
    """Parameters as they are typed: of the same names."""
    return [word for name, value in pairs for word in (f"--{name}", value)]


def typed(*words: str, code: int = 0) -> Result:
    """What a command printed, that ends so."""
    result = CliRunner().invoke(main, words)
    assert result.exit_code == code, result.output
    return result


def printed(pairs: Pairs, number: int) -> Any:
    """A page of what `search` prints."""
    return json.loads(typed("search", "--json", *options(pairs), "--page", str(number), "--size", str(MOST)).stdout)


def same(key: str, data: bytes, places: Sequence[Any]) -> None:
    """A file has these places, records of the API, in this order."""
    if key in IDS:
        assert IDS[key](data) == [place["id"] for place in places], key
    else:
        NAMED[key](data, [place["name"] for place in places])


def _csv(data: bytes) -> list[str]:
    return [row["id"] for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))]


def _xlsx(data: bytes) -> list[str]:
    head, *rows = load_workbook(io.BytesIO(data), read_only=True)["Places"].iter_rows(values_only=True)
    return [str(row[head.index("id")]) for row in rows]


def _geojson(data: bytes) -> list[str]:
    return [feature["id"] for feature in json.loads(data)["features"]]


def _jsonl(data: bytes) -> list[str]:
    return [json.loads(line)["id"] for line in data.splitlines()]


def _hsds(data: bytes) -> list[str]:
    places = [service["service_at_locations"][0]["location"] for service in json.loads(data)]
    return [place["external_identifier"] for place in places]


def _package(data: bytes) -> list[str]:
    """In the order of each of the three tables that have a row for every place."""
    tables = {name: _table(data, name) for name in ("organization", "location", "service", "service_at_location")}
    places = {row["id"]: row["external_identifier"] for row in tables["location"]}
    of_service = {row["service_id"]: places[row["location_id"]] for row in tables["service_at_location"]}
    assert [of_service[row["id"]] for row in tables["service"]] == list(places.values())
    assert len(tables["organization"]) == len(places)
    return list(places.values())


def _table(data: bytes, name: str) -> list[dict[str, str]]:
    package = ZipFile(io.BytesIO(data))
    resources = json.loads(package.read("datapackage.json"))["resources"]
    path = next((resource["path"] for resource in resources if resource["name"] == name), None)
    text = package.read(path).decode() if path else ""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _fhir(data: bytes) -> list[str]:
    resources = [entry["resource"] for entry in json.loads(data).get("entry", ())]
    return [one["identifier"][0]["value"] for one in resources if one["resourceType"] == "Location"]


def _vcard(data: bytes) -> list[str]:
    return [card.uid.value.removeprefix("treatment-directory-") for card in vobject.readComponents(data.decode())]


IDS: Mapping[str, Callable[[bytes], list[str]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "geojson": _geojson,
    "jsonl": _jsonl,
    "hsds": _hsds,
    "hsds-package": _package,
    "fhir": _fhir,
    "vcard": _vcard,
}
"""Format -> the ids of a file, in its order."""


def _text(data: bytes, names: Sequence[str]) -> None:
    lines = [line for line in data.decode("ascii").splitlines() if re.match(r"\d+\. ", line)]
    expected = [f"{number}. {told.cut(ascii_of(name), NAME)}, " for number, name in enumerate(names, start=1)]
    assert [line[: len(start)] for line, start in zip(lines, expected, strict=True)] == expected


def _pdf(data: bytes, names: Sequence[str]) -> None:
    """Numbers tell the order, since a booklet goes by towns."""
    words = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())
    for number, name in enumerate(names, start=1):
        assert f"{number}.{''.join(told.plain(name).split())}" in words
    last = f"{len(names) + 1}."
    assert not any(f"{last}{''.join(told.plain(name).split())}" in words for name in names)


NAMED: Mapping[str, Callable[[bytes, Sequence[str]], None]] = {"text": _text, "pdf": _pdf}
"""Format without ids -> compares it with names in order."""


def test_every_format_is_read_here() -> None:
    assert sorted([*IDS, *NAMED]) == sorted(FORMATS)
