"""What a downloaded file is called: the name its server gives it, made safe. Names carry dates, so they are kept."""

from __future__ import annotations

import re
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

LONGEST = 120
"""Characters: every file system has room for it and for the endings that are put behind it."""


def file_name(url: str, disposition: str) -> str:
    """The name in a Content-Disposition header, else the last part of the address, of letters, digits, "." "_" "-".

    Never empty, never with a folder, never hidden: "../../etc/passwd" is "passwd", "" is "download".
    """
    written = _said(disposition) or unquote(urlsplit(url).path)
    last = PurePosixPath(written.replace("\\", "/")).name
    safe = re.sub(r"[^A-Za-z0-9._-]+", "_", last).strip("._-")
    stem, dot, ending = safe.rpartition(".")
    return (
        f"{stem[: LONGEST - len(ending) - 1]}.{ending}" if dot and len(ending) < 10 else safe[:LONGEST]
    ) or "download"


def _said(disposition: str) -> str:
    """The `filename` of the header, in any of its spellings; "" when it has none."""
    message = Message()
    message["Content-Disposition"] = disposition.replace("\r", " ").replace("\n", " ")
    try:
        return message.get_filename("")
    except (ValueError, LookupError):  # a charset that there is not, or an escape that is none
        return ""
