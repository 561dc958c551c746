from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.files import CallIO

NOTE = rf.Media("text/plain", b"one two", "note.txt")
NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="/\\"), max_size=60
).filter(lambda name: name not in ("", ".", ".."))
MEDIA = st.builds(rf.Media, st.sampled_from(["text/plain", "", "a/b; c=d"]), st.binary(), NAMES)


@pytest.fixture
def io():
    with CallIO() as files:
        yield files


def sent(component, given_back, io):
    """What travels for what a function returned."""
    return component.schema().check(component.encode(given_back, rf.Accept(), io))


def received(component, value, io):
    """What a function gets for a value that was sent."""
    return component.decode(component.schema().check(value), io)


@given(MEDIA)
def test_a_file_is_called_as_its_sender_called_it_and_leaves_as_it_is(media):
    with CallIO() as io:
        path = received(rf.File(), media, io)

        assert os.path.basename(path) == media.filename
        with open(path, "rb") as file:
            assert file.read() == media.data
        again = sent(rf.File(), path, io)
    assert (again.filename, again.data) == (media.filename, media.data)


@given(MEDIA)
def test_a_medium_leaves_unchanged(media):
    with CallIO() as io:
        assert sent(rf.File(), media, io) == media
        assert sent(rf.File(file_count="multiple"), (media, media), io) == [media, media]


@given(st.binary())
def test_with_binary_the_function_gets_the_bytes(data):
    component = rf.File(type="binary")
    with CallIO() as io:
        for content in (data, memoryview(data)):
            found = received(component, rf.Media("", content), io)
            assert (type(found), found) == (bytes, data)
        assert sent(component, data, io) == rf.Media("application/octet-stream", data)


@pytest.mark.parametrize("data", [b"ab", bytearray(b"ab"), memoryview(b"xaby")[1:3]])
def test_bytes_leave_as_a_file_without_a_name(io, data):
    assert sent(rf.File(), data, io) == rf.Media("application/octet-stream", b"ab")
    assert sent(rf.File(file_types=["text", ".pdf"]), data, io).media_type == "application/pdf"


def test_the_file_is_gone_when_the_call_has_ended():
    with CallIO() as io:
        path = received(rf.File(), NOTE, io)
    assert not os.path.exists(path)


def test_two_files_of_one_name_are_two(io):
    paths = received(rf.File(file_count="multiple"), [NOTE, NOTE], io)

    assert len(set(paths)) == 2
    assert {os.path.basename(path) for path in paths} == {"note.txt"}


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_a_file_without_a_name_ends_as_its_type_is_written(io, name):
    path = received(rf.File(), rf.Media("text/csv", b"a", name), io)

    assert os.path.basename(path).startswith("media-")
    assert path.endswith(".csv")


@pytest.mark.parametrize("name", ["../a", "/etc/passwd", "a\\b", "a\0", "a\n", "\x7f", "é" * 128])
def test_a_name_that_is_a_path_or_too_long_is_refused(io, name):
    with pytest.raises(rf.Invalid, match="filename"):
        received(rf.File(), rf.Media("text/plain", b"", name), io)


def test_several_files_come_and_leave_in_a_list(io):
    component = rf.File(file_count="multiple", type="binary")

    assert received(component, [NOTE, NOTE], io) == [b"one two"] * 2
    assert received(component, [], io) == []
    assert sent(component, [], io) == []
    with pytest.raises(rf.Invalid, match="wanted a list, each item a file; came text/plain"):
        received(component, NOTE, io)
    with pytest.raises(rf.Invalid, match="wanted a list of files; came bytes"):
        sent(component, b"alone", io)
    with pytest.raises(rf.Invalid, match=r"^at /1: wanted a path, .*; came int$"):
        sent(component, [b"", 3], io)


@pytest.mark.parametrize("given_back", [3, None, {"a": 1}, object()])
def test_what_is_no_file_is_refused(io, given_back):
    with pytest.raises(rf.Invalid, match=r"^wanted a path, an http\(s\) address, bytes or an"):
        rf.File().encode(given_back, rf.Accept(), io)


def test_a_medium_without_its_content_is_no_file_to_return(io):
    with pytest.raises(rf.Invalid, match=r"^wanted an rpcface\.Media with its content; came one"):
        sent(rf.File(), rf.Media("text/plain", None, "a.txt", "b1"), io)


def test_a_path_that_may_not_be_read_is_refused(io):
    with pytest.raises(rf.Invalid, match="wanted the path of a file below the working directory"):
        sent(rf.File(), "/etc/passwd", io)


@pytest.mark.parametrize(
    ("file_types", "media_types", "extensions"),
    [
        (None, (), ()),
        (["image"], ("image/*",), ()),
        (("text", "audio"), ("text/*", "audio/*"), ()),
        ([".pdf", ".tar.gz"], (), (".pdf", ".tar.gz")),
        (["video", ".pdf"], ("video/*", "application/pdf"), ()),
    ],
)
def test_file_types_are_kinds_or_endings(file_types, media_types, extensions):
    shape = rf.File(file_types=file_types).schema().shape

    assert (shape.media_types, shape.extensions) == (media_types, extensions)


