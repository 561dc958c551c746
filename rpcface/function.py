"""The author's function: what it takes, and how it is to be run.

Any callable will do: functions and generators, sync and async, methods, partials,
builtins, classes and callable objects.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from dataclasses import dataclass
from inspect import Parameter
from typing import Any, TypeAlias

from rpcface.progress_bars import Progress
from rpcface.values import MISSING

_POSITIONAL = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)


@dataclass(frozen=True, slots=True)
class Argument:
    """The parameter that one input fills."""

    name: str
    """Its name; "" where the function does not say."""
    default: Any = MISSING
    """Its Python default, or MISSING."""
    keyword: bool = False
    """Whether it is passed by name."""


class Function:
    """A callable with the parameters that `count` inputs fill, in order.

    TypeError: it is no callable. ValueError: it can't take that many inputs; the
    message names the parameter.
    """

    def __init__(self, fn: Callable[..., Any], count: int) -> None:
        if not callable(fn):
            raise TypeError(f"fn: wanted a callable; came {fn!r}")
        self.fn = fn
        self.name = _name(fn)
        self.arguments = _arguments(fn, count, self.name or repr(fn))
        streams = _is(fn, inspect.isasyncgenfunction)
        self.on_loop = streams or _is(fn, inspect.iscoroutinefunction)
        """Whether it runs on the event loop rather than on a thread."""
        self.yields = streams or _is(fn, inspect.isgeneratorfunction)
        """Whether it can give outputs more than once."""
        self._keywords = tuple(a.name for a in self.arguments if a.keyword)
        self._progress = _progress(fn)

    def __call__(self, args: Sequence[Any]) -> Any:
        """Calls it with one value an input."""
        if not self._keywords and not self._progress:
            return self.fn(*args)
        split = len(args) - len(self._keywords)
        placed = list(args[:split])
        for place, progress in self._progress:
            if place < len(placed):
                placed.insert(place, progress)
        return self.fn(*placed, **dict(zip(self._keywords, args[split:], strict=True)))


def _is(fn: Callable[..., Any], test: Callable[[Any], bool]) -> bool:
    """Whether the test holds for what runs when `fn` is called."""
    while isinstance(fn, functools.partial):
        fn = fn.func
    if test(fn):
        return True
    return not isinstance(fn, type) and test(type(fn).__call__)


def _name(fn: Callable[..., Any]) -> str:
    """The name that the function itself has; "" for lambdas, partials and objects."""
    name = getattr(fn, "__name__", "")
    return name if isinstance(name, str) and name.isidentifier() else ""


def _arguments(fn: Callable[..., Any], count: int, shown: str) -> tuple[Argument, ...]:
    nameless: tuple[Argument, ...] = (Argument(""),) * count
    try:
        signature = list(inspect.signature(fn).parameters.values())
    except (ValueError, TypeError):  # some builtins do not tell
        return nameless
    builtin = _is_builtin(fn)
    signature = [p for p in signature if not isinstance(p.default, Progress)]
    positional = [Argument(p.name, _default(p)) for p in signature if p.kind in _POSITIONAL]
    bound = fn.keywords if isinstance(fn, functools.partial) else {}
    keyword = [
        Argument(p.name, _default(p), keyword=True)
        for p in signature
        if p.kind is Parameter.KEYWORD_ONLY and p.name not in bound and not builtin
    ]
    taken = positional[:count]
    if any(p.kind is Parameter.VAR_POSITIONAL for p in signature):
        taken += [Argument("") for _ in range(count - len(taken))]
    taken += keyword[: count - len(taken)]
    if len(taken) < count:
        raise ValueError(
            f"inputs: {shown} takes at most {len(taken)} ({_names(taken)}); came {count}. "
            "Give one component for each parameter"
        )
    for argument in [*positional, *keyword]:
        if argument.default is MISSING and argument not in taken:
            raise ValueError(
                f"inputs: {shown} needs its parameter {argument.name!r}, and none of the "
                f"{count} inputs fills it. Give one more component, or a default"
            )
    return nameless if builtin else tuple(taken)


def _progress(fn: Callable[..., Any]) -> list[tuple[int, Progress]]:
    """The parameters that no input fills, by their place."""
    try:
        signature = inspect.signature(fn).parameters.values()
    except (ValueError, TypeError):
        return []
    placed = [p.default for p in signature if p.kind in _POSITIONAL]
    return [(place, own) for place, own in enumerate(placed) if isinstance(own, Progress)]


def _default(parameter: Parameter) -> Any:
    return MISSING if parameter.default is Parameter.empty else parameter.default


def _is_builtin(fn: Callable[..., Any]) -> bool:
    """Whether its parameters' names tell nothing: those of `str.upper` are `self`."""
    while isinstance(fn, functools.partial):
        fn = fn.func
    if isinstance(fn, type):
        return fn.__module__ == "builtins"
    return inspect.isbuiltin(fn) or inspect.ismethoddescriptor(fn)


def _names(arguments: Sequence[Argument]) -> str:
    return ", ".join(repr(argument.name) for argument in arguments) or "none"


Over: TypeAlias = Callable[[Any, Any], Any]
"""What a generator has given by now, from what it had before and what it gives."""


def last(
    values: Generator[Any, Any, Any], over: Over, is_unwanted: Callable[[], bool] = lambda: False
) -> Any:
    """What a generator has given in the end; MISSING: nothing. It is closed as soon as
    `is_unwanted`.
    """
    found: Any = MISSING
    with contextlib.closing(values):
        for item in values:
            found = over(found, item)
            if is_unwanted():
                break
    return found


async def alast(values: AsyncGenerator[Any, Any], over: Over) -> Any:
    """As `last`, of an async generator; it is closed when the task is cancelled."""
    found: Any = MISSING
    async with contextlib.aclosing(values):
        async for item in values:
            found = over(found, item)
    return found
