"""Source text, on both sides."""

import ast

import rpcface as gr


def tidy(source: str) -> str:
    """Writes Python anew, without comments and odd spacing."""
    try:
        return ast.unparse(ast.parse(source))
    except SyntaxError as error:
        raise gr.Error(f"That is no Python, in line {error.lineno}: {error.msg}.") from None


demo = gr.Interface(
    tidy,
    gr.Code(language="python"),
    gr.Code(language="python"),
    examples=[
        ["x=[ 1,2 ,3]   # three of them"],
        ["def half(n) :\n        return( n/2 )"],
        ["if(ready): go( )"],
    ],
)

if __name__ == "__main__":
    demo.launch()
