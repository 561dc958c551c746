from __future__ import annotations

import io
import pathlib

import numpy as np
import PIL.Image
import pytest
from hypothesis import given as draw
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from rpcface.component import Accept, Invalid
from rpcface.components.image import Image
from rpcface.components.image_modes import natural
from rpcface.files import CallIO
from rpcface.media_types import DECODED
from rpcface.values import Media, Tensor

MODES = ("L", "LA", "RGB", "RGBA", "I;16", None)
OPAQUE = np.array([[[10, 200, 30], [255, 0, 0]], [[0, 0, 255], [90, 91, 92]]], "u1")
ALPHA = np.dstack([OPAQUE, np.array([[255, 0], [128, 1]], "u1")])
GRAY = np.array([[0, 77], [128, 255]], "u1")
GRAY_ALPHA = np.dstack([GRAY, np.array([[255, 128], [0, 200]], "u1")])
DEEP = np.array([[0, 129], [0x8000, 0xFFFF]], "u2")
TWO = np.array([[0, 255], [255, 0]], "u1")

NOISE = np.random.default_rng(7).integers(0, 256, (9, 7, 3), dtype="u1")
SHAPES = st.sampled_from([(1, 1), (3, 2), (2, 3, 1), (1, 4, 2), (3, 2, 3), (2, 2, 4)])
IMAGES = st.one_of(
    npst.arrays("u1", SHAPES),
    npst.arrays("?", SHAPES),
    npst.arrays("f4", SHAPES, elements=st.floats(0, 1, width=32)),
    npst.arrays("f8", SHAPES, elements=st.floats(0, 1)),
    npst.arrays("i8", SHAPES, elements=st.integers(0, 255)),
    npst.arrays("u2", st.sampled_from([(1, 1), (3, 2), (2, 3, 1)])),
)


@pytest.fixture
def files():
    with CallIO() as made:
        yield made


def image(array, mode=None):
    made = PIL.Image.fromarray(array)
    return made if mode is None else made.convert(mode)


def palette(**info):
    made = PIL.Image.new("P", (2, 2))
    made.putpalette([value for colour in OPAQUE.reshape(4, 3) for value in colour.tolist()])
    made.putdata([0, 1, 2, 3])
    made.info.update(info)
    return made


def file_of(array):
    file = io.BytesIO()
    image(array).save(file, "PNG")
    return Media("image/png", file.getvalue())


def with_info(made, **info):
    made.info.update(info)
    return made


def deep(mode):
    order = ">" if mode == "I;16B" else "<"
    return PIL.Image.frombytes(mode, (2, 2), DEEP.astype(f"{order}u2").tobytes())


def with_alpha(array, alpha):
    return np.dstack([array, np.array(alpha, "u1")])


# What Pillow has, and the pixels that it stands for.
PILLOW = {
    "1": (image(TWO, "1"), TWO),
    "1 with a transparent one": (
        with_info(image(TWO, "1"), transparency=255),
        with_alpha(TWO, [[255, 0], [0, 255]]),
    ),
    "L": (image(GRAY), GRAY),
    "L with a transparent gray": (
        with_info(image(GRAY), transparency=77),
        with_alpha(GRAY, [[255, 0], [255, 255]]),
    ),
    "LA": (image(GRAY_ALPHA), GRAY_ALPHA),
    "La": (image(GRAY_ALPHA, "La"), np.asarray(image(GRAY_ALPHA, "La").convert("LA"))),
    "P": (palette(), OPAQUE),
    "P with a transparent entry": (
        palette(transparency=2),
        with_alpha(OPAQUE, [[255, 255], [0, 255]]),
    ),
    "P with an alpha of each entry": (
        palette(transparency=bytes([255, 0, 128, 1])),
        ALPHA,
    ),
    "PA": (palette().convert("PA"), with_alpha(OPAQUE, [[255, 255], [255, 255]])),
    "RGB": (image(OPAQUE), OPAQUE),
    "RGB with a transparent colour": (
        with_info(image(OPAQUE), transparency=(255, 0, 0)),
        with_alpha(OPAQUE, [[255, 0], [255, 255]]),
    ),
    "RGBA": (image(ALPHA), ALPHA),
    "RGBa": (image(ALPHA, "RGBa"), np.asarray(image(ALPHA, "RGBa").convert("RGBA"))),
    "RGBX": (image(OPAQUE, "RGBX"), OPAQUE),
    "CMYK": (image(OPAQUE, "CMYK"), np.asarray(image(OPAQUE, "CMYK").convert("RGB"))),
    "YCbCr": (image(OPAQUE, "YCbCr"), np.asarray(image(OPAQUE, "YCbCr").convert("RGB"))),
    "LAB": (image(OPAQUE, "LAB"), np.asarray(image(OPAQUE, "LAB").convert("RGB"))),
    "HSV": (image(OPAQUE, "HSV"), np.asarray(image(OPAQUE, "HSV").convert("RGB"))),
    "I;16": (deep("I;16"), DEEP),
    "I;16L": (deep("I;16L"), DEEP),
    "I;16B": (deep("I;16B"), DEEP),
    "I;16N": (deep("I;16N"), DEEP),
    "I;16 with a transparent gray": (
        with_info(deep("I;16"), transparency=129),
        np.where(DEEP == 129, 65535, DEEP).astype("u2"),
    ),
    "I": (image(DEEP.astype("i4")), DEEP),
}


