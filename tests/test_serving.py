"""`rpcface.testing.serving`: a server and a client for the length of a test."""

from __future__ import annotations

import asyncio
import socket
import sys
import textwrap
import threading

import pytest

import rpcface as rf
from rpcface.core.loading import LoadError
from rpcface.testing import Serve, serving

LONG = 20.0
FILE = """
import rpcface as rf
import neighbour

def shout(text):
    return text.upper() + neighbour.END

loud = rf.Interface(shout, "text", "text")
quiet = rf.Interface(lambda text: text.lower(), "text", "text")
"""


@pytest.fixture
def file(tmp_path):
    """A file that makes interfaces, as a function of its content."""

    def write(content):
        place = tmp_path / "shouting.py"
        place.write_text(textwrap.dedent(content))
        return place

    (tmp_path / "neighbour.py").write_text('END = "!"')
    yield write
    sys.modules.pop("neighbour", None)


def greet(name):
    return f"Hello {name}."


def hello():
    return rf.Interface(greet, "text", "text")


def test_an_interface_is_served_and_called_within_the_block():
    with serving(hello()) as served:
        assert served.client.predict("Ada") == "Hello Ada."
        assert served.address == served.server.address
        assert repr(served) == f"<Served greet at {served.address}>"


def test_after_the_block_nobody_listens_there_and_the_port_is_free():
    with serving(hello()) as served:
        pass

    assert served.server.wait(0)
    with rf.Client(served.address, timeout=LONG) as client, pytest.raises(rf.RpcfaceError):
        client.describe()
    with socket.create_server(("127.0.0.1", int(served.address.rpartition(":")[2]))):
        pass


def test_nothing_is_printed(capsys):
    with serving(hello()):
        pass

    assert capsys.readouterr() == ("", "")


def test_the_environment_does_not_say_where(monkeypatch):
    monkeypatch.setenv("RPCFACE_HOST", "203.0.113.1")
    monkeypatch.setenv("RPCFACE_PORT", "1")
    with serving(hello()) as served:
        assert served.address.startswith("localhost:")


def test_several_interfaces_are_called_by_their_names():
    with serving(hello(), rf.Interface(str.upper, "text", "text", api_name="shout")) as served:
        assert served.client["greet"].predict("Ada") == "Hello Ada."
        assert served.client["shout"].predict("ada") == "ADA"


def test_the_interfaces_of_a_file_are_served_under_the_names_of_rpcface_serve(file):
    with serving(file(FILE)) as served:
        assert list(served.server.interfaces) == ["shout", "quiet"]
        assert served.client["shout"].predict("ada") == "ADA!"


def test_one_interface_of_a_file_is_served_by_its_name(file):
    with serving(f"{file(FILE)}:loud") as served:
        assert served.client.predict("ada") == "ADA!"


def test_what_a_file_launches_is_served_once_and_here(file):
    place = file("""
        import rpcface as rf
        rf.Interface(str.upper, "text", "text").launch(port=1)
    """)
    with serving(place) as served:
        assert served.client.predict("ada") == "ADA"


def test_a_file_is_imported_anew_each_time_and_leaves_no_module_and_no_path(file):
    place = file("""
        import rpcface as rf
        calls = []

        def count():
            calls.append(1)
            return len(calls)

        demo = rf.Interface(count, None, "number")
    """)
    before = list(sys.path)
    for _ in range(2):
        with serving(place) as served:
            assert served.client.predict() == 1
    assert sys.path == before
    assert "shouting" not in sys.modules


def test_a_module_of_the_same_name_is_there_again_afterwards(file, monkeypatch):
    monkeypatch.setitem(sys.modules, "shouting", sys)
    with serving(file(FILE)):
        assert sys.modules["shouting"] is not sys

    assert sys.modules["shouting"] is sys


def test_a_folder_that_was_searched_before_still_is(file, monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(tmp_path)
    before = list(sys.path)
    with serving(file(FILE)):
        pass
    with pytest.raises(LoadError):
        serving(tmp_path / "nothing.py")

    assert sys.path == before


def test_a_function_of_a_file_runs_in_a_process_of_its_own(file):
    place = file("""
        import os
        import rpcface as rf

        def home():
            return os.getpid()

        demo = rf.Interface(home, None, rf.Number(precision=0), executor="process", workers=1)
    """)
    with serving(place) as served:
        assert served.client.predict() not in {None, 0}


def test_what_a_file_raises_comes_as_it_is(file):
    with pytest.raises(ZeroDivisionError):
        serving(file("1 / 0"))

    assert "shouting" not in sys.modules


def test_a_file_without_an_interface_is_told(file):
    with pytest.raises(LoadError, match="makes no interface when it is imported"):
        serving(file("demo = 1"))


@pytest.mark.parametrize(
    ("wrong", "came"), [([], "nothing"), ([greet], "<function greet"), (["a.py", "b.py"], "'a.py'")]
)
def test_what_is_neither_interfaces_nor_a_file_is_told(wrong, came):
    with pytest.raises(TypeError, match=f"^wanted interfaces, or the path of one .* came {came}"):
        serving(*wrong)


def test_the_options_are_the_servers():
    with (
        serving(hello(), options=rf.Options(max_request_bytes=1000)) as served,
        pytest.raises(rf.LimitExceeded),
    ):
        served.client.predict("x" * 2000)


def test_options_that_cannot_be_had_are_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=str(port)):
            serving(hello(), options=rf.Options(metrics_port=port))


def test_a_call_that_hangs_ends_in_time():
    told = threading.Event()
    demo = rf.Interface(lambda: told.wait(LONG), None, "checkbox")
    with serving(demo, timeout=0.5) as served:
        with pytest.raises(rf.RpcfaceError) as error:
            served.client.predict()
        told.set()

    assert error.value.code == rf.StatusCode.DEADLINE_EXCEEDED


class Endless(rf.Executor):
    """It is never ready."""

    async def start(self):
        await asyncio.Event().wait()

    async def submit(self, args, running):
        raise NotImplementedError

    async def stream(self, args, running):
        raise NotImplementedError
        yield

    async def drain(self, grace):
        pass

    def stats(self):
        return {}


def test_an_executor_that_is_not_ready_in_time_is_told_and_leaves_no_server():
    demo = rf.Interface(greet, "text", "text", executor=Endless)
    with pytest.raises(TimeoutError, match=r"server of greet is not ready after 0\.2 s"):
        serving(demo, timeout=0.2)


def test_one_serve_has_any_number_of_servers_until_it_is_closed():
    serve = Serve()
    first, second = serve(hello()), serve(hello())
    try:
        assert first.address != second.address
        assert first.predict("Ada") == second.predict("Ada")
    finally:
        serve.close()
    with rf.Client(second.address, timeout=LONG) as late, pytest.raises(rf.RpcfaceError):
        late.describe()


async def test_an_async_client_belongs_to_the_loop_that_asks_for_it():
    serve = Serve()
    try:
        async with serve.aio(hello()) as client:
            assert await client.predict("Ada") == "Hello Ada."
    finally:
        serve.close()
