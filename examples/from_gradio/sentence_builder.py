"""One input of nearly every kind that one can choose from."""

import rpcface as gr


def sentence_builder(
    quantity: float,
    bird: str,
    lands: list[str],
    place: str,
    doings: list[str],
    at_dawn: bool,
) -> str:
    """Makes a sentence of what was chosen."""
    home = f" from {' and '.join(lands)}" if lands else ""
    moment = "dawn" if at_dawn else "dusk"
    return f"At {moment} {quantity:g} {bird}s{home} {' and '.join(doings)} by the {place}."


demo = gr.Interface(
    sentence_builder,
    [
        gr.Slider(2, 20, value=4, label="How many", info="From 2 to 20"),
        gr.Dropdown(["crane", "gull", "swan"], label="Bird", info="Which birds are they?"),
        gr.CheckboxGroup(["Norway", "Kenya", "Peru"], label="Lands", info="Where they came from"),
        gr.Radio(["lake", "harbour", "mill"], label="Place", info="Where they were seen"),
        gr.Dropdown(
            ["danced", "slept", "ate", "sang"],
            value=["slept", "sang"],
            multiselect=True,
            label="Doings",
            info="What they did there",
        ),
        gr.Checkbox(label="Dawn", info="Was it in the morning?"),
    ],
    "text",
    examples=[
        [2, "crane", ["Norway", "Peru"], "lake", ["danced", "ate"], True],
        [7, "gull", ["Kenya"], "harbour", ["ate"], False],
        [12, "swan", [], "mill", ["slept"], False],
    ],
)

if __name__ == "__main__":
    demo.launch()
