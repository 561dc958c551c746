"""Who may call, by every way."""

from __future__ import annotations

from collections import deque

import pytest

import rpcface as rf
from rpcface.v1 import blob_pb2
from rpcface.v1 import interface_pb2 as pb

from .failures import Failure

STREAMS = {"PredictStream", "ReadBlob"}
TOKENS = {"ada": "the-token-of-ada-1815"}


def who():
    """Who calls."""
    return rf.call().principal


def test_a_token_says_who_calls(transport):
    calls = transport(rf.Interface(who, None, rf.Textbox()), options={"tokens": TOKENS})
    metadata = {"authorization": f"Bearer {TOKENS['ada']}"}

    answer = calls.unary("Predict", pb.PredictRequest(), metadata=metadata)

    assert answer.outputs["output"].text_value == "ada"


@pytest.mark.parametrize("metadata", [{}, {"authorization": "Bearer of-somebody-else-1900"}])
def test_every_rpc_wants_a_token(transport, metadata):
    calls = transport(rf.Interface(who, None, rf.Textbox()), options={"tokens": TOKENS})

    for rpc, request in (
        ("Describe", pb.DescribeRequest()),
        ("Predict", pb.PredictRequest()),
        ("PredictStream", pb.PredictStreamRequest()),
        ("Flag", pb.FlagRequest()),
        ("StatBlob", blob_pb2.StatBlobRequest()),
        ("ReadBlob", blob_pb2.ReadBlobRequest()),
        ("WriteBlob", blob_pb2.WriteBlobRequest()),
    ):
        ask = calls.stream if rpc in STREAMS else calls.unary
        with pytest.raises(Failure) as caught:
            deque(ask(rpc, request, metadata=metadata), maxlen=0)
        assert (caught.value.code, caught.value.reason) == ("UNAUTHENTICATED",) * 2


def test_who_calls_too_often_is_told_when_to_come_again(transport):
    calls = transport(rf.Interface(who, None, rf.Textbox()), options={"calls_per_second": 0.001})
    for _ in range(10):
        calls.unary("Predict", pb.PredictRequest())

    with pytest.raises(Failure) as caught:
        calls.unary("Predict", pb.PredictRequest())

    assert (caught.value.code, caught.value.reason) == ("RESOURCE_EXHAUSTED", "LIMIT_EXCEEDED")
    assert caught.value.retry
