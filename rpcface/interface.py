"""A function with its inputs and outputs: what is described, served and called."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, Self

from rpcface import flagging, given, slots
from rpcface.batching import gathered, shared_out
from rpcface.caching import Caching, caching
from rpcface.component import Accept
from rpcface.examples import read_examples
from rpcface.files import EVERYWHERE, CallIO
from rpcface.function import Function
from rpcface.given import Components, Executing
from rpcface.in_process import InProcess
from rpcface.kinds import InterfaceKind, kind_of
from rpcface.media_types import DECODED
from rpcface.natural import arguments, results
from rpcface.parameters import Signed, refuse_unknown
from rpcface.parts import replaced
from rpcface.stateful import Places
from rpcface.values import Media

if TYPE_CHECKING:
    from rpcface.core.options import Options
    from rpcface.server import Server


class Interface(metaclass=Signed):
    """A Python function, with a component for each thing that it takes and returns.

        rf.Interface(sepia, rf.Image(), "image").launch()

    fn: any callable: functions and generators, sync or async, methods, partials,
        builtins, callable objects. A generator's values are told as they come; a call
        that does not listen gets the last.
    inputs, outputs: components, or shortcuts such as "image" and "text". With both the
        interface is STANDARD; without inputs OUTPUT_ONLY; without outputs INPUT_ONLY,
        and what fn returns is dropped; with the very same objects on both sides, in
        the same order, UNIFIED: what comes back replaces what was entered. A `State`
        on each side does not count for that.
    examples: inputs to try: a list with a value each where there is one input; a list of
        rows, which are lists with a value for each input in order, None leaving one
        out; or the path of a folder, whose files are the one input's examples, or whose
        log.csv has, below a row of headings, the rows. Media are named by their paths.
    example_labels: a short name for each. examples_per_page: how many are shown at once.
    cache_examples: whether a server keeps the outputs of examples on its disk and answers
        with them: True or "eager": they are computed when it starts; "lazy": by the first
        call of each. A change to fn, to the components or to an example computes them anew.
    title, description, article: for people, to stand above, below the title and at
        the end; the latter two in Markdown.
    additional_inputs: inputs that are folded away until a person asks for them.
    api_name: its name on a server; None: fn's, or else the variable's.
    live: whether frontends call at each change of an input, rather than on request.
    concurrency_limit: how many calls of fn run at once; None: any number. "default":
        1 for a sync function, any number for an async one.
    concurrency_id: interfaces of the same id share one limit, the least of theirs, and one
        queue. max_queue_size: how many calls may wait; further ones are refused.
    merge_updates: whether outputs that a caller has not taken yet are merged into one
        update; else each is told, and fn waits for the caller.
    allowed_paths: folders that fn may return files from, besides the working directory
        and the temp directory.
    executor: what runs fn on a server: None for the event loop where it is async and a
        thread where it is not; "process" for processes of its own, which can be killed;
        or what a plugin brings.
    workers: how many processes an executor has; None: `concurrency_limit`, or else one
        for each processor. The concurrency limit is then as many by default.
    batch: whether fn takes several calls at once: for each input a list, and it returns a
        list for each output, all with a value for each call, in the same order. With one
        output that list will do by itself. concurrency_limit then counts batches.
    max_batch_size: how many calls a batch has at most. max_batch_delay: how many seconds
        the first waits for others when fn is free; with 0 those go together that came
        while fn was busy, or at the same moment.
    setup: called once before fn's first call, in each process that runs fn: what it
        returns is `rpcface.call().loaded` there, such as a model.
    flagging_mode: "manual": people flag calls for later review; "auto": the server records
        every call that succeeds; "never". None: RPCFACE_FLAGGING_MODE, or else "manual".
        Without outputs it is always "never".
    flagging_options: the flags that people choose from, such as ["wrong", "offensive"], or
        tuples of what they choose and what is recorded; None, []: one without a name.
    submit_btn, stop_btn, clear_btn, additional_inputs_accordion: what frontends write on
        these buttons, and above the inputs that are folded away; None: what they always do.

    TypeError, ValueError: something does not fit; the message names the parameter,
    what was wanted and what came.
    """

    def __new__(cls, /, *_: Any, **kwargs: Any) -> Self:
        refuse_unknown(cls, kwargs)
        return super().__new__(cls)

    def __init__(
        self,
        fn: Callable[..., Any],
        inputs: Components,
        outputs: Components,
        examples: str | os.PathLike[str] | Sequence[Any] | None = None,
        *,
        title: str | None = None,
        description: str | None = None,
        article: str | None = None,
        example_labels: Sequence[str] | None = None,
        examples_per_page: int = 10,
        cache_examples: bool | Caching = False,
        additional_inputs: Components = None,
        api_name: str | None = None,
        live: bool = False,
        concurrency_limit: int | Literal["default"] | None = "default",
        concurrency_id: str | None = None,
        max_queue_size: int = 1000,
        merge_updates: bool = True,
        allowed_paths: Sequence[str | os.PathLike[str]] = (),
        executor: Executing = None,
        workers: int | None = None,
        setup: Callable[[], Any] | None = None,
        flagging_mode: Literal["manual", "auto", "never"] | None = None,
        flagging_options: Sequence[str | tuple[str, str]] | None = None,
        batch: bool = False,
        max_batch_size: int = given.MAX_BATCH_SIZE,
        max_batch_delay: float = given.MAX_BATCH_DELAY,
        submit_btn: str | None = None,
        stop_btn: str | None = None,
        clear_btn: str | None = None,
        additional_inputs_accordion: str | None = None,
    ) -> None:
        self.title = given.text("title", title)
        self.description = given.text("description", description)
        self.article = given.text("article", article)
        taken = given.components("inputs", inputs)
        extra = given.components("additional_inputs", additional_inputs)
        places = Places(taken, given.components("outputs", outputs), extra)
        self.kind = kind_of(places.inputs, places.outputs, places.additional)
        self.function = Function(fn, len(taken) + len(extra))
        self.batching = given.batching(
            batch, max_batch_size, max_batch_delay, self.function, len(taken) + len(extra)
        )
        self.api_name = given.api_name(api_name)
        self.live = bool(live)
        self.labels = {
            "submit_label": given.text("submit_btn", submit_btn),
            "stop_label": given.text("stop_btn", stop_btn),
            "clear_label": given.text("clear_btn", clear_btn),
            "additional_label": given.text(
                "additional_inputs_accordion", additional_inputs_accordion
            ),
        }
        self.flagging = flagging.given(flagging_mode, flagging_options, self.kind)
        self.executor = given.executor(executor)
        limit = given.limit(concurrency_limit, self.function, self.batching)
        self.workers = given.workers(workers, concurrency_limit, self.executor)
        is_told = self.executor is None or concurrency_limit != "default"
        self.concurrency_limit = limit if is_told else self.workers
        if setup is not None and not callable(setup):
            raise TypeError(f"setup: wanted a callable; came {setup!r}")
        self.setup = setup
        self._here = InProcess(self.function, setup)
        self.concurrency_id = concurrency_id
        self.max_queue_size = given.count("max_queue_size", max_queue_size)
        self.merge_updates = bool(merge_updates)
        self.allowed_paths = given.paths(allowed_paths)
        self.examples_per_page = given.count("examples_per_page", examples_per_page)
        with CallIO(allowed_paths=EVERYWHERE) as io:
            arguments = places.without_state(self.function.arguments)
            self.inputs = slots.input_slots(
                places.inputs, places.additional, arguments, io, places.taken
            )
            self.outputs = (
                slots.unified_slots(self.inputs[: len(places.inputs)])
                if self.kind is InterfaceKind.UNIFIED
                else slots.output_slots(places.outputs, io, places.returned)
            )
            self.examples = read_examples(examples, example_labels, self.inputs, io)
        self.state = places.stateful(self.function.arguments)
        self.returns = self.outputs if self.state is None else self.state.returns(self.outputs)
        self.cache_examples = caching(
            cache_examples,
            self.examples,
            self.inputs,
            self.outputs,
            is_stateful=self.state is not None,
        )

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Calls the function in this process as a client would: through validation,
        with the same values in and out. Inputs are given in order or by name; what
        comes back is one output as itself, several as a tuple with names. Where it keeps
        a state, each call is a conversation of its own.

        InputError, OutputError: as a client gets them. What the function raises comes
        as it is. RuntimeError: fn is async and an event loop runs in this thread.
        """
        fields = [slot.field for slot in self.inputs]
        values = {
            name: replaced(value, Media.loaded)
            for name, value in arguments(fields, args, kwargs).items()
        }
        with CallIO(allowed_paths=self.allowed_paths, inputs=values) as io:
            taken = slots.decode(self.inputs, values, io)
            if self.state is not None:
                self.state.start(taken)
            result = self._alone(taken) if self.batching else self._run(taken)
            outputs = slots.encode(self.returns, result, Accept((DECODED,)), io)
            if self.state is not None:
                self.state.end(outputs)
        return results([slot.field for slot in self.outputs], outputs)

    def _run(self, args: Sequence[Any]) -> Any:
        return self._here(args, partial(slots.over, self.returns))

    def _alone(self, args: Sequence[Any]) -> Any:
        """Runs a batch of one call."""
        (result,) = shared_out(self.returns, self._run(gathered([args])), 1)
        if isinstance(result, BaseException):
            raise result
        return result

    def launch(
        self,
        *,
        host: str | None = None,
        port: int | None = None,
        web_port: int | Literal[False] | None = None,
        theme: str | os.PathLike[str] | None = None,
        favicon: str | os.PathLike[str] | None = None,
        block: bool | None = None,
        options: Options | None = None,
    ) -> Server:
        """Serves this interface; see `rpcface.serve`, which takes several."""
        from rpcface.server import serve

        return serve(
            self,
            host=host,
            port=port,
            web_port=web_port,
            theme=theme,
            favicon=favicon,
            block=block,
            options=options,
        )

    def __repr__(self) -> str:
        name = self.api_name or self.function.name or "interface"
        return f"<Interface {name} {self.kind.name}>"
