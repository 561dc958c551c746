"""The values that cross the wire, as Python holds them.

A value is `None`, a `bool`, an `int` (64 bits), a `float`, a `str`, a `Tensor`, a
`Media`, a `list` of values or a `dict` of values by name: the closed set of
`rpcface.v1.Value`. `UNKNOWN` stands for a kind that is newer than this program.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    import numpy as np

MAX_DEPTH: Final = 24
"""How deep lists and structs may nest."""

MAX_RANK: Final = 32
"""How many dimensions a tensor may have."""

INT64_MIN: Final = -(2**63)
INT64_MAX: Final = 2**63 - 1


class Missing(enum.Enum):
    """The type of `MISSING`, which stands where no value was given at all."""

    MISSING = enum.auto()

    def __repr__(self) -> str:
        return self.name


class UnknownKind(enum.Enum):
    """The type of `UNKNOWN`, a value of a kind that is newer than this program."""

    UNKNOWN = enum.auto()

    def __repr__(self) -> str:
        return self.name


MISSING: Final = Missing.MISSING
UNKNOWN: Final = UnknownKind.UNKNOWN


class DataType(enum.IntEnum):
    """The type of a tensor's elements; the names are numpy's, in capitals."""

    UNSPECIFIED = 0
    BOOL = 1
    INT8 = 2
    INT16 = 3
    INT32 = 4
    INT64 = 5
    UINT8 = 6
    UINT16 = 7
    UINT32 = 8
    UINT64 = 9
    FLOAT16 = 10
    FLOAT32 = 11
    FLOAT64 = 12

    @property
    def itemsize(self) -> int:
        """Bytes in one element; 0 for UNSPECIFIED."""
        return _ITEM_SIZES[self]

    @property
    def numpy_name(self) -> str:
        """What numpy calls it, such as "uint8"."""
        return self.name.lower()


_ITEM_SIZES = (0, 1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 4, 8)


@dataclass(frozen=True, slots=True, eq=False)
class Tensor:
    """An n-dimensional array: C order, little-endian, without padding.

    `data` is not copied: a tensor that came with a message looks into it.
    """

    data_type: DataType
    shape: tuple[int, ...]
    data: bytes | memoryview

    @classmethod
    def of(cls, array: np.ndarray[Any, Any]) -> Tensor:
        """The tensor that looks into `array`, which is copied only if it is not in
        C order. TypeError: its dtype is none of `DataType`.
        """
        import numpy as np

        try:
            data_type = DataType[array.dtype.name.upper()]
        except KeyError:
            wanted = ", ".join(kind.numpy_name for kind in DataType if kind)
            raise TypeError(f"wanted an array of {wanted}; came {array.dtype}") from None
        little = array.dtype.newbyteorder("<")
        flat = np.ascontiguousarray(array, dtype=little).reshape(-1)
        return cls(data_type, tuple(array.shape), flat.view(np.uint8).data)

    def array(self) -> np.ndarray[Any, Any]:
        """The elements without a copy: read-only where `data` is. ValueError: the
        tensor is not sound, see `fault`.
        """
        import numpy as np

        if fault := self.fault():
            raise ValueError(fault)
        dtype = np.dtype(self.data_type.numpy_name).newbyteorder("<")
        return np.frombuffer(self.data, dtype).reshape(self.shape)

    def fault(self) -> str | None:
        """What is wrong with it in itself, or None."""
        if not self.data_type:
            return "a tensor whose data type is not given or not known"
        if len(self.shape) > MAX_RANK:
            return f"a tensor of {len(self.shape)} dimensions; at most {MAX_RANK} are taken"
        if any(length < 0 for length in self.shape):
            return f"a tensor with a negative length in its shape {self.shape}"
        # a length of 0 hides the others, whose product numpy must be able to count still
        if math.prod(length or 1 for length in self.shape) * self.data_type.itemsize > INT64_MAX:
            return f"a tensor whose shape {self.shape} has more bytes than 63 bits count"
        wanted, came = math.prod(self.shape) * self.data_type.itemsize, memoryview(self.data).nbytes
        name = self.data_type.numpy_name
        if wanted != came:
            return f"a tensor {name} {self.shape} with {came} bytes of data where {wanted} belong"
        if self.data_type == DataType.BOOL and bytes(self.data).strip(b"\0\1"):
            return f"a tensor {name} {self.shape} with a byte that is neither 0 nor 1"
        return None

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Tensor)
            and self.data_type == other.data_type
            and self.shape == other.shape
            and memoryview(self.data) == memoryview(other.data)
        )

    __hash__ = None  # type: ignore[assignment]  # it holds a buffer that may change

    def __repr__(self) -> str:
        return f"Tensor({self.data_type.numpy_name} {self.shape})"


@dataclass(frozen=True, slots=True)
class Media:
    """An encoded medium: an image file, a sound file, any file.

    `media_type` is the sender's word; `filename` is for people and never a path. The
    content is one of three: `data`; or what the server holds under `blob_id`; or, where
    the other two are not there, what the file of this machine at `path` holds, which is
    read only when it is needed and must not change before. Of a blob, the length and
    the SHA-256 are what the server tells, 0 and nothing where it does not, and so is
    `expire_time`, when it is let go of unless it is used before: seconds since 1970, 0
    for never as long as the server runs.
    """

    media_type: str
    data: bytes | memoryview | None
    filename: str = ""
    blob_id: str = ""
    size_bytes: int = 0
    sha256: bytes = b""
    expire_time: int = 0
    path: str = ""

    @property
    def is_held(self) -> bool:
        """Whether the content is a blob of a server's."""
        return self.data is None and not self.path

    def __len__(self) -> int:
        return self.size_bytes if self.data is None else memoryview(self.data).nbytes

    def __bool__(self) -> bool:
        return True

    def __bytes__(self) -> bytes:
        """The content. ValueError: the server holds it. OSError: the file can't be read."""
        if self.data is not None:
            return bytes(self.data)
        if self.is_held:
            raise ValueError(
                f"the content of {self!r} is held by the server: client.read_blob(media) brings "
                "it, client.save_blob(media, path) saves it"
            )
        with open(self.path, "rb") as file:
            return file.read()

    def loaded(self) -> Media:
        """The same, its content read where it is a file. OSError: it can't be."""
        return replace(self, data=bytes(self), path="") if self.path else self

    def save(self, path: str) -> None:
        """Writes the content to a file at `path`. Errors as for `bytes(media)`."""
        content = bytes(self)
        with open(path, "wb") as file:
            file.write(content)

    def fault(self) -> str | None:
        """What is wrong with it in itself, or None."""
        name = self.filename
        if not (has_utf8(name) and has_utf8(self.media_type)):
            return "a filename or media type with a lone surrogate, which has no UTF-8"
        if len(name.encode("utf-8", "replace")) > 255:
            return "a filename of more than 255 bytes"
        if any(char in "/\\" or char < " " or "\x7f" <= char <= "\x9f" for char in name):
            return f"the filename {name!r}; it may hold no /, \\ or control character"
        return None

    def __repr__(self) -> str:
        name = f" {self.filename!r}" if self.filename else ""
        content = f"blob {self.blob_id!r}" if self.is_held else f"{len(self)} bytes"
        return f"Media({self.media_type or 'no media type'}{name}, {content})"


