"""What a server says of its interfaces."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from google.protobuf.message import DecodeError

import rpcface
from rpcface.errors import InterfaceUnknown, RequestMalformed
from rpcface.interface import Interface
from rpcface.slots import Slot
from rpcface.v1 import interface_pb2 as pb
from rpcface.values import MISSING
from rpcface.wire.descriptions import field_message

MAX_BYTES = 4 * 1024 * 1024 - 4096
"""What a description of several interfaces stays below: gRPC's default limit."""


class Descriptions:
    """The descriptions of interfaces, made once: they do not change while a server
    runs.
    """

    def __init__(self, interfaces: Mapping[str, Interface], max_request_bytes: int) -> None:
        self._interfaces = {
            name: interface_message(name, interface) for name, interface in interfaces.items()
        }
        self._limits = pb.Limits(max_request_bytes=max_request_bytes)

    def etag(self, name: str) -> str:
        """The etag of an interface."""
        return self._interfaces[name].etag

    def describe(self, body: bytes) -> bytes:
        """The bytes of the `DescribeResponse` to those of a `DescribeRequest`.
        InterfaceUnknown: no interface has the name asked for. RequestMalformed: the
        bytes are no request, or the page token is not one that this server gave.
        """
        try:
            request = pb.DescribeRequest.FromString(body)
        except DecodeError:
            raise RequestMalformed("the message is no rpcface.v1.DescribeRequest") from None
        response = pb.DescribeResponse(limits=self._limits, server=f"rpcface/{rpcface.__version__}")
        if request.interface_name:
            if request.interface_name not in self._interfaces:
                raise unknown_interface(request.interface_name, self._interfaces)
            response.interfaces.append(self._interfaces[request.interface_name])
            return response.SerializeToString()
        start = self._start(request.page_token)
        page = self._page(list(self._interfaces.values())[start:], request.page_size)
        response.interfaces.extend(page)
        if start + len(page) < len(self._interfaces):
            response.next_page_token = str(start + len(page))
        return response.SerializeToString()

    def _start(self, token: str) -> int:
        if not token:
            return 0
        given = {str(place): place for place in range(1, len(self._interfaces))}
        if token in given:
            return given[token]
        raise RequestMalformed(f"page_token: wanted one that this server gave; came {token!r:.80}")

    @staticmethod
    def _page(rest: Sequence[pb.Interface], page_size: int) -> list[pb.Interface]:
        page: list[pb.Interface] = []
        size = 0
        for message in rest:
            size += message.ByteSize()
            if page and (size > MAX_BYTES or len(page) == page_size > 0):
                break
            page.append(message)
        return page


def interface_message(name: str, interface: Interface) -> pb.Interface:
    """The message that describes an interface under its served name."""
    message = pb.Interface(
        name=name,
        kind=pb.InterfaceKind.Name(interface.kind),
        title=interface.title,
        description=interface.description,
        article=interface.article,
        inputs=[field_message(slot.field) for slot in interface.inputs],
        outputs=[field_message(slot.field) for slot in interface.outputs],
        streaming=interface.function.yields,
    )
    message.etag = _etag(interface, message)
    return message


def _etag(interface: Interface, message: pb.Interface) -> str:
    """A hash of all that can make a call wrong that was right."""
    digest = hashlib.sha256(bytes([interface.kind]))
    sides: Sequence[tuple[Iterable[Slot], Iterable[object]]] = (
        (interface.inputs, message.inputs),
        (interface.outputs, message.outputs),
    )
    for slots, components in sides:
        digest.update(b"|")
        for slot, component in zip(slots, components, strict=True):
            schema = component.schema.SerializeToString(deterministic=True)  # type: ignore[attr-defined]  # both sides are told as object
            parts = slot.field.name.encode(), schema, bytes([slot.field.default is MISSING])
            for part in parts:
                digest.update(len(part).to_bytes(4, "big") + part)
    return digest.hexdigest()[:16]


def unknown_interface(name: str, names: Iterable[str]) -> InterfaceUnknown:
    """The error for a name that no interface has."""
    listed = ", ".join(names)
    wanted = f"wanted one of {listed}" if name else f"the server has several: name one of {listed}"
    return InterfaceUnknown(f"interface_name: {wanted}; came {name!r:.80}")
