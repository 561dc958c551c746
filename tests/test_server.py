"""Where a server listens, what it says of itself, and how it ends."""

from __future__ import annotations

import socket
import sys
import threading

import grpc
import pytest
from google.protobuf import descriptor_pb2, descriptor_pool
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2

import rpcface as rf
from rpcface.server import addresses

LONG = 20.0
SERVING, NOT_SERVING = (
    health_pb2.HealthCheckResponse.SERVING,
    health_pb2.HealthCheckResponse.NOT_SERVING,
)
OWN = "rpcface.v1.InterfaceService"
BLOBS = "rpcface.v1.BlobService"
REFLECTION = ("grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection")


def shout(text):
    return text.upper()


def shouting(**options):
    return rf.Interface(shout, "text", "text", **options)


def port_of(server):
    return int(server.address.rpartition(":")[2])


def answers(call):
    return call.predict(inputs={"text": "a"}).outputs["output"].text_value == "A"


@pytest.fixture
def no_wishes(monkeypatch):
    for name in ("RPCFACE_HOST", "RPCFACE_PORT"):
        monkeypatch.delenv(name, raising=False)


def test_a_free_port_is_found_and_the_server_answers_there(serving, raw):
    one, other = serving(shouting()), serving(shouting())

    assert port_of(one) != port_of(other)
    assert answers(raw(one))
    assert answers(raw(other))


def test_a_second_server_on_a_port_fails(serving, raw):
    first = serving(shouting())

    with pytest.raises(OSError, match=r"can't listen on localhost:\d+: the port is taken"):
        serving(shouting(), port=port_of(first))
    assert answers(raw(first))


def test_without_a_wish_the_next_port_that_is_free_is_taken(serving, no_wishes, monkeypatch):
    first = serving(shouting())
    monkeypatch.setattr(addresses, "DEFAULT_PORT", port_of(first))

    second = serving(shouting(), port=None)

    assert port_of(first) < port_of(second) < port_of(first) + 100


def test_that_no_port_is_free_is_told(serving, no_wishes, monkeypatch):
    first = serving(shouting())
    monkeypatch.setattr(addresses, "DEFAULT_PORT", port_of(first))
    monkeypatch.setattr(addresses, "TRIED_PORTS", 1)

    with pytest.raises(OSError, match=f"no port from {port_of(first)} to {port_of(first)} is free"):
        serving(shouting(), port=None)


def test_host_and_port_come_from_the_environment(serving, raw, monkeypatch):
    monkeypatch.setenv("RPCFACE_HOST", "127.0.0.1")
    monkeypatch.setenv("RPCFACE_PORT", "0")

    server = serving(shouting(), port=None)

    assert server.address == f"127.0.0.1:{port_of(server)}"
    assert answers(raw(server))
    assert serving(shouting(), host="localhost").address.startswith("localhost:")


def test_an_ipv6_address_stands_in_brackets(serving, raw, client):
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        pytest.skip("no IPv6 loopback here")

    for host in ("::1", "[::1]"):
        server = serving(shouting(), host=host)
        assert server.address == f"[::1]:{port_of(server)}"
        assert answers(raw(server))
        assert client(server).predict("a") == "A"


@pytest.mark.parametrize(
    ("port", "told", "message"),
    [
        (70_000, "", r"port: wanted a whole number from 0 to 65535; came 70000"),
        (-1, "", r"port: wanted .*; came -1"),
        ("80", "", r"port: wanted .*; came '80'"),
        (True, "", r"port: wanted .*; came True"),
        (None, "high", r"RPCFACE_PORT: wanted .*; came 'high'"),
        (None, "65536", r"RPCFACE_PORT: wanted .*; came 65536"),
        (None, "٣", r"RPCFACE_PORT: wanted .*; came '٣'"),
    ],
)
def test_a_port_that_is_none_is_refused(monkeypatch, port, told, message):
    monkeypatch.setenv("RPCFACE_PORT", told)

    with pytest.raises(ValueError, match=message):
        rf.serve(shouting(), port=port, block=False)


def test_a_host_that_is_not_this_machine_is_refused():
    for port in (0, None):
        with pytest.raises(OSError, match=r"192\.0\.2\.1: it is no address of this machine"):
            rf.serve(shouting(), host="192.0.2.1", port=port, block=False)


def test_a_server_beyond_loopback_warns(serving, caplog, capsys):
    server = serving(shouting(), host="0.0.0.0")

    assert "there is neither TLS nor a token" in caplog.text
    assert f"rpcface describe localhost:{port_of(server)}" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [(), (1,), (shout,)])
def test_only_interfaces_are_served(wrong):
    with pytest.raises((TypeError, ValueError), match="serve: wanted"):
        rf.serve(*wrong, port=0, block=False)


