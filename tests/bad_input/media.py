"""Wrong values for components of files: images, sounds, files of any kind."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import PIL.Image

import rpcface as rf
import rpcface_audio
from tests.bad_input.sent import ODD, Case, blob, tensor


def _picture(kind: str = "PNG", mode: str = "RGB") -> bytes:
    file = io.BytesIO()
    PIL.Image.new(mode, (4, 3)).save(file, kind)
    return file.getvalue()


def _large_png() -> bytes:
    """A PNG of 50,000 by 50,000 pixels, in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


def _wav(rate: int = 8000, channels: int = 1, told: int = 8, came: int = 8) -> bytes:
    """A WAV file of silence, 16 bits: bytes that its head tells, and those that come."""
    form = struct.pack("<HHIIHH", 1, channels, rate, 2 * rate * channels, 2 * channels, 16)
    chunks = b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", told)
    return b"RIFF" + struct.pack("<I", 4 + len(chunks) + told) + b"WAVE" + chunks + bytes(came)


def _named(name: str, media_type: str = "text/plain", data: bytes = b"a") -> rf.Media:
    return rf.Media(media_type, data, name)


def _png(data: bytes) -> rf.Media:
    return rf.Media("image/png", data)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
IMAGES: dict[str, Any] = {
    "a path": "/etc/passwd",
    "an address": "http://169.254.169.254/",
    "a data URL": "data:image/png;base64,iVBORw0KGgo=",
    "pixels in lists": [[0, 0, 0]],
    "an SVG": rf.Media("image/svg+xml", SVG),
    "an SVG that says it is a PNG": _png(SVG),
    "text": rf.Media("text/plain", b"a"),
    "a PNG without a type": rf.Media("", _picture()),
    "no bytes": _png(b""),
    "a PNG that is cut off": _png(_picture()[:-30]),
    "a PNG of 2.5 billion pixels": _png(_large_png()),
    "a filename that is a path": _named("../a.png", "image/png", _picture()),
    "a TIFF of floats": rf.Media("image/tiff", _picture("TIFF", "F")),
    "a file that the server does not hold": blob("image/png"),
}
NAMES: dict[str, Any] = {
    "a filename that is a path": _named("../../etc/passwd"),
    "a filename that is a path of Windows": _named("..\\a.txt"),
    "a filename with NUL": _named("a.txt\0.png"),
    "a filename with a line break": _named("a\nb.txt"),
    "a filename of 300 bytes": _named("é" * 150),
}


def _sound(rate: Any = 8000, samples: Any = None, **more: Any) -> dict[str, Any]:
    silence = rf.Tensor(rf.DataType.INT16, (2,), bytes(4))
    return {"rate": rate, "samples": silence if samples is None else samples} | more


def _silence(kind: rf.DataType, *shape: int, data: bytes = b"") -> rf.Tensor:
    return rf.Tensor(kind, shape, data)


MEDIA = {
    "Image": Case(
        rf.Image(),
        IMAGES
        | {
            "a tensor of floats": tensor("float32", (1, 1, 3)),
            "a gray tensor": tensor("uint8", (1, 1)),
            "a tensor without pixels": tensor("uint8", (0, 4, 3)),
            "a tensor of too few bytes": tensor("uint8", (2, 2, 3), b"\0"),
            "a tensor whose length overflows": tensor("uint8", (2**62 + 1, 4, 3), bytes(12)),
            "a tensor of a negative length": tensor("uint8", (-1, -1, 3), bytes(3)),
            "a tensor of 33 dimensions": tensor("uint8", (1,) * 33),
        }
        | ODD,
    ),
    "Image(image_mode=None)": Case(
        rf.Image(image_mode=None),
        {
            "a tensor of 5 channels": tensor("uint8", (1, 1, 5)),
            "16 bits of colour": tensor("uint16", (1, 1, 3)),
            "a row": tensor("uint8", (4,)),
        },
    ),
    "Gallery": Case(
        rf.Gallery(),
        {
            "an image alone": _png(_picture()),
            "a struct": {"image": _png(_picture())},
            "an image in a list": [_png(_picture())],
            "an item without an image": [{"caption": "a"}],
            "a caption of a number": [{"image": _png(_picture()), "caption": 3}],
            "another field": [{"image": _png(_picture()), "label": "a"}],
            "a path": [{"image": "/etc/passwd"}],
            "the second is no image": [{"image": _png(part)} for part in (_picture(), b"GIF")],
            "one that the server does not hold": [{"image": blob("image/png")}],
        }
        | ODD,
    ),
    "File": Case(
        rf.File(),
        {"a path": "/etc/passwd", "an address": "http://127.0.0.1/", "a number": 3}
        | {"a tensor": tensor("uint8", (3,)), "two files": [_named("a"), _named("b")]}
        | NAMES
        | {"a file that the server does not hold": blob("text/plain")}
        | ODD,
    ),
    "File(file_types=['.txt'], max_file_size=3)": Case(
        rf.File(file_types=[".txt"], max_file_size=3),
        {
            "another ending": _named("a.exe"),
            "the ending in the middle": _named("a.txt.exe"),
            "no filename": rf.Media("text/plain", b"a"),
            "4 bytes": _named("a.txt", data=b"abcd"),
            "a name that the server holds no file of": blob("text/plain", "a.txt"),
        },
    ),
    "File(file_types=['image', '.pdf'])": Case(
        rf.File(file_types=["image", ".pdf"]),
        {
            "text": _named("a.pdf"),
            "no type": _named("a.png", ""),
            "an image among programs": _named("a.png", "application/image"),
        },
    ),
    "File(file_count='multiple')": Case(
        rf.File(file_count="multiple"),
        {
            "a file alone": _named("a.txt"),
            "a path in it": ["/etc/passwd"],
            "null in it": [None],
            "the second's filename is a path": [_named("a"), _named("/etc/passwd")],
        },
    ),
    "Audio": Case(
        rpcface_audio.Audio(),
        {
            "a path": "/etc/passwd",
            "an address": "http://127.0.0.1/a.wav",
            "samples alone": tensor("int16", (2,)),
            "an image": _png(_picture()),
            "no bytes": rf.Media("audio/wav", b""),
            "text that says it is WAV": rf.Media("audio/wav", b"a" * 100),
            "a WAV that is cut off": rf.Media("audio/wav", _wav(told=800)),
            "a WAV of a billion bytes": rf.Media("audio/wav", _wav(told=10**9)),
            "a WAV of 100 channels": rf.Media("audio/wav", _wav(channels=100)),
            "a WAV of a rate of 0": rf.Media("audio/wav", _wav(rate=0)),
            "a head of FLAC alone": rf.Media("audio/flac", b"fLaC" + bytes(40)),
            "a file that the server does not hold": blob("audio/wav"),
            "a rate of 0": _sound(rate=0),
            "a rate of text": _sound(rate="8000"),
            "a rate and no samples": {"rate": 8000},
            "samples in a list": _sound(samples=[0, 0]),
            "samples of uint32": _sound(samples=_silence(rf.DataType.UINT32, 0)),
            "samples of 3 dimensions": _sound(samples=_silence(rf.DataType.INT16, 0, 1, 1)),
            "100 channels": _sound(samples=_silence(rf.DataType.UINT8, 1, 100, data=bytes(100))),
            "another field": _sound(level=1.0),
        }
        | ODD,
    ),
}
