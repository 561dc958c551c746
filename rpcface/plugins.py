"""The registry: which components, executors and flag stores there are, and from which
distribution each comes.

Entry points are scanned once and cheaply; a plugin is imported when one of its names
is first used. One that can't be imported is reported and left out.
"""

from __future__ import annotations

import difflib
import functools
import importlib.metadata
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint
from typing import Any, Generic, NamedTuple, TypeVar

import pluggy

from rpcface import hookspecs
from rpcface.component import Component
from rpcface.executor import Executor
from rpcface.flag_store import FlagStore

T = TypeVar("T", bound=type)

_log = logging.getLogger("rpcface")


class PluginError(Exception):
    """A plugin can't be used: two claim one name, or a hook of it is wrong."""


@dataclass(slots=True)
class Plugin:
    """A plugin, loaded or not."""

    name: str
    """Its entry point's name."""
    distribution: str
    """The distribution that it comes from, with its version: "rpcface-audio 0.1.0"."""
    components: Sequence[type[Component]] = ()
    """The components that it brings; empty until it is loaded."""
    executors: Mapping[str, type[Executor]] = field(default_factory=dict)
    """The executors that it brings, by name; the same."""
    flag_stores: Mapping[str, type[FlagStore]] = field(default_factory=dict)
    """The flag stores that it brings, by name; the same."""
    failure: str = ""
    """Why it could not be loaded; empty where it could."""
    entry_point: EntryPoint | None = field(default=None, repr=False)


class Registry:
    """Finds components, executors and flag stores by their names among the plugins of some
    entry points.
    """

    def __init__(self, entry_points: Iterable[EntryPoint]) -> None:
        found = [Plugin(one.name, _distribution(one), entry_point=one) for one in entry_points]
        self._plugins = sorted(found, key=lambda plugin: plugin.name != _BUILT_IN)
        self._pending = list(self._plugins)
        self._components: _Names[type[Component]] = _Names("component")
        self._executors: _Names[type[Executor]] = _Names("executor")
        self._flag_stores: _Names[type[FlagStore]] = _Names("flag store")

    def component(self, name: str) -> type[Component]:
        """The component class whose type or alias is `name`; case, "_" and spaces do
        not count. ValueError: there is none; the message suggests the nearest.
        PluginError: two plugins claim the name.
        """
        return self._find(self._components, name)

    def executor(self, name: str) -> type[Executor]:
        """The executor class that is called `name`; errors as for `component`."""
        return self._find(self._executors, name)

    def flag_store(self, name: str) -> type[FlagStore]:
        """The flag store class that is called `name`; errors as for `component`."""
        return self._find(self._flag_stores, name)

    def _find(self, names: _Names[T], name: str) -> T:
        key = _key(name)
        self._load(plugin for plugin in self._pending if _key(plugin.name) in (_BUILT_IN, key))
        if key not in names.owners:
            self._load(self._pending)
        found = names.get(key)
        if found is not None:
            return found
        nearest = difflib.get_close_matches(key, names.owners, n=1)
        failed = [plugin for plugin in self._plugins if plugin.failure]
        raise ValueError(
            f"no {names.what} is called {name!r}"
            + (f"; did you mean {nearest[0]!r}?" if nearest else "")
            + "".join(f"; {p.distribution} could not be loaded: {p.failure}" for p in failed)
            + ("" if nearest else "; `rpcface plugins` lists those there are")
        )

    def plugins(self) -> Sequence[Plugin]:
        """Every plugin, loaded now; one that failed says why."""
        self._load(self._pending)
        return tuple(self._plugins)

    def _load(self, plugins: Iterable[Plugin]) -> None:
        for plugin in list(plugins):
            self._pending.remove(plugin)
            try:
                brought = _brought(plugin)
                plugin.components, plugin.executors, plugin.flag_stores = brought
            except (Exception, SystemExit) as error:  # noqa: BLE001  # a stranger's code
                plugin.failure = f"{type(error).__name__}: {error}"
                origin = f"the plugin {plugin.name!r} of {plugin.distribution}"
                _log.warning("%s is left out: %s", origin, plugin.failure)
            for component in plugin.components:
                for name in (component.type, *component.aliases):
                    self._components.claim(name, plugin, component)
            for name, executor in plugin.executors.items():
                self._executors.claim(name, plugin, executor)
            for name, store in plugin.flag_stores.items():
                self._flag_stores.claim(name, plugin, store)


