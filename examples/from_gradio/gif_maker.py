"""Several pictures in, one that moves out: flipbook.gif, in the working folder."""

import PIL.Image

import rpcface as gr


def flipbook(pages: list[tuple[str, str | None]]) -> str:
    """Makes an animation of the pictures, as large as the first."""
    frames = [PIL.Image.open(path).convert("RGB") for path, _ in pages]
    if not frames:
        raise gr.Error("A flipbook needs at least one picture.")
    first, *others = (frame.resize(frames[0].size) for frame in frames)
    first.save("flipbook.gif", save_all=True, append_images=others, duration=200, loop=0)
    return "flipbook.gif"


demo = gr.Interface(flipbook, inputs=gr.Gallery(), outputs=gr.Image())

if __name__ == "__main__":
    demo.launch()
