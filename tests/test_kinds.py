from __future__ import annotations

import pytest

import rpcface as rf
from rpcface.kinds import kind_of

A, B, C = rf.Textbox(label="a"), rf.Textbox(label="b"), rf.Number(label="c")
KINDS = rf.InterfaceKind
NOTHING = [None, [], ()]


def kind(inputs, outputs, additional=None):
    def fn(*args):
        return args

    return rf.Interface(fn, inputs, outputs, additional_inputs=additional).kind


@pytest.mark.parametrize(
    ("inputs", "outputs", "expected"),
    [
        ([A], [B], KINDS.STANDARD),
        ("text", "text", KINDS.STANDARD),
        (["text"], ["text"], KINDS.STANDARD),
        ([A, B], C, KINDS.STANDARD),
        (A, A, KINDS.UNIFIED),
        ([A], A, KINDS.UNIFIED),
        ((A, C), [A, C], KINDS.UNIFIED),
    ],
)
def test_two_sides_are_standard_or_where_the_objects_are_the_same_unified(
    inputs, outputs, expected
):
    assert kind(inputs, outputs) is expected


@pytest.mark.parametrize("nothing", NOTHING)
@pytest.mark.parametrize("additional", NOTHING)
def test_none_and_an_empty_list_or_tuple_are_the_same(nothing, additional):
    assert kind(nothing, A, additional) is KINDS.OUTPUT_ONLY
    assert kind([A], nothing, additional) is KINDS.INPUT_ONLY


@pytest.mark.parametrize("inputs", NOTHING)
@pytest.mark.parametrize("outputs", NOTHING)
@pytest.mark.parametrize("additional", [*NOTHING, C])
def test_both_sides_empty_are_an_error_whatever_is_additional(inputs, outputs, additional):
    with pytest.raises(ValueError, match=r"^inputs and outputs: wanted at least one component;"):
        kind(inputs, outputs, additional)


@pytest.mark.parametrize(
    ("inputs", "outputs", "expected"),
    [
        ([A], [B], KINDS.STANDARD),
        (None, [B], KINDS.OUTPUT_ONLY),
        ([A], None, KINDS.INPUT_ONLY),
        ([A, B], [A, B], KINDS.UNIFIED),
    ],
)
def test_additional_inputs_do_not_count_for_the_kind(inputs, outputs, expected):
    assert kind(inputs, outputs, [C]) is expected


@pytest.mark.parametrize(
    ("inputs", "outputs", "additional", "later", "earlier"),
    [
        ([A, B], [A], None, "outputs[0]", "inputs[0]"),
        ([A], [B, A], None, "outputs[1]", "inputs[0]"),
        ([A, B], [B, A], None, "outputs[0]", "inputs[1]"),
        ([A, A], [B], None, "inputs[1]", "inputs[0]"),
        ([A, A], [A, A], None, "inputs[1]", "inputs[0]"),
        ([A], [B, B], None, "outputs[1]", "outputs[0]"),
        ([A], [B], [A], "additional_inputs[0]", "inputs[0]"),
        ([A], [A], [A], "additional_inputs[0]", "inputs[0]"),
        ([A], [B], [B], "outputs[0]", "additional_inputs[0]"),
        ([A], [B], [C, C], "additional_inputs[1]", "additional_inputs[0]"),
        ([A], [A, B], [B], "outputs[0]", "inputs[0]"),
        (None, [A], [A], "outputs[0]", "additional_inputs[0]"),
    ],
)
def test_a_component_shared_in_any_other_way_is_an_error_that_names_both_places(
    inputs, outputs, additional, later, earlier
):
    with pytest.raises(ValueError, match="is the same object as") as raised:
        kind(inputs, outputs, additional)

    assert str(raised.value).startswith(f"{later}: ")
    assert f"is the same object as {earlier}. " in str(raised.value)


def test_equal_objects_are_not_the_same_one():
    class Equal:
        def __eq__(self, other):
            return True

        __hash__ = None

    assert kind_of([Equal()], [Equal()]) is KINDS.STANDARD


def test_the_kinds_are_numbered_as_on_the_wire():
    assert {kind.name: kind.value for kind in KINDS} == {
        "STANDARD": 1,
        "OUTPUT_ONLY": 2,
        "INPUT_ONLY": 3,
        "UNIFIED": 4,
    }
