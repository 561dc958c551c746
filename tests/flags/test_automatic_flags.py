"""Calls that the server records by itself."""

from __future__ import annotations

import asyncio
import logging
import threading
import time

import numpy as np
import pytest

import rpcface as rf
from rpcface.core.flags import recorder as module
from rpcface.core.flags.complaints import Complaints
from rpcface.core.flags.keeper import Keeper
from rpcface.core.flags.recorder import Answered, Recorder
from rpcface.events import Finished

LONG = 20.0


def shout(text):
    if text == "fail":
        raise rf.Error("no")
    return text.upper()


async def shout_async(text):
    return shout(text)


def words(text):
    for end in range(1, len(text) + 1):
        yield text[:end].upper()


async def words_async(text):
    for word in words(text):
        yield word


def automatic(fn, inputs="text", outputs="text", **options):
    options = {"api_name": "f", "flagging_mode": "auto", **options}
    return rf.Interface(fn, inputs, outputs, **options)


@pytest.mark.parametrize("fn", [shout, shout_async, words, words_async])
@pytest.mark.parametrize("how", ["predict", "stream"])
def test_each_call_that_succeeds_is_recorded(serving, client, store, fn, how):
    server = serving(automatic(fn), options=rf.Options(flag_store=store))
    call = getattr(client(server)["f"], how)
    for text in ("one", "two", "one"):
        done = call(text)
        assert done == text.upper() if how == "predict" else list(done)[-1].outputs == text.upper()

    records = store.all(3)
    assert [record.inputs for record in records] == [{"text": t} for t in ("one", "two", "one")]
    assert [record.outputs for record in records] == [{"output": t} for t in ("ONE", "TWO", "ONE")]
    assert all(0 < record.seconds < LONG for record in records)
    assert {(one.interface, one.option, one.automatic) for one in records} == {("f", "", True)}
    assert len({record.id for record in records}) == 3


def test_a_call_that_fails_is_not_recorded(serving, client, store):
    server = serving(automatic(shout), options=rf.Options(flag_store=store))
    f = client(server)["f"]
    for wrong in ("fail", 3):
        with pytest.raises(rf.RpcfaceError):
            f.predict(wrong)
        with pytest.raises(rf.RpcfaceError):
            list(f.stream(wrong))
    f.predict("right")

    assert [record.inputs for record in store.all(1)] == [{"text": "right"}]


def test_a_stream_that_is_left_early_is_not_recorded(serving, client, store):
    def endless(text):
        while True:
            yield text

    both = (automatic(endless), automatic(shout, api_name="g"))
    server = serving(*both, options=rf.Options(flag_store=store))
    here = client(server)
    with here["f"].stream("a") as events:
        for event in events:
            if isinstance(event, rf.Updated):
                break
    here["g"].predict("b")

    assert [record.interface for record in store.all(1)] == ["g"]


def test_each_result_of_a_live_call_is_recorded(serving, client, store):
    made = automatic(lambda text, mark: text + mark, ["text", "text"])
    server = serving(made, options=rf.Options(flag_store=store))
    with client(server)["f"].live("a", "!") as live:
        answers = iter(live)
        while not isinstance(next(answers).event, Finished):
            pass
        live.send(text="b")
        while not isinstance(next(answers).event, Finished):
            pass

    first, second = store.all(2)
    assert (first.inputs, first.outputs) == ({"text": "a", "mark": "!"}, {"output": "a!"})
    assert (second.inputs, second.outputs) == ({"text": "b", "mark": "!"}, {"output": "b!"})


def test_what_a_stream_told_before_its_end_is_recorded_with_it(serving, client, store):
    def two(text):
        yield {"first": text}
        yield {"second": text.upper()}

    outputs = [rf.Textbox(name="first"), rf.Textbox(name="second")]
    server = serving(automatic(two, "text", outputs), options=rf.Options(flag_store=store))
    list(client(server)["f"].stream("a"))

    assert store.all(1)[0].outputs == {"first": "a", "second": "A"}


def test_an_input_that_is_left_out_is_recorded(serving, client, store):
    def twice(text="ab"):
        return text * 2

    server = serving(automatic(twice), options=rf.Options(flag_store=store))
    client(server)["f"].predict()

    assert store.all(1)[0].inputs == {"text": "ab"}


