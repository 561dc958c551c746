from __future__ import annotations

import io
import pathlib
import struct
import threading
import warnings
import zlib

import numpy as np
import PIL.Image
import PIL.PngImagePlugin
import pytest

from rpcface.component import Accept, Invalid, Limits
from rpcface.components import image_files
from rpcface.components.image import MEDIA_TYPES, Image
from rpcface.components.quiet import quiet
from rpcface.files import CallIO
from rpcface.media_types import DECODED
from rpcface.values import Media, Tensor

PIXELS = np.arange(2 * 3 * 3, dtype="u1").reshape(2, 3, 3) * 13
KINDS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
TURNS = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.transpose(1, 0, 2),
    6: lambda a: np.rot90(a, -1),
    7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
    8: np.rot90,
}


@pytest.fixture
def files():
    with CallIO() as made:
        yield made


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A directory that a function may name files in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def saved(kind, array=PIXELS, **options):
    file = io.BytesIO()
    PIL.Image.fromarray(array).save(file, kind, **options)
    return Media(f"image/{kind.lower()}", file.getvalue())


def turned(kind, orientation):
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation
    return saved(kind, exif=exif, **({"lossless": True} if kind == "WEBP" else {}))


def png_that_says(width, height):
    head = struct.pack(">4sIIBBBBB", b"IHDR", width, height, 8, 2, 0, 0, 0)
    chunks = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return Media("image/png", b"\x89PNG\r\n\x1a\n" + chunks + struct.pack(">I4s", 0, b"IDAT"))


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_what_lies_on_its_side_stands_upright(kind, orientation, files):
    media, upright = turned(kind, orientation), TURNS[orientation](PIXELS)
    given = PIL.Image.open(io.BytesIO(bytes(media)))
    path = Image(type="filepath").decode(media, files)
    pil = Image(type="pil").decode(media, files)

    assert np.array_equal(Image().decode(media, files), upright)
    assert np.array_equal(np.asarray(pil), upright)
    assert np.array_equal(np.asarray(PIL.Image.open(path)), upright)
    assert (pathlib.Path(path).read_bytes() == bytes(media)) is (orientation == 1)
    assert np.array_equal(Image().encode(given, Accept([DECODED]), files).array(), upright)
    assert np.array_equal(Image().encode(pil, Accept([DECODED]), files).array(), upright)


