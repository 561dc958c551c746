"""What a service is made of, from what it was told."""

from __future__ import annotations

import os
from collections.abc import Mapping

from rpcface.core.blobs import BlobOptions
from rpcface.core.cached import Store
from rpcface.core.cached.store import usual_folder
from rpcface.core.flags import FlagOptions
from rpcface.core.options import Options
from rpcface.core.setup import Setup
from rpcface.executor import Executor, Work
from rpcface.interface import Interface


def blob_options(options: Options) -> BlobOptions:
    """What blobs are told."""
    return BlobOptions(
        folder=options.blob_folder or os.environ.get("RPCFACE_BLOB_FOLDER") or None,
        max_bytes=options.max_blob_bytes,
        bytes_per_caller=options.blob_bytes_per_caller,
        bytes_in_all=options.blob_bytes_in_all,
        seconds=options.blob_seconds,
    )


def store(interfaces: Mapping[str, Interface], options: Options) -> Store | None:
    """Where the outputs of examples are kept; None: of none are."""
    if all(interface.cache_examples is None for interface in interfaces.values()):
        return None
    folder = options.cache_folder or os.environ.get("RPCFACE_CACHE_FOLDER")
    return Store(folder or usual_folder())


def flag_options(options: Options) -> FlagOptions:
    """What flags are told."""
    return FlagOptions(
        store=options.flag_store,
        folder=options.flag_folder,
        max_bytes=options.max_flag_bytes,
        bytes_in_all=options.flag_bytes_in_all,
        grace=options.grace,
    )


def executor(name: str, interface: Interface) -> Executor | None:
    """What runs the function; None: the loop and threads. ExecutorError: it can't."""
    if interface.executor is None:
        return None
    work = Work(name, interface.function, interface.setup, interface.workers)
    return interface.executor(work)


def setup(name: str, interface: Interface) -> Setup | None:
    """What is loaded before the first call; None: nothing."""
    if interface.setup is None or interface.executor is not None:
        return None
    return Setup(f"the setup of interface {name!r}", interface.setup)
