"""Which arrays are images, and the same in whole numbers of 8 or 16 bits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from rpcface.errors import Invalid

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = np.ndarray[Any, Any]

MODES: Final = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}
"""The image mode of arrays by their channels, 8 bits each."""

_SHAPES = "an image array of shape (height, width) or (height, width, 1 to 4 channels)"


def pixels(array: Array) -> Array:
    """The image in its normal form: uint8 (H, W) or (H, W, 2 to 4), or uint16 (H, W).
    It is copied only where numbers change.

    bool becomes 0 and 255, floats from 0 to 1 become round(x * 255), halves to even;
    integers of other types than uint8 and uint16 must lie in 0 to 255. Invalid: the
    array is no image, or its numbers lie outside.
    """
    import numpy as np

    array = np.asarray(array)
    came = f"an array {array.dtype} {array.shape}"
    if array.dtype.kind not in "buif":
        raise Invalid("an image array of bool, integers or floats", came)
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] not in MODES and array.size):
        raise Invalid(_SHAPES, came)
    if not array.size:
        raise Invalid("an image of at least one pixel", came)
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if array.dtype == np.uint8:
        return array
    if array.dtype.name == "uint16":
        if array.ndim == 3:
            raise Invalid("uint16 only for gray images, of shape (height, width)", came)
        return array.astype("<u2", copy=False)
    if array.dtype == np.bool_:
        return np.where(array, np.uint8(255), np.uint8(0))
    return _from_floats(array) if array.dtype.kind == "f" else _from_integers(array)


def _from_floats(array: Array) -> Array:
    import numpy as np

    with np.errstate(invalid="ignore"):
        low, high = array.min(), array.max()
    if not (low >= 0 and high <= 1):  # NaN too
        raise Invalid(
            "image floats from 0 to 1 (for 0 to 255 use uint8)",
            "NaN" if np.isnan(low) else f"{array.dtype} from {low} to {high}",
        )
    if array.itemsize == 2:  # float16 is too coarse for the product
        array = array.astype(np.float32)
    scaled: Array = array * array.dtype.type(255)
    return np.rint(scaled, out=scaled).astype(np.uint8)


def _from_integers(array: Array) -> Array:
    import numpy as np

    low, high = array.min(), array.max()
    if not (low >= 0 and high <= np.iinfo(np.uint8).max):
        raise Invalid(
            f"image integers of {array.dtype} from 0 to 255",
            f"{array.dtype} from {low} to {high}",
        )
    return array.astype(np.uint8)


def mode_of(array: Array) -> str:
    """The image mode of an array in normal form."""
    if array.itemsize > 1:
        return "I;16"
    return MODES[array.shape[2]] if array.ndim == 3 else "L"


def to_8_bits(array: Array) -> Array:
    """uint16 as uint8: the nearest, so that 65535 is 255."""
    scaled: Array = ((array.astype("u4") + 128) // 257).astype("u1")
    return scaled


def to_16_bits(array: Array) -> Array:
    """uint8 as uint16, exactly: 255 is 65535."""
    scaled: Array = array.astype("<u2") * 257
    return scaled
