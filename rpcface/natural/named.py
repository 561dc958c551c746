"""A tuple with names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self


class Named(tuple[Any, ...]):  # noqa: SLOT001 - a tuple's slots can hold nothing
    """A tuple whose items have names too: `result[0]`, `result.caption` and
    `result["caption"]` are one. It equals, hashes and unpacks as the tuple.
    """

    __names: tuple[str, ...]

    def __new__(cls, names: Sequence[str], items: Sequence[Any]) -> Self:
        self = super().__new__(cls, items)
        self.__names = tuple(names)
        # as attributes of its own they stand before tuple's methods `count` and `index`
        vars(self).update(zip(self.__names, self, strict=True))
        return self

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"no {name!r} here; there are {', '.join(self.__names)}")

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            if key not in self.__names:
                raise KeyError(f"{key}; there are {', '.join(self.__names)}")
            key = self.__names.index(key)
        return super().__getitem__(key)

    def __reduce__(self) -> Any:
        return type(self), (self.__names, tuple(self))

    def __repr__(self) -> str:
        pairs = zip(self.__names, self, strict=True)
        return f"({', '.join(f'{name}={item!r}' for name, item in pairs)})"
