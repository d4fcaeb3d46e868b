"""Fetching from addresses that people have written: over TLS, from public servers, a little at a time, no redirects.

The name is looked up once and the connection goes to that very address, so that it cannot change in between.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from kedjan_formats.statement import Distrusted

LARGEST = 2 * 1024 * 1024
PATIENCE = 8.0
LONGEST = 20.0
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be asked: `inside` are hosts that may be private; `plain` lets those be asked without TLS."""

    inside: frozenset[str] = frozenset()
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body and headers (by names in small letters) of what was fetched."""

    status: int
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class _Place:
    host: str
    port: int
    path: str
    secure: bool


def fetch(
    address: str,
    *,
    reach: Reach,
    form: Mapping[str, str] | None = None,
    said: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    largest: int = LARGEST,
    longest: float = LONGEST,
    trusting: ssl.SSLContext | None = None,
) -> Answer:
    """Get an address, or post a form to it, or what is `said` as JSON.

    Raises Distrusted for what may not be asked or does not answer. `trusting` is whom to believe, and who we are, where
    that is another than what the system believes. An answer that is cut off is none.
    """
    place = _place(address, reach)
    numeric = _looked_up(place, reach)
    connection = _Pinned(place, numeric, trusting)
    body = said if form is None else urlencode(form).encode()
    sent = {"Accept": "application/json, application/xml, text/xml", "User-Agent": "Kedjan", **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/json" if form is None else "application/x-www-form-urlencoded"
    try:
        connection.request("POST" if body is not None else "GET", place.path, body=body, headers=sent)
        with connection.getresponse() as answer:
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, _read(answer, place.host, largest, longest), told)
    except ssl.SSLError as error:
        raise Distrusted("certificate", host=place.host) from error
    except (OSError, http.client.HTTPException) as error:
        raise Distrusted("no_answer", host=place.host) from error
    finally:
        connection.close()


def allowed(address: str, *, reach: Reach) -> bool:
    """Whether a browser may be sent to an address, or it may be asked: https, with a host, no password."""
    try:
        _place(address, reach)
    except Distrusted:
        return False
    return True


def _place(address: str, reach: Reach) -> _Place:
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise Distrusted("address_not_https") from error
    plain = parts.scheme == "http" and reach.plain and host in reach.inside
    odd = parts.username is not None or any(ord(sign) <= 32 or ord(sign) > 126 for sign in address)
    if not host or odd or not (parts.scheme == "https" or plain):
        raise Distrusted("address_not_https")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Place(host, port or (80 if plain else 443), path, not plain)


def _looked_up(place: _Place, reach: Reach) -> str:
    """The numeric address of a host; one that is private, where that is not allowed, is refused whichever it is."""
    try:
        found = [str(each[4][0]) for each in socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise Distrusted("host_unknown", host=place.host) from error
    if place.host not in reach.inside and not all(map(_public, found)):
        raise Distrusted("address_private", host=place.host)
    return found[0]


def _public(numeric: str) -> bool:
    number = ipaddress.ip_address(numeric.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        if number in _TRANSLATED or number.sixtofour or number.teredo:
            return False
        number = number.ipv4_mapped or number
    return number.is_global and not number.is_multicast


class _Pinned(http.client.HTTPConnection):
    """A connection to one numeric address, with the certificate checked against the name."""

    def __init__(self, place: _Place, numeric: str, trusting: ssl.SSLContext | None) -> None:
        super().__init__(place.host, place.port, timeout=PATIENCE)
        self._place, self._numeric, self._trusting = place, numeric, trusting

    def connect(self) -> None:
        """Connect to the address that was looked up."""
        self.sock = socket.create_connection((self._numeric, self._place.port), PATIENCE)
        if self._place.secure:
            trusting = self._trusting or ssl.create_default_context()
            self.sock = trusting.wrap_socket(self.sock, server_hostname=self._place.host)


def _read(answer: http.client.HTTPResponse, host: str, largest: int, longest: float) -> bytes:
    """The body, in pieces, so that neither a large nor a slow one can hold a worker."""
    until, whole = time.monotonic() + longest, bytearray()
    while piece := answer.read1(65536):
        whole += piece
        if len(whole) > largest:
            raise Distrusted("too_large", host=host)
        if time.monotonic() > until:
            raise Distrusted("no_answer", host=host)
    if answer.length:
        raise http.client.IncompleteRead(b"", answer.length)
    return bytes(whole)
