"""How many bytes callers may have on the server's disk."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from typing import Final

from rpcface.errors import BlobGone, LimitExceeded

OVERHEAD: Final = 64 * 1024
"""What an upload or blob counts as beside its content, so that empty ones are bounded."""

SERVER: Final = ""
"""The caller that a server's own media belong to: the outputs of calls."""


@dataclass(slots=True)
class Account:
    """The bytes of one upload or blob. `closed`: they are given back."""

    caller: str
    size: int = 0
    closed: bool = False


class Quotas:
    """Bytes per caller and in all. It may be used from several threads."""

    def __init__(self, per_caller: int, in_all: int) -> None:
        self._per_caller = per_caller
        self._in_all = in_all
        self._by_caller: Counter[str] = Counter()
        self._all = 0
        self._lock = threading.Lock()

    def open(self, caller: str, size: int = 0) -> Account:
        """An account for something new of `size` bytes. LimitExceeded: no room."""
        account = Account(caller)
        self.take(account, OVERHEAD + size)
        return account

    def reopen(self, caller: str, size: int) -> Account:
        """An account for what is there already, whether there is room or not."""
        account = Account(caller, OVERHEAD + size)
        with self._lock:
            self._add(account, account.size)
        return account

    def take(self, account: Account, size: int) -> None:
        """Adds bytes to an account. LimitExceeded: there is no room for them. BlobGone:
        it is closed.
        """
        with self._lock:
            if account.closed:
                raise BlobGone("id: the server has let go of it in the meantime")
            self._refuse(account.caller, size)
            account.size += size
            self._add(account, size)

    def check(self, caller: str, size: int) -> None:
        """LimitExceeded: there is no room now for something new of so many bytes."""
        with self._lock:
            self._refuse(caller, OVERHEAD + size)

    def close(self, account: Account) -> None:
        """Gives all of its bytes back, once."""
        with self._lock:
            if not account.closed:
                account.closed = True
                self._add(account, -account.size)

    def _add(self, account: Account, size: int) -> None:
        self._all += size
        if account.caller != SERVER:
            self._by_caller[account.caller] += size
            if not self._by_caller[account.caller]:
                del self._by_caller[account.caller]

    def _refuse(self, caller: str, size: int) -> None:
        own = self._by_caller.get(caller, 0)
        if caller != SERVER and own + size > self._per_caller:
            raise LimitExceeded(
                f"the server holds {own:,} bytes of this caller's and takes at most "
                f"{self._per_caller:,}; {size:,} more are too many until some are let go of",
                metadata={"limit": "blob_bytes_per_caller"},
            )
        if self._all + size > self._in_all:
            raise LimitExceeded(
                f"the server has no room for {size:,} bytes more: it holds as much as it is "
                "allowed to. Try again when some are let go of",
                metadata={"limit": "blob_bytes_in_all"},
            )
