"""Fetches the media at an http(s) address that a function returned.

It trusts neither the address nor who answers there: the name is resolved once and
that very address is connected to, everything ends by one deadline, and no more is
read than was asked for.
"""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from rpcface.errors import Invalid
from rpcface.media_types import essence, matches
from rpcface.values import Media

if TYPE_CHECKING:
    import socket
    from http.client import HTTPResponse

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_SAFE = "/%:@!$&'()*+,;=~"
_NAT64 = 0x64FF9B << 96
"""64:ff9b::/96, which carries an IPv4 address in its last 32 bits."""


def fetch(
    url: str,
    *,
    media_types: Sequence[str],
    private_addresses: bool,
    max_bytes: int = 20_000_000,
    timeout: float = 10.0,
    max_redirects: int = 3,
) -> Media:
    """The media at `url`, which must be of one of `media_types` (none: of any).

    private_addresses: whether hosts on private, loopback and link-local networks are
        fetched from.
    max_bytes: the most that the content may have.
    timeout: seconds for it all: names, redirects, handshakes and the content.

    Invalid, whatever the reason: `wanted` tells the rule and never the address.
    """
    deadline = time.monotonic() + timeout
    for _ in range(max_redirects + 1):
        parts = _split(url)
        try:
            sock = _connect(parts, deadline, private_addresses=private_addresses)
            try:
                found = _get(parts, _Timed(sock, deadline), media_types, max_bytes)
            finally:
                sock.close()
        except TimeoutError:
            wanted = f"an address that sends all it has within {timeout:g} s"
            raise Invalid(wanted, f"{_shown(parts)}, which does not") from None
        except OSError as error:
            wanted = "an address whose server can be reached"
            raise Invalid(wanted, f"{_shown(parts)}: {error}") from None
        if isinstance(found, Media):
            return found
        try:
            url = urljoin(url, found)
        except ValueError as error:
            raise Invalid("a redirect to an http(s) address", f"{error}") from None
    raise Invalid(
        f"an address that redirects at most {max_redirects} times", f"more, up to {_shown(parts)}"
    )


def _split(url: str) -> SplitResult:
    """The parts of an address that may be asked for. Invalid: it may not."""
    wanted = "an http:// or https:// address with a host and without a user name"
    if any(char <= " " or char == "\x7f" for char in url):
        raise Invalid(wanted, "one with spaces or control characters")
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # raises where it is no number
        host = (parts.hostname or "").encode("idna")
    except ValueError as error:
        raise Invalid(wanted, f"{type(error).__name__}: {error}") from None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        raise Invalid(wanted, f"the scheme {parts.scheme!r} and the host {parts.hostname!r}")
    return parts


def _shown(parts: SplitResult) -> str:
    """The address for logs, without what may be secret in it."""
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _connect(parts: SplitResult, deadline: float, *, private_addresses: bool) -> socket.socket:
    """A connection to the first of the host's addresses that takes one, encrypted and
    verified where the scheme says so. Invalid: one of them is private and may not be.
    OSError: none can be reached.
    """
    import socket

    host = parts.hostname or ""
    found = _resolve(host, parts.port or {"http": 80, "https": 443}[parts.scheme], deadline)
    if not private_addresses:
        for *_, address in found:
            if _is_private(str(address[0])):
                wanted = "an address on the public network"
                raise Invalid(wanted, f"{_shown(parts)}, which is {address[0]}")
    failure = OSError("its name has no address")
    for index, (family, kind, protocol, _, address) in enumerate(found):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(_left(deadline) / (len(found) - index))
            sock.connect(address)
            sock.settimeout(_left(deadline))
            return _encrypted(sock, host) if parts.scheme == "https" else sock
        except OSError as error:
            sock.close()
            failure = error
    raise failure


def _resolve(host: str, port: int, deadline: float) -> list[Any]:
    """What getaddrinfo gives, which itself knows no timeout."""
    import socket
    import threading

    found: list[list[Any] | OSError] = []

    def ask() -> None:
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.append(OSError(f"its name can't be resolved: {error}"))

    thread = threading.Thread(target=ask, name="rpcface-resolve", daemon=True)
    thread.start()
    thread.join(_left(deadline))
    if not found:
        raise TimeoutError
    if isinstance(found[0], OSError):
        raise found[0]
    return found[0]


def _is_private(address: str) -> bool:
    """Whether an IP address is not one of the public network, or carries one that is
    not (IPv4 in IPv6: mapped, 6to4, Teredo, NAT64).
    """
    import ipaddress

    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is None and int(found) >> 32 == _NAT64 >> 32:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return _is_private(str(inner))
    return not found.is_global or found.is_multicast


def _encrypted(sock: socket.socket, host: str) -> socket.socket:
    import ssl

    return ssl.create_default_context().wrap_socket(sock, server_hostname=host)


def _left(deadline: float) -> float:
    """Seconds until the deadline. TimeoutError: there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Timed(io.RawIOBase):
    """A connected socket whose every step ends by the deadline: as much of one as
    http.client asks for, which leaves the socket itself open when it is closed.
    """

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        super().__init__()
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(_left(self._deadline))
        return self._sock.recv_into(buffer)

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(_left(self._deadline))
        self._sock.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Timed(self._sock, self._deadline))


def _get(
    parts: SplitResult, sock: _Timed, media_types: Sequence[str], max_bytes: int
) -> Media | str:
    """The media that the server sends, or where it redirects to."""
    import http.client

    target = quote(parts.path or "/", safe=_SAFE)
    if parts.query:
        target += "?" + quote(parts.query, safe=_SAFE + "?")
    host = parts.netloc.lower().encode("idna").decode()
    connection = http.client.HTTPConnection(parts.hostname or "")
    connection.sock = sock
    try:
        connection.request("GET", target, headers={"Host": host, "User-Agent": "rpcface"})
        with connection.getresponse() as response:
            if response.status in _REDIRECTS and response.headers["Location"]:
                return str(response.headers["Location"])
            return _read(response, parts, media_types, max_bytes)
    except http.client.HTTPException as error:
        wanted = "an address whose server speaks HTTP and sends all it announces"
        raise Invalid(wanted, f"{_shown(parts)}: {type(error).__name__}") from None


def _read(
    response: HTTPResponse, parts: SplitResult, media_types: Sequence[str], max_bytes: int
) -> Media:
    """The content of an answer that is what was asked for."""
    place = _shown(parts)
    if response.status != 200:
        raise Invalid("an address whose server answers 200", f"{response.status} from {place}")
    kind = essence(response.headers.get("Content-Type", ""))
    if media_types and not matches(kind, media_types):
        wanted = f"an address of {' or '.join(media_types)}"
        raise Invalid(wanted, f"{kind or 'no content type'} from {place}")
    coding = response.headers.get("Content-Encoding", "identity")
    if coding.strip().lower() != "identity":
        raise Invalid("an address of content that is not encoded", f"{coding} from {place}")
    announced = response.length
    if announced is not None and announced > max_bytes:
        wanted = f"an address of at most {max_bytes} bytes"
        raise Invalid(wanted, f"{announced} bytes from {place}")
    data = response.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise Invalid(f"an address of at most {max_bytes} bytes", f"more from {place}")
    if announced is not None and len(data) < announced:
        wanted = "an address whose server sends all it announces"
        raise Invalid(wanted, f"{len(data)} of {announced} bytes from {place}")
    media = Media(kind, data, unquote(parts.path.rpartition("/")[2], errors="replace"))
    return Media(kind, data) if media.fault() else media
