"""Tokens: where they come from, and what is refused without one."""

from __future__ import annotations

import grpc
import pytest
from grpc_health.v1 import health_pb2_grpc
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

import rpcface as rf
from rpcface.core.access import tokens
from rpcface.v1 import interface_pb2 as pb

from .callers import ADA, BOB, LONG, RPCS, bearer, body, call, ending, renew, until

PREDICT = "/rpcface.v1.InterfaceService/Predict"


@pytest.mark.parametrize("path", RPCS)
def test_no_rpc_answers_a_caller_without_a_token_that_the_server_knows(asking, raw, path):
    channel = raw(asking(tokens={"ada": ADA})).channel
    wrong = [(), bearer("nobodys"), bearer(ADA[:-1]), bearer(ADA + "a"), bearer("")]
    wrong += [(("authorization", ADA),), (("authorization", f"Basic {ADA}"),)]
    wrong += [(*bearer(ADA), *bearer("nobodys"))]

    for metadata in wrong:
        assert ending(lambda sent=metadata: call(channel, path, metadata=sent)) == "UNAUTHENTICATED"
    known = ending(lambda: call(channel, path, body(), metadata=bearer(ADA)))
    assert known in {"OK", "INVALID_ARGUMENT", "NOT_FOUND"}


def test_the_error_has_a_reason_and_tells_how_to_send_a_token(asking, raw, client):
    server = asking(tokens={"ada": ADA})

    for metadata in ((), bearer("nobodys")):
        failure = raw(server).refused(body(), metadata=metadata)
        assert (failure.code, failure.info.reason) == ("UNAUTHENTICATED", "UNAUTHENTICATED")
        assert "authorization: Bearer TOKEN" in failure.text
    with pytest.raises(rf.Unauthenticated, match="RPCFACE_TOKEN"):
        client(server).describe()


def test_the_owner_of_the_token_is_the_principal(asking, raw, connect):
    server = asking(tokens={"ada": ADA, "bob": BOB})

    assert connect(server, token=ADA).predict("a") == "ada"
    assert connect(server, token=BOB).predict("a") == "bob"
    lower = raw(server).bytes("Predict", body(), metadata=(("authorization", f"bearer  {BOB} "),))
    assert pb.PredictResponse.FromString(lower).outputs["output"].text_value == "bob"


def test_health_and_reflection_are_open(asking, raw):
    channel = raw(asking(tokens={"ada": ADA})).channel

    health = health_pb2_grpc.HealthStub(channel).Check(HealthCheckRequest(), timeout=LONG)
    assert health.status == HealthCheckResponse.SERVING
    ask = reflection_pb2.ServerReflectionRequest(list_services="")
    reflection = reflection_pb2_grpc.ServerReflectionStub(channel)
    answer = next(reflection.ServerReflectionInfo(iter([ask]), timeout=LONG))
    assert "rpcface.v1.InterfaceService" in str(answer)


@pytest.mark.parametrize("source", ["option", "file", "file of the environment", "environment"])
def test_tokens_come_from_each_source(asking, client, token_file, monkeypatch, source):
    if source == "file of the environment":
        monkeypatch.setenv("RPCFACE_TOKEN_FILE", str(token_file))
    if source == "environment":
        monkeypatch.setenv("RPCFACE_TOKENS", f"ada: {ADA}, bob: {BOB}")
    server = {
        "option": lambda: asking(tokens={"ada": ADA, "bob": BOB}),
        "file": lambda: asking(token_file=str(token_file)),
    }.get(source, asking)()

    assert client(server, token=ADA).predict("a") == "ada"
    assert client(server, token=BOB).predict("a") == "bob"
    with pytest.raises(rf.Unauthenticated):
        client(server, token="nobodys").predict("a")


def test_the_sources_add_up_and_one_owner_may_have_several_tokens(asking, client, tmp_path):
    path = tmp_path / "tokens"
    path.write_text(f"bob: {BOB}\nada: another-of-adas-tokens\n")
    server = asking(
        tokens={"ada": ADA},
        token_file=str(path),
        authenticate=lambda token: "cyd" if token == "c" else None,
    )

    owners = [ADA, "another-of-adas-tokens", BOB, "c"]
    assert [client(server, token=token).predict("") for token in owners] == [
        *("ada", "ada", "bob", "cyd")
    ]


def test_a_token_file_is_read_again_when_it_changes(asking, client, token_file, log):
    server = asking(token_file=str(token_file))
    ada, bob = (client(server, token=token) for token in (ADA, BOB))
    assert ada.predict("") == "ada"

    renew(token_file, f"bob: {BOB}\n")

    until(lambda: refused(ada))
    assert bob.predict("") == "bob"
    assert "1 tokens are valid" in log.text


def refused(client):
    try:
        client.predict("")
    except rf.Unauthenticated:
        return True
    return False


