"""Several images, each with a caption."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from rpcface.component import IO, Accept, Component, Invalid
from rpcface.components.image import FORMATS, TYPES, Image
from rpcface.components.options import length, one_of, props
from rpcface.schemas import Field, ListShape, Schema, StructShape, TextShape
from rpcface.values import Value

_FITS = ("contain", "cover", "fill", "none", "scale-down")


class Gallery(Component):
    """A list of images, each with a caption or None.

    type: what the function gets of each image: "filepath", "numpy" or "pil", as with
        `Image(image_mode=None)`: uint8 (H, W), (H, W, 2 to 4) or uint16 (H, W).
    format: how an image leaves that the caller wants in no certain way, see `Image`.
    columns, rows: how many are shown in a row, and rows at once.
    height: how high the gallery is shown, in pixels of the screen.
    object_fit: how an image fills its place, as in CSS: "contain", "cover", "fill",
        "none" or "scale-down".

    The function gets a list of (image, caption) pairs, the caption a str or None. It
    returns a list, or another iterable, of images, each one that `Image` takes, or of
    (image, caption) tuples. Normal form: a list of pairs, each image in its normal
    form. Invalid: the whole is one image, a str or a dict; a caption is no str; what
    `Image` refuses, with the index of the item.
    """

    type = "gallery"

    def __init__(
        self,
        value: Any = None,
        *,
        type: Literal["numpy", "pil", "filepath"] = "filepath",  # noqa: A002  # Gradio's name
        format: Literal["png", "jpeg", "jpg", "webp", "bmp"] = "png",  # noqa: A002  # the same
        columns: int | None = None,
        rows: int | None = None,
        height: int | None = None,
        object_fit: Literal["contain", "cover", "fill", "none", "scale-down"] | None = None,
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)
        self.python_type = one_of(self, "type", type, TYPES)
        self.format = one_of(self, "format", "jpeg" if format == "jpg" else format, FORMATS)
        self.columns = length(self, "columns", columns)
        self.rows = length(self, "rows", rows)
        self.height = length(self, "height", height)
        self.object_fit = one_of(self, "object_fit", object_fit, (*_FITS, None))
        self._image = Image(image_mode=None, type=self.python_type, format=self.format)

    def schema(self) -> Schema:
        image = Field(name="image", schema=self._image.schema(), type="image", label="Image")
        caption = Field(
            name="caption",
            schema=Schema(TextShape(), nullable=True),
            type="textbox",
            label="Caption",
            default=None,
        )
        return Schema(ListShape(Schema(StructShape((image, caption)))))

    def props(self) -> Mapping[str, Any]:
        return props(
            columns=self.columns, rows=self.rows, height=self.height, object_fit=self.object_fit
        )

    def decode(self, value: Value, io: IO) -> list[tuple[Any, str | None]]:
        assert isinstance(value, list)
        pairs: list[tuple[Any, str | None]] = []
        for index, item in enumerate(value):
            assert isinstance(item, dict)
            caption = item["caption"]
            assert caption is None or isinstance(caption, str)
            try:
                pairs.append((self._image.decode(item["image"], io), caption))
            except Invalid as fault:
                raise fault.below("image").below(index) from fault
        return pairs

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        if not _is_list(value):
            raise Invalid(
                "a list of images or of (image, caption) tuples",
                f"{value.__class__.__module__}.{value.__class__.__qualname__}",
            )
        items: list[Value] = []
        for index, item in enumerate(value):
            try:
                items.append(self._encode_item(item, accept, io))
            except Invalid as fault:
                raise fault.below(index) from fault
        return items

    def _encode_item(self, item: Any, accept: Accept, io: IO) -> dict[str, Value]:
        image, caption = item, None
        if isinstance(item, tuple) and len(item) == 2:
            image, caption = item
        if caption is not None and not isinstance(caption, str):
            raise Invalid("a caption that is a str or None", f"{caption.__class__.__qualname__}")
        return {
            "image": self._image.encode(image, accept, io),
            "caption": None if caption is None else str(caption),
        }


def _is_list(value: Any) -> bool:
    """Whether it is a collection of items: no image or text, and in an order."""
    if isinstance(value, (str, bytes, bytearray, memoryview, Mapping, set, frozenset)):
        return False
    return hasattr(value, "__iter__") and not hasattr(value, "__array_interface__")
