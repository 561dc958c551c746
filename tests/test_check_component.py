"""`rpcface.testing.check_component` tells a component that keeps the laws from one that
breaks one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import rpcface as rf
from rpcface.testing import check_component

LONG = 60.0


class Colour(rf.Component):
    """A colour as three ints, as in docs/plugins.md; each test breaks one thing of it."""

    type = "test.colour"

    def schema(self):
        return rf.Schema(rf.TextShape(format="color"))

    def decode(self, value, io):
        return tuple(bytes.fromhex(value.removeprefix("#")))

    def encode(self, value, accept, io):
        try:
            red, green, blue = bytes(value)
        except (TypeError, ValueError):
            raise rf.Invalid("three ints from 0 to 255", repr(value)) from None
        return f"#{red:02x}{green:02x}{blue:02x}"


def broken(component, *returned, error=AssertionError, **told):
    """What is said of a component that breaks a law, its notes too."""
    with pytest.raises(error) as found:
        check_component(component, returned, **told)
    return "\n".join([str(found.value), *getattr(found.value, "__notes__", ())])


def test_a_component_that_keeps_the_laws_passes():
    check_component(
        Colour(),
        [(0, 0, 0), [255, 128, 0]],
        normal=tuple,
        sent=["#ff8000", "orange", "#ff", 3, None, rf.UNKNOWN],
    )


def test_a_built_in_component_passes_with_numbers_that_are_not_numbers():
    check_component(rf.Number(), [1, 2.5, float("nan")], sent=[float("nan"), "a", -0.0])


def test_a_value_that_comes_back_as_another_is_told():
    class Dim(Colour):
        def decode(self, value, io):
            return tuple(part // 2 * 2 for part in super().decode(value, io))

    said = broken(Dim(), (1, 2, 3), normal=tuple)

    assert said == (
        "Dim(): for (1, 2, 3) that was returned, a function gets (0, 2, 2); wanted (1, 2, 3) "
        "(accept=[])"
    )


def test_a_value_of_another_type_is_another():
    class Listed(Colour):
        def decode(self, value, io):
            return list(super().decode(value, io))

    assert "gets [1, 2, 3]; wanted (1, 2, 3)" in broken(Listed(), (1, 2, 3), normal=tuple)


def test_a_normal_form_that_changes_once_more_is_told():
    class Fading(Colour):
        def decode(self, value, io):
            return tuple(part // 2 for part in super().decode(value, io))

    assert "for (4, 4, 4) that it got and returned, a function gets (2, 2, 2)" in broken(
        Fading(), (8, 8, 8)
    )


class Wishful(Colour):
    """It is black to those who do not accept its decoded form."""

    def encode(self, value, accept, io):
        return super().encode(value if accept.types else (0, 0, 0), accept, io)


def test_a_value_that_depends_on_what_the_caller_accepts_is_told():
    assert "gets (1, 2, 3); wanted (0, 0, 0) (accept=['application/vnd.rpcface.value'])" in broken(
        Wishful(), (1, 2, 3)
    )


def test_a_wish_that_loses_something_can_be_left_out():
    check_component(Wishful(), [(1, 2, 3)], normal=tuple, accepts=[(rf.DECODED,)])


def test_a_value_that_the_schema_refuses_is_told_with_what_was_given():
    class Loud(Colour):
        def encode(self, value, accept, io):
            return super().encode(value, accept, io) + "!"

    said = broken(Loud(), (1, 2, 3), error=rf.Invalid)

    assert "came" in said
    assert said.endswith("Loud(): check was given '#010203!'")


def test_what_a_component_refuses_to_encode_is_told_with_what_was_given():
    said = broken(Colour(), (1, 2), error=rf.Invalid)

    assert said == "wanted three ints from 0 to 255; came (1, 2)\nColour(): encode was given (1, 2)"


def test_a_decode_that_gives_none_is_told():
    class Absent(Colour):
        def decode(self, value, io):
            return None

    assert "decode gives None for '#010203'; only null is None" in broken(Absent(), (1, 2, 3))


def test_an_error_other_than_invalid_for_what_a_client_sends_comes_as_it_is():
    class Careless(Colour):
        def decode(self, value, io):
            return {"#ff0000": (255, 0, 0)}[value]

    said = broken(Careless(), error=KeyError, sent=["#00ff00"])

    assert said.endswith("Careless(): decode was given '#00ff00'")


class Choosy(Colour):
    def decode(self, value, io):
        if value == "#000000":
            raise rf.Invalid("a colour that is not black", "black")
        return super().decode(value, io)


def test_a_decode_that_refuses_what_the_schema_takes_is_told():
    assert "decode refuses '#000000', which the schema takes: wanted a colour" in broken(
        Choosy(), sent=["#000000"]
    )


def test_a_decode_may_refuse_where_the_schema_cannot_tell():
    check_component(Choosy(), [(1, 2, 3)], sent=["#000000", "#ffffff"], refuses=True)


def test_a_refusal_without_reasons_is_told():
    class Silent(Colour):
        def decode(self, value, io):
            raise rf.Invalid("", "")

    assert "is refused without what was wanted or what came" in broken(
        Silent(), sent=["#000000"], refuses=True
    )


def test_what_is_sent_in_a_form_that_is_not_normal_is_told_unless_that_is_meant():
    class Dull(Colour):
        def encode(self, value, accept, io):
            return super().encode([part // 2 * 2 for part in value], accept, io)

    assert "(1, 1, 1) that it got and returned" in broken(Dull(), sent=["#010101"])
    check_component(Dull(), [], sent=["#010101"], normalizes=False)


def test_looks_that_json_has_not_are_told():
    class Odd(Colour):
        def props(self):
            return {"sizes": (1, 2)}

    assert "wanted props() that JSON has; came {'sizes': (1, 2)}" in broken(Odd())


def test_a_schema_that_differs_is_told():
    class Moody(Colour):
        longest = 9

        def schema(self):
            self.longest += 1
            return rf.Schema(rf.TextShape(max_length=self.longest))

    assert broken(Moody()) == "Moody(): schema() differs from call to call"


def test_a_default_that_does_not_fit_is_told():
    assert "the default (1, 2) does not fit" in broken(Colour(value=(1, 2)), error=ValueError)


def test_what_is_compared_and_returned_can_be_told():
    check_component(
        rf.Radio(["a", "b"], type="index"),
        ["a", "b"],
        normal=["a", "b"].index,
        again=["a", "b"].__getitem__,
    )
    check_component(
        rf.File(),
        [rf.Media("text/plain", b"hello", "a.txt")],
        normal=lambda media: media.data,
        seen=lambda path: Path(path).read_bytes(),
    )


def test_hypothesis_is_not_imported():
    code = "import rpcface.testing, sys; sys.exit('hypothesis' in sys.modules)"

    subprocess.run([sys.executable, "-c", code], check=True, timeout=LONG)
