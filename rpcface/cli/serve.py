"""`rpcface serve FILE[:NAME]`: the interfaces of a file, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence

import rpcface
from rpcface.cli import complain, logs
from rpcface.executor import ExecutorError


def run(argv: Sequence[str]) -> int:
    """Serves the interfaces of a file until Ctrl-C or SIGTERM."""
    parser = argparse.ArgumentParser(
        prog="rpcface serve",
        allow_abbrev=False,  # --reload is looked for by its name
        description="Serves every interface that a Python file makes, or the one named.",
    )
    parser.add_argument("file", metavar="FILE[:NAME]", help="such as sepia.py or sepia.py:demo")
    parser.add_argument("--host", help="where to listen (RPCFACE_HOST; localhost)")
    parser.add_argument(
        "--port", type=int, help="0 finds a free one (RPCFACE_PORT; 50051 or the next free one)"
    )
    web = parser.add_mutually_exclusive_group()
    web.add_argument(
        "--web-port",
        type=int,
        metavar="PORT",
        help="where it is on the web; 0: any (RPCFACE_WEB_PORT; 7860 or the next free one)",
    )
    web.add_argument("--no-web", action="store_true", help="be nowhere on the web")
    parser.add_argument(
        "--web-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a name besides localhost that browsers may have for it; again for more",
    )
    parser.add_argument(
        "--web-origin",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="another page that may call it, such as https://example.org; again for more",
    )
    parser.add_argument(
        "--reload", action="store_true", help="serve anew when a file beside it changes"
    )
    parser.add_argument(
        "--log",
        choices=logs.FORMS,
        help="how each call is told on stderr (text on a terminal, else json)",
    )
    parser.add_argument(
        "--metrics-port", type=int, metavar="PORT", help="serve Prometheus metrics there; 0: any"
    )
    parser.add_argument(
        "--otel", action="store_true", help="trace calls with OpenTelemetry, as OTEL_... say"
    )
    parser.add_argument(
        "--grace", type=float, default=5.0, metavar="SECONDS", help="what calls have to end in (5)"
    )
    parser.add_argument(
        "--drain-delay",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="how long health says NOT_SERVING before new calls are refused (0)",
    )
    args = parser.parse_args(argv)
    if args.reload:
        return _reload(args.file, [word for word in argv if word != "--reload"])
    return _serve(args)


def _serve(args: argparse.Namespace) -> int:
    from rpcface.cli.loading import LoadError, load
    from rpcface.core.options import Options
    from rpcface.server.addresses import checked_port, wish
    from rpcface.server.launch import start, wait_for_signals

    logs.configure(args.log)
    try:
        where = wish(args.host, args.port)
        checked_port("--web-port", args.web_port)
        checked_port("--metrics-port", args.metrics_port)
    except ValueError as error:
        return complain(str(error), 2)
    try:
        named = load(args.file)
    except LoadError as error:
        return complain(str(error), 2)
    except Exception as error:  # noqa: BLE001 - a stranger's file raises what it likes
        return _broken(error, args.file)
    try:
        if args.otel:
            from rpcface.cli import telemetry

            telemetry.configure()
        options = Options(
            metrics_port=args.metrics_port,
            otel=args.otel,
            grace=args.grace,
            drain_delay=args.drain_delay,
            web_port=False if args.no_web else args.web_port,
            web_hosts=args.web_host,
            web_origins=args.web_origin,
        )
        server = start(named, where, options)
    except (ImportError, ValueError) as error:
        return complain(str(error), 2)
    except (OSError, ExecutorError) as error:
        return complain(str(error))
    wait_for_signals(server)
    return 0


def _broken(error: Exception, file: str) -> int:
    """Shows what the file raised, with its author's frames alone."""
    report = traceback.TracebackException.from_exception(error)
    part: traceback.TracebackException | None = report
    while part is not None:
        part.stack[:] = [frame for frame in part.stack if not _is_ours(frame.filename)]
        part = part.__cause__ or part.__context__
    lines = report.format() if report.stack else report.format_exception_only()
    sys.stderr.writelines(lines)
    return complain(f"{file} can't be imported")


def _is_ours(filename: str) -> bool:
    """Whether it is a file of this package, or of Python's own import machinery."""
    package = os.path.dirname(os.path.abspath(rpcface.__file__))
    return filename.startswith((package + os.sep, "<frozen importlib"))


def _reload(file: str, argv: Sequence[str]) -> int:
    try:
        import watchfiles
    except ImportError:
        return complain("--reload needs watchfiles: pip install 'rpcface[reload]'", 2)
    import shlex

    from rpcface.cli.loading import split

    path = os.path.abspath(split(file)[0])
    if not os.path.isfile(path):
        return complain(f"there is no file {split(file)[0]!r}", 2)
    command = [sys.executable, "-m", "rpcface", "serve", *argv]
    watchfiles.run_process(
        os.path.dirname(path),
        target=shlex.join(command),
        target_type="command",
        watch_filter=watchfiles.PythonFilter(),
    )
    return 0
