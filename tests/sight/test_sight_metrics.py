"""The metrics of a running server, as Prometheus fetches them."""

from __future__ import annotations

import sys
import threading
import urllib.error
import urllib.request

import grpc
import pytest
from prometheus_client.parser import text_string_to_metric_families

import rpcface as rf

LONG = 20.0


def echo(text):
    if text == "no":
        raise rf.Error("no")
    return text


def count(text):
    yield from "abc"


@pytest.fixture
def counting(serving):
    """Serves functions that take a text and give one, with metrics."""

    def start(*functions, **options):
        texts = [rf.Interface(f, "text", "text", **options) for f in functions]
        return serving(*texts, options=rf.Options(metrics_port=0))

    return start


def fetched(server):
    url = f"http://{server.metrics_address}/metrics"
    with urllib.request.urlopen(url, timeout=LONG) as answer:
        return answer.read().decode()


def scraped(server):
    """Every sample by its name and its labels, those in the order of their names."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(fetched(server))
        for sample in family.samples
    }


def becomes(server, name, wanted):
    """Waits until a sample is so."""
    for _ in range(10_000):
        if scraped(server).get(name) == wanted:
            return
    pytest.fail(f"{name} does not become {wanted}: {fetched(server)}")


def test_calls_are_counted_by_interface_rpc_and_status(counting, client):
    server = counting(echo, count)
    open_client = client(server)
    for _ in range(3):
        open_client["echo"].predict("a")
    with pytest.raises(rf.Error):
        open_client["echo"].predict("no")
    with pytest.raises(rf.InputError):
        open_client["echo"].predict(5)
    with pytest.raises(rf.InterfaceUnknown):
        open_client["none"].predict("a")
    list(open_client["count"].stream("a"))

    found = scraped(server)
    calls = {name[1:]: value for name, value in found.items() if name[0] == "rpcface_calls_total"}
    described = calls.pop(("", "Describe", "OK"))
    assert described >= 1
    assert calls == {
        ("echo", "Predict", "OK"): 3,
        ("echo", "Predict", "FAILED_PRECONDITION"): 1,
        ("echo", "Predict", "INVALID_ARGUMENT"): 1,
        ("count", "PredictStream", "OK"): 1,
    }


def test_a_name_that_no_interface_has_makes_no_series(counting, raw):
    server = counting(echo)
    for name in ("no_such_a", "no_such_b"):
        raw(server).refused(interface_name=name)

    assert scraped(server)["rpcface_calls_total", "", "Predict", "NOT_FOUND"] == 2
    assert "no_such" not in fetched(server)


def test_bytes_and_seconds_are_those_of_the_calls(counting, raw):
    server = counting(echo)
    call = raw(server)
    answers = [call.predict(inputs={"text": "a" * 1000}) for _ in range(4)]
    call.refused(inputs={"text": 5})

    found = scraped(server)
    series = ("echo", "Predict")
    assert found["rpcface_received_bytes_total", *series] > 4 * 1000
    assert found["rpcface_sent_bytes_total", *series] == sum(a.ByteSize() for a in answers)
    assert found["rpcface_call_run_seconds_count", *series] == 4
    assert 0 < found["rpcface_call_run_seconds_sum", *series] < LONG
    assert found["rpcface_call_run_seconds_bucket", "echo", "+Inf", "Predict"] == 4
    assert found["rpcface_call_wait_seconds_count", *series] == 4
    assert found["rpcface_call_wait_seconds_sum", *series] == 0


def test_what_runs_and_waits_is_told_while_it_does(counting, raw, work):
    server = counting(work, api_name="work")
    call = raw(server)
    futures = [call.start(inputs={"text": "a"}) for _ in range(3)]
    assert work.begun.acquire(timeout=LONG)
    becomes(server, ("rpcface_queue_waiting", "work"), 2)

    found = scraped(server)
    assert found["rpcface_queue_running", "work"] == 1
    assert found["rpcface_calls_in_flight", "Predict"] == 3
    assert found["rpcface_threads", "function"] == 1
    work.let_go.set()
    assert [future.code() for future in futures] == [grpc.StatusCode.OK] * 3
    found = scraped(server)
    assert found["rpcface_calls_in_flight", "Predict"] == 0
    assert found["rpcface_queue_waiting", "work"] == 0
    assert found["rpcface_call_wait_seconds_sum", "work", "Predict"] > 0


def test_a_queue_that_several_interfaces_share_is_told_once(counting, raw, work):
    server = counting(work, echo, concurrency_id="gpu")
    work_name, echo_name = server.interfaces
    held = raw(server).start(interface_name=work_name, inputs={"text": "a"})
    assert work.begun.acquire(timeout=LONG)

    assert scraped(server)["rpcface_queue_running", f"{work_name}+{echo_name}"] == 1
    work.let_go.set()
    assert held.code() is grpc.StatusCode.OK


def test_functions_that_are_left_behind_are_counted(counting, raw, work):
    server = counting(work, api_name="work")
    future = raw(server).start(inputs={"text": "a"})
    assert work.begun.acquire(timeout=LONG)
    future.cancel()

    becomes(server, ("rpcface_functions_left_behind_total", "work"), 1)
    becomes(server, ("rpcface_calls_total", "work", "Predict", "CANCELLED"), 1)


def test_two_servers_count_apart(counting, raw):
    first, second = counting(echo), counting(echo)
    raw(first).predict(inputs={"text": "a"})

    assert ("rpcface_calls_total", "echo", "Predict", "OK") in scraped(first)
    assert ("rpcface_calls_total", "echo", "Predict", "OK") not in scraped(second)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is no address")
def test_metrics_are_fetched_from_the_servers_host_alone(serving):
    options = rf.Options(metrics_port=0)
    server = serving(rf.Interface(echo, "text", "text"), host="127.0.0.2", options=options)

    assert server.metrics_address.startswith("127.0.0.2:")
    assert "rpcface_threads" in fetched(server)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{server.metrics_address.rpartition(':')[2]}")


def test_metrics_end_with_the_server(counting):
    server = counting(echo)
    assert "rpcface_threads" in fetched(server)
    server.stop()

    with pytest.raises(urllib.error.URLError):
        fetched(server)


def test_metrics_are_fetched_while_the_last_calls_end(counting, raw, work):
    server = counting(work, api_name="work")
    future = raw(server).start(inputs={"text": "a"})
    assert work.begun.acquire(timeout=LONG)
    stopping = threading.Thread(target=server.stop)
    stopping.start()

    assert scraped(server)["rpcface_queue_running", "work"] == 1
    work.let_go.set()
    stopping.join(LONG)
    assert future.code() is grpc.StatusCode.OK


def test_a_port_for_metrics_that_is_taken_is_told(counting, serving):
    taken = counting(echo).metrics_address

    with pytest.raises(OSError, match=f"metrics: can't listen on {taken}.*Ask for another port"):
        serving(
            rf.Interface(echo, "text", "text"),
            options=rf.Options(metrics_port=int(taken.rpartition(":")[2])),
        )


def test_a_server_that_cannot_listen_leaves_no_port_for_metrics(serving, counting):
    taken = int(counting(echo).address.rpartition(":")[2])
    free = serving(rf.Interface(echo, "text", "text"), options=rf.Options(metrics_port=0))
    port = int(free.metrics_address.rpartition(":")[2])
    free.stop()

    with pytest.raises(OSError, match=f"can't listen on localhost:{taken}"):
        serving(
            rf.Interface(echo, "text", "text"),
            port=taken,
            options=rf.Options(metrics_port=port),
        )
    serving(rf.Interface(echo, "text", "text"), options=rf.Options(metrics_port=port))


@pytest.mark.parametrize("port", [-1, 65536, "9090", 1.5, True])
def test_a_port_for_metrics_that_is_none_is_refused(serving, port):
    with pytest.raises(ValueError, match="metrics_port: wanted a whole number from 0 to 65535"):
        serving(rf.Interface(echo, "text", "text"), options=rf.Options(metrics_port=port))


def test_without_prometheus_client_it_is_told_what_to_install(serving, monkeypatch):
    monkeypatch.setitem(sys.modules, "prometheus_client", None)

    with pytest.raises(ImportError, match=r"pip install 'rpcface\[metrics\]'"):
        serving(rf.Interface(echo, "text", "text"), options=rf.Options(metrics_port=0))


def test_a_server_without_metrics_has_no_address_for_them(serving, monkeypatch):
    monkeypatch.setitem(sys.modules, "prometheus_client", None)

    assert serving(rf.Interface(echo, "text", "text")).metrics_address == ""
