"""FindTreatment.gov, SAMHSA's treatment locator: saved answers of its API (JSON) and files of its export button (CSV).

Rows of `exportsAsJson/v2` and of the site's own `/locator/listing` (2019 and later) are alike but for `frid`; their
services come as wordings by category ("OM": "Methadone used in Treatment; ..."), which the vocabulary makes codes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from importers.files import files
from importers.source import Outcome, Read, Reading, Source
from importers.sources.findtreatment_answer import Answer, read_answer
from importers.sources.findtreatment_api import Pull, fetch, folder_of, recorded
from importers.sources.findtreatment_csv import read_export
from importers.sources.findtreatment_listing import HEALTH_CENTERS
from importers.sources.findtreatment_practice import SCOPE as PRACTICES
from importers.sources.findtreatment_practice import joined

_SCOPE = "all"  # of what a question for both types of service brings


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
    """The facilities of saved answers and exports, in any number and mixture; then the practices of practitioners.

    `scopes` is {"all"} when the files are all the pages of one answer, with "practices" and "health-centers" when they
    were asked for too. It stays empty for a part, and for an export, which never says what it is a part of: then
    nothing is withdrawn.
    """
    answers: list[Answer] = []
    chosen = [path for path in files(paths, (".json", ".json.gz", ".csv")) if path.name != "pull.json"]
    seen = {_SCOPE}
    for outcome in joined(_rows(chosen, reading, answers), reading):
        if isinstance(outcome, Read):
            seen.add(outcome.listing.scope)
        yield outcome
    # Of several days the oldest: no fact is called newer than it is.
    reading.as_of = min((_date(path.name) for path in chosen), default="")
    pull = _pull(chosen)
    missing = _missing(answers) if pull is None else _narrowed(pull)
    if pull is not None:
        reading.as_of = pull.started.date().isoformat()
    if missing:
        reading.warnings[f"the set of answers is incomplete ({missing}), so nothing is withdrawn"] += 1
    elif len(answers) == len(chosen):
        reading.scopes.update(seen if pull is None else _asked(pull))


def fetched(url: str, folder: Path, *, say: Callable[[str], None]) -> Sequence[Path]:
    """The pages that an address asks for, and pull.json: by its checksum a run knows of which day the pages are."""
    return [*fetch(url, folder, say=say), folder_of(url, folder) / "pull.json"]


SOURCE = Source(
    key="findtreatment",
    label="FindTreatment.gov",
    publisher="Substance Abuse and Mental Health Services Administration (SAMHSA)",
    url="https://findtreatment.gov/",
    licence="Public domain (U.S. government work)",
    takes="saved API answers (JSON, plain or gzip-compressed, every page of one question) or export-button files (CSV)",
    read=read,
    fetch=fetched,
)


def _rows(paths: Sequence[Path], reading: Reading, answers: list[Answer]) -> Iterator[Outcome]:
    for path in paths:
        if path.suffix.lower() == ".csv":
            yield from read_export(path, reading)
        else:
            yield from read_answer(path, reading, answers)


def _asked(pull: Pull) -> set[str]:
    """What a finished pull of the whole country covers."""
    return {_SCOPE, PRACTICES, HEALTH_CENTERS} if pull.everything else {_SCOPE}


def _pull(paths: Sequence[Path]) -> Pull | None:
    """The pull that saved these files, when one pull saved them all and all it saved is here."""
    folders = {path.parent for path in paths}
    pull = recorded(folders.pop()) if len(folders) == 1 else None
    return pull if pull is not None and {path.name for path in paths} == {page.file for page in pull.pages} else None


def _narrowed(pull: Pull) -> str:
    """Why a pull does not cover the source; "" when it does."""
    if not pull.done:
        return "the download was broken off; run the same command again to finish it"
    return "" if pull.whole else "the download asked for a part of the listings"


def _missing(answers: Sequence[Answer]) -> str:
    """What the answers themselves say is not there; "" when nothing is."""
    if not answers:
        return ""
    counts = {(answer.pages, answer.records) for answer in answers}
    pages, records = counts.pop()
    if counts or pages is None or records is None:
        return "they are not pages of one answer with a recordCount"
    given = [answer.page for answer in answers]
    if absent := sorted(set(range(1, pages + 1)).difference(number for number in given if number)):
        return f"page {', '.join(map(str, absent[:20]))} of {pages} missing"
    rows = sum(answer.rows for answer in answers)
    return "" if rows == records and len(given) == pages else f"recordCount is {records}, but {rows} rows were given"


def _date(name: str) -> str:
    """The day in a file's name (`..._2022_05_25_143000.csv`), else ""."""
    found = re.search(r"(?<!\d)(20\d\d)[_-](0[1-9]|1[0-2])[_-](0[1-9]|[12]\d|3[01])(?!\d)", name)
    return "-".join(found.groups()) if found else ""
