"""What becomes of examples when a server starts: those that are to be there are run."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from typing import Final, Protocol

from rpcface.core import unary
from rpcface.core.cached.kept import Cached, Kept
from rpcface.core.cached.store import Store
from rpcface.core.predict import Predictor
from rpcface.errors import RpcfaceError
from rpcface.media_types import DECODED
from rpcface.wire.calls import Call

_INLINE: Final = 2**31 - 1
"""Bytes of media that stay inline: nobody would fetch a blob."""

_log = logging.getLogger("rpcface")


class Told(Protocol):
    """Who is told of examples whose outputs are not there after all."""

    def __call__(self, name: str, place: int) -> None:
        """An interface's example has none."""


class _Server:
    """The server itself, as a caller."""

    peer: Final = ""
    principal: Final = ""
    deadline: Final = None
    metadata: Final[Mapping[str, str]] = {}


async def begin(predictors: Collection[Predictor], store: Store, uncached: Told) -> None:
    """Looks what is kept of the examples of all interfaces, and runs those whose outputs
    are to be there from the start, one after the other, as calls.
    """
    cached = [(one, one.cached) for one in predictors if one.cached is not None]
    for predictor, examples in cached:
        await predictor.codecs.run(_load, examples)
        if not examples.is_eager:
            continue
        missing = [one for one in examples.examples if not one.is_kept]
        for number, example in enumerate(missing, start=1):
            _log.info(
                "interface %r: runs example %d, to keep its outputs (%d of %d)",
                predictor.name,
                example.place + 1,
                number,
                len(missing),
            )
            await _run(predictor, example)
        for place, given in enumerate(predictor.interface.examples):
            found = examples.find(given.inputs)
            if found is None or not found.is_kept:
                uncached(predictor.name, place)
    own = {example.key for _, examples in cached for example in examples.examples}
    await cached[0][0].codecs.run(store.trim, own)


def _load(examples: Cached) -> None:
    for example in examples.examples:
        examples.store.use(example.key)
        example.load()
    kept = sum(example.is_kept for example in examples.examples)
    _log.info(
        "interface %r: outputs of %d of %d examples are kept in %s",
        examples.name,
        kept,
        len(examples.examples),
        examples.store.folder,
    )


async def _run(predictor: Predictor, example: Kept) -> None:
    call = Call(predictor.name, example.inputs, (DECODED,), max_inline_bytes=_INLINE)
    try:
        prepared = await predictor.codecs.run(predictor.prepare, call, _Server())
        await unary.run(predictor, prepared)
    except RpcfaceError as error:
        _log.warning(
            "interface %r: example %d is not kept: %s", predictor.name, example.place + 1, error
        )
