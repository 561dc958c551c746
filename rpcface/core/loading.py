"""Importing a file for the interfaces in it."""

from __future__ import annotations

import contextlib
import difflib
import os
import sys
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rpcface.core import names, programs
from rpcface.interface import Interface


class LoadError(Exception):
    """A file has no interface to serve; the message says why."""


def split(place: str) -> tuple[str, str]:
    """The file and the name in FILE[:NAME]; without a name ""."""
    file, colon, name = place.rpartition(":")
    if colon and name.isidentifier() and not os.path.exists(place):
        return file, name
    return place, ""


class Loaded(NamedTuple):
    """What a file has to serve."""

    interfaces: Mapping[str, Interface]
    """By the names they are served under."""
    says_who: bool
    """Whether what it launches them with says who may call, which counts only where the
    file itself is run.
    """


def load(place: str) -> Loaded:
    """The interfaces of FILE[:NAME]: all that its variables hold and that it launches, in
    that order, or the one of that name.

    The file is imported, not run as a program: what stands below
    `if __name__ == "__main__":` is not executed. LoadError: there is no such file, or
    no interface in it. What the file raises comes as it is.
    """
    file, wanted = split(place)
    if not os.path.isfile(file):
        raise LoadError(f"there is no file {file!r}")
    with programs.collecting() as launched:
        variables = _import(file)
    found = programs.unique(variables, launched)
    if not found:
        raise LoadError(
            f"{file} makes no interface when it is imported. It needs a line such as "
            "demo = rpcface.Interface(fn, inputs, outputs), outside of functions and not below "
            'if __name__ == "__main__":'
        )
    named = names.assign(found, variables)
    if wanted:
        named = _only(named, variables, wanted, file)
    return Loaded(named, launched.says_who)


@contextlib.contextmanager
def loaded(place: str) -> Iterator[dict[str, Interface]]:
    """As `load`; afterwards the file's folder is searched for modules no longer, and the
    file's own module is forgotten.
    """
    folder, name = _home(split(place)[0])
    searched, before = sys.path.count(folder), sys.modules.get(name)
    try:
        yield dict(load(place).interfaces)
    finally:
        if sys.path.count(folder) > searched:
            sys.path.remove(folder)
        if before is None:
            sys.modules.pop(name, None)
        else:
            sys.modules[name] = before


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
    if not programs.is_python(path):
        raise LoadError(f"{file} is not a Python file; its name should end with .py")
    folder, name = _home(path)
    sys.path.insert(0, folder)
    return vars(programs.import_file(path, name))


def _home(file: str) -> tuple[str, str]:
    """The folder that a file is imported from, and the name of its module."""
    folder, name = os.path.split(os.path.abspath(file))
    return folder, os.path.splitext(name)[0]
