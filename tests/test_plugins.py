"""The registry finds components in distributions, and bears with broken ones.

The distributions here are real ones on disk: a module and a dist-info folder.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import itertools
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rpcface.components.slider import Slider
from rpcface.plugins import Plugin, PluginError, Registry, registry

BUILT_IN = "[rpcface]\nbuiltin = rpcface.components\n"
PLUGIN = """
from rpcface import Component, hookimpl

class {name}(Component):
    type = "{type}"
    aliases = {aliases}

    def schema(self): ...
    def decode(self, value, io): ...
    def encode(self, value, accept, io): ...

@hookimpl
def rpcface_components():
    return [{name}]
"""

Install = Callable[..., str]
_numbers = itertools.count()


def plugin(type: str, name: str = "Molecule", aliases: tuple[str, ...] = ()) -> str:  # noqa: A002
    """The source of a plugin with one component."""
    return PLUGIN.format(name=name, type=type, aliases=aliases)


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a distribution, version 1.2, below `tmp_path`; its module's name is given
    back.
    """
    monkeypatch.syspath_prepend(tmp_path)

    def install(distribution: str, source: str, entry: str = "molecule") -> str:
        module = f"plugin_{next(_numbers)}"
        (tmp_path / f"{module}.py").write_text(source)
        info = tmp_path / f"{distribution.replace('-', '_')}-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.2\n"
        )
        (info / "entry_points.txt").write_text(f"[rpcface]\n{entry} = {module}\n")
        importlib.invalidate_caches()
        return module

    return install


@pytest.fixture
def built_in(tmp_path: Path) -> None:
    info = tmp_path / "rpcface-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: rpcface\nVersion: 0.1.0\n")
    (info / "entry_points.txt").write_text(BUILT_IN)


@pytest.fixture
def found(tmp_path: Path, built_in: None) -> Callable[[], Registry]:
    """The registry over the distributions below `tmp_path`."""

    def found() -> Registry:
        distributions = importlib.metadata.distributions(path=[str(tmp_path)])
        points = [point for one in distributions for point in one.entry_points]
        return Registry(sorted(points, key=lambda point: str(point.value)))

    return found


Found = Callable[[], Registry]


def by_distribution(registry: Registry) -> dict[str, Plugin]:
    return {plugin.distribution: plugin for plugin in registry.plugins()}


def test_built_in_components_come_through_an_entry_point_like_all_others() -> None:
    (point,) = importlib.metadata.entry_points(group="rpcface", name="builtin")
    assert point.value == "rpcface.components"
    assert point.dist is not None
    assert point.dist.name == "rpcface"
    assert registry().component("slider") is Slider
    with pytest.raises(ValueError, match="no component is called"):
        Registry([]).component("slider")


def test_a_plugin_is_found_by_type_and_alias(install: Install, found: Found) -> None:
    install("acme-chem", plugin("acme.molecule", aliases=("smiles",)))
    here = found()
    for name in ("acme.molecule", "smiles", "Smiles", "SMI_LES", "acme. Molecule"):
        assert here.component(name).type == "acme.molecule"
    loaded = by_distribution(here)["acme-chem 1.2"]
    assert [component.type for component in loaded.components] == ["acme.molecule"]
    assert (loaded.name, loaded.failure) == ("molecule", "")


def test_a_plugin_is_not_imported_before_its_name_is_used(install: Install, found: Found) -> None:
    module = install("acme-chem", plugin("acme.molecule", aliases=("molecule",)))
    other = install("acme-sound", plugin("acme.sound", aliases=("sound",)), "sound")
    here = found()
    here.component("slider")
    assert module not in sys.modules
    here.component("molecule")
    assert module in sys.modules
    assert other not in sys.modules
    here.component("acme.sound")
    assert other in sys.modules


def test_importing_rpcface_imports_no_plugin() -> None:
    code = "import sys, rpcface; print({'pluggy', 'rpcface.components'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("source", "failure"),
    [
        ("import not_installed_anywhere", "ModuleNotFoundError: No module named 'not_ins"),
        ("raise RuntimeError('no licence')", "RuntimeError: no licence"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("def broken(:", "SyntaxError"),
        ("", "it implements no hook"),
        (plugin("x").replace("@hookimpl", ""), "it implements no hook"),
        (plugin("x").replace("rpcface_components", "rpcface_component"), "'rpcface_component'"),
        (plugin("x").replace("components()", "components(given)"), "given"),
        (plugin("x").replace("return [Molecule]", "return [int]"), "subclasses of rpcface.Comp"),
        (plugin("x").replace("return [Molecule]", "return [Molecule()]"), "subclasses of rpcface"),
        (plugin("x").replace("return [Molecule]", "return 7"), "TypeError"),
        (plugin("x").replace("return [Molecule]", "1 / 0"), "ZeroDivisionError"),
        (plugin(""), "Molecule.type: wanted a name"),
        (plugin("x").replace("aliases = ()", "aliases = 'mol'"), "Molecule.aliases: wanted a tup"),
        (plugin("x").replace("def schema", "def scheme"), "Molecule: it lacks schema"),
    ],
)
def test_a_broken_plugin_is_reported_and_left_out_and_all_else_works(
    install: Install,
    found: Found,
    caplog: pytest.LogCaptureFixture,
    source: str,
    failure: str,
) -> None:
    install("acme-chem", source)
    install("acme-sound", plugin("acme.sound"), "sound")
    here = found()
    caplog.set_level(logging.WARNING, "rpcface")
    with pytest.raises(ValueError, match=r"no component .*acme-chem 1\.2 could not be loaded"):
        here.component("molecule")
    assert "acme-chem 1.2" in caplog.text
    assert here.component("slider") is Slider
    assert here.component("acme.sound").type == "acme.sound"
    broken = by_distribution(here)["acme-chem 1.2"]
    assert failure in broken.failure
    assert not broken.components


