"""What the sync and the async client have in common: everything but the driving."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Self, TypeVar

from rpcface.client.connection import Connection
from rpcface.client.flags import Flag
from rpcface.client.flows import Known
from rpcface.client.live import Line
from rpcface.client.options import ACCEPT, Options
from rpcface.client.retries import RETRIES
from rpcface.client.steps import Flow, Watch
from rpcface.client.uploads import Progress
from rpcface.values import MISSING, Missing

T = TypeVar("T")


class Calls(ABC):
    """What can be called: all interfaces of a server, and its one interface without its
    name.
    """

    @abstractmethod
    def _remote(self, name: str | None) -> Remote:
        """The interface of that name; None: the only one."""

    def __getitem__(self, name: str) -> Remote:
        """The interface of that name."""
        return self._remote(name)

    def predict(self, /, *args: Any, **inputs: Any) -> Any:
        """Calls the server's one interface; see `Remote.predict`. InterfaceUnknown:
        it has several.
        """
        return self._remote(None).predict(*args, **inputs)

    def stream(self, /, *args: Any, **inputs: Any) -> Any:
        """Calls the server's one interface and watches; see `Remote.stream`."""
        return self._remote(None).stream(*args, **inputs)

    def submit(self, /, *args: Any, **inputs: Any) -> Any:
        """Starts a call of the server's one interface; see `Remote.submit`."""
        return self._remote(None).submit(*args, **inputs)

    def live(self, /, *args: Any, **inputs: Any) -> Any:
        """Begins a live call of the server's one interface; see `Remote.live`."""
        return self._remote(None).live(*args, **inputs)

    def flag(self, option: str = "", **given: Any) -> Any:
        """Flags a call of the server's one interface; see `Remote.flag`."""
        return self._remote(None).flag(option, **given)


class Operations(Calls):
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
        retries: int = RETRIES,
    ) -> None:
        self.address = connection.address
        self._connection = connection
        self._options = Options(timeout, _listed(accept), _counted(retries))
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

    def session(self, states: Mapping[str, bytes] | None = None) -> Session:
        """Begins a conversation with each interface that keeps a state: a `Session`, which
        calls as the client does, and goes on from call to call. Calls of the client itself
        begin afresh, each of them.

            with client.session() as chat:
                chat.predict("My name is Ada.")
                chat.predict("What is my name?")

        states: `Session.states` of one that this goes on from.
        """
        return Session(self, self._known, replace(self._options, states=dict(states or {})))

    def _remote(self, name: str | None) -> Remote:
        return Remote(self, self._known, name, self._options)


def _listed(accept: Sequence[str]) -> tuple[str, ...]:
    return (accept,) if isinstance(accept, str) else tuple(accept)


def _counted(retries: int) -> int:
    if isinstance(retries, bool) or not isinstance(retries, int) or retries < 0:
        raise ValueError(f"retries: wanted an int from 0 on; came {retries!r}")
    return retries


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
        retries: int | Missing = MISSING,
        progress: Progress | Missing | None = MISSING,
    ) -> Remote:
        """The same interface, called with other options; see `Client`. Those that are
        left out stay as they are. progress: told, while large media are on their way to
        the server, how many bytes of them are there and how many they are.
        """
        options = replace(
            self._options,
            timeout=self._options.timeout if timeout is MISSING else timeout,
            accept=self._options.accept if accept is MISSING else _listed(accept),
            retries=self._options.retries if retries is MISSING else _counted(retries),
            progress=self._options.progress if progress is MISSING else progress,
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

        Where the connection breaks, or the server is started again, the call is sent
        again, which a server that has it already does not run again.
        """
        flow = self._known.predict(self._name, args, inputs, self._options)
        return self._client._drive(flow, self._options)  # noqa: SLF001 - the same

    def stream(self, /, *args: Any, **inputs: Any) -> Any:
        """Calls the function and gives what happens as it happens: an iterator of events
        (`Queued`, `Started`, `Progressed`, `Alerted`, `Updated`, at last `Finished`), for
        `async for` from the async client. Leaving it early cancels the call where it is
        used as a context manager. Inputs, errors and retries are as for `predict`; a call
        that is opened again may give an update that was there before.
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

    def flag(
        self,
        option: str = "",
        *,
        inputs: Mapping[str, Any] | Sequence[Any],
        outputs: Any = MISSING,
        request_id: str = "",
    ) -> Any:
        """Flags a call for later review, and returns the id of the record.

        option: one of the description's `flagging.options`; "" where there are none.
        inputs: what the call was given, as for `predict`: a list in order, or a dict by name.
        outputs: what it returned: one output as itself, several as a tuple or a dict by name.
            MISSING: they are not recorded.
        request_id: what is flagged twice under the same one is recorded once.

        FlagRefused: the interface takes no flags. InputError: the option or a value is not
        valid. LimitExceeded: it is too large, or the server has no room for it.
        """
        flag = Flag(option, inputs, outputs, request_id)
        flow = self._known.flag(self._name, flag, self._options)
        return self._client._drive(flow, self._options)  # noqa: SLF001 - the same

    __call__ = predict

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._name!r})"


class Session(Calls):
    """Conversations with the interfaces of a server, over the connection of a client: use
    it as a context manager, with `async with` for the async client, or as it is.

    A call goes on from where the last one of its interface that succeeded has left the
    conversation; one that fails or is cancelled leaves it as it was. Of calls at the same
    time each goes on from where it began, and that which ends last counts; one that is
    watched has ended when its result is taken. StateRefused: the server can't go on, for its
    keys are others now; `states.clear()` begins anew.
    """

    def __init__(self, client: Operations, known: Known, options: Options) -> None:
        self._client = client
        self._known = known
        self._options = options
        self._is_over = False
        assert options.states is not None
        self.states = options.states
        """What the next call of each interface goes on from, by name: bytes that only the
        server can read. Keep them to go on another day: `client.session(states)`.
        """

    def _remote(self, name: str | None) -> Remote:
        if self._is_over:
            raise RuntimeError("the session is over; client.session() begins another")
        return Remote(self._client, self._known, name, self._options)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over = True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._is_over = True
