"""The page, its files, and how they are sent."""

from __future__ import annotations

import base64
import gzip
import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.web import files, packing
from rpcface.wire.descriptions import value_message

from .conftest import DESCRIBE, HI


@pytest.fixture
def page_of(monkeypatch):
    """Has servers show the page of a folder."""

    def show(folder):
        monkeypatch.setattr(files.Files.__init__, "__defaults__", (str(folder),))

    return show


def assets(page):
    """The addresses of what a page loads."""
    return re.findall(r'(?:src|href)="\./([^"?]+)"', page)


def test_the_page_is_the_built_one(web):
    page = web().get("/")

    assert page.status == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<rf-page></rf-page>" in page.text
    assert any(name.endswith(".js") for name in assets(page.text))
    assert web().get("/index.html").body == page.body


def test_all_that_the_page_loads_is_there(web):
    server = web()
    names = assets(server.get("/").text)

    assert len(names) <= 6  # with the page itself and the description eight requests
    for name in names:
        assert server.get(f"/{name}").status == 200


def test_what_the_page_loads_is_found_below_it(web):
    text = web().get("/").text

    assert not re.findall(r'(?:src|href)="(?!\./)', text)


def test_a_page_may_load_only_what_the_server_has(web):
    server = web()
    for path in ("/", *(f"/{name}" for name in assets(server.get("/").text))):
        policy = server.get(path).headers["content-security-policy"].split("; ")

        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'self'" in policy
        assert not [rule for rule in policy if "unsafe" in rule or "*" in rule]


def test_the_licences_of_what_is_built_in_are_there(web):
    told = web().get("/licenses.txt")

    assert told.headers["content-type"] == "text/plain; charset=utf-8"
    for name in ("lit-html", "marked", "@bufbuild/protobuf", "@connectrpc/connect"):
        assert f"\n{name} " in told.text


def test_where_the_page_is_not_built_the_server_says_what_does_that(web, page_of, tmp_path):
    page_of(tmp_path)
    server = web()

    answer = server.get("/")

    assert answer.status == 503
    assert "`make page`" in answer.text
    assert server.predict(HI).status == 200


def test_files_with_a_hash_in_their_name_are_never_asked_for_again(web):
    server = web()

    page = server.get("/")
    assert page.headers["cache-control"] == "no-cache"
    script = next(name for name in assets(page.text) if name.endswith(".js"))
    told = server.get(f"/{script}")
    assert told.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert told.headers["content-type"] == "text/javascript; charset=utf-8"


def test_a_page_that_a_browser_has_is_not_sent_again(web):
    server = web()
    etag = server.get("/").headers["etag"]

    assert server.get("/", if_none_match=etag).status == 304


def test_a_page_with_another_title_is_sent_again(web):
    etag = web().get("/").headers["etag"]

    assert web(web_title="Another").get("/", if_none_match=etag).status == 200


@pytest.fixture
def folder(tmp_path, page_of):
    """A folder that the page is served from, with a secret beside it."""
    made = tmp_path / "static"
    (made / "assets").mkdir(parents=True)
    (made / "assets" / "index-4f2a.js").write_text("export default 1;" * 1000)
    (tmp_path / "secret").write_text("swordfish")
    page_of(made)
    return made


@pytest.mark.parametrize(
    "path",
    [
        "/../secret",
        "/%2e%2e/secret",
        "/assets/../../secret",
        "//etc/passwd",
        "/assets",
        "/assets/",
        "/nothing",
        "/static/index.html",
        "/..",
    ],
)
def test_nothing_beside_the_folder_is_served(web, folder, path):
    answer = web().get(path)

    assert answer.status == 404
    assert answer.text == "there is nothing here; the page is at /\n"


def test_files_are_packed_where_the_browser_takes_that(web, folder):
    server = web()

    packed = server.get("/assets/index-4f2a.js", accept_encoding="gzip, deflate, br")
    plain = server.get("/assets/index-4f2a.js")

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "content-encoding" not in plain.headers
    assert server.get("/", accept_encoding="gzip;q=0").headers.get("content-encoding") is None


@pytest.mark.parametrize("size", [5_000, 500_000])
def test_an_answer_that_shrinks_is_packed(web, size):
    told = {"inputs": {"text": {"textValue": "ä and " * (size // 6)}}}
    server = web()

    packed, plain = server.predict(told, accept_encoding="gzip"), server.predict(told)

    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(plain.body) / 5
    assert json.loads(gzip.decompress(packed.body))["outputs"] == plain.json["outputs"]


def test_an_answer_that_does_not_shrink_is_sent_as_it_is(web):
    pixels = np.random.default_rng(1).integers(0, 256, (300, 300, 3), np.uint8)
    server = web(rf.Interface(lambda image: image, rf.Image(), rf.Image()))
    message = value_message(rf.Tensor.of(pixels))
    told = {
        "inputs": {
            "image": {
                "tensorValue": {
                    "dataType": "DATA_TYPE_UINT8",
                    "shape": ["300", "300", "3"],
                    "data": base64.b64encode(message.tensor_value.data).decode(),
                }
            }
        },
        "accept": [rf.DECODED],
    }

    answer = server.predict(told, accept_encoding="gzip")

    assert answer.status == 200
    assert answer.headers.get("content-encoding", "identity") == "identity"


def test_what_is_short_is_sent_as_it_is(web):
    answer = web().predict(HI, accept_encoding="gzip")

    assert answer.json["outputs"]["output"] == {"textValue": "hi"}


def test_a_description_is_packed_too(web):
    path = f"{DESCRIBE}?connect=v1&encoding=json&message=%7B%7D"
    server = web(*(rf.Interface(lambda a: a, "text", "text", title=f"{n}") for n in range(30)))

    answer = server.get(path, accept_encoding="gzip")

    assert len(json.loads(gzip.decompress(answer.body))["interfaces"]) == 30


@given(st.binary(max_size=5000), st.integers(1, 50))
def test_what_is_packed_is_the_same(data, times):
    less = packing.packed(data * times)

    assert less is None or gzip.decompress(less) == data * times


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        (None, False),
        (b"", False),
        (b"br", False),
        (b"gzip", True),
        (b"br, GZIP;q=0.5", True),
        (b"gzip; q=0", False),
        (b"gzip2", False),
    ],
)
def test_who_takes_gzip_is_known(header, takes):
    assert packing.takes_gzip(header) is takes
