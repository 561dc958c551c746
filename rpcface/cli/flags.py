"""`rpcface flags [FILE]`: the calls that were flagged, shown and exported."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from rpcface.cli import complain, exports
from rpcface.core.flags.lines import write_line
from rpcface.core.flags.places import STORE, made_store
from rpcface.flag_store import FlagRecord, FlagStore
from rpcface.plugins import PluginError
from rpcface.schemas.moments import read_date, read_date_time


def run(argv: Sequence[str]) -> int:
    """Lists the flagged calls of a store, the newest last, or exports them."""
    parser = argparse.ArgumentParser(
        prog="rpcface flags",
        description="Lists the calls that were flagged, the newest last, or exports them.",
    )
    parser.add_argument(
        "store",
        metavar="FILE",
        nargs="?",
        help="a SQLite file, a URL of SQLAlchemy's or the name of a plugin's store "
        f"({STORE[0]}; {STORE[1]})",
    )
    parser.add_argument("--interface", metavar="NAME", help="only those of this interface")
    parser.add_argument("--option", help='only those with this flag; "" for one without a name')
    parser.add_argument(
        "--since", type=_moment, metavar="TIME", help="2026-11-24, 2026-11-24T16:30 or 'now - 7d'"
    )
    parser.add_argument("--json", action="store_true", help="a JSON object for each, in a line")
    parser.add_argument(
        "--export",
        metavar="OUT",
        help=f"write them to a file instead; its ending says how: {', '.join(exports.WRITERS)}",
    )
    args = parser.parse_args(argv)
    try:
        write = exports.writer(args.export) if args.export else None
    except (ValueError, ImportError) as error:
        return complain(f"--export: {error}", 2)
    try:
        store = _store(args.store or os.environ.get(STORE[0]) or STORE[1])
    except (ValueError, ImportError, PluginError) as error:
        return complain(str(error), 2)
    found = store.read(interface=args.interface, option=args.option, since=args.since)
    try:
        if write is not None:
            count = write(found, args.export)
            sys.stderr.write(f"{count} flagged calls: {args.export}\n")
        elif args.json:
            for record in found:
                sys.stdout.write(write_line(record).decode() + "\n")
        else:
            _show(found)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a database raises
        return complain(str(error).partition("\n")[0] or type(error).__name__)
    finally:
        store.close()
    return 0


def _store(place: str) -> FlagStore:
    if os.path.isfile(place):
        return made_store(f"sql:{place}")
    if "://" in place or place.partition(":")[0].isidentifier():
        return made_store(place)
    raise ValueError(f"there is no file {place!r}")


def _moment(word: str) -> datetime:
    """The moment that is meant, in this machine's zone."""
    try:
        return read_date_time(word, None)
    except ValueError:
        pass
    try:
        return read_date(word, None)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"wanted a date or a time such as 2026-11-24T16:30 or 'now - 7d'; came {word!r}"
        ) from None


def _show(records: Iterator[FlagRecord]) -> None:
    width = shutil.get_terminal_size().columns
    is_headed = False
    for record in records:
        if not is_headed:
            sys.stdout.write(_row("TIME", "INTERFACE", "FLAG", "INPUTS -> OUTPUTS", width))
            is_headed = True
        time = record.time.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        flag = "(automatic)" if record.automatic else record.option or "-"
        what = f"{_values(record.inputs)} -> {_values(record.outputs)}"
        sys.stdout.write(_row(time, record.interface, flag, what, width))


def _row(time: str, interface: str, flag: str, what: str, width: int) -> str:
    line = f"{time:<19}  {_plain(interface):<14}  {_plain(flag):<11}  {_plain(what)}"
    return (line if len(line) <= width else line[: width - 1] + "…") + "\n"


def _values(values: Any) -> str:
    return ", ".join(f"{name}={_brief(value)}" for name, value in values.items())


def _brief(value: Any) -> str:
    shown = exports.file_of(value) or json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= 60 else shown[:59] + "…"


def _plain(text: str) -> str:
    """The text on one line, and without what a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)
