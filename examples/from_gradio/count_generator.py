"""A generator: it gives a value for every step."""

from collections.abc import Iterator

import rpcface as gr


def count(number: float) -> Iterator[str]:
    """Counts up, and keeps what has been counted."""
    line = ""
    for step in range(1, int(number) + 1):
        line = f"{line} {step}".lstrip()
        yield line


demo = gr.Interface(count, gr.Number(value=10), "text")

if __name__ == "__main__":
    demo.launch()
