from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.client.description import InterfaceDescription
from rpcface.core.describe import interface_message
from rpcface.core.renderers import Renderers
from rpcface.schemas import Shape
from rpcface.v1 import component_pb2 as pb
from rpcface.v1 import interface_pb2
from rpcface.wire.descriptions import (
    field_from,
    field_message,
    props_message,
    schema_from,
    schema_message,
    value_message,
)

TEXT = st.text(max_size=8)
INT64 = st.integers(-(2**63), 2**63 - 1)
COUNTS = st.integers(0, 2**63 - 1)
REALS = st.floats(allow_nan=False)
NAMES = st.lists(TEXT, max_size=3).map(tuple)
SCALARS = st.none() | st.booleans() | INT64 | REALS | TEXT
VALUES = st.recursive(
    SCALARS
    | st.just(rf.Tensor(rf.DataType.UINT8, (2,), b"ab"))
    | st.builds(rf.Media, TEXT, st.binary(max_size=4), TEXT),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | REALS.filter(lambda x: abs(x) < 1e308)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
TYPES = st.lists(st.sampled_from([kind for kind in rf.DataType if kind]), max_size=3).map(tuple)
SIMPLE = st.one_of(
    st.just(rf.AnyShape()),
    st.just(rf.BoolShape()),
    st.builds(rf.IntShape, st.none() | INT64, st.none() | INT64, INT64),
    st.builds(rf.FloatShape, st.none() | REALS, st.none() | REALS, REALS),
    st.builds(rf.TextShape, COUNTS, COUNTS, TEXT, TEXT),
    st.builds(
        rf.ChoiceShape,
        st.lists(st.builds(rf.Choice, VALUES, TEXT), max_size=3).map(tuple),
        st.booleans(),
    ),
    st.builds(rf.TensorShape, TYPES, st.lists(st.integers(-1, 2**62), max_size=3).map(tuple)),
)


def schemas(shapes):
    return st.builds(rf.Schema, shapes, st.booleans())


def fields(shapes):
    return st.builds(
        rf.Field,
        name=TEXT,
        schema=schemas(shapes),
        type=TEXT,
        fallback_types=NAMES,
        label=TEXT,
        help=TEXT,
        default=st.just(rf.MISSING) | VALUES,
        props=st.dictionaries(TEXT, JSON_VALUES, max_size=3),
        additional=st.booleans(),
    )


SHAPES = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        st.builds(rf.MediaShape, NAMES, NAMES, COUNTS, st.none() | schemas(inner)),
        st.builds(rf.ListShape, schemas(inner), COUNTS, COUNTS, st.booleans()),
        st.builds(rf.StructShape, st.lists(fields(inner), max_size=2).map(tuple)),
    ),
    max_leaves=4,
)


@given(schemas(SHAPES))
def test_a_schema_comes_back_from_its_message(schema):
    data = schema_message(schema).SerializeToString()

    assert schema_from(pb.Schema.FromString(data)) == schema


@given(fields(SHAPES))
def test_a_field_comes_back_from_its_message(field):
    data = field_message(field).SerializeToString()

    assert field_from(pb.Component.FromString(data)) == field


@pytest.mark.parametrize(
    "shape",
    [
        rf.IntShape(0, 0, 0),
        rf.FloatShape(0.0, -0.0),
        rf.FloatShape(float("-inf"), float("inf")),
        rf.ListShape(rf.Schema(rf.ListShape(rf.Schema(rf.BoolShape(), nullable=True)))),
        rf.StructShape(()),
        rf.ChoiceShape((rf.Choice(None), rf.Choice([]), rf.Choice({}), rf.Choice(""))),
    ],
)
def test_zeros_and_empty_parts_are_told_from_absent_ones(shape):
    assert repr(schema_from(schema_message(rf.Schema(shape)))) == repr(rf.Schema(shape))


@pytest.mark.parametrize("default", [rf.MISSING, None, False, 0, "", [], {}, 0.0])
def test_a_default_that_is_null_or_empty_is_told_from_none_at_all(default):
    field = rf.Field(name="a", schema=rf.Schema(rf.AnyShape()), default=default)
    found = field_from(field_message(field)).default

    assert found == default
    assert type(found) is type(default)


def test_a_shape_that_is_newer_than_this_program_reads_as_any():
    newer = pb.Schema.FromString(b"\x08\x01" + b"\xa2\x06\x02\x08\x01")  # nullable, and field 100

    assert newer.WhichOneof("shape") is None
    assert schema_from(newer) == rf.Schema(rf.AnyShape(), nullable=True)


def test_parts_that_are_newer_than_this_program_are_passed_over():
    tensor = pb.Schema(tensor_shape=pb.TensorShape(data_types=[6, 99], dimensions=[1]))
    choice = pb.Schema(choice_shape=pb.ChoiceShape(choices=[pb.Choice(label="new")]))
    field = pb.Component(name="a", schema=pb.Schema(any_shape={}))
    field.default_value.SetInParent()

    assert schema_from(tensor).shape == rf.TensorShape((rf.DataType.UINT8,), (1,))
    assert schema_from(choice).shape.choices == (rf.Choice(rf.UNKNOWN, "new"),)
    assert field_from(field).default is rf.UNKNOWN


def test_a_shape_that_is_none_of_the_contracts_is_refused():
    class Circle(Shape):
        def check(self, value):
            return value

        def wanted(self):
            return "a circle"

    with pytest.raises(TypeError, match=r"^wanted one of the contract's shapes; came Circle$"):
        schema_message(rf.Schema(Circle()))


@given(VALUES)
def test_the_message_of_a_value_holds_one_kind(value):
    assert value_message(value).WhichOneof("kind") is not None


def test_the_message_of_a_value_of_an_unknown_kind_holds_none():
    assert value_message(rf.UNKNOWN).WhichOneof("kind") is None


def test_props_are_what_json_has():
    assert dict(props_message({"lines": 3})) == {"lines": 3.0}


NO_BLOBS = SimpleNamespace(hold=lambda value: value)


def described(interface, name="demo"):
    data = interface_message(name, interface, NO_BLOBS, Renderers([interface])).SerializeToString()
    return InterfaceDescription.of(interface_pb2.Interface.FromString(data))


def two(text, count=3):
    yield text, count


def test_an_interface_comes_back_from_its_message():
    demo = rf.Interface(
        two,
        [rf.Textbox(label="Text", info="Yours.", lines=2)],
        ["text", rf.Slider(0, 9, step=3)],
        title="T",
        description="D",
        article="A",
        additional_inputs=rf.Number(precision=0),
    )
    found = described(demo)

    assert (found.name, found.kind, found.streaming) == ("demo", rf.InterfaceKind.STANDARD, True)
    assert (found.title, found.description, found.article) == ("T", "D", "A")
    assert found.inputs == tuple(slot.field for slot in demo.inputs)
    assert found.outputs == tuple(slot.field for slot in demo.outputs)


@pytest.mark.parametrize("shortcut", ["text", "number", "slider", "checkbox", "json", "label"])
def test_every_component_is_described_as_it_is(shortcut):
    demo = rf.Interface(lambda x=None: x, shortcut, shortcut)
    found = described(demo)

    assert found.inputs == (demo.inputs[0].field,)
    assert found.outputs == (demo.outputs[0].field,)


def test_a_kind_that_is_newer_than_this_program_is_drawn_as_standard():
    message = interface_pb2.Interface(name="a", kind=99)

    assert InterfaceDescription.of(message).kind is rf.InterfaceKind.STANDARD
