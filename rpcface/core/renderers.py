"""The ES modules that components bring, which draw them in a browser."""

from __future__ import annotations

import hashlib
import importlib.metadata
import itertools
import logging
import os
import re
import sys
from collections.abc import Iterable
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING, Final

from rpcface import hookspecs
from rpcface.component import Component
from rpcface.interface import Interface

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FOLDER: Final = "plugins/"
"""What the path of each begins with, below the address of the web edge."""

_MOST: Final = 16 * 2**20
"""Bytes that one may have; each is held in memory."""

_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")

_log = logging.getLogger("rpcface")


class Renderers:
    """The modules of the components of some interfaces, each read once, when this is made.
    One that can't be had is told in the log, and its component described without.
    """

    def __init__(self, interfaces: Iterable[Interface]) -> None:
        self.contents: dict[str, bytes] = {}
        """The content of each module by its path, "plugins/acme-molecule/<hash>/molecule.js":
        16 letters of its SHA-256.
        """
        self._paths: dict[tuple[type[Component], str | None], str] = {}
        for interface in interfaces:
            for slot in (*interface.inputs, *interface.outputs):
                component = slot.component
                key = type(component), component.renderer
                if component.renderer is not None and key not in self._paths:
                    self._paths[key] = self._found(component)

    def path(self, component: Component) -> str:
        """The path of a component's module; "": it has none."""
        return self._paths.get((type(component), component.renderer), "")

    def _found(self, component: Component) -> str:
        kind, given = type(component), component.renderer
        named = (base for base in kind.__mro__ if vars(base).get("renderer") is not None)
        module = next(named, kind).__module__
        distribution = _distribution(module)
        try:
            name, content = _read(module, given)
        except (OSError, ValueError, ImportError) as error:
            _log.warning(
                "the renderer %r of %s, of %s, is left out, its schema is drawn: %s",
                given,
                kind.__qualname__,
                distribution,
                error,
            )
            return ""
        path = f"{FOLDER}{distribution}/{hashlib.sha256(content).hexdigest()[:16]}/{name}"
        self.contents[path] = content
        return path


def _read(module: str, given: object) -> tuple[str, bytes]:
    """The name and the content of a resource beside a Python module. ValueError, OSError,
    ImportError: there is none.
    """
    parts = given.split("/") if isinstance(given, str) else []
    if not (parts and parts[-1].endswith(".js") and all(map(_PART.fullmatch, parts))):
        raise ValueError("wanted a resource of its package such as 'web/molecule.js'")
    place = _folder(module)
    for part in parts:
        place = place / part
    if not place.is_file():
        raise FileNotFoundError("there is no such file beside its module; is it in the wheel?")
    content = place.read_bytes()
    if len(content) > _MOST:
        raise ValueError(f"wanted at most {_MOST} bytes; it has {len(content)}")
    return parts[-1], content


def _folder(module: str) -> Traversable:
    """Where the resources of a module lie: in its package, or beside it where it has none."""
    import importlib.resources
    from pathlib import Path

    loaded = sys.modules.get(module)
    if loaded is not None and loaded.__package__:
        return importlib.resources.files(loaded.__package__)
    if (file := getattr(loaded, "__file__", None)) is None:
        raise FileNotFoundError(f"the module {module} has no file, so nothing lies beside it")
    return Path(os.path.abspath(file)).parent


def _distribution(module: str) -> str:
    """The distribution that has the plugin nearest to a module; without one, the name of its
    outermost package.
    """
    nearest = (0, module.partition(".")[0].strip("_"))
    for point in importlib.metadata.entry_points(group=hookspecs.GROUP):
        shared = _shared(point.module.split("."), module.split("."))
        if shared > nearest[0] and (name := _name(point)):
            nearest = (shared, name)
    return nearest[1]


def _shared(one: list[str], other: list[str]) -> int:
    """How many parts they begin with that are the same."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def _name(point: EntryPoint) -> str:
    try:
        return point.dist.name if point.dist else ""
    except Exception:  # noqa: BLE001  # what pip left behind has no metadata
        return ""
