"""The spans of calls, read from OpenTelemetry's own exporter."""

from __future__ import annotations

import asyncio
import sys
import time

import grpc
import pytest
from opentelemetry import trace
from opentelemetry.instrumentation.grpc import (
    GrpcAioInstrumentorClient,
    GrpcAioInstrumentorServer,
    GrpcInstrumentorClient,
)
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb

LONG = 20.0
PREDICT = "rpcface.v1.InterfaceService/Predict"
CANARY = "canary-7f3a"


@pytest.fixture(scope="module")
def exporter():
    """Where every span of this process goes; a provider can be set once."""
    exporter = InMemorySpanExporter()
    provider = trace.get_tracer_provider()
    if not isinstance(provider, TracerProvider):
        provider = TracerProvider(shutdown_on_exit=False)
        trace.set_tracer_provider(provider)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return exporter


@pytest.fixture
def spans(exporter):
    """The spans of a name, waited for until there are as many as wanted."""
    exporter.clear()

    def read(name, wanted=1):
        end = time.monotonic() + LONG
        while True:
            found = [span for span in exporter.get_finished_spans() if span.name == name]
            if len(found) >= wanted or time.monotonic() > end:
                assert len(found) == wanted
                return found

    return read


@pytest.fixture
def traced(serving):
    """Serves functions that take a text and give one, each call a span."""

    def start(*functions, **options):
        texts = [rf.Interface(f, "text", "text") for f in functions]
        return serving(*texts, options=rf.Options(otel=True, **options))

    return start


def echo(text):
    return text


def inner(text):
    with trace.get_tracer("test").start_as_current_span("inside"):
        return text


async def async_inner(text):
    await asyncio.sleep(0)
    return inner(text)


def inner_generator(text):
    yield inner(text)


async def forever(text):
    await asyncio.sleep(1000)


def test_a_call_is_a_span_with_the_name_of_its_interface(traced, raw, spans):
    raw(traced(echo)).predict(inputs={"text": "a"}, request_id="7")

    (span,) = spans(PREDICT)
    attributes = dict(span.attributes)
    assert span.kind is trace.SpanKind.SERVER
    assert span.parent is None
    assert span.status.status_code is trace.StatusCode.UNSET
    assert attributes.pop("rpcface.run_seconds") > 0
    assert attributes == {
        "rpc.system": "grpc",
        "rpc.service": "rpcface.v1.InterfaceService",
        "rpc.method": "Predict",
        "rpc.grpc.status_code": 0,
        "client.address": "127.0.0.1",
        "rpcface.interface": "echo",
        "rpcface.request_id": "7",
        "rpcface.wait_seconds": 0,
    }


@pytest.mark.parametrize("way", ["predict", "stream"])
@pytest.mark.parametrize("function", [inner, async_inner, inner_generator])
def test_a_span_that_the_function_makes_is_inside_the_calls(traced, client, spans, function, way):
    open_client = client(traced(function))
    if way == "predict":
        open_client.predict("a")
        name = PREDICT
    else:
        list(open_client.stream("a"))
        name = f"{PREDICT}Stream"

    (outer,), (inside,) = spans(name), spans("inside")
    assert inside.parent.span_id == outer.context.span_id


@pytest.fixture
def instrumented():
    """Lets gRPC's clients tell servers which span they are in."""
    instrumentors = [GrpcInstrumentorClient(), GrpcAioInstrumentorClient()]
    for one in instrumentors:
        one.instrument()
    yield
    for one in instrumentors:
        one.uninstrument()


def test_the_span_of_a_call_is_below_the_clients(traced, connect, spans, instrumented):
    server = traced(echo)
    with trace.get_tracer("test").start_as_current_span("program") as program:
        connect(server).predict("a")

    (outer,), (inside,) = spans(f"/{PREDICT}"), spans(PREDICT)
    assert outer.parent.span_id == program.get_span_context().span_id
    assert inside.parent.span_id == outer.context.span_id


