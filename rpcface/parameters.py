"""What a constructor is called with: unknown keywords refused, the others kept for repr."""

from __future__ import annotations

import difflib
import functools
import inspect
from abc import ABCMeta
from collections.abc import Iterable, Mapping, Sequence
from inspect import Parameter
from typing import Any


class Given:
    """The arguments that an object was made with, as they were passed."""

    __slots__ = ("args", "kwargs")

    def __init__(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        self.args = args
        self.kwargs = kwargs

    def __reduce__(self) -> tuple[type[Given], tuple[Any, ...]]:
        """A copy shows the same; the arguments themselves need not be copied for it,
        some of which (generators) can't be.
        """
        return Given, ((_Shown(repr(self)),) if self.args or self.kwargs else (), {})

    def __repr__(self) -> str:
        named = (f"{name}={value!r}" for name, value in self.kwargs.items())
        return ", ".join([*map(repr, self.args), *named])


class _Shown(str):
    """A text that is shown as it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class Signed(ABCMeta):
    """The type of classes whose `__new__` sees what their `__init__` is called with. They
    show the latter's signature, to `help` and to editors.
    """

    @property
    def __signature__(cls) -> inspect.Signature:
        whole = inspect.signature(cls.__init__)  # type: ignore[misc]  # whose __init__ it is
        return whole.replace(parameters=list(whole.parameters.values())[1:])


def refuse_unknown(cls: type, keywords: Iterable[str]) -> None:
    """TypeError: the constructor of `cls` takes no such keyword; the message suggests
    the nearest that it takes.
    """
    known = _keywords(cls)
    if known is None:
        return
    for name in keywords:
        if name not in known:
            nearest = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {nearest[0]!r}?" if nearest else f"it has {', '.join(known)}"
            raise TypeError(f"{cls.__name__} has no parameter {name!r}; {hint}")


@functools.cache
def _keywords(cls: type) -> tuple[str, ...] | None:
    """What the constructor takes by keyword; None: anything."""
    found = inspect.signature(cls).parameters.values()
    if any(one.kind is Parameter.VAR_KEYWORD for one in found):
        return None
    kinds = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
    return tuple(one.name for one in found if one.kind in kinds)
