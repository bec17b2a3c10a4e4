"""The live Facilities API of VA: from the address an operator types to saved pages, which the source then reads.

    https://api.va.gov/services/va_facilities/v1/facilities?per_page=1000                all of VA
    https://api.va.gov/services/va_facilities/v1/facilities?state=MD&per_page=1000       a part: withdraws nothing

Page follows page by `links.next`. The API wants a key, which VA gives to those who ask
(https://developer.va.gov/explore/api/va-facilities); it goes to VA's host alone and is never shown.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urljoin

import msgspec

from directory.errors import SourceError
from directory.settings import PREFIX
from importers.download import Client, silent
from importers.failure import StatusError
from importers.safe_write import save

HOSTS = frozenset({"api.va.gov", "sandbox-api.va.gov"})
PATH = re.compile(r"/services/va_facilities/v[01]/facilities")
KEY = f"{PREFIX}VA_API_KEY"
"""The environment variable that holds the key."""
MOST = 999
"""Pages; VA has some 2,500 facilities, so even 10 a page are fewer."""

_OURS = re.compile(r"\.?page-[0-9]{3}\.json(\.part)?")
_HINT = f" VA's API wants a key: ask for one at https://developer.va.gov/ and put it into {KEY}."


class _Links(msgspec.Struct, frozen=True):
    next: str | None = None


class _Page(msgspec.Struct, frozen=True):
    """What of an answer says that it is one, and where the next is."""

    data: list[msgspec.Raw]
    links: _Links


def fetch(
    url: str, folder: Path, *, client: Client | None = None, say: Callable[[str], None] = silent
) -> Sequence[Path]:
    """Save every page of what the address asks for, and return the files in their order.

    Raises SourceError before any call for an address that is not the API's, and later when not all pages came.
    """
    chosen = client or _client(os.environ.get(KEY, ""))
    _check(chosen, url)
    place = folder / f"pull-{hashlib.sha256(url.encode()).hexdigest()[:12]}"
    try:
        _empty(place)
        return [place / name for name in _walk(chosen, url, place, say)]
    except StatusError as error:
        raise SourceError(f"{error}{_HINT if error.status in (401, 403) else ''}") from error
    except OSError as error:
        raise SourceError(f"The pages cannot be kept in {folder}: {error.strerror or error}.") from error


def _client(key: str) -> Client:
    """A client that brings the key. Raises SourceError, without the key in it, for one that no header can hold."""
    if not re.fullmatch(r"[\x21-\x7e]*", key):
        raise SourceError(f"{KEY} holds a space, a line break or a letter that no key has; copy it once more.")
    return Client(hosts=HOSTS, secrets={"apikey": key} if key else {})


def _check(client: Client, url: str) -> None:
    if not PATH.fullmatch(client.check(url).path):
        raise SourceError(
            f"{url} is not asked: https://api.va.gov/services/va_facilities/v1/facilities?per_page=1000 is."
        )


def _empty(place: Path) -> None:
    """Pages of an earlier day do not fit those of today."""
    place.mkdir(parents=True, exist_ok=True)
    for old in [file for file in place.iterdir() if _OURS.fullmatch(file.name)]:
        old.unlink()


def _walk(client: Client, url: str, place: Path, say: Callable[[str], None]) -> list[str]:
    names: list[str] = []
    asked: set[str] = set()
    following: str | None = url
    while following is not None:
        if following in asked or len(names) == MOST:
            raise SourceError(
                f"{url}: page {len(names)} leads on and on; the API is out of order, or per_page too small."
            )
        _check(client, following)
        asked.add(following)
        if names:
            client.sleep(client.pause)
        body = client.get(following, say).body
        page = _page(body, following)
        names.append(f"page-{len(names) + 1:03}.json")
        save(place / names[-1], body)
        say(f"page {len(names)}: {len(page.data)} facilities")
        following = urljoin(following, page.links.next) if page.links.next else None
    return names


def _page(body: bytes, url: str) -> _Page:
    try:
        return msgspec.json.decode(body, type=_Page)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        begin = body[:80].decode("utf-8", "replace")
        raise SourceError(f"{url} answered no page of facilities but {begin!r} ({error}).") from error
