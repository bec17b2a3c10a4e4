"""A call that failed: what may pass when it is made again, in words, and how long to wait; what will not."""

from __future__ import annotations

import http.client
import ssl
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from directory.errors import SourceError

_BUSY = frozenset({429, 500, 502, 503, 504})


class StatusError(SourceError):
    """The host answered with a status that is no answer and will not become one by asking again."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Failure(Exception):  # noqa: N818 - a word for the caller's loop, never shown as an error
    """A call that failed in a way that may pass. `retry_after` is the header of that name, or ""."""

    def __init__(self, reason: str, retry_after: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


FAILURES = (Failure, OSError, http.client.HTTPException, zlib.error)
"""What may pass when a call is made again."""
_REASONS: Sequence[tuple[type[Exception], str]] = (
    (TimeoutError, "it did not answer in time"),
    (http.client.IncompleteRead, "the answer broke off"),
    (http.client.RemoteDisconnected, "it closed the connection without an answer"),
    (zlib.error, "the compressed answer is damaged"),
)


def failure_of(error: Exception) -> Failure:
    """The failure in words. Raises SourceError for a certificate that does not fit: asking again would not mend it."""
    if isinstance(error, Failure):
        return error
    if isinstance(error, ssl.SSLCertVerificationError):
        raise SourceError(f"The host could not prove who it is: {error.verify_message}.") from error
    known = (words for kind, words in _REASONS if isinstance(error, kind))
    return Failure(next(known, str(error) or type(error).__name__))


def check_status(url: str, response: http.client.HTTPResponse, right: frozenset[int]) -> None:
    """Raises Failure for a status of a busy host, StatusError for any other that is none of `right`."""
    status = f"{response.status} {response.reason}".strip()
    if response.status in _BUSY:
        raise Failure(f"it answered {status}", response.headers.get("Retry-After", ""))
    if response.status not in right:
        raise StatusError(f"{url} answered {status}.", response.status)


def retry_after(header: str, now: datetime) -> float:
    """Seconds to wait from "120" or an HTTP date; 0 when the header says nothing readable or a time gone by."""
    if header.strip().isdecimal():
        return float(header)
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    return max(0.0, ((when if when.tzinfo else when.replace(tzinfo=UTC)) - now).total_seconds())
