"""Static files, read once when the application is made. Their names carry a hash of their content: our own, those of
Leaflet as a package carries them, and the outlines that `importers/outlines.py` makes, all of one hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

MEDIA_TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}

LEAFLET = ("leaflet.js", "leaflet.css")
"""Of the package django-js-lib-leaflet, which needs nothing of Django. Our map does without its pictures."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: the name it is served under, its type and its bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Assets:
    """All files, by their name in `static/`. `version` changes whenever a file or a template does."""

    by_name: Mapping[str, Asset]
    version: str

    def url(self, name: str) -> str:
        """The address of a file for a template: `asset("site.css")`."""
        return f"/static/{self.by_name[name].name}"

    def served(self, hashed: str) -> Asset | None:
        """The file served under a hashed name, None when there is none."""
        return next((asset for asset in self.by_name.values() if asset.name == hashed), None)


def load() -> Assets:
    """Reads the static files of the package."""
    ours, outlines = _contents("static"), _contents("static/outlines")
    leaflet = {name: (files("js_lib_leaflet") / "static/js_lib_leaflet" / name).read_bytes() for name in LEAFLET}
    assets = {name: _asset(name, content, _digest(content)) for name, content in (ours | leaflet).items()}
    drawn = _digest(b"".join(outlines.values()))
    assets |= {name: _asset(name, content, drawn) for name, content in outlines.items()}
    names = [asset.name.encode() for asset in assets.values()]
    version = _digest(b"".join((*names, *_contents("templates").values())))
    return Assets(MappingProxyType(assets), version)


def _contents(folder: str) -> dict[str, bytes]:
    entries = sorted(files("web").joinpath(folder).iterdir(), key=lambda entry: entry.name)
    return {entry.name: entry.read_bytes() for entry in entries if entry.is_file()}


def _asset(name: str, content: bytes, digest: str) -> Asset:
    stem, suffix = name.rpartition(".")[0], _suffix(name)
    return Asset(f"{stem}.{digest}{suffix}", MEDIA_TYPES[suffix], content)


def _suffix(name: str) -> str:
    return "." + name.rpartition(".")[2]


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=6).hexdigest()
