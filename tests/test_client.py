"""Both clients: natural Python in and out, typed errors, options."""

from __future__ import annotations

import threading

import numpy as np
import PIL.Image
import pytest

import rpcface as rf

LONG = 20.0
PIXELS = np.random.default_rng(3).integers(0, 256, (5, 4, 3), dtype="u1")


def shape(img):
    return str(img.shape)


def echo(img):
    return img


def both(text, count: int = 2):
    return text * count, {"text": text, "count": count, "list": [1, 2.5, None, True]}


def both_sides():
    outputs = [rf.Textbox(name="caption"), rf.JSON(name="facts")]
    return rf.Interface(both, ["text", rf.Number(precision=0, minimum=0)], outputs)


def png(path):
    PIL.Image.fromarray(PIXELS).save(path)
    return path


GIVEN = {
    "an array": lambda path: PIXELS,
    "a picture": lambda path: PIL.Image.fromarray(PIXELS),
    "a gray array": lambda path: PIXELS[:, :, 0],
    "a path": png,
    "a path as text": lambda path: str(png(path)),
    "bytes": lambda path: png(path).read_bytes(),
    "media": lambda path: rf.Media("image/png", png(path).read_bytes()),
}


@pytest.mark.parametrize("kind", GIVEN)
def test_an_image_is_given_as_what_is_at_hand_and_comes_back_as_an_array(
    serving, connect, tmp_path, kind
):
    given = GIVEN[kind](tmp_path / "photo.png")
    gray = np.repeat(PIXELS[:, :, :1], 3, axis=2)

    found = connect(serving(rf.Interface(echo, "image", "image"))).predict(given)

    assert found.dtype == np.uint8
    assert np.array_equal(found, gray if kind == "a gray array" else PIXELS)
    found[:] = 0  # it is the caller's own


def test_one_output_comes_as_itself_and_several_with_their_names(serving, connect):
    open_client = connect(serving(both_sides(), rf.Interface(str.upper, "text", "text")))

    assert open_client["upper"].predict("a") == "A"
    found = open_client["both"]("ab")
    assert found == ("abab", {"text": "ab", "count": 2, "list": [1, 2.5, None, True]})
    assert found.caption == found["caption"] == found[0] == "abab"
    caption, facts = found
    assert (caption, facts["count"]) == ("abab", 2)


def test_no_output_comes_as_none(serving, connect):
    assert connect(serving(rf.Interface(len, "text", None))).predict("abc") is None


def test_inputs_are_given_in_order_or_by_name(serving, connect):
    open_client = connect(serving(both_sides()))

    for found in (
        open_client.predict("a", 3),
        open_client.predict("a", count=3),
        open_client.predict(count=3, text="a"),
        open_client["both"].predict("a", count=3.0),
    ):
        assert found.caption == "aaa"


def test_names_that_python_uses_itself_are_inputs_like_others(serving, connect):
    def fn(self, name, args):
        return f"{self}{name}{args}"

    open_client = connect(serving(rf.Interface(fn, ["text"] * 3, "text")))

    assert open_client.predict(self="a", name="b", args="c") == "abc"


REFUSED = {
    "unknown": (("a",), {"cuont": 1}, "inputs.cuont", "did you mean 'count'?"),
    "missing": ((), {}, "inputs.text", "wanted text; came nothing"),
    "twice": (("a",), {"text": "b"}, "inputs.text", "is given both by place and by name"),
    "wrong": (("a", -1), {}, "inputs.count", "wanted a whole number of at least 0; came -1"),
    "strange": (("a", object()), {}, "inputs.count", "came object"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_each_input_at_fault_is_named(serving, connect, case):
    args, inputs, field, text = REFUSED[case]
    open_client = connect(serving(both_sides()))

    with pytest.raises(rf.InputError) as caught:
        open_client.predict(*args, **inputs)

    assert [violation.field for violation in caught.value.violations] == [field]
    assert text in caught.value.violations[0].description
    assert (caught.value.code, caught.value.reason) == (
        rf.StatusCode.INVALID_ARGUMENT,
        "INPUT_INVALID",
    )
    assert str(caught.value).startswith(f"{field}: ")


def test_too_many_inputs_are_refused(serving, connect):
    with pytest.raises(rf.InputError, match=r"at most 2 inputs \(text, count\); came 3"):
        connect(serving(both_sides())).predict("a", 1, 2)


def test_an_image_that_is_not_there_is_told(serving, connect):
    open_client = connect(serving(rf.Interface(shape, "image", "text")))

    with pytest.raises(rf.InputError, match=r"'no\.png': No such file") as caught:
        open_client.predict("no.png")
    assert caught.value.violations[0].field == "inputs.img"


def fail(text):
    raise rf.Error("Not this one.") if text == "refuse" else ValueError("secret")


def test_errors_of_the_function_are_typed(serving, connect):
    open_client = connect(serving(rf.Interface(fail, "text", "text")))

    with pytest.raises(rf.Error, match=r"^Not this one\.$"):
        open_client.predict("refuse")
    with pytest.raises(rf.FunctionFailed) as caught:
        open_client.predict("fail")
    assert caught.value.metadata["incident"] in str(caught.value)
    assert "secret" not in str(caught.value)
    with pytest.raises(rf.OutputError, match="wanted text"):
        connect(serving(rf.Interface(str.encode, "text", "text"))).predict("a")


def test_an_interface_that_there_is_not_suggests_the_nearest(serving, connect):
    open_client = connect(serving(both_sides(), rf.Interface(shape, "image", "text")))

    with pytest.raises(rf.InterfaceUnknown, match=r"there are both, shape; did you mean 'shape'"):
        open_client["shap"].predict(PIXELS)
    with pytest.raises(rf.InterfaceUnknown, match="several interfaces; name one of both, shape"):
        open_client.predict(PIXELS)


@pytest.fixture
def stuck(serving):
    """A server whose function ends only with the test."""
    ended = threading.Event()
    yield serving(rf.Interface(lambda: ended.wait(LONG), None, "json", api_name="stuck"))
    ended.set()


def test_a_timeout_ends_a_call(stuck, connect):
    open_client = connect(stuck)
    calls = (
        connect(stuck, timeout=0.2).predict,
        open_client["stuck"].with_options(timeout=0.2).predict,
    )
    for call in calls:
        with pytest.raises(rf.RpcfaceError, match="did not answer in time") as caught:
            call()
        assert (caught.value.code, caught.value.reason) == (rf.StatusCode.DEADLINE_EXCEEDED, "")


def test_options_that_are_left_out_stay(stuck, connect):
    remote = connect(stuck, timeout=0.2)["stuck"].with_options(accept="image/png")

    with pytest.raises(rf.RpcfaceError, match="did not answer in time"):
        remote.predict()


def test_media_come_as_what_is_accepted(serving, connect):
    remote = connect(serving(rf.Interface(echo, "image", "image")))["echo"]

    for accept in (("image/jpeg",), "image/jpeg", ["image/jpeg", "image/png"]):
        found = remote.with_options(accept=accept).predict(PIXELS)
        assert (type(found), found.media_type) == (rf.Media, "image/jpeg")
        assert bytes(found).startswith(b"\xff\xd8")
    assert remote.with_options(accept=()).predict(PIXELS).media_type == "image/png"
    assert isinstance(remote.predict(PIXELS), np.ndarray)
