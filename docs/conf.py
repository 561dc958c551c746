"""How Sphinx builds these pages, see `make docs`. Nothing is fetched, then or by a reader."""

from __future__ import annotations

import builtins
import inspect
import re
from collections.abc import Iterator
from typing import Any

from sphinx.util import inspect as sphinx_inspect

import rpcface

project = "rpcface"
release = version = rpcface.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_heading_anchors = 3
smartquotes = False

# Python's own names, and other libraries', stand elsewhere: no link leads there.
nitpick_ignore_regex = [
    ("py:.*", r"(?!rpcface\.).*|rpcface\.(function\.Function|values\.Missing|running\.T)")
]

add_module_names = False
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_type_aliases = {
    "Components": "Components",
    "Executing": "Executing",
    "Value": "rpcface.Value",
}
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 100
python_use_unqualified_type_names = True
toc_object_entries_show_parents = "hide"

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["tables.css"]
html_title = f"rpcface {release}"
html_copy_source = False
html_show_copyright = False

HERE = {
    r"^```(\w+) (\S+)$": r"```{code-block} \1\n:caption: \2\n",
    r"\]\([./]+/plugins/rpcface-(\w+)/README\.md\)": r"](/reference/\1.md)",
    r"\]\([./]+/protos/rpcface/v1/(\w+)\.proto\)": r"](/reference/protos.md#\1proto)",
}

PUBLIC = frozenset(dir(rpcface))
ERRORS = frozenset(
    name
    for module in (rpcface, builtins)
    for name in dir(module)
    if inspect.isclass(found := getattr(module, name)) and issubclass(found, Exception)
)


def restructured(text: str, parameters: set[str]) -> Iterator[str]:
    """A docstring's lines as reStructuredText: what is indented is code, and "name: …",
    of a parameter or an error, begins an entry of a list.
    """
    name = f"(?:{'|'.join(sorted(parameters | ERRORS))})"
    entry = re.compile(rf"(?:^|(?<=\. ))({name}(?:, {name})*): ")
    for block in re.split(r"\n\s*\n", text):
        if block.startswith("    "):
            yield from ("", ".. code-block:: python", "", *block.splitlines(), "")
            continue
        first, *entries = entry.split(" ".join(block.split()))
        yield from ("", inline(first), "")
        for names, meaning in zip(entries[::2], entries[1::2], strict=True):
            yield from (", ".join(map(code, names.split(", "))), f"    {inline(meaning)}")


def inline(text: str) -> str:
    """Prose with `code` in it."""
    parts = text.split("`")
    parts[::2] = [re.sub(r"[\\*|_]", r"\\\g<0>", part) for part in parts[::2]]
    parts[1::2] = map(code, parts[1::2])
    return "".join(parts)


def code(text: str) -> str:
    """Code, a link where it is the name of something that has its place on a page."""
    name = re.fullmatch(r"(?:rpcface\.)?((\w+)(?:\.\w+)?)", text)
    if name and name[2] in PUBLIC:
        return f":py:obj:`{text} <rpcface.{name[1]}>`"
    return f":py:obj:`{text} <.{text}>`" if name and text[0].isupper() else f"``{text}``"


def docstring(
    _app: Any, _what: str, _name: str, item: Any, _options: Any, lines: list[str]
) -> None:
    """Rewrites the lines of a docstring, and tells an error's status."""
    call = item.__init__ if inspect.isclass(item) else item
    parameters = set(inspect.signature(call).parameters) if inspect.isroutine(call) else set()
    lines[:] = restructured("\n".join(lines), parameters)
    if inspect.isclass(item) and issubclass(item, rpcface.RpcfaceError) and item.default_reason:
        lines += [f"Its status is {item.code.name}, its reason {item.default_reason}."]


def signature(
    _app: Any, _what: str, _name: str, item: Any, _options: Any, given: str | None, returns: Any
) -> tuple[str | None, Any]:
    """The signature of `__init__` where a `__new__` that takes anything hides it."""
    hidden = re.fullmatch(r"\(\*\w+: \S*Any, \*\*kwargs: \S*Any\)", given or "")
    if not hidden or not inspect.isclass(item):
        return given, returns
    own = sphinx_inspect.signature(
        item.__init__, bound_method=True, type_aliases=autodoc_type_aliases
    )
    return sphinx_inspect.stringify_signature(
        own, show_return_annotation=False, unqualified_typehints=True
    ), None


def source(_app: Any, _page: str, text: list[str]) -> None:
    """Does what a forge would not: a block of code that names a file behind its language
    shows that name, and a link to what lies outside of docs/ leads to its page here.
    """
    for pattern, here in HERE.items():
        text[0] = re.sub(pattern, here, text[0], flags=re.MULTILINE)


def setup(app: Any) -> None:
    """Lets Sphinx call these."""
    app.connect("autodoc-process-docstring", docstring)
    app.connect("autodoc-process-signature", signature)
    app.connect("source-read", source)
