"""A list of places on its way to somebody: its link, a message with names and numbers, a picture to point a phone at.
All of it is written here and leaves by the visitor's own telephone or mail program; nobody else learns of it."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import segno
from starlette.requests import Request

from directory.facility import Facility
from directory.phones import phone_display
from web import id_list
from web.language import gettext as _

TEXTED = 5
"""Places whose names and numbers a text message holds: with more it is cut into pieces that arrive in any order. The
link in it has them all."""

_HOST = re.compile(r"([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Share:
    """A list's link, and the addresses that open a text message and a mail with it."""

    link: str
    sms: str
    mail: str


def link_of(request: Request, public_url: str, ids: Sequence[str]) -> str:
    """The whole address of a list: at the public address, else at the host that was asked, which is one that the
    operator allows or the request would not be here. "" where that is no name of a host."""
    host = request.headers.get("host", "").lower()
    base = public_url or (f"{request.url.scheme}://{host}" if _HOST.fullmatch(host) else "")
    return base + id_list.address(ids) if base else ""


def share(link: str, places: Sequence[Facility]) -> Share:
    """The ways to send a list."""
    subject = quote(_("Places to call"))
    return Share(
        link,
        f"sms:?&body={quote(_message(link, places[:TEXTED]), safe='')}",
        f"mailto:?subject={subject}&body={quote(_message(link, places), safe='')}",
    )


def picture(text: str) -> bytes:
    """A QR code as an SVG file: dark on white with its margin, whatever the page's colours are."""
    out = io.BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(out, kind="svg", scale=4, dark="#000", light="#fff", omitsize=False, svgclass=None, lineclass=None)
    return out.getvalue()


def _message(link: str, places: Iterable[Facility]) -> str:
    lines = [f"{number}. {_line(place)}" for number, place in enumerate(places, 1)]
    whole = _("The list, with what each place offers: %(link)s") % {"link": link}
    return "\r\n".join([_("Places to call, in this order:"), *lines, "", whole] if lines else [whole])


def _line(place: Facility) -> str:
    """ "River Clinic, Pittsburgh: (412) 555-0111", and whether that number is many places'."""
    told = _plain(f"{place.name}, {place.city}")
    phone = next((phone for phone in place.phones if phone.use != "fax"), None)
    if phone is None:
        return told
    shared = _(" (shared by %(count)s places)") % {"count": f"{phone.shared:,}"} if phone.shared else ""
    return f"{told}: {_plain(phone_display(phone))}{shared}"


def _plain(text: str) -> str:
    """Without characters that cannot be seen, such as those that turn the direction of writing."""
    return "".join(c for c in text if unicodedata.category(c)[0] != "C")