def test_damaged_exif_data_say_nothing(files):
    for exif in (b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0junk", b"Exif\0\0"):
        assert Image().decode(saved("JPEG", exif=exif), files).shape == PIXELS.shape


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_or_short_or_strange_file_is_refused_in_words_of_its_own(kind, files):
    noise = np.random.default_rng(1).integers(0, 256, (50, 60, 3), dtype="u1")
    whole = bytes(saved(kind, noise))
    for data in (b"", b"<svg/>", whole[:4], whole[:20], whole[: len(whole) // 2], bytes(99)):
        for python_type in ("numpy", "filepath"):
            with pytest.raises(Invalid) as caught:
                Image(type=python_type).decode(Media(f"image/{kind.lower()}", data), files)
            assert caught.value.wanted.startswith("an image that can be read (png, jpeg")
            assert caught.value.came.startswith(f"image/{kind.lower()} of {len(data)} bytes that ")


@pytest.mark.parametrize("kind", KINDS)
def test_no_damage_raises_anything_else(kind, files):
    whole, random = bytearray(bytes(saved(kind))), np.random.default_rng(2)
    for _ in range(150):
        data = whole.copy()
        for spot in random.integers(0, len(data), 3):
            data[spot] = random.integers(256)
        try:
            found = Image(image_mode=None).decode(Media("image/png", bytes(data)), files)
        except Invalid:
            continue
        assert found.dtype in (np.uint8, np.uint16)


def test_formats_that_are_not_listed_are_not_opened(files):
    for kind in ("PPM", "ICO", "TGA", "PCX"):
        with pytest.raises(Invalid, match="that is none of these"):
            Image().decode(Media("image/png", bytes(saved(kind))), files)


@pytest.mark.parametrize("size", [(10, 11), (20_000, 20_000), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_before_they_are_decoded(size):
    message = "at most 100 pixels; came {}.{}".format(*size)
    with CallIO(limits=Limits(max_pixels=100)) as files, pytest.raises(Invalid, match=message):
        Image().decode(png_that_says(*size), files)


def test_a_server_may_allow_more_pixels_than_pillow_does(monkeypatch, files):
    monkeypatch.setattr(PIL.Image, "MAX_IMAGE_PIXELS", 2)

    for kind in ("PNG", "JPEG", "BMP"):
        assert Image().decode(saved(kind), files).shape == PIXELS.shape


def test_what_pillow_calls_a_bomb_is_refused_as_one(monkeypatch, files):
    def bomb(_image):
        raise PIL.Image.DecompressionBombError("a part that claims to be larger than the whole")

    monkeypatch.setattr(PIL.Image, "MAX_IMAGE_PIXELS", 2)
    monkeypatch.setattr(PIL.PngImagePlugin.PngImageFile, "load", bomb)

    with pytest.raises(Invalid, match="at most 4 pixels"):
        Image().decode(saved("PNG"), files)


def test_of_an_animation_comes_the_first_picture(files):
    first, second = (PIL.Image.new("RGB", (4, 4), colour) for colour in ("red", "blue"))
    for kind in ("GIF", "PNG", "WEBP", "TIFF", "MPO"):
        file = io.BytesIO()
        options = {"lossless": True} if kind == "WEBP" else {}
        first.save(file, kind, save_all=True, append_images=[second], **options)
        red, _, blue = Image().decode(Media("image/png", file.getvalue()), files)[0, 0]
        assert (red > 250, blue < 5) == (True, True), kind


@pytest.mark.parametrize("kind", [*KINDS, "MPO"])
def test_a_file_that_a_function_names_leaves_as_it_is_where_browsers_show_it(kind, place, files):
    data = bytes(saved(kind))
    (place / "file").write_bytes(data)
    own = {"MPO": "image/jpeg"}.get(kind, f"image/{kind.lower()}")

    media = Image(format="webp").encode("file", Accept(), files)
    same = Image().encode(place / "file", Accept([own]), files)
    tensor = Image().encode("file", Accept([DECODED]), files)

    assert media.media_type == ("image/webp" if kind == "TIFF" else own)
    assert (bytes(media) == data) is (kind != "TIFF")
    assert (same.media_type, bytes(same), same.filename) == (own, data, "file")
    assert np.array_equal(tensor.array(), Image().decode(media := Media(own, data), files)), media


def test_a_named_file_is_written_anew_where_another_type_is_asked_for(place, files):
    (place / "a.png").write_bytes(bytes(saved("PNG")))

    media = Image(image_mode="L").encode("a.png", Accept(["image/bmp"]), files)

    assert media.media_type == "image/bmp"
    assert PIL.Image.open(io.BytesIO(bytes(media))).mode == "L"


@pytest.mark.parametrize("data", [b"", b"<html>", b"\x89PNG\r\n\x1a\n"])
def test_a_named_file_that_is_no_image_is_refused(data, place, files):
    (place / "a.png").write_bytes(data)

    with pytest.raises(Invalid, match="an image that can be read"):
        Image().encode("a.png", Accept(), files)


def test_a_file_that_is_not_there_is_refused(place, files):
    with pytest.raises(Invalid, match="the path of a file"):
        Image().encode("none.png", Accept(), files)


def test_an_address_is_fetched_as_an_image():
    class Fetching(CallIO):
        def load(self, place, media_types):
            assert (place, media_types) == ("https://example.org/a", MEDIA_TYPES)
            return saved("GIF")

    with Fetching() as files:
        media = Image().encode("https://example.org/a", Accept(), files)

    assert media == saved("GIF")


def test_a_pil_image_whose_file_is_damaged_is_refused(files):
    given = PIL.Image.open(io.BytesIO(bytes(saved("PNG", np.zeros((99, 99, 3), "u1")))[:-60]))

    with pytest.raises(Invalid, match="an image that can be read"):
        Image().encode(given, Accept(), files)


@pytest.mark.parametrize("wish", ["image/webp", "image/jpeg"])
def test_what_a_file_type_has_no_room_for_becomes_a_png(wish, files):
    assert Image().encode(np.zeros((1, 70_000), "u1"), Accept([wish]), files).media_type == (
        "image/png"
    )


def test_a_tiff_that_came_compressed_with_loss_leaves_without(files):
    noise = np.random.default_rng(3).integers(0, 256, (16, 16, 3), dtype="u1")
    given = PIL.Image.open(io.BytesIO(bytes(saved("TIFF", noise, compression="jpeg"))))
    given.load()

    media = Image().encode(given, Accept(["image/tiff"]), files)

    assert np.array_equal(Image().decode(media, files), np.asarray(given))


def test_a_tensor_of_a_named_file_is_a_tensor(place, files):
    (place / "a.png").write_bytes(bytes(saved("PNG")))

    assert isinstance(Image().encode("a.png", Accept([DECODED]), files), Tensor)


def test_pillows_warnings_stay_inside_and_the_programs_do_not():
    before = list(warnings.filters)
    pillow = {"__name__": "PIL.Fake", "__warningregistry__": {}}

    def warn(where):
        exec("import warnings; warnings.warn('oops')", where)  # noqa: S102  # as another module

    def inside():
        with quiet(), quiet():
            warn(pillow)
            with pytest.raises(UserWarning, match="oops"):
                warn({"__name__": "program"})

    threads = [threading.Thread(target=inside) for _ in range(4)]
    for thread in (*threads, threading.Thread(target=inside)):
        thread.start()
        thread.join()
    inside()

    assert warnings.filters == before
    with pytest.raises(UserWarning, match="oops"):
        warn(pillow)


def test_others_have_the_interpreter_while_a_jpeg_is_written():
    picture = PIL.Image.effect_noise((3000, 3000), 50).convert("RGB")
    turns, is_over = 0, threading.Event()

    def take_turns():
        nonlocal turns
        while not is_over.wait(0.0005):
            turns += 1

    taker = threading.Thread(target=take_turns)
    taker.start()
    try:
        media = image_files.write(picture, "image/jpeg")
    finally:
        is_over.set()
        taker.join()

    assert len(media.data) > 1_000_000
    assert turns > 50
