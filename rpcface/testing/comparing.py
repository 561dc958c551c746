"""What values are compared by, where equal is not enough."""

from __future__ import annotations

import datetime
import math
from typing import Any

import numpy as np
import PIL.Image

from rpcface.values import Media, Tensor


def comparable(given: Any) -> Any:
    """Something that is equal only for what is the same: of one type, arrays and images
    with their elements, NaN that is NaN, times with their offset.
    """
    if isinstance(given, float):
        return "float", "nan" if math.isnan(given) else given.hex()
    if isinstance(given, np.ndarray):
        return "array", given.dtype.str, given.shape, np.ascontiguousarray(given).tobytes()
    if isinstance(given, PIL.Image.Image):
        return "image", given.mode, given.size, given.tobytes()
    if isinstance(given, datetime.datetime):
        return "datetime", given.astimezone(datetime.UTC), given.utcoffset()
    if isinstance(given, Tensor):
        return "tensor", comparable(given.array())
    if isinstance(given, Media):
        return "media", given.media_type, given.filename, given.data and bytes(given.data)
    if isinstance(given, dict):
        return "dict", [(name, comparable(part)) for name, part in given.items()]
    if isinstance(given, (list, tuple)):
        kind = "list" if isinstance(given, list) else "tuple"
        return kind, [comparable(part) for part in given]
    return type(given), given