def test_pictures_are_recorded_as_files(serving, client, store, folder):
    pixels = np.random.default_rng(1).integers(0, 256, (8, 8, 3), dtype="u1")
    invert = automatic(lambda img: 255 - img, "image", "image")
    server = serving(invert, options=rf.Options(flag_store=store))
    client(server)["f"].predict(pixels)

    (record,) = store.all(1)
    for value in (record.inputs["img"], record.outputs["output"]):
        assert value["media_type"] == "image/png"
        assert (folder / ".rpcface" / "flags" / value["file"]).is_file()


def test_large_outputs_are_recorded(serving, client, store, folder):
    content = bytes(range(256)) * 2**12

    def make(path=".."):
        return str(folder / "made.bin")

    (folder / "made.bin").write_bytes(content)
    server = serving(
        automatic(make, "text", "file", allowed_paths=[folder]),
        options=rf.Options(flag_store=store),
    )
    remote = client(server)["f"].with_options(accept=())
    assert len(remote.predict()) == len(content)

    (record,) = store.all(1)
    kept = folder / ".rpcface" / "flags" / record.outputs["output"]["file"]
    assert kept.read_bytes() == content


def test_an_answer_leaves_before_its_call_is_recorded(serving, client, store, monkeypatch):
    go_on = threading.Event()
    keep = Keeper.keep

    def held(*args, **options):
        assert go_on.wait(LONG)
        return keep(*args, **options)

    monkeypatch.setattr(Keeper, "keep", held)
    server = serving(automatic(shout), options=rf.Options(flag_store=store))
    f = client(server)["f"]
    assert [f.predict(text) for text in "abc"] == ["A", "B", "C"]  # none waits for a record

    assert store.records == {}
    go_on.set()
    assert [record.inputs["text"] for record in store.all(3)] == ["a", "b", "c"]


def test_what_is_noted_when_a_server_stops_is_recorded(serving, client, store):
    server = serving(automatic(shout_async), options=rf.Options(flag_store=store))
    f = client(server)["f"]
    for number in range(200):
        f.predict(str(number))
    server.stop()

    assert [record.inputs["text"] for record in store.records.values()] == [
        str(number) for number in range(200)
    ]
    assert store.is_closed


def test_a_server_without_flags_makes_nothing(serving, client, folder):
    never = automatic(shout, flagging_mode="never")
    server = serving(never, automatic(shout, api_name="g", flagging_mode="manual"))
    client(server)["f"].predict("a")
    assert not [one for one in threading.enumerate() if one.name.startswith("rpcface-flag")]
    server.stop()

    assert list(folder.iterdir()) == []


def test_more_calls_than_can_be_written_are_left_out_and_told(caplog, monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    hold, written = threading.Event(), []

    def keep(note, *, quick):
        hold.wait(LONG)
        written.append(note)

    recorder = Recorder(keep, Complaints())
    recorder.start()
    for number in range(5):
        recorder.put(Answered(lambda number=number: number, 0))
    hold.set()
    recorder.stop(LONG)

    assert written == [0, 1]
    (line,) = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert "not recorded" in line.getMessage()


def test_values_that_wait_take_bounded_memory(monkeypatch):
    monkeypatch.setattr(module, "MOST_BYTES", 10_000)
    hold, written = threading.Event(), []

    def keep(note, *, quick):
        hold.wait(LONG)
        written.append((note, quick))

    recorder = Recorder(keep, Complaints())
    recorder.start()
    for number in range(5):
        recorder.put(Answered(lambda number=number: number, 4_000))
    hold.set()
    recorder.stop(LONG)

    assert [note for note, _ in written] == [0]


def test_a_call_that_can_t_be_recorded_is_told_and_the_next_is_recorded(caplog):
    written = []

    def keep(note, *, quick):
        if note == 1:
            raise OSError(28, "No space left on device")
        written.append(note)

    recorder = Recorder(keep, Complaints())
    recorder.start()
    for number in range(3):
        recorder.put(Answered(lambda number=number: number, 0))
    recorder.stop(LONG)

    assert written == [0, 2]
    assert "a call is not recorded: OSError: [Errno 28] No space left" in caplog.text


def test_many_callers_at_once_are_all_recorded_once(serving, store):
    async def call_all(address):
        async with rf.AsyncClient(address, timeout=LONG) as here:
            await asyncio.gather(*(here["f"].predict(str(number)) for number in range(300)))

    server = serving(automatic(shout), options=rf.Options(flag_store=store))
    asyncio.run(call_all(server.address))

    found = sorted(int(record.inputs["text"]) for record in store.all(300))
    assert found == list(range(300))
    times = [record.time for record in store.records.values()]
    assert times == sorted(times)
    assert time.time() - times[-1].timestamp() < LONG
