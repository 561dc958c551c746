"""What Gradio's own tests keep of examples, kept here."""

from __future__ import annotations

import asyncio

import numpy as np
import PIL.Image
import pytest

import rpcface as rf
import rpcface_audio

SOUND = (8000, np.arange(400, dtype=np.int16))


@pytest.fixture(params=["eager", "lazy"])
def tried(request, keeping, client, runs):
    """Serves a function and calls each of its examples twice, watched and not; what came.
    No example may run more than once.
    """

    def call(fn, inputs, outputs, examples):
        def noting(*given):
            runs.note(given)
            return fn(*given)

        demo = rf.Interface(
            noting, inputs, outputs, examples, cache_examples=request.param, api_name="it"
        )
        caller = client(keeping(demo))
        found = []
        for example in caller.describe().only.examples:
            assert example.cached
            one = caller.predict(**example.inputs)
            other = caller.submit(**example.inputs).result()
            assert np.all(one == other) if isinstance(one, np.ndarray) else str(one) == str(other)
            found.append(other)
        assert len(runs) == len(examples)
        return found

    return call


def test_text(tried):
    found = tried(lambda name: f"Hello {name}", "text", "text", [["World"], ["Bill"], ["Ted"]])

    assert found == ["Hello World", "Hello Bill", "Hello Ted"]


def test_a_negative_number(tried):
    assert tried(lambda x: x, "number", "number", [[-10.0], [1.5], [0]]) == [-10.0, 1.5, 0]


def test_an_image(tried, tmp_path):
    PIL.Image.new("RGB", (4, 3), "teal").save(tmp_path / "bus.png")

    (found,) = tried(lambda x: x, rf.Image(), rf.Image(), [[tmp_path / "bus.png"]])

    assert (found == (0, 128, 128)).all()


def test_a_sound_and_progress(tried):
    def echo(sound):
        for _ in rf.progress(range(3)):
            rf.call().info("Here it is.")
        return sound

    (found,) = tried(echo, rpcface_audio.Audio(), rpcface_audio.Audio(), [[SOUND]])

    assert found["rate"] == SOUND[0]
    assert np.array_equal(found["samples"], SOUND[1])


def test_outputs_by_their_components_and_one_that_is_left_out(tried):
    upper, lower = rf.Textbox(name="upper"), rf.Textbox(name="lower")

    found = tried(lambda x: {lower: x.lower(), upper: x.upper()}, "text", [upper, lower], ["Ab"])

    assert found[0] == ("AB", "ab")


def test_an_output_that_stays_as_it_is(tried):
    found = tried(lambda x: (rf.skip(), x), "text", ["text", "text"], ["a"])

    assert found[0].output_1 == "a"


def test_a_generator(tried):
    def counting(x):
        yield from range(int(x))

    assert tried(counting, "number", "number", [[3], [5]]) == [2, 4]


def test_an_async_generator(tried):
    async def counting(x):
        for number in range(int(x)):
            await asyncio.sleep(0)
            yield number

    assert tried(counting, "number", "number", [[3], [5]]) == [2, 4]


def test_optional_inputs(tried):
    found = tried(
        lambda a, b="!": a + b,
        ["text", rf.Textbox(name="b", value="!")],
        "text",
        [["a"], ["b", "?"]],
    )

    assert found == ["a!", "b?"]


def test_an_image_that_is_left_out(tried):
    inputs = [rf.Textbox(name="a"), rf.Image(name="b", value=None)]

    with pytest.raises(ValueError, match=r"examples\[0\] \(b\): it is left out"):
        tried(lambda a, b: a, inputs, "text", [["a"]])


def test_several_outputs(tried):
    found = tried(
        lambda x: (x, [x, x], {"a": 0.7, "b": 0.3}), "number", ["number", "json", "label"], [2]
    )

    assert found[0][:2] == (2, [2, 2])
    assert found[0][2]["label"] == "a"
