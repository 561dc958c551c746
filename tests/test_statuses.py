from __future__ import annotations

import base64

import pytest
from google.rpc import error_details_pb2, status_pb2
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.errors import BY_REASON, RpcfaceError, StatusCode, Violation
from rpcface.v1 import error_pb2
from rpcface.wire.statuses import from_status, short, to_status

TEXT = st.text(alphabet=st.characters())
VIOLATIONS = st.lists(st.builds(Violation, TEXT, TEXT))


def there_and_back(error):
    data = to_status(error)
    status = status_pb2.Status.FromString(data)
    return from_status(status.code, status.message, data)


def foreign(*details):
    status = status_pb2.Status(code=3, message="no")
    for detail in details:
        status.details.add().Pack(detail)
    return status.SerializeToString()


@pytest.mark.parametrize("kind", BY_REASON.values())
def test_every_error_comes_back_as_itself(kind):
    error = kind(
        "What happened.",
        violations=[Violation("inputs.a/0", "wanted text; came 3")],
        metadata={"limit": "pixels"},
    )

    found = there_and_back(error)

    assert type(found) is kind
    assert str(found) == "What happened."
    assert (found.code, found.reason) == (kind.code, kind.default_reason)
    assert found.violations == error.violations
    assert found.metadata == {"limit": "pixels"}


def test_every_error_stands_for_a_reason_of_the_contract():
    reasons = {name.removeprefix("ERROR_REASON_") for name in error_pb2.ErrorReason.keys()}  # noqa: SIM118 - no dict

    assert set(BY_REASON) <= reasons


@pytest.mark.parametrize("code", [code for code in StatusCode if code])
def test_an_error_without_a_reason_keeps_its_code(code):
    error = RpcfaceError("no")
    error.code = code

    found = there_and_back(error)

    assert type(found) is RpcfaceError
    assert (found.code, found.reason, found.metadata, found.violations) == (code, "", {}, ())


def test_an_authors_own_kind_of_error_comes_back_as_error():
    class NoFace(rf.Error):
        code = StatusCode.OUT_OF_RANGE

    found = there_and_back(NoFace("No face."))

    assert type(found) is rf.Error
    assert (str(found), found.code, found.reason) == ("No face.", 11, "FUNCTION_REFUSED")


@given(message=TEXT, violations=VIOLATIONS, metadata=st.dictionaries(TEXT, TEXT))
def test_a_status_is_below_4_kb_in_base64_whatever_it_says(message, violations, metadata):
    error = rf.InputError(message, violations=violations, metadata=metadata)

    assert len(base64.b64encode(to_status(error))) <= 4096


@pytest.mark.parametrize("text", ["x", "ä", "😀", "\ud800", "\0"])
@pytest.mark.parametrize("count", [1, 100])
def test_a_status_of_long_texts_is_below_4_kb_and_names_a_field_still(text, count):
    violations = [Violation(f"inputs.{index}" + text * 5000, text * 5000) for index in range(count)]
    metadata = {f"{index}{text * 5000}": text * 5000 for index in range(count)}
    error = rf.InputError(text * 50_000, violations=violations, metadata=metadata)

    found = there_and_back(error)

    assert len(base64.b64encode(to_status(error))) <= 4096
    assert found.violations[0].field.startswith("inputs.0")
    assert str(found).endswith("…")


def test_as_many_violations_are_told_as_find_room():
    violations = [Violation(f"inputs.a{index}", "wanted text; came 3") for index in range(1000)]

    found = there_and_back(rf.InputError("no", violations=violations)).violations

    assert len(found) > 50
    assert list(found) == violations[: len(found)]


@given(text=TEXT, most=st.integers(3, 50))
def test_a_text_is_cut_between_characters(text, most):
    found = short(text, most)

    assert len(found.encode()) <= most
    assert found == text.encode("utf-8", "replace").decode() or found.endswith("…")


def test_a_code_that_grpc_does_not_have_is_unknown():
    assert from_status(99, "no", None).code is StatusCode.UNKNOWN


def test_a_status_without_details_is_known_by_its_code():
    found = from_status(14, "gone", None)

    assert type(found) is RpcfaceError
    assert (found.code, str(found)) == (StatusCode.UNAVAILABLE, "gone")


def test_another_domains_reason_is_not_ours():
    info = error_details_pb2.ErrorInfo(reason="INPUT_INVALID", domain="example.org")

    found = from_status(3, "no", foreign(info))

    assert type(found) is RpcfaceError
    assert (found.code, found.reason) == (StatusCode.INVALID_ARGUMENT, "")


def test_a_reason_that_is_newer_than_this_program_is_kept():
    info = error_details_pb2.ErrorInfo(reason="MOON_FULL", domain="rpcface", metadata={"a": "b"})

    found = from_status(8, "no", foreign(info))

    assert type(found) is RpcfaceError
    assert (found.reason, found.metadata) == ("MOON_FULL", {"a": "b"})


def test_details_of_other_kinds_are_passed_over():
    request = error_details_pb2.BadRequest()
    request.field_violations.add(field="inputs.a", description="no")
    details = foreign(error_details_pb2.RetryInfo(), error_details_pb2.Help(), request)

    assert from_status(3, "no", details).violations == (("inputs.a", "no"),)


@given(st.binary())
def test_garbage_for_details_leaves_code_and_message(data):
    found = from_status(3, "no", data)

    assert (str(found), found.code) == ("no", StatusCode.INVALID_ARGUMENT)


def test_garbage_inside_a_detail_leaves_code_and_message():
    status = status_pb2.Status(code=3)
    detail = status.details.add()
    detail.type_url = "type.googleapis.com/google.rpc.ErrorInfo"
    detail.value = b"\xff"

    found = from_status(3, "no", status.SerializeToString())

    assert (type(found), str(found)) == (RpcfaceError, "no")
