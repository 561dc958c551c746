"""The media that a server holds for its callers, as long as it runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from google.protobuf.message import DecodeError

from rpcface.errors import BlobGone, RequestMalformed
from rpcface.v1 import blob_pb2 as pb
from rpcface.values import Media, Value

PIECE: Final = 256 * 1024
"""The most bytes of content in one `ReadBlobResponse`."""


class Blobs:
    """Media by their ids. An id is a hash of the medium, so that every replica of a
    server, and the same server after a restart, knows it too.
    """

    def __init__(self) -> None:
        self._held: dict[str, Media] = {}

    def hold(self, value: Value) -> Value:
        """The value as it is told to callers: the media in it held here from now on."""
        if isinstance(value, Media) and value.data is not None:
            content = hashlib.sha256(value.data).digest()
            key = f"{value.media_type}\0{value.filename}\0".encode() + content
            told = replace(
                value,
                data=None,
                blob_id=hashlib.sha256(key).hexdigest(),
                size_bytes=len(value),
                sha256=content,
            )
            self._held[told.blob_id] = value
            return told
        if isinstance(value, list):
            return [self.hold(item) for item in value]
        if isinstance(value, dict):
            return {name: self.hold(item) for name, item in value.items()}
        return value

    def fill(self, value: Value) -> Value:
        """The value with the content of the media that are held here; others stay as
        they are, and whoever opens them is told that they are gone.
        """
        if isinstance(value, Media):
            if value.data is not None:
                return value
            gone = Media(value.media_type, None, value.filename, value.blob_id)
            return self._held.get(value.blob_id, gone)  # never what a caller tells of it
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if isinstance(value, dict):
            return {name: self.fill(item) for name, item in value.items()}
        return value

    def read(self, body: bytes) -> Iterator[bytes]:
        """The bytes of each `ReadBlobResponse` to those of a `ReadBlobRequest`. BlobGone:
        there is no such blob. RequestMalformed: the bytes are no request, or name a
        place before the start.
        """
        try:
            request = pb.ReadBlobRequest.FromString(body)
        except DecodeError:
            raise RequestMalformed("the message is no rpcface.v1.ReadBlobRequest") from None
        for name, given in (
            ("offset_bytes", request.offset_bytes),
            ("limit_bytes", request.limit_bytes),
        ):
            if given < 0:
                raise RequestMalformed(f"{name}: wanted 0 or more; came {given}")
        media = self._held.get(request.id)
        if media is None:
            raise BlobGone(f"id: the server holds no blob {request.id!r:.80}")
        return _pieces(media, request.offset_bytes, request.limit_bytes)


def _pieces(media: Media, start: int, limit: int) -> Iterator[bytes]:
    assert media.data is not None
    view = memoryview(media.data)
    end = min(len(view), start + limit) if limit else len(view)
    for at in range(start, end, PIECE):
        piece = bytes(view[at : min(at + PIECE, end)])
        yield pb.ReadBlobResponse(data=piece).SerializeToString()
