"""`rpcface predict ADDRESS [INTERFACE] --INPUT VALUE … -o FILE`: one call."""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from rpcface.cli import complain, connecting, progress, results, states
from rpcface.cli.arguments import ArgumentError, metavar, read, takes_several
from rpcface.cli.meanwhile import Meanwhile
from rpcface.client import Client
from rpcface.client.description import InterfaceDescription, about
from rpcface.errors import InputError, RpcfaceError
from rpcface.schemas import BoolShape, Field, TextShape
from rpcface.values import MISSING

_USAGE = """usage: rpcface predict ADDRESS [INTERFACE] [--INPUT VALUE ...] [-o FILE]

Calls an interface of a server. Its inputs are options; which, the server tells:

  rpcface predict localhost:50051 --help

A VALUE that begins with @ names a file (@- is stdin, @@ a plain @).
"""

_OWN = ("help", "input", "output", "timeout", "example", "flag", *connecting.OPTIONS)
"""Options of the command itself; an input of such a name is given by --input. So is one
that is called "state", where the interface keeps a state.
"""


def run(argv: Sequence[str]) -> int:
    """Calls an interface with the inputs given as options."""
    words = list(argv)
    if not words or words[0].startswith("-"):
        (sys.stdout if words[:1] in (["-h"], ["--help"]) else sys.stderr).write(_USAGE)
        return 0 if words[:1] in (["-h"], ["--help"]) else 2
    address = words.pop(0)
    name = words.pop(0) if words and not words[0].startswith("-") else None
    args, words = connecting.split(words)
    try:
        with connecting.connect(address, args, _timeout(words)) as client:
            description = client.describe()
            interface = description[name] if name else description.only
            return _call(client, interface, address, words)
    except InputError as error:
        faults = [f"--{field.removeprefix('inputs.')}: {text}" for field, text in error.violations]
        return complain("\n         ".join(faults or [str(error)]), 2)
    except (RpcfaceError, ValueError, OSError) as error:
        return complain(str(error))


def _call(
    client: Client, interface: InterfaceDescription, address: str, words: Sequence[str]
) -> int:
    parser = _parser(interface, address)
    args, strange = parser.parse_known_args(words)
    if strange:
        parser.refuse(strange[0])
    fields = {field.name: field for field in interface.inputs}
    given = {name: typed for name in fields if (typed := getattr(args, f"input {name}", None))}
    for pair in args.input:
        name, equals, word = pair.partition("=")
        if not equals or name not in fields:
            parser.error(f"--input {pair}: wanted NAME=VALUE, NAME one of {', '.join(fields)}")
        given.setdefault(name, []).append(word)
    inputs: dict[str, Any] = {}
    if args.example is not None:
        try:
            inputs = _example(interface, args.example)
        except ArgumentError as error:
            parser.error(f"--example: {error}")
    for name, typed in given.items():
        try:
            inputs[name] = read([typed] if isinstance(typed, str) else typed, fields[name].schema)
        except ArgumentError as error:
            parser.error(f"--{name}: {error}")
    try:
        paths = results.files(args.output, interface.outputs)
    except results.OutputArgumentError as error:
        parser.error(str(error))
    if args.flag is not None and (fault := _flag_fault(interface, args.flag)):
        parser.error(f"--flag: {fault}")
    try:
        session = client.session(states.read(interface.name, args.state) if args.state else None)
    except OSError as error:
        parser.error(f"--state {args.state}: {error.strerror}")
    remote = session[interface.name].with_options(
        timeout=args.timeout, accept=results.accept(paths), progress=progress.bar("uploading")
    )
    meanwhile = Meanwhile(is_live=_is_live(interface) and not paths)
    is_shown = False
    with remote.stream(**inputs) as events:  # which cancels the call where Ctrl-C ends it
        try:
            for event in events:
                meanwhile.tell(event)
        finally:
            is_shown = meanwhile.end()
    if not is_shown:
        results.show(interface.outputs, events.outputs, paths, client)
    if args.flag is not None:
        remote.flag(args.flag, inputs=inputs, outputs=events.outputs)
        sys.stderr.write("flagged\n")
    if args.state:
        states.write(args.state, session.states[interface.name])
    return 0


def _flag_fault(interface: InterfaceDescription, option: str) -> str:
    """What is wrong with a flag; "": nothing."""
    flagging = interface.flagging
    if flagging is None:
        return f"{interface.name} takes no flags"
    if flagging.automatic:
        return f"{interface.name} records every call by itself"
    if flagging.recorded(option) is not None:
        return ""
    nearest = difflib.get_close_matches(option, flagging.options, n=1)
    hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
    return f"wanted {', '.join(flagging.options) or 'nothing behind it'}; came {option!r}{hint}"


def _is_live(interface: InterfaceDescription) -> bool:
    """Whether its output is one text that comes bit by bit."""
    shapes = [field.schema.shape for field in interface.outputs]
    return interface.streaming and len(shapes) == 1 and isinstance(shapes[0], TextShape)


