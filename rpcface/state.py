"""The state of an interface: what its function keeps from one call to the next."""

from __future__ import annotations

from typing import Any, Final, Self

from rpcface.parameters import Given, Signed, refuse_unknown

STATE: Final = "the state"
"""What the place of a state is called among those of outputs; no output can have that
name.
"""


class State(metaclass=Signed):
    """What a function keeps from one call of a conversation to the next.

        def chat(message, history):
            history.append(message)
            return f"{len(history)}: {message}", history

        rf.Interface(chat, ["text", rf.State([])], ["text", "state"])

    One stands among the inputs, where the function takes it, and one among the outputs,
    where the function returns it; "state" is short for `rf.State()`, and the same object
    may stand on both sides. Callers see neither: it travels with the call, sealed, and a
    caller who sends none begins a new conversation.

    value: what a new conversation begins with, each with one of its own. A callable is
        called for it. None: the parameter's own default, or else None. That of the input
        counts.

    A state is made of None, bool, int, float, str, bytes, arrays, PIL images, and lists,
    tuples and dicts of these with str for keys. What the function gets is in the normal
    form of these, the first time too: a tuple with names is a plain tuple, a number of
    numpy's one of Python's.

    TypeError: the constructor has no such parameter; the message tells which it has.
    """

    def __new__(cls, /, *args: Any, **kwargs: Any) -> Self:
        refuse_unknown(cls, kwargs)
        self = super().__new__(cls)
        self.__given = Given(args, kwargs)
        return self

    __given: Given

    def __init__(self, value: Any = None) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"State({self.__given!r})"
