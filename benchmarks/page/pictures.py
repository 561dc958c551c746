"""A JPEG of 1920x1080 there, and its negative back as one: on the page, by gRPC, by Gradio."""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Page

import rpcface as rf
from benchmarks.page.browser import opened
from benchmarks.page.loads import sooner
from benchmarks.process import Process
from benchmarks.result import Result

CASES = ("page-jpeg", "page-jpeg-gradio")

MORE = 40.0
"""The most milliseconds that the page may take longer than a call by gRPC."""

_PHOTO = "**/photo.jpg"


def measure(browser: Browser, ours: Process, others: Process, rounds: int) -> Iterator[Result]:
    """Rounds of the three in turn, after one of each that does not count."""
    photo = _photo()
    with (
        tempfile.NamedTemporaryFile(suffix=".jpg") as file,
        rf.Client(ours.address, timeout=30, accept=["image/jpeg"]) as client,
        opened(browser, ours.web_address) as page,
        opened(browser, others.web_address) as gradio,
    ):
        Path(file.name).write_bytes(photo)
        _give(page, photo)
        _give(gradio, photo)
        longer, by_page, by_gradio = [], [], []
        for number in range(rounds + 1):
            by_grpc = _called(client, file.name)
            of_page = _shown(page, is_ours=True)
            of_gradio = _shown(gradio, is_ours=False)
            if number > 0:
                longer.append(of_page - by_grpc)
                by_page.append(of_page)
                by_gradio.append(of_gradio)
    first, value, third = statistics.quantiles(longer, n=4, method="inclusive")
    yield Result("page-jpeg", value, MORE, value <= MORE, quartiles=(first, third))
    yield sooner("page-jpeg-gradio", by_page, by_gradio, 1.0)


def _called(client: rf.Client, path: str) -> float:
    begun = time.perf_counter()
    answer = client.predict(path)
    took = (time.perf_counter() - begun) * 1000
    if answer.media_type != "image/jpeg":
        raise RuntimeError(f"wanted image/jpeg; came {answer.media_type}")
    return took


def _give(page: Page, photo: bytes) -> None:
    """Lets the page have the picture, without a disk or a network."""
    page.route(_PHOTO, lambda route: route.fulfill(body=photo, content_type="image/jpeg"))


def _shown(page: Page, *, is_ours: bool) -> float:
    took: float = page.evaluate(
        "([photo, isOurs]) => watching.picture(photo, isOurs)", ["/photo.jpg", is_ours]
    )
    return took


def _photo() -> bytes:
    """Half a megabyte that is about as hard to write and to read as a photograph."""
    noise = np.random.default_rng(1).integers(0, 256, (1080, 1920, 3), dtype=np.uint8)
    soft = Image.fromarray(noise).filter(ImageFilter.GaussianBlur(2))
    written = io.BytesIO()
    soft.save(written, "JPEG", quality=92)
    return written.getvalue()
