"""Which calls are those of an example."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rpcface as rf
from rpcface.core.cached import matching
from rpcface.core.cached.matching import same
from rpcface.schemas.scalars import key_of
from rpcface.v1 import value_pb2

SMALL = st.sampled_from([None, True, False, 0, 1, 1.0, -0.0, 2.5, 2**62, "", "1", "é", "e\u0301"])
BYTES = st.sampled_from([b"", b"ab", b"ac", b"abcdefgh" * 10])
TENSORS = st.builds(
    lambda data: rf.Tensor(rf.DataType.UINT8, (len(data),), memoryview(data)), BYTES
) | st.just(rf.Tensor(rf.DataType.INT8, (2,), b"ab"))
MEDIA = st.builds(
    rf.Media, st.sampled_from(["image/png", "text/plain"]), BYTES, st.sampled_from(["", "a.png"])
)
VALUES = st.recursive(
    SMALL | TENSORS | MEDIA,
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.sampled_from("abc"), part, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=60)
@given(VALUES, VALUES)
def test_values_are_the_same_where_they_would_be_the_same_choice(came, kept):
    kept = with_ids(kept)

    assert same(came, kept) == (key_of(came) == key_of(kept))


@settings(max_examples=30)
@given(VALUES)
def test_every_value_is_the_same_as_itself(value):
    assert same(value, with_ids(value))


def with_ids(value):
    """The value as examples hold it."""
    if isinstance(value, list):
        return [with_ids(part) for part in value]
    if isinstance(value, dict):
        return {name: with_ids(part) for name, part in value.items()}
    if isinstance(value, rf.Media):
        return dataclasses.replace(value, blob_id="its-id", sha256=b"its hash")
    return value


def test_large_contents_are_compared_to_their_end():
    content = bytes(3 * matching.PIECE + 5)
    kept = rf.Media("image/png", content, blob_id="its-id", sha256=b"hash")

    assert same(rf.Media("image/png", memoryview(content)), kept)
    assert not same(rf.Media("image/png", content[:-1] + b"x"), kept)
    assert not same(rf.Media("image/png", content[:-1]), kept)


def test_a_held_medium_is_known_by_its_id_or_by_its_hash():
    kept = rf.Media("image/png", b"x", "a.png", "its-id", 1, b"hash")

    assert same(rf.Media("", None, "", "its-id"), kept)
    assert same(rf.Media("image/png", None, "a.png", "another", 1, b"hash"), kept)
    assert not same(rf.Media("image/png", None, "a.png", "another", 1, b"hush"), kept)
    assert not same(rf.Media("image/png", None, "b.png", "another", 1, b"hash"), kept)
    assert not same(rf.Media("image/png", None, "a.png", "another"), kept)


@pytest.fixture
def counting(keeping, raw, runs):
    """Serves a function with one example; how often each of some calls runs it."""

    def serve(inputs, example):
        def noting(*given):
            runs.note(given)
            return "done"

        demo = rf.Interface(noting, inputs, "text", [example], cache_examples=True)
        caller = raw(keeping(demo))

        def ran(**inputs):
            before = len(runs)
            caller.predict(inputs=inputs)
            return len(runs) - before

        ran.caller = caller
        return ran

    return serve


def test_numbers_are_the_same_where_they_are_equal_and_truth_is_none(counting):
    ran = counting(
        [rf.Number(name="n"), rf.Checkbox(name="c"), rf.Textbox(name="t")], [1, True, "1"]
    )

    assert ran(n=1, c=True, t="1") == 0
    assert ran(n=1.0, c=True, t="1") == 0
    assert ran(n=1, c=False, t="1") == 1
    assert ran(n=1.5, c=True, t="1") == 1
    assert ran(n=1, c=True, t="1 ") == 1


def test_texts_differ_code_point_for_code_point(counting):
    ran = counting([rf.Textbox(name="t")], ["\u00e9"])

    assert ran(t="\u00e9") == 0
    assert ran(t="e\u0301") == 1


def test_what_is_left_out_is_the_default(counting):
    inputs = [rf.Textbox(name="t"), rf.Slider(0, 9, value=3, name="s"), rf.JSON(name="j", value={})]
    ran = counting(inputs, ["a"])

    assert ran(t="a") == 0
    assert ran(t="a", s=3, j={}) == 0
    assert ran(t="a", s=4) == 1
    assert ran(t="a", j=None) == 1


def test_structs_are_the_same_name_by_name_in_any_order(counting):
    ran = counting([rf.JSON(name="j")], [{"a": 1, "b": [True, None]}])

    assert ran(j={"b": [True, None], "a": 1.0}) == 0
    assert ran(j={"b": [1, None], "a": 1}) == 1
    assert ran(j={"a": 1}) == 1


def test_fields_that_are_left_out_take_their_defaults(counting):
    ran = counting([rf.Label(name="x")], ["cat"])

    assert ran(x={"label": "cat"}) == 0
    assert ran(x={"label": "cat", "confidences": []}) == 0
    assert ran(x={"label": "dog"}) == 1


def test_choices_may_be_lists_too(counting):
    ran = counting([rf.Radio([("one", [1, 2]), ("other", "x")], name="r")], [[1, 2]])

    assert ran(r=[1, 2]) == 0
    assert ran(r="x") == 1


def test_media_are_known_by_id_by_hash_and_by_content(counting, client, tmp_path):
    path = tmp_path / "photo.png"
    gray = np.full((5, 7, 3), 90, np.uint8)
    import PIL.Image

    PIL.Image.fromarray(gray).save(path)
    ran = counting([rf.Image(name="i")], [path])
    (example,) = ran.caller.describe().interfaces[0].examples
    held = example.inputs["i"]
    content = rf.Media("image/png", path.read_bytes(), "photo.png")

    assert ran(i=held) == 0
    assert ran(i=value_pb2.Value(media_value={"blob_id": held.media_value.blob_id})) == 0
    assert ran(i=content) == 0
    assert ran(i=dataclasses.replace(content, filename="other.png")) == 1
    assert ran(i=rf.Tensor.of(gray)) == 1
    changed = bytearray(path.read_bytes())
    PIL.Image.fromarray(gray + 1).save(path)
    assert changed != path.read_bytes()
    assert ran(i=rf.Media("image/png", path.read_bytes(), "photo.png")) == 1


def test_a_medium_that_a_caller_has_uploaded_is_known_by_its_hash(keeping, client, runs, tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("some words")

    def size(path):
        runs.note(path)
        return "done"

    demo = rf.Interface(size, rf.File(), "text", [path], cache_examples=True)
    caller = client(keeping(demo))
    blob = caller.upload(path)

    assert caller.predict(blob) == "done"
    assert len(runs) == 1


@pytest.mark.parametrize(
    "inputs",
    [
        {"t": "a", "x": 1},
        {"t": None},
        {"t": rf.Tensor(rf.DataType.UINT8, (2,), b"ab")},
        {"t": ["a"]},
        {"t": rf.Media("text/plain", b"a")},
        {},
    ],
)
def test_a_call_that_is_not_valid_is_refused_as_ever(inputs, counting):
    ran = counting([rf.Textbox(name="t")], ["a"])

    assert ran.caller.refused(inputs=inputs).info.reason == "INPUT_INVALID"


def test_a_blob_that_is_gone_is_told_as_ever(counting):
    ran = counting([rf.Image(name="i")], [np.zeros((2, 2, 3), np.uint8)])
    gone = value_pb2.Value(media_value={"blob_id": "nobody-has-it", "media_type": "image/png"})

    assert ran.caller.refused(inputs={"i": gone}).info.reason == "BLOB_GONE"


def test_an_input_that_the_example_gives_as_null_is_null(keeping, raw, runs):
    def noting(t=None, n=None):
        runs.note(t)
        return "done"

    demo = rf.Interface(noting, ["text", "number"], "text", [[None]], cache_examples=True)
    caller = raw(keeping(demo))
    caller.predict(inputs={"t": None, "n": None})
    caller.predict()

    assert len(runs) == 1
