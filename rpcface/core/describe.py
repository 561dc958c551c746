"""What a server says of its interfaces."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from google.protobuf.message import DecodeError

import rpcface
from rpcface.core.blobs import Blobs
from rpcface.core.renderers import Renderers
from rpcface.errors import InterfaceUnknown, PermissionDenied, RequestMalformed
from rpcface.examples import Example
from rpcface.interface import Interface
from rpcface.slots import Slot
from rpcface.v1 import component_pb2
from rpcface.v1 import interface_pb2 as pb
from rpcface.values import MISSING
from rpcface.wire.descriptions import field_message, props_message, value_message

MAX_BYTES = 4 * 1024 * 1024 - 4096
"""What a description of several interfaces stays below: gRPC's default limit."""


class Descriptions:
    """The descriptions of interfaces, made once: they do not change while a server
    runs.
    """

    def __init__(
        self,
        interfaces: Mapping[str, Interface],
        max_request_bytes: int,
        blobs: Blobs,
        reach: pb.Reach,
    ) -> None:
        self.renderers = Renderers(interfaces.values())
        """The modules that draw components in a browser."""
        self._interfaces = {
            name: interface_message(name, interface, blobs, self.renderers)
            for name, interface in interfaces.items()
        }
        self._limits = pb.Limits(
            max_request_bytes=max_request_bytes, max_blob_bytes=blobs.max_bytes
        )
        self._reach = reach

    def etag(self, name: str) -> str:
        """The etag of an interface."""
        return self._interfaces[name].etag

    def uncached(self, name: str, place: int) -> None:
        """Tells of an interface's example that its outputs are not kept after all; before
        anything is described.
        """
        self._interfaces[name].examples[place].cached = False

    def describe(self, body: bytes, allowed: Collection[str]) -> bytes:
        """The bytes of the `DescribeResponse` to those of a `DescribeRequest`, of the
        interfaces that the caller may use. InterfaceUnknown, PermissionDenied: none of
        these has the name asked for. RequestMalformed: the bytes are no request, or the
        page token is not one that this server gave.
        """
        try:
            request = pb.DescribeRequest.FromString(body)
        except DecodeError:
            raise RequestMalformed("the message is no rpcface.v1.DescribeRequest") from None
        response = pb.DescribeResponse(
            limits=self._limits, server=f"rpcface/{rpcface.__version__}", reach=self._reach
        )
        if request.interface_name:
            if request.interface_name not in allowed:
                raise unknown_interface(request.interface_name, allowed, len(self._interfaces))
            response.interfaces.append(self._interfaces[request.interface_name])
            return response.SerializeToString()
        start = self._start(request.page_token)
        found = [message for name, message in self._interfaces.items() if name in allowed]
        page = self._page(found[start:], request.page_size)
        response.interfaces.extend(page)
        if start + len(page) < len(found):
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


def reach_of(url: str | None, *, wants_token: bool) -> pb.Reach:
    """How programs reach a server: by gRPC at `url` (None: RPCFACE_GRPC_URL), or, without
    one, where an edge says that it listens. ValueError: the URL is none.
    """
    reach = pb.Reach(token=wants_token)
    source, told = "grpc_url", url
    if told is None:
        source, told = "RPCFACE_GRPC_URL", os.environ.get("RPCFACE_GRPC_URL", "").strip()
    if not told:
        return reach
    try:
        parts = urlsplit(told)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        if not parts.hostname or parts.path not in ("", "/"):
            raise ValueError(told)
    except (ValueError, KeyError):
        raise ValueError(
            f"{source}: wanted a URL such as 'https://models.example.org'; came {told!r}"
        ) from None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    reach.grpc_address = f"{host}:{port}"
    reach.grpc_tls = parts.scheme == "https"
    return reach


def listens(reach: pb.Reach, address: str, *, has_tls: bool) -> None:
    """Puts in, unless there is one, the port of the address at which gRPC is spoken."""
    if not reach.grpc_address:
        reach.grpc_address = f":{address.rpartition(':')[2]}"
        reach.grpc_tls = has_tls


def interface_message(
    name: str, interface: Interface, blobs: Blobs, renderers: Renderers
) -> pb.Interface:
    """The message that describes an interface under its served name. The media in its
    defaults and examples are held as blobs; `renderers` are those of its components.
    """
    message = pb.Interface(
        name=name,
        kind=pb.InterfaceKind.Name(interface.kind),
        title=interface.title,
        description=interface.description,
        article=interface.article,
        inputs=[_component(slot, blobs, renderers) for slot in interface.inputs],
        outputs=[_component(slot, blobs, renderers) for slot in interface.outputs],
        examples=[
            _example(example, blobs, cached=interface.cache_examples is not None)
            for example in interface.examples
        ],
        streaming=interface.function.yields,
        live=interface.live,
        stateful=interface.state is not None,
    )
    if interface.flagging is not None:
        message.flagging.automatic = interface.flagging.automatic
        message.flagging.options.extend(interface.flagging.options)
    props: dict[str, Any] = {name: text for name, text in interface.labels.items() if text}
    if interface.examples:
        props["examples_per_page"] = interface.examples_per_page
    if props:
        message.props.CopyFrom(props_message(props))
    message.etag = _etag(interface, message)
    return message


def _component(slot: Slot, blobs: Blobs, renderers: Renderers) -> component_pb2.Component:
    default = slot.field.default
    if default is not MISSING:
        default = blobs.hold(default)
    renderer = renderers.path(slot.component)
    return field_message(replace(slot.field, default=default, renderer=renderer))


def _example(example: Example, blobs: Blobs, *, cached: bool) -> pb.Example:
    inputs = {name: value_message(blobs.hold(value)) for name, value in example.inputs.items()}
    return pb.Example(label=example.label, inputs=inputs, cached=cached)


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


def unknown_interface(
    name: str, allowed: Collection[str], count: int
) -> InterfaceUnknown | PermissionDenied:
    """The error for a name that none of the interfaces has which the caller may use. Where
    there are others, of all `count`, it does not tell whether one of them has the name.
    """
    listed = ", ".join(allowed)
    if len(allowed) < count:
        may = f"one of {listed}" if listed else "none"
        return PermissionDenied(f"interface_name: the caller may use {may}; came {name!r:.80}")
    wanted = f"wanted one of {listed}" if name else f"the server has several: name one of {listed}"
    return InterfaceUnknown(f"interface_name: {wanted}; came {name!r:.80}")
