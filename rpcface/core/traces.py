"""A span of OpenTelemetry's for each call."""

from __future__ import annotations

from typing import Final, TypeVar

import rpcface
from rpcface.core.seen import Seen
from rpcface.core.sight import Handler
from rpcface.errors import StatusCode
from rpcface.running import Caller

T = TypeVar("T")

_FAULTS: Final = {
    StatusCode.UNKNOWN,
    StatusCode.DEADLINE_EXCEEDED,
    StatusCode.UNIMPLEMENTED,
    StatusCode.INTERNAL,
    StatusCode.UNAVAILABLE,
    StatusCode.DATA_LOSS,
}
"""What OpenTelemetry takes for a server's fault; the rest are its callers'."""


class Traces:
    """Makes a span of each call, of the tracer provider that the program has set, below
    the caller's span where its metadata name one. A span that there is already, such as
    of an instrumentation of gRPC's, is told the same instead. ImportError: there is no
    OpenTelemetry.
    """

    def __init__(self) -> None:
        try:
            from opentelemetry import propagate, trace
        except ImportError:
            raise ImportError("otel needs OpenTelemetry: pip install 'rpcface[otel]'") from None
        self._trace = trace
        self._extract = propagate.extract
        self._tracer = trace.get_tracer("rpcface", rpcface.__version__)

    def begin(self, seen: Seen) -> None:
        """Begins the span."""
        span = self._trace.get_current_span()
        seen.span_is_own = not span.get_span_context().is_valid
        if seen.span_is_own:
            span = self._tracer.start_span(
                f"{seen.service}/{seen.rpc}",
                self._extract(seen.metadata),
                self._trace.SpanKind.SERVER,
                {
                    "rpc.system": "grpc",
                    "rpc.service": seen.service,
                    "rpc.method": seen.rpc,
                    "client.address": seen.peer,
                },
            )
        seen.span = span
        context = span.get_span_context()
        if context.is_valid:
            seen.trace_id = self._trace.format_trace_id(context.trace_id)

    def around(self, handler: Handler[T]) -> Handler[T]:
        """The handler within the span, and so the function too."""
        use = self._trace.use_span

        async def call(body: bytes, caller: Caller) -> T:
            assert isinstance(caller, Seen)
            with use(caller.span, record_exception=False, set_status_on_exception=False):
                return await handler(body, caller)

        return call

    def end(self, seen: Seen) -> None:
        """Ends the span. It is told no text of an error, which may quote an input."""
        span = seen.span
        span.set_attribute("rpc.grpc.status_code", int(seen.status))
        span.set_attribute("rpcface.request_id", seen.request_id)
        if seen.interface:
            span.set_attribute("rpcface.interface", seen.interface)
        if seen.wait_seconds is not None:
            span.set_attribute("rpcface.wait_seconds", seen.wait_seconds)
        if seen.run_seconds is not None:
            span.set_attribute("rpcface.run_seconds", seen.run_seconds)
        if seen.is_repeat:
            span.set_attribute("rpcface.repeat", value=True)
        if seen.reason:
            span.set_attribute("rpcface.reason", seen.reason)
        if seen.incident:
            span.set_attribute("rpcface.incident", seen.incident)
        if seen.status in _FAULTS:
            span.set_status(self._trace.StatusCode.ERROR)
        if seen.span_is_own:
            span.end()
