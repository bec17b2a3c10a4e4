"""A listing as the record keeps it: encoded once, with the little that naming and comparing need at hand.

A national file is 120,000 listings; as objects they took three times the memory.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import msgspec

from directory.listing import Listing


class Content(NamedTuple):
    """`key` and `scope` are the source's own, `digest` that of the listing, `data` the whole listing as JSON."""

    key: str
    scope: str
    digest: bytes
    data: bytes

    def listing(self) -> Listing:
        """The listing again."""
        return decode(self.data)

    def said(self) -> tuple[str, ...]:
        """Its terms alone."""
        return _SAID(self.data).said


def encoded(listing: Listing) -> Content:
    """A listing as it is kept. The digest is the same as the listing's own, which is that of its JSON."""
    data = _ENCODE(listing)
    return Content(listing.key, listing.scope, hashlib.blake2b(data, digest_size=16).digest(), data)


def stored(digest: bytes, data: bytes) -> Content:
    """Content as it was kept."""
    head = _HEAD(data)
    return Content(head.key, head.scope, digest, data)


class _Said(msgspec.Struct):
    said: tuple[str, ...] = ()


class _Head(msgspec.Struct):
    key: str
    scope: str


_ENCODE = msgspec.json.Encoder().encode
_SAID = msgspec.json.Decoder(_Said).decode
_HEAD = msgspec.json.Decoder(_Head).decode
decode = msgspec.json.Decoder(Listing).decode
"""A listing from its JSON."""
