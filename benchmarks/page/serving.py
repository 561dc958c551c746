"""The server whose page is measured, in a process of its own: of the interfaces named. It
prints its addresses, and ends when its standard input does.
"""

from __future__ import annotations

import sys

import rpcface as rf
from benchmarks.page import functions
from rpcface.core.options import Options
from rpcface.server import Server, addresses


def interfaces() -> dict[str, rf.Interface]:
    """All that there are, by their names."""
    times = rf.Slider(1, 10, value=1, step=1, label="Times")
    return {
        "greet": rf.Interface(
            functions.greet,
            [rf.Textbox(label="Name"), rf.Checkbox(label="Loud"), times],
            rf.Textbox(label="Greeting"),
            title="Greeting",
            description="Greets whoever has a name.",
        ),
        "negative": rf.Interface(
            functions.negative, rf.Image(label="Picture"), rf.Image(format="jpeg", label="Negative")
        ),
        "talk": rf.Interface(functions.talk, None, rf.Textbox(label="Text")),
        "ended": rf.Interface(
            functions.ended, rf.Slider(0, 100, value=0, step=1), rf.Textbox(label="Time"), live=True
        ),
    }


def main() -> None:
    """Serves until the end of the standard input."""
    offered = interfaces()
    chosen = {name: offered[name] for name in sys.argv[1:]}
    where = addresses.wish("127.0.0.1", 0)
    server = Server(chosen, where, Options(web_port=0)).start()
    print(server.address, server.web_address, flush=True)
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()
