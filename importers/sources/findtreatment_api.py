"""The live FindTreatment.gov API: from the address an operator types to saved pages, which the source then reads.

    https://findtreatment.gov/locator/exportsAsJson/v2?sType=both                             the whole country
    https://findtreatment.gov/locator/exportsAsJson/v2?sType=both&limitType=0&limitValue=18   Maryland
    ...v2?sType=sa&sAddr=39.1,-77.2&limitType=2&limitValue=40234                              25 miles around a point

The whole country is a walk over the state ids, one state after the other, then a circle around each territory, because
the ids leave the territories out and one circle over everything misses Hawaii and the Pacific. The freely associated
states (Palau, Micronesia, the Marshall Islands) are not asked for.

Pages are saved as they come, "state-MD-page-001.json", in a folder of their own for each address, beside a "pull.json"
that says which of them are complete. The same address within a day goes on where it stopped and asks for no page twice;
later it starts anew.

Facts: SAMHSA's "FindTreatment.gov API", version 1.9 of 15 January 2025. The API answers many wrong calls with an empty
list or a wrong one instead of an error, so such calls are refused here before they are made.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

import msgspec

from directory.errors import SourceError
from importers.download import Client, silent
from importers.failure import StatusError
from importers.safe_write import save
from importers.sources.findtreatment_plan import Part, Plan, plan_of

HOST = "findtreatment.gov"
PATH = "/locator/exportsAsJson/v2"
FRESH = timedelta(days=1)
"""How long a pull may be gone on with. The list is corrected weekly; pages of two weeks would not fit together."""

CLIENT = Client(hosts=frozenset({HOST}))
Say = Callable[[str], None]


class Page(msgspec.Struct, frozen=True):
    """One saved page: how many pages and records its list announced, how many rows it holds, and its checksum."""

    part: str
    number: int
    pages: int
    records: int
    rows: int
    sha256: str

    @property
    def file(self) -> str:
        return f"{self.part}-page-{self.number:03}.json"


class Pull(msgspec.Struct, frozen=True):
    """What pull.json holds. `started` is UTC; `whole` and `everything` as in Plan; `done` when no page is missing."""

    url: str
    started: Annotated[datetime, msgspec.Meta(tz=True)]
    whole: bool
    everything: bool = False
    done: bool = False
    pages: tuple[Page, ...] = ()


def fetch(url: str, folder: Path, *, client: Client = CLIENT, say: Say = silent) -> Sequence[Path]:
    """Save what the address asks for and return the files of its pages, sorted by name.

    Raises SourceError before any call for an address that would get a wrong answer, later when no right answer comes.
    """
    base, _, query = url.partition("?")
    if client.check(base).path != PATH:
        raise SourceError(f"{url} is not asked: of {HOST} only https://{HOST}{PATH}?sType=both ... is.")
    plan = plan_of(query.partition("#")[0])
    try:
        pages = _Folder.open(folder_of(url, folder), url, plan, client.now())
        _Walk(client, say, base, plan, pages).run()
    except OSError as error:
        raise SourceError(f"The pages cannot be kept in {folder}: {error}.") from error
    return pages.files()


def folder_of(url: str, folder: Path) -> Path:
    """Where the pages of an address are, so that two addresses of one command do not take each other's place."""
    return folder / f"pull-{hashlib.sha256(url.encode()).hexdigest()[:12]}"


def recorded(folder: Path) -> Pull | None:
    """What pull.json in a folder says; None when there is none or it cannot be read."""
    try:
        return msgspec.json.decode((folder / "pull.json").read_bytes(), type=Pull)
    except (OSError, msgspec.MsgspecError):
        return None


_REGISTER = f"SAMHSA asks those who use the API to register: https://{HOST}/api-request-form. "
_HINTS: Mapping[int, str] = {401: _REGISTER, 403: _REGISTER}


class _ChangedError(Exception):
    """The list changed while its pages were asked for, so they do not fit together."""


