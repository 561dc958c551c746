from __future__ import annotations

import runpy
import socket
from pathlib import Path

import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont
import pytest

import rpcface as rf

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
CLASSIFIER, GENERATION, OCR = "classifier/classifier.py", "generation/generation.py", "ocr/ocr.py"
SECONDS = 60


@pytest.fixture
def client_of(serving, client, tmp_path, monkeypatch):
    """Serves an example; a client of it."""
    monkeypatch.setenv("RPCFACE_CACHE_FOLDER", str(tmp_path / "kept"))

    def serve(file):
        demo = runpy.run_path(str(EXAMPLES / file))["demo"]
        return client(serving(demo), timeout=SECONDS)

    return serve


@pytest.mark.parametrize("file", [CLASSIFIER, GENERATION, OCR])
def test_an_example_is_served_and_says_what_it_does(file, program, client):
    served = program("-m", "rpcface", "serve", EXAMPLES / file, RPCFACE_CACHE_FOLDER="kept")

    described = client(served.serves()).describe().only

    assert described.kind == rf.InterfaceKind.STANDARD
    assert described.title
    assert described.description


@pytest.mark.parametrize("file", [CLASSIFIER, GENERATION, OCR])
def test_what_an_example_offers_to_try_works_without_a_network(file, client_of, monkeypatch):
    client = client_of(file)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    monkeypatch.setattr(socket.socket, "connect", no_network)

    examples = client.describe().only.examples

    assert examples
    for example in examples:
        assert client.predict(**example.inputs)


def no_network(*args, **options):
    pytest.fail("it asked for the network")


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Cell nuclei under the microscope: a malignant tumour.", "breast cancer"),
        ("The patients' cholesterol and blood pressure were measured.", "diabetes"),
        ("How many situps and jumps can the men in this club do?", "fitness"),
        ("Bitmaps of digits that people wrote by hand.", "handwritten digits"),
        ("A plant with a violet petal and a long sepal.", "iris flowers"),
        ("Its alcohol, its colour and where in Italy it was grown.", "wine"),
    ],
)
def test_the_classifier_knows_what_a_text_is_about(text, subject, client_of):
    found = client_of(CLASSIFIER).predict(text)

    confidences = [pair["confidence"] for pair in found["confidences"]]
    assert found["label"] == subject
    assert len(confidences) == 3
    assert confidences[0] > 0.4
    assert confidences == sorted(confidences, reverse=True)


def test_the_classifier_says_so_where_it_knows_no_word(client_of):
    with pytest.raises(rf.Error, match="never read any of these words"):
        client_of(CLASSIFIER).predict("Xylophone, zither, the and of")


def test_ocr_reads_what_was_drawn_and_says_where(client_of):
    picture, (left, top, right, bottom) = drawn("HELLO 2026")

    (line,) = client_of(OCR).predict(picture)

    assert line["text"] == "HELLO 2026"
    assert 0.9 < line["confidence"] <= 1
    assert len(line["box"]) == 4
    across, down = zip(*line["box"], strict=True)
    assert min(across) < left + 10
    assert max(across) > right - 10
    assert min(down) < top + 10
    assert max(down) > bottom - 10


def test_ocr_finds_no_line_in_an_empty_picture(client_of):
    assert client_of(OCR).predict(PIL.Image.new("RGB", (300, 200), "white")) == []


def test_ocr_reads_the_ticket_from_the_top_down(client_of):
    lines = client_of(OCR).predict(EXAMPLES / "ocr" / "ticket.png")

    said = [line["text"].replace(" ", "") for line in lines]
    assert said[0] == "HARBOURFERRY"
    assert "14June2026" in said[2]
    assert sorted(said[3:]) == ["4.50EUR", "No.04718"]


def drawn(text):
    """A picture with this text, and where it is: left, top, right, bottom."""
    picture = PIL.Image.new("RGB", (600, 200), "white")
    draw = PIL.ImageDraw.Draw(picture)
    font = PIL.ImageFont.load_default(60)
    draw.text((40, 60), text, font=font, fill="black")
    return picture, draw.textbbox((40, 60), text, font=font)


def test_generation_goes_on_in_the_same_way_at_temperature_zero(client_of):
    client = client_of(GENERATION)
    opening = "The capital of France is"

    first, second, longer = (
        client.predict(opening, tokens=tokens, temperature=0) for tokens in (6, 6, 12)
    )

    assert first == second
    assert first.startswith(f"{opening} Paris")
    assert longer.startswith(first)
    assert len(longer) > len(first)


@pytest.mark.parametrize("tokens", [1, 7])
def test_generation_adds_no_more_tokens_than_asked_for(tokens, client_of, serving, client):
    example = runpy.run_path(str(EXAMPLES / GENERATION))
    opening = "Once upon a time"

    text = client(serving(example["demo"]), timeout=SECONDS).predict(opening, tokens=tokens)

    request = {"prompt": text.removeprefix(opening), "max_tokens": 1}
    counted = example["model"]().handle_completions(request)["usage"]["prompt_tokens"]
    assert text.startswith(opening)
    assert 1 <= counted <= tokens


def test_generation_asks_for_an_opening(client_of):
    with pytest.raises(rf.Error, match="begin"):
        client_of(GENERATION).predict(" ")
