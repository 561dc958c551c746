"""rpcface puts a Python function behind gRPC, described so that anyone can draw it.

    import rpcface as rf
    rf.Interface(str.upper, "text", "text").launch()

Everything public is a name of this package. A name is imported when it is first used,
so that `import rpcface` loads nothing heavy.
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False  # typing's own takes longer to import than all the rest here

__version__ = "0.1.0"

_HOMES = {
    "rpcface.interface": ("Interface",),
    "rpcface.kinds": ("InterfaceKind",),
    "rpcface.component": ("Component", "IO", "Limits"),
    "rpcface.state": ("State",),
    "rpcface.executor": ("Executor", "ExecutorError", "Work"),
    "rpcface.flag_store": ("FlagRecord", "FlagStore"),
    "rpcface.flagging": ("Flagging",),
    "rpcface.hookspecs": ("hookimpl",),
    "rpcface.running": ("Running", "call", "progress"),
    "rpcface.progress_bars": ("Progress",),
    "rpcface.slots": ("skip",),
    "rpcface.changes": ("Change",),
    "rpcface.events": (
        "Alerted",
        "Bar",
        "Finished",
        "Level",
        "Progressed",
        "Queued",
        "Started",
        "Updated",
    ),
    "rpcface.components.checkbox": ("Checkbox",),
    "rpcface.components.checkboxgroup": ("CheckboxGroup",),
    "rpcface.components.code": ("Code",),
    "rpcface.components.colorpicker": ("ColorPicker",),
    "rpcface.components.datetime": ("DateTime",),
    "rpcface.components.dropdown": ("Dropdown",),
    "rpcface.components.file": ("File",),
    "rpcface.components.gallery": ("Gallery",),
    "rpcface.components.highlightedtext": ("HighlightedText",),
    "rpcface.components.html": ("HTML",),
    "rpcface.components.image": ("Image",),
    "rpcface.components.json": ("JSON",),
    "rpcface.components.label": ("Label",),
    "rpcface.components.markdown": ("Markdown",),
    "rpcface.components.number": ("Number",),
    "rpcface.components.radio": ("Radio",),
    "rpcface.components.slider": ("Slider",),
    "rpcface.components.textbox": ("Textbox",),
    "rpcface.media_types": ("DECODED", "Accept"),
    "rpcface.values": ("MISSING", "UNKNOWN", "DataType", "Media", "Tensor", "Value"),
    "rpcface.schemas": (
        "AnyShape",
        "BoolShape",
        "Choice",
        "ChoiceShape",
        "Field",
        "FloatShape",
        "IntShape",
        "ListShape",
        "MediaShape",
        "Schema",
        "StructShape",
        "TensorShape",
        "TextShape",
    ),
    "rpcface.errors": (
        "BlobDamaged",
        "BlobGone",
        "BlobOffsetBeyond",
        "Error",
        "FlagRefused",
        "FunctionFailed",
        "InputError",
        "InterfaceChanged",
        "InterfaceUnknown",
        "Invalid",
        "LimitExceeded",
        "OutputError",
        "PermissionDenied",
        "QueueFull",
        "RequestIdReused",
        "RequestMalformed",
        "RpcfaceError",
        "ShuttingDown",
        "StateRefused",
        "StatusCode",
        "Unauthenticated",
        "Violation",
        "WorkerLost",
    ),
    "rpcface.core.options": ("Options",),
    "rpcface.json_lines": ("JsonLines",),
    "rpcface.server": ("Server", "serve"),
    "rpcface.client": ("AsyncClient", "Client"),
}

_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = ["__version__", *sorted(_HOME)]


if TYPE_CHECKING:
    from rpcface.changes import Change as Change
    from rpcface.client import AsyncClient as AsyncClient
    from rpcface.client import Client as Client
    from rpcface.component import IO as IO
    from rpcface.component import Component as Component
    from rpcface.component import Limits as Limits
    from rpcface.components.checkbox import Checkbox as Checkbox
    from rpcface.components.checkboxgroup import CheckboxGroup as CheckboxGroup
    from rpcface.components.code import Code as Code
    from rpcface.components.colorpicker import ColorPicker as ColorPicker
    from rpcface.components.datetime import DateTime as DateTime
    from rpcface.components.dropdown import Dropdown as Dropdown
    from rpcface.components.file import File as File
    from rpcface.components.gallery import Gallery as Gallery
    from rpcface.components.highlightedtext import HighlightedText as HighlightedText
    from rpcface.components.html import HTML as HTML
    from rpcface.components.image import Image as Image
    from rpcface.components.json import JSON as JSON
    from rpcface.components.label import Label as Label
    from rpcface.components.markdown import Markdown as Markdown
    from rpcface.components.number import Number as Number
    from rpcface.components.radio import Radio as Radio
    from rpcface.components.slider import Slider as Slider
    from rpcface.components.textbox import Textbox as Textbox
    from rpcface.core.options import Options as Options
    from rpcface.errors import BlobDamaged as BlobDamaged
    from rpcface.errors import BlobGone as BlobGone
    from rpcface.errors import BlobOffsetBeyond as BlobOffsetBeyond
    from rpcface.errors import Error as Error
    from rpcface.errors import FlagRefused as FlagRefused
    from rpcface.errors import FunctionFailed as FunctionFailed
    from rpcface.errors import InputError as InputError
    from rpcface.errors import InterfaceChanged as InterfaceChanged
    from rpcface.errors import InterfaceUnknown as InterfaceUnknown
    from rpcface.errors import Invalid as Invalid
    from rpcface.errors import LimitExceeded as LimitExceeded
    from rpcface.errors import OutputError as OutputError
    from rpcface.errors import PermissionDenied as PermissionDenied
    from rpcface.errors import QueueFull as QueueFull
    from rpcface.errors import RequestIdReused as RequestIdReused
    from rpcface.errors import RequestMalformed as RequestMalformed
    from rpcface.errors import RpcfaceError as RpcfaceError
    from rpcface.errors import ShuttingDown as ShuttingDown
    from rpcface.errors import StateRefused as StateRefused
    from rpcface.errors import StatusCode as StatusCode
    from rpcface.errors import Unauthenticated as Unauthenticated
    from rpcface.errors import Violation as Violation
    from rpcface.errors import WorkerLost as WorkerLost
    from rpcface.events import Alerted as Alerted
    from rpcface.events import Bar as Bar
    from rpcface.events import Finished as Finished
    from rpcface.events import Level as Level
    from rpcface.events import Progressed as Progressed
    from rpcface.events import Queued as Queued
    from rpcface.events import Started as Started
    from rpcface.events import Updated as Updated
    from rpcface.executor import Executor as Executor
    from rpcface.executor import ExecutorError as ExecutorError
    from rpcface.executor import Work as Work
    from rpcface.flag_store import FlagRecord as FlagRecord
    from rpcface.flag_store import FlagStore as FlagStore
    from rpcface.flagging import Flagging as Flagging
    from rpcface.hookspecs import hookimpl as hookimpl
    from rpcface.interface import Interface as Interface
    from rpcface.json_lines import JsonLines as JsonLines
    from rpcface.kinds import InterfaceKind as InterfaceKind
    from rpcface.media_types import DECODED as DECODED
    from rpcface.media_types import Accept as Accept
    from rpcface.progress_bars import Progress as Progress
    from rpcface.running import Running as Running
    from rpcface.running import call as call
    from rpcface.running import progress as progress
    from rpcface.schemas import AnyShape as AnyShape
    from rpcface.schemas import BoolShape as BoolShape
    from rpcface.schemas import Choice as Choice
    from rpcface.schemas import ChoiceShape as ChoiceShape
    from rpcface.schemas import Field as Field
    from rpcface.schemas import FloatShape as FloatShape
    from rpcface.schemas import IntShape as IntShape
    from rpcface.schemas import ListShape as ListShape
    from rpcface.schemas import MediaShape as MediaShape
    from rpcface.schemas import Schema as Schema
    from rpcface.schemas import StructShape as StructShape
    from rpcface.schemas import TensorShape as TensorShape
    from rpcface.schemas import TextShape as TextShape
    from rpcface.server import Server as Server
    from rpcface.server import serve as serve
    from rpcface.slots import skip as skip
    from rpcface.state import State as State
    from rpcface.values import MISSING as MISSING
    from rpcface.values import UNKNOWN as UNKNOWN
    from rpcface.values import DataType as DataType
    from rpcface.values import Media as Media
    from rpcface.values import Tensor as Tensor
    from rpcface.values import Value as Value

else:

    def __getattr__(name: str) -> object:
        module = _HOME.get(name)
        if module is None:
            raise AttributeError(_no_such(name))
        value = getattr(importlib.import_module(module), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return __all__

    def _no_such(name: str) -> str:
        import difflib

        lower = {public.lower(): public for public in __all__}
        nearest = difflib.get_close_matches(name.lower(), lower, n=1)
        hint = f"; did you mean {lower[nearest[0]]!r}?" if nearest else ""
        return f"module 'rpcface' has no attribute {name!r}{hint}"
