"""Who may call: by which host, from which page, in which form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.web.hosts import Hosts, Origins

from .conftest import DESCRIBE, HI, PREDICT

ORIGIN = "https://example.org"


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:7860",
        "LOCALHOST",
        "127.0.0.1",
        "[::1]:80",
        "192.168.1.9:7860",
        "a.localhost",
        "box.lan:1",
    ],
)
def test_a_host_that_the_server_is_known_by_is_answered(web, host):
    server = web(web_hosts=["box.lan"])

    assert server.predict(HI, host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil-localhost",
        "127.0.0.1.evil.example",
        "",
        "evil.example@localhost",
        "localhost/..",
        "1",
        "localhost:x:y",
        "[::1",
    ],
)
def test_a_host_of_a_stranger_is_refused(web, host):
    answer = web().predict(HI, host=host)

    assert answer.status in {400, 403}
    assert b"hi" not in answer.body


def test_a_refused_host_is_told_what_to_do(web):
    answer = web().get("/", host="evil.example")

    assert answer.status == 403
    assert answer.text == (
        "wanted a host that the server is known by: localhost, an address, or a name that "
        "--web-host or Options.web_hosts tells; came 'evil.example'\n"
    )


def test_any_host_is_answered_where_that_is_asked_for(web):
    assert web(web_hosts=["*"]).predict(HI, host="evil.example").status == 200


@given(st.text())
def test_no_text_breaks_the_look_at_a_host(host):
    Hosts(["box.lan"]).allow(host.encode("utf-8", "replace"))


def test_a_page_from_elsewhere_is_not_told_that_it_may_call(web):
    server = web()
    asked = server.ask("OPTIONS", PREDICT, origin=ORIGIN, access_control_request_method="POST")

    assert asked.status == 405
    for answer in (asked, server.predict(HI, origin=ORIGIN)):
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_page_of_a_named_origin_may_call(web):
    server = web(web_origins=[ORIGIN])
    asked = server.ask(
        "OPTIONS",
        PREDICT,
        origin=ORIGIN,
        access_control_request_method="POST",
        access_control_request_headers="content-type,connect-protocol-version",
    )
    called = server.predict(HI, origin=ORIGIN)

    assert asked.status == 204
    assert "POST" in asked.headers["access-control-allow-methods"]
    allowed = asked.headers["access-control-allow-headers"].split(", ")
    assert {"content-type", "connect-protocol-version", "x-grpc-web", "authorization"} <= {*allowed}
    assert "*" in allowed  # what else is sent is the call's metadata
    assert called.json["outputs"]["output"] == {"textValue": "hi"}
    for answer in (asked, called, server.get("/nothing", origin=ORIGIN)):
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert "origin" in answer.headers["vary"].lower()


def test_a_page_of_another_origin_may_not(web):
    answer = web(web_origins=[ORIGIN]).predict(HI, origin="https://evil.example")

    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "origin", ["example.org", "https://example.org/", "https://", "ftp://a", "https://u@a"]
)
def test_an_origin_that_is_none_is_an_error(origin):
    with pytest.raises(ValueError, match="web_origins: wanted origins such as"):
        Origins([origin])

    with pytest.raises(ValueError, match="web_origins"):
        rf.serve(
            rf.Interface(str, "text", "text"),
            port=0,
            block=False,
            options=rf.Options(web_port=0, web_origins=[origin]),
        )


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=a",
        "",
        "application/grpc",
        "application/grpc+proto",
        "application/connect+json",
        "application/xml",
    ],
)
def test_a_form_that_a_page_can_send_without_asking_is_refused(web, content_type):
    headers = {"content_type": content_type} if content_type else {}

    answer = web().ask("POST", PREDICT, b"{}", **headers)

    assert answer.status == 415
    assert answer.json["code"] == "unimplemented"
    assert answer.json["message"].endswith(f"came {content_type or 'none'}")
    assert answer.headers["accept-post"].startswith("application/json, application/proto")


def test_parameters_of_a_content_type_do_not_matter(web):
    answer = web().predict(HI, content_type="application/json; charset=utf-8")

    assert answer.status == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_only_post_calls(web, method):
    answer = web().ask(method, PREDICT)

    assert answer.status == 405
    assert answer.headers["allow"] == "POST"


def test_what_changes_nothing_can_be_got(web):
    path = f"{DESCRIBE}?connect=v1&encoding=json&message=%7B%7D"

    assert web().get(path).json["interfaces"][0]["name"] == "echo"


def test_the_standing_of_an_upload_can_be_got(web):
    path = (
        "/rpcface.v1.BlobService/StatBlob?connect=v1&encoding=json&message=%7B%22id%22:%22x%22%7D"
    )

    assert web().get(path).json["code"] == "not_found"


@pytest.mark.parametrize(
    ("query", "came"), [("", "none"), ("?connect=v1&encoding=xml&message=%7B%7D", "xml")]
)
def test_what_is_got_in_no_encoding_is_told_how(web, query, came):
    answer = web().get(DESCRIBE + query)

    assert answer.status == 415
    assert answer.json["code"] == "unimplemented"
    assert answer.json["message"] == (
        "GET of Describe wants ?encoding=json&message=%7B%7D behind it, or encoding=proto; "
        f"came {came}"
    )


def test_no_other_method_is_taken_for_a_page(web):
    answer = web().ask("POST", "/", b"")

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.text == "wanted GET or HEAD; came POST\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "/rpcface.v1.InterfaceService/Nothing",
            "there is no RPC /rpcface.v1.InterfaceService/Nothing",
        ),
        ("/rpcface.v1.InterfaceService/PredictLive", "PredictLive wants gRPC"),
    ],
)
def test_an_rpc_that_there_is_not_is_unimplemented(web, path, text):
    answer = web().ask("POST", path, b"{}", content_type="application/json")

    assert (answer.status, answer.json["code"]) == (404, "unimplemented")
    assert answer.json["message"].startswith(text)
