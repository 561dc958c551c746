"""The command line: serve, describe, predict, flags, plugins.

What a command needs is imported when it runs, so that each starts at once.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

COMMANDS = {
    "serve": "serve the interfaces of a Python file",
    "describe": "tell what a server offers",
    "predict": "call an interface of a server",
    "flags": "list the calls that were flagged, or export them",
    "plugins": "list the components there are and where they come from",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs `rpcface ARGV…`; the exit code: 0, 1 for a call or server that failed, 2 for
    a command that makes no sense, 130 for Ctrl-C.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    command = given[0] if given else ""
    # or else gRPC writes of failed handshakes beside what the command says of them
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    try:
        if command in COMMANDS:
            run = importlib.import_module(f"rpcface.cli.{command}").run
            code = int(run(given[1:]))
            sys.stdout.flush()
            return code
        return _usage(given)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # the reader has gone: what is left in the buffer has nowhere else to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _usage(given: Sequence[str]) -> int:
    import rpcface

    parser = argparse.ArgumentParser(
        prog="rpcface",
        usage="rpcface COMMAND ...",
        description="Python functions behind gRPC, described so that anyone can call them.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="commands:\n"
        + "\n".join(f"  {name:<10}{text}" for name, text in COMMANDS.items())
        + "\n\n`rpcface COMMAND --help` tells more.",
    )
    parser.add_argument("--version", action="version", version=f"rpcface {rpcface.__version__}")
    parser.add_argument("command", nargs="?", help=argparse.SUPPRESS)
    command = parser.parse_args(given[:1]).command
    if command is None:
        parser.print_help()
        return 2
    import difflib

    nearest = difflib.get_close_matches(command, COMMANDS, n=1)
    hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
    return complain(f"there is no command {command!r}; there are {', '.join(COMMANDS)}{hint}", 2)


def complain(message: str, code: int = 1) -> int:
    """Says on stderr what went wrong; returns the exit code."""
    print(f"rpcface: {message}", file=sys.stderr)
    return code
