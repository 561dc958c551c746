"""The options that components are made with, checked: each error names the parameter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rpcface.component import Component
from rpcface.values import INT64_MAX, has_utf8


def one_of(component: Component, parameter: str, given: Any, wanted: tuple[Any, ...]) -> Any:
    """`given`, which must be one of `wanted`. ValueError: it is not."""
    if (given is None or isinstance(given, str)) and given in wanted:
        return given
    listed = ", ".join(map(repr, wanted))
    raise ValueError(f"{place(component, parameter)}: wanted one of {listed}; came {given!r}")


def length(component: Component, parameter: str, given: Any) -> int | None:
    """`given`, which must be None or a whole number from 1 on, of at most 64 bits.
    ValueError: it is not.
    """
    if given is None:
        return None
    if not isinstance(given, int) or isinstance(given, bool) or given < 1:
        wanted = "an int from 1 on"
    elif given > INT64_MAX:
        wanted = "an int of at most 64 bits"
    else:
        return given
    raise ValueError(f"{place(component, parameter)}: wanted {wanted}; came {shown(given)}")


def text(component: Component, parameter: str, given: Any) -> str | None:
    """`given`, which must be None or a str. TypeError: it is not. ValueError: it has a
    lone surrogate, and so no UTF-8 form.
    """
    if given is not None and not isinstance(given, str):
        raise TypeError(f"{place(component, parameter)}: wanted a str; came {given!r}")
    if given is not None and not has_utf8(given):
        raise ValueError(
            f"{place(component, parameter)}: wanted text that has a UTF-8 form; came {given!r}"
        )
    return given


def truth(component: Component, parameter: str, given: Any) -> bool:
    """`given`, which must be True or False. TypeError: it is not."""
    if given is True or given is False:
        return given
    raise TypeError(f"{place(component, parameter)}: wanted True or False; came {given!r}")


def place(component: Component, parameter: str) -> str:
    """What a message calls a parameter of a component."""
    return f"{type(component).__name__}({parameter}=…)"


def shown(given: Any) -> str:
    """What Python calls an object, cut to fit into a message."""
    try:
        return f"{given!r:.60}"
    except Exception:  # noqa: BLE001 - a stranger's __repr__, or an int of 5000 digits
        return f"<{type(given).__name__}>"


def props(**given: Any) -> Mapping[str, Any]:
    """Presentation hints, without those that are None."""
    return {name: value for name, value in given.items() if value is not None}
