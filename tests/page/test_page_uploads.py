"""Large files, which are on their way to the server as soon as they are chosen."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import rpcface as rf

from .cutting_proxy import CuttingProxy
from .transfers import file

MIB = 2**20

SEEN = """() => {
  const own = (root) => [...root.querySelectorAll("*")].flatMap((one) =>
    one.shadowRoot ? own(one.shadowRoot) : one.ariaLabel === "Uploading" ? [one.value] : []);
  globalThis.seen = [];
  const look = () => {
    seen.push(...own(document));
    requestAnimationFrame(look);
  };
  look();
}"""


def digest(path: str) -> str:
    with open(path, "rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@pytest.fixture
def large(tmp_path) -> Callable[[int], Path]:
    def make(megabytes: int) -> Path:
        path = tmp_path / "large.bin"
        with path.open("wb") as out:
            out.write(os.urandom(MIB))  # the server has not seen it before
            out.truncate(megabytes * MIB)
        return path

    return make


def chosen(page: Page, path: Path) -> None:
    page.get_by_label("File: Choose a file").set_input_files(path)


def test_a_file_of_100_megabytes_arrives_whole_over_a_connection_that_breaks(web, visit, large):
    server = web(rf.Interface(digest, rf.File(label="File"), "textbox"))
    path = large(100)
    with CuttingProxy(server.web_address, cut_after=40 * MIB) as proxy:
        one = visit(proxy.address)
        page = one.page
        page.evaluate(SEEN)
        chosen(page, path)
        bar = page.get_by_role("progressbar", name="Uploading")
        expect(bar).to_be_visible()
        expect(page.get_by_text("of 104.9 MB")).to_be_visible()
        page.get_by_role("button", name="Submit").click()
        expect(page.get_by_label("Outputs")).to_contain_text(digest(str(path)), timeout=60_000)
        expect(bar).to_be_hidden()
        seen = page.evaluate("seen")
        one.context.close()
    assert proxy.cuts == 1
    assert len(set(seen)) > 10
    assert seen == sorted(seen)
    one.expect("WebSocket")


def test_a_file_that_is_there_already_is_submitted_at_once(web, visit, large):
    page = visit(web(rf.Interface(digest, rf.File(label="File"), "textbox"))).page
    sent = count_sent(page)
    path = large(20)
    chosen(page, path)
    bar = page.get_by_role("progressbar", name="Uploading")
    expect(bar).to_be_visible()
    expect(bar).to_be_hidden()
    before = page.evaluate(sent)
    assert before > 20 * MIB
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Outputs")).to_contain_text(digest(str(path)))
    assert page.evaluate(sent) - before < MIB


@pytest.mark.parametrize("way", ["Cancel", "Remove large.bin", "Clear"])
def test_an_upload_that_is_not_wanted_any_more_ends(way, web, visit, large):
    page = visit(web(rf.Interface(digest, rf.File(label="File"), "textbox"))).page
    sent = count_sent(page)
    chosen(page, large(300))
    bar = page.get_by_role("progressbar", name="Uploading")
    page.wait_for_function(f"() => {sent} > {2 * MIB}")
    page.get_by_role("button", name=way).click()
    expect(bar).to_be_hidden()
    expect(page.get_by_text("large.bin")).to_be_hidden()
    before = page.evaluate(sent)
    page.get_by_label("File: Choose a file").set_input_files(file("a", "text/plain", b"a"))
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Outputs")).to_contain_text(hashlib.sha256(b"a").hexdigest())
    assert page.evaluate(sent) - before < 5 * MIB


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(web, visit):
    demo = rf.Interface(digest, rf.File(label="File", max_file_size="1mb"), "textbox")
    page = visit(web(demo)).page
    sent = count_sent(page)
    page.get_by_label("File: Choose a file").set_input_files(
        file("big.bin", "application/octet-stream", bytes(MIB + 1))
    )
    expect(page.get_by_role("alert")).to_have_text(
        "big.bin is too large: it has 1.0 MB, and at most 1.0 MB are taken"
    )
    assert page.evaluate(sent) < 10_000


def test_the_server_s_own_limit_counts_too(web, visit):
    demo = rf.Interface(digest, rf.File(label="File"), "textbox")
    options = rf.Options(web_port=0, max_request_bytes=2 * MIB, max_blob_bytes=3 * MIB)
    page = visit(web(demo, options=options, web_port=None)).page
    page.get_by_label("File: Choose a file").set_input_files(
        file("big.bin", "application/octet-stream", bytes(4 * MIB))
    )
    expect(page.get_by_role("alert")).to_contain_text("at most 3.1 MB are taken")


def test_several_files_are_added_removed_and_as_many_as_fit(web, visit):
    def names(files):
        return [os.path.basename(one) for one in files]

    files = rf.File(label="Files", file_count="multiple", file_types=[".txt", ".csv"])
    page = visit(web(rf.Interface(names, files, "json"))).page
    place = page.get_by_label("Files: Choose files")
    place.set_input_files([file(f"{n}.txt", "text/plain", b"x" * n) for n in (1, 2)])
    place.set_input_files([file("3.csv", "text/csv", b"x"), file("4.png", "image/png", b"x")])
    expect(page.get_by_role("alert")).to_have_text("4.png is not taken here: it wants .txt, .csv")
    page.get_by_role("button", name="Remove 1.txt").click()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Outputs")).to_contain_text("2.txt")
    expect(page.get_by_label("Outputs")).to_contain_text("3.csv")
    expect(page.get_by_label("Outputs")).not_to_contain_text("1.txt")


def count_sent(page: Page) -> str:
    """What tells how many bytes the page has sent through its socket from now on."""
    page.evaluate(
        """() => {
          globalThis.sent = 0;
          const send = WebSocket.prototype.send;
          WebSocket.prototype.send = function (data) {
            sent += data.byteLength ?? data.length;
            send.call(this, data);
          };
        }"""
    )
    return "sent"
