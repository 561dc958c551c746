"""What a server said of itself, and how it reads."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from google.protobuf import json_format

from rpcface.errors import InterfaceUnknown
from rpcface.examples import Example
from rpcface.flagging import Flagging
from rpcface.kinds import InterfaceKind
from rpcface.schemas import Field
from rpcface.v1 import interface_pb2 as pb
from rpcface.values import MISSING, Media, Value, describe
from rpcface.wire.descriptions import field_from
from rpcface.wire.values import from_message


@dataclass(frozen=True, slots=True)
class InterfaceDescription:
    """One interface of a server. `str()` gives a table of its inputs and outputs."""

    name: str
    kind: InterfaceKind
    title: str
    description: str
    article: str
    inputs: Sequence[Field]
    outputs: Sequence[Field]
    examples: Sequence[Example]
    props: Mapping[str, Any]
    streaming: bool
    live: bool
    flagging: Flagging | None
    stateful: bool
    etag: str

    @classmethod
    def of(cls, message: pb.Interface) -> InterfaceDescription:
        """The description in a message; a kind that is newer than this program is
        taken for STANDARD.
        """
        known = {int(kind) for kind in InterfaceKind}
        return cls(
            name=message.name,
            kind=InterfaceKind(message.kind if message.kind in known else 1),
            title=message.title,
            description=message.description,
            article=message.article,
            inputs=tuple(map(field_from, message.inputs)),
            outputs=tuple(map(field_from, message.outputs)),
            examples=tuple(_example(message, one) for one in message.examples),
            props=json_format.MessageToDict(message.props),
            streaming=message.streaming,
            live=message.live,
            flagging=_flagging(message) if message.HasField("flagging") else None,
            stateful=message.stateful,
            etag=message.etag,
        )

    def __str__(self) -> str:
        width = shutil.get_terminal_size().columns
        kind = self.kind.name.lower().replace("_", "-")
        is_recorded = self.flagging is not None and self.flagging.automatic
        marks = [", streaming"] * self.streaming + [", live"] * self.live
        marks += [", every call is recorded"] * is_recorded
        marks += [", stateful"] * self.stateful
        lines = [f"{self.name}  ({kind}{''.join(marks)})"]
        for text in filter(None, (self.title, self.description)):
            lines += textwrap.wrap(text, width - 2, initial_indent="  ", subsequent_indent="  ")
        for side, fields in (("inputs", self.inputs), ("outputs", self.outputs)):
            if fields:
                lines += ["", f"  {side}"]
                lines += _table([_row(part, is_input=side == "inputs") for part in fields], width)
        if self.examples:
            lines += ["", "  examples"]
            lines += _table(list(map(self._example_row, count(1), self.examples)), width)
        if self.flagging is not None and self.flagging.options:
            lines += ["", "  flags", f"    {', '.join(self.flagging.options)}"]
        return "\n".join(lines)

    def _example_row(self, number: int, example: Example) -> tuple[str, str, str]:
        given = [
            f"{part.name}={_brief(example.inputs[part.name])}"
            for part in self.inputs
            if part.name in example.inputs
        ]
        return str(number), example.label, ", ".join(given)


@dataclass(frozen=True, slots=True)
class Description:
    """All that a server offers. `str()` gives tables; `description["name"]` is one
    interface. InterfaceUnknown: there is none of that name.
    """

    interfaces: Mapping[str, InterfaceDescription]
    max_request_bytes: int
    server: str
    messages: Sequence[pb.Interface] = field(repr=False, default=())
    """The messages as they came."""
    max_blob_bytes: int = 0
    reach: pb.Reach = field(repr=False, default_factory=pb.Reach)
    """How programs reach the server, as it came."""

    def __getitem__(self, name: str) -> InterfaceDescription:
        if found := self.interfaces.get(name):
            return found
        import difflib

        nearest = difflib.get_close_matches(name, self.interfaces, n=1)
        hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
        raise InterfaceUnknown(
            f"no interface is called {name!r}; there are {', '.join(self.interfaces)}{hint}"
        )

    @property
    def only(self) -> InterfaceDescription:
        """The one interface there is. InterfaceUnknown: there are several."""
        if len(self.interfaces) == 1:
            return next(iter(self.interfaces.values()))
        raise InterfaceUnknown(
            f"the server has several interfaces; name one of {', '.join(self.interfaces)}"
        )

    def to_json(self, name: str | None = None) -> str:
        """A `DescribeResponse` in protobuf's JSON: of one interface, or of all."""
        response = pb.DescribeResponse(
            interfaces=[one for one in self.messages if name in (None, one.name)],
            limits=pb.Limits(
                max_request_bytes=self.max_request_bytes, max_blob_bytes=self.max_blob_bytes
            ),
            server=self.server,
            reach=self.reach,
        )
        return json_format.MessageToJson(response)

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.interfaces.values()))


def _example(interface: pb.Interface, message: pb.Example) -> Example:
    names = [part.name for part in interface.inputs if part.name in message.inputs]
    inputs = {name: from_message(message.inputs[name]) for name in names}
    return Example(message.label, inputs, message.cached)


def _flagging(message: pb.Interface) -> Flagging:
    options = tuple(message.flagging.options)
    return Flagging(message.flagging.automatic, options, options)


def _row(part: Field, *, is_input: bool) -> tuple[str, str, str]:
    marks = [", or null"] if part.schema.nullable and is_input else []
    marks += [" (additional)"] if part.additional else []
    return part.name, part.type or "value", about(part, "".join(marks))


def about(part: Field, mark: str = "") -> str:
    """A field in a line: its label, help, schema, `mark` and default."""
    words = (part.label if part.label != part.name else "", part.help, part.schema.shape.summary())
    notes = [word.rstrip(".") for word in words if word]
    text = ". ".join(note[:1].upper() + note[1:] for note in notes) if notes[1:] else notes[0]
    if part.default is MISSING:
        return text + mark
    return f"{text}{mark} [{_brief(part.default)}]"


def _brief(value: Value) -> str:
    """The value as people tell it from others."""
    if isinstance(value, str) and len(value) <= 40:
        return repr(value)
    if isinstance(value, (list, dict)) and len(shown := _json(value)) <= 40:
        return shown
    return value.filename if isinstance(value, Media) and value.filename else describe(value)


def _json(value: Value) -> str:
    """The value as JSON, its media by their names."""
    import json

    return json.dumps(value, ensure_ascii=False, default=_brief)


def _table(rows: Sequence[tuple[str, str, str]], width: int) -> list[str]:
    names = max(len(row[0]) for row in rows)
    types = max(len(row[1]) for row in rows)
    indent = " " * (4 + names + 2 + types + 2)
    lines: list[str] = []
    for name, kind, text in rows:
        head = f"    {name:<{names}}  {kind:<{types}}  "
        lines += textwrap.wrap(
            text, max(width, len(indent) + 30), initial_indent=head, subsequent_indent=indent
        ) or [head.rstrip()]
    return lines
