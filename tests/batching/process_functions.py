"""What the tests of batches in worker processes run there."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path

import rpcface as rf

LONG = 20.0


class Refused(rf.Error):
    """An error that can't be unpickled."""

    def __init__(self, one, two):
        super().__init__(f"{one} and {two}", metadata={"one": one})
        self.retry_after = 2.5


def acts(texts):
    """Does what the texts begin with, which is the same of all: "upper a"."""
    name = texts[0].split()[0]
    return globals()[name]([text.partition(" ")[2] for text in texts])


def upper(texts):
    return [f"{text.upper()} {len(texts)} {os.getpid()}" for text in texts]


async def aupper(texts):
    await asyncio.sleep(0)
    return upper(texts)


same = rf.Textbox(name="same")


def by_component(texts):
    return {same: texts}


demo = rf.Interface(
    by_component, rf.Textbox(name="text"), [same, "text"], batch=True, executor="process", workers=1
)


def negatives(images):
    for image in images:
        image[...] = 255 - image  # each is the function's own
    return images


def refuses(texts):
    return [Refused("one", "two") if text == "a" else rf.skip() for text in texts]


def wrong(texts):
    return texts[1:]


def raises(texts):
    raise ValueError("the secret")


def dies(texts):
    os.kill(os.getpid(), signal.SIGKILL)


def says(texts):
    call = rf.call()
    call.info("an info")
    call.progress(1, 2)
    left = 0 < call.remaining < 2 * LONG
    told = f"{call.request_id}|{call.peer}|{dict(call.metadata)}|{left}|{call.loaded}"
    return [told] * len(texts)


def load():
    return "a model"


def waits(texts):
    """Runs until it is let go by a file that the first text names, or cancelled; it tells
    what it sees in files beside.
    """
    path = Path(min(texts, key=len))
    path.with_suffix(".begun").write_text(str(os.getpid()))
    end = time.monotonic() + LONG
    while not path.exists() and time.monotonic() < end:
        if rf.call().wait(0.005):
            path.with_suffix(".cancelled").touch()
            break
    return [os.path.basename(text) for text in texts]


def stubborn(texts):
    """The same, and it sees no end."""
    path = Path(min(texts, key=len))
    path.with_suffix(".begun").write_text(str(os.getpid()))
    time.sleep(LONG)
