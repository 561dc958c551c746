"""Prints the lowest versions that pyproject.toml declares, as constraints for pip.

Each `name>=version` of the dependencies and extras becomes `name==version`, so that
`make test-floor` runs the tests with what the project says it still works with.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BOUND = re.compile(r"(?P<name>[\w.-]+)>=(?P<version>[\w.]+)(?:,<[\w.]+)?(?P<marker>\s*;.*)?")


def constraints(project: dict[str, Any]) -> list[str]:
    """One line for each dependency and each extra's, in the order declared."""
    extras = project.get("optional-dependencies", {}).values()
    requirements = [*project["dependencies"], *(line for extra in extras for line in extra)]
    return [_lowest(requirement) for requirement in requirements]


def _lowest(requirement: str) -> str:
    bound = BOUND.fullmatch(requirement)
    if bound is None:
        raise SystemExit(
            f"pyproject.toml: {requirement!r}: wanted name>=version, and no more than ,<version"
        )
    return f"{bound['name']}=={bound['version']}{bound['marker'] or ''}"


def main() -> None:
    """Refuses every Python but the lowest, which old wheels are made for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lowest = project["requires-python"].removeprefix(">=")
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    if running != lowest:
        raise SystemExit(
            f"the floor is Python {lowest}; this is {running}: "
            f"`make test-floor FLOOR_PYTHON=python{lowest}`"
        )
    sys.stdout.write("\n".join(constraints(project)) + "\n")


if __name__ == "__main__":
    main()
