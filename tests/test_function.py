from __future__ import annotations

import functools
import math
import operator

import pytest

import rpcface as rf
from rpcface.function import Function, alast, last

MISSING = rf.MISSING


def two(a, b=5):
    return a, b


def five(a, /, b, *, c, d=4, **more):
    return a, b, c, d


def gather(*args):
    return args


def generator(a):
    yield a
    yield a


async def coroutine(a):
    return a


async def async_generator(a):
    yield a
    yield a


class Model:
    def __init__(self, size=2):
        self.size = size

    def method(self, a):
        return a * self.size

    def generate(self, a):
        yield a

    async def wait(self, a):
        return a

    @classmethod
    def made(cls, a):
        return cls, a

    @staticmethod
    def static(a):
        return a

    def __call__(self, a, b=1):
        return a * b


class Generating:
    def __call__(self, a):
        yield a


class Waiting:
    async def __call__(self, a):
        return a


class Streaming:
    async def __call__(self, a):
        yield a


def wrapped(fn):
    @functools.wraps(fn)
    def wrapper(*args, **kwargs):
        return fn(*args, **kwargs)

    return wrapper


def names(fn, count):
    return [argument.name for argument in Function(fn, count).arguments]


@pytest.mark.parametrize(
    ("fn", "args", "expected"),
    [
        (two, [1], (1, 5)),
        (two, [1, 2], (1, 2)),
        (five, [1, 2, 3], (1, 2, 3, 4)),
        (five, [1, 2, 3, 9], (1, 2, 3, 9)),
        (gather, [1, 2, 3], (1, 2, 3)),
        (gather, [], ()),
        (lambda x: -x, [1], -1),
        (str.upper, ["a"], "A"),
        (int, ["7"], 7),
        (len, ["abc"], 3),
        (max, [1, 3, 2], 3),
        (pow, [2, 3], 8),
        (round, [2.345, 1], 2.3),
        (", ".join, [["a", "b"]], "a, b"),
        (operator.itemgetter(1), ["ab"], "b"),
        (functools.partial(two, 1), [2], (1, 2)),
        (functools.partial(two, b=7), [1], (1, 7)),
        (functools.partial(two, a=7), [], (7, 5)),
        (functools.partial(two, a=7), [3], (7, 3)),
        (functools.partial(five, 1, c=3), [2], (1, 2, 3, 4)),
        (functools.partial(five, 1, c=3), [2, 8], (1, 2, 3, 8)),
        (functools.partial(functools.partial(five, 1), 2, d=0), [3], (1, 2, 3, 0)),
        (functools.partial(int, base=2), ["101"], 5),
        (functools.partial(round, ndigits=1), [2.345], 2.3),
        (Model(3).method, [2], 6),
        (Model.static, [2], 2),
        (Model.made, [2], (Model, 2)),
        (Model(), [2], 2),
        (Model(), [2, 3], 6),
        (functools.partial(Model(), b=4), [2], 8),
        (wrapped(two), [1, 2], (1, 2)),
        (functools.lru_cache(two), [1], (1, 5)),
    ],
)
def test_any_callable_is_called_with_one_value_an_input(fn, args, expected):
    assert Function(fn, len(args))(args) == expected


def test_a_class_is_a_callable_too():
    assert Function(Model, 1)([9]).size == 9


@pytest.mark.parametrize(
    ("fn", "count", "expected"),
    [
        (two, 1, ["a"]),
        (five, 4, ["a", "b", "c", "d"]),
        (gather, 2, ["", ""]),
        (lambda x, *rest: None, 3, ["x", "", ""]),
        (str.upper, 1, [""]),
        (math.hypot, 2, ["", ""]),
        (int, 1, [""]),
        (Model, 1, ["size"]),
        (Model().method, 1, ["a"]),
        (Model(), 2, ["a", "b"]),
        (functools.partial(two, 1), 1, ["b"]),
        (functools.partial(five, 1, b=2), 1, ["c"]),
        (functools.partial(str.replace, "a"), 2, ["", ""]),
        (wrapped(five), 3, ["a", "b", "c"]),
    ],
)
def test_the_inputs_are_the_parameters_in_order(fn, count, expected):
    assert names(fn, count) == expected


