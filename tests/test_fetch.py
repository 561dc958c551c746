"""What is fetched from an address that a function returned, and what is not."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme

from rpcface import fetch as module
from rpcface.errors import Invalid
from rpcface.fetch import fetch
from rpcface.values import Media

WAIT = 10.0


class Server(ThreadingHTTPServer):
    """Answers by path; `ended` lets those go that hang."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.ended = threading.Event()
        self.asked: list[tuple[str, str]] = []

    def url(self, path: str = "/cat.png", scheme: str = "http", host: str = "127.0.0.1") -> str:
        return f"{scheme}://{host}:{self.server_address[1]}{path}"

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["Host"]))
        self.close_connection = True
        name, _, argument = self.path.partition("?")[0].strip("/").partition("/")
        getattr(self, f"answer_{name}", self.answer)(argument)

    def send(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()

    def answer(self, _: str) -> None:
        self.send(200, Content_Type="image/PNG; q=1", Content_Length="4")
        self.wfile.write(b"\x89PNG")

    def answer_status(self, status: str) -> None:
        self.send(int(status), Content_Type="image/png", Content_Length="0")

    def answer_type(self, kind: str) -> None:
        self.send(200, Content_Type=kind, Content_Length="0")

    def answer_to(self, place: str) -> None:
        self.send(302, Location=place.replace("%7C", "/"), Content_Length="0")

    def answer_loop(self, count: str) -> None:
        self.send(307, Location=f"/loop/{int(count) + 1}", Content_Length="0")

    def answer_hops(self, count: str) -> None:
        place = f"/hops/{int(count) - 1}" if count != "1" else "../cat.png"
        self.send(301, Location=place, Content_Length="0")

    def answer_length(self, length: str) -> None:
        self.send(200, Content_Type="image/png", Content_Length=length)
        self.wfile.write(b"\x89PNG")

    def answer_endless(self, _: str) -> None:
        self.send(200, Content_Type="image/png")
        while not self.server.ended.is_set():
            self.wfile.write(b"x" * 65536)

    def answer_chunks(self, count: str) -> None:
        self.send(200, Content_Type="image/png", Transfer_Encoding="chunked")
        self.wfile.write(b"3\r\nabc\r\n" * int(count) + b"0\r\n\r\n")

    def answer_half(self, _: str) -> None:
        self.send(200, Content_Type="image/png", Transfer_Encoding="chunked")
        self.wfile.write(b"9\r\nabc")

    def answer_packed(self, _: str) -> None:
        self.send(200, Content_Type="image/png", Content_Encoding="gzip", Content_Length="0")

    def answer_never(self, _: str) -> None:
        self.server.ended.wait(WAIT)

    def answer_headers(self, _: str) -> None:
        """A byte of header now and then, for ever."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not self.server.ended.wait(0.05):
            self.wfile.write(b"x")

    def answer_dripping(self, _: str) -> None:
        self.send(200, Content_Type="image/png", Content_Length="1000000")
        while not self.server.ended.wait(0.05):
            self.wfile.write(b"x")

    def answer_garbage(self, _: str) -> None:
        self.wfile.write(b"\0\1\2 this is not HTTP\r\n\r\n")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.ended.set()
        server.shutdown()
        thread.join(WAIT)


def get(url: str, **options: Any) -> Media:
    usual: dict[str, Any] = {"media_types": ("image/*",), "private_addresses": True}
    return fetch(url, **(usual | {"timeout": WAIT} | options))


def refused(url: str, **options: Any) -> str:
    with pytest.raises(Invalid) as caught:
        get(url, **options)
    assert "127.0.0." not in caught.value.wanted
    assert "localhost" not in caught.value.wanted
    return str(caught.value)


def resolve(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Every name has these addresses from now on; the names asked for are listed."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_media_come_with_their_type_and_name(server: Server) -> None:
    assert get(server.url()) == Media("image/png", b"\x89PNG", "cat.png")
    assert get(server.url("/a%20b/%C3%A9.png")).filename == "é.png"
    assert get(server.url("/x%2Fy%0A.png")).filename == ""
    assert get(server.url("/type/text/plain"), media_types=()).media_type == "text/plain"


def test_the_query_and_letters_beyond_ascii_are_sent_as_urls_have_them(server: Server) -> None:
    get(server.url("/é.png?a=1&b=%20ü#part"))
    port = server.server_address[1]
    assert server.asked == [("/%C3%A9.png?a=1&b=%20%C3%BC", f"127.0.0.1:{port}")]


def test_redirects_are_followed_up_to_a_number_of_times(server: Server) -> None:
    assert get(server.url("/hops/3")).data == b"\x89PNG"
    assert "redirects at most 3 times" in refused(server.url("/hops/4"))
    assert "redirects at most 0 times" in refused(server.url("/hops/1"), max_redirects=0)


def test_a_redirect_loop_ends(server: Server) -> None:
    assert "redirects at most 3 times" in refused(server.url("/loop/0"))
    assert len(server.asked) == 4


@pytest.mark.parametrize("place", ["file:||etc|passwd", "ftp:||x", "http:||u:p@x", "http:||[", ""])
def test_a_redirect_leads_to_an_http_address_or_nowhere(server: Server, place: str) -> None:
    refused(server.url(f"/to/{place}"))


def test_logs_are_told_no_query_for_it_may_hold_a_secret(server: Server) -> None:
    for path in ("/status/404?key=secret", "/type/text/plain?key=secret", "/garbage?key=secret"):
        assert "secret" not in refused(server.url(path))


def test_an_answer_that_is_not_200_is_refused(server: Server) -> None:
    for status in (201, 204, 206, 304, 404, 500):
        assert f"came {status} from" in refused(server.url(f"/status/{status}"))


@pytest.mark.parametrize("kind", ["text/html", "application/octet-stream", "imagepng"])
def test_content_of_another_type_is_refused(server: Server, kind: str) -> None:
    assert "wanted an address of image/*" in refused(server.url(f"/type/{kind}"))


def test_content_that_is_encoded_is_refused(server: Server) -> None:
    assert "not encoded" in refused(server.url("/packed"))


def test_content_is_taken_up_to_a_size(server: Server) -> None:
    assert len(get(server.url("/chunks/10"), max_bytes=30)) == 30
    assert len(get(server.url(), max_bytes=4)) == 4


@pytest.mark.parametrize("path", ["/chunks/11", "/length/31", "/endless"])
def test_larger_content_is_refused_announced_or_not(server: Server, path: str) -> None:
    assert "at most 30 bytes" in refused(server.url(path), max_bytes=30)


@pytest.mark.parametrize("path", ["/length/9", "/half", "/garbage"])
def test_an_answer_that_is_cut_off_or_no_http_is_refused(server: Server, path: str) -> None:
    assert "wanted an address whose server" in refused(server.url(path))


@pytest.mark.parametrize("path", ["/never", "/headers", "/dripping"])
def test_a_slow_server_is_left_at_the_deadline(server: Server, path: str) -> None:
    began = time.monotonic()
    assert "within 0.3 s" in refused(server.url(path), timeout=0.3)
    assert time.monotonic() - began < WAIT / 2


def test_a_server_that_is_not_there_is_refused(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert "can be reached" in refused(f"http://127.0.0.1:{port}/")
    assert "can't be resolved" in refused("http://nowhere.invalid/")


def test_each_address_of_a_host_is_tried(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve(monkeypatch, "127.0.0.9", "127.0.0.1")
    assert get(server.url(host="both.test")).data == b"\x89PNG"


def test_the_address_that_was_checked_is_the_one_connected_to(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = resolve(monkeypatch, "127.0.0.1")
    monkeypatch.setattr(module, "_is_private", lambda _: False)
    assert get(server.url(host="cats.test"), private_addresses=False).data == b"\x89PNG"
    assert asked == ["cats.test"]
    assert server.asked[0][1] == f"cats.test:{server.server_address[1]}"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "2130706433", "0x7f.1"])
def test_private_addresses_are_refused_unless_allowed(server: Server, host: str) -> None:
    message = refused(server.url(host=host), private_addresses=False)
    assert "on the public network" in message
    assert not server.asked


def test_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve(monkeypatch, "93.184.216.34", "10.0.0.1")
    assert "10.0.0.1" in refused("http://mixed.test/", private_addresses=False)


def test_a_redirect_to_a_private_address_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_is_private", lambda address: address != "127.0.0.1")
    inner = server.url(host="127.0.0.2").replace("/", "|")
    assert "public network" in refused(server.url(f"/to/{inner}"), private_addresses=False)
    assert len(server.asked) == 1


def test_https_verifies_that_the_host_is_who_it_says(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    certificate = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    assert "can be reached" in refused(server.url(scheme="https", host="localhost"))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert get(server.url(scheme="https", host="localhost")).data == b"\x89PNG"
    assert "can be reached" in refused(server.url(scheme="https", host="127.0.0.1"))