def test_two_distributions_with_one_type_name_are_an_error_naming_both(
    install: Install, found: Found
) -> None:
    install("acme-chem", plugin("molecule", "One"))
    install("other-chem", plugin("molecule", "Other", ("other",)))
    here = found()
    for _ in range(2):
        with pytest.raises(PluginError, match=r"'molecule': acme-chem 1\.2 and other-chem 1\.2"):
            here.component("molecule")
    assert here.component("slider") is Slider
    assert here.component("other").__name__ == "Other"
    assert "acme-chem 1.2" in by_distribution(here)["other-chem 1.2"].failure


def test_a_clash_that_no_entry_point_tells_is_found_when_all_are_loaded(
    install: Install, found: Found
) -> None:
    install("acme-chem", plugin("molecule", aliases=("mol",)), "one")
    install("other-chem", plugin("acme.other", aliases=("Mol",)), "two")
    here = found()
    with pytest.raises(PluginError, match=r"acme-chem 1\.2 and other-chem 1\.2"):
        here.component("mol")
    assert here.component("molecule").type == "molecule"
    assert here.component("acme.other").type == "acme.other"


def test_a_name_that_is_built_in_can_not_be_taken(install: Install, found: Found) -> None:
    install("acme-slider", plugin("slider"), "slider")
    with pytest.raises(PluginError, match=r"'slider': rpcface 0\.1\.0 and acme-slider 1\.2"):
        found().component("slider")


def test_two_components_of_one_plugin_can_not_share_a_name(install: Install, found: Found) -> None:
    both = plugin("molecule").replace("[Molecule]", "[Molecule, type('Two', (Molecule,), {})]")
    install("acme-chem", both)
    with pytest.raises(PluginError, match="'molecule'"):
        found().component("molecule")


def test_an_unknown_name_suggests_the_nearest(install: Install, found: Found) -> None:
    install("acme-chem", plugin("acme.molecule"))
    here = found()
    with pytest.raises(ValueError, match=r"'slidr'; did you mean 'slider'\?"):
        here.component("slidr")
    with pytest.raises(ValueError, match=r"did you mean 'acme\.molecule'\?"):
        here.component("acme.molecul")
    with pytest.raises(ValueError, match="'qqq'; `rpcface plugins` lists those there are"):
        here.component("qqq")


def test_what_pip_left_behind_of_a_distribution_does_no_harm(
    tmp_path: Path, install: Install, found: Found
) -> None:
    module = install("acme-chem", plugin("acme.molecule"))
    (tmp_path / "acme_chem-1.2.dist-info" / "METADATA").unlink()
    here = found()
    assert here.component("slider") is Slider
    assert here.component("acme.molecule").type == "acme.molecule"
    assert module in by_distribution(here)


EXECUTOR = """
from rpcface import Executor, hookimpl

class Far(Executor):
    async def start(self): ...
    async def submit(self, args, running): ...
    def stream(self, args, running): ...
    async def drain(self, grace): ...
    def stats(self): ...

@hookimpl
def rpcface_executors():
    return {"far": Far}
"""


def test_a_plugin_can_bring_executors_alone(install: Install, found: Found) -> None:
    module = install("acme-far", EXECUTOR, "far")
    here = found()
    assert here.component("slider") is Slider
    assert module not in sys.modules
    assert here.executor("far").__name__ == "Far"
    assert list(by_distribution(here)["acme-far 1.2"].executors) == ["far"]
    with pytest.raises(ValueError, match="no executor is called 'farr'; did you mean 'far'"):
        here.executor("farr")


@pytest.mark.parametrize(
    ("old", "new", "failure"),
    [
        ('{"far": Far}', "[Far]", "wanted a dict of classes by name"),
        ('{"far": Far}', '{"far": Far.start}', "wanted a subclass of rpcface.Executor"),
        ('{"far": Far}', "{'': Far}", "wanted names such as 'acme'"),
        ("async def drain", "async def drains", "Far: it lacks drain"),
        ("rpcface_executors", "rpcface_executor", "'rpcface_executor'"),
    ],
)
def test_a_plugin_whose_executors_are_none_is_left_out(
    install: Install, found: Found, old: str, new: str, failure: str
) -> None:
    install("acme-far", EXECUTOR.replace(old, new), "far")
    here = found()
    with pytest.raises(ValueError, match=r"no executor .*acme-far 1\.2 could not be loaded"):
        here.executor("far")
    assert failure in by_distribution(here)["acme-far 1.2"].failure


def test_two_executors_of_one_name_are_an_error_naming_both(install: Install, found: Found) -> None:
    install("acme-far", EXECUTOR, "far")
    install("other-far", EXECUTOR, "far")
    with pytest.raises(PluginError, match=r"executor name 'far': acme-far 1\.2 and other-far 1"):
        found().executor("far")
