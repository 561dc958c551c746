"""What a server is told, besides its interfaces."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from rpcface.component import Limits
from rpcface.flag_store import FlagStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a server is told, besides its interfaces."""

    max_request_bytes: int = 64 * 1024 * 1024
    """The greatest request."""
    private_addresses: bool | None = None
    """Whether addresses on private networks that a function returns are fetched; None:
    where the server itself listens on loopback alone.
    """
    max_threads: int = 64
    """The most threads that sync functions run on."""
    grace: float = 5.0
    """Seconds that calls in flight have to end when the server stops."""
    drain_delay: float = 0.0
    """Seconds for which health says NOT_SERVING already while new calls are still taken, so
    that who shares out the calls can send them elsewhere.
    """
    limits: Limits = field(default_factory=Limits)
    """What components may be given."""
    blob_folder: str | None = None
    """Where large media are kept, of this server alone; they are there still when it is
    started again. None: RPCFACE_BLOB_FOLDER, or else a folder below the temp directory,
    which is removed when the server stops.
    """
    max_blob_bytes: int = 4 * 1024**3
    """The largest blob, an input or an output; 0: media go inline alone."""
    blob_bytes_per_caller: int = 16 * 1024**3
    """How much one caller's blobs and uploads may have together, each counted with 64
    KiB more.
    """
    blob_bytes_in_all: int = 64 * 1024**3
    """How much all of them may have, those of outputs too."""
    blob_seconds: float = 3600.0
    """How long a blob or an upload is kept that nobody uses; infinity: as long as the
    server runs.
    """
    cache_folder: str | None = None
    """Where the outputs of examples are kept (`Interface(cache_examples=…)`), which several
    servers may share. None: RPCFACE_CACHE_FOLDER, or else `rpcface` below XDG_CACHE_HOME or
    ~/.cache.
    """
    repeat_seconds: float = 600.0
    """How long after its end the outcome of a call is kept for the same call with the
    same `request_id`, which is not run again then; 0: every call is run.
    """
    repeat_bytes: int = 64 * 1024**2
    """How much these outcomes may have together, each counted with 1 KiB more: the oldest
    go first; 0: every call is run.
    """
    flag_store: str | FlagStore | None = None
    """Where flagged calls are kept: a URL of SQLAlchemy's such as "postgresql+psycopg://…",
    the name of a plugin's store, or a store. None: RPCFACE_FLAG_STORE, or else the SQLite
    file .rpcface/flags.db, which is made when the first call is flagged.
    """
    flag_folder: str | None = None
    """Where their media are kept, and they themselves while the store can't be written to.
    None: RPCFACE_FLAG_FOLDER, or else .rpcface/flags.
    """
    max_flag_bytes: int = 256 * 1024**2
    """How much one flagged call may have, its media included."""
    flag_bytes_in_all: int = 8 * 1024**3
    """How much all of them may have on this machine's disk."""
    state_keys: Sequence[str | bytes] = field(default=(), repr=False)
    """Keys that the states of conversations are sealed with, each 32 bytes by chance, as they
    are or in base64: `openssl rand -base64 32` makes one. The first seals, all open. Without
    keys, here, in `state_key_file` or in RPCFACE_STATE_KEYS (white space between them), one is
    made when the server starts, and conversations end with it.
    """
    state_key_file: str | os.PathLike[str] | None = None
    """A file with such keys, one a line; lines that begin with "#" are none. When it
    changes, the server goes on with what it holds then.
    """
    max_state_bytes: int = 1024 * 1024
    """The largest state, sealed."""
    metrics_port: int | None = None
    """Where Prometheus finds metrics, on the server's host; 0: a free port, which
    `Server.metrics_address` tells; None: nowhere. It needs the extra `metrics`.
    """
    otel: bool = False
    """Whether each call is a span of OpenTelemetry's. It needs the extra `otel`."""
