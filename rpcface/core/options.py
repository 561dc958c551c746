"""What a server is told, besides its interfaces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from rpcface.component import Limits


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
    metrics_port: int | None = None
    """Where Prometheus finds metrics, on the server's host; 0: a free port, which
    `Server.metrics_address` tells; None: nowhere. It needs the extra `metrics`.
    """
    otel: bool = False
    """Whether each call is a span of OpenTelemetry's. It needs the extra `otel`."""
    web_port: int | Literal[False] | None = None
    """Where it is on the web, on the server's host; 0: a free port, which
    `Server.web_address` tells; None: RPCFACE_WEB_PORT, or else, where the extra `web` is
    installed, 7860 or the next that is free; False: nowhere.
    """
    web_hosts: Sequence[str] = ()
    """The names that web requests may have for the server, besides localhost, addresses and
    the host that it listens on; "*": any, which lets a page of a stranger call a server of
    this machine.
    """
    web_origins: Sequence[str] = ()
    """The origins of other pages that may call it, "https://example.org"; "*": any."""
    web_sockets_per_caller: int = 64
    """How many WebSockets of pages one host may have open."""