@dataclass(slots=True)
class _Walk:
    """One way through a plan. `called`: whether a call was made already, so that the next one keeps its distance."""

    client: Client
    say: Say
    base: str
    plan: Plan
    folder: _Folder
    called: bool = False

    def run(self) -> None:
        """Every page into the folder. What goes wrong is said together with how to go on."""
        try:
            self._parts()
        except StatusError as error:
            hint = _HINTS.get(error.status, "")
            raise SourceError(f"{error} {hint}{self.folder.kept()}") from error
        except SourceError as error:
            raise SourceError(f"{error} {self.folder.kept()}") from error

    def _parts(self) -> None:
        if self.folder.complete:
            self.say(
                f"{len(self.folder.complete)} pages of {self.folder.pull.started:%Y-%m-%d %H:%M} UTC are here already."
            )
        if not self.plan.whole:
            self.say("This is a part of the list: what it does not hold is not gone.")
        for part in self.plan.parts:
            try:
                self._pages(part)
            except _ChangedError as change:
                self.say(f"{part.label}: {change}; starting it over.")
                self._once_more(part)
        self.folder.finish()

    def _once_more(self, part: Part) -> None:
        self.folder.forget(part)
        try:
            self._pages(part)
        except _ChangedError as change:
            self.folder.forget(part)
            raise SourceError(f"{part.label}: {change}, twice. Try again in an hour.") from change

    def _pages(self, part: Part) -> None:
        first = self._page(part, 1)
        rows = first.rows
        for number in range(2, first.pages + 1):
            page = self._page(part, number)
            if (page.records, page.pages) != (first.records, first.pages):
                raise _ChangedError(f"there were {first.records} facilities, then {page.records}")
            rows += page.rows
        if rows != first.records:
            raise _ChangedError(f"{first.records} facilities were announced and {rows} came")

    def _page(self, part: Part, number: int) -> Page:
        """The page from the folder, or else from the API."""
        page = self.folder.page(part, number)
        if page is None:
            body = self._ask(part, number)
            page = _read(body, part, number)
            if self.plan.whole and page.records == 0 and ("limitType", "0") in part.ask:
                raise SourceError(f"{part.label}: the API knows no facility there, so it did not understand the call.")
            self.folder.keep(page, body)
            self.say(f"{part.label}: page {number} of {max(page.pages, 1)}, {page.records} facilities in all")
        return page

    def _ask(self, part: Part, number: int) -> bytes:
        if self.called:
            self.client.sleep(self.client.pause)
        self.called = True
        query = urlencode((*self.plan.common, *part.ask, ("page", str(number))), safe=",")
        return self.client.get(f"{self.base}?{query}", self.say).body


class _Envelope(msgspec.Struct, frozen=True, rename="camel"):
    page: int
    total_pages: int
    record_count: int
    rows: list[dict[str, object]]


def _read(body: bytes, part: Part, number: int) -> Page:
    """What a body says of its page. Raises SourceError when it is not the page that was asked for.

    The API answers a malformed call with status 200 and a plain sentence, so that sentence is passed on.
    """
    try:
        read = msgspec.json.decode(body, type=_Envelope)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        begin = body[:80].decode("utf-8", "replace")
        raise SourceError(f"{part.label}, page {number}: not a page of facilities but {begin!r} ({error}).") from error
    if read.page != number:
        raise SourceError(f"{part.label}: asked for page {number}, the API answered page {read.page}.")
    if read.total_pages > 999:
        raise SourceError(f"{part.label}: {read.total_pages} pages are more than 999; a larger pageSize is right.")
    if not 0 <= read.total_pages <= max(read.record_count, 1):
        raise SourceError(f"{part.label}: {read.total_pages} pages for {read.record_count} facilities cannot be right.")
    digest = hashlib.sha256(body).hexdigest()
    return Page(part.name, number, read.total_pages, read.record_count, len(read.rows), digest)


@dataclass(slots=True)
class _Folder:
    """The pages on disk and pull.json. A page counts once pull.json names it and its checksum fits."""

    path: Path
    pull: Pull
    complete: dict[tuple[str, int], Page] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path, url: str, plan: Plan, now: datetime) -> _Folder:
        """The pull of this address that was begun within a day, or else a new one, with older pages removed."""
        path.mkdir(parents=True, exist_ok=True)
        pull = recorded(path)
        if pull is not None and pull.url == url and timedelta(0) <= now - pull.started < FRESH:
            return cls(path, pull, {(page.part, page.number): page for page in pull.pages if _fits(path, page)})
        (path / "pull.json").unlink(missing_ok=True)
        for old in [file for file in path.iterdir() if _OURS.fullmatch(file.name)]:
            old.unlink()
        return cls(path, Pull(url, now, plan.whole, plan.everything))

    def page(self, part: Part, number: int) -> Page | None:
        return self.complete.get((part.name, number))

    def keep(self, page: Page, body: bytes) -> None:
        save(self.path / page.file, body)
        self.complete[page.part, page.number] = page
        self._save(done=False)

    def forget(self, part: Part) -> None:
        gone = [page for page in self.complete.values() if page.part == part.name]
        for page in gone:
            del self.complete[page.part, page.number]
        self._save(done=False)
        for page in gone:
            (self.path / page.file).unlink()

    def finish(self) -> None:
        self._save(done=True)

    def files(self) -> Sequence[Path]:
        return sorted(self.path / page.file for page in self.complete.values())

    def kept(self) -> str:
        """What to say after a failure: nothing is lost."""
        return f"{len(self.complete)} pages are saved; the same command again, within a day, goes on from there."

    def _save(self, *, done: bool) -> None:
        self.pull = msgspec.structs.replace(self.pull, done=done, pages=tuple(self.complete.values()))
        save(self.path / "pull.json", msgspec.json.format(msgspec.json.encode(self.pull)) + b"\n")


_OURS = re.compile(r"\.?(state-[A-Z]{2}|county-[0-9]+|circle)-page-[0-9]{3}\.json(\.part)?")


def _fits(path: Path, page: Page) -> bool:
    file = path / page.file
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == page.sha256
