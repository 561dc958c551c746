"""The registry: which components there are, and from which distribution each comes.

Entry points are scanned once and cheaply; a plugin is imported when one of its names
is first used. One that can't be imported is reported and left out.
"""

from __future__ import annotations

import difflib
import functools
import importlib.metadata
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint

import pluggy

from rpcface import hookspecs
from rpcface.component import Component

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
    """What it brings; empty until it is loaded."""
    failure: str = ""
    """Why it could not be loaded; empty where it could."""
    entry_point: EntryPoint | None = field(default=None, repr=False)


class Registry:
    """Finds components by their names among the plugins of some entry points."""

    def __init__(self, entry_points: Iterable[EntryPoint]) -> None:
        found = [Plugin(one.name, _distribution(one), entry_point=one) for one in entry_points]
        self._plugins = sorted(found, key=lambda plugin: plugin.name != _BUILT_IN)
        self._pending = list(self._plugins)
        self._owners: dict[str, tuple[Plugin, type[Component]]] = {}
        self._clashes: dict[str, PluginError] = {}

    def component(self, name: str) -> type[Component]:
        """The component class whose type or alias is `name`; case, "_" and spaces do
        not count. ValueError: there is none; the message suggests the nearest.
        PluginError: two plugins claim the name.
        """
        key = _key(name)
        self._load(plugin for plugin in self._pending if _key(plugin.name) in (_BUILT_IN, key))
        if key not in self._owners:
            self._load(self._pending)
        if key in self._clashes:
            raise self._clashes[key]
        if key in self._owners:
            return self._owners[key][1]
        nearest = difflib.get_close_matches(key, self._owners, n=1)
        failed = [plugin for plugin in self._plugins if plugin.failure]
        raise ValueError(
            f"no component is called {name!r}"
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
                plugin.components = _components(plugin)
            except (Exception, SystemExit) as error:  # noqa: BLE001  # a stranger's code
                plugin.failure = f"{type(error).__name__}: {error}"
                origin = f"the plugin {plugin.name!r} of {plugin.distribution}"
                _log.warning("%s is left out: %s", origin, plugin.failure)
            for component in plugin.components:
                for name in (component.type, *component.aliases):
                    self._claim(name, plugin, component)

    def _claim(self, name: str, plugin: Plugin, component: type[Component]) -> None:
        owner, owned = self._owners.setdefault(_key(name), (plugin, component))
        if owned is not component:
            clash = PluginError(
                f"two plugins claim the component name {name!r}: {owner.distribution} and "
                f"{plugin.distribution}; uninstall one of them"
            )
            self._clashes[_key(name)] = clash
            plugin.failure = str(clash)
            _log.warning("%s", clash)


def _components(plugin: Plugin) -> Sequence[type[Component]]:
    """What a plugin's hook gives. Any exception: it can't be loaded, or is wrong."""
    assert plugin.entry_point is not None
    module = plugin.entry_point.load()
    manager = pluggy.PluginManager(hookspecs.GROUP)
    manager.add_hookspecs(hookspecs)
    manager.register(module, plugin.name)
    manager.check_pending()
    if not manager.get_hookcallers(module):
        raise PluginError("it implements no hook; are they marked with @rpcface.hookimpl?")
    given: list[Iterable[object]] = manager.hook.rpcface_components()
    return tuple(_checked(component) for components in given for component in components)


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


@functools.cache
def registry() -> Registry:
    """The registry over every distribution that is installed."""
    return Registry(importlib.metadata.entry_points(group=hookspecs.GROUP))
