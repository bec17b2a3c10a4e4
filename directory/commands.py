"""The commands that look back: history and changes, and the options that name a day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from itertools import groupby

import click

from directory.changes import KINDS, Change, Lens, Window, by_place
from directory.differences import Difference
from directory.errors import DirectoryError
from directory.exports.record import encoded, text
from directory.history import History, Step, Told
from directory.history import history as find_history
from directory.reading import Reader
from directory.settings import settings
from directory.shown import changes as find_changes
from directory.states import state_code, state_name
from directory.store import Record
from directory.vocabulary import vocabulary

Lensing = Callable[[Reader], AbstractContextManager[Lens]]
"""Opens the lens for a record. The program's main command has it as its context's `obj`; without it there is none."""


class Day(click.ParamType[str]):
    """A day, month or year: 2022-05-19, 2022-05 or 2022."""

    name = "DATE"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        written = re.fullmatch(r"\d{4}(-\d\d){0,2}", value, re.ASCII)
        try:
            date.fromisoformat(value + "-01-01"[len(value) - 4 :])
        except ValueError:
            written = None
        if written is None:
            self.fail(f"{value!r} is no date; write 2022, 2022-05 or 2022-05-19.", param, ctx)
        return value


class StateCode(click.ParamType[str]):
    """A state or territory by code or name, as its code."""

    name = "STATE"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        code = state_code(value)
        if code is None:
            self.fail(f"{value!r} is no state; write PA or Pennsylvania.", param, ctx)
        return code


DAY = Day()


def _given(_: click.Context, __: click.Parameter, value: str | None) -> str:
    """An option that was left out is ""; one that was given as "" was refused before."""
    return value or ""


as_of_option = click.option(
    "--as-of", type=DAY, callback=_given, help="Leave out data of a later date: what was so that day, as known today."
)
imported_by_option = click.option(
    "--imported-by", type=DAY, callback=_given, help="Leave out what was imported or undone later: as known that day."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command("history")
@click.argument("public_id", metavar="ID")
@json_option
@click.pass_obj
def history(lensing: Lensing | None, public_id: str, as_json: bool) -> None:
    """Tell everything that was ever said of the facility ID, oldest data first.

    Each entry says what changed from the one before. Runs that were undone are marked and do not count.
    """
    with Record(settings().database_url) as record, record.reading() as reader, _lens(lensing, reader) as lens:
        found = find_history(reader, public_id, lens.moved)
    click.echo(encoded(found) if as_json else "\n".join(map(_printable, _history_lines(found))))


@click.command("changes")
@click.option("--since", type=DAY, required=True, help="From this day, month or year on (of the import, UTC).")
@click.option("--until", type=DAY, callback=_given, help="To the end of this day, month or year; to now without it.")
@click.option("--state", type=StateCode(), callback=_given, help="Only places in this state.")
@click.option("--county", default="", metavar="NAME", help="Only places in counties of this name.")
@json_option
@click.pass_obj
def changes(lensing: Lensing | None, since: str, until: str, state: str, county: str, as_json: bool) -> None:
    """Tell what changed in what the record shows: opened, closed, renamed, moved, telephones, services.

    Days are those of the import, since that is when what we show changed; each change also has the date of its data.
    """
    if until and until < since[: len(until)]:
        raise DirectoryError(f"--until {until} is before --since {since}.")
    window = Window(since=since, until=until, state=state, county=county)
    with Record(settings().database_url) as record, record.reading() as reader, _lens(lensing, reader) as lens:
        labels = {source["key"]: str(source["label"]) for source in reader.sources()}
        found = by_place(find_changes(reader, window, lens))
        if as_json:
            _print_json(found)
        else:
            for line in _change_lines(found, window, labels):
                click.echo(_printable(line))


def _lens(lensing: Lensing | None, reader: Reader) -> AbstractContextManager[Lens]:
    return nullcontext(Lens()) if lensing is None else lensing(reader)


def _print_json(found: Iterable[Change]) -> None:
    """One array, an object a line, written as it is found."""
    separator = b"["
    for change in found:
        click.echo(separator + encoded(change), nl=False)
        separator = b",\n"
    click.echo("]" if separator != b"[" else "[]")


def _printable(line: str) -> str:
    """The line without control characters, with which a source's text could steer a terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text(line))


def _history_lines(found: History) -> Iterator[str]:
    if found.id != found.asked:
        yield f"{found.asked} leads to {found.id}."
    for told in found.listings:
        yield f"{told.name} ({told.id})"
        yield f"  {told.label}, listing {told.key}: {_standing(told)}"
        for step in told.steps:
            yield from _step_lines(step)


def _standing(told: Told) -> str:
    if told.listed:
        return f"listed, last in data of {told.last}"
    return f"no longer listed, last in data of {told.last}" if told.last else "every run that listed it was undone"


STEPS = {"listed": "listed", "changed": "changed", "withdrawn": "no longer listed", "returned": "listed again"}
"""Kind of step -> what it is in words."""


def _step_lines(step: Step) -> Iterator[str]:
    dated = f"data of {step.as_of}" if step.as_of else "data without a date"
    undone = f"; undone {step.undone}, does not count" if step.undone else ""
    yield f"    {STEPS[step.kind]}: {dated}, imported {step.imported}, run {step.run}{undone}"
    for label, alike in groupby(step.differences, key=lambda one: one.label):
        yield f"        {label}: {_values(list(alike), step.kind == 'listed')}"


def _values(alike: list[Difference], first: bool) -> str:
    return "; ".join(one.before or one.after if first else _value(one) for one in alike)


def _value(one: Difference) -> str:
    note = {"stated": " (not asked before)", "unstated": " (not asked any more)"}.get(one.kind, "")
    if one.field in vocabulary().facets or one.field == "code":
        return f"+ {one.after}{note}" if one.after else f"- {one.before}{note}"
    return f"{one.before or '(nothing)'} -> {one.after or '(nothing)'}"


def _change_lines(found: Iterable[Change], window: Window, labels: dict[str, str]) -> Iterator[str]:
    counts: Counter[str] = Counter()
    places = (list(of_place) for _, of_place in groupby(found, key=lambda one: one.id))
    for (state, county), in_county in groupby(places, key=lambda place: (place[-1].state, place[-1].county)):
        yield f"{state_name(state) if state else 'Not known where'}{f', {county}' if county else ''}"
        for place in in_county:
            yield f"  {place[-1].name}, {place[-1].city} ({place[-1].id})"
            for change in place:
                counts[change.kind] += 1
                yield f"    {_change_line(change, labels[change.source])}"
    told = ", ".join(f"{counts[kind]:,} {kind}" for kind in KINDS if counts[kind])
    until = f" until {window.until}" if window.until else ""
    yield f"Since {window.since}{until}: {told or 'nothing changed'}."


def _change_line(change: Change, label: str) -> str:
    data = f"data of {change.as_of}" if change.as_of else "data without a date"
    undone = ", taken back" if change.undone else ""
    return f"{change.when[:10]}  {_what(change)}  [{label}, {data}, run {change.run}{undone}]"


def _what(change: Change) -> str:
    facet = vocabulary().facets.get(change.facet)
    if facet is not None:
        return f"{facet.label}: {change.before or change.after}: {KINDS[change.kind]}"
    if not change.before and not change.after:
        return KINDS[change.kind]
    if change.kind in ("corrected", "uncorrected"):
        return f"{KINDS[change.kind]}: {change.after}"
    return f"{KINDS[change.kind]}: {change.before or '(nothing)'} -> {change.after or '(nothing)'}"


COMMANDS = (history, changes)