def test_the_defaults_are_pythons():
    defaults = [argument.default for argument in Function(five, 4).arguments]

    assert defaults == [MISSING, MISSING, MISSING, 4]


@pytest.mark.parametrize(
    ("fn", "count", "message"),
    [
        (two, 3, "two takes at most 2 ('a', 'b'); came 3. Give one component for each parameter"),
        (lambda: 1, 1, " takes at most 0 (none); came 1."),
        (Model(3).method, 2, "method takes at most 1 ('a'); came 2."),
        (functools.partial(two, b=1), 2, " takes at most 1 ('a'); came 2."),
        (str.upper, 2, "upper takes at most 1 ('self'); came 2."),
        (Model, 2, "Model takes at most 1 ('size'); came 2."),
    ],
)
def test_more_inputs_than_parameters_are_an_error_that_names_those_there_are(fn, count, message):
    with pytest.raises(ValueError, match=r"^inputs: ") as raised:
        Function(fn, count)

    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("fn", "count", "message"),
    [
        (two, 0, "two needs its parameter 'a', and none of the 0 inputs fills it"),
        (five, 1, "five needs its parameter 'b', and none of the 1 inputs fills it"),
        (five, 2, "five needs its parameter 'c', and none of the 2 inputs fills it"),
        (lambda *args, key: None, 3, "needs its parameter 'key'"),
        (functools.partial(five, c=1), 1, "needs its parameter 'b'"),
        (len, 0, "len needs its parameter 'obj'"),
        (coroutine, 0, "coroutine needs its parameter 'a'"),
    ],
)
def test_fewer_inputs_than_needed_are_an_error_that_names_the_parameter(fn, count, message):
    with pytest.raises(ValueError, match=r"^inputs: ") as raised:
        Function(fn, count)

    assert message in str(raised.value)


@pytest.mark.parametrize("fn", [None, 3, "upper", object()])
def test_what_cannot_be_called_is_refused(fn):
    with pytest.raises(TypeError, match=r"^fn: wanted a callable; came "):
        rf.Interface(fn, "text", None)


@pytest.mark.parametrize(
    ("fn", "on_loop", "yields"),
    [
        (two, False, False),
        (Model().method, False, False),
        (Model(), False, False),
        (generator, False, True),
        (Model().generate, False, True),
        (Generating(), False, True),
        (Generating().__call__, False, True),
        (coroutine, True, False),
        (Model().wait, True, False),
        (Waiting(), True, False),
        (async_generator, True, True),
        (Streaming(), True, True),
    ],
)
def test_how_a_function_runs_is_told_without_calling_it(fn, on_loop, yields):
    partials = functools.partial(fn, 1), functools.partial(functools.partial(fn), a=1)
    for function in (Function(fn, 1), *(Function(partial, 0) for partial in partials)):
        assert function.on_loop is on_loop
        assert function.yields is yields


@pytest.mark.parametrize("fn", [Generating, Waiting, Streaming])
def test_a_class_does_not_run_as_its_objects_do(fn):
    assert not Function(fn, 0).on_loop
    assert not Function(fn, 0).yields


@pytest.mark.parametrize(
    ("fn", "name"),
    [
        (two, "two"),
        (str.upper, "upper"),
        (Model, "Model"),
        (Model().method, "method"),
        (wrapped(two), "two"),
        (lambda a: a, ""),
        (Model(), ""),
        (functools.partial(two, 1), ""),
    ],
)
def test_a_function_has_its_own_name_or_none(fn, name):
    assert Function(fn, 1).name == name


def iter_of(*values):
    yield from values


def latest(before, given):
    return given


def test_the_last_value_of_a_generator_counts():
    assert last(iter_of(1, 2, 3), latest) == 3
    assert last(iter_of(), latest) is MISSING


def test_a_generator_that_nobody_wants_is_closed_at_once():
    seen = []

    def endless():
        try:
            while True:
                seen.append(1)
                yield len(seen)
        finally:
            seen.append("closed")

    assert last(endless(), latest, lambda: len(seen) == 3) == 3
    assert seen == [1, 1, 1, "closed"]


async def test_the_last_value_of_an_async_generator_counts():
    async def values(*given):
        for value in given:
            yield value

    assert await alast(values(1, 2, 3), latest) == 3
    assert await alast(values(), latest) is MISSING
