"""What is answered at which path, and what is refused before anything looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from rpcface.core.access import Access
from rpcface.core.edge import BLOBS, SERVICE, InFlight
from rpcface.core.incidents import failure
from rpcface.core.service import Service
from rpcface.errors import RpcfaceError, StatusCode
from rpcface.interface import Interface
from rpcface.web.asgi import Headers, Receive, Scope, Send, answer, headers_of, refuse
from rpcface.web.blobs import PREFIX, BlobFiles
from rpcface.web.bodies import limited, unread
from rpcface.web.caller import caller_of
from rpcface.web.connect import (
    ACCEPTING,
    GRPC_WEB_TYPES,
    STREAM_TYPES,
    UNARY_TYPES,
    ConnectApp,
)
from rpcface.web.errors import error_json
from rpcface.web.hosts import Hosts, Origins, is_preflight, strange
from rpcface.web.looks import Looks
from rpcface.web.packing import Packing, takes_gzip
from rpcface.web.pages import Pages
from rpcface.web.renderers import PREFIX as PLUGINS
from rpcface.web.renderers import RendererFiles
from rpcface.web.rpcs import Rpc, Rpcs
from rpcface.web.sockets import Sockets

_TYPES: Final = {
    False: frozenset(UNARY_TYPES + GRPC_WEB_TYPES),
    True: frozenset(STREAM_TYPES + GRPC_WEB_TYPES),
}
_ENCODINGS: Final = frozenset(("json", "proto"))
_LIVE: Final = f"/{SERVICE}/PredictLive"


class Routes:
    """The edge once its core runs. It belongs to one event loop. `most`: bytes that a request
    may have; `sockets_per_caller`: how many a host may have open.
    """

    def __init__(
        self,
        interfaces: Mapping[str, Interface],
        service: Service,
        in_flight: InFlight,
        *,
        most: int,
        hosts: Hosts,
        origins: Origins,
        looks: Looks,
        sockets_per_caller: int,
    ) -> None:
        self.rpcs = Rpcs(service, in_flight, most)
        """The RPCs, and their calls."""
        self._access = service.access
        self._codecs = service.codecs
        self._most = most
        self._hosts = hosts
        self._origins = origins
        self._connect = ConnectApp(self.rpcs, self._most)
        self._blobs = BlobFiles(self.rpcs)
        self._pages = Pages(
            _known(interfaces, service.access),
            looks,
            service.codecs,
            wants_token=service.access.wants_token,
        )
        self._renderers = RendererFiles(service.renderers, service.codecs)
        self.sockets = Sockets(
            self.rpcs, self._access, hosts, origins, most=most, of_caller=sockets_per_caller
        )
        """The sockets of pages."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        try:
            if scope["type"] == "websocket":
                await self.sockets(scope, receive, send)
            else:
                await self._answer(scope, receive, send)
        except UnicodeDecodeError:
            pass  # a header is no UTF-8, which its sender has been told
        except Exception as error:
            failure("the web", error)
            raise  # whoever runs this sees to it that the caller hears something

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        host = headers.get(b"host")
        if not self._hosts.allow(host):
            await refuse(send, 403, strange(host))
            return
        if self._origins:
            origin = headers.get(b"origin")
            send = self._origins.telling(origin, send)
            if is_preflight(scope, headers):
                await self._origins.preflight(send)
                return
        path: str = scope["path"]
        if root := scope.get("root_path"):
            path = path.removeprefix(root)
        rpc = self.rpcs.by_path.get(path)
        if rpc is None:
            await self._other(scope, receive, send, path)
            return
        refusal = _refusal(rpc, scope, headers)
        if refusal is not None:
            status, error, more = refusal
            await _refuse_rpc(send, status, error, more)
            return
        receive = limited(receive, headers, self._most)
        authorization = headers.get(b"authorization", b"").decode("latin-1")
        if scope["method"] == "POST" and self._access.refuses(authorization):
            receive = unread(await self.rpcs.refused(rpc, caller_of(scope)))
        if not rpc.is_stream and takes_gzip(headers.get(b"accept-encoding")):
            send = Packing(send, self._codecs)
        if not ACCEPTING.isdisjoint(headers):
            rest = [pair for pair in scope["headers"] if pair[0] not in ACCEPTING]
            scope = {**scope, "headers": rest}
        await self._connect(scope, receive, send)

    async def _other(self, scope: Scope, receive: Receive, send: Send, path: str) -> None:
        if path.startswith((f"/{SERVICE}/", f"/{BLOBS}/")):
            await _refuse_rpc(send, 404, _unknown(path, self.rpcs))
        elif scope["method"] not in {"GET", "HEAD"}:
            allow = (b"allow", b"GET, HEAD")
            await refuse(send, 405, f"wanted GET or HEAD; came {scope['method']}", (allow,))
        elif path.startswith(PREFIX):
            await self._blobs(scope, receive, send, path.removeprefix(PREFIX))
        elif path.startswith(PLUGINS):
            await self._renderers(scope, send, path)
        elif not path:  # a page's links lead from the folder that it is
            place = scope.get("root_path", "").rpartition("/")[2]
            await answer(send, 307, headers=((b"location", f"{place}/".encode()),))
        elif not await self._pages(scope, send, path.removeprefix("/")):
            await refuse(send, 404, "there is nothing here; the page is at /")


