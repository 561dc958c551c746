"""A colour that is chosen, and a picture whose alpha is kept."""

import PIL.Image

import rpcface as gr


def change_color(icon: PIL.Image.Image, color: str) -> PIL.Image.Image:
    """Returns the icon in one colour."""
    inked = PIL.Image.new("RGB", icon.size, color)
    inked.putalpha(icon.getchannel("A"))
    return inked


demo = gr.Interface(
    fn=change_color,
    inputs=[
        gr.Image(label="icon", type="pil", image_mode="RGBA"),
        gr.ColorPicker(label="color"),
    ],
    outputs=gr.Image(label="icon in that color", image_mode="RGBA"),
)

if __name__ == "__main__":
    demo.launch()
