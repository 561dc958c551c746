"""The bytes of a request's body, no more than the server takes."""

from __future__ import annotations

from rpcface.errors import RpcfaceError
from rpcface.web.asgi import Message, Receive
from rpcface.web.connect import connect_error
from rpcface.web.errors import too_large


def limited(receive: Receive, headers: dict[bytes, bytes], most: int) -> Receive:
    """`receive` of a request with these headers. ConnectError, when it is awaited: the body
    has more than `most` bytes.
    """
    length = headers.get(b"content-length")
    if length is None:
        return _Counted(receive, most, most)
    if length.isdigit() and int(length) <= most:
        return receive  # there can't come more
    return _Counted(receive, most, 0)


def unread(error: RpcfaceError) -> Receive:
    """`receive` of a request that fails so, in the words of its protocol, before its body is
    read.
    """

    async def receive() -> Message:
        raise connect_error(error)

    return receive


class _Counted:
    def __init__(self, receive: Receive, most: int, left: int) -> None:
        self._receive = receive
        self._most = most
        self._left = left

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise connect_error(too_large(self._most))
        return message
