"""The RPCs by their names, such as "Predict", and how long anything may take."""

from __future__ import annotations

from typing import Any

from rpcface.v1 import blob_pb2, interface_pb2

LONG = 20.0
"""Seconds that nothing here takes, unless it hangs."""


def path_of(rpc: str) -> str:
    """Where it is called, without a slash before: "rpcface.v1.InterfaceService/Predict"."""
    return f"rpcface.v1.{'BlobService' if 'Blob' in rpc else 'InterfaceService'}/{rpc}"


def response_of(rpc: str) -> Any:
    """The class of its answers."""
    return getattr(blob_pb2 if "Blob" in rpc else interface_pb2, f"{rpc}Response")
