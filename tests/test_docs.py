"""The documents say what the code says: the table of terms, the commands, the sources, and the files they lead to.

`python -m tests.test_docs` writes the table in `docs/derivations.md` anew after a change to `terms.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from directory.vocabulary import Facet, Term, vocabulary
from importers.registry import SOURCES
from importers.source import Read, Reading, Refused
from importers.sources import table as mapped
from treatment_directory import main

ROOT = Path(__file__).parents[1]
DERIVATIONS = ROOT / "docs" / "derivations.md"
DESCRIBED = ROOT / "docs" / "sources.md"
BEGIN, END = "<!-- table: begin -->\n", "<!-- table: end -->\n"
DOCUMENTS = sorted(
    [*ROOT.glob("docs/*.md"), ROOT / "NOTICE", *(ROOT / f"{n}.md" for n in ("README", "CONTRIBUTING", "CHANGELOG"))]
)


def table() -> str:
    """Every term of the vocabulary in Markdown, facet by facet."""
    return "\n".join(line for facet in vocabulary().facets.values() for line in _facet(facet)) + "\n"


def _facet(facet: Facet) -> Iterator[str]:
    yield f"\n### `{facet.key}`: {facet.label}\n"
    yield "| key | label | its codes | also yes with | asked by |"
    yield "| --- | --- | --- | --- | --- |"
    yield from map(_row, facet.terms.values())


def _row(term: Term) -> str:
    cells = (f"`{term.key}`", term.label, _list(term.codes), _list(term.derived), _list(term.asked_by))
    return f"| {' | '.join(cells)} |"


def _list(names: frozenset[str]) -> str:
    return " ".join(sorted(names)) or "–"


def _text(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def test_the_table_of_terms_is_the_vocabulary() -> None:
    written = _text(DERIVATIONS).partition(BEGIN)[2].partition(END)[0]
    assert written == table(), "run `python -m tests.test_docs`"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_that_exist(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", _text(document))
    assert [link for link in links if not (document.parent / link).exists() and "images/" not in link] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_and_their_options_exist(document: Path) -> None:
    calls = re.findall(r"(?:^(?:\$ )?|[`/ ])treatment-directory ([a-z-]+)\b([^`\n]*)", _text(document), re.MULTILINE)
    options = [(command, option) for command, rest in calls for option in re.findall(r"--[a-z0-9.-]+", rest)]
    assert [command for command, _ in calls if command not in main.commands] == []
    assert [(command, option) for command, option in options if option not in _options(command)] == []


def _options(name: str) -> set[str]:
    """The options of a command, and of the commands within it."""
    command = main.commands[name]
    within = [*command.commands.values()] if isinstance(command, click.Group) else []
    return {"--help"} | {name for one in (command, *within) for parameter in one.params for name in parameter.opts}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_terms_in_examples_exist(document: Path) -> None:
    facets = vocabulary().facets
    named = re.findall(r"(?:--|[?&])([a-z]+)(?:\.all)?[= ]([a-z0-9,-]+)", _text(document))
    terms = [(facet, key) for facet, keys in named if facet in facets for key in keys.split(",")]
    assert [(facet, key) for facet, key in terms if key not in facets[facet].terms] == []


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_is_described(source: str) -> None:
    assert re.search(rf"^\| `{source}` \|", _text(DESCRIBED), re.MULTILINE)
    assert re.search(rf"^## `{source}`: ", _text(DESCRIBED), re.MULTILINE)


def test_the_addresses_of_sources_are_in_their_documents() -> None:
    assert [source.key for source in SOURCES.values() if source.url not in _text(DESCRIBED)] == []


def test_every_module_of_a_package_is_in_the_tables_of_the_architecture() -> None:
    text = _text(ROOT / "docs" / "architecture.md")
    named = {name.rpartition("/")[2] for name in re.findall(r"`([\w/*]+\.py)`", text)}
    families = tuple(name.removesuffix("*.py") for name in named if name.endswith("*.py"))
    modules = {
        path.name
        for package in ("directory", "importers", "search", "web", "benchmarks")
        for path in (ROOT / package).rglob("*.py")
        if not {"samples", "migrations", "exports"} & set(path.parts) and path.name != "__init__.py"
    }
    assert sorted(name for name in modules - named if not name.startswith(families)) == []


def test_the_example_of_a_mapping_does_what_is_said_of_it(tmp_path: Path) -> None:
    for ending, block in re.findall(r"^```(csv|toml)\n(.*?)^```", _text(DESCRIBED), re.MULTILINE | re.DOTALL):
        (tmp_path / f"oh-licensed.{ending}").write_text(block, encoding="utf-8")
    reading = Reading()
    outcomes = list(mapped.read([tmp_path / "oh-licensed.toml"], reading))
    assert not [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    cedar, dunmore = (outcome.listing for outcome in outcomes if isinstance(outcome, Read))
    assert {"care:detox", "medication:methadone", "opioid:mat"} <= set(cedar.said)
    assert "setting:residential" in cedar.survey.split()
    assert "setting:residential" not in cedar.said
    assert "Methadone|call us" in dunmore.said
    assert "medication:methadone" not in dunmore.survey.split()
    assert (reading.as_of, reading.scopes, dict(reading.unknown)) == ("2026-01-15", {"all"}, {"Methadone|call us": 1})


if __name__ == "__main__":
    before, _, rest = _text(DERIVATIONS).partition(BEGIN)
    DERIVATIONS.write_text(before + BEGIN + table() + END + rest.partition(END)[2], encoding="utf-8")
