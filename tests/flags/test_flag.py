"""The RPC Flag, as the contract has it."""

from __future__ import annotations

import json
import sqlite3
import stat
import uuid
from datetime import UTC, datetime

import pytest

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message
from rpcface.wire.flags import Flagged, read_flagged, write_flagged


def count(text, times=2):
    return text * times


def counting(**options):
    number = rf.Slider(1, 5, step=1)
    return rf.Interface(count, ["text", number], "text", api_name="f", **options)


GIVEN = {"inputs": {"text": "ab", "times": 3}, "outputs": {"output": "ababab"}}


def test_a_flag_is_kept_under_the_id_that_its_caller_gets(flags, kept):
    flag = flags(counting(flagging_options=["wrong", "rude"]))
    before = datetime.now(UTC)
    identifier = flag("rude", **GIVEN)

    (record,) = kept(1)
    assert record.id == identifier == str(uuid.UUID(identifier))
    assert before <= record.time <= datetime.now(UTC)
    assert (record.interface, record.option, record.automatic) == ("f", "rude", False)
    assert record.inputs == {"text": "ab", "times": 3}
    assert record.outputs == {"output": "ababab"}
    assert (record.principal, record.request_id, record.seconds) == ("", "", None)


def test_nothing_in_the_store_tells_where_a_flag_came_from(flags, kept, folder):
    flags(counting())(**GIVEN, request_id="6ba7b810-9dad-11d1-80b4-00c04fd430c8")
    kept(1)

    held = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"127.0.0.1" not in held


def test_a_flag_is_kept_when_its_caller_is_told(flags):
    flags(counting())(**GIVEN)

    with sqlite3.connect(".rpcface/flags.db") as connection:
        (found,) = connection.execute("select inputs, outputs from rpcface_flags")
    connection.close()
    assert list(map(json.loads, found)) == [GIVEN["inputs"], GIVEN["outputs"]]


def test_only_its_owner_reads_what_was_flagged(flags, kept, folder):
    flags(counting())(**GIVEN)
    kept(1)

    for path in (folder / ".rpcface", *(folder / ".rpcface").rglob("*")):
        if path.name != ".gitignore":
            assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO), path
    assert (folder / ".rpcface" / ".gitignore").read_text() == "*\n"


def test_an_input_that_is_left_out_is_recorded_as_its_default(flags, kept):
    flags(counting())(inputs={"text": "ab"})

    (record,) = kept(1)
    assert record.inputs == {"text": "ab", "times": 2}
    assert record.outputs == {}


def test_the_flag_of_an_interface_without_options_has_no_name(flags, kept):
    flag = flags(counting(flagging_options=[]))
    flag(**GIVEN)

    assert [record.option for record in kept(1)] == [""]
    failure = flag.refused("wrong", **GIVEN)
    assert (failure.code, failure.info.reason) == ("INVALID_ARGUMENT", "INPUT_INVALID")
    assert failure.faults == {"option": "wanted none; came 'wrong'"}


def test_an_option_that_there_is_not_is_refused_with_the_nearest(flags, folder):
    flag = flags(counting(flagging_options=["wrong", "rude"]))

    for option, text in (("wrnog", "came 'wrnog'; did you mean 'wrong'?"), ("", "came ''")):
        failure = flag.refused(option, **GIVEN)
        assert failure.code == "INVALID_ARGUMENT"
        assert failure.faults == {"option": f"wanted one of 'wrong', 'rude'; {text}"}
    assert not (folder / ".rpcface").exists()


def test_people_choose_a_label_and_its_value_is_recorded(flags, kept):
    flag = flags(counting(flagging_options=[("Thumbs down", "bad"), "rude"]))
    flag("Thumbs down", **GIVEN)
    flag("rude", **GIVEN)

    assert [record.option for record in kept(2)] == ["bad", "rude"]
    assert flag.refused("bad", **GIVEN).code == "INVALID_ARGUMENT"


def test_every_value_that_breaks_its_schema_is_named(flags, folder):
    failure = flags(counting()).refused(
        inputs={"times": 9, "tims": 1}, outputs={"output": 3, "result": "a"}
    )

    assert (failure.code, failure.info.reason) == ("INVALID_ARGUMENT", "INPUT_INVALID")
    assert failure.faults == {
        "inputs.text": "wanted text; came nothing",
        "inputs.times": "wanted a whole number from 1 to 5; came 9",
        "inputs.tims": "no input has that name; there are text, times; did you mean 'times'?",
        "outputs.output": "wanted text; came 3",
        "outputs.result": "no output has that name; there are output",
    }
    assert not (folder / ".rpcface").exists()