def brought(pixels, mode):
    """What `mode` makes of the pixels, told in whole numbers and without Pillow."""
    wide = pixels.astype(np.int64)
    if mode is None:
        return pixels
    if mode == "I;16":
        return pixels if pixels.dtype == "u2" else brought(pixels, "L").astype("u2") * 257
    if pixels.dtype == "u2":
        return brought(np.rint(wide / 257).astype("u1"), mode)
    channels = 1 if wide.ndim == 2 else wide.shape[2]
    wide = wide.reshape(*wide.shape[:2], channels)
    colour, alpha = (wide[..., :-1], wide[..., -1:]) if channels in (2, 4) else (wide, None)
    if alpha is not None and not mode.endswith("A"):
        colour = np.floor((colour * alpha + 255 * (255 - alpha)) / 255 + 0.5).astype(np.int64)
    if mode in ("L", "LA") and colour.shape[2] == 3:
        colour = (colour @ np.array([[19595], [38470], [7471]]) + 0x8000) >> 16
    if mode in ("RGB", "RGBA") and colour.shape[2] == 1:
        colour = np.repeat(colour, 3, axis=2)
    if mode.endswith("A"):
        colour = np.dstack([colour, np.full(wide.shape[:2], 255) if alpha is None else alpha])
    return (colour[..., 0] if mode == "L" else colour).astype("u1")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PILLOW)
def test_every_mode_of_pillow_becomes_every_image_mode_when_it_leaves(name, mode, files):
    given, pixels = PILLOW[name]
    info = dict(given.info)

    found = Image(image_mode=mode).encode(given, Accept([DECODED]), files)

    assert isinstance(found, Tensor)
    assert np.array_equal(found.array(), brought(pixels, mode))
    assert given.info == info, "the function's image was changed"


FILES = [
    *((name, "PNG") for name in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")),
    ("L with a transparent gray", "PNG"),
    ("P with a transparent entry", "PNG"),
    ("P with an alpha of each entry", "PNG"),
    ("RGB with a transparent colour", "PNG"),
    ("I;16 with a transparent gray", "PNG"),
    *((name, "TIFF") for name in ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK")),
    *((name, "TIFF") for name in ("LAB", "I;16", "I;16B", "I", "RGBX")),
    *((name, "BMP") for name in ("1", "L", "P", "RGB")),
    *((name, "GIF") for name in ("1", "L", "P")),
]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("name", "kind"), FILES)
def test_every_file_becomes_every_image_mode_when_it_comes(name, kind, mode, files):
    given, pixels = PILLOW[name]
    file = io.BytesIO()
    given.save(file, kind)
    media = Media(f"image/{kind.lower()}", file.getvalue())

    found = Image(image_mode=mode).decode(media, files)

    if mode is not None or kind == "PNG":
        pixels = brought(pixels, mode)
    else:
        pixels = brought(pixels, natural(PIL.Image.open(file)).mode)
    assert np.array_equal(found, pixels)
    assert found.flags.writeable


@pytest.mark.parametrize("mode", MODES)
def test_floats_are_refused_in_every_image_mode(mode, files):
    with pytest.raises(Invalid, match=r"8 or 16 bits a channel.*'F'"):
        Image(image_mode=mode).encode(PIL.Image.new("F", (2, 2)), Accept(), files)


def test_more_than_16_bits_are_refused(files):
    with pytest.raises(Invalid, match=r"from 0 to 65535.*from 7 to 65536"):
        Image().encode(image(np.array([[7, 65536]], "i4")), Accept(), files)


def normal(array, mode):
    """What `Image` documents as the normal form."""
    array = array[..., 0] if array.ndim == 3 and array.shape[2] == 1 else array
    if array.dtype.kind == "f":
        array = np.rint(array * array.dtype.type(255))
    elif array.dtype.kind == "b":
        array = array * 255
    return brought(array if array.dtype == "u2" else array.astype("u1"), mode)


@pytest.mark.parametrize("mode", MODES)
@settings(deadline=None)  # codecs, on machines that are busy
@draw(array=IMAGES, wish=st.sampled_from(["", DECODED, "image/png", "image/tiff"]))
def test_what_leaves_and_comes_back_is_in_its_normal_form(mode, array, wish):
    component, accept = Image(image_mode=mode), Accept([wish] if wish else [])
    with CallIO() as files:
        value = component.schema().check(component.encode(array, accept, files))
        came_back = component.decode(value, files)
        again = component.decode(component.encode(came_back, Accept(), files), files)

    assert isinstance(value, Tensor if wish == DECODED else Media)
    assert came_back.dtype == normal(array, mode).dtype
    assert np.array_equal(came_back, normal(array, mode))
    assert np.array_equal(again, came_back)


@pytest.mark.parametrize("mode", MODES)
def test_a_tensor_and_a_file_of_the_same_pixels_reach_the_function_alike(mode, files, tmp_path):
    pixels = brought(NOISE, mode)
    for kind in ("numpy", "pil", "filepath"):
        component = Image(image_mode=mode, type=kind)
        found = [component.decode(value, files) for value in (Tensor.of(pixels), file_of(pixels))]
        if kind == "filepath":
            assert [pathlib.Path(path).suffix for path in found] == [".png", ".png"]
            found = [PIL.Image.open(path) for path in found]
        assert all(np.array_equal(np.asarray(each), pixels) for each in found)
