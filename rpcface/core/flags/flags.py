"""Flagged calls of a server: what people flag, and what it records by itself."""

from __future__ import annotations

import asyncio
import difflib
import functools
import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from rpcface.component import Limits
from rpcface.core.blobs import Blobs
from rpcface.core.blobs.folder import refusal
from rpcface.core.flags.complaints import Complaints
from rpcface.core.flags.ids import RequestIds, new_id
from rpcface.core.flags.keeper import Keeper, Note
from rpcface.core.flags.media import MediaFolder
from rpcface.core.flags.places import FOLDER, SQL, STORE, held_in, made_store, private
from rpcface.core.flags.recorder import Answered, Recorder
from rpcface.core.flags.recording import Recording
from rpcface.core.flags.room import Room
from rpcface.core.flags.shipping import Shipping
from rpcface.core.flags.spool import Spool
from rpcface.core.flags.values import checked, weight
from rpcface.core.incidents import failure
from rpcface.core.prepared import Prepared
from rpcface.errors import FlagRefused, InputError, RpcfaceError, Violation
from rpcface.events import Finished
from rpcface.flag_store import FlagStore
from rpcface.flagging import Flagging
from rpcface.interface import Interface
from rpcface.wire.flags import Flagged

PATIENCE: Final = 2.0
"""Seconds that a caller waits until its flag is in the store; then it is told that it is
kept, for it is on the disk."""

