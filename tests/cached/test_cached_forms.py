"""Kept outputs come to each caller as they would if the function ran."""

from __future__ import annotations

import io

import numpy as np
import PIL.Image
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import rpcface as rf
from rpcface.core.cached.forms import read_forms, repeatable, write_forms
from rpcface.files import CallIO
from rpcface.testing.comparing import comparable
from tests.laws import SUBJECTS

ALL = {
    f"{kind}_{index}": subject
    for kind, subjects in SUBJECTS.items()
    for index, subject in enumerate(subjects)
}
WISHES = [
    (),
    (rf.DECODED,),
    ("image/bmp", "audio/wav"),
    (rf.DECODED, "image/*"),
    ("video/mp4", "image/*", "audio/flac"),
]
FEW = settings(
    max_examples=4,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


def slots_of(component):
    return rf.Interface(lambda: None, None, component).outputs


def kept(slots, result, call_io):
    """What a function returned, as it is read again."""
    content = b"".join(map(bytes, write_forms(slots, result, call_io)))
    return read_forms(memoryview(content), slots)


def form(value):
    """What it comes as."""
    if isinstance(value, list):
        return [form(part) for part in value]
    if isinstance(value, dict):
        return {name: form(part) for name, part in value.items()}
    return value.media_type if isinstance(value, rf.Media) else type(value)


@pytest.mark.parametrize("subject", ALL.values(), ids=ALL)
@FEW
@given(data=st.data())
def test_every_component_gives_kept_what_it_gives_at_once(subject, data):
    component = subject.make()
    slots = slots_of(component)
    given_back, normal = data.draw(subject.cases)
    with CallIO() as call_io:
        forms = kept(slots, given_back, call_io)
        for wish in WISHES:
            accept = rf.Accept(wish)
            wanted = slots[0].field.schema.check(component.encode(given_back, accept, call_io))
            found = forms.wanted(slots, accept, call_io)["output"]

            assert form(found) == form(wanted)
            if given_back is not None and wish in subject.accepts:
                shown = subject.seen(component.decode(found, call_io))
                assert comparable(shown) == comparable(normal)


def test_nothing_is_kept_as_nothing():
    slots = slots_of(rf.Image())
    with CallIO() as call_io:
        assert kept(slots, None, call_io).wanted(slots, rf.Accept(), call_io) == {"output": None}


@pytest.fixture
def animation(tmp_path):
    frames = [PIL.Image.new("RGB", (4, 3), color) for color in ("red", "blue")]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    return tmp_path / "moving.gif"


def image(raw, server, *accept):
    answer = raw(server).predict(inputs={"x": "a"}, accept=accept)
    return answer.outputs["output"]


@pytest.fixture
def drawing(keeping, runs):
    """Serves a function that returns something to draw, kept for one example; what comes
    for it with some wishes, which must cost no run.
    """

    def serve(result, raw, component="image"):
        def draw(x):
            runs.note(x)
            return result

        demo = rf.Interface(draw, "text", component, ["a"], cache_examples=True)
        server = keeping(demo)

        def ask(*accept):
            found = image(raw, server, *accept)
            assert len(runs) == 1
            return found

        return ask

    return serve


def test_a_picture_comes_as_each_caller_likes(drawing, raw):
    array = np.random.default_rng(1).integers(0, 256, (20, 30, 3), np.uint8)
    ask = drawing(array, raw)

    assert ask().media_value.media_type == "image/png"
    assert np.array_equal(pixels(ask()), array)
    assert np.array_equal(pixels(ask("image/bmp")), array)
    assert ask("image/jpeg").media_value.media_type == "image/jpeg"
    assert ask("video/mp4", "image/webp").media_value.media_type == "image/webp"
    assert ask("image/*").media_value.media_type == "image/png"
    assert ask(rf.DECODED).tensor_value.data == array.tobytes()
    assert ask(rf.DECODED, "image/png").tensor_value.data == array.tobytes()


def pixels(value):
    with PIL.Image.open(io.BytesIO(value.media_value.data)) as found:
        return np.asarray(found)


def test_a_file_that_a_function_returned_leaves_unchanged(drawing, raw, animation):
    ask = drawing(str(animation), raw)

    for accept in ((), ("image/gif",), ("image/*",), ("video/mp4", "image/gif")):
        assert ask(*accept).media_value.data == animation.read_bytes()
        assert ask(*accept).media_value.filename == "moving.gif"
    assert ask("image/png").media_value.media_type == "image/png"
    assert ask("image/webp", "image/gif").media_value.media_type == "image/webp"
    assert list(ask(rf.DECODED).tensor_value.shape) == [3, 4, 3]


def test_a_lossy_format_loses_nothing_of_what_is_decoded(drawing, raw):
    array = np.random.default_rng(1).integers(0, 256, (20, 30, 3), np.uint8)
    ask = drawing(array, raw, rf.Image(format="jpeg"))

    assert ask().media_value.media_type == "image/jpeg"
    assert np.array_equal(pixels(ask("image/png")), array)


def test_a_file_keeps_its_name(drawing, raw, tmp_path):
    (tmp_path / "report.csv").write_text("a,b")
    ask = drawing(str(tmp_path / "report.csv"), raw, rf.File(type="binary"))

    for accept in ((), (rf.DECODED,), ("image/png",)):
        found = ask(*accept).media_value
        assert (found.filename, found.media_type, found.data) == ("report.csv", "text/csv", b"a,b")


def test_large_media_come_as_blobs(keeping, client, raw, tmp_path):
    (tmp_path / "large.bin").write_bytes(bytes(5_000_000))

    def large(x):
        return str(tmp_path / "large.bin")

    server = keeping(rf.Interface(large, "text", "file", ["a"], cache_examples=True))
    found = raw(server).predict(inputs={"x": "a"}).outputs["output"].media_value
    small = raw(server).predict(inputs={"x": "a"}, max_inline_bytes=6_000_000).outputs["output"]

    assert found.blob_id
    assert found.size_bytes == len(small.media_value.data) == 5_000_000
    whole = client(server).read_blob(rf.Media("", None, blob_id=found.blob_id))
    assert bytes(whole) == bytes(5_000_000)


def test_what_a_component_can_t_give_any_more_is_run(keeping, client, runs, caplog):
    class OneWay(rf.Image):
        """An image that can't be read again."""

        def decode(self, value, io):
            raise ValueError("it is gone")

    def draw(x):
        runs.note(x)
        return np.zeros((2, 3, 3), np.uint8)

    server = keeping(rf.Interface(draw, "text", OneWay(), ["a"], cache_examples=True))
    caller = client(server, accept=["image/bmp"])

    assert caller.predict("a").media_type == "image/bmp"
    assert len(runs) == 2
    assert "giving the kept outputs of example 1 of interface 'draw' failed" in caplog.text


def test_outputs_that_differ_in_their_ways_each_come_in_theirs(keeping, raw):
    def both(x):
        return "some text", np.zeros((2, 3, 3), np.uint8), {"a": [1, 2.5]}

    demo = rf.Interface(both, "text", ["text", "image", "json"], ["a"], cache_examples=True)
    caller = raw(keeping(demo))
    for accept, kind in ((), "media_value"), ((rf.DECODED,), "tensor_value"):
        outputs = caller.predict(inputs={"x": "a"}, accept=accept).outputs

        assert outputs["output_0"].text_value == "some text"
        assert outputs["output_1"].WhichOneof("kind") == kind
        assert outputs["output_2"].struct_value.fields[0].name == "a"


def test_what_can_be_iterated_once_becomes_a_list():
    assert repeatable(iter([1, 2])) == [1, 2]
    assert repeatable((iter("ab"), "cd", {"e": iter("f")})) == (["a", "b"], "cd", {"e": ["f"]})
    array = np.zeros(3)
    assert repeatable(array) is array


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x01",
        bytes(8) + b"\xff",
        bytes(7) + b"\xff" + b"abc",
        b"\x02" + bytes(7) + b"ab",
        bytes(8) + b"\x0a\x0d\x0a\x06output\x12\x03\x2a\x01a",
    ],
)
def test_what_is_no_outputs_is_refused_or_nothing(content):
    slots = slots_of(rf.Textbox())
    try:
        forms = read_forms(memoryview(content), slots)
    except ValueError:
        return
    assert (forms.usual, forms.decoded) == ({}, {})
