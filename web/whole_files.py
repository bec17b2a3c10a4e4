"""The whole directory as files, made once a generation after it has gone live, and served with tags and checksums.

They lie in the folder of their generation, `files/`, complete or not at all, and go when it goes. Where they have not
been made, `/download/` still writes the same lists as they are asked for.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from directory.errors import DirectoryError
from directory.exports.formats import FORMATS
from directory.settings import PREFIX, Settings
from search.asking import items
from search.engine import Engine
from search.query import Query
from search.sums import file_sum
from search.switch import folder_name, sync_folder
from web.api import as_json
from web.api_changes import FilesAnswer, WholeFile
from web.caching import ASKED_AGAIN, NEVER, conditional, tag
from web.downloads import heading
from web.looking_back import only_none
from web.records import about
from web.site import Site

FOLDER = "files"
LIST = "files.json"
START = "/files/"
STEM = "treatment-facilities"

_NAME = re.compile(rf"{STEM}\.[a-z.]{{2,20}}")


def chosen_formats(chosen: Settings) -> tuple[str, ...]:
    """The formats that the operator wants. Raises DirectoryError that names those there are for another."""
    wrong = [key for key in chosen.files if key not in FORMATS]
    if wrong:
        raise DirectoryError(f"{PREFIX}FILES has {wrong[0]!r}; there are: {', '.join(FORMATS)}.")
    return chosen.files


def write(engine: Engine, chosen: Settings, made: date, keys: Iterable[str], root: Path) -> tuple[WholeFile, ...]:
    """Write the files of the generation that is served, in these formats; leaves out those that cannot hold so many.
    Raises OSError, and then there are none."""
    folder = root / folder_name(engine.manifest.number)
    building = folder / f"{FOLDER}.building"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    try:
        written = tuple(found for key in keys if (found := _written(engine, chosen, made, key, building)))
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


def _written(engine: Engine, chosen: Settings, made: date, key: str, folder: Path) -> WholeFile | None:
    total, found = items(engine, Query())
    format_ = FORMATS[key]
    if format_.most is not None and total > format_.most:
        return None
    path = folder / f"{STEM}.{format_.extension}"
    with path.open("wb") as file:
        file.writelines(format_.write(found, heading(engine, Query(), total, chosen.public_url, made)))
    sums = file_sum(path)
    media = format_.media_type
    url = f"{START}{engine.manifest.number}/{path.name}"
    return WholeFile(
        name=path.name, format=key, label=format_.label, media_type=media, size=sums.size, sha256=sums.sha256, url=url
    )


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
        with self.site.serving.engine() as engine:
            found = _named(self._listed(engine), request.path_params["name"])
        return RedirectResponse(found.url, 302, {"Cache-Control": NEVER})

    def file(self, request: Request) -> Response:
        """A file: whole, in part (Range), or nothing where the tag says that it is known."""
        only_none(request)
        number = request.path_params["number"]
        found = _named(listed(self.site.settings.generations, number), request.path_params["name"])
        path = self.site.settings.generations / folder_name(number) / FOLDER / found.name
        etag = f'"{found.sha256}"'

        def make() -> Response:
            headers = {"ETag": etag, "Content-Disposition": f'attachment; filename="{found.name}"'}
            return FileResponse(path, media_type=found.media_type, headers=headers)

        return conditional(request, etag, make, ASKED_AGAIN)

    def _listed(self, engine: Engine) -> tuple[WholeFile, ...]:
        return listed(self.site.settings.generations, engine.manifest.number)


def _named(files: Iterable[WholeFile], name: str) -> WholeFile:
    """Raises a 404 that says which there are."""
    files = tuple(files)
    found = next((each for each in files if each.name == name), None) if _NAME.fullmatch(name) else None
    if found is None:
        there = ", ".join(each.name for each in files)
        raise HTTPException(404, f"There is no such file. There are: {there}." if there else "There are no files yet.")
    return found
