"""Several interfaces in one page, and one server in several tabs."""

from __future__ import annotations

import threading

from playwright.sync_api import expect

import rpcface as rf

LONG = 20.0


def shout(*names: str) -> list[rf.Interface]:
    return [rf.Interface(str.upper, rf.Textbox(label="Word"), "text", api_name=n) for n in names]


def test_each_interface_has_an_address_and_keeps_what_was_entered(web, visit):
    server = web(*shout("first_one", "second"), rf.Interface(len, "text", "number", title="Length"))
    page = visit(server, "#second").page
    expect(page.get_by_role("heading", name="Second")).to_be_visible()
    expect(page).to_have_title("Second · rpcface")
    page.get_by_label("Word").fill("mine")

    page.get_by_role("link", name="Length").click()
    expect(page).to_have_title("Length · rpcface")
    expect(page.get_by_role("link", name="Length")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("heading", name="Length")).to_be_focused()
    page.get_by_role("link", name="First one").click()
    expect(page.get_by_label("Word").locator("visible=true")).to_have_value("")
    page.go_back()
    page.go_back()

    expect(page).to_have_title("Second · rpcface")
    expect(page.get_by_label("Word").locator("visible=true")).to_have_value("mine")


def test_a_call_goes_on_while_another_interface_is_shown(web, visit, held):
    server = web(
        rf.Interface(held.wait, None, rf.Textbox(label="Said"), api_name="slow"), *shout("other")
    )
    page = visit(server).page
    page.get_by_role("button", name="Generate").click()
    page.get_by_role("link", name="Other").click()
    expect(page.get_by_label("Word")).to_be_visible()
    held.let_go()
    page.get_by_role("link", name="Slow").click()

    expect(page.get_by_label("Said", exact=True)).to_have_text("done")


def test_many_interfaces_can_be_searched(web, visit):
    page = visit(web(*shout(*(f"thing_{n}" for n in range(20)), "needle"))).page
    expect(page.get_by_role("link")).to_have_count(22)

    page.get_by_label("Find an interface").fill("need")
    expect(page.get_by_role("link", name="Thing")).to_have_count(0)
    expect(page.get_by_role("link", name="Needle")).to_be_visible()
    page.get_by_label("Find an interface").press("Enter")

    expect(page.get_by_role("heading", name="Needle")).to_be_focused()


def test_many_interfaces_are_a_list_to_choose_from_on_a_phone(web, visit):
    server = web(*shout(*(f"thing_{n}" for n in range(20)), "needle"))
    page = visit(server, viewport={"width": 390, "height": 700}).page

    page.get_by_label("Interfaces", exact=True).locator("visible=true").last.select_option("Needle")

    expect(page.get_by_role("heading", name="Needle")).to_be_visible()


def test_seven_tabs_stream_and_an_eighth_is_still_answered(web, visit):
    ends = threading.Event()

    def stream(word):
        count = 0
        while not ends.wait(0.05):
            count += 1
            yield f"{word} {count}"

    demo = rf.Interface(
        stream, "text", rf.Textbox(label="Said"), concurrency_limit=None, api_name="stream"
    )
    visited = visit(web(demo, *shout("other")))
    pages = [visited.page, *(visited.open() for _ in range(6))]
    for page in pages:
        page.get_by_label("word").fill("n")
        page.get_by_role("button", name="Submit").click()
    for page in pages:
        expect(page.get_by_label("Said", exact=True)).to_contain_text("n ")

    eighth = visited.open("#other")
    eighth.get_by_label("Word").fill("hey")
    eighth.get_by_role("button", name="Submit").click()
    expect(eighth.get_by_label("Outputs")).to_contain_text("HEY")
    ends.set()
    for page in pages:
        expect(page.get_by_text("Took")).to_be_visible()


def test_a_tab_has_one_socket(web, visit):
    page = visit(web(*shout("only"))).page
    sockets: list[str] = []

    def say(word):
        page.get_by_label("Word").fill(word)
        page.get_by_role("button", name="Submit").click()
        expect(page.get_by_label("Outputs")).to_contain_text(word.upper())

    say("a")
    page.on("websocket", lambda one: sockets.append(one.url))
    page.reload()
    say("b")
    say("c")

    assert len(sockets) == 1


def test_a_tab_that_is_not_seen_draws_no_stream_until_it_is(web, visit):
    more, is_told = threading.Semaphore(0), threading.Event()

    def stream():
        for count in range(1, 5):
            yield str(count)
            if count == 4:
                is_told.set()
            assert more.acquire(timeout=LONG)

    page = visit(web(rf.Interface(stream, None, rf.Textbox(label="Said")))).page
    page.get_by_role("button", name="Generate").click()
    expect(page.get_by_label("Said", exact=True)).to_have_text("1")
    # a tab that is not seen has no frames
    page.evaluate("""() => {
        globalThis.waiting = [];
        globalThis.requestAnimationFrame = (call) => globalThis.waiting.push(call);
    }""")
    more.release()
    expect(page.get_by_label("Said", exact=True)).to_have_text("2")
    more.release(2)
    assert is_told.wait(LONG)
    assert page.get_by_label("Said", exact=True).inner_text() == "2"
    page.evaluate("""() => {
        globalThis.requestAnimationFrame = (call) => setTimeout(call, 10);
        globalThis.waiting.forEach((call) => call());
    }""")

    expect(page.get_by_label("Said", exact=True)).to_have_text("4")
    more.release()
    expect(page.get_by_text("Took")).to_be_visible()
