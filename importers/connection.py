"""A connection to a host that may be asked: the parts of an address, its public IP addresses, the socket, the request.

The IP address that was checked is the one it connects to, so a name cannot change its mind in between.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping, Sequence
from urllib.parse import SplitResult, urlsplit

from directory.errors import SourceError

AGENT = "treatment-directory (open directory of US treatment facilities)"
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96").network_address.packed[:12]
_PORTS = {"https": 443, "http": 80}


def split(url: str) -> SplitResult:
    """The parts of an address of printable ASCII. Raises SourceError for anything that does not read as one."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises when it is not a number
    except ValueError as error:
        raise SourceError(f"{url!r} is not a web address.") from error
    if not url.isascii() or not url.isprintable() or " " in url or not parts.hostname:
        raise SourceError(f"{url!r} is not a web address: it must begin with https:// and hold no spaces.")
    return parts


def port_of(parts: SplitResult) -> int:
    """The port an address names, or the usual one."""
    return parts.port or _PORTS[parts.scheme]


def addresses(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a host as the system resolves them, each once. Raises OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(info[4][0]) for info in found))


def check_public(host: str, found: Sequence[str]) -> None:
    """Raises SourceError when one of a host's IP addresses is not a public one."""
    for address in found:
        if not _public(address):
            raise SourceError(f"{host} is not asked: its address here is {address}, which is not a public one.")


def _public(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    if ip.version == 6 and ip.packed.startswith(_TRANSLATED):
        ip = ipaddress.ip_address(ip.packed[12:])  # a gateway makes this IPv4 address of it, which may be one inside
    return ip.is_global and not ip.is_multicast


def connect(parts: SplitResult, found: Sequence[str], timeout: float) -> http.client.HTTPConnection:
    """A connection with its socket already open to one of these IP addresses, so that nothing is resolved a second
    time. `timeout` is seconds, to connect and for each piece. Raises OSError when none answers."""
    host, port = parts.hostname or "", port_of(parts)
    plain = _socket(found, port, timeout)
    if parts.scheme == "http":
        connection = http.client.HTTPConnection(host, port)
        connection.sock = plain
        return connection
    context = ssl.create_default_context()
    connection = http.client.HTTPSConnection(host, port, context=context)
    try:
        connection.sock = context.wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise
    return connection


def _socket(found: Sequence[str], port: int, timeout: float) -> socket.socket:
    failure = OSError("the name has no address")
    for address in found:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            failure = error
    raise failure


def send(connection: http.client.HTTPConnection, url: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
    """Ask for an address, and what the host answers, its body not read yet."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("GET", target, headers={"User-Agent": AGENT, "Connection": "close", **headers})
    return connection.getresponse()