Value: TypeAlias = (
    bool
    | int
    | float
    | str
    | Tensor
    | Media
    | UnknownKind
    | list["Value"]
    | dict[str, "Value"]
    | None
)


def describe(value: Value) -> str:
    """The value in a few words, for error messages."""
    if value is None:
        return "null"
    if value is UNKNOWN:
        return "a value of a kind that this program is too old for"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        if isinstance(value, int) and not INT64_MIN <= value <= INT64_MAX:
            return f"a whole number of {value.bit_length()} bits"
        return f"{value}"
    if isinstance(value, str):
        shown = repr(value) if len(value) <= 40 else repr(value[:37]) + "…"
        return f"text {shown}" if len(value) <= 40 else f"text {shown} ({len(value)} characters)"
    if isinstance(value, Tensor):
        return f"a tensor {value.data_type.numpy_name} {value.shape}"
    if isinstance(value, Media):
        content = "held by the server" if value.is_held else f"of {len(value)} bytes"
        return f"{value.media_type or 'media without a type'} {content}"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return f"a struct of {_names(list(value))}" if value else "an empty struct"


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:5])
    return shown + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def has_utf8(text: str) -> bool:
    """Whether the text has a UTF-8 form, which one with a lone surrogate has not."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def plain(value: Any) -> Any:
    """A numpy scalar or 0-dimensional array as the Python number that it is; all
    else unchanged. numpy is not imported.
    """
    if type(value).__module__ == "numpy" and getattr(value, "shape", None) == ():
        return value.item()
    return value
