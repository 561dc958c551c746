from __future__ import annotations

import ast
import functools
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import rpcface

ROOT = Path(__file__).resolve().parent.parent
GENERATED = ROOT / "rpcface" / "v1"
LONGEST_FILE = 300

# Each pattern is written so that it does not match itself.
REGISTRY = re.compile(
    r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|npmjs[.]org|yarnpkg[.]com|crates[.]io"
    r"|proxy[.]golang|sum[.]golang|repo1?[.]maven|deb[.]debian"
)
MACHINE_PATH = re.compile(r"(?<![\w.$*~])/(?:root|work|(?:home|Users)/\w+)(?=/|[\"'\s])")


@functools.cache
def files() -> list[Path]:
    """The files that are tracked, or would be with `git add --all`."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this is no clone: git tells which files are the project's")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
        timeout=60,
    )
    paths = [ROOT / name for name in sorted(set(listed.stdout.split("\0")) - {""})]
    return [path for path in paths if path.is_file()]


def python_files() -> list[Path]:
    return [path for path in files() if path.suffix == ".py" and path.parent != GENERATED]


def lines_that_match(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in files()
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_package_registry():
    assert lines_that_match(REGISTRY) == []


def test_no_file_names_a_path_of_somebodys_machine():
    assert lines_that_match(MACHINE_PATH) == []


def test_every_python_file_is_short():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in python_files()
    }

    assert {name: length for name, length in lengths.items() if length >= LONGEST_FILE} == {}


def test_a_plugin_imports_only_the_public_names():
    inside = [
        f"{path.relative_to(ROOT)}: {module}"
        for path in python_files()
        if path.is_relative_to(ROOT / "plugins")
        for module in modules_imported_by(path)
        if module.startswith("rpcface.") and module != "rpcface.testing"
    ]

    assert inside == []


def modules_imported_by(path: Path) -> list[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    named = [
        node.module
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
    ]
    return plain + named


def test_the_changelog_begins_with_this_version():
    versions = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)

    assert versions[0] == rpcface.__version__
