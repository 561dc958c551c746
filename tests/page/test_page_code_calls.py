"""The page's "Call it from code": every kind of call, and what must be known to make it."""

from __future__ import annotations

from typing import Any

import numpy as np
from playwright.sync_api import expect

import rpcface as rf
from rpcface import schemas
from tests.page.snippets import Heard, agreed, opened, ran, same, shown, where

TOKEN = "a-token-to-try-the-page"


class Table(rf.Component):
    """An array of one type, of any shape."""

    type = "table"

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(name=name)
        self.kind = kind

    def schema(self) -> rf.Schema:
        return rf.Schema(schemas.TensorShape((rf.DataType[self.kind.upper()],)))

    def decode(self, value: Any, io: rf.IO) -> Any:
        return value.array()

    def encode(self, value: Any, accept: rf.Accept, io: rf.IO) -> Any:
        return rf.Tensor.of(value)


def test_a_stream_is_followed_to_its_end(web, visit, tmp_path):
    heard = Heard()

    def story(hero: str, words: int = 2):
        heard(hero, words)
        for number in range(words):
            yield f"{hero} {number}"

    demo = rf.Interface(story, ["text", rf.Number(2, precision=0)], "text", merge_updates=False)

    page = visit(web(demo), "#story?hero=Ada").page
    opened(page)
    printed = ran(shown(page), tmp_path)
    assert heard.calls == [("Ada", 2)] * 4
    assert all(told.rstrip().endswith(("Ada 1", "Ada 1' }", 's"}')) for told in printed.values())
    assert "Ada 0" in printed["python"]


def test_a_conversation_goes_on_from_call_to_call(web, visit, tmp_path):
    def talk(message: str, history: list[str]) -> tuple[str, list[str]]:
        return " ".join([*history, message]), [*history, message]

    demo = rf.Interface(talk, ["text", rf.State([])], ["text", "state"])

    page = visit(web(demo), "#talk?message=rain").page
    opened(page)
    code = shown(page)
    for _ in range(2):
        ran({"shell": code["shell"]}, tmp_path)
    code["python"] = code["python"].replace(
        "print(output)", '    print(session["talk"].predict(message="wind"))'
    )
    code["typescript"] = code["typescript"].replace(
        "client.close",
        'console.log(await session.interface("talk").predict({ message: "wind" }));\nclient.close',
    )
    printed = ran(code, tmp_path)
    assert printed["shell"] == "rain rain rain\n"
    assert printed["python"] == "rain wind\n"
    assert "rain wind" in printed["typescript"]
    assert '"state"' in printed["curl"]


def test_each_kind_has_its_call(web, visit, tmp_path):
    alone, silent, same_box = Heard(lambda *_: "made"), Heard(), rf.Textbox("a", name="life")
    unified = Heard(lambda text: text + "!")
    more = [rf.Number(3, precision=0, name="count"), rf.Number(4, precision=0, name="left")]
    server = web(
        rf.Interface(alone, None, "text", additional_inputs=more, api_name="alone"),
        rf.Interface(silent, [rf.Textbox(name="entry")], None, api_name="silent"),
        rf.Interface(unified, same_box, same_box, api_name="unified"),
    )

    page = visit(server, where("alone", {"count": 5})).page
    assert agreed(page, alone, tmp_path) == (5, 4)
    assert "left" not in "".join(shown(page).values())
    page = visit(server, where("silent", {"entry": "Ada"})).page
    assert agreed(page, silent, tmp_path) == ("Ada",)
    assert "print" not in shown(page)["python"]
    page = visit(server, where("unified", {"life": "b"})).page
    opened(page)
    ran(shown(page), tmp_path)
    assert unified.calls == [("b",)] * 4


def test_files_of_examples_are_used_where_the_server_holds_them(web, visit, tmp_path):
    heard = Heard()
    picture = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    demo = rf.Interface(heard, rf.Image(name="picture"), "text", examples=[[picture]])

    page = visit(web(demo)).page
    page.get_by_role("button", name="Try Example 1").click()
    assert np.array_equal(agreed(page, heard, tmp_path)[0], picture)


def test_arrays_are_written_out_where_they_are_small(web, visit, tmp_path):
    heard = Heard()
    kinds = {
        "bool": np.array([[True, False]]),
        "int64": np.array([2**62, -1]),
        "uint8": np.array(7, np.uint8),
        "float16": np.array([[[0.5], [-2.25]]], np.float16),
        "float32": np.array([0.1, np.inf, np.nan, -0.0, 3.0], np.float32),
        "float64": np.zeros((0, 2)),
        "int16": np.zeros((30, 40), np.int16),
    }
    tables = [Table(kind, f"of_{kind}") for kind in kinds]
    demo = rf.Interface(heard, tables, "text", examples=[list(kinds.values())])

    page = visit(web(demo)).page
    page.get_by_role("button", name="Try Example 1").click()
    received = agreed(page, heard, tmp_path)
    assert all(map(same, received, kinds.values()))
    expect(page.get_by_text("Zeros stand for the content of large arrays.")).to_be_visible()


def test_what_nobody_has_filled_in_has_a_placeholder_and_secrets_are_not_shown(
    web, visit, tmp_path
):
    heard = Heard()
    inputs = [
        rf.Textbox(type="password", name="secret"),
        rf.Number(minimum=5, precision=0, name="count"),
        rf.Radio(["a", "b"], name="choice"),
        rf.Textbox(name="text"),
    ]
    demo = rf.Interface(heard, inputs, "text")

    page = visit(web(demo)).page
    page.get_by_label("secret").fill("open sesame")
    opened(page)
    code = shown(page)
    assert "sesame" not in "".join(code.values())
    expect(
        page.get_by_text("Put in values of your own: secret, count, choice, text")
    ).to_be_visible()
    ran(code, tmp_path)
    assert [call[1] for call in heard.calls] == [5, 5, 5, 5]


def test_a_token_is_taken_from_the_environment(web, visit, tmp_path):
    heard = Heard()
    server = web(
        rf.Interface(heard, rf.Textbox(name="text"), None, api_name="f"),
        options=rf.Options(tokens={"ada": TOKEN}),
    )

    headers = {"authorization": f"Bearer {TOKEN}"}
    page = visit(server, "#f?text=a", extra_http_headers=headers).page
    opened(page)
    expect(page.get_by_text("as RPCFACE_TOKEN")).to_be_visible()
    ran(shown(page), tmp_path, {"RPCFACE_TOKEN": TOKEN})
    assert len(heard.calls) == 4
