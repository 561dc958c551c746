"""The built-in components: one plugin, found by the same entry point as strangers'."""

from __future__ import annotations

from collections.abc import Sequence

from rpcface.component import Component
from rpcface.hookspecs import hookimpl


@hookimpl
def rpcface_components() -> Sequence[type[Component]]:
    from rpcface.components.checkbox import Checkbox
    from rpcface.components.checkboxgroup import CheckboxGroup
    from rpcface.components.code import Code
    from rpcface.components.colorpicker import ColorPicker
    from rpcface.components.datetime import DateTime
    from rpcface.components.dropdown import Dropdown
    from rpcface.components.file import File
    from rpcface.components.gallery import Gallery
    from rpcface.components.highlightedtext import HighlightedText
    from rpcface.components.html import HTML
    from rpcface.components.image import Image
    from rpcface.components.json import JSON
    from rpcface.components.label import Label
    from rpcface.components.markdown import Markdown
    from rpcface.components.number import Number
    from rpcface.components.radio import Radio
    from rpcface.components.slider import Slider
    from rpcface.components.textbox import Textbox

    return [
        Textbox,
        Number,
        Slider,
        Checkbox,
        CheckboxGroup,
        Radio,
        Dropdown,
        ColorPicker,
        DateTime,
        Image,
        Gallery,
        File,
        JSON,
        Label,
        HighlightedText,
        Code,
        Markdown,
        HTML,
    ]
