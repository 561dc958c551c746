"""Starting worker processes: anew, never forked from the server."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Final

from rpcface.processes.channel import Channel, Control

_PROGRAM: Final = (
    "import sys; sys.path[:] = {path!r}; "
    "from rpcface.processes.program import main; main({descriptor}, {control})"
)


def spawn() -> tuple[subprocess.Popen[bytes], Channel, Control]:
    """Starts a worker, in a session of its own, and with the flags and the module path that
    this process has; the ways to speak to it. The system ends it with the thread that
    called this. OSError: it can't be started.
    """
    with contextlib.ExitStack() as ours, contextlib.ExitStack() as theirs:
        ends = []
        for _ in range(2):
            own, other = socket.socketpair()
            ours.enter_context(own)
            ends.append((own, theirs.enter_context(other)))
        (channel, descriptor), (control, control_descriptor) = ends
        path = [place for place in sys.path if isinstance(place, str)]
        inherited = {"descriptor": descriptor.fileno(), "control": control_descriptor.fileno()}
        flags = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined]  # noqa: SLF001 - as multiprocessing does
        process = subprocess.Popen(  # noqa: S603 - it is this very Python
            [sys.executable, *flags, "-c", _PROGRAM.format(path=path, **inherited)],
            stdin=subprocess.DEVNULL,
            pass_fds=list(inherited.values()),
            start_new_session=True,
        )
        ours.pop_all()
    return process, Channel(channel), Control(control)


@contextlib.contextmanager
def watching(process: int) -> Iterator[int | None]:
    """A descriptor that can be read once the process has ended, where there are such."""
    descriptor = None
    if hasattr(os, "pidfd_open"):
        with contextlib.suppress(OSError):  # an old kernel
            descriptor = os.pidfd_open(process)
    try:
        yield descriptor
    finally:
        if descriptor is not None:
            os.close(descriptor)
