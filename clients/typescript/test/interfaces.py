"""What the client's tests call."""

import time

import rpcface as rf


def echo(text: str) -> str:
    return text


def shift(numbers: list, by: int = 1) -> list:
    return [number + int(by) for number in numbers]


def invert(img):
    return 255 - img


def size(file) -> int:
    with open(file, "rb") as content:
        return sum(len(piece) for piece in iter(lambda: content.read(1 << 20), b""))


def story(words: int, pause: float = 0.0):
    text = ""
    for number in rf.progress(range(int(words)), text="Writing", unit="words"):
        text += f"{number} "
        if rf.call().wait(pause):
            return
        yield text


def refuse(text: str) -> str:
    rf.call().warning("this will not go well")
    raise rf.Error(f"I refuse: {text}")


def fail() -> str:
    raise RuntimeError("a secret")


cancelled = 0


def hang() -> None:
    global cancelled
    rf.call().wait(30)
    cancelled += rf.call().cancelled


def count_cancelled() -> int:
    return cancelled


runs = 0


def count(step: int) -> int:
    global runs
    runs += step
    return runs


def double(x: float) -> float:
    time.sleep(0.01)
    return x * 2


def big(megabytes: int):
    return rf.Media("application/octet-stream", bytes(range(256)) * 4096 * int(megabytes))


rf.Interface(echo, "text", "text").launch()
rf.Interface(shift, ["json", rf.Number(step=1)], "json").launch()
rf.Interface(invert, "image", "image").launch()
rf.Interface(size, rf.File(), rf.Number()).launch()
rf.Interface(story, [rf.Number(step=1), rf.Number()], "text").launch()
rf.Interface(refuse, "text", "text").launch()
rf.Interface(fail, None, "text").launch()
rf.Interface(hang, None, "text", concurrency_limit=None).launch()
rf.Interface(count_cancelled, None, rf.Number(), concurrency_limit=None).launch()
rf.Interface(count, rf.Number(step=1), rf.Number()).launch()
rf.Interface(double, rf.Slider(0, 10), rf.Number(), live=True).launch()
rf.Interface(big, rf.Number(step=1), rf.File()).launch()
