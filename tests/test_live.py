"""Live calls: the function runs again and again, as its inputs change."""

from __future__ import annotations

import tempfile
import threading
import time

import grpc
import numpy as np
import pytest

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb

from .conftest import LONG, SERVICE, Failure, as_value


class Gate:
    """A function that waits to be let through, and tells what it ran for."""

    def __init__(self):
        self.ran = []
        self.begun = threading.Semaphore(0)
        self.through = threading.Semaphore(0)

    def __call__(self, a: int = 1, b: int = 2):
        self.ran.append((a, b))
        self.begun.release()
        assert self.through.acquire(timeout=LONG)
        return a * b


@pytest.fixture
def gate():
    made = Gate()
    yield made
    for _ in range(100):
        made.through.release()


def product(a: int = 1, b: int = 2):
    return a * b


def gated(gate):
    whole = rf.Number(precision=0)
    return rf.Interface(gate, [whole, rf.Slider(0, 9, step=1)], "number", api_name="gate")


def test_describe_tells_that_it_is_live_and_which_inputs_stream(serving, connect):
    demo = rf.Interface(
        lambda img, a=1: "", [rf.Image(streaming=True), "number"], "text", live=True
    )

    found = connect(serving(demo)).describe().only

    assert found.live
    assert [field.streaming for field in found.inputs] == [True, False]


def test_each_change_runs_the_function_with_what_was_sent_before(serving, client):
    demo = rf.Interface(product, ["number", "number"], "number")
    with client(serving(demo)).live(3) as live:
        assert live.predict() == 6
        assert live.predict(b=5) == 15
        assert live.predict(a=2) == 10


def test_of_the_requests_that_wait_only_the_latest_runs_with_all_that_changed(
    serving, client, gate
):
    with client(serving(gated(gate))).live(1) as live:
        assert gate.begun.acquire(timeout=LONG)
        live.send(a=5)
        live.send(b=7)
        last = live.send(a=6)
        live.finish()
        for _ in range(4):
            gate.through.release()
        done = [x for x in live if isinstance(x.event, rf.Finished)]

    assert (gate.ran[0], gate.ran[-1]) == ((1, 2), (6, 7))
    assert (done[-1].sequence, done[-1].outputs) == (last, 42)


def test_where_an_input_streams_every_request_runs_in_order(serving, client):
    seen = []

    def level(img, gain: float = 1.0):
        seen.append(int(img[0, 0, 0]))
        return float(img.mean() * gain)

    demo = rf.Interface(level, [rf.Image(streaming=True), "number"], "number")
    with client(serving(demo)).live(picture(0)) as live:
        for number in range(1, 40):
            live.send(img=picture(number))
        live.finish()
        done = [x for x in live if isinstance(x.event, rf.Finished)]

    assert seen == list(range(40))
    assert [answer.sequence for answer in done] == list(range(1, 41))
    assert [answer.outputs for answer in done] == list(range(40))


def picture(number):
    return np.full((2, 3, 3), number, np.uint8)


def test_a_streaming_input_does_not_stay(serving, client):
    demo = rf.Interface(lambda img, a=1: a, [rf.Image(streaming=True), "number"], "number")
    with client(serving(demo)).live(picture(0)) as live:
        live.send(a=2)
        live.finish()
        last = list(live)[-1]

    assert (last.sequence, str(last.error)) == (2, "inputs.img: wanted " + WANTED)


WANTED = "an image (png, jpeg, webp, gif, bmp, tiff), or a tensor uint8 (any, any, 3); came nothing"


def test_a_request_that_is_not_valid_is_answered_so_and_the_call_goes_on(serving, client):
    demo = rf.Interface(product, ["number", rf.Slider(0, 9, step=1)], "number")
    with client(serving(demo)).live(3) as live:
        with pytest.raises(rf.InputError) as caught:
            live.predict(b=11)
        assert [field for field, _ in caught.value.violations] == ["inputs.b"]
        assert live.predict(b=2) == 6


def test_a_function_that_fails_or_refuses_leaves_the_call_open(serving, client):
    def share(a, b=1):
        if b == 0:
            raise rf.Error("Nobody to share with.")
        if b < 0:
            raise RuntimeError("secret")
        return a / b

    with client(serving(rf.Interface(share, ["number", "number"], "number"))).live(6) as live:
        with pytest.raises(rf.Error, match="Nobody"):
            live.predict(b=0)
        with pytest.raises(rf.FunctionFailed) as caught:
            live.predict(b=-1)
        assert "secret" not in str(caught.value)
        assert live.predict(b=3) == 2


