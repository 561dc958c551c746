"""Rules that every call is held to: the components' own, and one of the function."""

import rpcface as gr


def book(guests: int, town: str) -> str:
    """Books a table, but none in Atlantis."""
    if town.strip().lower() == "atlantis":
        raise gr.Error("Atlantis can be reached by boat alone; choose another town.")
    return f"A table for {guests} in {town.strip().title()}."


demo = gr.Interface(
    book,
    [
        gr.Number(label="Guests", minimum=1, maximum=12, precision=0),
        gr.Textbox(label="Town", max_lines=3, max_length=40, placeholder="Where?"),
    ],
    gr.Textbox(label="Booked"),
)

if __name__ == "__main__":
    demo.launch()