BROKEN = {
    "empty": ("", "came none"),
    "comments alone": ("# nobody\n\n", "came none"),
    "no colon": (f"ada {ADA}", "line 1: wanted 'name: token'"),
    "no name": (f": {ADA}", "line 1: wanted a name"),
    "no token": (f"ada: {ADA}\nbob:", "line 2: wanted a token"),
    "two words": ("ada: adas token", "line 1: wanted a token"),
    "bytes": (b"\xff\xfe\x00\x01", "it is no UTF-8 text"),
    "zeros": (b"\x00" * 100, "line 1"),
    "another's": (f"ada: {ADA}\nbob: {ADA}", "line 2: the token is that of"),
    "a long name": (f"{'a' * 65}: {ADA}", "line 1: wanted a name"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_server_does_not_start_with_a_broken_token_file(asking, tmp_path, kind):
    content, said = BROKEN[kind]
    path = tmp_path / "tokens"
    renew(path, content)

    with pytest.raises(ValueError, match="token file") as caught:
        asking(token_file=str(path))
    assert said in str(caught.value)
    assert ADA not in str(caught.value)


@pytest.mark.parametrize("kind", BROKEN)
def test_a_token_file_that_breaks_leaves_the_tokens(asking, client, log, kind, token_file):
    server = asking(token_file=str(token_file))

    renew(token_file, BROKEN[kind][0])

    until(lambda: "The tokens stay as they were" in log.text)
    assert BROKEN[kind][1] in log.text
    assert client(server, token=ADA).predict("") == "ada"
    renew(token_file, "cyd: cyds-token-for-these-tests")
    until(lambda: refused(client(server, token=ADA)))
    assert ADA not in log.text


def test_a_token_file_that_goes_away_is_told_once(asking, client, log, token_file):
    server = asking(token_file=str(token_file))

    token_file.unlink()

    until(lambda: "can't be read" in log.text)
    assert client(server, token=ADA).predict("") == "ada"
    token_file.write_text("cyd: cyds-token-for-these-tests")
    until(lambda: refused(client(server, token=ADA)))
    assert log.text.count("can't be read") == 1


WRONG = {
    "no file": ({"token_file": "nowhere"}, ValueError, "can't be read"),
    "a folder": ({"token_file": "/"}, ValueError, "can't be read"),
    "no tokens": ({"tokens": {}}, ValueError, "tokens: wanted names"),
    "a list": ({"tokens": [ADA]}, ValueError, "tokens: wanted names"),
    "a number": ({"tokens": {"ada": 3}}, TypeError, "tokens, entry 1: wanted"),
    "spaces": ({"tokens": {"ada": f"{ADA} {BOB}"}}, ValueError, "entry 1: wanted a token"),
    "another's": ({"tokens": {"ada": ADA, "bob": ADA}}, ValueError, "that of tokens, entry 1"),
    "no function": ({"authenticate": ADA}, TypeError, "authenticate: wanted a function"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_options_that_make_no_sense_are_refused(asking, kind):
    options, error, said = WRONG[kind]

    with pytest.raises(error) as caught:
        asking(**options)
    assert said in str(caught.value)


def test_a_variable_that_lacks_its_tokens_does_not_open_the_server(asking, monkeypatch):
    monkeypatch.setenv("RPCFACE_TOKENS", "")
    with pytest.raises(ValueError, match="RPCFACE_TOKENS: wanted lines"):
        asking()
    monkeypatch.delenv("RPCFACE_TOKENS")
    monkeypatch.setenv("RPCFACE_TOKEN_FILE", "")
    with pytest.raises(ValueError, match="can't be read"):
        asking()


def test_a_short_token_is_warned_about_and_not_shown(asking, log):
    asking(tokens={"ada": ADA, "bob": "bobs-secret"})

    assert "tokens, entry 2: the token has fewer than 16 characters" in log.text
    assert "bobs-secret" not in log.text


def test_tokens_are_looked_up_by_a_keyed_hash_alone(monkeypatch):
    found = tokens.table([tokens.Entry("ada", ADA, "here")])

    assert list(found) == [tokens.digest(f"Bearer {ADA}")]
    assert ADA.encode() not in b"".join(found)
    assert len(tokens.digest("")) == len(tokens.digest(ADA * 100)) == 32
    assert repr(found).find(ADA) == -1


def test_no_token_stands_in_a_log_an_error_or_a_repr(asking, client, raw, log, token_file):
    options = rf.Options(tokens={"cyd": "cyds-token-for-these-tests"}, token_file=str(token_file))
    server = asking(tokens=options.tokens, token_file=options.token_file)
    ada = client(server, token=ADA)
    ada.predict("")
    failure = raw(server).refused(body(), metadata=bearer("nobodys-token-for-these-tests"))

    said = f"{options!r} {server!r} {ada!r} {log.text} {failure.said}"
    assert "for-these-tests" not in said


def test_a_request_of_a_stranger_is_not_read(asking, raw):
    server = asking(tokens={"ada": ADA}, max_request_bytes=1000)
    channel = raw(server).channel
    large = body("a" * 100_000)

    # what is read and too large ends with RESOURCE_EXHAUSTED
    assert ending(lambda: call(channel, PREDICT, large, metadata=bearer(ADA))) == (
        "RESOURCE_EXHAUSTED"
    )
    assert ending(lambda: call(channel, PREDICT, large)) == "UNAUTHENTICATED"
    assert ending(lambda: call(channel, PREDICT, large, metadata=bearer("x"))) == "UNAUTHENTICATED"


def test_an_unknown_rpc_is_unknown_also_without_a_token(asking, raw):
    channel = raw(asking(tokens={"ada": ADA})).channel

    assert ending(lambda: channel.unary_unary("/rpcface.v1.X/Y")(b"", timeout=LONG)) == (
        grpc.StatusCode.UNIMPLEMENTED.name
    )
