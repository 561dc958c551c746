"""Flag stores that a distribution brings, and those that it should not."""

from __future__ import annotations

import importlib.metadata
import itertools

import pytest

from rpcface.plugins import Registry

SOURCE = """
import rpcface as rf

class Far(rf.FlagStore):
    def open(self, folder): pass
    def write(self, records): pass
    def read(self, **wanted): return iter(())
    def close(self): pass

@rf.hookimpl
def rpcface_flag_stores():
    return {"far": Far}
"""
_numbers = itertools.count()


@pytest.fixture
def registered(folder, monkeypatch):
    """The registry over distributions, each with a module of this source."""
    monkeypatch.syspath_prepend(folder)

    def make(**sources):
        for distribution, source in sources.items():
            module = f"flag_store_{next(_numbers)}"
            (folder / f"{module}.py").write_text(source)
            info = folder / f"{distribution}-1.2.dist-info"
            info.mkdir()
            named = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.2\n"
            (info / "METADATA").write_text(named)
            (info / "entry_points.txt").write_text(f"[rpcface]\nfar = {module}\n")
        found = importlib.metadata.MetadataPathFinder.find_distributions(
            importlib.metadata.DistributionFinder.Context(path=[str(folder)])
        )
        return Registry(point for one in found for point in one.entry_points)

    return make


def test_a_store_is_found_by_its_name(registered):
    assert registered(acme=SOURCE).flag_store("far").__name__ == "Far"


@pytest.mark.parametrize(
    ("old", "new", "failure"),
    [
        ('{"far": Far}', "[Far]", "rpcface_flag_stores: wanted a dict of classes by name"),
        ('{"far": Far}', '{"far": Far()}', "wanted a subclass of rpcface.FlagStore"),
        ('{"far": Far}', "{'': Far}", "rpcface_flag_stores: wanted names such as 'acme'"),
        ("def close", "def closes", "Far: it lacks close"),
        ("rpcface_flag_stores", "rpcface_flag_store", "'rpcface_flag_store'"),
        ("import rpcface as rf", "import nothing_of_the_sort", "ModuleNotFoundError"),
    ],
)
def test_a_plugin_whose_stores_are_none_is_left_out(registered, old, new, failure):
    with pytest.raises(
        ValueError, match=r"no flag store .*acme 1\.2 could not be loaded"
    ) as caught:
        registered(acme=SOURCE.replace(old, new)).flag_store("far")
    assert failure in str(caught.value)


def test_two_stores_of_one_name_are_an_error_naming_both(registered):
    with pytest.raises(Exception, match="two plugins claim the flag store name 'far'") as caught:
        registered(acme=SOURCE, other=SOURCE).flag_store("far")
    assert "acme 1.2" in str(caught.value)
    assert "other 1.2" in str(caught.value)
