"""gRPC as a way to call a server, by grpcio."""

from __future__ import annotations

import queue

import grpc

import rpcface as rf

from .failures import Failure
from .rpcs import LONG, path_of, response_of


class Grpc:
    """A `LiveTransport`."""

    takes_bytes = True

    def __init__(self, server: rf.Server) -> None:
        self.server = server
        options = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
        self.channel = grpc.insecure_channel(server.address, options)

    def unary(self, rpc, request, *, timeout=LONG, metadata=None, raw=None):
        call = self.channel.unary_unary(f"/{path_of(rpc)}")
        body = request.SerializeToString() if raw is None else raw
        try:
            answer = call(body, timeout=timeout, metadata=tuple((metadata or {}).items()))
        except grpc.RpcError as error:
            raise _grpc_failure(error) from None
        return response_of(rpc).FromString(answer)

    def stream(self, rpc, request, *, timeout=LONG, metadata=None, raw=None):
        call = self.channel.unary_stream(f"/{path_of(rpc)}")
        body = request.SerializeToString() if raw is None else raw
        return _GrpcStream(
            call(body, timeout=timeout, metadata=tuple((metadata or {}).items())), response_of(rpc)
        )

    def live(self, *, timeout=LONG):
        return _GrpcLive(self.channel, timeout)

    def close(self):
        self.channel.close()


class _GrpcStream:
    def __init__(self, call, kind):
        self.call = call
        self.kind = kind

    def __iter__(self):
        try:
            for message in self.call:
                yield self.kind.FromString(message)
        except grpc.RpcError as error:
            raise _grpc_failure(error) from None

    def close(self):
        self.call.cancel()


class _GrpcLive(_GrpcStream):
    def __init__(self, channel, timeout):
        self.requests = queue.SimpleQueue()
        call = channel.stream_stream(f"/{path_of('PredictLive')}")
        requests = iter(self.requests.get, None)
        super().__init__(call(requests, timeout=timeout), response_of("PredictLive"))

    def send(self, message):
        self.requests.put(message.SerializeToString())

    def finish(self):
        self.requests.put(None)

    def close(self):
        super().close()
        self.finish()


def _grpc_failure(error):
    trailers = dict(error.trailing_metadata() or ())
    status = trailers.get("grpc-status-details-bin", b"")
    return Failure.of_status(error.code().name, error.details(), status)
