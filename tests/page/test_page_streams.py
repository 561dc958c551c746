"""Results that come piece by piece, and calls that go on as inputs change."""

from __future__ import annotations

import threading
import time

from playwright.sync_api import expect

import rpcface as rf

from .late import hold

LONG = 20.0


class Speaker:
    """A function that says a word at once, and the next when it is let."""

    def __init__(self) -> None:
        self.more = threading.Semaphore(0)
        self.closed = threading.Event()

    def __call__(self, prompt):
        said = prompt
        try:
            while True:
                said += "!"
                yield said
                assert self.more.acquire(timeout=LONG), "nobody asked for more"
        finally:
            self.closed.set()


def test_a_stream_shows_what_there_is_by_now_and_stop_keeps_it(web, visit):
    speak = Speaker()
    page = visit(web(rf.Interface(speak, "text", rf.Textbox(label="Said")))).page
    page.get_by_label("prompt").fill("Hey")
    page.get_by_role("button", name="Submit").click()

    said = page.get_by_label("Said", exact=True)
    expect(said).to_have_text("Hey!")
    speak.more.release()
    expect(said).to_have_text("Hey!!")
    page.get_by_role("button", name="Stop").click()

    expect(page.get_by_text("Stopped after")).to_be_visible()
    expect(said).to_have_text("Hey!!")
    speak.more.release()
    assert speak.closed.wait(LONG)


def test_a_reload_stops_the_function_and_the_page_is_drawn_again(web, visit):
    speak = Speaker()
    page = visit(web(rf.Interface(speak, "text", rf.Textbox(label="Said")))).page
    page.get_by_label("prompt").fill("Hey")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Said", exact=True)).to_have_text("Hey!")

    page.reload()
    speak.more.release()

    assert speak.closed.wait(LONG)
    expect(page.get_by_label("prompt")).to_have_value("")
    expect(page.get_by_role("button", name="Submit")).to_be_enabled()


def test_a_unified_interface_streams_into_its_fields(web, visit):
    speak = Speaker()
    text = rf.Textbox(label="Text")
    page = visit(web(rf.Interface(speak, text, text))).page
    page.get_by_label("Text").fill("Hey")
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_label("Text")).to_have_value("Hey!")
    speak.more.release()
    expect(page.get_by_label("Text")).to_have_value("Hey!!")
    page.get_by_role("button", name="Stop").click()
    speak.more.release()


def test_what_comes_is_drawn_at_most_once_a_frame(web, visit):
    def count(upto):
        for number in range(int(upto)):
            yield "x" * number

    demo = rf.Interface(count, "number", rf.Textbox(label="Said"), merge_updates=False)
    page = visit(web(demo)).page
    page.get_by_label("upto").fill("1001")
    page.evaluate("""() => {
        globalThis.frames_seen = 0;
        globalThis.draws = 0;
        const frame = () => { globalThis.frames_seen += 1; requestAnimationFrame(frame); };
        requestAnimationFrame(frame);
        const panel = document.querySelector("rf-page").shadowRoot.querySelector("rf-interface");
        const draw = panel.requestUpdate.bind(panel);
        panel.requestUpdate = (...given) => { globalThis.draws += 1; draw(...given); };
    }""")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Said", exact=True)).to_have_text("x" * 1000)
    expect(page.get_by_text("Took")).to_be_visible()

    frames, draws = page.evaluate("[globalThis.frames_seen, globalThis.draws]")
    assert draws <= frames + 5


def test_the_latest_of_many_changes_wins_in_a_live_interface(web, visit):
    page = visit(
        web(rf.Interface(lambda word: word.upper(), "text", rf.Textbox(label="Loud"), live=True))
    ).page

    page.get_by_label("word").press_sequentially("the quick brown fox jumps over the lazy dog")

    expect(page.get_by_label("Loud", exact=True)).to_have_text(
        "THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG"
    )


def test_a_live_interface_has_the_latest_also_when_its_checks_come_late(web, visit):
    demo = rf.Interface(lambda word: word.upper(), "text", rf.Textbox(label="Loud"), live=True)
    page = visit(web(demo)).page
    late = hold(page, "checks")

    page.get_by_label("word").press_sequentially("the quick brown fox jumps")
    assert len(late) == 1
    late[0].continue_()

    expect(page.get_by_label("Loud", exact=True)).to_have_text("THE QUICK BROWN FOX JUMPS")


def test_a_live_interface_that_is_cleared_while_its_checks_come_does_not_run(web, visit):
    said: list[str] = []
    word = rf.Textbox("default", label="word")
    page = visit(web(rf.Interface(said.append, word, None, live=True, api_name="said"))).page
    late = hold(page, "checks")

    page.get_by_label("word").press_sequentially("unsaid")
    page.get_by_role("button", name="Clear").click()
    with page.expect_response("**/checks-*.js"):
        late[0].continue_()
    page.get_by_label("word").fill("more")
    expect(page.get_by_text("Took")).to_be_visible()

    assert said == ["more"]


def test_a_fault_in_a_live_interface_is_shown_at_its_field_and_goes_away(web, visit):
    word = rf.Textbox(label="Word", max_length=40)
    size = rf.Number(label="Size", maximum=9)
    demo = rf.Interface(
        lambda word, size: f"{word} {size}", [word, size], rf.Textbox(label="Said"), live=True
    )
    page = visit(web(demo)).page
    page.get_by_label("Word").fill("a")

    page.get_by_label("Size").fill("12")
    expect(page.get_by_role("alert")).to_contain_text("9")
    expect(page.get_by_label("Size")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Size").fill("3")

    expect(page.get_by_label("Said", exact=True)).to_have_text("a 3")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_result_is_drawn_soon_after_the_function_has_ended(web, visit):
    ended: list[float] = []

    def echo(text):
        ended.append(time.time())
        return text

    page = visit(web(rf.Interface(echo, rf.Textbox(value="a"), rf.Textbox(label="Said")))).page
    page.evaluate("""() => {
        const page = document.querySelector("rf-page").shadowRoot;
        const panel = page.querySelector("rf-interface").shadowRoot;
        const fields = [...panel.querySelectorAll("rf-field")];
        const shows = (field) => field.shadowRoot.querySelector("output")?.textContent;
        const look = () => {
            const isThere = fields.some(shows);
            isThere ? (globalThis.drawn = Date.now()) : requestAnimationFrame(look);
        };
        look();
    }""")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Said", exact=True)).to_have_text("a")

    drawn = page.wait_for_function("() => globalThis.drawn").json_value()
    assert drawn - ended[0] * 1000 < 500  # some 20 here, but for a machine that is loaded
