"""What a server is told, besides its interfaces."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from rpcface.component import Limits
from rpcface.flag_store import FlagStore

Authenticate: TypeAlias = Callable[[str], str | Awaitable[str | None] | None]
"""Takes a token; whose it is, or None for one that is not valid."""

Authorize: TypeAlias = Callable[[str, str], bool]
"""Takes a principal and the name of an interface; whether that one may use this."""


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
    tokens: Mapping[str, str] | None = field(default=None, repr=False)
    """Who may call, by names, and the token of each: whoever calls then needs one of
    these, of `token_file`, of the lines of RPCFACE_TOKENS, or one that `authenticate`
    knows. The name is the caller's principal. None: no names.
    """
    token_file: str | None = None
    """A file with a line "name: token" for each that may call, which is read again when it
    changes. None: RPCFACE_TOKEN_FILE, or else none.
    """
    authenticate: Authenticate | None = None
    """Takes a token that is not one of those; returns the caller's name, or None where the
    token is not valid. It may be async; a sync one runs on a thread. It is asked again
    after a second, also while streams and live calls run. What it raises is a refusal,
    which the log tells of.
    """
    authorize: Authorize | None = None
    """Takes a caller's principal, "" where nobody asks who calls, and the name of an
    interface; returns whether that one may use this. It is asked for each call and each
    description, from several threads, and should know its answer: it can't be async. What
    it raises is a no, which the log tells of. None: everybody may use all.
    """
    calls_per_second: float | None = None
    """How often one caller may call, a principal or else an address: ten calls, or a
    second's where that is more, may come at once. A description is a call, as is each run
    of a live call, which waits for its time; a chunk of a blob is none. None: any number.
    """
    calls_at_once: int | None = None
    """How many calls one caller may have in flight, streams and live calls too. None: any
    number.
    """
    tls_cert: str | None = None
    """A file of PEM with the certificate that the server shows, its issuers behind it. It
    and the other two are read again when they change. None: RPCFACE_TLS_CERT, or else the
    server speaks without TLS.
    """
    tls_key: str | None = None
    """A file of PEM with the certificate's key, RSA or EC and not encrypted. None:
    RPCFACE_TLS_KEY.
    """
    tls_client_ca: str | None = None
    """A file of PEM with the issuers of callers' certificates: whoever calls then needs
    one of theirs. Its common name, or else the first of its other names, is the caller's
    principal, unless there is a token too. None: RPCFACE_TLS_CLIENT_CA, or else callers
    need none.
    """
    web_port: int | Literal[False] | None = None
    """Where it is on the web, on the server's host; 0: a free port, which
    `Server.web_address` tells; None: RPCFACE_WEB_PORT, or else, where the extra `web` is
    installed, 7860 or the next that is free; False: nowhere.
    """
    grpc_url: str | None = None
    """Where callers reach it by gRPC, "https://models.example.org", told to those who ask for a
    description: where something stands before the server, whose port is another then. None:
    RPCFACE_GRPC_URL, or else its own port.
    """
    web_hosts: Sequence[str] = ()
    """The names that web requests may have for the server, besides localhost, addresses and
    the host that it listens on; "*": any, which lets a page of a stranger call a server of
    this machine.
    """
    web_origins: Sequence[str] = ()
    """The origins of other pages that may call it, "https://example.org"; "*": any."""
    web_frames: Sequence[str] = ()
    """The origins of other pages that may show its page in a frame; "*": any."""
    web_title: str = ""
    """What the page's tab is called; "": as its only interface."""
    web_theme: str | os.PathLike[str] | None = None
    """A file of CSS that sets custom properties of the page. None: RPCFACE_THEME, or else the
    page's own looks.
    """
    web_favicon: str | os.PathLike[str] | None = None
    """A file with the icon of the page's tab: an SVG, a PNG or an ICO. None: RPCFACE_FAVICON,
    or else rpcface's.
    """
    web_sockets_per_caller: int = 64
    """How many WebSockets of pages one host may have open."""
