"""Finding points for addresses: what a geocoder answers is kept in the record, and `publish` uses it.

Off unless GEOCODER_URL is set. Called by the command `geocode` and after an import, which it can never stop.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from directory.geocodes import Geocode
from directory.settings import settings
from directory.store import Record
from importers import places
from importers.geocoder import Geocoder, GeocoderError
from importers.plausible import Zips, doubt, zips
from importers.unplaced import Question, questions

PATIENCE = 3
"""So many failures in a row, and the server is left alone until the next import."""
BATCH = 10
"""Questions whose answers are kept in one transaction: ten seconds of work, and no time for others to wait."""
LONG = 60
"""More questions than this, and it is said beforehand how long they take."""

Say = Callable[[str], None]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked. asked == found + nothing + the sum of refused; `left` are for the next time.

    * `nothing`: the server knew no such address. `refused`: answers not believed, by why.
    * `failed`: questions that got no usable answer; they are asked again. `stopped`: why asking ended early, or "".
    """

    geocoder: str
    asked: int
    found: int
    nothing: int
    refused: dict[str, int]
    failed: int
    left: int
    stopped: str = ""


def after_import(record: Record, now: str, say: Say, geocoder: Geocoder | None = None) -> None:
    """Ask for what an import left without a point, and tell in a line what came of it; silent while it is switched off.
    Raises nothing: the import stands whatever happens here. `now` is ISO, UTC."""
    try:
        chosen = settings()
        if chosen.geocoder_url:
            server = geocoder or Geocoder(chosen.geocoder_url)
            say(described(geocode(record, server, chosen.places, now, chosen.geocoder_limit, say=say)))
    except Exception as error:  # noqa: BLE001 - a full disk, a busy record, a bug: none may undo an import
        say(f"The geocoder could not be asked to the end: {str(error) or type(error).__name__}. The import stands.")


def geocode(
    record: Record,
    geocoder: Geocoder,
    place_table: Path,
    now: str,
    limit: int,
    again: bool = False,
    say: Say = lambda _: None,
) -> Report:
    """Ask for at most `limit` addresses and keep the answers. Raises RecordError, and SourceError when there is no
    place table to check answers by."""
    with record.reading() as reader:
        waiting = questions(reader, again)
    if waiting:
        places.ensure(place_table)
    asking = _Asking(record, geocoder, zips(place_table) if waiting else {}, now)
    chosen = waiting[:limit]
    if len(chosen) > LONG:
        minutes = f"about {len(chosen) / 60:.0f} minutes"
        say(f"Asking {geocoder.host} for {len(chosen):,} addresses, {minutes}; ending it keeps what it has answered.")
    try:
        stopped = asking.ask(chosen)
    finally:
        asking.keep()
    return asking.report(len(waiting), stopped)


def described(report: Report) -> str:
    """A report in a line."""
    if not (report.asked or report.failed or report.left):
        return "Geocoder: no address is left to ask for."
    refused = "; ".join(f"{why} ({count:,})" for why, count in report.refused.items())
    asked = f"{report.asked:,} addresses asked for, {report.found:,} found, {report.nothing:,} not found"
    believed = f"{sum(report.refused.values()):,} not believed{f': {refused}' if refused else ''}"
    parts = [
        f"Geocoder {report.geocoder}: {asked}, {believed}.",
        f"Stopped after {PATIENCE} failures in a row, the last: {report.stopped}." if report.stopped else "",
        f"{report.left:,} are left for the next time." if report.left else "",
    ]
    return " ".join(filter(None, parts))


class _Asking:
    """Questions asked one after the other, and what has been answered so far."""

    def __init__(self, record: Record, geocoder: Geocoder, points: Zips, now: str) -> None:
        self._record, self._geocoder, self._points, self._now = record, geocoder, points, now
        self._answers: list[tuple[Question, Geocode]] = []
        self._counts: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()

    def ask(self, chosen: Sequence[Question]) -> str:
        """Returns why it ended early, or ""."""
        row = 0
        for question in chosen:
            try:
                self._answers.append((question, self._answer(question)))
                row = 0
            except GeocoderError as error:
                self._counts["failed"] += 1
                row += 1
                if row == PATIENCE:
                    return str(error)
            if len(self._answers) >= BATCH:
                self.keep()
        return ""

    def keep(self) -> None:
        """Keep what has been answered."""
        if not self._answers:
            return
        with self._record.writing() as writer:
            for question, answer in self._answers:
                for key in question.keys:
                    writer.keep_geocode(key, answer)
        self._answers.clear()

    def report(self, waiting: int, stopped: str) -> Report:
        asked = self._counts["found"] + self._counts["nothing"] + self._refused.total()
        return Report(
            geocoder=self._geocoder.host,
            asked=asked,
            found=self._counts["found"],
            nothing=self._counts["nothing"],
            refused=dict(self._refused.most_common()),
            failed=self._counts["failed"],
            left=waiting - asked,
            stopped=stopped,
        )

    def _answer(self, question: Question) -> Geocode:
        """What is kept of the answer; one that is not believed is kept as none. Raises GeocoderError."""
        found = self._geocoder.find(question.text)
        why = doubt(found, question, self._points) if found else ""
        if found is None:
            self._counts["nothing"] += 1
        elif why:
            self._refused[why] += 1
        else:
            self._counts["found"] += 1
            return Geocode(found.latitude, found.longitude, self._geocoder.host, self._now)
        return Geocode(None, None, self._geocoder.host, self._now)
