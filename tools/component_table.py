"""Prints the table of components, in Markdown: what is registered, with plugins' own.

`--write PAGE` puts it into a page instead, between the two comments that mark its place.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import json
import re
import sys
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import rpcface as rf
from rpcface.plugins import Plugin, registry

BEGIN = "<!-- components: begin -->"
END = "<!-- components: end -->"

SAMPLES: Mapping[str, Mapping[str, Any]] = {
    "checkboxgroup": {"choices": ["one", "other"]},
    "dropdown": {"choices": ["one", "other"]},
    "radio": {"choices": ["one", "other"]},
}
"""What a component is made with that can't be made with nothing, by its type."""

MAX_LISTED = 6
"""How many media types are all listed."""

EVERYWHERE = {"self", "label", "info", "name"}
"""Parameters that every component has, and the page tells of once."""


def table() -> str:
    """Both tables: what travels and what the function meets; parameters."""
    found = [(one, plugin) for plugin in registry().plugins() for one in plugin.components]
    return "\n".join(
        (
            *_rows(("component", "on the wire", "the function gets", "it may return")),
            *(
                _row(_names(*one), wire(made(one[0]).schema()), _gets(*one), _returns(one[0]))
                for one in found
            ),
            "",
            *_rows(("component", "what it is", "parameters")),
            *(_row(f"`{one.__name__}`", _first(_prose(one)), _parameters(one)) for one, _ in found),
        )
    )


def made(component: type[rf.Component]) -> rf.Component:
    """One of that class. SystemExit: it needs what `SAMPLES` does not tell."""
    try:
        return component(**SAMPLES.get(component.type, {}))
    except (TypeError, ValueError) as error:
        raise SystemExit(
            f"{component.__name__} can't be made without arguments: {error}. Give some in "
            f"{Path(__file__).name}: SAMPLES[{component.type!r}]"
        ) from None


def wire(schema: rf.Schema, *, inside: bool = False) -> str:
    """Which values are valid, in words; `inside` of others, in fewer."""
    return _shape(schema.shape, inside=inside) + (" or null" if schema.nullable else "")


def _shape(shape: Any, *, inside: bool) -> str:
    match shape:
        case rf.ChoiceShape():
            return "one of the choices"
        case rf.TextShape(media_type=str(kind)) if kind:
            return f"text ({kind})"
        case rf.TextShape(format=str(kind)) if kind:
            return f"text: {shape.wanted()}"
        case rf.TensorShape() if inside:
            return "a tensor"
        case rf.ListShape(item=rf.Schema(shape=rf.ChoiceShape())):
            return "a list of choices" + (", each once" if shape.unique else "")
        case rf.ListShape():
            return f"a list of {wire(shape.item, inside=inside)}".replace(
                "of a struct", "of structs"
            )
        case rf.StructShape() if inside:
            return f"a struct {{{', '.join(part.name for part in shape.fields)}}}"
        case rf.StructShape():
            parts = (f"{part.name}: {wire(part.schema, inside=True)}" for part in shape.fields)
            return f"a struct {{{'; '.join(parts)}}}"
        case rf.MediaShape():
            medium = _medium(shape, inside=inside)
            return medium + (f", or {wire(shape.decoded, inside=True)}" if shape.decoded else "")
        case _:
            return shape.summary()  # type: ignore[no-any-return]  # every shape's is a str


def _medium(shape: rf.MediaShape, *, inside: bool) -> str:
    if inside:
        return shape.summary().partition(" (")[0]
    if len(shape.media_types) > MAX_LISTED:
        shown = shape.media_types[: MAX_LISTED // 2]
        return f"a file ({', '.join(shown)} and {len(shape.media_types) - len(shown)} more)"
    return shape.summary()


def _names(component: type[rf.Component], plugin: Plugin) -> str:
    names = [f"`{component.__name__}`"]
    names += [f'`"{name}"`' for name in (component.type, *component.aliases)]
    distribution = plugin.distribution.split()[0]
    if distribution != "rpcface":
        names.append(f"of the plugin {distribution}")
    return ", ".join(names)


def _gets(component: type[rf.Component], _plugin: Plugin) -> str:
    """What `decode` says that it returns, aliases of its module spelt out."""
    annotation = str(inspect.signature(component.decode).return_annotation)
    module = inspect.getmodule(component.decode)
    assert module is not None
    for name, meaning in _aliases(inspect.getsource(module)).items():
        annotation = re.sub(rf"\b{name}\b", meaning, annotation)
    annotation = annotation.replace("[Any, Any]", "").replace("np.", "numpy.")
    if annotation == "Any":
        return "any object"
    if isinstance(made(component).schema().shape, rf.FloatShape):
        return "`int` or `float`, as it was sent"  # which the annotation `float` stands for
    return " or ".join(f"`{one}`" for one in _members(ast.parse(annotation, mode="eval").body))


def _aliases(source: str) -> Mapping[str, str]:
    return {
        node.target.id: ast.unparse(node.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.value is not None
        and ast.unparse(node.annotation) == "TypeAlias"
    }


def _members(node: ast.expr) -> Sequence[str]:
    """The types of a union."""
    if isinstance(node, ast.BinOp):
        return [*_members(node.left), *_members(node.right)]
    return [ast.unparse(node)]


def _returns(component: type[rf.Component]) -> str:
    """What its docstring, or else its base's, says that a function returns."""
    for one in component.__mro__:
        prose = _prose(one)
        if found := re.search(r"\bThe function gets (.+?) and returns one\b", prose):
            return found[1]
        if found := re.search(r"\b(?:It|The function) returns ", prose):
            return _first(prose[found.end() :])
    raise SystemExit(f'{component.__name__}: no "It returns …" is in its docstring')


def _prose(thing: object) -> str:
    return " ".join(inspect.cleandoc(getattr(thing, "__doc__", None) or "").split())


def _first(prose: str) -> str:
    """Up to the first stop, colon or semicolon that stands in no brackets."""
    depth = 0
    for index, char in enumerate(prose):
        depth += (char in "([{") - (char in ")]}")
        if not depth and re.match(r"[.;:](?: |$)", prose[index:]):
            return prose[:index]
    return prose


def _parameters(component: type[rf.Component]) -> str:
    found: list[str] = []
    for parameter in inspect.signature(component.__init__).parameters.values():
        if parameter.name in EVERYWHERE:
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in found:
            found.append("*")
        default = parameter.default
        shown = json.dumps(default) if isinstance(default, str) else repr(default)
        found.append(parameter.name + ("" if default is parameter.empty else f"={shown}"))
    return f"`{', '.join(found)}`" if found else ""


def _rows(heads: Sequence[str]) -> Sequence[str]:
    return _row(*heads), _row(*("---" for _ in heads))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def written(page: str) -> str:
    """The page with the table of now. SystemExit: it has no place for it."""
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"the page has no {BEGIN} with an {END} behind")
    return f"{head}{BEGIN}\n\n{table()}\n\n{END}{tail}"


def main(argv: Sequence[str] | None = None) -> None:
    """Prints, or writes."""
    parser = argparse.ArgumentParser(description=textwrap.dedent(__doc__ or ""))
    parser.add_argument("--write", type=Path, metavar="PAGE")
    page = parser.parse_args(argv).write
    if page is None:
        sys.stdout.write(table() + "\n")
    else:
        page.write_text(written(page.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
