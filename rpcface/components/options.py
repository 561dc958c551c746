"""The options that components are made with, checked: each error names the parameter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rpcface.component import Component


def one_of(component: Component, parameter: str, given: Any, wanted: tuple[Any, ...]) -> Any:
    """`given`, which must be one of `wanted`. ValueError: it is not."""
    if (given is None or isinstance(given, str)) and given in wanted:
        return given
    listed = ", ".join(map(repr, wanted))
    raise ValueError(f"{place(component, parameter)}: wanted one of {listed}; came {given!r}")


def length(component: Component, parameter: str, given: Any) -> int | None:
    """`given`, which must be None or a whole number from 1 on. ValueError: it is not."""
    if given is None or (isinstance(given, int) and not isinstance(given, bool) and given > 0):
        return given
    raise ValueError(f"{place(component, parameter)}: wanted an int from 1 on; came {given!r}")


def text(component: Component, parameter: str, given: Any) -> str | None:
    """`given`, which must be None or a str. TypeError: it is not."""
    if given is None or isinstance(given, str):
        return given
    raise TypeError(f"{place(component, parameter)}: wanted a str; came {given!r}")


def truth(component: Component, parameter: str, given: Any) -> bool:
    """`given`, which must be True or False. TypeError: it is not."""
    if given is True or given is False:
        return given
    raise TypeError(f"{place(component, parameter)}: wanted True or False; came {given!r}")


def place(component: Component, parameter: str) -> str:
    """What a message calls a parameter of a component."""
    return f"{type(component).__name__}({parameter}=…)"


def props(**given: Any) -> Mapping[str, Any]:
    """Presentation hints, without those that are None."""
    return {name: value for name, value in given.items() if value is not None}