LONGEST_ID: Final = 64
"""Bytes of a request_id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagOptions:
    """What a server is told of flags; see `rpcface.Options`."""

    store: str | FlagStore | None
    folder: str | None
    max_bytes: int
    bytes_in_all: int
    grace: float


class Flags:
    """Records calls of those `interfaces` that may be flagged. It belongs to an event loop;
    `flag` runs on other threads. ValueError, ImportError, PluginError: the store that was
    asked for can't be had.
    """

    def __init__(
        self, options: FlagOptions, interfaces: Iterable[Interface], blobs: Blobs, limits: Limits
    ) -> None:
        flagged = [one.flagging for one in interfaces if one.flagging is not None]
        self._grace = options.grace
        self._blobs = blobs
        folder = os.path.abspath(options.folder or os.environ.get(FOLDER[0]) or FOLDER[1])
        place = options.store or os.environ.get(STORE[0]) or ""
        # a store that somebody asks for is to be there, or to say so, at the start
        self._store = made_store(place) if place and flagged else None
        self._default = f"{SQL}:{os.path.abspath(STORE[1])}"
        self._making = threading.Lock()
        self._folder = folder
        complaints = Complaints()
        self._spool = Spool(os.path.join(folder, "spool"))
        self._shipping = Shipping(self._spool, self._had, folder, complaints)
        self._keeper = Keeper(
            MediaFolder(folder, blobs.copy),
            self._spool,
            Room(options.max_bytes, options.bytes_in_all, self._held),
            limits,
        )
        self._request_ids = RequestIds(folder)
        self._has_flags = bool(flagged)
        self._is_automatic = any(flagging.automatic for flagging in flagged)
        self._recorder = Recorder(self._keep, complaints)

    def start(self) -> None:
        """Begins, also with what a server before this one has left."""
        if self._is_automatic:
            self._recorder.start()
        if self._has_flags and self._spool.adopt():
            self._shipping.appended(is_awaited=False)

    def recording(self, name: str, interface: Interface) -> Recording | None:
        """What the calls of an interface are told to; None: they are not recorded."""
        if interface.flagging is None or not interface.flagging.automatic:
            return None
        return Recording(functools.partial(self._put, name, interface))

    def _had(self) -> FlagStore:
        with self._making:
            if self._store is None:
                self._store = made_store(self._default)
            return self._store

    def _held(self) -> int:
        return held_in(self._folder) + self._had().held_bytes()

    def _keep(self, note: Note, *, quick: bool = False) -> int:
        private(self._folder)
        number = self._keeper.keep(note, quick=quick)
        self._shipping.appended(is_awaited=not note.automatic)
        return number

    def flag(
        self, name: str, interface: Interface, flagged: Flagged, *, principal: str, caller: str
    ) -> tuple[str, int]:
        """Keeps what somebody flags: the id of the record, and how many have been kept by
        now. `caller`: who it is, told from others. FlagRefused: the interface takes none.
        InputError: an option or a value is not valid. BlobGone: a medium is not there.
        LimitExceeded: there is no room for it. FunctionFailed: it can't be written.
        """
        flagging = interface.flagging
        if flagging is None or flagging.automatic:
            why = "takes no flags" if flagging is None else "records every call by itself"
            raise FlagRefused(f"interface {name!r} {why}")
        inputs = {key: self._blobs.fill(value) for key, value in flagged.inputs.items()}
        outputs = {key: self._blobs.fill(value) for key, value in flagged.outputs.items()}
        checked_inputs, faults = checked(interface.inputs, inputs, "input")
        checked_outputs, more = checked(interface.outputs, outputs, "output")
        option = flagging.recorded(flagged.option)
        if option is None:
            faults.append(_no_option(flagged.option, flagging))
        if len(flagged.request_id.encode()) > LONGEST_ID:
            came = f"wanted at most {LONGEST_ID} bytes; came {len(flagged.request_id.encode())}"
            faults.append(Violation("request_id", came))
        if faults or more or option is None:
            raise InputError.of((*faults, *more))
        now = time.time()
        try:
            if flagged.request_id:
                identifier = self._request_ids.of(name, caller, flagged.request_id)
            else:
                identifier = new_id(now)
            note = Note(
                id=identifier,
                time=now,
                name=name,
                interface=interface,
                option=option,
                principal=principal,
                request_id=flagged.request_id,
                inputs=checked_inputs,
                outputs=checked_outputs,
            )
            return identifier, self._keep(note)
        except RpcfaceError:
            raise
        except Exception as error:  # noqa: BLE001 - the disk, or a stranger's store
            told = refusal(error) if isinstance(error, OSError) else error
            raise told if isinstance(told, RpcfaceError) else failure("a flag", error) from None

    async def kept(self, number: int) -> None:
        """Waits a moment until so many records are in the store."""
        await self._shipping.wait(number, PATIENCE)

    def _put(
        self,
        name: str,
        interface: Interface,
        prepared: Prepared,
        size: int,
        read: Callable[[], Finished],
    ) -> None:
        at = time.time()
        inputs = prepared.io.inputs
        principal, request_id = prepared.running.principal, prepared.running.request_id

        def note() -> Note:
            end = read()
            return Note(
                id=new_id(at),
                time=at,
                name=name,
                interface=interface,
                automatic=True,
                principal=principal,
                request_id=request_id[:LONGEST_ID],
                inputs=checked(interface.inputs, inputs, "input")[0],
                outputs=checked(interface.outputs, end.values, "output")[0],
                seconds=end.duration_ns / 1e9,
            )

        answered = Answered(note, size + weight(inputs))
        asyncio.get_running_loop().call_soon(self._recorder.put, answered)

    async def close(self) -> None:
        """Writes what waits, for as long as the grace lasts; the rest stays on the disk."""
        if self._recorder.is_started or self._shipping.is_started:
            await asyncio.get_running_loop().run_in_executor(None, self._close)

    def _close(self) -> None:
        end = time.monotonic() + self._grace
        self._recorder.stop(self._grace)
        if self._shipping.stop(max(end - time.monotonic(), 0.1)):
            self._spool.close()


def _no_option(option: str, flagging: Flagging) -> Violation:
    nearest = difflib.get_close_matches(option, flagging.options, n=1)
    hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
    wanted = f"one of {', '.join(map(repr, flagging.options))}" if flagging.options else "none"
    return Violation("option", f"wanted {wanted}; came {option[:100]!r}{hint}")
