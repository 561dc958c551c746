"""The sync client."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, BinaryIO, Self, TypeVar

import grpc

from rpcface.client.connection import Connection
from rpcface.client.description import Description
from rpcface.client.jobs import Events, Job
from rpcface.client.live import Line, Live
from rpcface.client.operations import Operations
from rpcface.client.options import ACCEPT, Options
from rpcface.client.retries import RETRIES
from rpcface.client.steps import Flow, Pause, Rpc, Watch, Work
from rpcface.client.uploads import Progress
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
    retries: how often an operation is tried again, each time after a longer wait, where a
        server that was there before cannot be reached; 0: never.
    tls: whether to speak TLS with a server whose certificate this system trusts. It is so
        as well where one of the next three is given.
    tls_ca: the path of the issuers to trust instead, as PEM.
    tls_cert, tls_key: the paths of a certificate and its key that say who calls.
    token: what says so by a text. It is sent with each call.
    token_file: the path of a file that holds it, alone or as "name: token"; it is read
        again when it changes.
    insecure_token: whether it may travel in the clear beyond this machine.

    ValueError: the address is none, or one of the files is not what it should be.

    It may be used from several threads. Whatever a call ends with other than success
    is an `RpcfaceError`: `InputError` names each input at fault.
    """

    def __init__(
        self,
        address: str,
        *,
        timeout: float | None = None,
        accept: Sequence[str] = ACCEPT,
        retries: int = RETRIES,
        tls: bool = False,
        tls_ca: str | os.PathLike[str] | None = None,
        tls_cert: str | os.PathLike[str] | None = None,
        tls_key: str | os.PathLike[str] | None = None,
        token: str | None = None,
        token_file: str | os.PathLike[str] | None = None,
        insecure_token: bool = False,
    ) -> None:
        connection = Connection(
            address,
            tls=tls,
            tls_ca=tls_ca,
            tls_cert=tls_cert,
            tls_key=tls_key,
            token=token,
            token_file=token_file,
            insecure_token=insecure_token,
        )
        super().__init__(connection, timeout=timeout, accept=accept, retries=retries)
        self._channel = connection.channel(grpc)
        self._methods = connection.methods(self._channel, _collected)

    def describe(self) -> Description:
        """What the server offers, asked anew; `print` it."""
        return self._drive(self._known.describe(), self._options)

    def read_blob(self, media: Media) -> Media:
        """The medium with its content, which the server holds, such as one of an
        example's or a large output. BlobGone: it does not hold it any more.
        """
        return self._drive(self._known.read_blob(media, self._options), self._options)

    def save_blob(
        self,
        media: Media,
        target: str | os.PathLike[str] | BinaryIO,
        *,
        progress: Progress | None = None,
    ) -> None:
        """Writes the content of a medium that the server holds to a path, or to a file
        that is open for writing bytes, piece by piece.

        What has come is in a file called PATH.part until it is whole and its SHA-256 is
        right; a file of that name from before is gone on with. BlobGone: the server does
        not hold it any more. BlobDamaged: it came otherwise than it is there.
        """
        flow = self._known.save_blob(media, target, progress, self._options)
        return self._drive(flow, self._options)

    def upload(
        self,
        content: str | os.PathLike[str] | bytes | memoryview | BinaryIO,
        *,
        media_type: str | None = None,
        filename: str | None = None,
        progress: Progress | None = None,
    ) -> Media:
        """Stores content on the server: a medium to be passed to as many calls as like,
        until nobody has used it for the server's `Options.blob_seconds`. What this host
        has stored there before is not sent again.

        content: a path, bytes, or a file that can seek; it is read chunk by chunk.
        media_type: what it is; None: what its name says.
        filename: a name for people; None: that of the path.
        progress: told how many bytes are there, and how many there are.

        Where the connection breaks, it goes on from where it was, some seconds long, also
        with a server that was started again. LimitExceeded: it is too large, or the
        server has no room for it.
        """
        flow = self._known.upload(content, media_type, filename, progress, self._options)
        return self._drive(flow, self._options)

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
        return Events(flow, self._methods, self._take, self._connection, options.timeout)

    def _submit(self, flow: Watch, options: Options) -> Job:
        return Job(self._watch(flow, options).start())

    def _live(self, flow: Flow[Line], options: Options) -> Live:
        line = self._drive(flow, options)
        return Live(line, self._methods["PredictLive"], self._connection, options.timeout)

    def _drive(self, flow: Flow[T], options: Options) -> T:
        end = None if options.timeout is None else time.monotonic() + options.timeout
        try:
            step = next(flow)
            while True:
                left = None if end is None else max(end - time.monotonic(), 0.0)
                try:
                    answer = self._take(step, left)
                except grpc.RpcError as error:
                    step = flow.throw(self._connection.error(error))
                except Exception as error:  # noqa: BLE001 - the flow's own, of a file
                    step = flow.throw(error)
                else:
                    step = flow.send(answer)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]  # a Flow[T] returns a T
        finally:
            flow.close()

    def _take(self, step: Rpc | Work | Pause, left: float | None) -> Any:
        if isinstance(step, Rpc):
            return self._methods[step.method](step.body, timeout=left)
        if isinstance(step, Work):
            return step.run()
        fits = step.fits(left)
        if fits:
            time.sleep(step.seconds)
        return fits


def _collected(stream: Any) -> Callable[..., list[bytes]]:
    def call(body: bytes, **options: Any) -> list[bytes]:
        return list(stream(body, **options))

    return call
