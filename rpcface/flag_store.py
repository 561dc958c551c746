"""Where flagged calls are kept: the class that every store is, and what it is given."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRecord:
    """A call that was flagged.

    id: a UUID. time: when it was flagged, in UTC. interface: the one that was called.
    option: the flag; "": one without a name. automatic: whether the server recorded it by
        itself.
    principal: who called, as it has proved to the server; "": nobody asked.
    request_id: what the caller named it by; "": it did not.
    inputs, outputs: by name, as JSON has them: None, bool, int, float, str, list and dict.
        NaN and the infinities are "NaN", "Infinity" and "-Infinity". A medium or an array
        is {"file", "media_type", "size", "sha256"} and "filename" where it has one: the
        path of a file below the folder of media, its length in bytes, its hash in hex.
        A password is None.
    seconds: how long the function ran; None: it is not known.
    """

    id: str
    time: datetime
    interface: str
    option: str = ""
    automatic: bool = False
    principal: str = ""
    request_id: str = ""
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    seconds: float | None = None


class FlagStore(ABC):
    """Keeps records of flagged calls. A server calls it from one thread of its own, and
    never from its event loop, so that it may take its time. What is raised goes to the
    log, and the same is tried again, seconds later: nothing is lost meanwhile.

    place: what stands behind the store's name, as in `flag_store="name:place"`; a URL
        stands there whole. ValueError: it makes no sense. ImportError: it needs what is
        not installed.
    """

    def __init__(self, place: str = "") -> None:
        self.place = place

    @abstractmethod
    def open(self, folder: str) -> None:
        """Makes it ready to be written to, once. `folder`: the path of the folder that
        holds the media.
        """

    @abstractmethod
    def write(self, records: Sequence[FlagRecord]) -> None:
        """Keeps records, in order, all or none. One whose id is there already is left as
        it is: after an error the same come again, some of which may have been kept.
        ValueError: it can never keep one of them; then they come one by one, and those
        that are refused again are put aside.
        """

    @abstractmethod
    def read(
        self,
        *,
        interface: str | None = None,
        option: str | None = None,
        since: datetime | None = None,
    ) -> Iterator[FlagRecord]:
        """The records, the oldest first; of one interface, with one option, flagged at
        `since` or later. It need not be open. ValueError: this is no such store.
        """

    @abstractmethod
    def close(self) -> None:
        """Lets go of what it holds; nothing is called any more."""

    def held_bytes(self) -> int:
        """How much it takes of this machine's disk, which `Options.flag_bytes_in_all`
        counts. It need not be open.
        """
        return 0
