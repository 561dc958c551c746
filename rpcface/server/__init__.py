"""The gRPC edge: an `InterfaceService` with health and reflection beside it."""

from rpcface.server.launch import serve
from rpcface.server.server import Server

__all__ = ["Server", "serve"]
