"""What an author gives to an Interface, checked: each message names the parameter, what was
wanted and what came.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from typing import Final, TypeAlias

from rpcface.batching import Batching
from rpcface.component import Component
from rpcface.executor import Executor
from rpcface.function import Function
from rpcface.state import State
from rpcface.values import has_utf8

Components: TypeAlias = str | Component | State | Sequence[str | Component | State] | None
"""One component or several, or a state; a str is a shortcut such as "image"; None: none."""

MAX_BATCH_SIZE: Final = 4
MAX_BATCH_DELAY: Final = 0.0
"""What Gradio has, and no wait for those who may not come."""

Executing: TypeAlias = str | type[Executor] | None
"""The name of an executor such as "process", or its class; None: the loop and threads."""


def components(parameter: str, given: Components) -> tuple[Component | State, ...]:
    """The components of one side, and states among them."""
    if given is None:
        return ()
    if isinstance(given, (str, Component, State, type)):
        return (component(parameter, given),)
    if not isinstance(given, (list, tuple)):
        raise TypeError(
            f"{parameter}: wanted a component, a shortcut such as 'text', a list of these or "
            f"None; came {given!r}"
        )
    return tuple(component(f"{parameter}[{i}]", one) for i, one in enumerate(given))


def component(place: str, given: object) -> Component | State:
    """The component or the state that stands at a place."""
    if isinstance(given, (Component, State)):
        return given
    if isinstance(given, type) and issubclass(given, (Component, State)):
        raise TypeError(f"{place}: wanted a component; came the class {given.__name__}. Call it")
    if not isinstance(given, str):
        raise TypeError(f"{place}: wanted a component or a shortcut such as 'text'; came {given!r}")
    if given.lower() == "state":
        return State()
    from rpcface.plugins import registry

    try:
        return registry().component(given)()
    except (ValueError, TypeError) as error:
        raise type(error)(f"{place}: {error}") from None


def api_name(given: str | None) -> str | None:
    """The name on a server that was wished for; None: none was."""
    if given is None:
        return None
    if isinstance(given, str) and is_api_name(given):
        return given
    raise ValueError(
        "api_name: wanted an ASCII letter, then ASCII letters, digits and '_', at most 64; "
        f"came {given!r}"
    )


def is_api_name(name: str) -> bool:
    """Whether an interface can have the name on a server."""
    return name.isascii() and name.isidentifier() and name[0] != "_" and len(name) <= 64


def limit(given: object, function: Function, batching: Batching | None) -> int | None:
    """How many calls, or batches, run at once; None: any number."""
    if given == "default":
        return None if function.on_loop and batching is None else 1
    if given is None or (type(given) is int and given >= 1):
        return given
    raise ValueError(
        f"concurrency_limit: wanted an int from 1 on, None or 'default'; came {given!r}"
    )


def text(parameter: str, given: object) -> str:
    """Text for people; "" for None."""
    if given is None:
        return ""
    if not isinstance(given, str):
        raise TypeError(f"{parameter}: wanted a str; came {given!r}")
    if not has_utf8(given):
        raise ValueError(f"{parameter}: wanted text that has a UTF-8 form; came {given!r}")
    return given


def executor(given: Executing) -> type[Executor] | None:
    """The class of an executor; None: the loop and threads."""
    if given is None or (isinstance(given, type) and issubclass(given, Executor)):
        return given
    if isinstance(given, str):
        from rpcface.plugins import registry

        return registry().executor(given)
    raise TypeError(f"executor: wanted a name such as 'process', or None; came {given!r}")


def workers(given: int | None, limit: object, executor: type[Executor] | None) -> int:
    """How many processes an executor has."""
    if given is None:
        return limit if isinstance(limit, int) else os.cpu_count() or 1
    if executor is None:
        raise ValueError("workers: wanted executor= with it, such as 'process'; came none")
    return count("workers", given)


def batching(
    batch: object, size: int, delay: float, function: Function, inputs: int
) -> Batching | None:
    """How calls are put together; None: they are not."""
    if not batch:
        if (size, delay) != (MAX_BATCH_SIZE, MAX_BATCH_DELAY):
            raise ValueError(
                "max_batch_size, max_batch_delay: wanted batch=True with them; came batch=False"
            )
        return None
    if function.yields:
        raise ValueError(
            f"batch: wanted a function that returns; came {function.name or function.fn!r}, which "
            "yields. Calls of a generator can't be batched: leave batch out"
        )
    if not inputs:
        raise ValueError(
            "batch: wanted at least one input; came none. Without any, fn could not know how "
            "many calls there are: leave batch out"
        )
    is_number = isinstance(delay, (int, float)) and not isinstance(delay, bool)
    if not (is_number and 0 <= delay < math.inf):
        raise ValueError(f"max_batch_delay: wanted seconds, 0 or more; came {delay!r}")
    return Batching(count("max_batch_size", size), float(delay))


def count(parameter: str, given: object) -> int:
    """A whole number from 1 on."""
    if type(given) is int and given >= 1:
        return given
    raise ValueError(f"{parameter}: wanted an int from 1 on; came {given!r}")


def paths(given: object) -> tuple[str, ...]:
    """Paths as text."""
    if isinstance(given, (str, os.PathLike)) or not isinstance(given, (list, tuple)):
        raise TypeError(f"allowed_paths: wanted a list of paths; came {given!r}")
    for index, path in enumerate(given):
        if not isinstance(path, (str, os.PathLike)):
            raise TypeError(f"allowed_paths[{index}]: wanted a path; came {path!r}")
    return tuple(os.fspath(path) for path in given)