def test_health_tells_of_the_server_and_its_service(serving, raw):
    health = health_pb2_grpc.HealthStub(raw(serving(shouting())).channel)

    for name in ("", OWN, BLOBS):
        request = health_pb2.HealthCheckRequest(service=name)
        assert health.Check(request, timeout=LONG).status == SERVING
    with pytest.raises(grpc.RpcError) as caught:
        health.Check(health_pb2.HealthCheckRequest(service="other"), timeout=LONG)
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND


@pytest.mark.parametrize("name", ["", OWN, BLOBS])
def test_who_watches_sees_the_end_and_does_not_delay_it(serving, raw, name):
    server = serving(shouting())
    health = health_pb2_grpc.HealthStub(raw(server).channel)
    watch = health.Watch(health_pb2.HealthCheckRequest(service=name), timeout=2 * LONG)
    assert next(watch).status == SERVING

    stopping = threading.Thread(target=server.stop, kwargs={"grace": 10 * LONG})
    stopping.start()

    assert [told.status for told in watch] == [NOT_SERVING]
    stopping.join(LONG)
    assert not stopping.is_alive()


def reflected(channel, name, **request):
    """The answer of reflection under one of its names."""
    method = channel.stream_stream(
        f"/{name}/ServerReflectionInfo",
        request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
        response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
    )
    [answer] = method(iter([reflection_pb2.ServerReflectionRequest(**request)]), timeout=LONG)
    return answer


@pytest.mark.parametrize("name", REFLECTION)
def test_reflection_lists_every_service_and_resolves_every_file(serving, raw, name):
    channel = raw(serving(shouting())).channel
    services = reflected(channel, name, list_services="").list_services_response.service
    listed = [service.name for service in services]
    assert sorted(listed) == sorted([OWN, BLOBS, "grpc.health.v1.Health", *REFLECTION])

    files = {}

    def resolve(**request):
        for data in reflected(
            channel, name, **request
        ).file_descriptor_response.file_descriptor_proto:
            file = descriptor_pb2.FileDescriptorProto.FromString(data)
            files[file.name] = file

    for service in listed:
        resolve(file_containing_symbol=service)
    while missing := {need for file in files.values() for need in file.dependency} - set(files):
        for need in missing:
            resolve(file_by_filename=need)
        assert missing <= set(files)
    pool = descriptor_pool.DescriptorPool()

    def add(file):
        for need in file.dependency:
            add(files[need])
        pool.Add(file)

    for file in files.values():
        add(file)
    methods = pool.FindServiceByName(OWN).methods_by_name
    assert methods["Predict"].output_type.full_name == "rpcface.v1.PredictResponse"


def test_who_holds_reflection_open_does_not_delay_the_end(serving, raw):
    server = serving(shouting())
    method = raw(server).channel.stream_stream(f"/{REFLECTION[0]}/ServerReflectionInfo")
    asked = threading.Event()

    def requests():
        yield reflection_pb2.ServerReflectionRequest(list_services="").SerializeToString()
        asked.wait(LONG)

    answers_ = method(requests(), timeout=LONG)
    next(answers_)

    stopping = threading.Thread(target=server.stop, kwargs={"grace": 10 * LONG})
    stopping.start()
    stopping.join(LONG)
    asked.set()

    assert not stopping.is_alive()


def test_interfaces_are_served_under_names_of_their_own(serving, monkeypatch):
    named = rf.Interface(lambda text: text, "text", "text")
    monkeypatch.setattr(sys.modules["__main__"], "whisper", named, raising=False)
    lone = rf.Interface(lambda text: text, "text", "text")

    server = serving(shouting(), named, shouting(), lone, shouting(api_name="loud"), shouting())

    assert list(server.interfaces) == [
        "shout",
        "whisper",
        "shout_1",
        "interface",
        "loud",
        "shout_2",
    ]


def test_a_server_leads_back_to_its_interfaces(serving):
    interface = shouting()

    server = serving(interface)

    assert server.interfaces == {"shout": interface}
    assert repr(server) == f"<Server of shout at {server.address}>"


def test_a_server_is_a_context_and_may_be_stopped_twice(raw):
    with rf.serve(shouting(), port=0, block=False) as server:
        call = raw(server)
        assert answers(call)
        assert not server.wait(0)

    assert server.wait(0)
    server.stop()
    assert repr(server) == "<Server of shout stopped>"
    assert call.refused(inputs={"text": "a"}).code == "UNAVAILABLE"


def test_a_port_is_free_again_after_the_end(serving, raw):
    first = serving(shouting())
    first.stop()

    assert answers(raw(serving(shouting(), port=port_of(first))))
