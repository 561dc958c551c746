from __future__ import annotations

import io
import pathlib
import subprocess
import sys

import numpy as np
import PIL.Image
import pytest

from rpcface.component import Accept, Invalid
from rpcface.components.image import Image
from rpcface.files import CallIO
from rpcface.media_types import DECODED
from rpcface.values import DataType, Media, Tensor

MODES = ("L", "LA", "RGB", "RGBA", "I;16", None)
NOISE = np.random.default_rng(7).integers(0, 256, (9, 7, 3), dtype="u1")


@pytest.fixture
def files():
    with CallIO() as made:
        yield made


def png(array):
    file = io.BytesIO()
    PIL.Image.fromarray(array).save(file, "PNG")
    return Media("image/png", file.getvalue())


def opened(media):
    return PIL.Image.open(io.BytesIO(bytes(media)))


@pytest.mark.parametrize("wish", ["", DECODED, "image/png", "image/bmp", "image/tiff", "*/*"])
def test_noise_survives_bit_for_bit(wish, files):
    value = Image().encode(NOISE, Accept([wish] if wish else []), files)

    assert np.array_equal(Image().decode(value, files), NOISE)


def test_a_tensor_looks_into_an_array_that_is_in_order_already(files):
    tensor = Image().encode(NOISE, Accept([DECODED]), files)

    assert np.shares_memory(tensor.array(), NOISE)


def test_the_functions_array_is_its_own_to_write_into(files):
    tensor = Tensor.of(NOISE.copy())
    Image().decode(tensor, files)[:] = 0

    assert np.array_equal(tensor.array(), NOISE)


@pytest.mark.parametrize("shape", [(0, 0, 3), (0, 5, 3), (5, 0, 3)])
def test_a_tensor_without_pixels_is_refused(shape, files):
    with pytest.raises(Invalid, match="at least one pixel"):
        Image().decode(Tensor.of(np.zeros(shape, "u1")), files)


@pytest.mark.parametrize(
    ("shape", "dtype"), [((2,), "u1"), ((2, 2, 5), "u1"), ((2, 2, 3), "u2"), ((), "u1")]
)
def test_a_tensor_that_is_no_image_is_refused_where_any_mode_is_taken(shape, dtype, files):
    image = Image(image_mode=None)
    tensor = image.schema().check(Tensor.of(np.zeros(shape, dtype)))

    with pytest.raises(Invalid):
        image.decode(tensor, files)


def test_the_schema_tells_the_tensor_of_each_mode():
    tensors = {mode: Image(image_mode=mode).schema().shape.decoded.shape for mode in MODES}

    assert {mode: shape.dimensions for mode, shape in tensors.items()} == {
        "L": (-1, -1),
        "LA": (-1, -1, 2),
        "RGB": (-1, -1, 3),
        "RGBA": (-1, -1, 4),
        "I;16": (-1, -1),
        None: (),
    }
    assert tensors["I;16"].data_types == (DataType.UINT16,)
    assert tensors["RGB"].data_types == (DataType.UINT8,)
    assert tensors[None].data_types == (DataType.UINT8, DataType.UINT16)


def test_a_pil_image_reaches_the_function_alone(files):
    found = Image(type="pil", image_mode="L").decode(png(NOISE), files)

    assert type(found) is PIL.Image.Image
    assert (found.mode, found.size, found.info) == ("L", (7, 9), {})


def test_a_file_that_needs_no_change_is_the_one_that_came(files):
    media = png(NOISE)
    path = Image(type="filepath").decode(media, files)

    assert pathlib.Path(path).read_bytes() == bytes(media)
    assert path.endswith(".png")


def test_a_file_in_another_mode_is_written_anew(files):
    path = Image(type="filepath", image_mode="L").decode(png(NOISE), files)

    with PIL.Image.open(path) as image:
        assert image.mode == "L"


@pytest.mark.parametrize(
    ("chosen", "media_type", "mode"),
    [
        ("png", "image/png", "RGBA"),
        ("webp", "image/webp", "RGBA"),
        ("jpeg", "image/jpeg", "RGB"),
        ("jpg", "image/jpeg", "RGB"),
        ("bmp", "image/bmp", "RGB"),
    ],
)
def test_the_author_chooses_how_it_leaves(chosen, media_type, mode, files):
    image = Image(image_mode="RGBA", format=chosen)
    for wishes in ([], ["image/*"], ["text/plain"], ["video/*", "*/*"]):
        media = image.encode(np.full((4, 4, 4), 100, "u1"), Accept(wishes), files)
        assert media.media_type == media_type
        assert (opened(media).mode, opened(media).get_format_mimetype()) == (mode, media_type)


@pytest.mark.parametrize("wish", ["image/png", "image/webp", "image/jpeg", "image/bmp"])
@pytest.mark.parametrize("mode", MODES[:-1])
def test_the_caller_gets_any_mode_as_any_file(mode, wish, files):
    white = np.full((4, 4), 255, "u1")

    media = Image(image_mode=mode).encode(white, Accept([wish]), files)

    assert media.media_type == wish
    assert np.array_equal(np.asarray(opened(media).convert("L")), white)


def test_what_is_transparent_lies_on_white_where_a_file_has_no_alpha(files):
    clear = np.zeros((8, 8, 4), "u1")
    for wish in ("image/jpeg", "image/bmp"):
        media = Image(image_mode="RGBA").encode(clear, Accept([wish]), files)
        assert np.asarray(opened(media)).min() == 255


def test_a_png_has_all_16_bits(files):
    deep = np.array([[0, 1], [258, 65535]], "u2")

    media = Image(image_mode="I;16").encode(deep, Accept(), files)

    assert np.array_equal(np.asarray(opened(media)), deep)


@pytest.mark.parametrize("value", [[[0, 1], [2, 3]], 7, b"\x89PNG", np.float64(1), {}, object()])
def test_what_is_no_image_is_refused(value, files):
    with pytest.raises(Invalid, match="wanted an image: a numpy array, a PIL image, a path"):
        Image().encode(value, Accept(), files)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"image_mode": "CMYK"}, r"Image\(image_mode=…\): wanted one of 'L', .*; came 'CMYK'"),
        ({"image_mode": 3}, r"Image\(image_mode=…\)"),
        ({"type": "torch"}, r"Image\(type=…\): wanted one of 'numpy', 'pil', 'filepath'; came"),
        ({"type": None}, r"Image\(type=…\)"),
        ({"format": "gif"}, r"Image\(format=…\): wanted one of 'png', 'jpeg', .*; came 'gif'"),
        ({"format": ["png"]}, r"Image\(format=…\)"),
        ({"height": 0}, r"Image\(height=…\): wanted an int from 1 on; came 0"),
        ({"width": "50%"}, r"Image\(width=…\)"),
        ({"width": True}, r"Image\(width=…\)"),
    ],
)
def test_a_wrong_parameter_is_named(wrong, message):
    with pytest.raises(ValueError, match=message):
        Image(**wrong)


def test_a_size_is_only_shown():
    assert Image(height=300, width=200).props() == {"height": 300, "width": 200}
    assert Image().props() == {}


def test_an_image_component_is_built_without_numpy_and_pillow():
    source = (
        "import sys, rpcface.components.image as i, rpcface.components.gallery as g\n"
        "i.Image().schema(), g.Gallery().schema()\n"
        "sys.exit('numpy' in sys.modules or 'PIL' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", source], check=False, timeout=60)

    assert done.returncode == 0
