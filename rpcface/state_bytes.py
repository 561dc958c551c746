"""A state as bytes, and back: what a function keeps from one call to the next.

It is JSON, with marks for what JSON lacks, and behind it the bytes of arrays and files:
as messages of values a chat of ten kilobytes took half a millisecond there and back, so
it takes a tenth of that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from rpcface.errors import Invalid
from rpcface.natural.media import called, is_array
from rpcface.values import INT64_MAX, INT64_MIN, MAX_DEPTH, DataType, Tensor, describe

QUICK: Final = 32 * 1024
"""Characters, with some for what is no text, of a state that takes microseconds."""

_ENDLESS: Final = 2**29
"""More of them than a state has; what has more is made in the other way, and the same."""

_PLAIN: Final = b"\0"
"""What the bytes of a state begin with that JSON has no marks in."""
_MARKED: Final = b"\1"
"""What those of others begin with; the length of the JSON follows, in eight bytes."""

_MARK: Final = "\0"
"""What the one key of a mark begins with; a key of the state's own gets another."""
_TUPLE, _BYTES, _ARRAY, _IMAGE = "\0t", "\0b", "\0a", "\0i"

_ATOMS: Final = frozenset((float, bool, type(None)))
_WANTED: Final = (
    "None, bool, int, float, str, bytes, an array, a PIL image, or a list, tuple or dict of these"
)
_AS_FILE: Final = {
    **dict.fromkeys(("1", "L", "LA", "P", "RGB", "RGBA", "I;16"), ("PNG", {"compress_level": 1})),
    **dict.fromkeys(("CMYK", "F", "I", "LAB"), ("TIFF", {})),
}
"""The format that keeps every pixel of an image, by its mode."""

_encode: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":")
).encode
_decode: Final = json.JSONDecoder().raw_decode


def to_bytes(state: Any) -> bytes:
    """The bytes of a state. Invalid: something in it is none of what a state is made of."""
    if _left(state, _ENDLESS, 1) >= 0:
        return _plain(state)
    buffers: list[bytes | memoryview] = []
    text = _text(_marked(state, _Buffers(buffers), 1))
    return b"".join((_MARKED, len(text).to_bytes(8, "big"), text, *buffers))


def quick_bytes(state: Any) -> bytes | None:
    """The same within microseconds, where that is possible; None: it is not."""
    return _plain(state) if _left(state, QUICK, 1) >= 0 else None


def from_bytes(body: bytes) -> Any:
    """The state in the bytes that `to_bytes` gave: new objects, in its normal form. Tuples
    with names come back as tuples, other subclasses as what they are subclasses of,
    numpy's scalars as Python's numbers, bytearrays as bytes, and images with their mode and
    pixels alone. What is in this form comes back exactly.
    """
    if body[:1] == _PLAIN:
        return _decode(body[1:].decode("utf-8", "surrogatepass"))[0]
    view = memoryview(body)
    end = 9 + int.from_bytes(view[1:9], "big")
    unmarked = json.JSONDecoder(object_hook=_Unmarked(view[end:])).decode
    return unmarked(str(view[9:end], "utf-8", "surrogatepass"))


def _plain(state: Any) -> bytes:
    return _PLAIN + _text(state)


def _text(state: Any) -> bytes:
    return _encode(state).encode("utf-8", "surrogatepass")


def _left(state: Any, most: int, depth: int) -> int:
    """How much is left of `most` characters after the state; below 0: it is too long, or
    JSON would not bring it back as it is.
    """
    kind = type(state)
    if kind is dict or kind is list:
        most -= 16 * len(state)
        if depth > MAX_DEPTH or most < 0:
            return -1
        if kind is dict:
            for name in state:
                if type(name) is not str:
                    return -1
                most -= len(name)
            state = state.values()
        for one in state:
            kind = type(one)
            if kind is str:
                most -= len(one)
            elif kind is int:
                if not INT64_MIN <= one <= INT64_MAX:
                    return -1
            elif kind not in _ATOMS:
                most = _left(one, most, depth + 1)
                if most < 0:
                    return -1
        return most
    if kind is str:
        return most - len(state)
    if kind is int:
        return most if INT64_MIN <= state <= INT64_MAX else -1
    return most if kind in _ATOMS else -1


