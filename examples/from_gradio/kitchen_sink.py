"""Every component at once."""

import html

import numpy as np

import rpcface as gr

SPICES = ["basil", "cumin", "thyme"]


def cook(
    dish: str,
    notes: str,
    portions: float,
    sweet: float,
    sour: float,
    is_hot: bool,
    spices: list[str],
    main_spice: str,
    oil: str,
    sides: list[str],
    color: str,
    served: float,
    script: str,
    settings: object,
    photo: np.ndarray | None = None,
    album: list[tuple[np.ndarray, str | None]] | None = None,
    recipe: str | None = None,
) -> tuple[object, ...]:
    """Gives back something of everything."""
    plate = np.full((32, 32, 3), 200, np.uint8) if photo is None else photo
    tastes = {"sweet": sweet, "sour": sour, main_spice: 10.0}
    whole = sum(tastes.values())
    title = f"{'hot' if is_hot else 'cold'} {dish} with {' and '.join([*spices, *sides]) or oil}"
    return (
        title,
        portions * 2,
        {taste: part / whole for taste, part in tastes.items()},
        plate[::-1],
        [(plate, "as it came"), (plate // 2, "at night"), *(album or [])],
        [(dish, "dish"), (" with ", None), (oil, "fat")],
        [(taste, part / whole) for taste, part in tastes.items()],
        {"notes": notes, "settings": settings, "sides": sides},
        f"<b style='color: {color}'>{html.escape(dish)}</b>",
        f"# {dish}\n\n{notes}",
        script.upper(),
        recipe if recipe is not None else f"{title}\n{notes}\n".encode(),
        color,
        served + 1800,
    )


demo = gr.Interface(
    cook,
    inputs=[
        gr.Textbox(value="soup", label="Textbox"),
        gr.Textbox(lines=3, placeholder="What else?", label="Textbox of several lines"),
        gr.Number(label="Number", value=4),
        gr.Slider(10, 20, value=15, label="Slider: 10 to 20"),
        gr.Slider(maximum=20, step=0.04, label="Slider: in steps of 0.04"),
        gr.Checkbox(label="Checkbox"),
        gr.CheckboxGroup(label="CheckboxGroup", choices=SPICES, value=SPICES[:2]),
        gr.Radio(label="Radio", choices=SPICES, value=SPICES[2]),
        gr.Dropdown(label="Dropdown", choices=["butter", "olive oil"], allow_custom_value=True),
        gr.Dropdown(
            label="Dropdown of at most two",
            choices=["bread", "rice", "salad"],
            multiselect=True,
            max_choices=2,
        ),
        gr.ColorPicker(label="ColorPicker", value="tomato"),
        gr.DateTime(label="DateTime", value="now"),
        gr.Code(label="Code", language="shell", value="boil water"),
        gr.JSON(label="JSON", value={"stove": 2}),
        gr.Image(label="Image"),
        gr.Gallery(label="Gallery", type="numpy"),
        gr.File(label="File"),
    ],
    outputs=[
        gr.Textbox(label="Textbox"),
        gr.Number(label="Number"),
        gr.Label(label="Label"),
        gr.Image(label="Image"),
        gr.Gallery(label="Gallery", columns=3),
        gr.HighlightedText(label="HighlightedText", color_map={"dish": "pink", "fat": "gold"}),
        gr.HighlightedText(label="HighlightedText with scores", show_legend=True),
        gr.JSON(label="JSON"),
        gr.HTML(label="HTML"),
        gr.Markdown(label="Markdown"),
        gr.Code(label="Code", language="shell"),
        gr.File(label="File"),
        gr.ColorPicker(label="ColorPicker"),
        gr.DateTime(label="DateTime"),
    ],
    examples=[
        ["stew", "Stir now and then.", 6, 12, 4, True, ["basil"], "cumin", "lard", ["rice"]],
        ["jelly", "Keep it cold.", 2, 20, 0.04, False, [], "thyme", "butter", [], "#ff0080"],
    ],
    title="Kitchen sink",
    description="Try every component there is.",
    article="[Components](../../docs/components.md) tells about each.",
)

if __name__ == "__main__":
    demo.launch()
