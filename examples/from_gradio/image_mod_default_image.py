"""A picture that is there before anybody sends one."""

import PIL.Image
import PIL.ImageOps

import rpcface as gr

LAMP = PIL.Image.radial_gradient("L")


def image_mod(image: PIL.Image.Image) -> PIL.Image.Image:
    """Returns the picture in four shades a channel."""
    return PIL.ImageOps.posterize(image, 2)


demo = gr.Interface(
    image_mod,
    gr.Image(type="pil", value=LAMP),
    "image",
    examples=[PIL.Image.linear_gradient("L"), PIL.ImageOps.invert(LAMP)],
)

if __name__ == "__main__":
    demo.launch()
