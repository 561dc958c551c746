"""gRPC channels: where they lead, how they are set up, what their errors say."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import grpc

from rpcface.errors import RpcfaceError
from rpcface.wire.statuses import from_status

SERVICE: Final = "/rpcface.v1.InterfaceService/"
BLOBS: Final = "/rpcface.v1.BlobService/"

DEFAULT_PORT: Final = 50051

OPTIONS: Final = (
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    # gRPC's own retries hang now and then where a server is cut off, past every deadline
    ("grpc.enable_retries", 0),
    # a server that is started again is found soon: gRPC waits a second, and up to two minutes
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 2000),
)


def options(target: str) -> tuple[tuple[str, int], ...]:
    """How a channel to a target is set up. This machine is never asked for by way of
    the proxy that http_proxy names.
    """
    return (*OPTIONS, ("grpc.enable_http_proxy", 0)) if is_local(target) else OPTIONS


def is_local(target: str) -> bool:
    """Whether what is sent there stays on this machine."""
    if target.startswith(("unix:", "unix-abstract:")):
        return True
    reached = place(target)
    if reached is None:
        return False
    host = reached[0]
    return host == "localhost" or (is_ip(host) and ipaddress.ip_address(host).is_loopback)


def place(target: str) -> tuple[str, int] | None:
    """The host and port of a target; None: it has none, or several."""
    name = target.removeprefix("ipv4:").removeprefix("ipv6:").removeprefix("dns:")
    host, _, port = name.removeprefix("///").rpartition(":")
    if not port.isdecimal() or not port.isascii() or "/" in host or "," in host:
        return None
    return host.strip("[]"), int(port)


def is_ip(host: str) -> bool:
    """Whether it is the address of a host, rather than a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def target(address: str) -> str:
    """Where gRPC connects for an address: a host, "host:port", or a target that names
    its scheme ("unix:/run/x", "dns:///x"). ValueError: it is a web address.
    """
    if not isinstance(address, str) or not address.strip():
        raise ValueError(f"address: wanted one such as 'localhost:50051'; came {address!r}")
    address = address.strip()
    if address.startswith(("http://", "https://")):
        raise ValueError(
            f"address: wanted 'host:port', without a scheme and a path; came {address!r}"
        )
    if ":" in address and is_ip(address):
        address = f"[{address}]"
    host_alone = ":" not in address or (address.endswith("]") and address.startswith("["))
    return f"{address}:{DEFAULT_PORT}" if host_alone else address


def methods(channel: Any, collected: Callable[[Any], Any]) -> Mapping[str, Any]:
    """What calls each RPC over a channel, from bytes to bytes; `collected` makes of a
    stream's call one that gives all its messages in a list.
    """
    return {
        "Describe": channel.unary_unary(SERVICE + "Describe"),
        "Flag": channel.unary_unary(SERVICE + "Flag"),
        "Predict": channel.unary_unary(SERVICE + "Predict"),
        "PredictLive": channel.stream_stream(SERVICE + "PredictLive"),
        "PredictStream": channel.unary_stream(SERVICE + "PredictStream"),
        "WriteBlob": channel.unary_unary(BLOBS + "WriteBlob"),
        "StatBlob": channel.unary_unary(BLOBS + "StatBlob"),
        "ReadBlob": collected(channel.unary_stream(BLOBS + "ReadBlob")),
    }


_SAID: Final = {
    grpc.StatusCode.UNAVAILABLE: "no server answers at {}",
    grpc.StatusCode.UNIMPLEMENTED: "the server at {} is none of rpcface",
    grpc.StatusCode.DEADLINE_EXCEEDED: "the server at {} did not answer in time",
}
"""What a status means that does not come from the service itself."""

_LOST: Final = re.compile(r"Cancelling all calls|Socket closed|reset by peer|Broken pipe|GOAWAY")
"""What gRPC says where a connection ends that there was."""

_ABSENT: Final = re.compile(r"refused|unreachable|timed out|[Nn]o such file|resolution failed")
"""What it says where nobody is there."""


def is_unconnected(error: Any) -> bool:
    """Whether a call failed for a server that is there, but not to be spoken with."""
    said = error.details() or ""
    return (
        error.code() is grpc.StatusCode.UNAVAILABLE
        and "failed to connect" in said
        and not _ABSENT.search(said)
    )


_OWN: Final = re.compile(r"Locally cancelled|Channel closed")
"""What gRPC says where this program itself has ended a call."""


def error_of(error: Any, address: str) -> RpcfaceError:
    """The error for a call that failed."""
    code: grpc.StatusCode = error.code()
    message = error.details() or code.name.replace("_", " ").lower()
    details = None
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            details = value if isinstance(value, bytes) else value.encode("latin-1")
    if code is grpc.StatusCode.CANCELLED and not _OWN.search(message):
        code = grpc.StatusCode.UNAVAILABLE  # a server that stops ends so what it has not begun
        message = f"the server at {address} went away ({message})"
    elif code is grpc.StatusCode.UNAVAILABLE and _LOST.search(message):
        message = f"the server at {address} went away ({message})"
    elif not details and (said := _SAID.get(code)):
        message = f"{said.format(address)} ({message})"
    return from_status(code.value[0], message, details)


def cancelled() -> RpcfaceError:
    """The error for a call that this program ended itself."""
    return from_status(grpc.StatusCode.CANCELLED.value[0], "the call was cancelled", None)
