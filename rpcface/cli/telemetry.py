"""OpenTelemetry's SDK, set up as its environment variables say."""

from __future__ import annotations

import os
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter


def configure() -> None:
    """Sets a tracer provider where the program has none. OTEL_TRACES_EXPORTER says where
    spans go, "otlp" unless told; OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER and the like are
    for the SDK. ImportError: there is no OpenTelemetry, or no such exporter.
    """
    try:
        from opentelemetry import trace
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise ImportError("--otel needs OpenTelemetry: pip install 'rpcface[otel]'") from None
    if not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        return
    provider = TracerProvider()
    for name in os.environ.get("OTEL_TRACES_EXPORTER", "otlp").split(","):
        if name.strip() not in {"", "none"}:
            provider.add_span_processor(BatchSpanProcessor(_exporter(name.strip())))
    trace.set_tracer_provider(provider)


def _exporter(name: str) -> SpanExporter:
    wanted = [name]
    if name == "otlp":
        protocol = os.environ.get(
            "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", os.environ.get("OTEL_EXPORTER_OTLP_PROTOCOL", "")
        )
        wanted = ["otlp_proto_grpc", "otlp_proto_http"]
        if protocol:
            wanted = ["otlp_proto_http" if protocol.startswith("http") else "otlp_proto_grpc"]
    for one in wanted:
        for point in entry_points(group="opentelemetry_traces_exporter", name=one):
            made: SpanExporter = point.load()()
            return made
    raise ImportError(
        f"--otel: OTEL_TRACES_EXPORTER wants the exporter {name!r}, which is not installed. For "
        "otlp: pip install opentelemetry-exporter-otlp"
    )
