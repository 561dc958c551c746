"""Where a server listens."""

from __future__ import annotations

import errno
import importlib.util
import ipaddress
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

import grpc

DEFAULT_HOST: Final = "localhost"
DEFAULT_PORT: Final = 50051
DEFAULT_WEB_PORT: Final = 7860
MAX_PORT: Final = 65535
TRIED_PORTS: Final = 100
"""How many ports from the default one on are tried where none was asked for."""

_WEB: Final = ("connectrpc", "httptools", "uvicorn")
"""What the extra `web` brings."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wish:
    """Where a server is asked to listen; port None: `default` or the next that is free."""

    host: str
    port: int | None
    default: int

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    def ports(self) -> range:
        """The ports to try, in order."""
        if self.port is None:
            return range(self.default, self.default + TRIED_PORTS)
        return range(self.port, self.port + 1)


def wish(host: str | None, port: int | None) -> Wish:
    """What is asked for by parameters, or else by RPCFACE_HOST and RPCFACE_PORT.
    TypeError, ValueError: the host is none, or the port.
    """
    if host is not None and not isinstance(host, str):
        raise TypeError(f"host: wanted a str; came {host!r}")
    port = _port("RPCFACE_PORT", "port", port)
    host = host or os.environ.get("RPCFACE_HOST", "").strip() or DEFAULT_HOST
    return Wish(host.strip("[]"), port, DEFAULT_PORT)


def web_wish(host: str, port: int | Literal[False] | None) -> Wish | None:
    """What is asked for on the web by a parameter, or else by RPCFACE_WEB_PORT; None:
    nothing, or nothing is told and the extra `web` is missing. ValueError: it is no port.
    """
    told = os.environ.get("RPCFACE_WEB_PORT", "").strip()
    if port is False or (port is None and told == "off"):
        return None
    port = _port("RPCFACE_WEB_PORT", "web_port", port)
    if port is None and not all(map(importlib.util.find_spec, _WEB)):
        return None
    return Wish(host, port, DEFAULT_WEB_PORT)


def _port(variable: str, parameter: str, port: int | None) -> int | None:
    """The port that a parameter asks for, or else a variable. ValueError: it is none."""
    told = os.environ.get(variable, "").strip()
    source, asked = (variable, told) if port is None and told else (parameter, port)
    if asked is told and told.isascii() and told.isdecimal():
        port = int(told)
    checked_port(source, asked if port is None else port)
    return port


def checked_port(name: str, port: object) -> None:
    """ValueError: it is neither a port nor None; `name` is what the message calls it."""
    if port is not None and (type(port) is not int or not 0 <= port <= MAX_PORT):
        raise ValueError(f"{name}: wanted a whole number from 0 to {MAX_PORT}; came {port!r}")


def is_loopback(host: str) -> bool:
    """Whether the host names this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bind(
    server: grpc.aio.Server, wish: Wish, credentials: grpc.ServerCredentials | None = None
) -> str:
    """Binds the server and returns the address that clients use. OSError: the host is
    none of this machine's, the port that was asked for is taken, or none is free.

    credentials: what it shows by TLS; None: it speaks without.
    """

    def take(host: str, port: int) -> int:
        _bound(host, port).close()  # gRPC would log what it raises
        place = joined(host, port)
        if credentials is None:
            return server.add_insecure_port(place)
        return server.add_secure_port(place, credentials)

    return joined(wish.host, _first(wish, take))


def bind_socket(wish: Wish) -> tuple[socket.socket, str]:
    """A socket that is bound, and the address that clients use. OSError: as for `bind`."""
    found = _first(wish, _bound)
    return found, joined(wish.host, found.getsockname()[1])


def _first(wish: Wish, take: Callable[[str, int], T]) -> T:
    """What `take` gives for the first port that it can have."""
    host = bound(wish.host)
    for port in wish.ports():
        try:
            return take(host, port)
        except RuntimeError:
            continue  # taken in between
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                continue
            raise OSError(
                f"can't listen on {host}: it is no address of this machine ({error.strerror})"
            ) from None
    if wish.port is None:
        raise OSError(f"no port from {wish.ports()[0]} to {wish.ports()[-1]} is free")
    raise OSError(
        f"can't listen on {joined(wish.host, wish.port)}: the port is taken or not allowed. Ask "
        "for another one, or for 0, which finds a free one"
    )


def reached(address: str) -> str:
    """The address for a client on this machine of a server that listens at `address`,
    which may be on every interface.
    """
    host, _, port = address.rpartition(":")
    return f"localhost:{port}" if host.strip("[]") in {"0.0.0.0", "::"} else address  # noqa: S104 - compared, not bound


def bound(host: str) -> str:
    """The host as it is bound: by name a server would be content with one of localhost's
    two addresses.
    """
    return "127.0.0.1" if host == "localhost" else host


def joined(host: str, port: int) -> str:
    """The address of a host and a port."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _bound(host: str, port: int) -> socket.socket:
    """A socket that is bound. OSError: it can't be."""
    family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would find every port free
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(place)
    except OSError:
        made.close()
        raise
    return made
