"""What kept outputs follow from: they are made anew where it changes, and only there."""

from __future__ import annotations

import functools
import itertools
import math
import subprocess
import sys
import types

import numpy as np
import pytest

import rpcface as rf
from rpcface.core.cached.fingerprint import fingerprint
from rpcface.core.cached.keys import Keys

SECONDS = 20


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Imports a file anew with each text that is given; None: a cell without a file."""
    numbers = itertools.count()

    def load(text, name="author", file="author.py"):
        made = types.ModuleType(name)
        path = str(tmp_path / file) if file else f"<cell {next(numbers)}>"
        if file:
            (tmp_path / file).write_text(text)
            made.__file__ = path
        monkeypatch.setitem(sys.modules, name, made)
        exec(compile(text, path, "exec"), vars(made))  # noqa: S102 - our own text
        return made

    return load


def alike(module, one, other, **options):
    """Whether the function `fn` of two texts has one fingerprint."""
    first = fingerprint(module(one, **options).fn)
    return first == fingerprint(module(other, **options).fn)


def test_a_function_has_one_fingerprint(module):
    text = "def fn(x, y={1, 2}, *, z=(1.5, None)): return [x, y, 'a' in {'b', 'c'}]"

    assert alike(module, text, text)
    assert alike(module, text, text, file=None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("def fn(x): return x + 1", "def fn(x): return x + 2"),
        ("def fn(x): return x + 1", "def fn(x): return x - 1"),
        ("def fn(x): return x + 1", "def fn(x): return x + 1.0"),
        ("def fn(x): return x.lower()", "def fn(x): return x.upper()"),
        ("def fn(x, y=1): return y", "def fn(x, y=2): return y"),
        ("def fn(x, *, y=1): return y", "def fn(x, *, y=2): return y"),
        ("fn = lambda x: [a + 1 for a in x]", "fn = lambda x: [a + 2 for a in x]"),
        ("def fn(x): return x in {1, 2}", "def fn(x): return x in {1, 3}"),
        ("N = 1\ndef fn(x): return N", "N = 2\ndef fn(x): return N"),
        ("N = [1]\ndef fn(x): return N", "N = [2]\ndef fn(x): return N"),
        ("N = {1: {2}}\ndef fn(x): return N", "N = {1: {3}}\ndef fn(x): return N"),
        (
            "import numpy as np\nN = np.arange(3)\ndef fn(x): return N",
            "import numpy as np\nN = np.arange(1, 4)\ndef fn(x): return N",
        ),
        (
            "def g(x): return h(x)\ndef h(x): return 1\ndef fn(x): return g(x)",
            "def g(x): return h(x)\ndef h(x): return 2\ndef fn(x): return g(x)",
        ),
        (
            "class A:\n def f(self): return 1\ndef fn(x): return A().f()",
            "class A:\n def f(self): return 2\ndef fn(x): return A().f()",
        ),
        (
            "class A:\n n = 1\n @property\n def f(self): return 1\ndef fn(x): return A().f",
            "class A:\n n = 1\n @property\n def f(self): return 2\ndef fn(x): return A().f",
        ),
        (
            "class B:\n def f(self): return 1\nclass A(B): pass\ndef fn(x): return A().f()",
            "class B:\n def f(self): return 2\nclass A(B): pass\ndef fn(x): return A().f()",
        ),
        (
            "class A:\n def __init__(self, n): self.n = n\nfn = A(1).__init__",
            "class A:\n def __init__(self, n): self.n = n\nfn = A(2).__init__",
        ),
        (
            "class A:\n n = 1\n def __call__(self, x): return 1\nfn = A()",
            "class A:\n n = 1\n def __call__(self, x): return 2\nfn = A()",
        ),
        (
            "from functools import partial\ndef f(x, y): return y\nfn = partial(f, y=1)",
            "from functools import partial\ndef f(x, y): return y\nfn = partial(f, y=2)",
        ),
        (
            "from functools import cache\n@cache\ndef fn(x): return 1",
            "from functools import cache\n@cache\ndef fn(x): return 2",
        ),
        ("import math\nfn = math.sin", "import math\nfn = math.cos"),
        ("fn = str.upper", "fn = str.lower"),
        (
            "def made(n):\n return lambda x: n\nfn = made([1])",
            "def made(n):\n return lambda x: n\nfn = made([2])",
        ),
        ("import math as m\ndef fn(x): return m", "import json as m\ndef fn(x): return m"),
    ],
)
def test_a_function_that_is_another_has_another_fingerprint(one, other, module):
    assert not alike(module, one, other, file=None)


def test_any_change_to_the_file_of_a_function_counts(module):
    assert not alike(module, "def fn(x): return x", "def fn(x): return x  # the same")


def test_what_the_function_has_nothing_to_do_with_does_not_count(module):
    text = "def fn(x): return x\n"

    assert alike(module, text, f"{text}def other(x): return 1\nN = 2", file=None)


def test_what_lies_beside_the_file_counts(module):
    helper = "def help(x): return {}\ndef other(x): return helping.later(x)"
    text = "import helping\ndef fn(x): return helping.help(x)"

    found = set()
    for number in (1, 2, 1):
        module(helper.format(number), "helping", "helping.py")
        found.add(fingerprint(module(text).fn))

    assert len(found) == 2


def test_what_is_named_of_a_file_beside_it_counts(module):
    found = set()
    for number in (1, 2):
        module(f"def more(x): return {number}", "further", "further.py")
        module("from further import more\ndef help(x): return more(x)", "helping", "helping.py")
        found.add(fingerprint(module("from helping import help\ndef fn(x): return help(x)").fn))

    assert len(found) == 2


def test_a_way_around_and_a_long_way_are_gone(module):
    chain = "".join(f"def f{n}(x): return f{n + 1}(x)\n" for n in range(3000))
    text = f"{chain}def f3000(x): return fn(x)\nL = []\nL.append(L)\ndef fn(x): return f0(x), L"

    assert alike(module, text, text)


def test_a_function_of_a_library_has_its_name(module):
    assert fingerprint(np.sort) == fingerprint(np.sort) != fingerprint(np.argsort)
    assert fingerprint(functools.partial(math.pow, 2)) != fingerprint(
        functools.partial(math.pow, 3)
    )


def test_where_a_thing_lies_in_memory_does_not_count(module):
    text = "class A:\n pass\ndef fn(x, a=A(), b=object(), c=[object()]): return a, L\nL = object()"

    assert alike(module, text, text, file=None)


PRINTED = """
import sys
import numpy as np
import rpcface as rf
from rpcface.core.cached.keys import Keys

