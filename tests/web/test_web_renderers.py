"""The ES modules of plugins: found in their distributions, described, and served."""

from __future__ import annotations

import gzip
import hashlib
import importlib
import itertools
import logging

import pytest

import rpcface as rf

from .conftest import DESCRIBE

MODULE = "export default { render({ el }) { el.textContent = 'drawn'; } };\n" * 40
HASH = hashlib.sha256(MODULE.encode()).hexdigest()[:16]
SOURCE = """
import rpcface as rf

class Molecule(rf.Textbox):
    type = "acme.molecule"
    renderer = {renderer!r}
"""
DESCRIBED = f"{DESCRIBE}?connect=v1&encoding=json&message=%7B%7D"

_numbers = itertools.count()


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Puts a distribution "acme-molecule" with a package below `tmp_path`; its component class
    is given back.
    """
    monkeypatch.syspath_prepend(tmp_path)

    def install(renderer="web/molecule.js", inside=""):
        package = f"acme_molecule_{next(_numbers)}"
        folder = tmp_path / package
        (folder / "web").mkdir(parents=True)
        (folder / "__init__.py").write_text(SOURCE.format(renderer=renderer))
        (folder / "web" / "molecule.js").write_text(MODULE)
        (folder / "web" / "other.js").write_text("export default 'secret';")
        info = tmp_path / "acme_molecule-1.2.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-molecule\nVersion: 1.2\n")
        (info / "entry_points.txt").write_text(f"[rpcface]\nmolecule = {package}{inside}\n")
        importlib.invalidate_caches()
        return importlib.import_module(package).Molecule

    return install


def drawing(molecule):
    return rf.Interface(lambda a: a, molecule(), rf.Textbox())


def described(server):
    (interface,) = server.get(DESCRIBED).json["interfaces"]
    return interface["inputs"][0]


def test_a_description_tells_where_the_renderer_of_a_component_is(web, install, client):
    server = web(drawing(install()))
    path = f"plugins/acme-molecule/{HASH}/molecule.js"

    assert described(server)["renderer"] == {"modulePath": path}
    (told,) = client(server.server).describe().interfaces.values()
    assert told.inputs[0].renderer == path
    assert told.outputs[0].renderer == ""


def test_a_renderer_is_served_for_good(web, install):
    server = web(drawing(install()))
    path = f"/{described(server)['renderer']['modulePath']}"

    plain, packed = server.get(path), server.get(path, accept_encoding="gzip")

    assert plain.status == 200
    assert plain.text == MODULE
    assert plain.headers["content-type"] == "text/javascript; charset=utf-8"
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "default-src 'none'" in plain.headers["content-security-policy"]
    assert gzip.decompress(packed.body) == plain.body
    assert server.get(path, if_none_match=plain.headers["etag"]).status == 304
    assert server.ask("HEAD", path).body == b""
    assert server.ask("POST", path, b"").status == 405


@pytest.mark.parametrize(
    "path",
    [
        "plugins/",
        "plugins/acme-molecule",
        f"plugins/acme-molecule/{HASH}/",
        f"plugins/acme-molecule/{HASH}/other.js",
        f"plugins/acme-molecule/{HASH}/../{HASH}/molecule.js",
        f"plugins/acme-molecule/{HASH}/%2e%2e/other.js",
        f"plugins/acme-molecule/{HASH}/..%2f..%2f__init__.py",
        "plugins/acme-molecule/0000000000000000/molecule.js",
        f"plugins/other/{HASH}/molecule.js",
        "plugins/../plain.css",
        "plugins//etc/passwd",
    ],
)
def test_nothing_else_of_the_distribution_is_served(web, install, path):
    answer = web(drawing(install())).get(f"/{path}")

    assert answer.status == 404
    assert answer.text == "there is no such renderer; descriptions tell those there are\n"


@pytest.mark.parametrize(
    ("renderer", "why"),
    [
        ("web/missing.js", "is it in the wheel?"),
        ("../other/molecule.js", "wanted a resource of its package"),
        ("/web/molecule.js", "wanted a resource of its package"),
        ("web\\molecule.js", "wanted a resource of its package"),
        ("web/..", "wanted a resource of its package"),
        ("", "wanted a resource of its package"),
        ("web/molecule.py", "wanted a resource of its package"),
        ("web/a?b.js", "wanted a resource of its package"),
        (7, "wanted a resource of its package"),
        ("web", "wanted a resource of its package"),
    ],
)
def test_a_renderer_that_is_not_there_is_told_and_left_out(web, install, caplog, renderer, why):
    with caplog.at_level(logging.WARNING, "rpcface"):
        server = web(drawing(install(renderer)))

    (told,) = [record.getMessage() for record in caplog.records]
    assert f"the renderer {renderer!r} of Molecule, of acme-molecule, is left out" in told
    assert why in told
    assert "renderer" not in described(server)
    answer = server.predict({"inputs": {"a": {"textValue": "H2O"}}})
    assert answer.json["outputs"]["output"] == {"textValue": "H2O"}


def test_a_subclass_is_drawn_by_the_renderer_that_it_inherits(web, install):
    class Ion(install()):
        type = "mine.ion"

    server = web(drawing(Ion))

    assert described(server)["renderer"]["modulePath"].startswith("plugins/acme-molecule/")


def test_a_subclass_can_do_without(web, install):
    class Plain(install()):
        renderer = None

    assert "renderer" not in described(web(drawing(Plain)))


def test_a_component_of_no_package_has_its_renderer_beside_it(web, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "alone_on_disk.py").write_text(SOURCE.format(renderer="molecule.js"))
    (tmp_path / "molecule.js").write_text(MODULE)
    server = web(drawing(importlib.import_module("alone_on_disk").Molecule))

    path = described(server)["renderer"]["modulePath"]

    assert path == f"plugins/alone_on_disk/{HASH}/molecule.js"
    assert server.get(f"/{path}").text == MODULE


def test_a_server_that_starts_anew_reads_its_renderers_anew(web, install, tmp_path):
    molecule = install()
    before = described(web(drawing(molecule)))["renderer"]
    (file,) = tmp_path.glob("*/web/molecule.js")
    file.write_text("export default {};")

    assert described(web(drawing(molecule)))["renderer"] != before
