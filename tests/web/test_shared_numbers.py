"""A telephone number that many places list is told to be one wherever it leaves the site, as on the place's page."""

from __future__ import annotations

import csv
import io
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from directory.exports.formats import FORMATS
from directory.exports.told import SHARED, shared, shared_briefly
from directory.settings import Settings
from tests.web.assisting import over_http, text
from tests.web.reading import get
from tests.web.told import CENTER, HARBOR, PLACES, id_in
from tests.web.unpacked import unpacked
from treatment_directory import main
from web import id_list

ALL, BRIEFLY = shared(6), shared_briefly(6)
NAMED = shared(6, "(412) 555-0177")
QUESTION, OTHER = "q=plan+home&said=plan+home", "q=harbor+clinic&said=harbor+clinic"

TELLS = {
    "csv": NAMED,
    "xlsx": NAMED,
    "geojson": '"shared":6',
    "jsonl": '"shared":6',
    "vcard": NAMED,
    "text": f"(412) 555-0177 ({BRIEFLY})",
    "hsds": ALL,
    "hsds-package": ALL,
    "fhir": ALL,
}
"""Format -> how it says so. The booklet is packed; its own tests read it."""


def test_the_words_are_those_of_the_page(site: TestClient) -> None:
    assert ALL == "This number is listed for 6 places: it may be a call center. Say which place you mean."
    assert ALL in get(site, PLACES["center"]).words


@pytest.mark.parametrize("key", [key for key in FORMATS if key != "pdf"])
def test_every_format_says_so_and_of_no_other_number(site: TestClient, key: str) -> None:
    def words(question: str) -> str:
        unfolded = unpacked(site.get(f"/download/{key}?{question}").content).replace("\r\n ", "")
        return unfolded.replace("\\,", ",")

    assert TELLS[key] in words(QUESTION)
    assert not [told for told in ("call center", "shared by", '"shared":6') if told in words(OTHER)]


def test_the_csv_has_it_in_a_column_beside_the_numbers(site: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(site.get(f"/download/csv?{QUESTION}").content.decode("utf-8-sig"))))
    assert {(row["phones"], row["phones_shared"]) for row in rows} == {("(412) 555-0177", NAMED)}
    columns = list(rows[0])
    assert columns.index("phones_shared") == columns.index("phones") + 1


def typed(told: Settings, monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """What a command prints, with one space between its words."""
    monkeypatch.setenv("TREATMENT_DIRECTORY_DATA", str(told.data))
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def test_the_commands_say_so(told: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    found = typed(told, monkeypatch, "search", "plan home")
    assert SHARED in found
    assert found.count("shared by") == 6
    assert NAMED in typed(told, monkeypatch, "facilities", "show", id_in(CENTER[0]))
    assert "share" not in typed(told, monkeypatch, "search", "harbor clinic")
    assert "call center" not in typed(told, monkeypatch, "facilities", "show", id_in(HARBOR))


def test_an_assistant_is_told(told: Settings) -> None:
    with over_http(told) as assistant:
        for answer in (assistant.call("facility", id=id_in(CENTER[0])), assistant.call("search", q="plan home")):
            assert f"Telephone: (412) 555-0177 ({BRIEFLY})\n{SHARED}" in text(answer)
        assert "share" not in text(assistant.call("facility", id=id_in(HARBOR)))


def test_a_message_to_somebody_says_so(site: TestClient) -> None:
    for place, told in ((CENTER[0], True), (HARBOR, False)):
        found = get(site, id_list.address([id_in(place)]))
        for kind in ("sms:?", "mailto:?"):
            assert (f"({BRIEFLY})" in unquote(found.links(kind)[0])) == told
