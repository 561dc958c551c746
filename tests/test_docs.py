"""Runs what the documents show. On a page,

- ```python runs, in order, in one namespace; a ```text behind it is what it prints;
- a block with a file's name behind its language is written to that file instead;
- ```console holds commands behind "$ ", run by a shell, and what they print: white
  space does not count, "…" stands for anything, and a command that shows nothing must
  succeed. `rpcface serve` runs until the next one or the end of the page; the
  localhost:50051 of a page is wherever its latest server listens, and localhost:7860
  where that is on the web, if what is shown says that it is;
- ```sh and whatever else is for reading.
"""

from __future__ import annotations

import contextlib
import io
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
import tomllib
import types
from pathlib import Path

import pytest

from rpcface.plugins import registry
from rpcface.server import launch

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md")), *ROOT.glob("plugins/*/README.md")]
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WRITTEN = "localhost:50051"
WRITTEN_WEB = "localhost:7860"
SECONDS = 30


class Page:
    """A page on its way: its folder, its namespace and its latest server."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        self.address = WRITTEN
        self.web_address = WRITTEN_WEB
        self.printed = ""
        self.process: subprocess.Popen[str] | None = None
        self.module = types.ModuleType("__main__")
        self.paths = [os.path.dirname(sys.executable)]
        self.env = os.environ | {
            "PATH": os.pathsep.join((*self.paths, os.environ["PATH"])),
            "COLUMNS": "88",
            "RPCFACE_PORT": "0",
        }

    def run(self, language: str, name: str, text: str, place: str) -> None:
        if name:
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif language == "python":
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(self.here(text), place, "exec"), vars(self.module))  # noqa: S102  # our own
            self.heard(out.getvalue())
        elif language == "text":
            assert_shown(text, self.printed, place)
        elif language == "console":
            for command, shown in commands(text):
                self.command(command, shown, place)

    def here(self, text: str) -> str:
        """The text with the addresses of the latest server."""
        return text.replace(WRITTEN, self.address).replace(WRITTEN_WEB, self.web_address)

    def heard(self, printed: str) -> None:
        """Notes what was printed, and where a server listens if that was said."""
        for found in re.finditer(r"^rpcface serves .+ at (\S+)$", printed, re.MULTILINE):
            self.address = found[1]
        for found in re.finditer(r"^  web: +http://(\S+)$", printed, re.MULTILINE):
            self.web_address = found[1]
        self.printed = printed.replace(self.address, WRITTEN)
        self.printed = self.printed.replace(self.web_address, WRITTEN_WEB)

    def command(self, command: str, shown: str, place: str) -> None:
        if command.startswith("rpcface serve "):
            return self.serve(command, shown, place)
        if command.startswith("pip install --editable "):
            return self.install(self.folder / command.rsplit(maxsplit=1)[-1])
        done = subprocess.run(  # noqa: S602  # as a reader types it
            self.here(command),
            capture_output=True,
            check=False,
            cwd=self.folder,
            env=self.env,
            shell=True,
            timeout=SECONDS,
        )
        self.heard((done.stdout + done.stderr).decode("utf-8", "replace"))
        if shown:
            assert_shown(shown, self.printed, f"{place}: {command}")
        else:
            assert done.returncode == 0, f"{place}: {command}\n{self.printed}"
        return None

    def serve(self, command: str, shown: str, place: str) -> None:
        self.stop()
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command.split()],
            cwd=self.folder,
            env=self.env | {"RPCFACE_WEB_PORT": "0" if WRITTEN_WEB in shown else "off"},
            stdout=subprocess.PIPE,
            text=True,
        )
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=pump, args=(self.process.stdout, lines), daemon=True).start()
        first = [lines.get(timeout=SECONDS) for _ in shown.splitlines() or [""]]
        self.heard("".join(first))
        assert_shown(shown, self.printed, f"{place}: {command}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(SECONDS)
            finally:
                self.process.kill()
                self.process.wait()
            self.process = None

    def install(self, project: Path) -> None:
        """Does what matters here of pip's editable installation."""
        told = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
        name, version = told["name"], told["version"]
        info = project / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        points = [
            line
            for group, entries in told["entry-points"].items()
            for line in (f"[{group}]", *(f"{key} = {value}" for key, value in entries.items()))
        ]
        (info / "entry_points.txt").write_text("\n".join(points))
        self.monkeypatch.syspath_prepend(project)
        before = self.env.get("PYTHONPATH")
        self.env["PYTHONPATH"] = os.pathsep.join(filter(None, (str(project), before)))
        registry.cache_clear()


def pump(stream: io.TextIOBase, lines: queue.Queue[str]) -> None:
    with stream:
        for line in stream:
            lines.put(line)
    lines.put("")


def commands(text: str) -> list[tuple[str, str]]:
    """The commands of a console, each with what is shown below it."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append((line[2:].strip(), ""))
        else:
            found[-1] = (found[-1][0], found[-1][1] + line)
    return found


def assert_shown(shown: str, printed: str, place: str) -> None:
    wanted = r"\s+".join(re.escape(word).replace("…", ".*?") for word in shown.split())
    came = re.fullmatch(rf"\s*{wanted}\s*", printed, re.DOTALL)
    assert came, f"{place} shows\n{shown}\nbut this is printed:\n{printed}"


@pytest.fixture
def page(tmp_path, monkeypatch):
    started = []

    def remembered(*args, **kwargs):
        server = start(*args, **kwargs)
        started.append(server)
        return server

    start = launch.start
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    page = Page(tmp_path, monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(launch, "start", remembered)
    monkeypatch.setattr(sys, "ps1", ">>> ", raising=False)  # at a prompt, launch returns
    monkeypatch.setenv("RPCFACE_PORT", "0")
    monkeypatch.setitem(sys.modules, "__main__", page.module)
    before = set(sys.modules)
    try:
        yield page
    finally:
        page.stop()
        for server in started:
            server.stop(grace=0)
        for name in set(sys.modules) - before:
            if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
                del sys.modules[name]
        registry.cache_clear()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_page_shows_is_so(path, page):
    text = path.read_text("utf-8")
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start()) + 1
        language, name, content = block.groups()
        page.run(language, name or "", content, f"{path.relative_to(ROOT)}:{line}")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(path):
    text = BLOCK.sub("", path.read_text("utf-8"))
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    links += re.findall(r'(?:src|href)="(?!https?:)([^"#]+)"', text)

    assert [link for link in links if not (path.parent / link).exists()] == []


def test_no_page_holds_code_that_is_not_run():
    indented = re.compile(r"^    (?:import|from) \w+|^    \$ rpcface", re.MULTILINE)
    outside = {
        str(path.relative_to(ROOT)): BLOCK.sub("", path.read_text("utf-8")) for path in PAGES
    }

    assert [name for name, text in outside.items() if indented.search(text)] == []


def test_the_readme_shows_the_sepia_example():
    shown = BLOCK.search((ROOT / "README.md").read_text("utf-8"))
    example = (ROOT / "examples" / "sepia" / "sepia.py").read_text("utf-8")

    assert shown is not None
    assert example.endswith("\n\n" + shown[3])


def test_the_picture_of_a_terminal_needs_nothing_from_elsewhere():
    picture = (ROOT / "docs" / "terminal.svg").read_text("utf-8")

    assert re.findall(r"@font-face|@import|<script|(?:href|url)=?.?https?:", picture) == []
