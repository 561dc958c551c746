"""Flagging a call: the request, and what is to be stored before it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rpcface.client.description import Description
from rpcface.client.large import large_media, stored
from rpcface.client.options import Options
from rpcface.client.retries import Retries
from rpcface.client.steps import Flow, Rpc
from rpcface.errors import InputError, Invalid, LimitExceeded, RpcfaceError, Violation
from rpcface.natural import arguments, to_value, unknown
from rpcface.schemas import Field
from rpcface.values import MISSING, Value
from rpcface.wire.flags import Flagged, read_flag, write_flagged


@dataclass(frozen=True, slots=True)
class Flag:
    """What a person has at hand; see `Remote.flag`."""

    option: str
    inputs: Mapping[str, Any] | Sequence[Any]
    outputs: Any
    request_id: str


def flagged(description: Description, name: str | None, flag: Flag) -> Flagged:
    """What is flagged, by the description. InterfaceUnknown, InputError: it is not right.
    TypeError: inputs are neither in order nor by name.
    """
    interface = description.only if name is None else description[name]
    inputs = flag.inputs
    if isinstance(inputs, Mapping):
        taken = arguments(interface.inputs, (), inputs)
    elif isinstance(inputs, Sequence) and not isinstance(inputs, (str, bytes)):
        taken = arguments(interface.inputs, inputs, {})
    else:
        raise TypeError(
            f"inputs: wanted a dict by name, or a list in order; came {inputs!r:.80}. One input "
            "is a list of one"
        )
    shown = _outputs(interface.outputs, flag.outputs)
    return Flagged(interface.name, flag.option, taken, shown, flag.request_id)


def _outputs(fields: Sequence[Field], given: Any) -> dict[str, Value]:
    """Values by name for what a call gave: the value of the one output, or a tuple or a
    dict of several.
    """
    names = [field.name for field in fields]
    if given is MISSING:
        return {}
    if len(fields) == 1:
        given = {names[0]: given}
    elif isinstance(given, (tuple, list)) and len(given) == len(fields):
        given = dict(zip(names, given, strict=True))
    elif not isinstance(given, Mapping):
        raise InputError(f"outputs: wanted {', '.join(names) or 'none'}; came {given!r:.80}")
    faults = [unknown(name, names, "output") for name in given if name not in names]
    values: dict[str, Value] = {}
    for field in fields:
        if field.name in given:
            try:
                values[field.name] = to_value(given[field.name], field.schema)
            except Invalid as fault:
                faults.append(Violation.of(f"outputs.{field.name}", fault))
    if faults:
        raise InputError.of(faults)
    return values


def sent(description: Description, flag: Flagged, options: Options) -> Flow[str]:
    """Stores large media, and sends the rest, again where the server can't be reached: it
    records a request id once. The id of the record. LimitExceeded: it is more than the
    server takes.
    """
    retries = Retries(options.retries)
    if options.retries:
        flag.request_id = flag.request_id or str(uuid.uuid4())
    sides = {"inputs": flag.inputs, "outputs": flag.outputs}
    values = {f"{side}.{name}": sides[side][name] for side in sides for name in sides[side]}
    most = description.max_request_bytes
    large = large_media(values, most, description.max_blob_bytes)
    if large:
        held = yield from stored(values, large, retries, options.progress)
        flag.inputs = {name: held[f"inputs.{name}"] for name in flag.inputs}
        flag.outputs = {name: held[f"outputs.{name}"] for name in flag.outputs}
    body = b"".join(write_flagged(flag))
    if most and len(body) > most:
        raise LimitExceeded(
            f"the request has {len(body):,} bytes; the server takes at most {most:,}",
            metadata={"limit": "max_request_bytes"},
        )
    while True:
        try:
            return read_flag((yield Rpc("Flag", body)))
        except RpcfaceError as error:
            yield from retries.wait(error)
