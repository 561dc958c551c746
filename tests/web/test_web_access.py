"""Who may call on the web: the same tokens, limits and certificates as by gRPC."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request

import pytest
import trustme

import rpcface as rf

LONG = 20.0
TOKENS = {"ada": "the-token-of-ada-1815"}
BODY = {"inputs": {"text": {"textValue": "hi"}}}


def whoami(text):
    return f"{text} {rf.call().principal}"


def post(server, rpc="Predict", token=None, scheme="http", context=None):
    """The status and the JSON of an answer."""
    headers = {"content-type": "application/json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    request = urllib.request.Request(  # noqa: S310 - the test's own server
        f"{scheme}://{server.web_address}/rpcface.v1.InterfaceService/{rpc}",
        json.dumps(BODY if rpc == "Predict" else {}).encode(),
        headers,
    )
    try:
        with urllib.request.urlopen(request, timeout=LONG, context=context) as answer:  # noqa: S310 - the same
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


@pytest.fixture
def served(serving):
    def start(**options):
        wanted = rf.Options(web_port=0, **options)
        return serving(rf.Interface(whoami, "text", "text"), options=wanted)

    return start


def test_a_token_says_who_calls(served):
    server = served(tokens=TOKENS)

    status, told = post(server, token=TOKENS["ada"])

    assert (status, told["outputs"]) == (200, {"output": {"textValue": "hi ada"}})


@pytest.mark.parametrize("token", [None, "another-token-of-somebody"])
@pytest.mark.parametrize("rpc", ["Describe", "Predict"])
def test_a_call_without_a_valid_token_is_refused(served, rpc, token):
    status, told = post(served(tokens=TOKENS), rpc, token)

    assert (status, told["code"]) == (401, "unauthenticated")
    assert "Bearer TOKEN" in told["message"]
    assert str(token) not in told["message"]


def test_a_description_is_not_got_without_a_token(served):
    place = "rpcface.v1.InterfaceService/Describe?encoding=json&message=%7B%7D"
    address = f"http://{served(tokens=TOKENS).web_address}/{place}"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address, timeout=LONG)
    assert refused.value.code == 401
    assert json.load(refused.value)["code"] == "unauthenticated"


def test_a_blob_wants_a_token_too(served):
    server = served(tokens=TOKENS)
    address = f"http://{server.web_address}/blobs/nothing"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address, timeout=LONG)
    assert refused.value.code == 401
    refused.value.close()


def test_a_caller_who_calls_too_often_is_told_when_to_come_again(served):
    server = served(calls_per_second=0.001)
    answers = [post(server) for _ in range(11)]

    assert [status for status, _ in answers] == [200] * 10 + [429]
    assert answers[-1][1]["code"] == "resource_exhausted"


def test_the_web_speaks_tls_where_grpc_does(served, tmp_path):
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    server = served(tls_cert=str(tmp_path / "cert.pem"), tls_key=str(tmp_path / "key.pem"))
    context = ssl.create_default_context()
    authority.configure_trust(context)

    status, told = post(server, scheme="https", context=context)

    assert (status, told["outputs"]) == (200, {"output": {"textValue": "hi "}})
    with pytest.raises((urllib.error.URLError, ConnectionError)):
        post(server)


def test_a_web_that_can_not_ask_for_certificates_is_not_opened(served, tmp_path):
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")

    with pytest.raises(ValueError, match="web_port: the web can't ask callers for certificates"):
        served(
            tls_cert=str(tmp_path / "cert.pem"),
            tls_key=str(tmp_path / "key.pem"),
            tls_client_ca=str(tmp_path / "ca.pem"),
        )
