"""Servers that go away, and come back as they were or otherwise."""

from __future__ import annotations

import socket

from playwright.sync_api import expect

import rpcface as rf

GONE = "The server does not answer."

AWAY = ("Failed to load resource", "WebSocket connection to", "ERR_")
"""What the browser says of a server that is away."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_a_page_says_that_the_server_is_away_and_goes_on_when_it_is_back(web, visit):
    port = free_port()
    demo = rf.Interface(
        lambda word: word.upper(), "text", rf.Textbox(label="Loud"), api_name="shout"
    )
    server = web(demo, web_port=port)
    visited = visit(server, "#shout?word=old")
    page = visited.page
    expect(page.get_by_label("word")).to_have_value("old")
    page.get_by_label("word").fill("hey")

    server.stop(grace=0.1)
    expect(page.get_by_text(GONE)).to_be_visible()
    server = web(demo, web_port=port)

    expect(page.get_by_text(GONE)).to_have_count(0)
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Loud", exact=True)).to_have_text("HEY")
    visited.expect(*AWAY)


def test_a_form_that_is_another_by_then_keeps_the_values_that_fit(web, visit):
    port = free_port()
    before = rf.Interface(
        lambda a, b: a,
        [rf.Textbox(label="Kept"), rf.Textbox(label="Changed")],
        "text",
        api_name="form",
    )
    after = rf.Interface(
        lambda a, b, c: a,
        [rf.Textbox(label="Kept"), rf.Number(label="Changed"), rf.Textbox(label="New", value="n")],
        "text",
        api_name="form",
    )
    server = web(before, web_port=port)
    visited = visit(server)
    page = visited.page
    page.get_by_label("Kept").fill("this")
    page.get_by_label("Changed").fill("that")

    server.stop(grace=0.1)
    expect(page.get_by_text(GONE)).to_be_visible()
    server = web(after, web_port=port)

    expect(page.get_by_label("New")).to_have_value("n")
    expect(page.get_by_label("Kept")).to_have_value("this")
    expect(page.get_by_label("Changed")).to_have_value("")
    visited.expect(*AWAY)


def test_a_call_is_made_again_by_a_server_that_comes_back(web, visit, held):
    port = free_port()
    server = web(rf.Interface(held.wait, None, "text", api_name="work"), web_port=port)
    visited = visit(server)
    page = visited.page
    page.get_by_role("button", name="Generate").click()
    expect(page.get_by_text("Running…")).to_be_visible()

    held.let_go_after(server.stop, grace=0.1)
    server = web(rf.Interface(lambda: "again", None, "text", api_name="work"), web_port=port)

    expect(page.get_by_label("Outputs")).to_contain_text("again")
    visited.expect(*AWAY)


def test_a_call_whose_server_stays_away_ends_calmly(web, visit, held):
    server = web(rf.Interface(held.wait, None, "text"))
    visited = visit(server)
    page = visited.page
    page.get_by_role("button", name="Generate").click()
    expect(page.get_by_text("Running…")).to_be_visible()

    held.let_go_after(server.stop, grace=0.1)

    expect(page.get_by_text("The server went away before it had answered.")).to_be_visible()
    expect(page.get_by_role("button", name="Generate")).to_be_visible()
    visited.expect(*AWAY)


def test_a_failure_is_told_where_nothing_more_of_the_page_can_be_had(web, visit):
    def fail():
        raise rf.Error("The disk is full.")

    visited = visit(web(rf.Interface(fail, None, "text")))
    page = visited.page
    button = page.get_by_role("button", name="Generate")
    expect(button).to_be_visible()
    page.route("**/assets/*", lambda route: route.abort())

    button.click()

    expect(page.get_by_role("alert")).to_contain_text("The disk is full.")
    visited.expect(*AWAY)


def test_a_page_that_came_without_its_server_waits_for_it(web, visit):
    server = web(rf.Interface(str.upper, rf.Textbox(label="Word"), "text"))
    visited = visit(server)
    page = visited.page
    is_away = True

    def answer(route):
        route.abort() if is_away else route.continue_()

    page.route("**/Describe*", answer)
    page.reload()
    expect(page.get_by_text(GONE)).to_be_visible()
    is_away = False

    expect(page.get_by_label("Word")).to_be_visible()
    expect(page.get_by_text(GONE)).to_have_count(0)
    visited.expect(*AWAY)
