"""How the page looks from outside: its title, its icon, its theme, and who embeds it."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from pathlib import Path

import pytest

import rpcface as rf
import rpcface.web
from rpcface.web import themes
from rpcface.web.files import FOLDER
from rpcface.web.index import dressed, plain
from rpcface.web.looks import Looks

ROOT = Path(__file__).parents[2]
THEMES = sorted((ROOT / "examples" / "themes").glob("*.css"))

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def demo(name="echo", **options):
    return rf.Interface(lambda text: text, "text", "text", api_name=name, **options)


def title(page):
    return html.unescape(re.search("<title>(.*)</title>", page.text, re.DOTALL)[1])


def meta(page, name):
    """What a meta says; None: there is none."""
    found = re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)" />', page.text)
    return found and html.unescape(found[1])


@pytest.fixture
def file(tmp_path):
    """Writes a file; its path."""

    def write(content, name="file"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_a_tab_and_a_preview_tell_of_the_only_interface(web):
    told = "Turns a *picture* into an [old print](https://example.org).\n\nMore of it."
    page = web(demo(title="Sepia", description=told)).get("/")

    assert title(page) == meta(page, "og:title") == "Sepia"
    expected = "Turns a picture into an old print."
    assert meta(page, "description") == meta(page, "og:description") == expected


def test_without_a_title_a_tab_is_called_as_the_interface(web):
    page = web(demo("sepia")).get("/")

    assert title(page) == "sepia"
    assert meta(page, "description") is None


def test_of_several_interfaces_a_preview_tells_which_there_are(web):
    page = web(demo("a", title="First"), demo("b")).get("/")

    assert title(page) == "rpcface"
    assert meta(page, "description") == "First, b"


def test_a_server_may_have_a_title_of_its_own(web, serving):
    page = web(demo("a"), demo("b"), web_title=" My\n models ").get("/")

    assert title(page) == "My models"


def test_what_stands_in_the_page_is_text(web):
    evil = """</title><script>alert('"')</script>"""
    page = web(demo(title=evil, description=evil)).get("/")

    assert title(page) == evil
    assert meta(page, "description") == evil
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    "options",
    [
        {"tokens": {"ada": "the-token-of-ada-1815"}},
        {"authorize": lambda _who, _name: True},
    ],
)
def test_who_has_not_said_who_asks_is_told_of_no_interface(web, options):
    page = web(demo("hidden", title="Hidden", description="Hidden."), **options).get("/")

    assert page.status == 200
    assert title(page) == "rpcface"
    assert "idden" not in page.text


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("", ""),
        ("# A title\n\nText.", "A title"),
        ("`a_b` and _c_, **d**\ne", "a_b and c, d e"),
        ("![A picture](a.png) here", "A picture here"),
        ("- one\n- two", "one two"),
        ("a " * 200, "a " * 99 + "a…"),
    ],
)
def test_a_description_is_its_first_paragraph_as_plain_text(markdown, expected):
    assert plain(markdown) == expected


def test_a_theme_comes_after_the_page_s_own_styles_and_is_kept(web, file):
    content = ":root { --rf-accent: teal }\n"
    server = web(web_theme=file(content))
    page = server.get("/")

    first, last = re.findall(r'<link rel="stylesheet"[^>]*href="\.(/[^"]+)"', page.text)
    assert "--rf-accent" in server.get(first).text
    theme = server.get(last)
    assert theme.text == content
    assert theme.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in theme.headers["cache-control"]


@pytest.mark.parametrize("way", ["parameter", "option", "variable"])
def test_a_theme_comes_from_a_parameter_an_option_or_the_environment(
    serving, file, monkeypatch, way
):
    path = file(":root { --rf-accent: teal }")
    given = {"parameter": {"theme": path}, "option": {"options": rf.Options(web_theme=str(path))}}
    if way == "variable":
        monkeypatch.setenv("RPCFACE_THEME", str(path))

    serving(demo(), web_port=0, **given.get(way, {}))
    file("", "file")

    with pytest.raises(ValueError, match="web_theme"):
        serving(demo(), web_port=0, **given.get(way, {}))


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ("", "wanted CSS that sets properties of the page"),
        ("<html>", "wanted CSS that sets properties of the page"),
        ("p { color: red }", "wanted CSS that sets properties of the page"),
        (":root { --rf-accent: red", "wanted CSS that sets properties of the page"),
        (b":root { --rf-accent: \xff }", "wanted CSS that sets properties of the page"),
        ("/* :root { --rf-accent: red } */", "wanted CSS that sets properties of the page"),
        (":root { --rf-acent: red }", r"there is no --rf-acent, .*; did you mean --rf-accent\?"),
        (":root { --rf-zzzzzz: red }", "there is no --rf-zzzzzz, .*; there are --rf-accent, "),
        ("@import 'a.css'; :root { --rf-accent: red }", "wanted a theme that loads nothing"),
        (":root { --rf-font: url(https://a.example/f) }", "'url(https://a.example/f)'"),
        (":root { --rf-accent: red }" + " " * themes.MOST, "wanted at most 65,536 bytes"),
    ],
)
def test_a_theme_that_is_none_is_an_error(file, content, wrong):
    wrong = wrong.replace("url(https://a.example/f)", re.escape("url(https://a.example/f)"))
    with pytest.raises(ValueError, match=f"^web_theme: .*{wrong}"):
        rpcface.web.app(demo(), options=rf.Options(web_theme=file(content)))


def test_a_theme_that_is_not_there_is_an_error(tmp_path):
    for path in (tmp_path / "no.css", tmp_path):
        with pytest.raises(ValueError, match=r"^web_theme: .* can't be read: "):
            rpcface.web.app(demo(), options=rf.Options(web_theme=path))


def test_every_property_of_the_page_is_documented():
    text = (ROOT / "docs" / "page.md").read_text(encoding="utf-8")
    table = text.partition("<!-- theme: begin -->")[2].partition("<!-- theme: end -->")[0]

    assert themes.properties(FOLDER) == set(re.findall(r"--rf-[\w-]+", table))


@pytest.mark.parametrize("path", THEMES, ids=lambda path: path.stem)
def test_the_themes_of_the_examples_are_themes(path):
    rpcface.web.app(demo(), options=rf.Options(web_theme=path))


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PNG, "image/png"),
        (SVG, "image/svg+xml"),
        (b"\0\0\1\0" + bytes(20), "image/x-icon"),
    ],
)
def test_an_icon_of_one_s_own_is_that_of_the_tab(web, file, content, media_type):
    server = web(web_favicon=file(content))
    page = server.get("/")
    (path,) = re.findall(r'<link rel="icon" href="\.(/[^"]+)" />', page.text)

    icon = server.get(path)

    assert icon.body == content
    assert icon.headers["content-type"] == media_type


def test_an_icon_that_is_none_is_an_error(file):
    for content in (b"", b"<html>", b"GIF89a", b"\x89PNG"):
        with pytest.raises(ValueError, match="web_favicon: wanted an SVG, a PNG or an ICO"):
            rpcface.web.app(demo(), options=rf.Options(web_favicon=file(content)))


def policy(page):
    rules = page.headers["content-security-policy"].split("; ")
    return next(rule for rule in rules if rule.startswith("frame-ancestors"))


def test_only_pages_of_the_server_and_of_named_origins_may_embed_it(web):
    assert policy(web().get("/")) == "frame-ancestors 'self'"
    named = web(web_frames=["https://a.example", "http://localhost:8000"]).get("/")
    assert policy(named) == "frame-ancestors 'self' https://a.example http://localhost:8000"
    assert policy(web(web_frames=["*"]).get("/")) == "frame-ancestors 'self' *"


@pytest.mark.parametrize(
    "origin",
    ["a.example", "https://a.example/", "https://a; script-src *", "https://a b", "'none'", ""],
)
def test_an_origin_to_embed_it_that_is_none_is_an_error(origin):
    with pytest.raises(ValueError, match="web_frames: wanted origins such as"):
        rpcface.web.app(demo(), options=rf.Options(web_frames=[origin]))


def test_a_page_asks_early_for_the_description_where_no_token_is_wanted():
    early = '<link\n  rel="preload"\n  as="fetch"\n  crossorigin\n  href="./Describe"\n/>'
    built = f"<title>rpcface</title>\n{early}\n</head>"
    looks = Looks("", None, None, ())

    assert "Describe" in dressed(built, looks, {}, wants_token=False)
    assert "<link" not in dressed(built, looks, {}, wants_token=True)


def test_the_command_takes_a_title_a_theme_and_an_icon(file, tmp_path):
    (tmp_path / "demo.py").write_text(
        "import rpcface as rf\ndemo = rf.Interface(str.upper, 'text', 'text')\n"
    )
    words = ["--title", "Ours", "--theme", file(":root { --rf-acent: red }"), "--port", "0"]
    command = [sys.executable, "-m", "rpcface", "serve", tmp_path / "demo.py", *words]
    done = subprocess.run(
        [*command, "--web-port", "0", "--favicon", file(PNG, "icon"), "--web-frame", "*"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert "web_theme: there is no --rf-acent" in done.stderr
    assert "did you mean --rf-accent?" in done.stderr
