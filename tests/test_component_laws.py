"""What is true of every component that is registered, the plugins' too.

`tests/laws` tells what each is tried with; a component that it does not know fails here.
"""

from __future__ import annotations

import datetime
import inspect
import pickle
import threading

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import rpcface as rf
from rpcface.files import CallIO
from rpcface.natural import from_value
from rpcface.plugins import registry
from rpcface.testing import check_component, serving
from rpcface.testing.comparing import comparable
from tests.laws import SUBJECTS
from tests.laws.wire import ANYTHING, fitting

LONG = 20.0
REGISTERED = [component for plugin in registry().plugins() for component in plugin.components]
KINDS = [pytest.param(component, id=component.type) for component in REGISTERED]
ALL = {
    f"{kind}_{index}": subject
    for kind, subjects in SUBJECTS.items()
    for index, subject in enumerate(subjects)
}
EACH = pytest.mark.parametrize("subject", ALL.values(), ids=ALL)
FEW = settings(
    max_examples=12,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


def sent(component, given_back, io, accept=()):
    """What travels for what a function returned."""
    return component.schema().check(component.encode(given_back, rf.Accept(accept), io))


def one_case(subject):
    """A case of the subject's that is no boundary."""
    return find(subject.cases, lambda case: case[0] is not None, settings=FEW)


def evaluated(shown):
    names = {component.__name__: component for component in REGISTERED}
    return eval(shown, names | {"datetime": datetime, "array": np.array})  # noqa: S307 - our own text


def test_every_component_that_is_registered_is_tried():
    assert sorted(SUBJECTS) == sorted(component.type for component in REGISTERED)
    for component in REGISTERED:
        made = [subject.make() for subject in SUBJECTS[component.type]]
        assert {type(one) for one in made} == {component}


def test_types_and_aliases_are_told_apart():
    names = [name for one in REGISTERED for name in (one.type, *one.aliases)]

    assert len({name.replace("_", "").lower() for name in names}) == len(names)


@EACH
@FEW
@given(data=st.data())
def test_what_a_function_returns_comes_back_in_its_normal_form_and_that_exactly(subject, data):
    given_back, normal = data.draw(subject.cases)

    check_component(
        subject.make(),
        [given_back],
        normal=lambda _: normal,
        seen=subject.seen,
        again=subject.again,
        accepts=subject.accepts,
    )


@EACH
@FEW
@given(data=st.data())
def test_what_a_client_sends_is_refused_with_reasons_or_comes_back(subject, data):
    schema = subject.make().schema()

    check_component(
        subject.make(),
        [],
        seen=subject.seen,
        again=subject.again,
        accepts=subject.accepts,
        sent=[data.draw(ANYTHING | fitting(schema) | fitting(schema)), data.draw(fitting(schema))],
        refuses=bool(subject.refuses),
        normalizes=subject.normalizes,
    )


@EACH
def test_a_default_is_valid(subject):
    component = subject.make()
    given_back, _ = one_case(subject)
    with CallIO() as io:
        if component.implicit_value not in (None, rf.MISSING):
            sent(component, component.implicit_value, io)
        if "value" in parameters(type(component)):
            slot = rf.Interface(len, subject.make(value=given_back), None).inputs[0]
            assert comparable(slot.field.default) == comparable(sent(component, given_back, io))


@EACH
def test_a_pickled_component_is_the_same(subject):
    component = subject.make(label="A label")
    copy = pickle.loads(pickle.dumps(component))  # noqa: S301 - our own bytes
    given_back, _ = one_case(subject)

    assert repr(copy) == repr(component)
    assert copy.schema() == component.schema()
    assert (copy.props(), copy.label) == (component.props(), "A label")
    with CallIO() as io:
        one, other = (sent(each, given_back, io) for each in (component, copy))
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize("subject", [one for one in ALL.values() if "<" not in repr(one)])
def test_what_a_component_shows_makes_the_same_again(subject):
    component = subject.make(info="Some help.", name="given")
    shown = repr(component)

    again = evaluated(shown)

    assert type(again) is type(component)
    assert repr(again) == shown
    assert again.schema() == component.schema()
    assert (again.props(), again.info, again.name) == (component.props(), "Some help.", "given")


def parameters(component):
    return inspect.signature(component).parameters


@pytest.mark.parametrize("component", KINDS)
def test_every_constructor_takes_what_every_component_has(component):
    for name in ("label", "info", "name"):
        found = parameters(component)[name]
        assert (found.kind, found.default) == (found.KEYWORD_ONLY, None)
    made = SUBJECTS[component.type][0].make(label="A", info="B.", name="c")

    assert (made.label, made.info, made.name, made.value) == ("A", "B.", "c", None)


@pytest.mark.parametrize("component", KINDS)
def test_an_unknown_parameter_of_any_component_is_told_with_the_nearest(component):
    make = SUBJECTS[component.type][0].make

    with pytest.raises(TypeError) as error:
        make(lable="A")

    assert str(error.value) == (
        f"{component.__name__} has no parameter 'lable'; did you mean 'label'?"
    )


@pytest.fixture(scope="module", autouse=True)
def no_thread_is_left():
    """Every thread of rpcface's that starts in these tests ends with the last."""
    yield
    for thread in threading.enumerate():
        if thread.name.startswith("rpcface"):
            thread.join(LONG)
            assert not thread.is_alive(), thread.name


ROLES = ("standard", "unified")


@pytest.fixture(scope="module")
def echoes(no_thread_is_left):
    """A client of one server that has an interface for each subject in each role."""
    interfaces = []
    for key, subject in ALL.items():
        for role in ROLES:
            inputs = subject.make(name="given")
            outputs = inputs if role == "unified" else subject.make()
            name = f"{key}_{role}"
            interfaces.append(rf.Interface(subject.again, inputs, outputs, api_name=name))
    with serving(*interfaces) as served:
        yield served.client


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("key", ALL)
def test_every_component_is_an_input_and_an_output_of_a_server(key, role, echoes):
    subject = ALL[key]
    component = subject.make()
    given_back, _ = one_case(subject)
    with CallIO() as io:
        value = sent(component, given_back, io)
        again = subject.again(component.decode(value, io))
        expected = from_value(sent(component, again, io, (rf.DECODED,)), component.schema().shape)

    found = echoes[f"{key}_{role}"].predict(value)

    assert comparable(found) == comparable(expected)
