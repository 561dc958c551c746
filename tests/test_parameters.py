from __future__ import annotations

import copy
import inspect
import pickle

import numpy as np
import pytest

import rpcface as rf
from rpcface.parameters import Given, refuse_unknown


class Plain(rf.Component):
    """A stranger's component without a constructor of its own."""

    type = "acme.plain"

    def schema(self):
        return rf.Schema(rf.BoolShape())

    def decode(self, value, io):
        return value

    def encode(self, value, accept, io):
        return value


class Open(Plain):
    """One that takes any parameter."""

    def __init__(self, *parts, **options):
        super().__init__(label=options.get("label"))
        self.parts, self.options = parts, options


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (rf.Slider, "Slider has no parameter 'minimal'; did you mean 'minimum'?"),
        (rf.Textbox, "Textbox has no parameter 'minimal'; it has value, type, lines, "),
        (Plain, "Plain has no parameter 'minimal'; it has label, info, name, value"),
    ],
)
def test_an_unknown_parameter_is_told_with_the_nearest_or_with_all(make, message):
    with pytest.raises(TypeError) as error:
        make(minimal=1)

    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("given_name", "nearest"),
    [("tittle", "title"), ("example", "examples"), ("descripton", "description")],
)
def test_an_interface_suggests_the_nearest_too(given_name, nearest):
    with pytest.raises(TypeError) as error:
        rf.Interface(str.upper, "text", "text", **{given_name: "a"})

    assert str(error.value) == (
        f"Interface has no parameter {given_name!r}; did you mean {nearest!r}?"
    )


@pytest.mark.parametrize("name", ["self", "args", "kwargs", "_Component__given"])
def test_what_python_calls_things_inside_is_no_parameter(name):
    with pytest.raises(TypeError, match=f"^Number has no parameter '{name}'"):
        rf.Number(**{name: 1})


def test_too_many_arguments_are_python_s_error():
    with pytest.raises(TypeError, match="positional argument"):
        rf.Checkbox(True, True)


def test_a_constructor_that_takes_any_parameter_is_left_alone():
    made = Open(1, anything=2)

    assert (made.parts, made.options) == ((1,), {"anything": 2})
    refuse_unknown(Open, ["anything"])


def test_a_constructor_shows_what_it_takes():
    assert list(inspect.signature(rf.Checkbox).parameters) == ["value", "label", "info", "name"]
    assert next(iter(inspect.signature(rf.Interface).parameters)) == "fn"


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (rf.Textbox(), "Textbox()"),
        (rf.Slider(0, 1, step=0.5), "Slider(0, 1, step=0.5)"),
        (rf.Number(None, label="A"), "Number(None, label='A')"),
        (rf.Radio(["a", ("b", 1)]), "Radio(['a', ('b', 1)])"),
        (rf.Image(value=np.zeros(1)), "Image(value=array([0.]))"),
        (Open(1, "b", c=[2]), "Open(1, 'b', c=[2])"),
        (Plain(info="Help."), "Plain(info='Help.')"),
    ],
)
def test_a_component_shows_what_it_was_made_with(made, shown):
    assert repr(made) == shown
    for another in (copy.copy(made), copy.deepcopy(made), _pickled(made)):
        assert repr(another) == shown


def _pickled(thing):
    return pickle.loads(pickle.dumps(thing))  # noqa: S301 - our own bytes


def test_what_cannot_be_pickled_is_still_shown():
    generator = (one for one in "ab")

    assert repr(_pickled(Given((generator,), {"a": len}))) == f"{generator!r}, a={len!r}"
    assert repr(_pickled(Given((), {}))) == ""


@pytest.mark.parametrize("parameter", ["label", "info", "name"])
def test_a_text_of_a_component_that_no_message_carries_is_refused_when_it_is_made(parameter):
    with pytest.raises(ValueError, match=rf"Checkbox\({parameter}=…\): wanted text that has"):
        rf.Checkbox(**{parameter: "\udc80"})


@pytest.mark.parametrize("parameter", ["title", "description", "article"])
def test_a_text_of_an_interface_that_no_message_carries_is_refused_too(parameter):
    with pytest.raises(ValueError, match=f"{parameter}: wanted text that has a UTF-8 form"):
        rf.Interface(str.upper, "text", "text", **{parameter: "\udc80"})
