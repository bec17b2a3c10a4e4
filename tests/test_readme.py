"""The examples of the README are what the sample answers, as `make demo` publishes it.

In an example `…` stands for whatever was left out there. Days of an import and of a publication may be any.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

from directory.settings import Settings
from search.serving import Serving
from tests.test_commands import cli, reading, sample, use  # noqa: F401 - two of them are fixtures
from web.api_operations import OPERATIONS
from web.app import create_app

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
SHOWN = [block for block in BLOCKS if block.startswith("$ ")]
ASKING = ("treatment-directory search ", "treatment-directory export ", "treatment-directory access ")
TYPED = [line for block in BLOCKS for line in block.splitlines() if line.startswith(ASKING)]
ADDRESS = re.compile(r"`(/(?:api/|hsds/|feeds/|download/|openapi|about/|embed)[^`]*)`")
ADDRESSES = [one for one in ADDRESS.findall(README.partition("## Privacy")[0]) if one != "/download/FORMAT"]
SPLIT = README.split("```json\n")
ASKED = [ADDRESS.findall(before.rsplit("\n\n", 2)[-2]) for before in SPLIT[:-1]]
ANSWERS = [(asked[-1], after.partition("```")[0]) for asked, after in zip(ASKED, SPLIT[1:], strict=True) if asked]
"""An address and the JSON below it."""

ANY_DAY = re.compile(r"(imported|built)(\W+)2\d{3}-\d\d-\d\d(T[0-9:+]+)?")
LEFT_OUT = "…"


@pytest.fixture
def client(reading: Settings) -> Iterator[TestClient]:  # noqa: F811 - a fixture
    with TestClient(create_app(reading, Serving(reading.generations))) as made:
        yield made


def test_there_are_examples_of_each_kind() -> None:
    assert (len(SHOWN), len(ANSWERS)) == (2, 2)
    assert len(TYPED) > 8
    assert len(ADDRESSES) > 12


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: block.splitlines()[0])
def test_a_command_prints_what_is_shown(reading: Settings, block: str) -> None:  # noqa: F811
    command, _, told = block.partition("\n")
    answer = cli(*shlex.split(command)[2:])
    pieces = map(re.escape, _any_day(told).rstrip("\n").split(LEFT_OUT))
    assert re.fullmatch(".*".join(pieces), _any_day(answer.output).rstrip("\n"), re.DOTALL), answer.output


@pytest.mark.parametrize("command", TYPED)
def test_a_command_that_asks_is_answered(
    sample: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    use(monkeypatch, sample)
    monkeypatch.chdir(tmp_path)
    answer = cli(*shlex.split(command)[1:])
    assert answer.exit_code == 0, answer.output
    assert answer.output or [path for path in tmp_path.iterdir() if path.stat().st_size]


@pytest.mark.parametrize(("address", "told"), ANSWERS, ids=["found", "wrong"])
def test_an_answer_is_what_is_shown(client: TestClient, address: str, told: str) -> None:
    shown, answer = json.loads(_any_day(_filled(told))), json.loads(_any_day(client.get(address).text))
    assert list(_differences(shown, answer)) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_answers(client: TestClient, address: str) -> None:
    right = 400 if "Medicad" in address else 200
    assert client.get(address).status_code == right, address


def test_it_counts_the_sample(client: TestClient) -> None:
    told = client.get("/api/v1/generations/current").json()
    (counted,) = (source["count"] for source in told["sources"])
    assert f"imports {counted} **invented** listings of {told['facilities']} places" in README


def test_it_says_which_answers_carry_the_crisis_lines(client: TestClient) -> None:
    without = re.search(r"every answer in JSON under `/api/v1`, but for (.*?);", README, re.DOTALL)
    assert without is not None
    (one,) = client.get("/api/v1/facilities?size=1").json()["facilities"]
    for operation in OPERATIONS:
        if operation.answer is not None:
            answer = client.get(operation.path.format(id=one["id"]) + operation.example).json()
            assert ("crisis" in answer) == (f"`{operation.path}`" not in without[1]), operation.path
            for line, number in zip(answer.get("crisis", ()), ("988", "911", "1-800-662-4357"), strict=False):
                assert line["number"] == number
    for format_name in re.findall("`(.*?)`", re.findall(r"what people carry \((.*?)\) has these", README)[0]):
        assert "988" in _text(client.get(f"/download/{format_name}?near=10001&size=1").content)


def _text(file: bytes) -> str:
    if file.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)
    return file.decode()


def _any_day(text: str) -> str:
    return ANY_DAY.sub(r"\1\2DAY", text)


def _filled(written: str) -> str:
    """JSON with what was left out as a member or a value."""
    inside: list[str] = []
    pieces = []
    for piece in re.findall(r'"(?:[^"\\]|\\.)*"|[\[\]{}]|[^"\[\]{}…]+|…', written):
        if piece in "[{":
            inside.append(piece)
        elif piece in "]}":
            inside.pop()
        filled = {"[": f'"{LEFT_OUT}"', "{": f'"{LEFT_OUT}": 0'}
        pieces.append(filled[inside[-1]] if piece == LEFT_OUT else piece)
    return "".join(pieces)


def _differences(shown: object, answer: object, where: str = "") -> Iterator[str]:
    """Where an answer is not what is shown of it."""
    if isinstance(shown, dict) and isinstance(answer, dict):
        named = shown.keys() - {LEFT_OUT}
        if named - answer.keys() or (LEFT_OUT not in shown and answer.keys() - named):
            yield f"{where}: {sorted(named ^ answer.keys())}"
        for name in named & answer.keys():
            yield from _differences(shown[name], answer[name], f"{where}.{name}")
    elif isinstance(shown, list) and isinstance(answer, list):
        some = shown[:-1] if shown[-1:] == [LEFT_OUT] else shown
        if len(some) > len(answer) or (some is shown and len(shown) < len(answer)):
            yield f"{where}: {len(answer)} of them"
        for number, (one, other) in enumerate(zip(some, answer, strict=False)):
            yield from _differences(one, other, f"{where}[{number}]")
    elif isinstance(shown, str) and shown.endswith(LEFT_OUT):
        if not str(answer).startswith(shown.removesuffix(LEFT_OUT)):
            yield f"{where}: {answer}"
    elif shown != answer:
        yield f"{where}: {answer}"
