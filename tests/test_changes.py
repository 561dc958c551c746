"""What changed from one state of outputs to the next, and its making."""

from __future__ import annotations

import copy
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcface.changes import FEW, Change, apply, changes
from rpcface.errors import Invalid
from rpcface.events import Updated
from rpcface.values import UNKNOWN, DataType, Media, Tensor
from rpcface.wire.events import write_event


def exact(value):
    """The value so that `==` tells any difference: kinds, NaN, the order of a struct."""
    if isinstance(value, float):
        return "float", struct.pack("<d", value)
    if isinstance(value, Tensor):
        return "tensor", value.data_type, value.shape, bytes(value.data)
    if isinstance(value, list):
        return "list", [exact(item) for item in value]
    if isinstance(value, dict):
        return "struct", [(name, exact(item)) for name, item in value.items()]
    return type(value).__name__, value


def all_exact(outputs):
    return {name: exact(value) for name, value in outputs.items()}


names = st.text("a~/01", max_size=3)
texts = st.text("ab", max_size=4)
tensors = st.binary(max_size=3).map(lambda data: Tensor(DataType.UINT8, (len(data),), data))
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 2),
    st.sampled_from([0.0, -0.0, 1.0, float("nan"), float("inf")]),
    texts,
    tensors,
    st.binary(max_size=3).map(lambda data: Media("image/png", data)),
    st.just(UNKNOWN),
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


@st.composite
def nexts(draw, value):
    """A value that may come after another one: much of it is as it was."""
    if draw(st.booleans()):
        return draw(st.just(value) | st.just(copy.deepcopy(value)) | values)
    if isinstance(value, str):
        return value + draw(texts)
    if isinstance(value, list):
        kept = [draw(nexts(item)) for item in value]
        return kept + draw(st.lists(values, max_size=2))
    if isinstance(value, dict):
        kept = {name: draw(nexts(item)) for name, item in value.items()}
        return kept | draw(st.dictionaries(names, values, max_size=2))
    return draw(values)


@st.composite
def turns(draw):
    """Outputs, and what they are next."""
    before = draw(st.dictionaries(names, values, max_size=3))
    after = {name: draw(nexts(value)) for name, value in before.items()}
    return before, after | draw(st.dictionaries(names, values, max_size=1))


def applied(outputs, found):
    made = dict(outputs)
    for change in found:
        apply(made, change)
    return made


@given(turns())
def test_what_changed_makes_the_one_state_into_the_other(turn):
    before, after = turn

    assert all_exact(applied(before, changes(before, after))) == all_exact(after)


@given(turns(), st.data())
def test_outputs_that_are_left_out_stay_as_they_were(turn, data):
    before, after = turn
    some = {name: after[name] for name in after if data.draw(st.booleans())}

    assert all_exact(applied(before, changes(before, some))) == all_exact(before | some)


@given(turns())
def test_neither_state_is_changed_by_comparing_nor_by_applying(turn):
    before, after = turn
    states = all_exact(before), all_exact(after)
    applied(before, changes(before, after))

    assert (all_exact(before), all_exact(after)) == states


@given(turns(), st.data())
def test_a_change_reaches_into_no_value_that_an_earlier_one_brought(turn, data):
    before, after = turn
    last = {name: data.draw(nexts(value)) for name, value in after.items()}
    first = changes(before, after)
    told = [exact(change.value) for change in first]
    made = applied(before, first)
    shown = dict(made)
    then = all_exact(made)
    made = applied(made, changes(after, last))

    assert [exact(change.value) for change in first] == told
    assert all_exact(shown) == then
    assert all_exact(made) == all_exact(last)


def test_nothing_is_told_of_what_stays_the_same():
    state = {"a": "text", "b": [1, {"c": float("nan")}], "d": {"": [None, True, -0.0]}}

    assert changes(state, copy.deepcopy(state)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [(True, 1), (1, 1.0), (1.0, True), (0, False), (0.0, -0.0), ("", None), ([], None), ([], {})],
)
def test_values_that_are_equal_in_python_alone_are_told_of(old, new):
    for one, other in ((old, new), (new, old)):
        for before, after in ((one, other), ([0, one], [0, other]), ({"a": one}, {"a": other})):
            found = changes({"x": before}, {"x": after})

            assert len(found) == 1
            assert exact(applied({"x": before}, found)["x"]) == exact(after)


def test_growing_text_is_appended():
    assert changes({"x": "one"}, {"x": "one two"}) == [Change("x", "", "append_text", " two")]
    assert changes({"x": None}, {"x": "one"}) == [Change("x", "", "append_text", "one")]


def test_growing_lists_are_appended():
    assert changes({"x": [1]}, {"x": [1, 2, 3]}) == [Change("x", "", "append_items", [2, 3])]
    assert changes({"x": []}, {"x": ["a"]}) == [Change("x", "", "append_items", ["a"])]


