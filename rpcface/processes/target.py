"""Which function a worker runs: named by the server, found by the worker.

A worker imports the module that has the function, as the server did. A function that
pickles by its name is found by it; any other one (a lambda, a closure, an object) by the
interface that it belongs to.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import io
import os
import pickle
import sys
import types
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from rpcface.core import names, programs
from rpcface.executor import ExecutorError, Work
from rpcface.function import Function
from rpcface.interface import Interface

MAIN: Final = "__mp_main__"
"""What a program is called where a worker imports it, as in multiprocessing."""

_GLOBAL: Final = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodDescriptorType,
    type,
)


@dataclass(frozen=True, slots=True)
class Target:
    """A function, for another process.

    module, file: where it is; "" for a file: whatever has that name.
    package: what `python -m` was given where it is in the program itself; "": a file.
    pickled: the function and its setup; b"": they are found by `name`.
    looks: what tells the function from others of that name.
    count: how many inputs it has.
    """

    name: str
    module: str
    package: str
    file: str
    pickled: bytes
    looks: tuple[str, int]
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a worker found. `outputs`: the names of outputs by their components' ids."""

    function: Function
    setup: Callable[[], Any] | None
    outputs: dict[int, str]


def describe(work: Work) -> Target:
    """Says where the function is. ExecutorError: no other process can find it."""
    function, what = work.function, (work.function.fn, work.setup)
    by_name = all(part is None or _is_global(part) for part in what)
    holder = None if by_name else _holder(function)
    home = holder or _home(function.fn)
    pickled = b"" if holder else _pickled(what)
    module = sys.modules.get(home)
    file = getattr(module, "__file__", None) or ""
    spec = getattr(module, "__spec__", None) if home == "__main__" else None
    if home == "__main__" and not os.path.isfile(file):
        raise ExecutorError(
            f"{said(work)} is made at a prompt or in a notebook, where its worker processes "
            "can't find it. Put it into a .py file, and import it from there"
        )
    return Target(
        name=work.name,
        module=MAIN if home == "__main__" else home,
        package=spec.name if spec is not None else "",
        file=os.path.abspath(file) if file else "",
        pickled=pickled,
        looks=_looks(function.fn),
        count=len(function.arguments),
    )


def find(target: Target, launched: Iterable[Interface]) -> Found:
    """Finds the function in a worker; `launched` grows as modules are imported.
    ExecutorError: it is not there. What the module raises comes as it is.
    """
    variables = vars(_import(target)) if target.module else {}
    interfaces = programs.unique(variables, launched)
    if target.pickled:
        try:
            fn, setup = pickle.loads(target.pickled)  # noqa: S301 - from the server itself
        except (AttributeError, ImportError) as error:
            raise ExecutorError(f"{error}. {_ADVICE}") from None
        function = Function(fn, target.count)
        own = next((one for one in interfaces if one.function.fn is fn), None)
        return Found(function, setup, {} if own is None else _outputs(own))
    named = names.assign(interfaces, variables)
    alike = [one for one in interfaces if _looks(one.function.fn) == target.looks]
    same = [one for one in alike if named.get(target.name) is one]
    if not same and len(alike) != 1:
        raise ExecutorError(
            f"{target.file or target.module} makes no interface {target.name!r} of it when it is "
            f"imported, nor is it pickled. {_ADVICE}"
        )
    interface = (same or alike)[0]
    return Found(interface.function, interface.setup, _outputs(interface))


_ADVICE: Final = (
    'Let a def outside of functions, and not below if __name__ == "__main__":, be the function '
    "(and setup), or make the interface there"
)


def said(work: Work) -> str:
    """How a message begins that is about it."""
    fn = work.function.fn
    return f"interface {work.name!r}, function {getattr(fn, '__qualname__', fn)}"


def _is_global(part: Any) -> bool:
    """Whether it is pickled by its name, and is no more than that."""
    if not isinstance(part, _GLOBAL):
        return False
    try:
        pickle.dumps(part)
    except Exception:  # noqa: BLE001 - a closure, or what its module calls otherwise
        return False
    return True


def _pickled(what: Any) -> bytes:
    try:
        return pickle.dumps(what)
    except Exception:  # noqa: BLE001 - the worker looks for the interface then
        return b""


def _holder(function: Function) -> str:
    """The module that has the function's interface as a variable; "": none has."""
    for name, module in list(sys.modules.items()):
        if name == MAIN or not isinstance(module, types.ModuleType):
            continue
        for held in list(vars(module).values()):
            if isinstance(held, Interface) and held.function is function:
                return name
    return ""


def _home(fn: Any) -> str:
    """The module that a function is from; "": one that needs no import."""
    while isinstance(fn, functools.partial):
        fn = fn.func
    name = getattr(fn, "__module__", None) or type(fn).__module__
    return "" if name == "builtins" else name


def _looks(fn: Any) -> tuple[str, int]:
    """Its name in the file, and its line."""
    while isinstance(fn, functools.partial):
        fn = fn.func
    line = getattr(getattr(fn, "__code__", None), "co_firstlineno", 0)
    return getattr(fn, "__qualname__", type(fn).__qualname__), line


def _outputs(interface: Interface) -> dict[int, str]:
    return {id(slot.component): slot.name for slot in interface.returns}


def _import(target: Target) -> types.ModuleType:
    """Imports the module as the server did: by its name, or else from its file."""
    if target.module == MAIN:
        return _main(target)
    is_same: Any = not target.file
    with contextlib.suppress(ImportError, ValueError):
        spec = importlib.util.find_spec(target.module)
        origin = spec and spec.origin
        is_same = is_same or (origin and os.path.abspath(origin) == target.file)
    if is_same:
        return importlib.import_module(target.module)
    return programs.import_file(target.file, target.module)


def _main(target: Target) -> types.ModuleType:
    """Imports the program: what stands below `if __name__ == "__main__":` is not run."""
    spec = importlib.util.find_spec(target.package) if target.package else None
    module = types.ModuleType(MAIN)
    sys.modules[MAIN] = sys.modules["__main__"] = module
    module.__file__ = target.file
    module.__spec__ = spec
    module.__package__ = spec.parent if spec is not None else None
    with io.open_code(target.file) as file:
        code = compile(file.read(), target.file, "exec")
    exec(code, vars(module))  # noqa: S102 - the program that the server runs
    return module
