"""The page as its server shows it: where it is mounted, who embeds it, what its HTML reaches."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import trustme
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import FrameLocator, expect

import rpcface as rf
import rpcface.web

LONG = 20.0


def shout(text: str) -> str:
    return f"{text.upper()}!"


def demo(**options: Any) -> rf.Interface:
    return rf.Interface(shout, rf.Textbox(label="Text"), rf.Textbox(label="Answer"), **options)


def works(visited: Any, shown: FrameLocator | None = None) -> None:
    """It is drawn, there or where it is `shown`, and calls its function by its socket."""
    page = shown or visited.page
    page.get_by_label("Text").fill("hey")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Outputs")).to_contain_text("HEY!")
    assert len(visited.sockets) == 1


def test_the_page_needs_eight_requests_at_the_most(web, visit):
    visited = visit(web(demo()))

    expect(visited.page.get_by_label("Text")).to_be_visible()
    assert len(visited.requests) <= 8


def test_a_tab_is_called_as_what_it_shows(web, visit):
    server = web(demo(title="Shout"), demo(title="Again"), options=rf.Options(web_title="Ours"))
    page = visit(server).page

    expect(page).to_have_title("Shout · Ours")
    page.get_by_role("link", name="Again").click()
    expect(page).to_have_title("Again · Ours")
    expect(visit(web(demo(title="Alone"))).page).to_have_title("Alone")


class Outer(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, application: Any) -> None:
        config = uvicorn.Config(application, port=0, log_config=None, ws="websockets-sansio")
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@pytest.fixture
def running() -> Iterator[Callable[[Any], str]]:
    """Runs an application by uvicorn; its address."""
    started = []

    def run(application: Any) -> str:
        outer = Outer(application)
        thread = threading.Thread(target=outer.run, name="rpcface-outer")
        thread.start()
        started.append((outer, thread))
        assert outer.ready.wait(LONG)
        return f"http://127.0.0.1:{outer.servers[0].sockets[0].getsockname()[1]}"

    yield run
    for outer, thread in started:
        outer.should_exit = True
        thread.join(LONG)


def test_it_works_below_a_path_of_fastapi(running, visit):
    mounted = rpcface.web.app(demo())
    api = FastAPI(lifespan=mounted.lifespan)
    api.mount("/demo", mounted)

    visited = visit(f"{running(api)}/demo")

    works(visited)
    assert all("/demo/" in url for url in visited.requests)


def test_it_works_behind_a_proxy_that_takes_a_prefix_away(running, visit):
    inner = rpcface.web.app(demo())

    async def proxied(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            assert scope["path"].startswith("/a/b/")
            path = scope["path"].removeprefix("/a/b")
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await inner(scope, receive, send)

    works(visit(f"{running(proxied)}/a/b"))


def test_it_works_over_tls(web, visit, tmp_path):
    issued = trustme.CA().issue_cert("localhost")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    options = rf.Options(tls_cert=str(tmp_path / "cert.pem"), tls_key=str(tmp_path / "key.pem"))
    server = web(demo(), options=options)

    works(visit(f"https://{server.web_address}", ignore_https_errors=True))


@pytest.fixture
def embedding() -> Iterator[Callable[[str], str]]:
    """A page of another origin that shows an address in a frame; where it is."""
    shown = ""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f'<!doctype html><iframe src="{shown}" width=900 height=700></iframe>'.encode()
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(body if self.path == "/" else b"")

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as outer:
        thread = threading.Thread(target=outer.serve_forever, name="outer")
        thread.start()

        def show(address: str = "") -> str:
            nonlocal shown
            shown = address
            return f"http://localhost:{outer.server_port}"

        yield show
        outer.shutdown()
        thread.join(LONG)


def frame_of(visited: Any, embedded: str) -> FrameLocator:
    """The frame that a page shows; what it asks its own server is not elsewhere."""
    visited.requests[:] = []
    return visited.page.frame_locator(f'iframe[src="{embedded}"]')


def test_a_page_that_is_named_may_show_it_in_a_frame(web, visit, embedding):
    server = web(demo(), options=rf.Options(web_frames=[embedding()]))
    address = f"http://{server.web_address}/"

    visited = visit(embedding(address))

    works(visited, frame_of(visited, address))
    visited.requests.clear()  # those of the frame


def test_another_page_may_not_show_it_in_a_frame(web, visit, embedding):
    server = web(demo(), options=rf.Options(web_frames=["https://else.example"]))

    visited = visit(embedding(f"http://{server.web_address}/"))

    expect(visited.page.frame_locator("iframe").get_by_label("Text")).to_have_count(0)
    visited.page.wait_for_function("() => document.readyState === 'complete'")
    assert "frame-ancestors" in visited.troubles.pop()
    visited.requests.clear()


ESCAPE = """
<p id="told" style="color: rgb(1, 2, 3)">nothing</p>
<script>
const tries = {
  parent: () => parent.document.title,
  top: () => { top.location = "https://evil.example/"; },
  storage: () => localStorage.length,
  cookies: () => document.cookie,
  fetch: () => fetch("SERVER"),
  elsewhere: () => fetch("https://evil.example/"),
  picture: () => new Promise((made, failed) => {
    const picture = new Image();
    picture.onload = made;
    picture.onerror = failed;
    picture.src = "https://evil.example/a.png";
  }),
  popup: () => { if (!open("https://evil.example/")) throw new Error("no"); },
};
const worked = [];
(async () => {
  for (const [name, way] of Object.entries(tries)) {
    try { await way(); worked.push(name); } catch {}
  }
  document.getElementById("told").textContent = "worked: " + worked.join(" ");
})();
</script>
"""


def test_html_of_a_function_reaches_nothing(web, visit):
    def html(text: str) -> str:
        return ESCAPE.replace("SERVER", text)

    server = web(rf.Interface(html, rf.Textbox(label="Text"), rf.HTML(label="Looks")))
    visited = visit(server)
    page = visited.page
    page.evaluate("localStorage.setItem('secret', 'swordfish')")
    page.get_by_label("Text").fill(f"http://{server.web_address}/")

    page.get_by_role("button", name="Submit").click()

    told = page.frame_locator('iframe[title="Looks"]').locator("#told")
    expect(told).to_have_text("worked: ")
    expect(told).to_have_css("color", "rgb(1, 2, 3)")
    expect(page.get_by_role("button", name="Submit")).to_be_visible()
    assert page.url == f"http://{server.web_address}/"
    assert visited.troubles  # the browser says what it did not let through
    visited.troubles.clear()
    visited.requests[:] = [url for url in visited.requests if "evil.example" not in url]


def test_html_of_a_function_is_as_high_as_it_is(web, visit):
    def html(height: int) -> str:
        return f'<body style="margin: 0"><div style="height: {height}px">tall</div>'

    page = visit(web(rf.Interface(html, rf.Number(label="Height", precision=0), "html"))).page

    for height in (60, 700):
        page.get_by_label("Height").fill(f"{height}")
        page.get_by_role("button", name="Submit").click()
        page.wait_for_function(
            f"() => document.querySelector('rf-page').shadowRoot.querySelector('rf-interface')"
            f".shadowRoot.querySelector('[aria-label=Outputs] rf-field')"
            f".shadowRoot.querySelector('iframe')?.offsetHeight === {height + 2}"
        )
