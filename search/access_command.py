"""The command that writes the access report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from directory.errors import DirectoryError
from directory.settings import settings
from directory.states import state_code
from search.access_areas import AREAS, Corners
from search.access_file import FORMATS, terms_csv
from search.access_method import about as lines_about
from search.engine import Engine
from search.measures import MEASURES
from search.serving import Serving


def access_command(corners: Callable[[], Corners], write: Callable[[Path, Iterable[bytes]], None]) -> click.Command:
    """The command `access`. `corners` gives the outlines of counties; `write` writes a file whole or not at all."""

    @click.command("access")
    @click.option("--by", type=click.Choice(list(AREAS)), required=True, help="One line a county, or a ZIP code.")
    @click.option("--state", "written", help="Only of this state or territory: PA or Pennsylvania.")
    @click.option(
        "--measure", "measures", multiple=True, type=click.Choice(list(MEASURES)), help="Only this; repeated."
    )
    @click.option(
        "--format", "name", type=click.Choice(list(FORMATS)), default="csv", show_default=True, help="What is written."
    )
    @click.option("--terms", is_flag=True, help="Places for every filter and value instead, as CSV.")
    @click.option("--about", is_flag=True, help="Method, sources and the meaning of columns instead, as text.")
    @click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; standard output without it.")
    def access(
        by: str,
        written: str | None,
        measures: tuple[str, ...],
        output: Path | None,
        **chosen: Any,  # the other options, by name, as click reads them
    ) -> None:
        """Report how far the nearest treatment of several kinds is, and how many places there are around.

        As the crow flies, from a point of each county or ZIP code, with how sure that is; --about tells the method.
        """
        asked = _Asked(by, _state(written), tuple(dict.fromkeys(measures)), **chosen)
        with ExitStack() as stack:
            serving = Serving(settings().generations)
            stack.callback(serving.close)
            pieces = _pieces(stack.enter_context(serving.engine()), asked, corners)
            if output is not None:
                write(output, pieces)
            else:
                for piece in pieces:
                    sys.stdout.buffer.write(piece)

    return access


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the options say."""

    by: str
    state: str
    measures: tuple[str, ...]
    name: str
    terms: bool
    about: bool


def _pieces(engine: Engine, asked: _Asked, corners: Callable[[], Corners]) -> Iterator[bytes]:
    if asked.terms:
        return terms_csv(engine.term_counts(asked.by, asked.state))
    report = engine.access(asked.by, corners())
    if asked.about:
        return (f"{line}\n".encode() for line in lines_about(report))
    return FORMATS[asked.name].write(report, asked.state, asked.measures)


def _state(written: str | None) -> str:
    code = state_code(written) if written else ""
    if code is None:
        raise DirectoryError(f"{written} is no state or territory; PA or Pennsylvania would be right.")
    return code
