"""What the tests share: components asked directly, and sounds compared."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import hypothesis
import numpy as np
import pytest

from rpcface import IO, Accept, Invalid, Limits, Media, Value
from rpcface_audio import Audio

hypothesis.settings.register_profile("rpcface-audio", deadline=None)
hypothesis.settings.load_profile("rpcface-audio")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Names a sound by its argument: a file's bytes differ from one process to the next."""
    return argname if isinstance(val, bytes) else None


class Files:
    """An `rpcface.IO` that reads any file, and writes none."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits

    def open(self, media: Media) -> BinaryIO:
        return io.BytesIO(bytes(media))

    def path(self, media: Media, suffix: str = "") -> str:
        raise NotImplementedError("files are written by a server's own IO; go through rf.Interface")

    def load(self, place: Any, media_types: tuple[str, ...]) -> Media:
        if not Path(place).is_file():
            raise Invalid("the path of a file", f"{place!r}")
        return Media("application/octet-stream", Path(place).read_bytes())


def _decoded(value: Value, *, max_elements: int = 500_000_000, **options: Any) -> Any:
    files: IO = Files(Limits(max_elements=max_elements))
    component = Audio(**options)
    component.schema().check(value)
    return component.decode(value, files)


def _encoded(value: Any, *accept: str, **options: Any) -> Any:
    files: IO = Files(Limits())
    component = Audio(**options)
    return component.schema().check(component.encode(value, Accept(accept), files))


def _same(one: Any, other: Any) -> None:
    assert one[0] == other[0]
    assert type(one[0]) is int
    assert one[1].dtype == other[1].dtype
    np.testing.assert_array_equal(one[1], other[1], strict=True)


@pytest.fixture(scope="session")
def decoded() -> Callable[..., Any]:
    """What a function gets for a value."""
    return _decoded


@pytest.fixture(scope="session")
def encoded() -> Callable[..., Any]:
    """The value for what a function returned, to a caller that accepts such types."""
    return _encoded


@pytest.fixture(scope="session")
def same() -> Callable[[Any, Any], None]:
    """Holds two sounds to be of equal levels, and of the same form; NaN equals NaN."""
    return _same
