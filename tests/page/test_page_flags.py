"""Flags that are set on the page, in a store."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

import rpcface as rf

LONG = 20.0


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The folder that the server works in, with its store."""
    for name in ("RPCFACE_FLAG_STORE", "RPCFACE_FLAG_FOLDER", "RPCFACE_FLAGGING_MODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def flagged(count: int) -> list[tuple[str, str, str]]:
    """The options, inputs and outputs of so many flags, once they are stored."""
    store = Path(".rpcface", "flags.db")
    end = time.monotonic() + LONG
    while True:
        rows = []
        if store.exists():
            with sqlite3.connect(store) as database:
                rows = database.execute(
                    "select option, inputs, outputs from rpcface_flags order by time"
                ).fetchall()
            database.close()
        if len(rows) >= count or time.monotonic() > end:
            assert len(rows) == count
            return rows
        time.sleep(0.02)


def mood(text: str) -> str:
    return "glad" if "good" in text else "sad"


def test_a_call_is_flagged_once_it_is_made_with_what_was_asked_then(web, visit):
    page = visit(web(rf.Interface(mood, "text", rf.Textbox(label="Mood")))).page
    flag = page.get_by_role("button", name="Flag")
    expect(flag).to_be_disabled()

    page.get_by_label("text").fill("not good")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Mood", exact=True)).to_have_text("glad")
    page.get_by_label("text").fill("something else")
    flag.click()

    expect(page.get_by_role("button", name="Flagged")).to_be_disabled()
    assert flagged(1) == [("", '{"text": "not good"}', '{"output": "glad"}')]
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("button", name="Flag", exact=True)).to_be_enabled()


def test_each_flag_has_a_button(web, visit):
    demo = rf.Interface(
        mood, rf.Textbox(value="a"), "text", flagging_options=["wrong", ("Not nice", "rude")]
    )
    page = visit(web(demo)).page
    page.get_by_role("button", name="Submit").click()

    page.get_by_role("button", name="Not nice").click()
    expect(page.get_by_role("button", name="✓ Not nice")).to_be_disabled()
    page.get_by_role("button", name="wrong").click()
    expect(page.get_by_role("button", name="✓ wrong")).to_be_disabled()

    assert [option for option, *_ in flagged(2)] == ["rude", "wrong"]


def test_many_flags_are_in_a_list(web, visit):
    options = ["wrong", "rude", "dull", "long", "short", "odd"]
    demo = rf.Interface(mood, rf.Textbox(value="a"), "text", flagging_options=options)
    page = visit(web(demo)).page
    page.get_by_role("button", name="Submit").click()

    page.get_by_label("Flag as").select_option("dull")
    page.get_by_role("button", name="Flag").click()

    expect(page.get_by_role("option", name="✓ dull")).to_be_attached()
    assert [option for option, *_ in flagged(1)] == ["dull"]


def test_a_flag_that_is_refused_is_told(web, visit):
    server = web(
        rf.Interface(mood, rf.Textbox(value="a" * 9000), "text"),
        options=rf.Options(max_flag_bytes=1000),
    )
    page = visit(server).page
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("button", name="Flag").click()

    expect(page.get_by_role("alert")).to_contain_text("bytes")
    expect(page.get_by_role("button", name="Flag")).to_be_enabled()


def test_people_are_told_where_the_server_records_every_call(web, visit):
    demo = rf.Interface(mood, rf.Textbox(value="a"), "text", flagging_mode="auto")
    page = visit(web(demo)).page

    expect(page.get_by_text("The server records every call.")).to_be_visible()
    expect(page.get_by_role("button", name="Flag")).to_have_count(0)
