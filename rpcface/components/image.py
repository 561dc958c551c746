"""An image, as an array, as Pillow has it, or as a file."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from rpcface.component import IO, Accept, Component, Invalid
from rpcface.components.image_files import READABLE, SUFFIXES, identify, read, write
from rpcface.components.image_modes import array_of, bring, clean, image_of, natural, upright
from rpcface.components.options import length, one_of, props, truth
from rpcface.components.pixels import mode_of, pixels
from rpcface.components.quiet import quiet
from rpcface.media_types import DECODED
from rpcface.schemas import MediaShape, Schema, TensorShape
from rpcface.values import DataType, Media, Tensor, Value

if TYPE_CHECKING:
    import numpy as np
    import PIL.Image

    Found: TypeAlias = np.ndarray[Any, Any] | PIL.Image.Image

TYPES: Final = ("numpy", "pil", "filepath")
FORMATS: Final = ("png", "jpeg", "webp", "bmp")
MEDIA_TYPES: Final = tuple(SUFFIXES)

_WRITTEN = ("image/png", "image/webp", "image/jpeg", "image/bmp", "image/tiff", DECODED)
_VIEWABLE = frozenset(MEDIA_TYPES) - {"image/tiff"}
_TENSORS = {
    "L": TensorShape((DataType.UINT8,), (-1, -1)),
    "LA": TensorShape((DataType.UINT8,), (-1, -1, 2)),
    "RGB": TensorShape((DataType.UINT8,), (-1, -1, 3)),
    "RGBA": TensorShape((DataType.UINT8,), (-1, -1, 4)),
    "I;16": TensorShape((DataType.UINT16,), (-1, -1)),
    None: TensorShape((DataType.UINT8, DataType.UINT16)),
}


class Image(Component):
    """An image of height H and width W, row by row from the top left.

    image_mode: what every image is brought to: "L", (H, W); "LA", (H, W, 2); "RGB",
        (H, W, 3); "RGBA", (H, W, 4), each uint8 from 0 to 255, alpha 255 opaque and
        not premultiplied; "I;16", (H, W) uint16 from 0 to 65535; None: that one of
        the five which the image itself has.
    type: what the function gets: "numpy", such an array, its own to write into;
        "pil", a loaded `PIL.Image.Image` of that mode; "filepath", the path of a file
        that lives until the call ends: the one that came where its pixels are upright
        and in that mode already, else a png.
    format: "png", "jpeg", "webp" or "bmp": how an image leaves that the caller wants
        in no certain way. png and bmp are exact, bmp has no alpha; jpeg (quality 95)
        and webp (quality 90) lose detail, and come only where they are asked for.
    height, width: how large it is shown, in pixels of the screen.
    streaming: whether it is a camera's, of which a live call gets every picture.

    The function returns an array of shape (H, W) or (H, W, 1 to 4), a PIL image, the
    path of a file, or its http(s) address. Arrays are uint8, uint16 (gray only), bool
    (255 where true), floats from 0 to 1 (times 255, rounded), or other integers, all
    from 0 to 255. Normal form: uint8 or uint16 in `image_mode`; it leaves so as a
    tensor too. A file leaves unchanged where nothing or its own type is asked for and
    browsers show its type.

    EXIF turns are done. 16 bits become the nearest of 8 (65535 is 255). Where
    `image_mode` has no alpha, the image is laid over white. Of an animation comes the
    first picture. Colour profiles are not applied.

    Invalid, for inputs: a file that is no image or damaged, one of more pixels than
    the server allows, an image without pixels, floats (TIFF). For outputs: also numbers
    outside the ranges above, other shapes and types, a file that may not be read.
    """

    type = "image"

    def __init__(
        self,
        value: Any = None,
        *,
        image_mode: Literal["L", "LA", "RGB", "RGBA", "I;16"] | None = "RGB",
        type: Literal["numpy", "pil", "filepath"] = "numpy",  # noqa: A002  # Gradio's name
        format: Literal["png", "jpeg", "jpg", "webp", "bmp"] = "png",  # noqa: A002  # the same
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
        height: int | None = None,
        width: int | None = None,
        streaming: bool = False,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)
        self.image_mode = one_of(self, "image_mode", image_mode, tuple(_TENSORS))
        self.python_type = one_of(self, "type", type, TYPES)
        self.format = one_of(self, "format", "jpeg" if format == "jpg" else format, FORMATS)
        self.height = length(self, "height", height)
        self.width = length(self, "width", width)
        self.streaming = truth(self, "streaming", streaming)
        first = f"image/{self.format}"
        self._offers = (first, *(offer for offer in _WRITTEN if offer != first))

    def schema(self) -> Schema:
        return Schema(MediaShape(MEDIA_TYPES, decoded=Schema(_TENSORS[self.image_mode])))

    def props(self) -> Mapping[str, Any]:
        return props(height=self.height, width=self.width)

    def decode(self, value: Value, io: IO) -> np.ndarray[Any, Any] | PIL.Image.Image | str:
        if isinstance(value, Tensor):
            return self._given(self._brought(pixels(value.array())), io)
        assert isinstance(value, Media)
        picture = read(value, io)
        fits = picture.own_mode if self.image_mode is None else picture.own_mode == self.image_mode
        if self.python_type == "filepath" and fits:
            return io.path(value, SUFFIXES[picture.media_type])
        return self._given(bring(picture.image, self.image_mode), io)

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        if isinstance(value, (str, os.PathLike)):
            return self._encode_file(io.load(value, MEDIA_TYPES), accept, io)
        return _leaving(self._normal(value), accept.best(self._offers) or self._offers[0])

    def _encode_file(self, media: Media, accept: Accept, io: IO) -> Value:
        own = identify(media, io)
        offers = (own, *self._offers) if own in _VIEWABLE else self._offers
        best = accept.best(offers) or offers[0]
        if best == own:
            return dataclasses.replace(media, media_type=own)
        return _leaving(bring(read(media, io).image, self.image_mode), best)

    def _normal(self, value: Any) -> Found:
        import numpy as np
        import PIL.Image

        if isinstance(value, np.ndarray):
            return self._brought(pixels(value))
        if not isinstance(value, PIL.Image.Image):
            raise Invalid(
                "an image: a numpy array, a PIL image, a path or an http(s) address",
                f"{value.__class__.__module__}.{value.__class__.__qualname__}",
            )
        if not value.width or not value.height:
            raise Invalid("an image of at least one pixel", f"one of {value.size}")
        try:
            with quiet():
                return bring(natural(upright(value)), self.image_mode)
        except (Invalid, MemoryError):
            raise
        except Exception as error:  # it may be a file that is read only now
            raise Invalid(READABLE, f"a PIL image that can't be: {error}") from error

    def _brought(self, array: np.ndarray[Any, Any]) -> Found:
        """An array in normal form, in `image_mode`."""
        if self.image_mode in (None, mode_of(array)):
            return array
        return bring(image_of(array), self.image_mode)

    def _given(self, found: Found, io: IO) -> np.ndarray[Any, Any] | PIL.Image.Image | str:
        """What the function gets; an array of its own, for it may look into the request."""
        import numpy as np

        if self.python_type == "numpy":
            return np.asarray(found) if io.will_copy else np.array(found)
        image = image_of(found) if isinstance(found, np.ndarray) else found
        if self.python_type == "pil":
            return clean(image)
        return io.path(write(image, "image/png"), SUFFIXES["image/png"])


def _leaving(found: Found, media_type: str) -> Tensor | Media:
    import numpy as np

    if media_type == DECODED:
        return Tensor.of(found if isinstance(found, np.ndarray) else array_of(found))
    return write(image_of(found) if isinstance(found, np.ndarray) else found, media_type)
