"""Several inputs and several outputs."""

import rpcface as gr


def greet(name: str, is_weekend: bool, celsius: float) -> tuple[str, float]:
    """Welcomes somebody, and tells how warm it is in Fahrenheit."""
    wish = "Sleep in" if is_weekend else "Off to work"
    return f"{wish}, {name}: {celsius:g} degrees outside.", round(celsius * 1.8 + 32, 1)


demo = gr.Interface(
    fn=greet,
    inputs=["text", "checkbox", gr.Slider(-30, 45)],
    outputs=["text", "number"],
)

if __name__ == "__main__":
    demo.launch()
