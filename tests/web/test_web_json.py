"""Calls in JSON, as people write them for curl."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.errors import RequestMalformed
from rpcface.wire.json_forms import from_json, to_json

from .conftest import HI


def called(value):
    return {"inputs": {"value": value}}


@pytest.fixture
def whole(web):
    return web(rf.Interface(lambda value: value, rf.Number(precision=0), rf.Number(precision=0)))


def test_a_call_is_written_as_the_documents_write_it(web):
    answer = web().predict('{"interfaceName":"echo","inputs":{"text":{"textValue":"hi"}}}')

    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json["outputs"] == {"output": {"textValue": "hi"}}


def test_letters_come_as_they_are(web):
    told = {"inputs": {"text": {"textValue": "ä🙂\u2028"}}}

    assert '"ä🙂\u2028"' in web().predict(told).text


@pytest.mark.parametrize(
    "number", [str(2**53 + 1), "-9007199254740993", "9.1e15", "9007199254740993.0"]
)
def test_a_whole_number_that_others_would_round_is_refused(whole, number):
    answer = whole.predict(f'{{"inputs": {{"value": {{"intValue": {number}}}}}}}')

    assert answer.status == 400
    assert answer.json["code"] == "invalid_argument"
    message = answer.json["message"]
    assert message.startswith(
        "the message is no PredictRequest in JSON: wanted whole numbers beyond 9007199254740992 "
        "in quotation marks, for many programs would round them; came "
    )
    assert message.endswith("at PredictRequest.inputs[value].intValue")


@pytest.mark.parametrize("number", [2**53, -(2**53), 0])
def test_other_whole_numbers_may_be_numbers(whole, number):
    answer = whole.predict(called({"intValue": number}))

    assert answer.json["outputs"]["output"] == {"intValue": str(number)}


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63)])
def test_in_quotation_marks_every_whole_number_is_taken(whole, number):
    answer = whole.predict(called({"intValue": str(number)}))

    assert answer.json["outputs"]["output"] == {"intValue": str(number)}


@pytest.mark.parametrize("number", ["1e300", "36893488147419103232", '"Infinity"', "0.5"])
def test_a_fraction_may_be_as_great_as_it_likes(web, number):
    server = web(rf.Interface(lambda value: value, rf.Number(), rf.Number()))

    assert server.predict(f'{{"inputs":{{"value":{{"floatValue":{number}}}}}}}').status == 200


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ('{"nothing": 1}', 'Message type "rpcface.v1.PredictRequest" has no field named "nothing"'),
        ('{"inputs":{"text":{"nothing":1}}}', 'at "PredictRequest.inputs[text]"'),
        ('{"inputs":{"text":{"textValue":3}}}', "textValue: "),
        ('{"inputs":{"text":{"intValue":1.5}}}', "Couldn't parse integer: 1.5"),
        ('{"inputs":{"text":{"textValue":"\\ud800"}}}', "Unpaired surrogate"),
        ('{"inputs":{}', "line 1, column 13: "),
        ("", "line 1, column 1: "),
        ("[]", "wanted an object in braces; came list"),
        ("null", "wanted an object in braces; came NoneType"),
        ('{"etag":"a","etag":"b"}', "'etag' stands twice in one object"),
        ('{"maxInlineBytes":NaN}', "NaN is no JSON"),
        ('{"maxInlineBytes":1e400}', "Couldn't parse integer: inf"),
        ("[" * 100_000, "it nests too deep"),
        (b"\xff", "it is no UTF-8"),
    ],
)
def test_what_is_no_request_is_told_where(web, told, fault):
    answer = web().predict(told)

    assert answer.status == 400
    assert answer.json["code"] == "invalid_argument"
    assert answer.json["message"].startswith("the message is no PredictRequest in JSON: ")
    assert fault in answer.json["message"]
    assert answer.json["details"][0]["type"] == "google.rpc.ErrorInfo"


def test_a_large_call_in_json_is_answered(web):
    text = "ä" * 500_000

    assert web().predict({"inputs": {"text": {"textValue": text}}}).json["outputs"]["output"] == {
        "textValue": text
    }


def test_an_error_has_its_details_in_base64(web):
    answer = web().predict({"inputs": {"text": {"intValue": 3}}})

    assert (answer.status, answer.json["code"]) == (400, "invalid_argument")
    assert {one["type"] for one in answer.json["details"]} == {
        "google.rpc.ErrorInfo",
        "google.rpc.BadRequest",
    }
    assert not [one for one in answer.json["details"] if "=" in one["value"]]


def test_a_header_that_is_no_text_is_refused_and_the_server_goes_on(web):
    server = web()

    assert server.predict(HI, x_odd=b"\xff").status >= 400
    assert server.predict(HI).status == 200


@given(st.binary())
def test_no_bytes_break_the_reader_of_json(body):
    try:
        told = to_json("PredictRequest", from_json("PredictRequest", body))
    except RequestMalformed:
        return
    assert from_json("PredictRequest", told) is not None


NAMES = st.sampled_from(["inputs", "textValue", "listValue", "items", "accept", "a"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner),
    max_leaves=10,
)


@given(JSON)
def test_no_json_breaks_the_reader_of_requests(told):
    with contextlib.suppress(RequestMalformed):
        from_json("PredictRequest", json.dumps(told).encode())
