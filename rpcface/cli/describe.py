"""`rpcface describe ADDRESS [INTERFACE]`: what a server offers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from rpcface.cli import complain, connecting
from rpcface.errors import RpcfaceError


def run(argv: Sequence[str]) -> int:
    """Prints what a server offers."""
    parser = argparse.ArgumentParser(
        prog="rpcface describe", description="Tells what a server offers."
    )
    parser.add_argument("address", metavar="ADDRESS", help="such as localhost:50051")
    parser.add_argument("interface", metavar="INTERFACE", nargs="?", help="only this one")
    parser.add_argument("--json", action="store_true", help="as JSON: a DescribeResponse")
    parser.add_argument(
        "--timeout", type=float, default=10.0, metavar="SECONDS", help="how long to wait (10)"
    )
    connecting.add(parser.add_argument_group("connection"))
    args = parser.parse_args(argv)
    try:
        with connecting.connect(args.address, args, args.timeout) as client:
            description = client.describe()
            chosen = description[args.interface] if args.interface else None
    except (RpcfaceError, ValueError) as error:
        return complain(str(error))
    shown = description.to_json(args.interface) if args.json else chosen or description
    sys.stdout.write(f"{shown}\n")
    return 0
