"""Serves the sepia example, asks what it offers, and calls it: `make demo`.

    python examples/demo.py [PICTURE]

It shows each command that it runs. The exit code is 1 if anything fails.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import queue
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVED = "examples/sepia/sepia.py"
PHOTO = "examples/sepia/photo.jpg"
RESULT = "build/demo/sepia.png"
SECONDS = 30


class DemoFailed(Exception):
    """A step did not do what it should."""


def main() -> int:
    """Runs the demo; the exit code."""
    parser = argparse.ArgumentParser(description="Serves the sepia example and calls it.")
    parser.add_argument("picture", nargs="?", help="a picture of yours instead of ours")
    picture = parser.parse_args().picture
    photo = os.path.relpath(picture, ROOT) if picture else PHOTO
    try:
        (ROOT / RESULT).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / RESULT).unlink(missing_ok=True)
        with server(SERVED) as address:
            run("describe", address)
            run("predict", address, "--img", f"@{photo}", "--strength", "0.9", "-o", RESULT)
        if not (ROOT / RESULT).is_file():
            raise DemoFailed(f"there is no {RESULT}")
    except (DemoFailed, OSError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    say(
        f"\nThe print is {ROOT / RESULT}\n\n"
        f"To go on, serve {SERVED} yourself and see what else it takes:\n\n"
        f"  {installed()} serve {SERVED}\n"
        f"  {installed()} predict localhost:50051 --help\n\n"
        "docs/tutorial.md begins with a function of your own."
    )
    return 0


def installed() -> str:
    """How to call rpcface from the root of the project: by name where PATH leads to the
    one that runs this, else by its path.
    """
    beside = os.path.join(os.path.dirname(sys.executable), "rpcface")
    found = shutil.which("rpcface")
    if found and os.path.samefile(os.path.dirname(found), os.path.dirname(beside)):
        return "rpcface"
    return os.path.relpath(beside, ROOT)


@contextlib.contextmanager
def server(file: str) -> Iterator[str]:
    """Serves a file on a free port; the address."""
    process = subprocess.Popen(  # noqa: S603  # rpcface itself
        command("serve", file, "--port", "0", "--log", "off"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield address_of(process)
    finally:
        process.terminate()
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def address_of(process: subprocess.Popen[str]) -> str:
    """What the server says it listens at."""
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=pump, args=(process, lines), daemon=True).start()
    try:
        line = lines.get(timeout=SECONDS)
    except queue.Empty:
        raise DemoFailed(f"the server said nothing for {SECONDS} seconds") from None
    before, found, address = line.rstrip().rpartition(" at ")
    if not (before and found):
        raise DemoFailed("the server did not start")
    say(line.rstrip())
    return address


def pump(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    """Hands over what the server prints, and "" at the end."""
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put("")


def run(*words: str) -> None:
    """Runs a command of rpcface to its end."""
    try:
        done = subprocess.run(  # noqa: S603  # rpcface itself
            command(*words),
            check=False,
            cwd=ROOT,
            timeout=SECONDS,
            start_new_session=True,  # Ctrl-C is this program's affair, which ends it
        )
    except subprocess.TimeoutExpired:
        raise DemoFailed(f"`rpcface {words[0]}` took more than {SECONDS} seconds") from None
    if done.returncode:
        raise DemoFailed(f"`rpcface {words[0]}` failed with exit code {done.returncode}")


def command(*words: str) -> Sequence[str]:
    """The words of a command of rpcface, which is shown."""
    say(f"\n$ {shlex.join(('rpcface', *words))}")
    return [sys.executable, "-m", "rpcface", *words]


def say(text: str) -> None:
    """Prints it now, before a command prints more."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
