from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.files import CallIO

SENDABLE = st.text(alphabet=st.characters(codec="utf-8"))


def chosen(component, value):
    """What a function gets for a value that was sent."""
    with CallIO() as files:
        return component.decode(component.schema().check(value), files)


def sent(component, given_back):
    """What travels for what a function returned."""
    with CallIO() as files:
        return component.schema().check(component.encode(given_back, rf.Accept(), files))


def left_out(component):
    """What a function gets where the input is left out."""
    return rf.Interface(lambda found: found, component, rf.JSON())()


def test_one_of_the_choices_is_chosen():
    component = rf.Dropdown(["a", ("Bee", "b"), 3])

    assert [chosen(component, value) for value in ("a", "b", 3.0)] == ["a", "b", 3]
    assert [sent(component, value) for value in ("a", "b", 3)] == ["a", "b", 3]
    with pytest.raises(rf.Invalid, match=r"wanted one of 'a', 'b', 3; came a list of 1"):
        chosen(component, ["a"])


@given(SENDABLE)
def test_a_custom_value_is_any_text(text):
    component = rf.Dropdown(["a", ("one", 1)], allow_custom_value=True)

    assert chosen(component, text) == text
    assert sent(component, text) == text


@pytest.mark.parametrize("value", [2, True, None, ["a"], {"a": 1}])
def test_a_custom_value_is_text_only(value):
    with pytest.raises(rf.Invalid, match="wanted one of 'a', 1 or any text; came "):
        chosen(rf.Dropdown(["a", 1], allow_custom_value=True), value)


@given(st.lists(SENDABLE | st.just(1), unique=True))
def test_several_are_chosen_in_their_order(values):
    component = rf.Dropdown(["a", 1], multiselect=True, allow_custom_value=True)

    assert chosen(component, values) == values
    assert sent(component, values) == sent(component, tuple(values)) == values


def test_a_set_leaves_with_what_is_not_listed_at_its_end():
    component = rf.Dropdown(["b", "a"], multiselect=True, allow_custom_value=True)

    assert sent(component, {"z", "a", "c", "b"}) == ["b", "a", "c", "z"]


def test_no_more_than_max_choices_are_chosen():
    component = rf.Dropdown(range(5), multiselect=True, max_choices=2)

    assert chosen(component, [4, 0]) == [4, 0]
    for refused in (chosen, sent):
        with pytest.raises(
            rf.Invalid, match=r"wanted a list of at most 2 items.*; came a list of 3"
        ):
            refused(component, [0, 1, 2])


@pytest.mark.parametrize("value", [["a", "a"], ["x", "a", "x"]])
def test_none_is_chosen_twice(value):
    component = rf.Dropdown(["a", "b"], multiselect=True, allow_custom_value=True)

    with pytest.raises(rf.Invalid, match="twice"):
        chosen(component, value)


def test_with_index_the_function_gets_places():
    assert chosen(rf.Dropdown(["a", "b"], type="index"), "b") == 1
    assert chosen(rf.Dropdown(["a", "b"], type="index", multiselect=True), ["b", "a"]) == [1, 0]


@pytest.mark.parametrize("options", [{"allow_custom_value": True}, {"choices": ["a", None]}])
def test_index_cannot_tell_custom_text_or_none(options):
    with pytest.raises(ValueError, match=r"^Dropdown\(type=…\): 'index' can't tell"):
        rf.Dropdown(**{"choices": ["a"], "type": "index", **options})


def test_left_out_it_is_the_first_choice():
    assert left_out(rf.Dropdown(["b", "a"])) == "b"
    assert left_out(rf.Dropdown([("one", 1), "a"])) == 1
    assert left_out(rf.Dropdown(["b", "a"], type="index")) == 0
    assert left_out(rf.Dropdown(["b", "a"], value="a")) == "a"


def test_left_out_it_is_none_where_that_is_the_first_choice():
    assert left_out(rf.Dropdown([("any", None), "a"])) is None


def test_left_out_with_several_it_is_none_of_them():
    assert left_out(rf.Dropdown(["b", "a"], multiselect=True)) == []
    assert left_out(rf.Dropdown(["b", "a"], multiselect=True, value="a")) == ["a"]


def test_without_choices_it_may_not_be_left_out():
    with pytest.raises(rf.InputError, match=r"inputs\.found: wanted any text; came nothing"):
        left_out(rf.Dropdown([], allow_custom_value=True))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"max_choices": 2}, r"\(max_choices=…\): it goes with multiselect=True"),
        ({"multiselect": True, "max_choices": 0}, r"\(max_choices=…\): wanted an int from 1 on"),
        (
            {"multiselect": True, "max_choices": 2**63},
            r"\(max_choices=…\): wanted an int of at most 64",
        ),
        ({"choices": []}, r"\(choices=…\): wanted at least one choice; came none"),
    ],
)
def test_options_that_do_not_fit_are_refused(options, told):
    with pytest.raises(ValueError, match=rf"^Dropdown{told}"):
        rf.Dropdown(**{"choices": ["a"], **options})


@pytest.mark.parametrize("parameter", ["multiselect", "allow_custom_value"])
def test_a_switch_is_true_or_false(parameter):
    with pytest.raises(TypeError, match=rf"^Dropdown\({parameter}=…\): wanted True or False"):
        rf.Dropdown(["a"], **{parameter: 1})


def test_its_looks_say_that_several_may_be_chosen():
    assert rf.Dropdown(["a"]).props() == {}
    assert rf.Dropdown(["a"], multiselect=True).props() == {"multiselect": True}
