"""The page's own words, in the languages that it speaks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

import rpcface as rf

SOURCE = Path(__file__).parents[2] / "clients" / "web" / "src"
LANGUAGES = sorted(path.stem for path in (SOURCE / "languages").glob("*.ts"))
TEXT = r'"((?:[^"\\]|\\.)*)"'


def said() -> set[str]:
    """Every text that the page says."""
    files = (path for path in SOURCE.rglob("*.ts") if path.parent.name != "languages")
    return {text for path in files for text in re.findall(rf"\bsay\(\s*{TEXT}", path.read_text())}


def words(language: str) -> dict[str, str]:
    """What they are in a language."""
    source = (SOURCE / "languages" / f"{language}.ts").read_text()
    pairs = re.findall(rf"^  (?:{TEXT}|(\w+)):\s+{TEXT},$", source, re.MULTILINE)
    return {quoted or plain: told for quoted, plain, told in pairs}


def parts(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_is_there_in_each_language_with_the_same_parts(language):
    known = words(language)

    missing = sorted(said() - known.keys())
    assert not missing, f"languages/{language}.ts lacks {missing}"
    assert [text for text, told in known.items() if parts(text) != parts(told) or not told] == []


def test_texts_are_given_to_say_as_they_stand():
    files = [path for path in SOURCE.rglob("*.ts") if path.name != "words.ts"]
    odd = [
        f"{path.name}: {line.strip()}"
        for path in files
        for line in path.read_text().splitlines()
        if re.search(r"\bsay\((?!\s*\"|$)", line)
    ]

    assert odd == []  # or else nobody finds the text for the dictionaries


def serve_shout(web):
    return web(rf.Interface(str.upper, rf.Textbox(label="Wort"), rf.Textbox(label="Laut")))


def test_the_page_speaks_german_to_a_german_browser(web, visit):
    page = visit(serve_shout(web), locale="de-DE").page

    page.get_by_label("Wort").fill("hallo")
    page.get_by_role("button", name="Absenden").click()

    expect(page.get_by_label("Ausgaben")).to_contain_text("HALLO")
    expect(page.get_by_text("Dauerte")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "de"


def test_numbers_are_written_as_the_reader_does(web, visit, held):
    def work():
        rf.call().progress(1234.5, 9999)
        held.wait()

    page = visit(web(rf.Interface(work, None, "text")), locale="de-DE").page
    page.get_by_role("button", name="Erzeugen").click()

    expect(page.get_by_text("1.234,5 von 9.999")).to_be_visible()


def test_arabic_is_written_from_the_right(web, visit):
    page = visit(serve_shout(web), locale="ar").page

    button, clear = (page.get_by_role("button", name=name) for name in ("إرسال", "مسح"))
    expect(button).to_be_visible()
    assert button.bounding_box()["x"] < clear.bounding_box()["x"]


@pytest.mark.parametrize("locale", ["pl-PL", "zh-TW", "en-GB"])
def test_a_language_that_the_page_does_not_speak_is_english(web, visit, locale):
    page = visit(serve_shout(web), locale=locale).page

    expect(page.get_by_role("button", name="Submit")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
