"""Every component tells whoever sends it something wrong what was wanted and what came.

`tests/bad_input` has the wrong values, and in `messages.md` what each is told by a real
server. After a change that is meant, this writes what is told now:

    python -m tests.test_bad_input_table > tests/bad_input/messages.md
"""

from __future__ import annotations

import contextlib
import difflib
import sys
from collections import Counter
from pathlib import Path

import pytest

import rpcface as rf
from rpcface.plugins import registry
from tests.bad_input import CASES
from tests.bad_input.sent import request
from tests.bad_input.single import KEPT
from tests.conftest import Failure, Raw

PAGE = Path(__file__).parent / "bad_input" / "messages.md"
HEAD = """\
# What is told to whoever sends a wrong value

`tests/test_bad_input_table.py` compares this with what a server says, and tells how to
write it. Messages are those of the status; `INPUT_INVALID` is not repeated.

| component | sent | told |
| --- | --- | --- |
"""


def measured():
    """The failures that a server answers, by the names of the component and the value."""
    names = {name: f"case_{index}" for index, name in enumerate(CASES)}
    ran = []
    interfaces = [
        rf.Interface(ran.append, case.component, None, api_name=names[name])
        for name, case in CASES.items()
    ]
    with contextlib.redirect_stdout(sys.stderr):  # where it serves is not of the page
        server = rf.serve(*interfaces, port=0, block=False)
    try:
        raw = Raw(server.address)
        found = {}
        for name, case in CASES.items():
            for sent, value in case.values.items():
                body = request(names[name], "input_0", value)
                try:
                    raw.bytes("Predict", body)
                except Failure as failure:
                    found[name, sent] = failure
                else:
                    raise AssertionError(f"{name} took {sent}")
        raw.channel.close()
    finally:
        server.stop(grace=1.0)
    assert not ran, "a function ran"
    return found


def written(found):
    """The page of these failures."""
    rows = []
    for (name, sent), failure in found.items():
        reason = failure.info.reason
        told = failure.text if reason == "INPUT_INVALID" else f"{reason}: {failure.text}"
        cells = (f"`{name}`", sent, told)
        rows.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n")
    return HEAD + "".join(rows)


@pytest.fixture(scope="module", autouse=True)
def no_thread_is_left():
    """The server of these tests ends before the first of them begins."""


@pytest.fixture(scope="module")
def failures():
    return measured()


def test_the_page_has_the_messages_that_a_server_sends(failures):
    page, now = PAGE.read_text("utf-8").splitlines(), written(failures).splitlines()

    changed = "\n".join(
        difflib.unified_diff(page, now, "messages.md", "told now", lineterm="", n=0)
    )
    assert not changed, f"{changed}\n\n{__doc__}"


def test_every_component_has_at_least_eight_wrong_values():
    rows = Counter(type(case.component).type for case in CASES.values() for _ in case.values)
    registered = [one.type for plugin in registry().plugins() for one in plugin.components]

    assert set(rows) == set(registered)
    assert {name: count for name, count in rows.items() if count < 8} == {}


def test_every_message_names_the_input_what_was_wanted_and_what_came(failures):
    for place, failure in failures.items():
        assert failure.text.isprintable(), place
        assert len(failure.text) < 300, place
        if failure.info.reason == "INPUT_INVALID":
            assert failure.code == "INVALID_ARGUMENT"
            assert failure.text.startswith(("inputs.input_0: wanted ", "inputs.input_0/")), place
            assert "; came " in failure.text, place
            assert not failure.text.endswith("came "), place
        else:
            assert failure.info.reason in ("BLOB_GONE", "REQUEST_MALFORMED"), place


def test_no_message_repeats_what_may_be_a_secret(failures):
    told = [failure.said for (name, _), failure in failures.items() if "password" in name]

    assert len(told) >= 8
    for said in told:
        assert KEPT not in said
        assert KEPT[:8] not in said
        assert "271828" not in said
        assert "2.71828" not in said


if __name__ == "__main__":
    sys.stdout.write(written(measured()))