def test_the_span_of_a_stream_is_below_the_clients(traced, client, spans, instrumented):
    list(client(traced(echo)).stream("a"))

    (outer,), (inside,) = spans(f"/{PREDICT}Stream"), spans(f"{PREDICT}Stream")
    assert inside.parent.span_id == outer.context.span_id


def test_a_call_that_fails_is_an_error_and_one_that_is_refused_is_none(traced, raw, spans):
    def fail(text):
        raise LookupError(text)

    call = raw(traced(fail))
    incident = call.refused(inputs={"text": "a"}).info.metadata["incident"]
    call.refused(inputs={"text": 5})

    failed, refused = spans(PREDICT, 2)
    assert failed.status.status_code is trace.StatusCode.ERROR
    assert failed.attributes["rpc.grpc.status_code"] == 13
    assert failed.attributes["rpcface.reason"] == "FUNCTION_FAILED"
    assert failed.attributes["rpcface.incident"] == incident
    assert refused.status.status_code is trace.StatusCode.UNSET
    assert refused.attributes["rpc.grpc.status_code"] == 3
    assert refused.attributes["rpcface.reason"] == "INPUT_INVALID"


def test_a_span_says_that_its_call_was_cancelled_or_came_too_late(traced, raw, spans):
    call = raw(traced(forever))
    late = call.start(inputs={"text": "a"}, timeout=0.5)
    assert late.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    request = pb.PredictStreamRequest()
    request.call.inputs["text"].text_value = "a"
    stream = call.channel.unary_stream(f"/{PREDICT}Stream")
    messages = stream(request.SerializeToString(), timeout=LONG)
    next(messages)
    messages.cancel()

    assert spans(PREDICT)[0].attributes["rpc.grpc.status_code"] == 4
    assert spans(f"{PREDICT}Stream")[0].attributes["rpc.grpc.status_code"] == 1


def test_no_span_holds_a_value_or_the_text_of_an_error(traced, raw, spans, exporter):
    def picky(text):
        if text.endswith("!"):
            raise rf.Error(text)
        if text.endswith("?"):
            raise LookupError(text)
        return text

    call = raw(traced(picky))
    call.predict(inputs={"text": CANARY})
    call.refused(inputs={"text": f"{CANARY}!"})
    call.refused(inputs={"text": f"{CANARY}?"})
    call.refused(inputs={"text": "a", CANARY: "a"})
    call.refused(interface_name=CANARY)

    spans(PREDICT, 5)
    assert not [span for span in exporter.get_finished_spans() if CANARY in span.to_json()]


def test_a_span_of_grpcs_own_instrumentation_is_not_doubled(serving, raw, spans):
    instrumentor = GrpcAioInstrumentorServer()
    instrumentor.instrument()
    try:
        server = serving(rf.Interface(echo, "text", "text"), options=rf.Options(otel=True))
    finally:
        instrumentor.uninstrument()
    raw(server).predict(inputs={"text": "a"})

    (span,) = spans(f"/{PREDICT}")
    assert span.attributes["rpcface.interface"] == "echo"
    spans(PREDICT, 0)


def test_the_line_of_a_call_has_the_id_of_its_trace(traced, raw, spans, caplog):
    caplog.set_level("INFO", "rpcface.calls")
    raw(traced(echo)).predict(inputs={"text": "a"})

    (span,) = spans(PREDICT)
    fields = caplog.records[-1].rpcface_call
    assert fields["trace_id"] == f"{span.context.trace_id:032x}"


def test_a_server_that_is_not_told_to_makes_no_span(serving, raw, spans):
    raw(serving(rf.Interface(echo, "text", "text"))).predict(inputs={"text": "a"})

    spans(PREDICT, 0)


def test_without_opentelemetry_it_is_told_what_to_install(serving, monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry", None)

    with pytest.raises(ImportError, match=r"pip install 'rpcface\[otel\]'"):
        serving(rf.Interface(echo, "text", "text"), options=rf.Options(otel=True))