def test_a_generator_that_has_told_something_ends_when_a_later_request_waits(serving, client):
    closed = threading.Event()

    def count(start: int = 0):
        try:
            for number in range(start, start + 10_000):
                yield number
                rf.call().wait(0.005)
        finally:
            closed.set()

    demo = rf.Interface(count, "number", "number", merge_updates=False)
    with client(serving(demo)).live(0) as live:
        for answer in live:
            if isinstance(answer.event, rf.Updated):
                break
        second = live.send(start=50_000)
        outputs = [a.outputs for a in live_until(live, second)]

    assert closed.wait(LONG)
    assert outputs[-1] >= 50_000


def live_until(live, sequence):
    for answer in live:
        if answer.sequence == sequence and isinstance(answer.event, rf.Updated):
            yield answer
            return


def test_leaving_ends_the_call_and_the_function(serving, client):
    cancelled = threading.Event()

    def forever(a=1):
        if rf.call().wait(LONG):
            cancelled.set()

    with client(serving(rf.Interface(forever, "number", "number"))).live(1) as live:
        assert isinstance(next(live).event, rf.Started)

    assert cancelled.wait(LONG)


def test_an_input_that_there_is_not_is_told_before_anything_is_sent(serving, client):
    demo = rf.Interface(product, ["number", "number"], "number")
    with client(serving(demo)).live(1) as live, pytest.raises(rf.InputError, match=r"inputs\.c"):
        live.send(c=1)


async def test_the_async_client_has_live_calls_too(serving):
    server = serving(rf.Interface(product, ["number", "number"], "number"))
    client = rf.AsyncClient(server.address, timeout=LONG)
    async with client, await client.live(3) as live:
        assert await live.predict(b=5) == 15
        assert await live.predict(a=2) == 10
        await live.finish()
        assert [answer async for answer in live] == []


def answers_to(raw, requests):
    method = raw.channel.stream_stream(SERVICE + "PredictLive")
    return [pb.PredictLiveResponse.FromString(one) for one in method(iter(requests), timeout=LONG)]


def live_request(**fields):
    inputs = {name: as_value(given) for name, given in fields.pop("inputs", {}).items()}
    call = pb.PredictRequest(inputs=inputs, **fields)
    return pb.PredictLiveRequest(call=call).SerializeToString()


def test_a_request_that_is_no_message_is_an_error_among_answers(serving, raw):
    demo = rf.Interface(lambda img, a=1: a, [rf.Image(streaming=True), "number"], "number")
    call = raw(serving(demo))

    found = answers_to(call, [live_request(inputs={"a": 1}), b"\xff"])

    assert [(one.sequence, one.error.code) for one in found] == [(1, 3), (2, 3)]
    assert found[1].error.details[0].TypeName() == "google.rpc.ErrorInfo"


def test_a_first_request_that_names_no_interface_ends_the_call(serving, raw):
    call = raw(serving(rf.Interface(product, ["number", "number"], "number")))
    method = call.channel.stream_stream(SERVICE + "PredictLive")
    with pytest.raises(grpc.RpcError) as caught:
        list(method(iter([live_request(interface_name="nope")]), timeout=LONG))

    failure = Failure(caught.value)
    assert (failure.code, failure.info.reason) == ("NOT_FOUND", "INTERFACE_UNKNOWN")


def test_a_live_call_without_requests_ends_without_answers(serving, raw):
    assert answers_to(raw(serving(rf.Interface(product, ["number", "number"], "number"))), []) == []


class Held(rf.Image):
    """An image as a file, whose decoding waits until it is let go."""

    def __init__(self):
        super().__init__(type="filepath")
        self.decoded, self.let_go = threading.Event(), threading.Event()

    def decode(self, value, io):
        path = super().decode(value, io)
        self.decoded.set()
        assert self.let_go.wait(LONG)
        return path


def test_no_file_is_left_of_a_request_whose_caller_leaves_while_it_is_decoded(
    serving, client, tmp_path, monkeypatch
):
    image = Held()
    calls = client(serving(rf.Interface(lambda path: "", image, "text", api_name="read")))
    calls.describe()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with calls.live(picture(0)):
        assert image.decoded.wait(LONG)
        assert any(tmp_path.iterdir())
    calls.describe()
    image.let_go.set()

    end = time.monotonic() + LONG
    while any(tmp_path.iterdir()):
        assert time.monotonic() < end
        calls.describe()
