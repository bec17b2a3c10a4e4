"""The commands that join listings into facilities or part them: facilities show, review, merge, split."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain, islice

import click
import msgspec

from directory.errors import RecordError
from directory.exports.told import shared_numbers
from directory.facility import Facility, Voice
from directory.phones import phone_display
from directory.settings import settings
from directory.store import Record
from search.engine import Engine
from search.grouping import group
from search.serving import Serving


@click.group("facilities")
def facilities() -> None:
    """Look at the listings behind a facility, and decide which are one place.

    A decision is kept in the record and outlasts every import; `publish` shows it where MATCH is on.
    """


@facilities.command("show")
@click.argument("public_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(public_id: str, as_json: bool) -> None:
    """Show every listing of the facility that ID leads to."""
    with _engine() as engine:
        facility = _facility(engine, public_id)
    if as_json:
        click.echo(msgspec.json.encode(facility))
        return
    click.echo(f"{facility.id}  {facility.name}, {facility.city}, {facility.state}")
    for voice in facility.voices:
        click.echo(_line(voice))
    for told in shared_numbers(facility):
        click.echo(f"  {told}")
    if not facility.voices:
        click.echo(f"  one listing, of {facility.sources[0].label}")


@facilities.command("review")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="Pairs to show.")
@click.option("--json", "as_json", is_flag=True, help="Print every pair as JSON.")
def review(limit: int, as_json: bool) -> None:
    """List pairs of listings that the rules leave for a person to judge, with what agrees and what differs.

    First come those that may be one place under a new name: one that its source lists no longer, and one that it lists
    since, at the same address with the same telephone. Until they are merged the old page only leads to the new one.
    """
    with Record(settings().database_url) as record, record.reading() as reader:
        pairs = group(reader).reviews
        shown = {name for one, other, _ in islice(pairs, limit) for name in (one, other)}
        lost = ((each.facility, each.source, each.listing) for each in reader.gone())
        known = {public_id: listing for public_id, _, listing in chain(lost, reader.light()) if public_id in shown}
    if as_json:
        click.echo(msgspec.json.encode([{"one": a, "other": b, "evidence": e} for a, b, e in pairs]))
        return
    for one, other, evidence in islice(pairs, limit):
        for name in (one, other):
            listing = known[name]
            click.echo(f"{name}  {listing.name} {listing.name2} | {listing.street} {listing.street2} {listing.zip}")
        click.echo(f"            {', '.join(evidence)}")
    click.echo(f"{len(pairs):,} pairs in all. Decide with `facilities merge` or `facilities split`.")


@facilities.command("merge")
@click.argument("one", metavar="ID")
@click.argument("other", metavar="OTHER_ID")
@click.option("--reason", required=True, help="Why, for whoever looks later.")
def merge(one: str, other: str, reason: str) -> None:
    """Keep it that two listings are one place."""
    with Record(settings().database_url) as record, record.writing() as writer:
        writer.decide(one, other, True, reason, _now())
    click.echo(f"{one} and {other} are one place from the next publication on.")


@facilities.command("split")
@click.argument("public_id", metavar="ID")
@click.option("--reason", required=True, help="Why, for whoever looks later.")
def split(public_id: str, reason: str) -> None:
    """Keep it that a listing is not the place of the others that it was joined with."""
    with _engine() as engine:
        others = [voice.id for voice in _facility(engine, public_id).voices if voice.id != public_id]
    if not others:
        raise RecordError(f"{public_id} is joined with no other listing.")
    with Record(settings().database_url) as record, record.writing() as writer:
        for other in others:
            writer.decide(public_id, other, False, reason, _now())
    click.echo(f"{public_id} is a place of its own from the next publication on.")


@contextmanager
def _engine() -> Iterator[Engine]:
    serving = Serving(settings().generations)
    try:
        with serving.engine() as engine:
            yield engine
    finally:
        serving.close()


def _facility(engine: Engine, public_id: str) -> Facility:
    found = engine.facility(engine.moved(public_id) or public_id)
    if found is None:
        raise RecordError(f"No facility has the id {public_id}; a search shows ids.")
    return found


def _line(voice: Voice) -> str:
    phones = ", ".join(map(phone_display, voice.phones))
    where = f"{voice.street} {voice.street2}".strip()
    dated = voice.citation.as_of or f"imported {voice.citation.imported}"
    return (
        f"  {voice.id}  {voice.citation.label} ({dated}): {voice.name} {voice.name2} | {where} {voice.zip} | {phones}"
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


COMMANDS = (facilities,)