@pytest.mark.parametrize("name", ["a.txt", "A.TXT", ".txt", "a.b.Txt"])
def test_an_ending_has_any_case(io, name):
    for ending in (".txt", ".TXT"):
        component = rf.File(file_types=[ending], type="binary")
        assert received(component, rf.Media("", b"a", name), io) == b"a"


@pytest.mark.parametrize("name", ["a.txt.exe", "atxt", "", "a.txt "])
def test_a_file_of_another_ending_is_refused_in_and_out(io, name):
    media = rf.Media("text/plain", b"a", name)

    with pytest.raises(rf.Invalid, match=r"wanted a file named \.txt; came "):
        received(rf.File(file_types=[".txt"]), media, io)
    with pytest.raises(rf.Invalid, match=r"wanted a file named \.txt; came "):
        sent(rf.File(file_types=[".txt"]), media, io)


def test_a_file_of_another_kind_is_refused(io):
    component = rf.File(file_types=["image", ".pdf"], type="binary")

    assert received(component, rf.Media("IMAGE/x-any; a=b", b"a"), io) == b"a"
    with pytest.raises(rf.Invalid, match=r"wanted a file \(image/\*, application/pdf\); came text"):
        received(component, rf.Media("text/plain", b"a", "a.pdf"), io)


@pytest.mark.parametrize(
    ("given_size", "size"),
    [(1, 1), (5_000, 5_000), ("7b", 7), ("5kb", 5120), ("5 MB", 5 * 2**20), (" 2Gb ", 2**31)],
)
def test_a_size_is_a_number_of_bytes_or_has_a_unit(given_size, size):
    assert rf.File(max_file_size=given_size).schema().shape.max_size_bytes == size


@pytest.mark.parametrize("given_size", [0, -1, 1.5, True, "5", "mb", "0kb", "1tb", "9" * 30 + "gb"])
def test_a_size_that_is_none_is_refused(given_size):
    with pytest.raises(ValueError, match=r"^File\(max_file_size=…\): wanted bytes as an int from"):
        rf.File(max_file_size=given_size)


def test_a_size_is_of_at_most_64_bits():
    assert rf.File(max_file_size=2**63 - 1).schema().shape.max_size_bytes == 2**63 - 1
    for size in (2**63, f"{2**33}gb", 10**5000):
        with pytest.raises(ValueError, match=r"\(64 bits at most\)"):
            rf.File(max_file_size=size)


def test_a_file_that_is_too_large_is_refused_in_and_out(io):
    component = rf.File(max_file_size=7, type="binary")

    assert received(component, NOTE, io) == b"one two"
    for refused in (received, sent):
        with pytest.raises(rf.Invalid, match=r"wanted a file of at most 7 bytes; came .* 8 bytes"):
            refused(component, rf.Media("text/plain", b"8 bytes!"), io)


@pytest.mark.parametrize("file_types", ["image", [], {"image"}, 3])
def test_file_types_are_a_list(file_types):
    with pytest.raises(TypeError, match=r"^File\(file_types=…\): wanted a list such as"):
        rf.File(file_types=file_types)


@pytest.mark.parametrize(
    "one", ["pdf", "*.pdf", "file", ".", "./a", ". pdf", "", 3, None, "image/*"]
)
def test_a_file_type_is_a_kind_or_an_ending(one):
    with pytest.raises(ValueError, match=r"^File\(file_types=…\): wanted 'image', .*; came"):
        rf.File(file_types=[one])


@pytest.mark.parametrize("ending", [".gz", ".tar.gz", ".no-such-type"])
def test_an_ending_beside_a_kind_has_a_media_type(ending):
    with pytest.raises(ValueError, match=r"has no media type, so it can't stand beside kinds"):
        rf.File(file_types=["image", ending])


@pytest.mark.parametrize("parameter", ["file_count", "type"])
def test_its_ways_are_listed(parameter):
    with pytest.raises(ValueError, match=rf"^File\({parameter}=…\): wanted one of '"):
        rf.File(**{parameter: "directory"})


def test_a_file_that_the_server_does_not_hold_is_gone(io):
    for component in (rf.File(), rf.File(type="binary"), rf.File(max_file_size=1)):
        with pytest.raises(rf.BlobGone, match="holds no blob 'b1'"):
            received(component, rf.Media("text/plain", None, "a.txt", "b1"), io)


def test_its_default_is_a_file_that_its_author_names(tmp_path):
    (tmp_path / "note.txt").write_bytes(b"one two")

    interface = rf.Interface(os.path.basename, rf.File(tmp_path / "note.txt"), "text")

    assert interface.inputs[0].field.default == NOTE
    assert interface() == "note.txt"
