"""Where a server listens."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
from dataclasses import dataclass
from typing import Final

import grpc

DEFAULT_HOST: Final = "localhost"
DEFAULT_PORT: Final = 50051
MAX_PORT: Final = 65535
TRIED_PORTS: Final = 100
"""How many ports from the default one on are tried where none was asked for."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Where a server is asked to listen; port None: the default one or the next free."""

    host: str
    port: int | None

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    def ports(self) -> range:
        """The ports to try, in order."""
        if self.port is None:
            return range(DEFAULT_PORT, DEFAULT_PORT + TRIED_PORTS)
        return range(self.port, self.port + 1)


def wish(host: str | None, port: int | None) -> Wish:
    """What is asked for by parameters, or else by RPCFACE_HOST and RPCFACE_PORT.
    TypeError, ValueError: the host is none, or the port.
    """
    if host is not None and not isinstance(host, str):
        raise TypeError(f"host: wanted a str; came {host!r}")
    told = os.environ.get("RPCFACE_PORT", "").strip()
    source, asked = ("RPCFACE_PORT", told) if port is None and told else ("port", port)
    if asked is told and told.isascii() and told.isdecimal():
        port = int(told)
    checked_port(source, asked if port is None else port)
    host = host or os.environ.get("RPCFACE_HOST", "").strip() or DEFAULT_HOST
    return Wish(host.strip("[]"), port)


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
    host = bound(wish.host)
    for port in wish.ports():
        try:
            _probe(host, port)
            given = (
                server.add_insecure_port(joined(host, port))
                if credentials is None
                else server.add_secure_port(joined(host, port), credentials)
            )
        except RuntimeError:
            continue  # taken in between
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                continue
            raise OSError(
                f"can't listen on {host}: it is no address of this machine ({error.strerror})"
            ) from None
        return joined(wish.host, given)
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


def _probe(host: str, port: int) -> None:
    """Whether a port can be listened on, asked before gRPC is, which logs what it
    raises. OSError: it can't.
    """
    family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # elsewhere it would find every port free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(place)
