"""Importing a file for the interfaces in it."""

from __future__ import annotations

import difflib
import importlib.util
import os
import sys
from collections.abc import Mapping

from rpcface.core import names
from rpcface.interface import Interface
from rpcface.server.launch import collecting


class LoadError(Exception):
    """A file has no interface to serve; the message says why."""


def split(place: str) -> tuple[str, str]:
    """The file and the name in FILE[:NAME]; without a name ""."""
    file, colon, name = place.rpartition(":")
    if colon and name.isidentifier() and not os.path.exists(place):
        return file, name
    return place, ""


def load(place: str) -> dict[str, Interface]:
    """The interfaces of FILE[:NAME] by the names they are served under: all that its
    variables hold and that it launches, in that order, or the one of that name.

    The file is imported, not run as a program: what stands below
    `if __name__ == "__main__":` is not executed. LoadError: there is no such file, or
    no interface in it. What the file raises comes as it is.
    """
    file, wanted = split(place)
    if not os.path.isfile(file):
        raise LoadError(f"there is no file {file!r}")
    with collecting() as launched:
        variables = _import(file)
    found = [held for held in variables.values() if isinstance(held, Interface)]
    unique = {id(interface): interface for interface in [*found, *launched]}
    if not unique:
        raise LoadError(
            f"{file} makes no interface when it is imported. It needs a line such as "
            "demo = rpcface.Interface(fn, inputs, outputs), outside of functions and not below "
            'if __name__ == "__main__":'
        )
    named = names.assign(unique.values(), variables)
    return _only(named, variables, wanted, file) if wanted else named


def _only(
    named: Mapping[str, Interface], variables: Mapping[str, object], wanted: str, file: str
) -> dict[str, Interface]:
    for name, interface in named.items():
        if wanted == name or variables.get(wanted) is interface:
            return {name: interface}
    known = [
        *named,
        *(name for name, held in variables.items() if isinstance(held, Interface)),
    ]
    nearest = difflib.get_close_matches(wanted, known, n=1)
    hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
    raise LoadError(f"{file} has no interface {wanted!r}; there are {', '.join(named)}{hint}")


def _import(file: str) -> Mapping[str, object]:
    path = os.path.abspath(file)
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise LoadError(f"{file} is not a Python file; its name should end with .py")
    sys.path.insert(0, os.path.dirname(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return vars(module)
