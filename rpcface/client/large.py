"""Which media of a call go as blobs, and how they get there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from rpcface.client.retries import Retries
from rpcface.client.steps import Flow, Work
from rpcface.client.uploads import Progress, Source, upload
from rpcface.errors import LimitExceeded
from rpcface.natural.media import LARGE_FILE
from rpcface.parts import replaced
from rpcface.values import Media, Value
from rpcface.wire.writing import write_value

INLINE: Final = LARGE_FILE
"""The most bytes of a medium that goes or comes inline where it could be a blob."""

_ID: Final = 256
"""The most bytes that a blob takes in a request, and half of them what it is worth to
make one of a small medium.
"""


def large_media(values: Mapping[str, Value], max_request: int, max_blob: int) -> list[Media]:
    """The media that go as blobs: those above `INLINE`, and as many of the others, the
    largest first, as would make the request longer than `max_request` (0: any). None go
    so where `max_blob` is 0. LimitExceeded: one is longer than `max_blob`; the message
    names its place, which the values are by: "inputs.img".
    """
    if not max_blob:
        return []
    found = [(name, media) for name in values for media in _media(values[name])]
    chosen = [media for _, media in found if len(media) > INLINE]
    if max_request:
        rest = sorted((m for _, m in found if 2 * _ID < len(m) <= INLINE), key=len)
        size = _size(values, chosen)
        while size > max_request and rest:
            chosen.append(rest.pop())
            size = _size(values, chosen)
    ids = set(map(id, chosen))
    for name, media in found:
        if id(media) in ids and len(media) > max_blob:
            raise LimitExceeded(
                f"{name}: {media!r} has {len(media):,} bytes; the server takes at most "
                f"{max_blob:,}",
                metadata={"limit": "max_blob_bytes"},
            )
    return chosen


def stored(
    values: Mapping[str, Value],
    large: Sequence[Media],
    retries: Retries,
    progress: Progress | None,
) -> Flow[Mapping[str, Value]]:
    """The values with these media as blobs, to which they are uploaded."""
    total = sum(map(len, large))
    blobs: dict[int, Media] = {}
    before = 0
    for media in large:
        if id(media) in blobs:
            continue
        with (yield Work(partial(Source, media.path or media.data))) as source:

            def told(done: int, _: int, before: int = before) -> None:
                if progress is not None:
                    progress(before + done, total)

            names = media.media_type, media.filename
            blobs[id(media)] = yield from upload(source, *names, retries, told)
        before += len(media)
    return _with(values, blobs)


def _with(values: Mapping[str, Value], blobs: Mapping[int, Media]) -> dict[str, Value]:
    return {
        name: replaced(value, lambda media: blobs.get(id(media), media))
        for name, value in values.items()
    }


def _media(value: Value) -> Iterator[Media]:
    """The media in a value that are not with the server yet, each once."""
    found: dict[int, Media] = {}

    def note(media: Media) -> Media:
        if not media.is_held:
            found[id(media)] = media
        return media

    replaced(value, note)
    yield from found.values()


def _size(values: Mapping[str, Value], chosen: Sequence[Media]) -> int:
    """How long a request is, at most, with these media as blobs."""
    blob = Media("", None, "", "b" * _ID)
    short = _with(values, {id(media): blob for media in chosen})
    return sum(len(name) + write_value(value, []) + 64 for name, value in short.items())
