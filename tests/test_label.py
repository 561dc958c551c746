from __future__ import annotations

import types
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.files import CallIO

TEXT = st.text(alphabet=st.characters(codec="utf-8"))
CONFIDENCES = st.floats(allow_nan=False) | st.integers(-(2**63), 2**63 - 1)
INF, NAN = float("inf"), float("nan")


def sent(value, component=None):
    """What travels for a value that a function returned."""
    component = component or rf.Label()
    with CallIO() as files:
        return component.schema().check(component.encode(value, rf.Accept(), files))


def received(value, component=None):
    """What a function gets for a value that a client sent."""
    component = component or rf.Label()
    with CallIO() as files:
        return component.decode(component.schema().check(value), files)


def pair(label, confidence):
    return {"label": label, "confidence": confidence}


@given(st.dictionaries(TEXT, CONFIDENCES, max_size=8))
def test_confidences_come_back_as_floats_the_surest_first(value):
    normal = received(sent(value))

    expected = sorted(value.items(), key=lambda item: -float(item[1]))
    assert list(normal.items()) == [(key, float(item)) for key, item in expected]
    assert all(type(item) is float for item in normal.values())
    assert list(received(sent(normal)).items()) == list(normal.items())


@given(TEXT | st.integers(-(2**70), 2**70) | st.floats() | st.booleans())
def test_one_label_comes_back_as_its_str(value):
    normal = received(sent(value))

    assert normal == str(value)
    assert received(sent(normal)) == normal


def test_the_surest_label_stands_beside_the_confidences():
    assert sent({"cat": 0.1, "dog": 1, "cow": INF}) == {
        "label": "cow",
        "confidences": [pair("cow", INF), pair("dog", 1.0), pair("cat", 0.1)],
    }


def test_equally_sure_labels_keep_their_order():
    assert list(received(sent(dict.fromkeys("badc", 0.5)))) == ["b", "a", "d", "c"]


def test_no_confidences_are_no_label():
    assert sent({}) == {"label": None, "confidences": []}
    assert received(sent({})) == {}


def test_only_the_surest_labels_are_kept_both_ways():
    component = rf.Label(num_top_classes=2)
    pairs = [pair("a", 0.1), pair("b", 0.3), pair("c", 0.2)]

    assert received(sent({"a": 0.1, "b": 0.3, "c": 0.2}, component)) == {"b": 0.3, "c": 0.2}
    assert received({"label": None, "confidences": pairs}, component) == {"b": 0.3, "c": 0.2}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({np.str_("a"): np.float32(0.5)}, {"a": 0.5}),
        ({np.int64(3): np.int64(1)}, {"3": 1.0}),
        ({0: 0.5, True: 0.25}, {"0": 0.5, "True": 0.25}),
        ({"a": Fraction(1, 4)}, {"a": 0.25}),
        (types.MappingProxyType({"a": 1}), {"a": 1.0}),
        (np.str_("a"), "a"),
        (np.int64(3), "3"),
    ],
)
def test_numpys_and_other_numbers_are_taken(value, expected):
    assert received(sent(value)) == expected


@pytest.mark.parametrize("value", [["a"], ("a", 0.5), {"a"}, b"a", None, object(), np.zeros(2)])
def test_what_is_no_dict_str_or_number_is_refused(value):
    with pytest.raises(
        rf.Invalid, match="wanted a dict of confidences by label, a str or a number"
    ) as e:
        sent(value)

    assert str(e.value).endswith(f"; came {type(value).__name__}")


@pytest.mark.parametrize(
    ("confidence", "message"),
    [
        (NAN, "a number as confidence; came NaN"),
        (np.float32("nan"), "a number as confidence; came NaN"),
        ("0.5", "a number; came str"),
        (None, "a number; came NoneType"),
        (10**400, "a number as confidence; came a whole number of 1329 bits"),
        (np.array([0.5]), "a number; came ndarray"),
    ],
)
def test_a_confidence_that_is_no_number_is_refused_at_its_label(confidence, message):
    with pytest.raises(rf.Invalid) as raised:
        sent({"cat": 0.5, "a/b": confidence})

    assert str(raised.value) == f"at /a~1b: wanted {message}"


def test_labels_that_are_one_text_are_refused():
    with pytest.raises(rf.Invalid, match=r"^at /1: wanted labels that differ as text; came '1' tw"):
        sent({1: 0.5, "1": 0.25})


def test_a_label_without_a_utf8_form_is_refused():
    with pytest.raises(rf.Invalid, match="wanted text that has a UTF-8 form; came a lone"):
        sent({"\ud800": 0.5})


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"confidences": []}, "at /label: wanted text; came nothing"),
        (
            {"label": None, "confidences": [pair("a", "1")]},
            "at /confidences/0/confidence: wanted a number; came text '1'",
        ),
        (
            {"label": None, "confidences": [pair("a", 1), pair("b", NAN)]},
            "at /confidences/1/confidence: wanted a number as confidence; came NaN",
        ),
        (
            {"label": None, "confidences": [pair("a", 1), pair("a", 2)]},
            "at /confidences/1/label: wanted each label once; came 'a' twice",
        ),
    ],
)
def test_what_a_client_sent_is_refused_at_its_place(value, message):
    with pytest.raises(rf.Invalid) as raised:
        received(value)

    assert str(raised.value) == message


def test_a_client_may_leave_the_confidences_out():
    assert received({"label": "cat"}) == "cat"


@pytest.mark.parametrize("given", [0, -1, 1.0, True, "3"])
def test_the_number_of_labels_is_an_int_from_1_on(given):
    with pytest.raises(ValueError, match=r"^Label\(num_top_classes=…\): wanted an int from 1 on"):
        rf.Label(num_top_classes=given)
