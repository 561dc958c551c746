"""Reads the code that the page shows for an interface, and runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "clients/typescript"
LONG = 60.0
"""Seconds that no program here takes, unless it hangs."""

TABS = {"python": "Python", "typescript": "TypeScript", "curl": "curl", "shell": "Command line"}

COMMANDS = {
    "python": [sys.executable, "-W", "error"],
    "typescript": ["node", "--disable-warning=ExperimentalWarning"],
    "curl": ["bash", "-euo", "pipefail"],
    "shell": ["bash", "-euo", "pipefail"],
}
ENDINGS = {"python": ".py", "typescript": ".mjs", "curl": ".curl.sh", "shell": ".sh"}


def opened(page: Page) -> None:
    """Opens the panel with the code."""
    page.get_by_role("button", name="Call it from code").click()
    expect(page.get_by_role("tab", name="Python")).to_be_visible()


def shown(page: Page) -> dict[str, str]:
    """The code in each language."""
    code: dict[str, str] = {}
    for language, name in TABS.items():
        page.get_by_role("tab", name=name).click()
        panel = page.get_by_role("tabpanel", name=name)
        code[language] = panel.locator("pre").text_content() or ""
    return code


def ran(
    code: Mapping[str, str], folder: Path, more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What each program printed, in a folder; they run at the same time. `more`: variables of
    the environment.
    """
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "no_proxy": "*",
        **(more or {}),
    }
    assert (CLIENT / "dist").is_dir(), "the client is not built: `make typescript` builds it"
    modules = folder / "node_modules/@rpcface"
    if not modules.exists():
        modules.mkdir(parents=True)
        (modules / "client").symlink_to(CLIENT)
    running: dict[str, subprocess.Popen[str]] = {}
    for language, text in code.items():
        file = folder / f"call{ENDINGS[language]}"
        file.write_text(text, "utf-8")
        running[language] = subprocess.Popen(  # noqa: S603 - it is the page's own code
            [*COMMANDS[language], file.name],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
    printed: dict[str, str] = {}
    for language, program in running.items():
        try:
            printed[language], told = program.communicate(timeout=LONG)
        finally:
            program.kill()
        said = f"{language}:\n{code[language]}\n{printed[language]}\n{told}"
        assert program.returncode == 0, said
        assert '"code":' not in printed[language], said  # an error of Connect's
    return printed


def same(one: Any, other: Any) -> bool:
    """Whether two things are of one type and equal, down to the last part."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(
            one, other, equal_nan=one.dtype.kind == "f"
        )
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[name], other[name]) for name in one)
    return repr(one) == repr(other)


def where(name: str, inputs: Mapping[str, Any]) -> str:
    """A link to values: text as it is, all else as JSON."""
    words = {key: one if isinstance(one, str) else json.dumps(one) for key, one in inputs.items()}
    return f"#{name}?{urlencode(words)}"


def agreed(page: Page, heard: Heard, folder: Path) -> tuple[Any, ...]:
    """Submits what is filled in, runs what the page shows, and returns what the function was
    given, by each of them the same.
    """
    page.get_by_role("button", name="Submit").or_(
        page.get_by_role("button", name="Generate")
    ).click()
    heard.wait(1)
    opened(page)
    ran(shown(page), folder)
    assert len(heard.calls) == 1 + len(TABS)
    assert all(same(heard.calls[0], call) for call in heard.calls), heard.calls
    return heard.calls[0]


class Heard:
    """A function that keeps what it is given, and what of it lives no longer than the call."""

    def __init__(self, result: Callable[..., Any] | None = None) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self._more = threading.Condition()
        self._result = result

    def wait(self, count: int) -> None:
        """Returns once it was called so often."""
        with self._more:
            assert self._more.wait_for(lambda: len(self.calls) >= count, LONG)

    def __call__(self, *values: Any) -> Any:
        with self._more:
            self.calls.append(tuple(map(_kept, values)))
            self._more.notify_all()
        return None if self._result is None else self._result(*values)


def _kept(value: Any) -> Any:
    if isinstance(value, str) and os.path.isabs(value) and os.path.isfile(value):
        return os.path.basename(value), Path(value).read_bytes()
    if isinstance(value, (list, tuple)):
        return type(value)(map(_kept, value)) if type(value) in (list, tuple) else value
    return value
