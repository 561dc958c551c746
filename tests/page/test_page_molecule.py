"""A plugin of somebody else's, from its wheel to the page: examples/plugin."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "plugin"
AXE = ROOT / "clients" / "web" / "node_modules" / "axe-core" / "axe.min.js"
LONG = 60

DRAWN = "(canvas) => canvas.toDataURL()"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder that the plugin's wheel is installed into."""
    folder = tmp_path_factory.mktemp("molecule")
    shutil.copytree(EXAMPLE, folder / "source")
    pip = sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"
    alone = "--no-deps", "--no-index"
    wheel = "wheel", *alone, "--no-build-isolation", "--wheel-dir", folder, folder / "source"
    subprocess.run([*pip, *wheel], check=True, timeout=LONG)
    (found,) = folder.glob("acme_molecule-*.whl")
    subprocess.run(
        [*pip, "install", *alone, "--target", folder / "site", found], check=True, timeout=LONG
    )
    return folder / "site"


@pytest.fixture
def served(site, program):
    """The address of the demo's page."""
    path = os.pathsep.join(filter(None, (str(site), str(ROOT), os.environ.get("PYTHONPATH"))))
    demo = EXAMPLE / "demo" / "molecules.py"
    started = program("-m", "rpcface", "serve", demo, "--web-port", "0", PYTHONPATH=path)
    started.serves()
    return started.process.stdout.readline().decode().split()[-1]


def test_a_molecule_is_drawn_turned_and_changed(served, visit):
    visited = visit(served)
    page = visited.page
    canvas = page.get_by_role("application", name="Molecule")
    mirror = page.get_by_role("application", name="Mirror image")

    expect(canvas).to_have_accessible_name("Molecule: C2 O H6. Arrow keys turn it")
    assert [url for url in visited.requests if "/plugins/acme-molecule/" in url]
    drawings = [canvas.evaluate(DRAWN)]
    box = canvas.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 80, y + 30, steps=4)
    page.mouse.up()
    drawings.append(canvas.evaluate(DRAWN))
    for key in ("ArrowLeft", "ArrowUp"):
        canvas.press(key)
        drawings.append(canvas.evaluate(DRAWN))
    assert len(set(drawings)) == len(drawings)

    empty = mirror.evaluate(DRAWN)
    for key in ("n", "Enter"):
        canvas.press(key)
    expect(page.get_by_text("Atom 1 is nitrogen now")).to_be_visible()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Outputs")).to_contain_text("CH6NO")
    expect(mirror).to_have_accessible_name("Mirror image: N C O H6. Arrow keys turn it")
    assert mirror.evaluate(DRAWN) != empty
    page.get_by_role("button", name="Clear").click()
    expect(canvas).to_have_accessible_name("Molecule: C2 O H6. Arrow keys turn it")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_molecule_is_accessible(served, visit, scheme):
    page = visit(served, color_scheme=scheme).page
    expect(page.get_by_role("application", name="Molecule")).to_be_visible()

    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")

    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