def _example(interface: InterfaceDescription, word: str) -> dict[str, Any]:
    """The inputs of an example, named by its number, from 1, or its label. ArgumentError:
    there is none.
    """
    labels = [example.label for example in interface.examples]
    if word in labels:
        return dict(interface.examples[labels.index(word)].inputs)
    if word.isdecimal() and 1 <= int(word) <= len(labels):
        return dict(interface.examples[int(word) - 1].inputs)
    listed = ", ".join(filter(None, labels))
    wanted = f"a number from 1 to {len(labels)}" + (f", or one of {listed}" if listed else "")
    if not labels:
        wanted = "none, for the interface has no examples"
    raise ArgumentError(f"wanted {wanted}; came {word!r}")


def _parser(interface: InterfaceDescription, address: str) -> _Parser:
    prog = f"rpcface predict {address} {interface.name}"
    own = (*_OWN, "state") if interface.stateful else _OWN
    needed = [
        f"--input {field.name}={metavar(field)}"
        if field.name in own
        else f"--{field.name} {metavar(field)}"
        for field in interface.inputs
        if field.default is MISSING
    ]
    parser = _Parser(
        prog=prog,
        usage=" ".join([prog, *needed, "[OPTION ...]"]),
        description=interface.title or interface.description or None,
        allow_abbrev=False,
        add_help=False,
    )
    inputs = parser.add_argument_group("inputs (@FILE reads a file, @- stdin, @@ is a plain @)")
    hidden = [field for field in interface.inputs if field.name in own]
    for field in interface.inputs:
        if field not in hidden:
            _add(inputs, field)
    options = parser.add_argument_group("options")
    options.add_argument("-h", "--help", action="help", help="show this and exit")
    options.add_argument(
        "--example",
        metavar="N",
        help=f"take the inputs of an example, by its number (1 to {len(interface.examples)}) or "
        "label; options given beside it count more"
        if interface.examples
        else argparse.SUPPRESS,
    )
    options.add_argument(
        "--input",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="an input that is called like one of these options"
        + "".join(f"; {field.name}: {_help(field)}" for field in hidden),
    )
    listed = ", ".join(field.name for field in interface.outputs) or "none"
    options.add_argument(
        "-o",
        "--output",
        metavar="[NAME=]FILE",
        action="append",
        default=[],
        help=f"where to save an output ({listed}); its ending says the format",
    )
    if interface.flagging is not None and not interface.flagging.automatic:
        listed = ", ".join(interface.flagging.options)
        about_flag = f"flag the call for review{f' ({listed})' if listed else ''}"
    else:
        about_flag = argparse.SUPPRESS
    options.add_argument("--flag", nargs="?", const="", metavar="OPTION", help=about_flag)
    if interface.stateful:
        options.add_argument(
            "--state",
            metavar="FILE",
            help="go on with the conversation in the file, or begin one where there is none; "
            "afterwards the file holds it",
        )
    parser.set_defaults(state=None)
    options.add_argument("--timeout", type=float, metavar="SECONDS", help="how long to wait")
    connecting.add(parser.add_argument_group("connection"))
    return parser


def _add(group: argparse._ArgumentGroup, field: Field) -> None:
    shape = field.schema.shape
    names = dict.fromkeys((f"--{field.name}", f"--{field.name.replace('_', '-')}"))
    options: dict[str, Any] = {"nargs": "+" if takes_several(shape) else 1}
    if isinstance(shape, BoolShape):
        options = {"nargs": "?", "const": "true"}
    group.add_argument(
        *names,
        dest=f"input {field.name}",
        metavar=metavar(field),
        help=_help(field),
        **options,
    )


def _help(field: Field) -> str:
    return about(field).replace("%", "%%") + (" (required)" if field.default is MISSING else "")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in a line, with the nearest option for one that there is not."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # -1e5 and -inf are numbers too, and so the values of options
        self._negative_number_matcher = re.compile(r"-(\.?\d|inf|nan)")

    def refuse(self, word: str) -> NoReturn:
        """Ends the command for a word that no option takes."""
        if not word.startswith("-"):
            self.error(f"no option takes {word!r}")
        typed = word.partition("=")[0]
        known = [option for action in self._actions for option in action.option_strings]
        nearest = difflib.get_close_matches(typed, known, n=1)
        hint = f"; did you mean {nearest[0]}?" if nearest else ""
        self.error(f"there is no option {typed}{hint}")

    def error(self, message: str) -> NoReturn:
        """Ends the command."""
        if found := re.match(r"argument ([^ /]+)\S*: expected ", message):
            option = found[1]
            message = f"{option}: wanted a value; one that begins with - is given as {option}=-…"
        message = message.removeprefix("argument ")
        self.exit(complain(f"{message}\n         `{self.prog} --help` lists the options", 2))


def _timeout(words: Sequence[str]) -> float | None:
    """The --timeout among words whose other options are not known yet."""
    for index, word in enumerate(words):
        given = words[index + 1 : index + 2] if word == "--timeout" else []
        if word.startswith("--timeout="):
            given = [word.partition("=")[2]]
        try:
            return float(given[0]) if given else None
        except ValueError:
            return None  # the parser says so
    return None
