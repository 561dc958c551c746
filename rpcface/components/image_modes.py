"""Pillow images of every mode, brought to the five that images have here.

Those are L, LA, RGB and RGBA with 8 bits a channel, and I;16, gray with 16 bits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rpcface.components.pixels import to_8_bits, to_16_bits
from rpcface.errors import Invalid

if TYPE_CHECKING:
    from PIL.Image import Image

    from rpcface.components.pixels import Array

_ORIENTATION = 0x0112  # the EXIF tag
_OPAQUE = {"LA": "L", "RGBA": "RGB"}
_COLOUR = ("P", "RGB", "RGBX", "CMYK", "YCbCr", "LAB", "HSV")


def array_of(image: Image) -> Array:
    """The pixels of an image in one of the five modes, which may be read-only."""
    import numpy as np

    return np.asarray(image)


def image_of(array: Array) -> Image:
    """The image of an array in normal form, which is copied."""
    from PIL import Image

    return Image.fromarray(array)


def clean(image: Image) -> Image:
    """The image alone, without what its file said beside the pixels: Pillow would
    write that (EXIF's turn, a lossy compression) into the next file.
    """
    from PIL import Image

    if type(image) is Image.Image and not image.info:
        return image
    copy = image.copy()
    copy.info = {}
    return copy


def upright(image: Image) -> Image:
    """Loads the image and turns it as its EXIF data say; itself where they don't."""
    from PIL.Image import Transpose

    image.load()  # Pillow turns TIFF images here
    try:
        orientation = image.getexif().get(_ORIENTATION)
    except Exception:  # noqa: BLE001  # damaged EXIF data say nothing
        return image
    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(orientation) if isinstance(orientation, int) else None
    return image if turn is None else image.transpose(turn)


def natural(image: Image) -> Image:
    """The image in that one of the five modes which loses least: palettes become RGB,
    a transparent colour becomes alpha. Itself where it is in that mode. Invalid: it
    has no such mode.
    """
    mode = image.mode
    if mode in ("LA", "RGBA"):
        return image
    if mode == "I" or mode.startswith("I;16"):
        return _gray_16(image)
    if mode == "La":
        return image.convert("LA")
    if mode in ("1", "L") and image.has_transparency_data:
        return image.convert("LA")
    if mode in ("PA", "RGBa") or (mode in _COLOUR and image.has_transparency_data):
        return image.convert("RGBA")
    if mode in ("L", "RGB"):
        return image
    if mode == "1" or mode in _COLOUR:
        return image.convert("L" if mode == "1" else "RGB")
    raise Invalid(
        "an image of 8 or 16 bits a channel, not of floats", f"an image of Pillow's mode {mode!r}"
    )


def _gray_16(image: Image) -> Image:
    """Of 16 bits in any byte order, or of 32 that hold 16; the transparent gray, if
    there is one, is white, for there is no mode of 16 bits with alpha.
    """
    transparent = image.info.get("transparency")
    if image.mode == "I;16" and transparent is None:
        return image
    array = array_of(image)
    low, high = int(array.min()), int(array.max())
    if low < 0 or high > 0xFFFF:
        raise Invalid(
            "a gray image from 0 to 65535",
            f"an image of Pillow's mode {image.mode!r} from {low} to {high}",
        )
    array = array.astype("<u2")
    if transparent is not None:
        array[array == transparent] = 0xFFFF
    return image_of(array)


def bring(image: Image, mode: str | None) -> Image:
    """The image, in one of the five modes, in another; None: in its own.

    16 bits become the nearest of 8. Where the other has no alpha, the image is laid
    over white. Colour becomes gray by ITU-R 601-2.
    """
    if mode is None or image.mode == mode:
        return image
    if mode == "I;16":
        return image_of(to_16_bits(array_of(bring(image, "L"))))
    if image.mode == "I;16":
        image = image_of(to_8_bits(array_of(image)))
    if image.mode in _OPAQUE and mode not in _OPAQUE:
        image = _over_white(image)
    return image if image.mode == mode else image.convert(mode)


def _over_white(image: Image) -> Image:
    import PIL.Image

    opaque = _OPAQUE[image.mode]
    white = PIL.Image.new(opaque, image.size, "white")
    white.paste(image.convert(opaque), mask=image.getchannel("A"))
    return white
