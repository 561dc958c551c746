"""The one class that a component is: built-in or a stranger's, it subclasses this.

A component says which values are valid (`schema`), makes of a value what a function
gets (`decode`) and of what a function returned a value (`encode`). It holds no state
of a call: one object serves all calls, from several threads.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar, Protocol, Self

from rpcface.errors import Invalid
from rpcface.media_types import Accept
from rpcface.parameters import Given, Signed, refuse_unknown
from rpcface.schemas import Schema
from rpcface.values import MISSING, Media, Value, has_utf8


@dataclass(frozen=True, slots=True)
class Limits:
    """What a component may be given, so that no input exhausts the server."""

    max_pixels: int = 89_000_000
    """Pixels of one image, told before it is decoded."""
    max_elements: int = 500_000_000
    """Elements that a compressed medium may grow to, such as a sound's samples."""
    max_fetch_bytes: int = 20_000_000
    """Bytes fetched from one address that a function returned."""


class IO(Protocol):
    """What a component reads and writes media with, for the length of one call."""

    @property
    def limits(self) -> Limits:
        """What it may be given."""

    @property
    def will_copy(self) -> bool:
        """Whether what `decode` gives is copied before the function gets it, as it is on
        its way to another process: then an array may look into the request.
        """

    def open(self, media: Media) -> BinaryIO:
        """The content, as a file that is open for reading and can seek; of a blob it is
        read as it is needed. BlobGone: the server does not hold it.
        """

    def path(self, media: Media, suffix: str = "", *, keep_name: bool = False) -> str:
        """The path of a temporary file with the content, which lives until the call
        ends, and may be written to; its name ends with `suffix`, or is the medium's own
        where `keep_name` and it has one. BlobGone: the server does not hold the content.
        ValueError: the call has ended.
        """

    def load(self, place: Any, media_types: tuple[str, ...]) -> Media:
        """What a function named instead of returning it: the file at a path (str or
        os.PathLike) below the working directory, the temp directory or
        `allowed_paths`, or an http(s) address of one of `media_types`, which is
        fetched. A file comes as whatever its name says; a large one is not read, but
        comes as a blob, which `open` and `path` take too. Invalid: there is none, or
        it may not be read. LimitExceeded: there is no room for it.
        """


class Component(metaclass=Signed):
    """The base of all components.

    label: a short name for people; None: from the parameter that it stands for.
    info: one sentence of help.
    name: its key in calls; None: the parameter's name.
    value: what is taken where it is left out, as a function would return it; None:
        what the parameter's own default says.

    TypeError: the constructor has no such parameter; the message suggests the nearest.
    """

    type: ClassVar[str]
    """What it is called in descriptions: "slider"; a plugin's: "acme.molecule"."""
    aliases: ClassVar[tuple[str, ...]] = ()
    """Further string shortcuts for it; its type is one already."""
    fallback_types: ClassVar[tuple[str, ...]] = ()
    """Types that can draw it where its own is not known, best first."""
    renderer: str | None = None
    """The ES module that draws it in a browser, a resource of the package that the class's
    module is in: "web/molecule.js". It is read when a server starts. None: its type's control,
    or its schema, is drawn.
    """
    implicit_value: Any = MISSING
    """What is taken where neither `value` nor the parameter has a default; MISSING: the
    input may not be left out.
    """

    __given: Given

    def __new__(cls, /, *args: Any, **kwargs: Any) -> Self:
        refuse_unknown(cls, kwargs)
        self = super().__new__(cls)
        self.__given = Given(args, kwargs)
        return self

    streaming: bool = False
    """Whether its values are made in pieces (by a camera, a microphone), each a valid
    value that a live call runs for.
    """

    def __init__(
        self,
        *,
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
        value: Any = None,
    ) -> None:
        for parameter, given in (("label", label), ("info", info), ("name", name)):
            if given is not None and not isinstance(given, str):
                raise TypeError(
                    f"{type(self).__name__}({parameter}=…): wanted a str; came {given!r}"
                )
            if given is not None and not has_utf8(given):
                raise ValueError(
                    f"{type(self).__name__}({parameter}=…): wanted text that has a UTF-8 form; "
                    f"came {given!r}"
                )
        self.label = label
        self.info = info
        self.name = name
        self.value = value

    @abstractmethod
    def schema(self) -> Schema:
        """Which values are valid. Asked once, when an interface is built."""

    @abstractmethod
    def decode(self, value: Value, io: IO) -> Any:
        """What the function gets for a value that the schema has checked. It is never
        None: null reaches a function as None. Invalid: the value is not sound after
        all (a file that is cut off).
        """

    @abstractmethod
    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        """The value for what the function returned, which is never None: None leaves
        as null. Media come as the first of `accept` that they can come as. Invalid:
        it can't be carried.
        """

    def props(self) -> Mapping[str, Any]:
        """How it should look, in values that JSON has: hints, never rules."""
        return {}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.__given!r})"


__all__ = ["IO", "Accept", "Component", "Invalid", "Limits"]
