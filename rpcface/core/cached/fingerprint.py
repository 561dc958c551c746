"""A hash of a function's code: of what makes it give other outputs, as far as can be seen."""

from __future__ import annotations

import enum
import functools
import hashlib
import os
import re
import sys
import types
from collections.abc import Iterator
from typing import Any, Final

_ADDRESS: Final = re.compile(r" at 0x[0-9a-fA-F]+")
_PLAIN: Final = (bool, int, float, complex, str, bytes, enum.Enum, types.EllipsisType)
_INSTALLED: Final = re.compile(r"[/\\](?:site|dist)-packages[/\\]")


def shown(thing: object) -> str:
    """Its repr, without where it lies in memory."""
    return _ADDRESS.sub("", repr(thing))


def fingerprint(thing: object) -> bytes:
    """A hash of a callable: its code with constants, defaults and closure, what it is bound
    to, the functions, classes and plain values that it names, and the bytes of the files
    that these stand in. So it goes through the callable's own module, and through those
    that lie beside it or below; of others it takes the names and versions alone.
    """
    root: Any = thing
    while isinstance(root, functools.partial):
        root = root.func
    found = _Hash(getattr(root, "__module__", None) or type(root).__module__)
    found.add(thing)
    return found.digest()


class _Hash:
    """A hash that grows by what is added. Functions, classes and objects are looked into
    once, one after the other: what they lead to may be a long way.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        file = getattr(sys.modules.get(module), "__file__", None)
        self._folder = os.path.dirname(os.path.abspath(file)) + os.sep if file else None
        self._hash = hashlib.sha256()
        self._things: list[object] = []
        """What is looked into, in its order; it is held, so that its id stays its own."""
        self._places: dict[int, int] = {}
        """Where it stands there, by its id."""
        self._files: set[str] = set()

    def digest(self) -> bytes:
        for thing in self._things:  # which grows meanwhile
            self._look_into(thing)
        return self._hash.digest()

    def _put(self, *words: str | bytes) -> None:
        for word in words:
            data = word.encode("utf-8", "surrogatepass") if isinstance(word, str) else word
            self._hash.update(len(data).to_bytes(8, "little") + data)

    def add(self, thing: Any) -> None:
        if thing is None or isinstance(thing, _PLAIN):
            self._put(type(thing).__qualname__, shown(thing))
        elif isinstance(thing, (set, frozenset)):
            self._put(type(thing).__qualname__, *sorted(map(shown, thing)))
        elif isinstance(thing, tuple):
            self._put("tuple", str(len(thing)))
            self._add_all(thing)
        elif isinstance(thing, types.CodeType):
            self._add_code(thing)
        else:
            place = self._places.setdefault(id(thing), len(self._things))
            if place == len(self._things):
                self._things.append(thing)
            self._put("thing", str(place))

    def _add_all(self, things: Any) -> None:
        for thing in things:
            self.add(thing)

    def _look_into(self, thing: Any) -> None:
        if isinstance(thing, types.FunctionType):
            self._add_function(thing)
        elif isinstance(thing, types.MethodType):
            self._add_all((thing.__func__, thing.__self__))
        elif isinstance(thing, functools.partial):
            self._add_all((thing.func, thing.args, thing.keywords))
        elif isinstance(thing, type):
            self._add_class(thing)
        elif isinstance(thing, types.ModuleType):
            self._add_module(thing)
        elif isinstance(thing, list):
            self._put("list", str(len(thing)))
            self._add_all(thing)
        elif isinstance(thing, dict):
            self._put("dict", str(len(thing)))
            for pair in thing.items():
                self._add_all(pair)
        elif isinstance(thing, os.PathLike):
            self._put("path", os.fspath(thing))
        elif type(thing).__module__ == "numpy" and hasattr(thing, "tobytes"):
            self._put("array", str(thing.dtype), str(thing.shape), thing.tobytes())
        elif hasattr(thing, "__wrapped__"):  # functools.cache and the like
            self._put(_name(type(thing)))
            self.add(thing.__wrapped__)
        else:
            self._add_object(thing)

    def _add_object(self, thing: Any) -> None:
        name = getattr(thing, "__qualname__", "")  # what is compiled has one
        self._put("object", name if isinstance(name, str) else "")
        self.add(type(thing))
        if self._is_own(type(thing)):
            for key, value in sorted(getattr(thing, "__dict__", {}).items()):
                self._put(key)
                self.add(value)

    def _add_function(self, function: types.FunctionType) -> None:
        if not self._is_own(function):
            self._put("function", _name(function))
            return
        code = function.__code__
        self._put("function", function.__qualname__)
        self._add_file(code.co_filename)
        self._add_all((code, function.__defaults__, function.__kwdefaults__))
        for cell in function.__closure__ or ():
            try:
                self.add(cell.cell_contents)
            except ValueError:
                self._put("empty")
        names = sorted(set(_names(code)))
        for name in names:
            if name in function.__globals__:
                self._put(name)
                self._add_named(function.__globals__[name], names)

    def _add_named(self, thing: Any, names: list[str]) -> None:
        """What a function names; of a module of the author's, also what it names of that."""
        self.add(thing)
        if isinstance(thing, types.ModuleType) and self._is_own(thing):
            for name in names:
                if name in vars(thing):
                    self.add(vars(thing)[name])

    def _add_code(self, code: types.CodeType) -> None:
        counts = code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags
        self._put("code", code.co_code, *map(str, counts))
        for names in (code.co_names, code.co_varnames, code.co_freevars, code.co_consts):
            self.add(names)

    def _add_class(self, found: type) -> None:
        if not self._is_own(found):
            self._put("class", _name(found))
            return
        self._put("class", found.__qualname__)
        self._add_file(getattr(sys.modules.get(found.__module__), "__file__", None))
        self._add_all(found.__bases__)
        for name, part in sorted(vars(found).items()):
            inner = getattr(part, "__func__", None) or getattr(part, "fget", None) or part
            if isinstance(inner, types.FunctionType) or not name.startswith("__"):
                self._put(name)
                self.add(inner)

    def _add_module(self, module: types.ModuleType) -> None:
        self._put("module", module.__name__, shown(vars(module).get("__version__")))
        if self._is_own(module):
            self._add_file(getattr(module, "__file__", None))

    def _add_file(self, path: str | None) -> None:
        if path is None or path in self._files:
            return
        self._files.add(path)
        try:
            with open(path, "rb") as file:
                self._put("file", hashlib.sha256(file.read()).digest())
        except OSError:  # it was typed at a prompt, or in a notebook
            self._put("no file")

    def _is_own(self, thing: Any) -> bool:
        """Whether it belongs to the callable's own module, or one beside it or below."""
        is_module = isinstance(thing, types.ModuleType)
        module = thing.__name__ if is_module else getattr(thing, "__module__", None)
        if module == self._module:
            return True
        file = getattr(sys.modules.get(module or ""), "__file__", None)
        if file is None or self._folder is None:
            return False
        path = os.path.abspath(file)
        is_below = path.startswith(self._folder)
        return is_below and not _INSTALLED.search(path[len(self._folder) - 1 :])


def _names(code: types.CodeType) -> Iterator[str]:
    """The names that code looks up, and the code inside it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)


def _name(thing: Any) -> str:
    return f"{thing.__module__}.{thing.__qualname__}"
