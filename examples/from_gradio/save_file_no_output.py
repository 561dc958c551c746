"""Something goes in, and nothing comes out: the picture is kept in the working folder."""

import uuid

import PIL.Image

import rpcface as gr


def keep(image: PIL.Image.Image) -> None:
    """Saves the picture under a name that no other has."""
    name = f"{uuid.uuid4().hex}.png"
    image.save(name)
    print(f"kept as {name}")


demo = gr.Interface(fn=keep, inputs=gr.Image(type="pil"), outputs=None)

if __name__ == "__main__":
    demo.launch()
