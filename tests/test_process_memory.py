"""What passes between a server and its workers: every array and object as it was."""

from __future__ import annotations

import collections
import os
import socket
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.processes.channel import INLINE, Channel, Kind
from rpcface.processes.pickles import LARGE, pack, unpack
from rpcface.processes.shared import Writer

LONG = 20.0
DTYPES = ("?", "i1", "<u2", ">i4", "<u8", "<f2", "<f4", ">f8", "c16", "M8[ns]", "m8[s]", "S3", "U2")
SHAPES = ((), (0,), (3,), (0, 5), (2, 3, 4), (700, 101), (1, 200_001))


@pytest.fixture
def ends():
    """Both ends of a connection."""
    one, other = (Channel(each) for each in socket.socketpair())
    with ThreadPoolExecutor(1) as thread:
        yield Ends(one, other, thread)
    one.close()
    other.close()


class Ends:
    """A server's and a worker's end; what one sends is there when the other receives."""

    def __init__(self, one, other, thread):
        self.one, self.other, self._thread = one, other, thread

    def passes(self, given, *, back=False):
        sender, receiver = (self.other, self.one) if back else (self.one, self.other)
        sent = self._thread.submit(sender.send, Kind.ITEM, 1, parcel=pack(given))
        message = receiver.receive()
        sent.result(LONG)
        assert (message.kind, message.content) == (Kind.ITEM, (1,))
        return message.payload.open()


def array_of(dtype, shape):
    raw = np.random.default_rng(1).integers(0, 100, shape)
    return raw.astype("u1").astype(dtype) if np.dtype(dtype).kind in "SU" else raw.astype(dtype)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", DTYPES)
def test_an_array_of_any_dtype_and_shape_arrives_as_it_was(ends, dtype, shape):
    array = array_of(dtype, shape)

    found = ends.passes(array)

    assert (found.dtype, found.shape) == (array.dtype, array.shape)
    assert np.array_equal(found, array)
    assert found.flags.writeable


LAYOUTS = {
    "columns": np.asfortranarray,
    "turned": lambda array: array.T,
    "every second": lambda array: array[::2, ::3],
    "backwards": lambda array: array[::-1],
    "repeated": lambda array: np.broadcast_to(array[:1], array.shape),
    "read only": lambda array: np.frombuffer(array.tobytes(), array.dtype).reshape(array.shape),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("shape", [(4, 6), (500, 300)], ids=str)
def test_an_array_of_any_layout_arrives_and_can_be_written(ends, layout, shape):
    array = LAYOUTS[layout](array_of("<i4", shape))

    found = ends.passes(array)
    assert np.array_equal(found, array)
    if layout == "columns":
        assert found.flags.f_contiguous
    before = array.copy()
    found[...] = 7
    assert np.array_equal(array, before)


def test_a_structured_array_arrives_as_it_was(ends):
    array = np.zeros(5000, [("a", "<i4"), ("b", "<f8", (2,)), ("c", "S3")])
    array["a"] = range(5000)

    found = ends.passes(array)

    assert found.dtype == array.dtype
    assert np.array_equal(found, array)


class Kept(np.ndarray):
    """A subclass."""


def test_arrays_of_objects_and_subclasses_arrive_as_they_were(ends):
    objects = np.array([1, "two", None] * 9000, object)
    kept = np.arange(90_000).view(Kept)

    assert list(ends.passes(objects)) == list(objects)
    found = ends.passes(kept)
    assert type(found) is Kept
    assert np.array_equal(found, kept)


@pytest.mark.parametrize("size", [0, 1, LARGE - 1, LARGE, INLINE, INLINE + 1, 1_000_000])
def test_bytes_texts_and_views_arrive_as_they_were(ends, size):
    data = os.urandom(size)
    given = {"a": data, "b": bytearray(data), "c": "é" * size, "d": [memoryview(data)]}

    found = ends.passes(given)

    assert found == given
    assert type(found["d"][0]) is memoryview


def test_pictures_tensors_and_media_arrive_as_they_were(ends):
    import PIL.Image

    picture = PIL.Image.fromarray(array_of("u1", (200, 300, 3)))
    tensor = rf.Tensor.of(array_of("<f4", (300, 400)))
    media = rf.Media("image/png", memoryview(os.urandom(100_000)), "a.png")

    found = ends.passes([picture, tensor, media, rf.skip()])

    assert found[0].tobytes() == picture.tobytes()
    assert found[1] == tensor
    assert (bytes(found[2]), found[2].filename) == (bytes(media), "a.png")
    assert found[3] is rf.skip()


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.binary()
    | st.floats(allow_nan=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=20,
)


@given(PLAIN)
def test_any_plain_object_is_unpacked_as_it_was_packed(value):
    parcel = pack(value)

    assert unpack(b"".join(parcel.parts), parcel.buffers) == value


def test_shared_memory_is_used_again_once_nothing_looks_into_it(ends):
    made = collections.Counter()
    array = array_of("u1", (300, 1000))

    for _ in range(20):
        found = ends.passes(array)
        made[found.__array_interface__["data"][0]] += 1
        del found
        ends.passes(None, back=True)  # tells what is free

    assert len(made) == 1


def test_shared_memory_that_is_looked_into_is_never_written_over(ends):
    first = ends.passes(np.full(300_000, 1, "u1"))
    part = first[::2]
    del first
    for number in range(2, 6):
        ends.passes(None, back=True)
        ends.passes(np.full(300_000, number, "u1"))

    assert part.min() == part.max() == 1


def test_a_slot_is_made_anew_where_the_free_ones_are_too_small_or_far_too_large():
    writer = Writer()
    lengths = []
    for size in (100_000, 90_000, 1_000_000, 200_000, 200_000_000, 100_000):
        (slot, _, _), descriptor = writer.put(pack(b"." * size))
        lengths.append((slot, descriptor is not None))
        if descriptor is not None:
            os.close(descriptor)
        writer.free([slot])
    writer.close()

    assert lengths == [(0, True), (0, False), (0, True), (0, False), (0, True), (0, True)]


def test_an_end_that_has_gone_is_told(ends):
    ends.one.close()

    with pytest.raises(EOFError):
        ends.other.receive()
    with pytest.raises(OSError, match="Broken pipe"):
        ends.other.send(Kind.QUIT)
