"""A picture as Pillow has it, with examples for the one input there is."""

import PIL.Image
import PIL.ImageOps

import rpcface as gr


def image_mod(image: PIL.Image.Image) -> PIL.Image.Image:
    """Returns the picture as a mirror shows it."""
    return PIL.ImageOps.mirror(image)


demo = gr.Interface(
    image_mod,
    gr.Image(type="pil"),
    "image",
    examples=[
        PIL.Image.linear_gradient("L").rotate(90),
        PIL.Image.radial_gradient("L").crop((0, 0, 128, 256)),
    ],
)

if __name__ == "__main__":
    demo.launch()