class _Buffers:
    """Bytes that stand behind the JSON."""

    def __init__(self, found: list[bytes | memoryview]) -> None:
        self._found = found
        self._end = 0

    def add(self, content: bytes | memoryview) -> tuple[int, int]:
        """Where it begins and ends."""
        start = self._end
        self._end += len(content)
        self._found.append(content)
        return start, self._end


def _marked(given: Any, buffers: _Buffers, depth: int) -> Any:
    """What JSON has for it. Invalid: nothing."""
    if is_array(given) and hasattr(given, "item") and not hasattr(given, "__len__"):
        given = given.item()  # a scalar of numpy's
    if given is None or isinstance(given, (bool, str)):
        return str.__str__(given) if isinstance(given, str) else given
    if isinstance(given, int):
        if not INT64_MIN <= given <= INT64_MAX:
            raise Invalid("a whole number of at most 64 bits", describe(int(given)))
        return int(given)
    if isinstance(given, float):
        return float(given)
    if isinstance(given, (bytes, bytearray, memoryview)):
        return {_BYTES: buffers.add(bytes(given))}
    if isinstance(given, (list, tuple, Mapping)):
        return _parts(given, buffers, depth)
    if is_array(given):
        return {_ARRAY: _array(given, buffers)}
    if type(given).__module__.partition(".")[0] == "PIL":
        return {_IMAGE: _image(given, buffers)}
    raise Invalid(_WANTED, called(given))


def _parts(given: Any, buffers: _Buffers, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise Invalid(f"lists, tuples and dicts at most {MAX_DEPTH} deep", "deeper ones")
    if isinstance(given, Mapping):
        return {_key(name): _part(name, one, buffers, depth) for name, one in given.items()}
    items = [_part(at, one, buffers, depth) for at, one in enumerate(given)]
    return {_TUPLE: items} if isinstance(given, tuple) else items


def _part(step: str | int, given: Any, buffers: _Buffers, depth: int) -> Any:
    try:
        return _marked(given, buffers, depth + 1)
    except Invalid as fault:
        raise fault.below(step) from None


def _key(name: Any) -> str:
    if not isinstance(name, str):
        raise Invalid("a dict whose keys are str", f"a key {called(name)}")
    return _MARK + name if name.startswith(_MARK) else str.__str__(name)


def _array(array: Any, buffers: _Buffers) -> Any:
    if type(array).__module__.startswith("numpy.ma"):
        raise Invalid("an array without a mask", called(array))
    try:
        tensor = Tensor.of(array)
    except TypeError:
        kinds = ", ".join(kind.numpy_name for kind in DataType if kind)
        raise Invalid(f"an array of {kinds}", f"one of {array.dtype}") from None
    assert isinstance(tensor.data, memoryview)
    return tensor.data_type.numpy_name, tensor.shape, buffers.add(tensor.data)


def _image(image: Any, buffers: _Buffers) -> Any:
    import io

    found = _AS_FILE.get(getattr(image, "mode", ""))
    if found is None:
        kind = called(image)
        mode = f"{kind} of mode {image.mode!r}" if hasattr(image, "mode") else kind
        raise Invalid(f"a PIL image of mode {', '.join(_AS_FILE)}", mode)
    file = io.BytesIO()
    image.save(file, found[0], **found[1])
    return buffers.add(file.getvalue())


class _Unmarked:
    """What the marks stand for, by the bytes behind the JSON."""

    def __init__(self, buffers: memoryview) -> None:
        self._buffers = buffers

    def __call__(self, found: dict[str, Any]) -> Any:
        if len(found) == 1:
            ((key, content),) = found.items()
            if key == _TUPLE:
                return tuple(content)
            if key == _BYTES:
                return bytes(self._at(content))
            if key == _ARRAY:
                return self._array(*content)
            if key == _IMAGE:
                return self._image(content)
        return {name[1:] if name.startswith(_MARK) else name: one for name, one in found.items()}

    def _at(self, place: list[int]) -> memoryview:
        return self._buffers[place[0] : place[1]]

    def _array(self, dtype: str, shape: list[int], place: list[int]) -> Any:
        tensor = Tensor(DataType[dtype.upper()], tuple(shape), self._at(place))
        return tensor.array().copy()

    def _image(self, place: list[int]) -> Any:
        import io

        from PIL import Image

        image = Image.open(io.BytesIO(self._at(place)))
        image.load()
        return image.copy()
