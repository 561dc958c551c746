from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import rpcface

HEAVY = {"PIL", "google.protobuf", "grpc", "numpy", "pluggy"}


def modules_loaded_by(source: str) -> set[str]:
    report = "import json, sys; print(json.dumps(list(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", f"{source}\n{report}"],
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_rpcface_loads_nothing_heavy():
    loaded = modules_loaded_by("import rpcface")

    assert not loaded & HEAVY


def test_importing_rpcface_loads_no_other_module_of_it():
    loaded = modules_loaded_by("import rpcface")

    assert {name for name in loaded if name.split(".")[0] == "rpcface"} == {"rpcface"}


def test_building_an_interface_of_text_loads_nothing_that_only_images_or_servers_need():
    loaded = modules_loaded_by(
        "import rpcface as rf; rf.Interface(str.upper, rf.Textbox(), rf.Textbox())"
    )

    assert not loaded & (HEAVY - {"pluggy"})


def test_a_server_that_nobody_flags_loads_no_database():
    loaded = modules_loaded_by(
        "import rpcface as rf\n"
        "with rf.serve(rf.Interface(str.upper, 'text', 'text'), port=0, block=False) as server:\n"
        "    rf.Client(server.address, timeout=20).predict('a')"
    )

    assert not {name for name in loaded if name.startswith(("sqlalchemy", "sqlite3", "pyarrow"))}


@pytest.mark.parametrize("name", rpcface.__all__)
def test_every_public_name_resolves(name: str):
    assert getattr(rpcface, name) is not None


def test_a_public_name_is_what_its_home_calls_so():
    assert rpcface.Value is sys.modules["rpcface.values"].Value


def test_the_public_names_are_sorted():
    first, *names = rpcface.__all__

    assert first == "__version__"
    assert names == sorted(names)


def test_type_checkers_see_the_public_names_at_their_homes():
    seen = {name: home for home, name in typed_imports()}

    assert seen == rpcface._HOME
    assert ["__version__", *sorted(seen)] == rpcface.__all__


def typed_imports() -> list[tuple[str, str]]:
    """The home and name of each import that stands under `if TYPE_CHECKING`."""
    tree = ast.parse(Path(rpcface.__file__).read_text("utf-8"))
    blocks = [
        node
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    imports = [node for block in blocks for node in block.body if isinstance(node, ast.ImportFrom)]
    names = [(node, alias) for node in imports for alias in node.names]
    assert all(alias.asname == alias.name for _, alias in names), "wanted `import X as X`"
    return [(str(node.module), alias.name) for node, alias in names]


def test_dir_lists_the_public_names():
    assert set(dir(rpcface)) == set(rpcface.__all__)


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(AttributeError, match="did you mean 'Interface'"):
        rpcface.Interfase  # noqa: B018 - looking it up is the test


def test_a_name_that_is_near_none_suggests_none():
    with pytest.raises(AttributeError, match=r"no attribute 'qqqqqq'$"):
        rpcface.qqqqqq  # noqa: B018 - looking it up is the test


def test_a_name_in_other_letters_suggests_the_right_one():
    with pytest.raises(AttributeError, match="no attribute 'Json'; did you mean 'JSON'"):
        rpcface.Json  # noqa: B018  # looked up
