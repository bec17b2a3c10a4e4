"""One plain file behind an address that an operator typed: downloaded whole, into a folder of the address.

Beside the file, `.download.json` says what it is. After an interruption the download goes on where it stopped, if the
server has kept the file as it was; a file that has not changed on the server is not sent again. Any public https host
may be named, and be led to: the operator chose it. What the file holds is for the source's reader to judge.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from typing import BinaryIO

import msgspec

from directory.errors import SourceError
from importers.download import Client, silent
from importers.failure import Failure
from importers.fetch_folder import STATE, Saved, alone, folder_of, kept, recorded, sha256_of, whole
from importers.file_name import file_name
from importers.safe_write import save
from importers.source import Fetch

LARGEST = 200 * 2**20
"""Bytes; the largest of these lists, a year's workbook or a state's HSDS archive, has some 20 MB."""
LONGEST = 3600.0
"""Seconds for all attempts of one command together."""
TOLD = 100 * 2**20
"""Bytes between two lines that tell how far it is."""

_RIGHT = frozenset({200, 206, 304, 416})
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


def fetcher(largest: int = LARGEST, longest: float = LONGEST) -> Fetch:
    """The `fetch` of a source that publishes a plain file of at most so many bytes."""

    def fetch(url: str, folder: Path, *, say: Callable[[str], None]) -> Sequence[Path]:
        client = Client(hosts=frozenset(), anywhere=True, largest=largest, longest=longest)
        return fetch_file(url, folder, client=client, say=say)

    return fetch


def fetch_file(url: str, folder: Path, *, client: Client, say: Callable[[str], None] = silent) -> Sequence[Path]:
    """Save what the address names and return the file. `client.longest` is for all attempts together.

    Raises SourceError, before any call, for an address that may not be asked; later when no whole file came.
    """
    host = client.check(url).netloc
    place = folder_of(url, folder)
    with kept(place):
        place.mkdir(parents=True, exist_ok=True)
    with alone(place) as part:
        end, here = client.monotonic() + client.longest, part.seek(0, os.SEEK_END)
        download = _Download(client, url, place, part, say, end, here)
        try:
            return [client.patiently(host, download.once, say, download.further)]
        except SourceError as error:
            raise SourceError(f"{error}{download.left()}") from error


@dataclass(slots=True)
class _Download:
    """The attempts of one command. `end`: when it gives up, by the client's clock; `most`: bytes of the part so far."""

    client: Client
    url: str
    folder: Path
    part: BinaryIO
    say: Callable[[str], None]
    end: float
    most: int

    def once(self) -> Path:
        """One call: the file, whole. Raises Failure when another call may do better."""
        saved = recorded(self.folder, self.url)
        with self.client.opened(self.url, self._headers(saved), _RIGHT) as (url, response):
            if response.status == 304 and saved is not None and whole(self.folder, saved):
                self.say(f"{saved.name} has not changed on the server.")
                return self.folder / saved.name
            if response.status in (304, 416):
                self._forget()
                raise Failure(f"it answered {response.status} {response.reason}, which does not fit what is here")
            begun = self._rest(saved, response) if response.status == 206 else self._anew(url, response)
            self._take(url, response, begun)
            return self._finish(begun)

    def further(self) -> bool:
        """Whether there is more of the file here than ever before."""
        size, before = self._size(), self.most
        self.most = max(size, before)
        return size > before

    def left(self) -> str:
        """What to say after a failure."""
        saved = recorded(self.folder, self.url)
        if saved is None or not saved.unchanged or not self._size():
            return ""
        return f" {self._size() / 2**20:.1f} MB are saved; the same command again goes on from there."

    def _headers(self, saved: Saved | None) -> Mapping[str, str]:
        usual = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if saved is None:
            return usual
        if whole(self.folder, saved):
            same = {"If-None-Match": saved.etag, "If-Modified-Since": "" if saved.etag else saved.modified}
            return usual | {name: value for name, value in same.items() if value}
        size = self._size()
        if not size or not saved.unchanged:
            return usual
        return usual | {"Range": f"bytes={size}-", "If-Range": saved.unchanged}

    def _rest(self, saved: Saved | None, response: HTTPResponse) -> Saved:
        """What was begun, of which this is the rest. Raises Failure for a part of anything else."""
        found = _RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
        total = int(found[2]) if found and found[2] != "*" else -1
        if saved is not None and found and int(found[1]) == self._size() and _continues(saved, total, response):
            return msgspec.structs.replace(saved, total=max(total, saved.total))
        self._forget()
        raise Failure("it sent a part of another file than the one that was begun")

    def _anew(self, url: str, response: HTTPResponse) -> Saved:
        """An empty part, and STATE for it. What was whole under this address stays until the new file is whole."""
        old = recorded(self.folder, self.url)
        name = file_name(url, response.headers.get("Content-Disposition", ""))
        said = response.headers.get("Content-Length", "")
        begun = Saved(
            url=self.url,
            name=name,
            etag=response.headers.get("ETag", ""),
            modified=response.headers.get("Last-Modified", ""),
            total=int(said) if said.isdecimal() else -1,
            packed=bool(_coding(response)),
            earlier=_before(old),
        )
        with kept(self.folder):
            self._forget()
            save(self.folder / STATE, msgspec.json.encode(begun))
        size = f", {begun.total / 2**20:.1f} MB" if begun.total >= 0 else ""
        self.say(f"{self.client.check(url).netloc}: {name}{size}")
        return begun

    def _forget(self) -> None:
        old = recorded(self.folder, self.url)
        if old is not None and not old.sha256:
            (self.folder / STATE).unlink(missing_ok=True)
        self.part.seek(0)
        self.part.truncate()

    def _take(self, url: str, response: HTTPResponse, begun: Saved) -> None:
        """Write the body behind the part. Raises Failure unless it is as long as was said."""
        if begun.total > self.client.largest:
            raise self._too_large(url)
        came, inflater, told = self._size(), _inflater(url, _coding(response)), self._size() // TOLD
        while piece := response.read1(2**16):
            came += len(piece)
            for inflated in inflater(piece):
                self._write(url, inflated)
            if self.client.monotonic() > self.end:
                raise SourceError(f"{url} took longer than {self.client.longest / 60:.0f} minutes.")
            if self._size() // TOLD > told:
                told = self._size() // TOLD
                self.say(f"{begun.name}: {self._size() / 2**20:,.0f} MB")
        if begun.total >= 0 and came != begun.total:
            raise Failure(f"the file broke off after {came:,} of {begun.total:,} bytes")
        if begun.packed and not inflater.ended:
            raise Failure("the compressed file is damaged")

    def _write(self, url: str, piece: bytes) -> None:
        if self._size() + len(piece) > self.client.largest:
            raise self._too_large(url)
        with kept(self.folder):
            self.part.write(piece)
            self.part.flush()

    def _too_large(self, url: str) -> SourceError:
        self._forget()
        return self.client.too_large(url)

    def _finish(self, begun: Saved) -> Path:
        """The part under its name, on the disk; what it replaces goes."""
        path = self.folder / begun.name
        with kept(self.folder):
            self.part.flush()
            os.fsync(self.part.fileno())
            Path(self.part.name).replace(path)
            save(self.folder / STATE, msgspec.json.encode(_done(begun, sha256_of(path))))
            if begun.earlier not in ("", begun.name):
                (self.folder / begun.earlier).unlink(missing_ok=True)
        return path

    def _size(self) -> int:
        return self.part.seek(0, os.SEEK_END)


