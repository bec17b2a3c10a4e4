"""The terms that the columns of a table seem to hold: yes-or-no columns, and words in cells. For `draft.py`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from importers.draft_columns import Column, Guess
from importers.toml_text import toml
from importers.values import fold
from importers.wordings import near_terms, term_of

_LIKELY = 75
"""How like a term's name, of 100, a wording must be for the term to be offered; never taken without a person."""
_KNOWN = 0.1  # of what is said must be terms by name for a column to be taken for one of terms
_MOST_WORDINGS = 60  # more are names or notes and not kinds of something
_SHOWN = 12
_SEPARATORS = (";", "\n", "|", ",", "/")
_FREQUENT = 0.15  # of the cells hold a separator when a column is a list


def term_lines(guess: Guess) -> Iterator[str]:
    """The parts [terms] and [asks], and the columns that are nothing known."""
    flags = [column for column in guess.rest if column.is_flag()]
    worded = [column for column in guess.rest if column not in flags and _is_worded(column)]
    others = [c for c in guess.rest if c not in flags and c not in worded and c.values]
    if flags:
        yield "\n[terms.yes]"
        yield from map(_flag_line, flags)
    for column in worded:
        yield from _worded_lines(column)
    yield "\n[asks]"
    yield "# yes_columns = true  # a blank in the columns of [terms.yes] means no"
    yield '# terms = ["insurer:*"]  # further terms that a blank denies'
    yield "\n[rows]"
    yield '# keep = { "Status" = ["Active"] }'
    yield from (f"# not used: {_plain(c.name)}, as in {_plain(c.values[0])[:60]!r}" for c in others)


def _flag_line(column: Column) -> str:
    term = term_of(column.name) or _insurer(column.name)
    if term:
        return f"{toml(column.name)} = {toml(term)}  # check"
    return f"# {toml(column.name)} = {_offered(column.name)}"


def _insurer(wording: str) -> str | None:
    """A column of yes and no that has an insurer's or a payment's everyday name means that it is accepted."""
    return term_of(wording, ("insurer",)) or term_of(wording, ("payment",)) or term_of(wording, ("language",))


def _is_worded(column: Column) -> bool:
    counts = _wordings(column)
    few = len(counts) <= min(_MOST_WORDINGS, max(len(column.values) * 2 // 3, 3))
    numbers = all(re.fullmatch(r"[\d\W]*", word) for word in counts)
    return (few and not numbers) or _known_share(counts) >= _KNOWN


def _wordings(column: Column) -> Counter[str]:
    separators = _separators(column)
    pattern = "|".join(map(re.escape, separators))
    parts = (part for value in column.values for part in (re.split(pattern, value) if pattern else [value]))
    return Counter(word for part in parts if (word := " ".join(part.split())))


def _separators(column: Column) -> list[str]:
    """What splits the cells of a list. A comma or stroke only where it gives more that repeats: names hold them too."""
    found = [mark for mark in _SEPARATORS[:3] if _share(column, mark) >= _FREQUENT]
    if found:
        return found
    for mark in _SEPARATORS[3:]:
        parts = {" ".join(part.split()) for value in column.values for part in value.split(mark)}
        if _share(column, mark) >= _FREQUENT and len(parts) < len(set(column.values)):
            return [mark]
    return []


def _share(column: Column, mark: str) -> float:
    return column.share(lambda value: mark in value)


def _worded_lines(column: Column) -> Iterator[str]:
    """A column of words: those that are terms by name are said to be of the vocabulary, the rest is offered."""
    counts = _wordings(column)
    unknown = [word for word, _ in counts.most_common(_MOST_WORDINGS) if not _known(word)]
    mark = "" if _known_share(counts) >= _KNOWN else "# "  # hardly anything known: all of it stays a comment
    yield f"\n{mark}[[terms.values]]"
    yield f"{mark}column = {toml(column.name)}"
    if separators := _separators(column):
        yield f"{mark}separator = {toml(separators)}"
    yield f"{mark}vocabulary = true  # check: words that are terms by name are taken for them"
    if unknown:
        yield f"{mark}[terms.values.values]"
    yield from (f"# {toml(word)} = {_offered(word)}  # {counts[word]} times" for word in unknown[:_SHOWN])
    if len(unknown) > _SHOWN:
        yield f"# ... and {len(unknown) - _SHOWN} more"


def _known_share(counts: Counter[str]) -> float:
    return sum(count for word, count in counts.items() if _known(word)) / max(sum(counts.values()), 1)


def _known(word: str) -> bool:
    return term_of(word) is not None


def _offered(wording: str) -> str:
    """The nearest term with how near it is, or an empty one."""
    near = near_terms(fold(wording), 1, _LIKELY) if len(wording) > 3 else []
    return f"{toml(near[0][0])}  # check: {near[0][1]:.0f} % alike" if near else '""'


def _plain(name: str) -> str:
    return " ".join(name.split())
