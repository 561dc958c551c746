"""`rpcface serve FILE[:NAME]`: the interfaces of a file, until Ctrl-C."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from typing import TYPE_CHECKING

import rpcface
from rpcface.cli import complain, logs
from rpcface.executor import ExecutorError
from rpcface.plugins import PluginError

if TYPE_CHECKING:
    from rpcface.core.options import Options


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
        "--web-frame",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="another page that may show its page in a frame; again for more",
    )
    parser.add_argument(
        "--title", default="", help="what the page's tab is called (as its only interface)"
    )
    parser.add_argument(
        "--theme", metavar="FILE", help="CSS that sets the page's looks (RPCFACE_THEME)"
    )
    parser.add_argument(
        "--favicon", metavar="FILE", help="the icon of the page's tab (RPCFACE_FAVICON)"
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
        "--cache-folder",
        metavar="PATH",
        help="where outputs of examples are kept (RPCFACE_CACHE_FOLDER; ~/.cache/rpcface)",
    )
    parser.add_argument(
        "--metrics-port", type=int, metavar="PORT", help="serve Prometheus metrics there; 0: any"
    )
    parser.add_argument(
        "--otel", action="store_true", help="trace calls with OpenTelemetry, as OTEL_... say"
    )
    parser.add_argument(
        "--flag-store",
        metavar="URL",
        help="where flagged calls are kept: a URL of SQLAlchemy's or the name of a plugin's "
        "store (RPCFACE_FLAG_STORE; .rpcface/flags.db)",
    )
    parser.add_argument(
        "--state-key-file",
        metavar="FILE",
        help="keys that let conversations outlive it, one a line (RPCFACE_STATE_KEYS)",
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
    _add_access(parser.add_argument_group("who may call"))
    args = parser.parse_args(argv)
    if args.reload:
        return _reload(args.file, [word for word in argv if word != "--reload"])
    return _serve(args)


def _add_access(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--token-file",
        metavar="FILE",
        help="ask for a token, one of the lines 'name: token' there (RPCFACE_TOKEN_FILE)",
    )
    for name, what in (
        ("cert", "speak TLS and show this certificate"),
        ("key", "its key"),
        ("client-ca", "ask for a certificate that one of these issued"),
    ):
        variable = f"RPCFACE_TLS_{name.upper().replace('-', '_')}"
        group.add_argument(f"--tls-{name}", metavar="FILE", help=f"{what} ({variable})")
    group.add_argument(
        "--calls-per-second", type=float, metavar="N", help="how often one caller may call"
    )
    group.add_argument(
        "--calls-at-once", type=int, metavar="N", help="how many calls one caller may have at once"
    )


def _serve(args: argparse.Namespace) -> int:
    from rpcface.core.loading import LoadError, load
    from rpcface.core.state import KeyProblem
    from rpcface.server.addresses import checked_port, wish
    from rpcface.server.launch import Signals, start

    logs.configure(args.log)
    try:
        where = wish(args.host, args.port)
        checked_port("--web-port", args.web_port)
        checked_port("--metrics-port", args.metrics_port)
    except ValueError as error:
        return complain(str(error), 2)
    try:
        named, says_who = load(args.file)
    except LoadError as error:
        return complain(str(error), 2)
    except Exception as error:  # noqa: BLE001 - a stranger's file raises what it likes
        return _broken(error, args.file)
    if says_who and not _says_who(args):
        text = (
            f"{args.file} says in its launch who may call, which `rpcface serve` does not take "
            f"over: say it here, such as by --token-file, or run python {args.file}"
        )
        if not where.is_loopback:
            return complain(text, 2)
        logging.getLogger("rpcface").warning(text)
    with Signals() as signals:
        try:
            if args.otel:
                from rpcface.cli import telemetry

                telemetry.configure()
            server = start(named, where, _options(args))
        except (OSError, ExecutorError) as error:
            return complain(str(error))
        except (ImportError, ValueError, PluginError, KeyProblem) as error:
            return complain(str(error), 2)
        signals.wait(server)
    return 0


def _options(args: argparse.Namespace) -> Options:
    """What the server is told. ValueError: some of it makes no sense."""
    from rpcface.core.options import Options

    return Options(
        cache_folder=args.cache_folder,
        metrics_port=args.metrics_port,
        otel=args.otel,
        flag_store=args.flag_store,
        grace=args.grace,
        drain_delay=args.drain_delay,
        state_key_file=args.state_key_file,
        token_file=args.token_file,
        tls_cert=args.tls_cert,
        tls_key=args.tls_key,
        tls_client_ca=args.tls_client_ca,
        calls_per_second=args.calls_per_second,
        calls_at_once=args.calls_at_once,
        web_port=False if args.no_web else args.web_port,
        web_hosts=args.web_host,
        web_origins=args.web_origin,
        web_frames=args.web_frame,
        web_title=args.title,
        web_theme=args.theme,
        web_favicon=args.favicon,
    )


def _says_who(args: argparse.Namespace) -> bool:
    """Whether the command or its environment says who may call."""
    variables = ("RPCFACE_TOKENS", "RPCFACE_TOKEN_FILE", "RPCFACE_TLS_CLIENT_CA")
    given = (args.token_file, args.tls_client_ca, *map(os.environ.get, variables))
    return any(one is not None for one in given)


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

    from rpcface.core.loading import split

    path = os.path.abspath(split(file)[0])
    if not os.path.isfile(path):
        return complain(f"there is no file {split(file)[0]!r}", 2)
    command = [sys.executable, "-m", "rpcface", "serve", *argv]
    watchfiles.run_process(
        os.path.dirname(path),
        target=shlex.join(command),
        target_type="command",
        watch_filter=watchfiles.PythonFilter(extra_extensions=(".js",)),
    )
    return 0
