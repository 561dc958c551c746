"""Image files of strangers, opened with care, and our own, written."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import os
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from rpcface.component import IO
from rpcface.components.image_modes import bring, clean, natural, upright
from rpcface.components.quiet import quiet
from rpcface.errors import Invalid
from rpcface.values import Media, describe

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

SUFFIXES: Final = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/bmp": ".bmp",
    "image/tiff": ".tiff",
}
"""The media types that are read, and how their files are named."""

READABLE: Final = "an image that can be read (png, jpeg, webp, gif, bmp or tiff)"

# Pillow's name, how it is written, and for each mode that it can't carry the nearest.
_OPAQUE_8 = {"LA": "L", "RGBA": "RGB", "I;16": "L"}
_WRITERS: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    "image/png": ("PNG", {"compress_level": 1}, {}),
    "image/jpeg": ("JPEG", {"quality": 95}, _OPAQUE_8),
    "image/webp": ("WEBP", {"quality": 90}, {"L": "RGB", "LA": "RGBA", "I;16": "RGB"}),
    "image/bmp": ("BMP", {}, _OPAQUE_8),
    "image/tiff": ("TIFF", {}, {}),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """An image that was read from a file.

    `image` is upright and in its natural mode. `own_mode` is the mode in which the
    file itself has those very pixels, "P" where that mode is none of the five; ""
    where it has not: it lies on its side, or is in a colour space of its own.
    """

    image: Image
    media_type: str
    own_mode: str


def read(media: Media, files: IO) -> Picture:
    """The image in the file, its first where there are several. Invalid: there is
    none, it is damaged, or it has more pixels than may be.
    """
    with _opened(media, files) as image:
        turned = image.format == "TIFF" and _tiff_turn(image) not in (None, 1)
        turned_image = upright(image)
        turned = turned or turned_image is not image
        found = natural(turned_image)
        if turned:
            own_mode = ""
        elif found is image:
            own_mode = found.mode
        else:
            own_mode = "P" if image.mode in ("1", "P") else ""
        return Picture(found, _media_type(image), own_mode)


def identify(media: Media, files: IO) -> str:
    """The media type that the file really is of, from its head. Invalid: as `read`."""
    with _opened(media, files) as image:
        return _media_type(image)


def write(image: Image, media_type: str) -> Media:
    """The image, in one of the five modes, as a file: jpeg and webp lose detail, jpeg
    and bmp have no alpha, and only png and tiff have 16 bits. What the type has no
    room for (a side of more than 16383 pixels in webp) becomes a png.
    """
    name, options, nearest = _WRITERS[media_type]
    fitting = clean(bring(image, nearest.get(image.mode)))
    with _unheld() if name == "JPEG" else io.BytesIO() as file:
        try:
            fitting.save(file, name, **options)
        except (OSError, ValueError, OverflowError):
            if media_type == "image/png":
                raise
            return write(image, "image/png")
        file.seek(0)
        return Media(media_type, file.read())


def _unheld() -> BinaryIO:
    """A file with a descriptor: only there does Pillow write a JPEG without keeping all other
    threads from the interpreter, for 6 ms where it has 1920 x 1080 pixels.
    """
    if hasattr(os, "memfd_create"):
        return open(os.memfd_create("jpeg"), "w+b", buffering=0)
    return tempfile.TemporaryFile(buffering=0)


@contextlib.contextmanager
def _opened(media: Media, files: IO) -> Iterator[ImageFile]:
    """The file's image, not loaded yet. All that Pillow raises inside is Invalid, for
    what it raises about damaged files has no end.
    """
    import PIL.Image

    with files.open(media) as file, quiet():
        most = files.limits.max_pixels
        try:
            image = _identified(file)
            if image is None:
                raise Invalid(READABLE, f"{describe(media)} that is none of these")
            width, height = image.size
            if width * height > most:
                came = f"{width}×{height}"  # noqa: RUF001  # a times sign
                raise Invalid(f"an image of at most {most} pixels", came)
            yield image
        except (Invalid, MemoryError):
            raise
        except PIL.Image.DecompressionBombError as error:
            # A part claims to be larger than the whole; or Pillow's own limit, which
            # holds inside webp and tiff, is less than the server's.
            most = min(most, 2 * (PIL.Image.MAX_IMAGE_PIXELS or most))
            raise Invalid(f"an image of at most {most} pixels", "one that is larger") from error
        except Exception as error:
            raise Invalid(READABLE, f"{describe(media)} that is damaged or cut off") from error


def _identified(file: BinaryIO) -> ImageFile | None:
    """As `PIL.Image.open` with `formats`, but without its own limit of pixels, which
    is the whole process's and warns before it says how large an image is.
    """
    from PIL import (
        BmpImagePlugin,
        GifImagePlugin,
        Image,
        JpegImagePlugin,
        PngImagePlugin,
        TiffImagePlugin,
        WebPImagePlugin,
    )

    head = file.read(16)
    for opener in (
        PngImagePlugin.PngImageFile,
        JpegImagePlugin.JpegImageFile,  # multi-picture files (MPO) too
        WebPImagePlugin.WebPImageFile,
        GifImagePlugin.GifImageFile,
        BmpImagePlugin.BmpImageFile,
        TiffImagePlugin.TiffImageFile,
    ):
        factory, accepts = Image.OPEN[opener.format]
        if accepts is None or accepts(head) is True:
            file.seek(0)
            return factory(file, "")
    return None


def _media_type(image: ImageFile) -> str:
    return "image/jpeg" if image.format == "MPO" else f"image/{str(image.format).lower()}"


def _tiff_turn(image: ImageFile) -> object:
    tags = getattr(image, "tag_v2", {})
    return tags.get(0x0112)
