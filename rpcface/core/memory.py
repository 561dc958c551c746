"""glibc's malloc, told how a server of large messages uses memory.

By default each block above 128 KB to 32 MB is mapped, cleared by the kernel and
unmapped again, and free memory at the top is given back at once: with messages of
megabytes the page faults cost more than the messages. And each thread may have a heap
of its own, which keeps what was freed to itself. See mallopt(3).
"""

from __future__ import annotations

import ctypes
import platform
from typing import Final

_M_TRIM_THRESHOLD: Final = -1
_M_MMAP_THRESHOLD: Final = -3
_M_ARENA_MAX: Final = -8
_MIB: Final = 1024 * 1024


def tune() -> None:
    """Keeps blocks up to 32 MiB, and 64 MiB of free memory, in the process, and all
    threads at four heaps: with four 1080p tensors in flight the server holds 230 MB
    instead of 300 to 470, at the same speed (at two heaps 170 MB, but 6 % slower). Does
    nothing where the C library is not glibc.
    """
    if platform.libc_ver()[0] != "glibc":
        return
    mallopt = ctypes.CDLL(None).mallopt
    mallopt(_M_MMAP_THRESHOLD, 32 * _MIB)
    mallopt(_M_TRIM_THRESHOLD, 64 * _MIB)
    mallopt(_M_ARENA_MAX, 4)
