"""A listing: what one source says of one place. Sources yield listings, the record keeps every version of them."""

from __future__ import annotations

import hashlib

import msgspec


class Phone(msgspec.Struct, frozen=True, omit_defaults=True):
    """A telephone number as it is dialled.

    `number` is ten digits of the North American plan, or the source's own spelling where it is none
    (vanity letters stay readable: "888-PARNEXT"). `use` is what the source says it is for: "main", "intake",
    "hotline", "tty" or "fax". `extension` is digits. Of a facility, `source` is the key of the source that gave it, and
    `shared` how many places list the number, 0 for the few that share one by being neighbours.
    """

    number: str
    extension: str = ""
    use: str = "main"
    source: str = ""
    shared: int = 0


class Reason(msgspec.Struct, frozen=True):
    """Why an operator says otherwise: the field ("street", "phones", "medication:methadone", "closed"), the reason in a
    sentence, and the day it was found out ("2026-11-18")."""

    field: str
    reason: str
    date: str


class Amendment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an operator says beside the plain values of a listing; see `importers/sources/overlay.py`.

    * `about`: the public id of the facility that the listing corrects, field by field; "" for a place of its own.
    * `reasons`: one for every field.
    * `no`: terms ("medication:methadone") that it does not have, whatever others list. `cleared`: plain fields that are
      empty, whatever others say.
    * `struck`: telephone numbers never to be shown for it.
    * `closed`: since when it is closed, "" when it is not. `hidden`: it is not to be listed at all.
    * `front_gate`: its street and exact point are not to be told to anybody.
    """

    about: str = ""
    reasons: tuple[Reason, ...] = ()
    no: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    closed: str = ""
    hidden: bool = False
    front_gate: bool = False


class Listing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One place as one source describes it, cleaned; `raw` keeps the source's spelling of each value that cleaning
    changed.

    * `key`: names the listing within its source, the same each time the source is read.
    * `scope`: the part of the source it belongs to ("su", "mh" ...). A complete file of one scope says nothing of
    another.
    * `survey`: what was asked of it, separated by spaces: keys of `vocabulary.SURVEYS` and single terms ("opioid:otp");
      "" when nothing of the vocabulary was.
    * `said`: the terms as the source spells them, sorted: SAMHSA service codes ("BU"), our own terms
      ("opioid:otp") where a source has no codes, or "CATEGORY|wording" where the vocabulary has none.
      Nothing is dropped.
    * `latitude`, `longitude`: degrees, WGS84, both or neither.
    * `as_of`: the date of the data about this place, where the source tells one for each; "" where it has that of the
    files.
    * `amendment`: what an operator's own list says beyond that, and which facility it corrects; else None.
    """

    key: str
    scope: str
    survey: str = ""
    name: str
    name2: str = ""
    street: str = ""
    street2: str = ""
    city: str
    county: str = ""
    state: str
    zip: str = ""
    phones: tuple[Phone, ...] = ()
    website: str = ""
    latitude: float | None = None
    longitude: float | None = None
    said: tuple[str, ...] = ()
    identifiers: dict[str, str] = {}
    raw: dict[str, str] = {}
    as_of: str = ""
    amendment: Amendment | None = None

    def digest(self) -> bytes:
        """Sixteen bytes that differ when anything the source says differs."""
        return hashlib.blake2b(msgspec.json.encode(self), digest_size=16).digest()


def public_id(source: str, key: str) -> str:
    """The public id of the facility first seen as this listing: ten letters and digits, the same in every record.

    50 bits: among 100,000 facilities the chance of any collision is about 4 in a million, and the record's
    unique constraint would refuse it rather than show one place as another.
    """
    number = int.from_bytes(hashlib.blake2b(f"{source}\n{key}".encode(), digest_size=8).digest()) >> 14
    return "".join("0123456789abcdefghjkmnpqrstvwxyz"[number >> shift & 31] for shift in range(45, -1, -5))
