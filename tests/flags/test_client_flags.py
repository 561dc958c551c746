"""Flagging from Python, and from the command line."""

from __future__ import annotations

import numpy as np
import PIL.Image
import pytest

import rpcface as rf
from rpcface.client import large

PIXELS = np.random.default_rng(5).integers(0, 256, (4, 6, 3), dtype="u1")


def split(text, at=" "):
    head, _, tail = text.partition(at)
    return head, tail


def splitting(**options):
    outputs = [rf.Textbox(name="head"), rf.Textbox(name="tail")]
    return rf.Interface(split, ["text", "text"], outputs, api_name="split", **options)


def invert(img):
    return 255 - img


def inverting(**options):
    return rf.Interface(invert, "image", "image", api_name="invert", **options)


def test_a_call_is_flagged_by_what_it_got_and_gave(serving, connect, kept):
    here = connect(serving(splitting(flagging_options=["wrong"])))["split"]
    shown = here.predict("one two")
    ids = [
        here.flag("wrong", inputs=["one two"], outputs=shown),
        here.flag("wrong", inputs=("one two", " "), outputs=list(shown)),
        here.flag("wrong", inputs={"text": "one two"}, outputs={"tail": "two", "head": "one"}),
    ]

    records = kept(3)
    assert [record.id for record in records] == ids
    for record in records:
        assert record.option == "wrong"
        assert record.inputs == {"text": "one two", "at": " "}
        assert record.outputs == {"head": "one", "tail": "two"}


def test_the_only_interface_needs_no_name(serving, connect, kept):
    connect(serving(splitting())).flag(inputs=["a b"])

    assert kept(1)[0].outputs == {}


def test_a_picture_is_flagged_as_it_is_at_hand(serving, connect, kept, folder):
    PIL.Image.fromarray(PIXELS).save("photo.png")
    here = connect(serving(inverting()))
    shown = here.predict("photo.png")
    here.flag(inputs=["photo.png"], outputs=shown)

    (record,) = kept(1)
    assert record.inputs["img"]["filename"] == "photo.png"
    with PIL.Image.open(folder / ".rpcface" / "flags" / record.outputs["output"]["file"]) as image:
        assert np.array_equal(np.asarray(image), 255 - PIXELS)


def test_large_media_go_as_blobs(serving, connect, kept, monkeypatch):
    monkeypatch.setattr(large, "INLINE", 1000)
    content = bytes(range(256)) * 50
    made = rf.Interface(lambda file: None, "file", "file", api_name="f")
    output = rf.Media("application/pdf", content[::-1], "out.pdf")
    connect(serving(made)).flag(inputs=[content], outputs=output)

    (record,) = kept(1)
    assert record.inputs["file"]["size"] == record.outputs["output"]["size"] == len(content)
    assert record.outputs["output"]["file"].endswith(".pdf")


def test_one_request_id_is_recorded_once(serving, connect, kept):
    here = connect(serving(splitting()))
    ids = {here.flag(inputs=["a b"], request_id="one") for _ in range(2)}

    assert {record.id for record in kept(1)} == ids


def test_what_is_not_right_is_named_before_it_is_sent(serving, connect):
    here = connect(serving(splitting()))
    faults = {}
    for outputs in ({"hed": "a"}, "a", ("a",), ("a", object())):
        with pytest.raises(rf.InputError) as caught:
            here.flag(inputs=["a b"], outputs=outputs)
        faults[repr(outputs)[:12]] = str(caught.value)

    texts = list(faults.values())
    assert texts[0].startswith("outputs.hed: no output has that name; there are head, tail; did")
    assert texts[1] == "outputs: wanted head, tail; came 'a'"
    assert texts[3].startswith("outputs.tail: wanted null, truth")
    with pytest.raises(TypeError, match="inputs: wanted a dict by name, or a list in order"):
        here.flag(inputs="a b")
    with pytest.raises(rf.InputError, match=r"inputs\.text: wanted text; came nothing"):
        here.flag(inputs=[])


def test_the_server_s_refusals_are_errors_of_their_own(serving, connect):
    here = connect(serving(splitting(flagging_options=["wrong"]), inverting(flagging_mode="never")))

    with pytest.raises(rf.InputError, match=r"option: wanted one of 'wrong'; came 'wrog'; did"):
        here["split"].flag("wrog", inputs=["a b"])
    with pytest.raises(rf.FlagRefused, match="'invert' takes no flags"):
        here["invert"].flag(inputs=[PIXELS])


def test_a_flag_larger_than_a_request_is_told(serving, connect):
    options = rf.Options(max_request_bytes=10_000, max_blob_bytes=0)
    here = connect(serving(inverting(), options=options))

    with pytest.raises(rf.LimitExceeded, match="the server takes at most 10,000"):
        here.flag(inputs=[np.zeros((200, 200, 3), "u1")])


def test_the_command_line_flags_a_call_after_its_answer(serving, cli, kept):
    address = serving(splitting(flagging_options=["wrong", "rude"])).address
    code, out, err = cli("predict", address, "--text", "one two", "--flag", "rude")

    assert (code, out, err) == (0, "head: one\ntail: two\n", "flagged\n")
    (record,) = kept(1)
    assert (record.option, record.outputs) == ("rude", {"head": "one", "tail": "two"})


def test_the_command_line_flags_what_it_saved(serving, cli, kept, folder):
    PIL.Image.fromarray(PIXELS).save("photo.png")
    address = serving(inverting()).address
    code, _, err = cli("predict", address, "--img", "@photo.png", "-o", "out.png", "--flag")

    assert (code, err) == (0, "output: out.png\nflagged\n")
    (record,) = kept(1)
    kept_file = folder / ".rpcface" / "flags" / record.outputs["output"]["file"]
    assert kept_file.read_bytes() == (folder / "out.png").read_bytes()


WRONG = [
    ({"flagging_options": ["wrong"]}, ["wrog"], "wanted wrong; came 'wrog'; did you mean 'wrong'"),
    ({}, ["wrong"], "wanted nothing behind it; came 'wrong'"),
    ({"flagging_mode": "never"}, [], "split takes no flags"),
    ({"flagging_mode": "auto"}, [], "split records every call by itself"),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_flag_is_told_before_the_call(serving, cli, told, wrong):
    options, words, text = wrong
    address = serving(splitting(**options)).address

    told(cli("predict", address, "--text", "a", "--flag", *words), 2, f"--flag: {text}")


def test_an_input_that_is_called_flag_is_given_as_input(serving, cli):
    made = rf.Interface(lambda flag: flag * 2, rf.Textbox(name="flag"), "text")
    address = serving(made).address

    assert cli("predict", address, "--input", "flag=a")[:2] == (0, "aa\n")