def _before(old: Saved | None) -> str:
    """The name of the whole file that is here; "" when there is none."""
    if old is None:
        return ""
    return old.name if old.sha256 else old.earlier


def _done(begun: Saved, sha256: str) -> Saved:
    return msgspec.structs.replace(begun, sha256=sha256, earlier="")


def _continues(saved: Saved, total: int, response: HTTPResponse) -> bool:
    """Whether a part is of the very file that was begun, as far as the server tells."""
    return (
        bool(saved.unchanged)
        and (total == saved.total or -1 in (total, saved.total))
        and response.headers.get("ETag", saved.etag) == saved.etag
        and response.headers.get("Last-Modified", saved.modified) == saved.modified
        and not _coding(response)
    )


class _Inflater:
    """Pieces as they came, or inflated in pieces of at most a megabyte, so that a bomb goes off in small."""

    def __init__(self, packed: bool) -> None:
        self._gzip = zlib.decompressobj(wbits=31) if packed else None

    @property
    def ended(self) -> bool:
        return self._gzip is None or (self._gzip.eof and not self._gzip.unused_data)

    def __call__(self, piece: bytes) -> Iterator[bytes]:
        if self._gzip is None:
            yield piece
            return
        while piece and not self._gzip.eof:
            yield self._gzip.decompress(piece, 2**20)
            piece = self._gzip.unconsumed_tail


def _inflater(url: str, coding: str) -> _Inflater:
    if coding not in ("", "gzip", "x-gzip"):
        raise SourceError(f"{url} answered in the coding {coding!r}, which it was not asked for; none is right.")
    return _Inflater(bool(coding))


def _coding(response: HTTPResponse) -> str:
    """How the body is compressed; "" when it is not."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    return "" if coding == "identity" else coding
