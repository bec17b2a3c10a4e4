"""The whole directory as files, and the access report, made once a generation after it has gone live, and served with
tags and checksums.

They lie in the folder of their generation, `files/`, complete or not at all, and go when it goes. Where they have not
been made, `/download/` still writes the same lists as they are asked for.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.types import Message, Receive, Scope, Send

from directory.errors import DirectoryError
from directory.exports.format import Format
from directory.exports.formats import FORMATS
from directory.settings import PREFIX, Settings
from search.access import Report
from search.access_areas import AREAS
from search.access_file import FORMATS as ACCESS_FORMATS
from search.access_stored import load, save
from search.asking import items
from search.engine import Engine
from search.manifest import Manifest
from search.query import Query
from search.sums import file_sum
from search.switch import folder_name, numbers, sync_folder
from web.api import as_json
from web.api_changes import FilesAnswer, WholeFile
from web.caching import ASKED_AGAIN, NEVER, conditional, tag
from web.county_outlines import county_corners
from web.downloads import heading
from web.language import marked
from web.looking_back import only_none
from web.records import about
from web.site import Site

FOLDER = "files"
LIST = "files.json"
START = "/files/"
STEM = "treatment-facilities"

ACCESS = "access"
"""Among FILES, what stands for the access report: by each of AREAS in each of its formats."""

LABELS: Mapping[str, str] = {
    "access-by-county-csv": marked("How far treatment is, by county (CSV)"),
    "access-by-county-geojson": marked("How far treatment is, by county (GeoJSON)"),
    "access-by-zip-csv": marked("How far treatment is, by ZIP code (CSV)"),
    "access-by-zip-geojson": marked("How far treatment is, by ZIP code (GeoJSON)"),
}
"""What the files of the access report are called, by their formats."""

NAMES = (
    *(f"{STEM}.{made.extension}" for made in FORMATS.values()),
    *(f"access-by-{by}.{key}" for by in AREAS for key in ACCESS_FORMATS),
)
"""Every name that a file may have."""


_RANGE = re.compile(rb"bytes=((?P<first>[0-9]{1,15})-(?P<last>[0-9]{0,15})|-[0-9]{1,15})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Part:
    """A file that is to be written: what its line in the list says, and its pieces."""

    name: str
    format: str
    label: str
    media_type: str
    pieces: Iterable[bytes]


def chosen_formats(chosen: Settings) -> tuple[str, ...]:
    """The formats that the operator wants. Raises DirectoryError that names those there are for another."""
    wrong = [key for key in chosen.files if key not in (*FORMATS, ACCESS)]
    if wrong:
        raise DirectoryError(f"{PREFIX}FILES has {wrong[0]!r}; there are: {', '.join((*FORMATS, ACCESS))}.")
    return chosen.files


def write(engine: Engine, chosen: Settings, made: datetime, keys: Iterable[str], root: Path) -> tuple[WholeFile, ...]:
    """Write the files of the generation that is served, in these formats; leaves out those that cannot hold so many.
    Raises OSError, and then there are none."""
    folder = root / folder_name(engine.manifest.number)
    building = folder / f"{FOLDER}.building"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    try:
        parts = (part for key in keys for part in _parts(engine, chosen, made, key, building))
        written = tuple(_written(part, engine.manifest.number, building) for part in parts)
        (building / LIST).write_bytes(msgspec.json.encode(written))
        for path in building.iterdir():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        shutil.rmtree(folder / FOLDER, ignore_errors=True)
        building.rename(folder / FOLDER)
        sync_folder(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return written


def _parts(engine: Engine, chosen: Settings, made: datetime, key: str, folder: Path) -> Iterator[_Part]:
    return _reports(engine, folder) if key == ACCESS else _lists(engine, chosen, made, FORMATS[key])


def _lists(engine: Engine, chosen: Settings, made: datetime, format_: Format) -> Iterator[_Part]:
    """Every place in one format; nothing where it cannot hold so many."""
    total, found = items(engine, Query())
    if format_.most is None or total <= format_.most:
        pieces = format_.write(found, heading(engine, Query(), total, chosen.public_url, made))
        yield _Part(f"{STEM}.{format_.extension}", format_.key, format_.label, format_.media_type, pieces)


def _reports(engine: Engine, folder: Path) -> Iterator[_Part]:
    """The access report by each kind of area, one after the other; and beside its files, for the servers, as it is."""
    for by in AREAS:
        report = engine.access(by, county_corners())
        save(report, folder / _stored(by))
        for format_ in ACCESS_FORMATS.values():
            key, name = f"access-by-{by}-{format_.key}", f"access-by-{by}.{format_.key}"
            yield _Part(name, key, LABELS[key], format_.media_type, format_.write(report, "", ()))


def _written(part: _Part, number: int, folder: Path) -> WholeFile:
    path = folder / part.name
    with path.open("wb") as file:
        file.writelines(part.pieces)
    sums = file_sum(path)
    return WholeFile(
        name=part.name,
        format=part.format,
        label=part.label,
        media_type=part.media_type,
        size=sums.size,
        sha256=sums.sha256,
        url=f"{START}{number}/{part.name}",
    )


def stored_report(root: Path, manifest: Manifest, by: str) -> Report | None:
    """The access report of a generation, where it was written with its files."""
    return load(root / folder_name(manifest.number) / FOLDER / _stored(by), manifest)


def _stored(by: str) -> str:
    return f"access-by-{by}.npz"


def listed(root: Path, number: int) -> tuple[WholeFile, ...]:
    """The files of a generation; none where they have not been made (yet)."""
    try:
        written = (root / folder_name(number) / FOLDER / LIST).read_bytes()
        return msgspec.json.decode(written, type=tuple[WholeFile, ...])
    except (OSError, msgspec.DecodeError):
        return ()


@dataclass(frozen=True, eq=False, slots=True)
class WholeFiles:
    """Handlers of the files."""

    site: Site

    def list(self, request: Request) -> Response:
        """Which files there are of the generation that is served."""
        only_none(request)
        with self.site.serving.engine() as engine:
            found = self._listed(engine)
            body = FilesAnswer(**about(engine.manifest), files=found)
            etag = tag(engine.manifest.number, engine.manifest.built, *(each.sha256 for each in found))
            return conditional(request, etag, lambda: as_json(body))

    def newest(self, request: Request) -> Response:
        """To the file of the generation that is served."""
        only_none(request)
        with self.site.serving.engine() as engine:
            found = _named(self._listed(engine), request.path_params["name"])
        return RedirectResponse(found.url, 302, {"Cache-Control": NEVER})

    def file(self, request: Request) -> Response:
        """A file: whole, in part (Range), or nothing where the tag says that it is known."""
        only_none(request)
        number, name = request.path_params["number"], request.path_params["name"]
        files = listed(self.site.settings.generations, number)
        if not files and name in NAMES:
            self._still_kept(number)
        found = _named(files, name)
        path = self.site.settings.generations / folder_name(number) / FOLDER / found.name
        etag = f'"{found.sha256}"'

        def make() -> Response:
            headers = {"ETag": etag, "Content-Disposition": f'attachment; filename="{found.name}"'}
            try:
                return _Sent(path, media_type=found.media_type, headers=headers, stat_result=path.stat())
            except FileNotFoundError as error:  # it went since it was listed
                raise HTTPException(410, "This file is not kept any more.") from error

        return conditional(request, etag, make, ASKED_AGAIN)

    def _still_kept(self, number: int) -> None:
        """Raises a 410 where the generation was served once."""
        root = self.site.settings.generations
        with self.site.serving.engine() as engine:
            if number < engine.manifest.number and number not in numbers(root):
                raise HTTPException(410, "The edition that this file was of is not kept any more.")

    def _listed(self, engine: Engine) -> tuple[WholeFile, ...]:
        return listed(self.site.settings.generations, engine.manifest.number)


class _Sent(FileResponse):
    """A file. What is no range of bytes is passed over, as RFC 9110 asks (Starlette refuses it); a part that it has not
    raises a 416 (Starlette sends one without a word)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(name, value) for name, value in scope["headers"] if name != b"range" or _is_range(value)]
        await super().__call__({**scope, "headers": headers}, receive, partial(_telling, send))


async def _telling(send: Send, message: Message) -> None:
    if message["type"] == "http.response.start" and message["status"] == 416:
        raise HTTPException(416, headers={"Content-Range": Headers(raw=message["headers"])["content-range"]})
    await send(message)


def _is_range(value: bytes) -> bool:
    told = _RANGE.fullmatch(value)
    return told is not None and not (told["first"] and told["last"] and int(told["first"]) > int(told["last"]))


def _named(files: Iterable[WholeFile], name: str) -> WholeFile:
    """Raises a 404 that says which there are."""
    files = tuple(files)
    found = next((each for each in files if each.name == name), None)
    if found is None:
        there = ", ".join(each.name for each in files)
        raise HTTPException(404, f"There is no such file. There are: {there}." if there else "There are no files yet.")
    return found