def test_a_request_that_comes_twice_is_recorded_once(flags, kept):
    flag = flags(counting())
    first = flag(**GIVEN, request_id="one")
    again = flag(inputs={"text": "other"}, request_id="one")
    other = flag(**GIVEN, request_id="two")

    assert first == again != other
    assert [record.request_id for record in kept(2)] == ["one", "two"]
    assert kept(2)[0].inputs["text"] == "ab"


def test_a_request_that_comes_to_the_next_server_is_recorded_once(flags, kept):
    one = flags(counting())
    first = one(**GIVEN, request_id="one")
    one.server.stop()

    assert flags(counting())(**GIVEN, request_id="one") == first
    kept(1)


def test_who_a_caller_has_proved_to_be_is_recorded(flags, kept):
    tokens = {"ada": "the-token-of-ada-1815", "grace": "the-token-of-grace-1906"}
    flag = flags(counting(), tokens=tokens)
    body = flag.body(**GIVEN, request_id="one")
    for who in ("ada", "grace", "ada"):
        flag.raw.bytes("Flag", body, metadata=[("authorization", f"Bearer {tokens[who]}")])

    assert [record.principal for record in kept(2)] == ["ada", "grace"]


def test_the_same_request_id_of_another_interface_is_another(flags, kept):
    other = rf.Interface(count, "text", "text", api_name="g")
    flag = flags(counting(), other)
    flag(interface_name="f", inputs={"text": "a"}, request_id="one")
    flag(interface_name="g", inputs={"text": "a"}, request_id="one")

    assert [record.interface for record in kept(2)] == ["f", "g"]


def test_a_long_request_id_is_refused(flags):
    failure = flags(counting()).refused(**GIVEN, request_id="é" * 33)

    assert failure.faults == {"request_id": "wanted at most 64 bytes; came 66"}


def test_an_interface_that_there_is_not_is_not_flagged(flags):
    failure = flags(counting()).refused(**GIVEN, interface_name="fn")

    assert (failure.code, failure.info.reason) == ("NOT_FOUND", "INTERFACE_UNKNOWN")


@pytest.mark.parametrize(
    ("mode", "why"), [("never", "takes no flags"), ("auto", "records every call by itself")]
)
def test_an_interface_that_people_may_not_flag_refuses(flags, folder, mode, why):
    failure = flags(counting(flagging_mode=mode)).refused(**GIVEN)

    assert (failure.code, failure.info.reason) == ("FAILED_PRECONDITION", "FLAG_REFUSED")
    assert failure.text == f"interface 'f' {why}"
    assert not (folder / ".rpcface").exists()


@pytest.mark.parametrize("body", [b"\xff", b"\x1a\x03\x0a\x01\xff"])
def test_bytes_that_are_no_request_are_refused(flags, body):
    failure = flags(counting()).raw.refused(body, "Flag")

    assert (failure.code, failure.info.reason) == ("INVALID_ARGUMENT", "REQUEST_MALFORMED")


def test_a_unified_interface_is_flagged_by_its_inputs_alone(flags, kept):
    box = rf.Textbox(name="board")
    flags(rf.Interface(str.upper, box, box, api_name="f"))(inputs={"board": "a"})

    (record,) = kept(1)
    assert (record.inputs, record.outputs) == ({"board": "a"}, {})


def test_a_description_tells_how_calls_may_be_flagged(serving, raw):
    made = [
        counting(flagging_options=["wrong", ("Bad", "b")]),
        rf.Interface(count, "text", "text", api_name="auto", flagging_mode="auto"),
        rf.Interface(count, "text", "text", api_name="never", flagging_mode="never"),
        rf.Interface(count, "text", None, api_name="input_only"),
    ]
    told = {one.name: one for one in raw(serving(*made)).describe().interfaces}

    assert told["f"].flagging == pb.Flagging(options=["wrong", "Bad"])
    assert told["auto"].flagging == pb.Flagging(automatic=True)
    assert not told["never"].HasField("flagging")
    assert not told["input_only"].HasField("flagging")


def test_flags_do_not_change_the_etag(serving, raw):
    etags = {
        raw(serving(counting(flagging_mode=mode))).describe().interfaces[0].etag
        for mode in ("manual", "auto", "never")
    }

    assert len(etags) == 1


def test_a_request_is_read_as_protobuf_reads_it():
    message = pb.FlagRequest(
        interface_name="f",
        option="é",
        inputs={"a": value_message("x" * 20_000), "b": value_message([1, {"c": None}])},
        outputs={"a": value_message(True)},
        request_id="one",
    )
    wanted = Flagged("f", "é", {"a": "x" * 20_000, "b": [1, {"c": None}]}, {"a": True}, "one")

    assert read_flagged(message.SerializeToString()) == wanted
    assert pb.FlagRequest.FromString(b"".join(write_flagged(wanted))) == message
    newer = message.SerializeToString() + b"\xf2\x3f\x01a"  # a field of number 1022
    assert read_flagged(newer) == wanted
