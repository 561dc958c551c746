"""What is seen of batches: metrics, lines and spans."""

from __future__ import annotations

import json
import logging
import urllib.request

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message

from .conftest import PREDICT

LONG = 20.0


def fetched(server):
    with urllib.request.urlopen(f"http://{server.metrics_address}/metrics", timeout=LONG) as answer:
        return dict(
            line.rsplit(" ", 1)
            for line in answer.read().decode().splitlines()
            if not line.startswith("#")
        )


def test_batches_and_their_calls_are_counted(serve, held):
    work = held()
    calls = serve(work.sync, max_batch_size=6, server=rf.Options(metrics_port=0))
    started = [calls.start("a")]
    work.begins()
    started += [calls.start("a") for _ in range(3)]
    calls.waits(3)
    found = fetched(calls.server)
    assert found['rpcface_queue_running{queue="f"}'] == "1.0"
    assert found['rpcface_queue_waiting{queue="f"}'] == "3.0"
    work.let_go(2)
    assert [one.ends() for one in started] == ["A"] * 4

    found = fetched(calls.server)
    sizes = {name: value for name, value in found.items() if "rpcface_batch_size" in name}
    bounds = {"1.0": 1, "2.0": 1, "4.0": 2, "6.0": 2, "+Inf": 2}
    assert sizes == {
        **{
            f'rpcface_batch_size_bucket{{interface="f",le="{bound}"}}': f"{count:.1f}"
            for bound, count in bounds.items()
        },
        'rpcface_batch_size_count{interface="f"}': "2.0",
        'rpcface_batch_size_sum{interface="f"}': "4.0",
    }
    assert "ping" not in "".join(sizes)


@pytest.fixture
def lines():
    """The lines of calls, as programs read them."""
    records = []

    class Kept(logging.Handler):
        def emit(self, record):
            records.append(json.loads(rf.JsonLines().format(record)))

    logger, handler = logging.getLogger("rpcface.calls"), Kept()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield records
    logger.setLevel(logging.NOTSET)
    logger.removeHandler(handler)


def test_a_call_waits_until_its_batch_begins_and_runs_from_then_on(serve, lines, how):
    calls = serve(lambda texts: texts, max_batch_delay=0.2)
    assert calls.start("a", how).ends() == "a"
    calls.server.stop()

    (line,) = lines
    assert (line["interface"], line["status"]) == ("f", "OK")
    assert line["wait_seconds"] >= 0.2
    assert line["run_seconds"] <= line["seconds"] - 0.2


TRACE = ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")


@pytest.fixture
def traced():
    """Spans are made in this process; what makes them can be set once."""
    if not isinstance(trace.get_tracer_provider(), TracerProvider):
        trace.set_tracer_provider(TracerProvider(shutdown_on_exit=False))


@pytest.mark.parametrize("batch", [False, True])
def test_a_batch_is_in_the_span_of_none_of_its_calls(serve, traced, batch):
    spans = []

    def noted(text):
        spans.append(trace.get_current_span().get_span_context().is_valid)
        return text

    calls = serve(noted, batch=batch, server=rf.Options(otel=True))
    call = pb.PredictRequest(interface_name="f", inputs={"text": value_message("a")})
    method = calls.raw.channel.unary_unary(PREDICT)
    assert method(call.SerializeToString(), timeout=LONG, metadata=[TRACE])

    assert spans == [not batch]