class _Names(Generic[T]):
    """Who owns which name of one sort of thing."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.owners: dict[str, tuple[Plugin, T]] = {}
        self._clashes: dict[str, PluginError] = {}

    def get(self, key: str) -> T | None:
        """What is called so, or None. PluginError: two plugins claim the name."""
        if key in self._clashes:
            raise self._clashes[key]
        owner = self.owners.get(key)
        return None if owner is None else owner[1]

    def claim(self, name: str, plugin: Plugin, given: T) -> None:
        """Gives a plugin's thing the name; a clash is reported where it is another's."""
        owner, owned = self.owners.setdefault(_key(name), (plugin, given))
        if owned is not given:
            clash = PluginError(
                f"two plugins claim the {self.what} name {name!r}: {owner.distribution} and "
                f"{plugin.distribution}; uninstall one of them"
            )
            self._clashes[_key(name)] = clash
            plugin.failure = str(clash)
            _log.warning("%s", clash)


class _Brought(NamedTuple):
    components: Sequence[type[Component]]
    executors: Mapping[str, type[Executor]]
    flag_stores: Mapping[str, type[FlagStore]]


def _brought(plugin: Plugin) -> _Brought:
    """What a plugin's hooks give. Any exception: it can't be loaded, or is wrong."""
    assert plugin.entry_point is not None
    module = plugin.entry_point.load()
    manager = pluggy.PluginManager(hookspecs.GROUP)
    manager.add_hookspecs(hookspecs)
    manager.register(module, plugin.name)
    manager.check_pending()
    if not manager.get_hookcallers(module):
        raise PluginError("it implements no hook; are they marked with @rpcface.hookimpl?")
    given: list[Iterable[object]] = manager.hook.rpcface_components()
    components = tuple(_checked(component) for components in given for component in components)
    executors = _named("rpcface_executors", manager.hook.rpcface_executors(), Executor)
    stores = _named("rpcface_flag_stores", manager.hook.rpcface_flag_stores(), FlagStore)
    return _Brought(components, executors, stores)


_BUILT_IN = "builtin"


def _key(name: str) -> str:
    return name.replace("_", "").replace(" ", "").lower()


def _distribution(point: EntryPoint) -> str:
    try:
        name, version = (point.dist.name, point.dist.version) if point.dist else ("", "")
    except Exception:  # noqa: BLE001  # what pip left behind has no metadata
        name = version = ""
    return f"{name} {version}" if name else point.value


def _checked(component: object) -> type[Component]:
    if not (isinstance(component, type) and issubclass(component, Component)):
        raise PluginError(
            f"rpcface_components: wanted subclasses of rpcface.Component; came {component!r}"
        )
    name = component.__name__
    if not isinstance(getattr(component, "type", None), str) or not component.type:
        raise PluginError(f"{name}.type: wanted a name such as 'acme.molecule'")
    if not isinstance(component.aliases, tuple):
        raise PluginError(f"{name}.aliases: wanted a tuple of names; came {component.aliases!r}")
    if missing := getattr(component, "__abstractmethods__", None):
        raise PluginError(f"{name}: it lacks {', '.join(sorted(missing))}")
    return component


def _named(hook: str, given: Iterable[object], base: T) -> dict[str, T]:
    """What a hook's dicts of classes hold, all of them subclasses of `base`."""
    found: dict[str, T] = {}
    for one in given:
        if not isinstance(one, Mapping):
            raise PluginError(f"{hook}: wanted a dict of classes by name; came {one!r}")
        found.update(one)
    for name, brought in found.items():
        _check_named(hook, name, brought, base)
    return found


def _check_named(hook: str, name: object, brought: Any, base: type) -> None:
    if not (isinstance(brought, type) and issubclass(brought, base)):
        raise PluginError(
            f"{hook}[{name!r}]: wanted a subclass of rpcface.{base.__name__}; came {brought!r}"
        )
    if not isinstance(name, str) or not name:
        raise PluginError(f"{hook}: wanted names such as 'acme'; came {name!r}")
    if missing := getattr(brought, "__abstractmethods__", None):
        raise PluginError(f"{brought.__name__}: it lacks {', '.join(sorted(missing))}")


@functools.cache
def registry() -> Registry:
    """The registry over every distribution that is installed."""
    return Registry(importlib.metadata.entry_points(group=hookspecs.GROUP))
