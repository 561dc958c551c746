from __future__ import annotations

import io

import numpy as np
import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from rpcface.component import Accept, Invalid
from rpcface.components.gallery import Gallery
from rpcface.files import CallIO
from rpcface.media_types import DECODED
from rpcface.values import Media, Tensor

RED = np.full((2, 3, 3), (255, 0, 0), "u1")
GRAY = np.full((3, 2), 7, "u1")
NORMAL_IMAGES = st.one_of(
    npst.arrays("u1", st.sampled_from([(1, 1), (3, 2), (1, 4, 2), (3, 2, 3), (2, 2, 4)])),
    npst.arrays("u2", st.sampled_from([(1, 1), (3, 2)])),
)


@pytest.fixture
def files():
    with CallIO() as made:
        yield made


def same(some, others):
    return len(some) == len(others) and all(
        np.array_equal(a, b) and a.dtype == b.dtype and one == other
        for (a, one), (b, other) in zip(some, others, strict=True)
    )


@settings(deadline=None)  # codecs, on machines that are busy
@given(
    pairs=st.lists(st.tuples(NORMAL_IMAGES, st.none() | st.text()), max_size=3),
    wish=st.sampled_from(["image/png", "image/tiff", DECODED]),
)
def test_what_is_normal_comes_back_exactly(pairs, wish):
    gallery = Gallery(type="numpy")
    with CallIO() as files:
        value = gallery.schema().check(gallery.encode(pairs, Accept([wish]), files))
        found = gallery.decode(value, files)

    assert same(found, pairs)


def test_images_stand_with_and_without_a_caption(files, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pillow = PIL.Image.fromarray(RED)
    pillow.save("red.png")

    value = Gallery().encode([RED, (pillow, "red"), ("red.png", None), "red.png"], Accept(), files)

    assert [item["caption"] for item in value] == [None, "red", None, None]
    assert {item["image"].media_type for item in value} == {"image/png"}
    assert same(Gallery(type="numpy").decode(value, files)[:2], [(RED, None), (RED, "red")])


def test_any_collection_in_order_is_taken(files):
    for value in ((RED, GRAY), [RED, GRAY], iter([RED, GRAY]), {1: RED, 2: GRAY}.values()):
        assert len(Gallery().encode(value, Accept([DECODED]), files)) == 2


def test_a_caption_may_be_left_out_by_the_client(files):
    gallery = Gallery(type="numpy")
    value = gallery.schema().check([{"image": Tensor.of(GRAY)}])

    assert same(gallery.decode(value, files), [(GRAY, None)])


def test_the_function_gets_each_image_as_it_was_asked_for(files):
    value = [{"image": Tensor.of(RED), "caption": "r"}, {"image": Tensor.of(GRAY), "caption": None}]

    paths = Gallery().decode(value, files)
    pillow = Gallery(type="pil").decode(value, files)

    for (path, _), mode in zip(paths, ["RGB", "L"], strict=True):
        with PIL.Image.open(path) as opened:
            assert opened.mode == mode
    assert [(image.mode, caption) for image, caption in pillow] == [("RGB", "r"), ("L", None)]
    assert same(Gallery(type="numpy").decode(value, files), [(RED, "r"), (GRAY, None)])


def test_an_empty_gallery_is_an_empty_list(files):
    assert Gallery().encode([], Accept(), files) == []
    assert Gallery().decode([], files) == []


def test_images_leave_in_the_authors_format_and_the_callers(files):
    gallery = Gallery(format="jpg")

    assert gallery.encode([RED], Accept(), files)[0]["image"].media_type == "image/jpeg"
    assert gallery.encode([RED], Accept(["image/bmp"]), files)[0]["image"].media_type == "image/bmp"
    assert gallery.encode([RED], Accept([DECODED]), files)[0]["image"] == Tensor.of(RED)


@pytest.mark.parametrize(
    "value", ["red.png", b"", RED, {"image": RED}, {"red.png"}, 7, PIL.Image.new("L", (1, 1))]
)
def test_what_is_no_list_is_refused(value, files):
    with pytest.raises(Invalid, match=r"wanted a list of images or of \(image, caption\) tuples"):
        Gallery().encode(value, Accept(), files)


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        (None, "an image: a numpy array"),
        ((RED, "a", "b"), "an image: a numpy array"),
        ([RED, "a"], "an image: a numpy array"),
        ((RED, 7), "a caption that is a str or None"),
        (np.zeros((2, 2, 5), "u1"), "an image array of shape"),
        ("none.png", "the path of a file"),
    ],
)
def test_a_wrong_item_is_pointed_to(item, wanted, files):
    with pytest.raises(Invalid) as caught:
        Gallery().encode([RED, item], Accept(), files)

    assert caught.value.pointer == "/1"
    assert caught.value.wanted.startswith(wanted)


def test_a_damaged_input_is_pointed_to(files):
    file = io.BytesIO()
    PIL.Image.fromarray(RED).save(file, "PNG")
    whole, cut = file.getvalue(), file.getvalue()[:50]
    value = [{"image": Media("image/png", data), "caption": None} for data in (whole, cut)]

    with pytest.raises(Invalid) as caught:
        Gallery().decode(value, files)

    assert caught.value.pointer == "/1/image"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"type": "bytes"}, r"Gallery\(type=…\): wanted one of 'numpy'"),
        ({"format": "gif"}, r"Gallery\(format=…\)"),
        ({"columns": 0}, r"Gallery\(columns=…\): wanted an int from 1 on; came 0"),
        ({"rows": 1.5}, r"Gallery\(rows=…\)"),
        ({"height": "auto"}, r"Gallery\(height=…\)"),
        ({"object_fit": "squeeze"}, r"Gallery\(object_fit=…\)"),
    ],
)
def test_a_wrong_parameter_is_named(wrong, message):
    with pytest.raises(ValueError, match=message):
        Gallery(**wrong)


def test_how_it_looks_is_only_told():
    gallery = Gallery(columns=3, rows=2, height=400, object_fit="cover")

    assert gallery.props() == {"columns": 3, "rows": 2, "height": 400, "object_fit": "cover"}
    assert Gallery().props() == {}
