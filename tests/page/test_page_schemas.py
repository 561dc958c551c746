"""Components that no page knows, drawn by their schemas alone."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

import rpcface as rf
from rpcface.schemas import (
    AnyShape,
    BoolShape,
    Choice,
    ChoiceShape,
    Field,
    FloatShape,
    IntShape,
    ListShape,
    Schema,
    Shape,
    StructShape,
    TensorShape,
    TextShape,
)

from .conftest import PATIENCE, Visit


class Thing(rf.Component):
    """A component of which a page has never heard."""

    type = "acme.thing"
    fallback_types = ("acme.older_thing",)

    def __init__(self, shape: Shape, *, nullable: bool = False, **given: Any) -> None:
        super().__init__(**given)
        self.shape = Schema(shape, nullable)

    def schema(self) -> Schema:
        return self.shape

    def decode(self, value: rf.Value, io: Any) -> Any:
        return value.array() if isinstance(value, rf.Tensor) else value

    def encode(self, value: Any, accept: Any, io: Any) -> rf.Value:
        return rf.Tensor.of(value) if isinstance(value, np.ndarray) else value


class Slow(Thing):
    """One that another can draw."""

    type = "acme.slow"
    fallback_types = ("acme.unheard", "slider")


def struct(**fields: Schema | Field) -> StructShape:
    return StructShape(
        tuple(
            Field(name=name, schema=one) if isinstance(one, Schema) else one
            for name, one in fields.items()
        )
    )


def nested(depth: int) -> Schema:
    schema = Schema(IntShape())
    for level in range(depth):
        schema = Schema(struct(**{f"level{level}": schema}))
    return schema


POINT = struct(
    x=Schema(FloatShape(0, 1)),
    name=Field(name="name", schema=Schema(TextShape()), default="here"),
    kind=Field(
        name="kind", schema=Schema(ChoiceShape((Choice("cat"), Choice("dog")))), default="cat"
    ),
)
ADDRESS = struct(
    street=Schema(TextShape()),
    tags=Field(name="tags", schema=Schema(ListShape(Schema(TextShape()))), default=[]),
    note=Field(name="note", schema=Schema(TextShape(), nullable=True), default=None),
)
CHOICES = ChoiceShape((Choice(1, "one"), Choice("1"), Choice(True), Choice([1, 2], "both")))


def fill(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).last.fill(text)


def add(page: Page, what: str) -> None:
    page.get_by_role("button", name=f"Add to {what}", exact=True).click()


def fill_words(page: Page) -> None:
    fill(page, "value 1", "a")
    add(page, "value")
    fill(page, "value 2", "b")
    add(page, "value")
    fill(page, "value 3", "c")
    expect(page.get_by_role("button", name="Add to value")).to_have_count(0)
    page.get_by_role("button", name="Move value 3 up").press("Enter")
    expect(page.get_by_role("button", name="Move value 2 up")).to_be_focused()
    page.get_by_role("button", name="Remove value 1").press("Enter")


def fill_points(page: Page) -> None:
    add(page, "value")
    expect(page.get_by_label("x", exact=True)).to_be_focused()
    page.keyboard.type("0.5")
    add(page, "value")
    page.get_by_label("x", exact=True).last.fill("1")
    page.get_by_label("kind", exact=True).last.select_option("dog")


def fill_lists(page: Page) -> None:
    for what in ("value", "value 1", "value 1", "value"):
        add(page, what)
    fill(page, "value 1 1", "4")
    fill(page, "value 1 2", "5")


def fill_address(page: Page) -> None:
    fill(page, "street", "Main")
    page.get_by_role("button", name="None").click()
    fill(page, "note", "left")
    add(page, "tags")
    fill(page, "tags 1", "home")


def fill_grid(page: Page) -> None:
    page.get_by_label("value, row 1, column 2").fill("1.5")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("-2")
    page.keyboard.press("Tab")


def grow_grid(page: Page) -> None:
    page.get_by_label("value, row 1, column 1").fill("7")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Fewer: Rows").click()
    page.get_by_role("button", name="Fewer: Rows").click()
    page.get_by_role("button", name="Fewer: Columns").click()


INPUTS: dict[str, tuple[rf.Component, Callable[[Page], None], Any]] = {
    "any": (
        Thing(AnyShape()),
        lambda page: fill(page, "value", '{"a": [1, null]}'),
        {"a": [1, None]},
    ),
    "bool": (Thing(BoolShape()), lambda page: page.get_by_label("value").uncheck(), False),
    "int": (Thing(IntShape(-5, 5, 5)), lambda page: fill(page, "value", "-5"), -5),
    "float": (Thing(FloatShape()), lambda page: fill(page, "value", "inf"), float("inf")),
    "text": (Thing(TextShape()), lambda page: fill(page, "value", "a"), "a"),
    "text_null": (Thing(TextShape(), nullable=True), lambda page: None, None),
    "text_not_null": (
        Thing(TextShape(), nullable=True),
        lambda page: page.get_by_role("button", name="None").click() or fill(page, "value", ""),
        "",
    ),
    "int_null": (Thing(IntShape(), nullable=True), lambda page: fill(page, "value", ""), None),
    "struct_null": (Thing(POINT, nullable=True), lambda page: None, None),
    "choice": (
        Thing(CHOICES),
        lambda page: page.get_by_label("value").select_option("both") and None,
        [1, 2],
    ),
    "slider": (Slow(IntShape(0, 9)), lambda page: page.get_by_role("slider").press("End"), 9),
    "words": (Thing(ListShape(Schema(TextShape()), 1, 3)), fill_words, ["c", "b"]),
    "points": (
        Thing(ListShape(Schema(POINT))),
        fill_points,
        [{"x": 0.5, "name": "here", "kind": "cat"}, {"x": 1, "name": "here", "kind": "dog"}],
    ),
    "lists": (Thing(ListShape(Schema(ListShape(Schema(IntShape()))))), fill_lists, [[4, 5], []]),
    "chosen": (
        Thing(ListShape(Schema(ChoiceShape((Choice(1, "one"), Choice(2, "two")))), unique=True)),
        lambda page: page.get_by_label("two").check(),
        [2],
    ),
    "address": (Thing(ADDRESS), fill_address, {"street": "Main", "tags": ["home"], "note": "left"}),
    "deep": (
        Thing(nested(7).shape),
        lambda page: fill(page, "level0", "4"),
        {"level6": {"level5": {"level4": {"level3": {"level2": {"level1": {"level0": 4}}}}}}},
    ),
    "kernel": (
        Thing(TensorShape((rf.DataType.FLOAT32,), (2, 2))),
        fill_grid,
        np.array([[0, 1.5], [0, -2]], np.float32),
    ),
    "matrix": (
        Thing(TensorShape((rf.DataType.INT64,), (-1, -1))),
        grow_grid,
        np.array([[7, 0]], np.int64),
    ),
    "halves": (
        Thing(TensorShape((rf.DataType.FLOAT16,))),
        lambda page: fill(page, "value", "0.1 65504\n-6e-8 inf"),
        np.array([[0.1, 65504], [-6e-8, np.inf]], np.float16),
    ),
}

LARGE = np.add.outer(np.arange(60), np.arange(90)).astype(np.uint8)

OUTPUTS: dict[str, tuple[rf.Component, Any, tuple[str, ...]]] = {
    "any": (Thing(AnyShape()), {"a": [1, None]}, ("a", "null")),
    "choice": (Thing(CHOICES), [1, 2], ("both",)),
    "words": (Thing(ListShape(Schema(TextShape()))), ["one", "two"], ("one", "two")),
    "points": (
        Thing(ListShape(Schema(POINT))),
        [{"x": 0.5, "name": "b", "kind": "dog"}],
        ("0.5", "dog"),
    ),
    "empty": (Thing(ListShape(Schema(POINT))), [], ("Nothing in it",)),
    "address": (Thing(ADDRESS), {"street": "M", "tags": ["t"], "note": None}, ("M", "t", "note")),
    "matrix": (Thing(TensorShape()), np.array([[1.5, -2]]), ("1.5", "-2", "float64 [1, 2]")),
    "large": (Thing(TensorShape()), LARGE, ("uint8 [60, 90]", "from 0 to 148", "Save as .npy")),
}

RECEIVED: queue.Queue[Any] = queue.Queue()


async def taking(value):
    RECEIVED.put(value)


def giving(returned: Any) -> Callable[[], Any]:
    async def give() -> Any:
        return returned

    return give


@pytest.fixture(scope="module")
def visited(browser: Browser) -> Iterator[Visit]:
    """A page of a server that has all of them."""
    interfaces = [
        *(
            rf.Interface(taking, one, None, api_name=f"in_{name}")
            for name, (one, *_) in INPUTS.items()
        ),
        *(
            rf.Interface(giving(returned), None, one, api_name=f"out_{name}")
            for name, (one, returned, _) in OUTPUTS.items()
        ),
    ]
    with rf.serve(*interfaces, block=False, port=0, web_port=0) as server:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        visit = Visit(context, f"http://{server.web_address}", "")
        yield visit
        context.close()
    assert (visit.troubles, visit.strangers) == ([], [])


@pytest.mark.parametrize("name", INPUTS)
def test_the_function_gets_what_was_entered_by_the_schema(visited, name):
    page, (_, act, wanted) = visited.page, INPUTS[name]
    page.goto(f"{visited.address}/#in_{name}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"in_{name}")

    act(page)
    page.get_by_role("button", name="Submit").click()

    received = RECEIVED.get(timeout=PATIENCE / 1000)
    if isinstance(wanted, np.ndarray):
        assert received.dtype == wanted.dtype
        np.testing.assert_array_equal(received, wanted)
    else:
        assert (type(received), received) == (type(wanted), wanted)


@pytest.mark.parametrize("name", OUTPUTS)
def test_what_is_returned_is_shown_by_its_schema(visited, name):
    page = visited.page
    page.goto(f"{visited.address}/#out_{name}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"out_{name}")

    page.get_by_role("button", name="Generate").click()

    for text in OUTPUTS[name][2]:
        expect(page.get_by_role("region", name="Outputs")).to_contain_text(text)
