"""What the client's tests call."""

import os
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


def chat(message: str, history: list):
    history = [*history, message]
    yield "...", history
    yield f"{len(history)}: {message}", history


def follow(text: str, last: str = "") -> str:
    return last + text


def big(megabytes: int):
    return rf.Media("application/octet-stream", bytes(range(256)) * 4096 * int(megabytes))


def kinds(whole, real, anything) -> dict:
    given = {"whole": whole, "real": real, "anything": anything}
    return {name: type(value).__name__ for name, value in given.items()}


def mark(marks) -> str:
    return ",".join(marks)


def day(when) -> str:
    return str(when)


def form(picture) -> list:
    return list(picture.shape)


def names(files) -> list:
    return [os.path.getsize(file) for file in files]


def sent() -> dict:
    return dict(rf.call().metadata)


rf.Interface(echo, "text", "text").launch()
rf.Interface(kinds, [rf.Number(precision=0), rf.Number(), rf.JSON()], "json").launch()
rf.Interface(mark, rf.CheckboxGroup(["a", "b"]), "text").launch()
rf.Interface(day, rf.DateTime(include_time=False, type="string"), "text").launch()
rf.Interface(form, "image", "json").launch()
rf.Interface(names, rf.File(file_count="multiple"), "json").launch()
rf.Interface(sent, None, "json").launch()
rf.Interface(lambda value: value, "json", "json", api_name="same").launch()
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
rf.Interface(
    chat,
    ["text", rf.State([])],
    ["text", "state"],
    live=True,
    flagging_options=["wrong", "rude"],
).launch()
rf.Interface(follow, ["text", "text"], "text", live=True).launch()
rf.Interface(size, rf.File(), rf.Number(), live=True, api_name="sizes").launch()
rf.Interface(big, rf.Number(step=1), rf.File()).launch()
