"""Components that no page knows, drawn by their schemas alone."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, expect

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
from .forms import form_of, giving, visiting


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


def fill(form: Locator, label: str, text: str) -> None:
    form.get_by_label(label, exact=True).last.fill(text)


def add(form: Locator, what: str) -> None:
    form.get_by_role("button", name=f"Add to {what}", exact=True).click()


def fill_words(form: Locator) -> None:
    fill(form, "value 1", "a")
    add(form, "value")
    fill(form, "value 2", "b")
    add(form, "value")
    fill(form, "value 3", "c")
    expect(form.get_by_role("button", name="Add to value")).to_have_count(0)
    form.get_by_role("button", name="Move value 3 up").press("Enter")
    expect(form.get_by_role("button", name="Move value 2 up")).to_be_focused()
    form.get_by_role("button", name="Remove value 1").press("Enter")


def fill_points(form: Locator) -> None:
    add(form, "value")
    expect(form.get_by_label("x", exact=True)).to_be_focused()
    form.page.keyboard.type("0.5")
    add(form, "value")
    form.get_by_label("x", exact=True).last.fill("1")
    form.get_by_label("kind", exact=True).last.select_option("dog")


def fill_lists(form: Locator) -> None:
    for what in ("value", "value 1", "value 1", "value"):
        add(form, what)
    fill(form, "value 1 1", "4")
    fill(form, "value 1 2", "5")


def fill_address(form: Locator) -> None:
    fill(form, "street", "Main")
    form.get_by_role("button", name="None").click()
    fill(form, "note", "left")
    add(form, "tags")
    fill(form, "tags 1", "home")


def fill_grid(form: Locator) -> None:
    form.get_by_label("value, row 1, column 2").fill("1.5")
    form.page.keyboard.press("ArrowDown")
    form.page.keyboard.type("-2")
    form.page.keyboard.press("Tab")


def grow_grid(form: Locator) -> None:
    form.get_by_label("value, row 1, column 1").fill("7")
    form.page.keyboard.press("Tab")
    form.get_by_role("button", name="Fewer: Rows").click()
    form.get_by_role("button", name="Fewer: Rows").click()
    form.get_by_role("button", name="Fewer: Columns").click()


INPUTS: dict[str, tuple[rf.Component, Callable[[Locator], None], Any]] = {
    "any": (
        Thing(AnyShape()),
        lambda form: fill(form, "value", '{"a": [1, null]}'),
        {"a": [1, None]},
    ),
    "bool": (Thing(BoolShape()), lambda form: form.get_by_label("value").uncheck(), False),
    "int": (Thing(IntShape(-5, 5, 5)), lambda form: fill(form, "value", "-5"), -5),
    "float": (Thing(FloatShape()), lambda form: fill(form, "value", "inf"), float("inf")),
    "text": (Thing(TextShape()), lambda form: fill(form, "value", "a"), "a"),
    "text_null": (Thing(TextShape(), nullable=True), lambda form: None, None),
    "text_not_null": (
        Thing(TextShape(), nullable=True),
        lambda form: form.get_by_role("button", name="None").click() or fill(form, "value", ""),
        "",
    ),
    "int_null": (Thing(IntShape(), nullable=True), lambda form: fill(form, "value", ""), None),
    "struct_null": (Thing(POINT, nullable=True), lambda form: None, None),
    "choice": (
        Thing(CHOICES),
        lambda form: form.get_by_label("value").select_option("both") and None,
        [1, 2],
    ),
    "slider": (Slow(IntShape(0, 9)), lambda form: form.get_by_role("slider").press("End"), 9),
    "words": (Thing(ListShape(Schema(TextShape()), 1, 3)), fill_words, ["c", "b"]),
    "points": (
        Thing(ListShape(Schema(POINT))),
        fill_points,
        [{"x": 0.5, "name": "here", "kind": "cat"}, {"x": 1, "name": "here", "kind": "dog"}],
    ),
    "lists": (Thing(ListShape(Schema(ListShape(Schema(IntShape()))))), fill_lists, [[4, 5], []]),
    "chosen": (
        Thing(ListShape(Schema(ChoiceShape((Choice(1, "one"), Choice(2, "two")))), unique=True)),
        lambda form: form.get_by_label("two").check(),
        [2],
    ),
    "address": (Thing(ADDRESS), fill_address, {"street": "Main", "tags": ["home"], "note": "left"}),
    "deep": (
        Thing(nested(7).shape),
        lambda form: fill(form, "level0", "4"),
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
        lambda form: fill(form, "value", "0.1 65504\n-6e-8 inf"),
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


@pytest.fixture(autouse=True)
def no_thread_is_left() -> None:
    """The server's threads end with it, after the last test."""


@pytest.fixture(scope="module")
def visited(browser: Browser) -> Iterator[Visit]:
    """A page of a server that has all of them."""
    ins = [
        rf.Interface(taking, one, None, api_name=f"in_{name}", title=f"in_{name}")
        for name, (one, _, _) in INPUTS.items()
    ]
    outs = [
        rf.Interface(giving(returned), None, one, api_name=f"out_{name}", title=f"out_{name}")
        for name, (one, returned, _) in OUTPUTS.items()
    ]
    with visiting(browser, *ins, *outs) as visit:
        yield visit


@pytest.mark.parametrize("name", INPUTS)
def test_the_function_gets_what_was_entered_by_the_schema(visited, name):
    _, act, wanted = INPUTS[name]
    form = form_of(visited, f"in_{name}")

    act(form)
    form.get_by_role("button", name="Submit").click()

    received = RECEIVED.get(timeout=PATIENCE / 1000)
    if isinstance(wanted, np.ndarray):
        assert received.dtype == wanted.dtype
        np.testing.assert_array_equal(received, wanted)
    else:
        assert (type(received), received) == (type(wanted), wanted)


@pytest.mark.parametrize("name", OUTPUTS)
def test_what_is_returned_is_shown_by_its_schema(visited, name):
    form = form_of(visited, f"out_{name}")

    form.get_by_role("button", name="Generate").click()

    for text in OUTPUTS[name][2]:
        expect(form.get_by_role("region", name="Outputs")).to_contain_text(text)
