"""The files of one call: what is opened, what is written, what a function may name."""

from __future__ import annotations

import os
import stat
import timeit
from collections.abc import Iterator
from pathlib import Path

import pytest

import rpcface as rf
from rpcface.component import IO, Limits
from rpcface.errors import Invalid
from rpcface.files import CallIO
from rpcface.values import Media, Value

PNG = Media("image/png", b"\x89PNG", "cat.png")


@pytest.fixture
def io() -> Iterator[CallIO]:
    with CallIO() as files:
        yield files


@pytest.fixture
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temp directory; the working directory lies beside it."""
    (tmp_path / "temp").mkdir()
    (tmp_path / "work").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "temp"


def test_it_is_an_io(io: CallIO) -> None:
    files: IO = io
    assert files.limits == Limits()


def test_building_one_costs_microseconds() -> None:
    limits, inputs = Limits(), dict[str, Value]()
    assert min(timeit.repeat(lambda: CallIO(limits=limits, inputs=inputs), number=1000)) < 0.01


def test_content_opens_as_a_file_that_can_seek(io: CallIO) -> None:
    for data in (b"abc", memoryview(b"xabcx")[1:4]):
        with io.open(Media("text/plain", data)) as file:
            assert (file.read(1), file.seek(0), file.read()) == (b"a", 0, b"abc")


def test_content_that_the_server_holds_elsewhere_is_refused(io: CallIO) -> None:
    stored = Media("image/png", None, blob_id="b1")
    for use in (io.open, io.path):
        with pytest.raises(rf.BlobGone, match="'b1'"):
            use(stored)


def test_a_path_leads_to_a_private_file_with_the_content(io: CallIO, temp: Path) -> None:
    path = Path(io.path(Media("image/png", memoryview(b"\x89PNG")), ".png"))
    assert path.read_bytes() == b"\x89PNG"
    assert path.suffix == ".png"
    assert path.parent.parent == temp
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_each_path_is_another(io: CallIO, temp: Path) -> None:
    assert temp.exists()
    assert io.path(PNG) != io.path(PNG)


@pytest.mark.parametrize("suffix", ["/../../x", "\\x", ".p\0", ". png", ".x" * 20, ".é", "$(x)"])
def test_a_suffix_that_is_no_plain_one_is_left_away(io: CallIO, temp: Path, suffix: str) -> None:
    path = Path(io.path(Media("image/png", b"x", "evil.png"), suffix))
    assert path.parent.parent == temp
    assert path.suffix == ""


@pytest.mark.parametrize("name", ["cat.png", "a b", "-rf", "$(x)", ".cat", "...", "é" * 127, "~"])
def test_a_file_can_keep_its_name(io: CallIO, temp: Path, name: str) -> None:
    media = Media("image/png", b"\x89PNG", name)
    paths = [Path(io.path(media, ".jpg", keep_name=True)) for _ in range(2)]
    for path in paths:
        assert path.name == name
        assert path.read_bytes() == b"\x89PNG"
        assert path.parent.parent.parent == temp
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert paths[0] != paths[1]


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_a_name_that_is_a_folder_s_is_not_kept(io: CallIO, temp: Path, name: str) -> None:
    path = Path(io.path(Media("image/png", b"x", name), ".png", keep_name=True))
    assert path.parent.parent == temp
    assert path.name.startswith("media-")
    assert path.suffix == ".png"


def test_a_name_is_kept_only_where_that_is_asked_for(io: CallIO, temp: Path) -> None:
    assert temp.exists()
    assert Path(io.path(PNG, ".png")).name != "cat.png"


def test_a_kept_name_goes_with_the_call(temp: Path) -> None:
    with CallIO() as io:
        assert Path(io.path(PNG, keep_name=True)).exists()
    assert not list(temp.iterdir())
    with pytest.raises(ValueError, match="has ended"):
        io.path(PNG, keep_name=True)
    with pytest.raises(rf.BlobGone, match="'b1'"):
        CallIO().path(Media("image/png", None, "cat.png", "b1"), keep_name=True)


def test_temporary_files_go_when_the_call_ends(temp: Path) -> None:
    with CallIO() as io:
        assert not list(temp.iterdir())
        io.path(PNG)
        assert list(temp.iterdir())
    assert not list(temp.iterdir())
    io.close()
    with pytest.raises(ValueError, match="has ended"):
        io.path(PNG)
    assert not list(temp.iterdir())


@pytest.mark.parametrize("kind", [str, Path])
def test_files_in_the_working_and_the_temp_directory_are_read(
    io: CallIO, temp: Path, kind: type[str | Path]
) -> None:
    for place in (temp / "cat.png", Path("dog.png")):
        place.write_bytes(b"\x89PNG")
        assert io.load(kind(place), ()) == Media("image/png", b"\x89PNG", place.name)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.mp3", "audio/mpeg"),
        ("a.svg.gz", "application/octet-stream"),
        ("none", "application/octet-stream"),
    ],
)
def test_the_name_tells_the_media_type(io: CallIO, temp: Path, name: str, media_type: str) -> None:
    (temp / name).write_bytes(b"x")
    assert io.load(temp / name, ("image/*",)).media_type == media_type


def test_a_link_keeps_its_name(io: CallIO, temp: Path) -> None:
    (temp / "0a1b").write_bytes(b"\x89PNG")
    (temp / "cat.png").symlink_to(temp / "0a1b")
    assert io.load(temp / "cat.png", ()) == PNG


def test_a_name_that_can_not_be_sent_is_left_away(io: CallIO, temp: Path) -> None:
    (temp / "a\nb.png").write_bytes(b"x")
    assert io.load(temp / "a\nb.png", ()).filename == ""


def test_other_directories_are_read_where_they_are_allowed(temp: Path) -> None:
    other = temp.parent / "other"
    other.mkdir()
    (other / "cat.png").write_bytes(b"\x89PNG")
    (temp.parent / "link").symlink_to(other)
    for allowed in (other, str(other), temp.parent / "link", "../other"):
        assert CallIO(allowed_paths=[allowed]).load(other / "cat.png", ()) == PNG


def test_what_may_not_be_read_is_refused_without_telling_the_caller_where(
    io: CallIO, temp: Path
) -> None:
    secret = temp.parent / "secret"
    secret.write_bytes(b"x")
    (temp.parent / "temporary").write_bytes(b"x")
    (temp / "link").symlink_to(secret)
    (temp / "linked").symlink_to(temp.parent)
    (temp / "loop").symlink_to(temp / "loop")
    os.mkfifo(temp / "fifo")
    refused: list[object] = [
        secret,
        temp.parent / "temporary",
        temp / ".." / "secret",
        "../secret",
        temp / "link",
        temp / "linked" / "secret",
        temp / "loop",
        temp / "fifo",
        temp,
        temp / "missing",
        "/dev/null",
        "/etc/passwd",
        "nul\0byte",
        "",
        "file:///etc/passwd",
        "x" * 10_000,
        7,
        b"bytes",
    ]
    for place in refused:
        with pytest.raises(Invalid) as caught:
            io.load(place, ("image/*",))
        assert str(temp.parent) not in caught.value.wanted
        assert "secret" not in caught.value.wanted


def test_a_working_directory_that_is_the_root_allows_nothing(
    io: CallIO, temp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (temp.parent / "secret").write_bytes(b"x")
    monkeypatch.chdir("/")
    with pytest.raises(Invalid):
        io.load(temp.parent / "secret", ())
    assert CallIO(allowed_paths=["/"]).load(temp.parent / "secret", ()).data == b"x"


def test_a_file_that_no_message_can_carry_is_refused(io: CallIO, temp: Path) -> None:
    with (temp / "large").open("wb") as file:
        file.truncate(2**31)
    with pytest.raises(Invalid, match="at most 2147483647 bytes"):
        io.load(temp / "large", ())


@pytest.mark.parametrize(
    "inputs",
    [
        {"url": "http://127.0.0.1:9/cat.png"},
        {"url": "  HTTP://127.0.0.1:9/cat.png\n"},
        {"text": "please show http://127.0.0.1:9/cat.png to me"},
        {"parts": [1, {"deep": ["http://127.0.0.1:9/cat.png"]}]},
        {"parts": {"http://127.0.0.1:9/cat.png": None}},
    ],
)
def test_an_address_that_stands_in_the_inputs_is_never_fetched(
    inputs: dict[str, Value], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rpcface.fetch.fetch", lambda *_, **__: pytest.fail("it was fetched"))
    with pytest.raises(Invalid, match="knows itself"):
        CallIO(inputs=inputs).load(" http://127.0.0.1:9/cat.PNG ", ("image/*",))


def test_an_address_of_the_functions_own_is_fetched_with_the_calls_limits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []

    def fetch(url: str, **options: object) -> Media:
        asked.append((url, options))
        return PNG

    monkeypatch.setattr("rpcface.fetch.fetch", fetch)
    io = CallIO(
        limits=Limits(max_fetch_bytes=7), private_addresses=False, inputs={"text": "http://a"}
    )
    assert io.load("HTTPS://a/cat.png", ("image/*",)) == PNG
    options = {"media_types": ("image/*",), "private_addresses": False, "max_bytes": 7}
    assert asked == [("HTTPS://a/cat.png", options)]
