"""How a command connects to a server: the options for that, and the environment."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import Final

from rpcface.client import Client

OPTIONS: Final = {
    "tls": "speak TLS with a server whose certificate this system trusts",
    "tls_ca": "speak TLS and trust the issuers in FILE (RPCFACE_TLS_CA)",
    "tls_cert": "show this certificate",
    "tls_key": "with this key",
    "token_file": "send the token in FILE (or the one in RPCFACE_TOKEN)",
    "insecure_token": "send it in the clear, too",
}
"""The options by their names as parameters of `Client`, and their help. A token is none of
them: whoever lists the processes of a machine sees their arguments.
"""


def add(parser: argparse._ActionsContainer) -> None:
    """Adds the options to a command."""
    for name, text in OPTIONS.items():
        option = f"--{name.replace('_', '-')}"
        if name in {"tls", "insecure_token"}:
            parser.add_argument(option, action="store_true", help=text)
        else:
            parser.add_argument(option, metavar="FILE", help=text)


def split(words: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options among words, of which the others are not known yet, and the others."""
    parser = argparse.ArgumentParser("rpcface predict", allow_abbrev=False, add_help=False)
    add(parser)
    return parser.parse_known_args(words)


def connect(address: str, args: argparse.Namespace, timeout: float | None) -> Client:
    """A client with these options. ValueError: it can't be."""
    given = {name: getattr(args, name) for name in OPTIONS}
    given["tls_ca"] = given["tls_ca"] or os.environ.get("RPCFACE_TLS_CA") or None
    if given["token_file"] is None:
        given["token"] = os.environ.get("RPCFACE_TOKEN") or None
    return Client(address, timeout=timeout, **given)