def test_a_part_is_told_of_by_its_pointer():
    before = {"x": {"a/b": [1, 2, {"~": "o"}], "": 0}}
    after = {"x": {"a/b": [1, 2, {"~": "one", "new": 1}], "": 1}}

    assert changes(before, after) == [
        Change("x", "/a~1b/2/~0", "append_text", "ne"),
        Change("x", "/a~1b/2/new", "set", 1),
        Change("x", "/", "set", 1),
    ]


def test_a_list_of_which_much_differs_is_told_as_a_whole():
    before = [[number] for number in range(20)]
    few = [[-1] if number < FEW else [number] for number in range(20)]
    many = [[-1] if number <= FEW else [number] for number in range(20)]

    assert len(changes({"x": before}, {"x": few})) == FEW
    assert changes({"x": before}, {"x": many}) == [Change("x", "", "set", many)]
    assert changes({"x": before}, {"x": before[:-1]}) == [Change("x", "", "set", before[:-1])]


def test_a_token_costs_its_own_length_wherever_in_a_long_chat_it_is():
    chat = [{"role": "user", "content": [{"type": "text", "text": "x" * 500}]} for _ in range(200)]
    grown = copy.deepcopy(chat)
    grown[-1]["content"][0]["text"] += " token"
    found = changes({"chat": chat}, {"chat": grown})

    assert found == [Change("chat", "/199/content/0/text", "append_text", " token")]
    assert len(write_event(Updated(found))) <= len("chat/199/content/0/text token") + 10


def test_arrays_and_media_that_were_made_anew_are_sent_without_a_look():
    tensor = Tensor(DataType.UINT8, (1,), b"a")
    same = Tensor(DataType.UINT8, (1,), b"a")

    assert changes({"x": tensor}, {"x": tensor}) == []
    assert changes({"x": tensor}, {"x": same}) == [Change("x", "", "set", same)]


STATE = {"x": {"list": [1, 2], "text": "a", "~1": 0}}

NOT_THERE = [
    ("", "append_text", "b"),
    ("/list", "append_text", "b"),
    ("/text", "append_items", [1]),
    ("/text/0", "set", 1),
    ("/list/3", "set", 1),
    ("/list/2/0", "set", 1),
    ("/list/-", "set", 1),
    ("/list/-1", "set", 1),
    ("/list/01", "set", 1),
    ("/list/1.0", "set", 1),
    ("/list/²", "set", 1),
    ("/list/" + "9" * 5000, "set", 1),
    ("/list/", "set", 1),
    ("/new/0", "set", 1),
    ("/new/a", "append_text", "b"),
    ("text", "set", "b"),
    ("no/text", "set", "b"),
    ("/~2", "set", 1),
    ("/text~", "set", 1),
    ("/list", "append_items", "text"),
    ("/list/2", "append_text", 1),
]


@pytest.mark.parametrize(("path", "kind", "value"), NOT_THERE)
def test_a_change_of_what_is_not_there_is_refused_and_changes_nothing(path, kind, value):
    state = copy.deepcopy(STATE)
    with pytest.raises(Invalid, match="the output 'x'") as caught:
        apply(state, Change("x", path, kind, value))

    assert state == STATE
    assert caught.value.pointer == path


def test_a_part_of_an_output_that_there_is_not_is_refused():
    state = {}
    with pytest.raises(Invalid):
        apply(state, Change("x", "/0", "set", 1))

    assert state == {}


@pytest.mark.parametrize(
    ("path", "kind", "value", "then"),
    [
        ("/list/2", "set", 3, {"list": [1, 2, 3], "text": "a", "~1": 0}),
        ("/list/2", "append_text", "b", {"list": [1, 2, "b"], "text": "a", "~1": 0}),
        ("/list/0", "set", None, {"list": [None, 2], "text": "a", "~1": 0}),
        ("/new", "append_items", [1], {"list": [1, 2], "text": "a", "~1": 0, "new": [1]}),
        ("/~01", "set", 1, {"list": [1, 2], "text": "a", "~1": 1}),
    ],
)
def test_the_last_step_of_a_path_may_be_new(path, kind, value, then):
    state = copy.deepcopy(STATE)
    apply(state, Change("x", path, kind, value))

    assert state == {"x": then}


@given(st.dictionaries(names, values, max_size=2), names, st.text("/~0a1-", max_size=6), values)
def test_a_change_is_made_or_refused_whatever_its_path(outputs, name, path, value):
    before = all_exact(outputs)
    for kind in ("set", "append_text", "append_items"):
        state = dict(outputs)
        try:
            apply(state, Change(name, path, kind, value))
        except Invalid:
            assert all_exact(state) == before
        assert all_exact(outputs) == before
