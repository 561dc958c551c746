"""The sync client."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import grpc

from rpcface.client import channels
from rpcface.client.description import Description
from rpcface.client.flows import ACCEPT, Options
from rpcface.client.jobs import Events, Job
from rpcface.client.live import Line, Live
from rpcface.client.operations import Operations
from rpcface.client.steps import Flow, Watch
from rpcface.values import Media

T = TypeVar("T")


class Client(Operations):
    """Calls the interfaces of a server.

        with Client("localhost:50051") as client:
            print(client.describe())
            picture = client.predict(img="photo.jpg", strength=0.3)
            picture = client["sepia"].predict("photo.jpg")

    address: "host:port"; the port is 50051 where it is left out.
    timeout: seconds that an operation may take; None: any number.
    accept: media types wanted for outputs that are media, best first; by default the
        decoded form, with no codec in the way.

    It may be used from several threads. Whatever a call ends with other than success
    is an `RpcfaceError`: `InputError` names each input at fault.
    """

    def __init__(
        self, address: str, *, timeout: float | None = None, accept: Sequence[str] = ACCEPT
    ) -> None:
        super().__init__(address, timeout=timeout, accept=accept)
        self._channel = grpc.insecure_channel(self._target, channels.options(self._target))
        self._methods = channels.methods(self._channel, _collected)

    def describe(self) -> Description:
        """What the server offers, asked anew; `print` it."""
        return self._drive(self._session.describe(), self._options)

    def read_blob(self, media: Media) -> Media:
        """The medium with its content, which the server holds, such as one of an
        example's. BlobGone: it does not hold it any more.
        """
        return self._drive(self._session.read_blob(media), self._options)

    def close(self) -> None:
        """Closes the connection."""
        self._channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _watch(self, flow: Watch, options: Options) -> Events:
        return Events(flow, self._methods, self.address, options.timeout)

    def _live(self, flow: Flow[Line], options: Options) -> Live:
        line = self._drive(flow, options)
        return Live(line, self._methods["PredictLive"], self.address, options.timeout)

    def _submit(self, flow: Watch, options: Options) -> Job:
        return Job(self._watch(flow, options).start())

    def _drive(self, flow: Flow[T], options: Options) -> T:
        end = None if options.timeout is None else time.monotonic() + options.timeout
        try:
            call = next(flow)
            while True:
                left = None if end is None else max(end - time.monotonic(), 0.0)
                try:
                    answer = self._methods[call.method](call.body, timeout=left)
                except grpc.RpcError as error:
                    call = flow.throw(channels.error_of(error, self.address))
                else:
                    call = flow.send(answer)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]  # a Flow[T] returns a T


def _collected(stream: Any) -> Callable[..., list[bytes]]:
    def call(body: bytes, **options: Any) -> list[bytes]:
        return list(stream(body, **options))

    return call