WORDS = {"one", "two", "three", "four"}
TABLE = {name: len(name) for name in sorted(WORDS)}

class Model:
    kinds = frozenset("abc")
    def __init__(self):
        self.weights = np.arange(4)
    def __call__(self, text, choice="a"):
        return text in {"x", "y", "z"} or [word for word in WORDS if TABLE[word] > 3]

demo = rf.Interface(
    Model(), ["text", rf.Radio(sorted(Model.kinds))], "json", setup=lambda: Model.kinds
)
if __name__ == "__main__":
    print(Keys(demo).key(["a", "a"]))
"""


def test_a_key_is_the_same_in_every_process(tmp_path):
    (tmp_path / "model.py").write_text(PRINTED)
    imported = "from model import demo, Keys; print(Keys(demo).key(['a', 'a']))"
    commands = [["model.py"], ["model.py"], ["-c", imported]]

    found = {
        subprocess.run(
            [sys.executable, *command],
            env={"PYTHONHASHSEED": str(seed), "PYTHONPATH": f"{sys.path[0]}:{rf_root()}"},
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        ).stdout
        for seed, command in enumerate(commands)
    }

    assert len(found) == 1
    assert len(found.pop()) == 65


def rf_root():
    return rf.__path__[0].rpartition("rpcface")[0]


def key(fn=len, inputs="text", outputs="text", values=("a",), **options):
    return Keys(rf.Interface(fn, inputs, outputs, **options)).key(values)


def test_a_key_follows_from_the_components_and_the_inputs():
    class Own(rf.Textbox):
        """A component of the author's."""

        type = "own"

    keys = [
        key(),
        key(values=["b"]),
        key(inputs=rf.Textbox(max_length=9)),
        key(inputs=rf.Textbox(label="Another")),
        key(inputs=rf.Textbox(name="other")),
        key(outputs="number"),
        key(outputs=["text", "text"]),
        key(outputs=Own()),
        key(setup=len),
        key(setup=max),
        key(values=[rf.Media("image/png", None, blob_id="one")]),
        key(values=[rf.Media("image/png", None, blob_id="two")]),
    ]

    assert len(set(keys)) == len(keys)
    assert key() == keys[0]
    assert key(title="A title", api_name="another", concurrency_limit=4) == keys[0]


def test_an_object_among_the_choices_leaves_the_key_as_it_is():
    keys = {key(inputs=rf.Radio([("one", object())])) for _ in range(2)}

    assert len(keys) == 1


def test_a_function_that_has_changed_is_run_anew(module, keeping, client, folder):
    said = []
    for mark in "!?!":
        say = module(f"def say(text): return text + {mark!r}").say
        demo = rf.Interface(say, "text", "text", ["a"], cache_examples=True)
        said.append(client(keeping(demo)).predict("a"))

    assert said == ["a!", "a?", "a!"]
    assert len(list(folder.iterdir())) == 2
