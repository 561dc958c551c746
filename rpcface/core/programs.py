"""Importing the programs that make interfaces: by `rpcface serve`, and by workers."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType

from rpcface.core.options import Options
from rpcface.interface import Interface


class Launched(list[Interface]):
    """The interfaces that a program launched while they were collected."""

    says_who = False
    """Whether it said who may call them, which nobody heeds then."""


_collected: Launched | None = None


@contextlib.contextmanager
def collecting() -> Iterator[Launched]:
    """Within it, `serve` and `launch` only add their interfaces to the list."""
    global _collected  # noqa: PLW0603  # what is imported calls `serve` from anywhere
    before, _collected = _collected, Launched()
    try:
        yield _collected
    finally:
        _collected = before


def collect(interfaces: Iterable[Interface], options: Options) -> bool:
    """Adds interfaces, which would be served with these options, where they are collected;
    whether they are.
    """
    if _collected is None:
        return False
    _collected.extend(interfaces)
    _collected.says_who = _collected.says_who or _says_who(options)
    return True


def _says_who(options: Options) -> bool:
    said = options.tokens, options.token_file, options.authenticate, options.authorize
    return any(one is not None for one in (*said, options.tls_client_ca))


def is_python(path: str) -> bool:
    """Whether the file's name says that it is a Python file."""
    return importlib.util.spec_from_file_location("_", path) is not None


def import_file(path: str, name: str) -> ModuleType:
    """The module of that name which a Python file makes. What it raises comes as it is."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def unique(variables: Mapping[str, object], launched: Iterable[Interface]) -> list[Interface]:
    """The interfaces that a module's variables hold, and then those that it launched."""
    held = [found for found in variables.values() if isinstance(found, Interface)]
    return list({id(interface): interface for interface in [*held, *launched]}.values())
