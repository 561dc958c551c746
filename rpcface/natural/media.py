"""Files, bytes, pictures and arrays."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any, Final

from rpcface.errors import Invalid
from rpcface.media_types import matches
from rpcface.schemas import MediaShape, Shape, TensorShape
from rpcface.values import DataType, Media, Tensor

LARGE_FILE: Final = 16 * 2**20
"""From how many bytes on a file is not read, but named by its path in the medium."""


def to_media(given: Any, shape: MediaShape) -> Media | Tensor | None:
    """The medium, or for an image its pixels; None: `given` is neither a path, nor
    bytes, nor a picture.
    """
    if isinstance(given, (str, os.PathLike)):
        return _file(given, shape)
    if isinstance(given, (bytes, bytearray, memoryview)):
        return Media(_sniffed(bytes(given), shape), bytes(given))
    images = matches("image/png", shape.media_types)
    inner = shape.decoded.shape if shape.decoded else None
    if images and type(given).__module__.partition(".")[0] == "PIL":
        return _picture(given, inner)
    if images and is_array(given) and isinstance(inner, TensorShape):
        return _pixels(given, inner)
    return None


def _file(path: str | os.PathLike[str], shape: MediaShape) -> Media:
    import mimetypes

    data: bytes | None = None
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size <= LARGE_FILE:
                data = file.read()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Invalid(
            f"a file's path ({shape.wanted()})", f"{os.fspath(path)!r}: {reason}"
        ) from None
    name = os.path.basename(os.fsdecode(path))
    place = os.path.abspath(os.fsdecode(path))
    media_type = mimetypes.guess_type(name)[0] or _sniffed(place if data is None else data, shape)
    media = Media(media_type, data, name.encode("utf-8", "replace").decode())
    if data is None:
        media = replace(media, size_bytes=size, path=place)
    return replace(media, filename="") if media.fault() else media


def _sniffed(content: bytes | str, shape: MediaShape) -> str:
    """The media type of bytes without a name, or of the file at a path."""
    if matches("image/png", shape.media_types):
        import io

        from PIL import Image

        try:
            file = io.BytesIO(content) if isinstance(content, bytes) else content
            with Image.open(file) as image:
                return image.get_format_mimetype() or "application/octet-stream"
        except Exception:  # noqa: BLE001 - PIL raises what it likes; the server tells
            return "application/octet-stream"
    exact = [kind for kind in shape.media_types if "*" not in kind]
    return exact[0] if len(exact) == 1 else "application/octet-stream"


def _picture(image: Any, inner: Shape | None) -> Media | Tensor:
    """A PIL image: as pixels where they fit as they are, else as a file without loss."""
    import io

    from PIL import ImageOps

    image = ImageOps.exif_transpose(image)
    if image.mode in ("L", "LA", "RGB", "RGBA") and isinstance(inner, TensorShape):
        import numpy as np

        tensor = Tensor.of(np.asarray(image))
        if not image.info.get("transparency") and _fits(tensor, inner):
            return tensor
    kind = "TIFF" if image.mode in ("CMYK", "YCbCr", "LAB", "F", "RGBX") else "PNG"
    file = io.BytesIO()
    image.save(file, kind, **({"compress_level": 1} if kind == "PNG" else {}))
    return Media(f"image/{kind.lower()}", file.getvalue())


def _pixels(array: Any, inner: TensorShape) -> Media | Tensor:
    """An array for an image: as it is where it fits, else as a PNG where that can."""
    import numpy as np

    tensor = to_tensor(array, inner)
    if _fits(tensor, inner):
        return tensor
    gray = array[:, :, 0] if array.ndim == 3 and array.shape[2] == 1 else array
    exact = DataType.UINT8, DataType.BOOL, DataType.UINT16
    channels = gray.ndim == 2 or (
        gray.ndim == 3 and gray.shape[2] in (2, 3, 4) and tensor.data_type != DataType.UINT16
    )
    if not (channels and gray.size and tensor.data_type in exact):
        raise Invalid(inner.wanted(), f"an array {array.dtype} {array.shape}")
    from PIL import Image

    if gray.dtype == bool:
        gray = gray.astype(np.uint8) * 255
    return _picture(Image.fromarray(np.ascontiguousarray(gray)), None)


def _fits(tensor: Tensor, shape: TensorShape) -> bool:
    try:
        shape.check(tensor)
    except Invalid:
        return False
    return True


def to_tensor(given: Any, shape: TensorShape) -> Tensor:
    """The tensor of an array, or of what numpy makes one of."""
    import numpy as np

    if not is_array(given):
        only = shape.data_types[0].numpy_name if len(shape.data_types) == 1 else None
        try:
            given = np.asarray(given, only)
        except (ValueError, TypeError, OverflowError):
            raise Invalid(shape.wanted(), called(given)) from None
    try:
        return Tensor.of(given)
    except TypeError as error:
        raise Invalid(shape.wanted(), str(error)) from None


def is_array(given: Any) -> bool:
    """Whether it is a numpy array, told without importing numpy."""
    return hasattr(given, "__array_interface__") and hasattr(given, "dtype")


def called(given: Any) -> str:
    """What to call its type in a message."""
    kind = type(given)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