def _known(interfaces: Mapping[str, Interface], access: Access) -> Mapping[str, Interface]:
    """Those that everybody may know of."""
    return {} if access.wants_token or access.decisions is not None else interfaces


def _refusal(
    rpc: Rpc, scope: Scope, headers: dict[bytes, bytes]
) -> tuple[int, RpcfaceError, Headers] | None:
    """What is wrong with a request of an RPC before its body is read."""
    method = scope["method"]
    if method == "GET" and rpc.is_safe:
        return _refusal_of_get(rpc, scope["query_string"])
    if method != "POST":
        allow = "GET, POST" if rpc.is_safe else "POST"
        error = _error(StatusCode.UNIMPLEMENTED, f"{rpc.name} wants {allow}; came {method}")
        return 405, error, ((b"allow", allow.encode()),)
    content_type = headers.get(b"content-type", b"").decode("latin-1")
    if content_type.partition(";")[0].strip().lower() in _TYPES[rpc.is_stream]:
        return None
    wanted = ", ".join((STREAM_TYPES if rpc.is_stream else UNARY_TYPES) + GRPC_WEB_TYPES[:1])
    error = _error(
        StatusCode.UNIMPLEMENTED,
        f"{rpc.name} wants a content-type of {wanted}; came {content_type or 'none'}",
    )
    return 415, error, ((b"accept-post", wanted.encode()),)


def _refusal_of_get(rpc: Rpc, query: bytes) -> tuple[int, RpcfaceError, Headers] | None:
    encoding = dict(parse_qsl(query.decode("latin-1"))).get("encoding", "none")
    if encoding in _ENCODINGS:
        return None
    wanted = f"?encoding=json&message=%7B%7D behind it, or encoding=proto; came {encoding:.80}"
    return 415, _error(StatusCode.UNIMPLEMENTED, f"GET of {rpc.name} wants {wanted}"), ()


def _unknown(path: str, rpcs: Rpcs) -> RpcfaceError:
    text = f"there is no RPC {path}; there are {', '.join(rpcs.by_path)}"
    if path == _LIVE:
        text = "PredictLive wants gRPC, for a plain request can't go on; call PredictStream"
    return _error(StatusCode.UNIMPLEMENTED, text)


def _error(code: StatusCode, text: str) -> RpcfaceError:
    error = RpcfaceError(text)
    error.code = code
    return error


async def _refuse_rpc(send: Send, status: int, error: RpcfaceError, headers: Headers = ()) -> None:
    told = ((b"content-type", b"application/json"), *headers)
    await answer(send, status, error_json(error), told)
