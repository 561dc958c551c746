"""What the sync and the async client have in common: everything but the driving."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from rpcface.client.connection import Connection
from rpcface.client.flows import Known
from rpcface.client.live import Line
from rpcface.client.options import ACCEPT, Options
from rpcface.client.steps import Flow, Watch
from rpcface.client.uploads import Progress
from rpcface.values import MISSING, Missing

T = TypeVar("T")


class Operations(ABC):
    """The base of both clients. An operation returns its result from the sync client,
    and something to await for it from the async one.
    """

    _methods: Mapping[str, Any]

    def __init__(
        self,
        connection: Connection,
        *,
        timeout: float | None = None,
        accept: Sequence[str] = ACCEPT,
    ) -> None:
        self.address = connection.address
        self._connection = connection
        self._options = Options(timeout, _listed(accept))
        self._known = Known()

    @abstractmethod
    def _drive(self, flow: Flow[T], options: Options) -> Any:
        """Makes the calls that the flow asks for; its result."""

    @abstractmethod
    def _watch(self, flow: Watch, options: Options) -> Any:
        """The events that the flow gives, to be iterated."""

    @abstractmethod
    def _submit(self, flow: Watch, options: Options) -> Any:
        """A job of the call that the flow opens."""

    @abstractmethod
    def _live(self, flow: Flow[Line], options: Options) -> Any:
        """A live call."""

    def __getitem__(self, name: str) -> Remote:
        """The interface of that name."""
        return Remote(self, self._known, name, self._options)

    def predict(self, /, *args: Any, **inputs: Any) -> Any:
        """Calls the server's one interface; see `Remote.predict`. InterfaceUnknown:
        it has several.
        """
        return self._only().predict(*args, **inputs)

    def stream(self, /, *args: Any, **inputs: Any) -> Any:
        """Calls the server's one interface and watches; see `Remote.stream`."""
        return self._only().stream(*args, **inputs)

    def submit(self, /, *args: Any, **inputs: Any) -> Any:
        """Starts a call of the server's one interface; see `Remote.submit`."""
        return self._only().submit(*args, **inputs)

    def live(self, /, *args: Any, **inputs: Any) -> Any:
        """Begins a live call of the server's one interface; see `Remote.live`."""
        return self._only().live(*args, **inputs)

    def _only(self) -> Remote:
        return Remote(self, self._known, None, self._options)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.address!r})"


def _listed(accept: Sequence[str]) -> tuple[str, ...]:
    return (accept,) if isinstance(accept, str) else tuple(accept)


class Remote:
    """One interface of a server, to be called."""

    def __init__(
        self,
        client: Operations,
        known: Known,
        name: str | None,
        options: Options,
    ) -> None:
        self._client = client
        self._known = known
        self._name = name
        self._options = options

    def with_options(
        self,
        *,
        timeout: float | Missing | None = MISSING,
        accept: Sequence[str] | Missing = MISSING,
        progress: Progress | Missing | None = MISSING,
    ) -> Remote:
        """The same interface, called with other options; see `Client`. Those that are
        left out stay as they are. progress: told, while large media are on their way to
        the server, how many bytes of them are there and how many they are.
        """
        options = Options(
            self._options.timeout if timeout is MISSING else timeout,
            self._options.accept if accept is MISSING else _listed(accept),
            self._options.progress if progress is MISSING else progress,
        )
        return Remote(self._client, self._known, self._name, options)

    def describe(self) -> Any:
        """What it takes and returns, asked anew: an `InterfaceDescription`; `print`
        it.
        """
        return self._client._drive(self._known.describe_one(self._name), self._options)  # noqa: SLF001 - it is the same client

    def predict(self, /, *args: Any, **inputs: Any) -> Any:
        """Calls the function with inputs in order or by name, and returns its one
        output as itself, several as a tuple with names, none as None.

        An image is an array, a PIL image, a path or bytes, and comes back as an array;
        other media come back as `Media` where they have no decoded form. Media of more
        than 16 MiB are uploaded first, a file at a path chunk by chunk, and come back as
        media that the server holds: `read_blob` and `save_blob` bring their content.

        InputError: inputs are unknown, missing or not valid; `violations` names each.
        LimitExceeded: the request is too large. Error: the function refused, and says
        why. FunctionFailed: it failed, and the server's log tells more. RpcfaceError:
        any other end, such as no server there; `code` tells which.
        """
        flow = self._known.predict(self._name, args, inputs, self._options)
        return self._client._drive(flow, self._options)  # noqa: SLF001 - the same

    def stream(self, /, *args: Any, **inputs: Any) -> Any:
        """Calls the function and gives what happens as it happens: an iterator of events
        (`Queued`, `Started`, `Progressed`, `Alerted`, `Updated`, at last `Finished`), for
        `async for` from the async client. Leaving it early cancels the call where it is
        used as a context manager. Inputs and errors are as for `predict`.
        """
        flow = self._known.watch(self._name, args, inputs, self._options)
        return self._client._watch(flow, self._options)  # noqa: SLF001 - the same

    def submit(self, /, *args: Any, **inputs: Any) -> Any:
        """Starts the call and returns a `Job`, which gives the outputs when iterated, and
        has `result` and `cancel`. Inputs and errors are as for `predict`.
        """
        flow = self._known.watch(self._name, args, inputs, self._options)
        return self._client._submit(flow, self._options)  # noqa: SLF001 - the same

    def live(self, /, *args: Any, **inputs: Any) -> Any:
        """Begins a call that goes on: a `Live`, to be used as a context manager, whose
        `send` changes inputs and so runs the function again, and which gives the answers
        when iterated. Inputs and errors are as for `predict`.
        """
        flow = self._known.line(self._name, args, inputs, self._options)
        return self._client._live(flow, self._options)  # noqa: SLF001 - the same

    __call__ = predict

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._name!r})"
