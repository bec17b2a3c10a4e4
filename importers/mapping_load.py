"""A mapping read from its file and checked: every mistake in it is told with its key, and what would be right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from directory import clean
from directory.errors import SourceError
from directory.states import state_code
from directory.vocabulary import vocabulary
from importers.dates import day
from importers.mapping import (
    USES,
    Asks,
    Dated,
    Fields,
    Given,
    Identity,
    Key,
    Layout,
    Mapping,
    Rows,
    Terms,
    Worded,
    columns,
    field_columns,
    folded,
    listed,
    spread,
)  # fmt: skip
from importers.near import near, near_term
from importers.wordings import terms


def load(path: Path) -> Mapping:
    """The mapping of a file. Raises SourceError that names every mistake found in it, and what would be right."""
    try:
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name} is not UTF-8 text ({error}); save it as UTF-8.") from error
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read ({error.strerror}); name a mapping file first.") from error
    return parse(content, path.name)


def parse(content: str, name: str) -> Mapping:
    """The mapping of a text; `name` is what its file is called."""
    try:
        mapping = msgspec.convert(tomllib.loads(content), Mapping)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SourceError(f"{name} is no TOML: {error}.") from error
    except msgspec.ValidationError as error:
        raise SourceError(f"{name}: {_sentence(str(error))}") from error
    if problems := list(_problems(mapping)):
        raise SourceError(f"{name}: " + "; ".join(problems[:20]) + ".")
    return mapping


def check_columns(mapping: Mapping, header: Sequence[str], name: str, file: str) -> None:
    """Raises SourceError naming each column of the mapping that the file does not have, and those named alike."""
    known = {folded(column) for column in header}
    wrong = [(where, column) for where, column in columns(mapping) if folded(column) not in known]
    if wrong:
        told = "; ".join(
            f"{where}: there is no column {column!r}{near(column, header)}" for where, column in wrong[:20]
        )
        raise SourceError(f"{name} does not fit {file}: {told}. Its columns are: {', '.join(header)[:1500]}.")


def _sentence(problem: str) -> str:
    """What msgspec says, with keys as they stand in the file, and near names for a name that is not known."""
    said, _, where = problem.partition(" - at ")
    path = where.strip("`").removeprefix("$").removeprefix(".") or "the top level"
    unknown = re.search(r"unknown field `(.*)`", said)
    if unknown:
        allowed = _NAMES.get(path.partition("[")[0], Mapping.__struct_fields__)
        return (
            f"{unknown[1]!r} is no key of {_bracket(path)}{near(unknown[1], allowed)}; right are {', '.join(allowed)}."
        )
    missing = re.search(r"missing required field `(.*)`", said)
    return f"{_bracket(path)}: {missing[1]!r} is missing." if missing else f"{_bracket(path)}: {said}."


def _bracket(path: str) -> str:
    return path if path == "the top level" else f"[{path}]"


_NAMES: dict[str, tuple[str, ...]] = {
    "source": Identity.__struct_fields__,
    "source.as_of": Dated.__struct_fields__,
    "file": Layout.__struct_fields__,
    "key": Key.__struct_fields__,
    "fields": Fields.__struct_fields__,
    "terms": Terms.__struct_fields__,
    "terms.values": Worded.__struct_fields__,
    "asks": Asks.__struct_fields__,
    "rows": Rows.__struct_fields__,
    **{f"fields.{name}": Given.__struct_fields__ for name in Fields.__struct_fields__},
}


def _problems(mapping: Mapping) -> Iterator[str]:
    """What is well-formed and still cannot be right."""
    yield from _identity_problems(mapping.source)
    for use in mapping.phones:
        if use not in USES:
            yield f"[phones]: {use!r} is no use of a telephone; right are {', '.join(USES)}"
    if len(mapping.file.delimiter) != 1 or mapping.file.delimiter in '"\r\n':
        yield f'[file] delimiter: {mapping.file.delimiter!r} is not one character; "," and ";" and "\\t" are right'
    yield from _encoding_problems(mapping.file.encoding)
    fields = mapping.fields
    if not field_columns(fields.name):
        yield "[fields] name: a column is needed, since a facility without a name cannot be listed"
    if not any((fields.state, fields.address)):
        yield '[fields] state: a column is needed, or a constant such as state = { constant = "MD" }'
    if isinstance(fields.state, Given) and fields.state.constant and state_code(fields.state.constant) is None:
        yield f"[fields] state: {fields.state.constant!r} is no state; a two-letter code is right"
    if not any((fields.city, fields.zip, fields.address)):
        yield "[fields]: city, zip or address is needed, since without one a facility cannot be placed"
    for where, written in _written_terms(mapping):
        if not all(term in terms() for term in spread(written)):
            yield f"{where}: {written!r} is no term{near_term(written)}"
    for worded in mapping.terms.values:
        facets = [] if isinstance(worded.vocabulary, bool) else worded.vocabulary
        for facet in facets:
            if facet not in vocabulary().facets:
                yield (
                    f"[[terms.values]] {worded.column}: vocabulary names no facet {facet!r}; "
                    f"right are {', '.join(vocabulary().facets)}"
                )


def _identity_problems(source: Identity) -> Iterator[str]:
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", source.key):
        yield f'[source] key: {source.key!r}; small letters, digits and hyphens are right, as in "md-bha"'
    for name in ("label", "publisher"):
        if not getattr(source, name).strip():
            yield f"[source] {name} is empty"
    if source.url and not clean.website(source.url):
        yield f"[source] url: {source.url!r} is no web address"
    dated = source.as_of
    if isinstance(dated, str) and dated and not is_date(dated):
        yield f"[source] as_of: {dated!r} is no date; 2026, 2026-01 or 2026-01-31 is right, in quotes"


def _encoding_problems(encoding: str) -> Iterator[str]:
    try:
        "".encode(encoding or "utf-8")
    except (LookupError, ValueError):
        yield f'[file] encoding: {encoding!r} is not known; "utf-8", "latin-1" and "cp1252" are right'


def _written_terms(mapping: Mapping) -> Iterator[tuple[str, str]]:
    yield from (("[terms] always", term) for term in mapping.terms.always)
    yield from ((f"[terms.yes] {c!r}", t) for c, words in mapping.terms.yes.items() for t in listed(words))
    for worded in mapping.terms.values:
        for wording, words in worded.values.items():
            yield from ((f"[[terms.values]] {worded.column!r} {wording!r}", term) for term in listed(words))
    yield from (("[asks] terms", term) for term in mapping.asks.terms)


def is_date(written: str) -> bool:
    """Whether it is 2026, 2026-01 or 2026-01-31, and exists."""
    whole = written + "-01-01"[len(written) - 4 :] if 4 <= len(written) < 10 else written
    return bool(re.fullmatch(r"\d{4}(-\d\d){0,2}", written, re.ASCII)) and day(whole) == whole


def check_path(paths: Sequence[Path]) -> Path:
    """The mapping among the paths of an import: the first. Raises SourceError when there is none."""
    if not paths or paths[0].suffix.lower() != ".toml":
        raise SourceError(
            "The first path is the mapping, a .toml file; then the tables. `treatment-directory map FILE` drafts one."
        )
    if not paths[0].is_file():
        raise SourceError(f"{paths[0].name} does not exist; name a mapping, a .toml file, before the tables.")
    return paths[0]
