"""The Python client: sync and async over one implementation."""

from rpcface.client.aio import AsyncClient
from rpcface.client.client import Client

__all__ = ["AsyncClient", "Client"]
