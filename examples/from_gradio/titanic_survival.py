"""Choices by their index in, a label with confidences out."""

import math

import rpcface as gr

# A rule of thumb for this example, and no model.
BY_CLASS = (1.2, 0.1, -0.9)
BY_PORT = (-0.1, 0.3, 0.0)


def survival(
    passenger_class: int,
    is_male: bool,
    age: float,
    company: list[str],
    fare: float,
    port: int,
) -> dict[str, float]:
    """Tells how likely each end was."""
    score = BY_CLASS[passenger_class] + BY_PORT[port] + 0.1 * math.log1p(fare)
    score += -1.3 if is_male else 1.3
    score += 0.8 * (age < 12) - 0.3 * ("Child" in company)
    survives = 1 / (1 + math.exp(-score))
    return {"Perishes": 1 - survives, "Survives": survives}


demo = gr.Interface(
    survival,
    [
        gr.Dropdown(["first", "second", "third"], type="index"),
        "checkbox",
        gr.Slider(0, 80, value=30),
        gr.CheckboxGroup(["Sibling", "Child"], label="In company of"),
        gr.Number(value=15),
        gr.Radio(["Southampton", "Cherbourg", "Queenstown"], type="index"),
    ],
    "label",
    examples=[
        ["first", False, 22, ["Sibling"], 80, "Cherbourg"],
        ["third", True, 40, [], 8, "Southampton"],
        ["second", True, 6, ["Sibling", "Child"], 20, "Queenstown"],
    ],
)

if __name__ == "__main__":
    demo.launch()
