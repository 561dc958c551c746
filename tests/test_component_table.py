from __future__ import annotations

import importlib.util
import inspect
import re
from pathlib import Path

import pytest

import rpcface as rf
from rpcface.plugins import registry

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "components.md"


@pytest.fixture(scope="module")
def tool():
    path = ROOT / "tools" / "component_table.py"
    spec = importlib.util.spec_from_file_location("component_table", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_shows_the_components_that_there_are(tool):
    page = PAGE.read_text("utf-8")

    assert tool.written(page) == page, "make component-table writes it"


def test_the_table_has_two_rows_for_every_component(tool):
    rows = [line.split("`")[1] for line in tool.table().splitlines() if line.startswith("| `")]
    classes = [one.__name__ for plugin in registry().plugins() for one in plugin.components]

    assert sorted(rows) == sorted(classes * 2)


def test_the_table_says_which_components_are_a_plugins(tool):
    marked = [line for line in tool.table().splitlines() if "of the plugin" in line]

    assert [line.split("`")[1] for line in marked] == ["Audio"]


def test_a_component_that_cannot_be_made_is_told(tool):
    class Molecule(rf.Radio):
        type = "acme.molecule"

    with pytest.raises(SystemExit, match=r"Molecule .* SAMPLES\['acme.molecule'\]"):
        tool.made(Molecule)


def test_a_component_whose_docstring_does_not_say_what_it_returns_is_told(tool):
    class Silent(rf.Component):
        """Nothing."""

    with pytest.raises(SystemExit, match="Silent"):
        tool._returns(Silent)


def test_the_contract_tells_the_props_of_every_component():
    page = (ROOT / "docs" / "contract.md").read_text("utf-8")
    table = page.partition("<!-- props: begin -->")[2].partition("<!-- props: end -->")[0]
    told = {
        kind: set(re.findall(r"`(\w+)`", names))
        for kind, names in re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.MULTILINE)
    }
    given = {
        component.type: set(
            re.findall(r"(?:(\w+)=|\"(\w+)\":)", inspect.getsource(component.props))
        )
        for plugin in registry().plugins()
        for component in plugin.components
        if component.props is not rf.Component.props
    }

    assert told == {kind: {one or other for one, other in names} for kind, names in given.items()}


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        (rf.Schema(rf.BoolShape(), nullable=True), "true or false or null"),
        (rf.Schema(rf.ListShape(rf.Schema(rf.TextShape()))), "a list of text"),
        (
            rf.Schema(rf.StructShape((rf.Field(name="a", schema=rf.Schema(rf.AnyShape())),))),
            "a struct {a: any value}",
        ),
        (
            rf.Schema(rf.MediaShape(("image/png",), decoded=rf.Schema(rf.TensorShape()))),
            "an image (png), or a tensor",
        ),
    ],
)
def test_a_schema_is_told_in_words(tool, schema, words):
    assert tool.wire(schema) == words


def test_a_page_without_a_place_for_the_table_is_refused(tool):
    with pytest.raises(SystemExit, match="no <!-- components: begin -->"):
        tool.written("# Components\n")
