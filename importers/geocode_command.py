"""The command that asks the geocoder."""

from __future__ import annotations

from datetime import UTC, datetime

import click
import msgspec

from directory.errors import DirectoryError
from directory.settings import PREFIX, settings
from directory.store import Record
from importers.geocoder import Geocoder
from importers.geocoding import described, geocode


@click.command("geocode")
@click.option("--limit", type=click.IntRange(min=1), help="Ask for so many addresses; without it GEOCODER_LIMIT.")
@click.option("--again", is_flag=True, help="Ask once more for those for which nothing was found.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def geocode_addresses(limit: int | None, again: bool, as_json: bool) -> None:
    """Ask the geocoder for the points of addresses that have none. Publish to show them."""
    chosen = settings()
    if not chosen.geocoder_url:
        raise DirectoryError(
            f"No geocoder is switched on. Set {PREFIX}GEOCODER_URL to the address of a Nominatim server, such as "
            "http://localhost:8080; docs/operating.md says what is sent to it."
        )
    with Record(chosen.database_url) as record:
        report = geocode(
            record,
            Geocoder(chosen.geocoder_url),
            chosen.places,
            datetime.now(UTC).isoformat(timespec="seconds"),
            limit or chosen.geocoder_limit,
            again,
            lambda text: click.echo(text, err=True),
        )
    click.echo(msgspec.json.encode(report) if as_json else described(report))
