from __future__ import annotations

import pathlib

import pytest

import rpcface as rf

MISSING = rf.MISSING


def same(x):
    return x


def names(slots):
    return [slot.field.name for slot in slots]


def default(fn, component):
    return rf.Interface(fn, component, None).inputs[0].field.default


def test_inputs_are_named_after_parameters_and_outputs_after_their_place():
    def fn(image, /, size, *, mode):
        return image, size, mode

    demo = rf.Interface(fn, ["text", "number"], ["text", "text"], additional_inputs="text")

    assert names(demo.inputs) == ["image", "size", "mode"]
    assert names(demo.outputs) == ["output_0", "output_1"]
    assert [slot.field.additional for slot in demo.inputs] == [False, False, True]


def test_one_output_has_no_number_and_builtins_have_numbered_inputs():
    demo = rf.Interface("{} {}".format, ["text", "text"], "text")

    assert names(demo.inputs) == ["input_0", "input_1"]
    assert names(demo.outputs) == ["output"]


def test_a_component_can_bring_its_own_name():
    demo = rf.Interface(same, rf.Textbox(name="question"), rf.Textbox(name="answer"))

    assert names(demo.inputs) == ["question"]
    assert names(demo.outputs) == ["answer"]
    assert demo(question="why") == "why"


@pytest.mark.parametrize("name", ["", "1a", "a b", "a-b", "__a", "a" * 65, "a.b"])
def test_a_name_is_an_identifier_of_at_most_64_characters(name):
    for inputs, outputs, place in (
        ("text", rf.Textbox(name=name), "outputs"),
        (rf.Textbox(name=name), "text", "inputs"),
    ):
        with pytest.raises(ValueError, match=rf"^{place}\[0\]: wanted a name that is a Python"):
            rf.Interface(same, inputs, outputs)


@pytest.mark.parametrize("name", ["a", "_a", "é", "a" * 64, "class"])
def test_any_identifier_is_a_name(name):
    assert names(rf.Interface(same, rf.Textbox(name=name), None).inputs) == [name]


def test_a_name_stands_once_a_side():
    with pytest.raises(ValueError, match=r"^inputs\[1\]: the name 'x' stands at inputs\[0\] too"):
        rf.Interface(lambda x, y: None, ["text", rf.Textbox(name="x")], None)
    with pytest.raises(ValueError, match=r"^outputs\[1\]: the name 'output_0' stands at outputs\["):
        rf.Interface(same, "text", ["text", rf.Textbox(name="output_0")])
    assert rf.Interface(same, "text", rf.Textbox(name="x")).outputs[0].field.name == "x"


def test_unified_outputs_carry_the_inputs_names_and_defaults():
    boxes = [rf.Textbox(value="a"), rf.Number(name="n")]
    demo = rf.Interface(lambda text, count, extra: None, boxes, boxes, additional_inputs="text")

    assert names(demo.outputs) == ["text", "n"]
    assert [slot.field.default for slot in demo.outputs] == ["a", MISSING]
    assert [slot.field.schema.nullable for slot in demo.outputs] == [True, True]
    assert [slot.field.schema.nullable for slot in demo.inputs] == [False, False, False]


@pytest.mark.parametrize(
    ("fn", "component", "expected"),
    [
        (lambda x: x, rf.Textbox(), MISSING),
        (lambda x="p": x, rf.Textbox(), "p"),
        (lambda x="p": x, rf.Textbox(value="c"), "c"),
        (lambda x: x, rf.Slider(2, 5), 2),
        (lambda x=3: x, rf.Slider(2, 5), 3),
        (lambda x=3: x, rf.Slider(2, 5, 4), 4),
        (lambda x: x, rf.Checkbox(), False),
        (lambda x=True: x, rf.Checkbox(), True),
        (lambda x=True: x, rf.Checkbox(value=False), False),
        (lambda x=0: x, rf.Number(), 0),
        (lambda x=(): x, rf.JSON(), []),
        (lambda x: x, rf.JSON(), MISSING),
        (lambda x="cat": x, rf.Label(), {"label": "cat", "confidences": []}),
        (str.upper, rf.Textbox(), MISSING),
    ],
)
def test_the_default_is_the_components_or_the_parameters_or_the_implicit_one(
    fn, component, expected
):
    found = default(fn, component)

    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("component", [rf.Textbox(), rf.Slider(), rf.Checkbox(), rf.Number()])
def test_a_python_default_of_none_makes_the_input_nullable(component):
    demo = rf.Interface(lambda x=None: x is None, component, "checkbox")

    assert demo.inputs[0].field.default is None
    assert demo.inputs[0].field.schema.nullable
    assert demo() is demo(None) is True


def test_without_a_default_of_none_null_is_refused():
    with pytest.raises(rf.InputError, match=r"^inputs\.x: wanted text; came null$"):
        rf.Interface(same, "text", "text")(None)


@pytest.mark.parametrize(
    ("fn", "component", "message"),
    [
        (
            lambda x=7: x,
            rf.Slider(0, 5),
            r"default 7 does not fit its Slider\(0, 5\): wanted a number",
        ),
        (same, rf.Textbox(max_length=1, value="ab"), "default 'ab' does not fit its Textbox"),
        (lambda x="no": x, rf.Checkbox(), "default 'no' does not fit its Checkbox"),
        (same, rf.JSON(value={1}), r"default \{1\} does not fit its JSON"),
    ],
)
def test_a_default_that_breaks_its_schema_is_an_error_when_built(fn, component, message):
    with pytest.raises(ValueError, match=rf"^inputs\[0\] \(x\): the {message}"):
        rf.Interface(fn, component, None)


def test_an_additional_inputs_default_is_checked_at_its_own_place():
    with pytest.raises(ValueError, match=r"^additional_inputs\[0\] \(y\): the default 9 does not"):
        rf.Interface(lambda x, y=9: x, "text", None, additional_inputs=rf.Slider(0, 5))


def test_labels_and_help_are_told_as_given():
    field = rf.Interface(same, rf.Textbox(label="Name", info="Yours."), None).inputs[0].field

    assert (field.label, field.help) == ("Name", "Yours.")


@pytest.mark.parametrize(
    ("shortcut", "component"),
    [
        ("text", rf.Textbox),
        ("number", rf.Number),
        ("slider", rf.Slider),
        ("checkbox", rf.Checkbox),
        ("json", rf.JSON),
        ("label", rf.Label),
        ("image", rf.Image),
        ("gallery", rf.Gallery),
    ],
)
def test_a_shortcut_makes_the_component_of_that_name(shortcut, component):
    assert type(rf.Interface(same, shortcut, None).inputs[0].component) is component


def test_an_unknown_shortcut_suggests_the_nearest():
    with pytest.raises(
        ValueError,
        match=r"^outputs\[1\]: no component is called 'chekbox'; did you mean 'checkbox'",
    ):
        rf.Interface(same, "text", ["text", "chekbox"])


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (rf.Textbox, "inputs: wanted a component; came the class Textbox. Call it"),
        (["text", rf.Slider], "inputs[1]: wanted a component; came the class Slider. Call it"),
    ],
)
def test_a_class_is_no_component(inputs, message):
    with pytest.raises(TypeError) as raised:
        rf.Interface(lambda x, y: None, inputs, None)

    assert str(raised.value) == message


@pytest.mark.parametrize("given", [3, {"x": "text"}, {"text"}, int, b"text", iter(["text"])])
def test_what_is_no_component_list_or_shortcut_is_refused(given):
    for parameter in ("inputs", "outputs", "additional_inputs"):
        options = {"inputs": "text", "outputs": "text", parameter: given}
        with pytest.raises(TypeError, match=f"^{parameter}: wanted a component"):
            rf.Interface(lambda x, y: None, **options)


@pytest.mark.parametrize("given", [None, 3, ["text"], int])
def test_what_stands_in_a_list_is_a_component_or_a_shortcut(given):
    with pytest.raises(TypeError, match=r"^inputs\[0\]: wanted a component or a shortcut"):
        rf.Interface(same, [given], None)


@pytest.mark.parametrize("parameter", ["title", "description", "article"])
def test_words_for_people_are_a_str(parameter):
    assert getattr(rf.Interface(same, "text", None), parameter) == ""
    assert getattr(rf.Interface(same, "text", None, **{parameter: "Hi"}), parameter) == "Hi"
    with pytest.raises(TypeError, match=rf"^{parameter}: wanted a str; came 3$"):
        rf.Interface(same, "text", None, **{parameter: 3})


@pytest.mark.parametrize("name", ["a", "A9_z", "a" * 64])
def test_an_api_name_is_ascii_letters_digits_and_underscores(name):
    assert rf.Interface(same, "text", None, api_name=name).api_name == name


@pytest.mark.parametrize("name", ["", "_a", "9a", "a-b", "é", "a" * 65, "a.b", 3, ["a"]])
def test_another_api_name_is_refused(name):
    with pytest.raises(ValueError, match=r"^api_name: wanted an ASCII letter, then .*; came ") as e:
        rf.Interface(same, "text", None, api_name=name)

    assert str(e.value).endswith(repr(name))


async def waiting(x):
    return x


async def giving(x):
    yield x


@pytest.mark.parametrize(
    ("fn", "given", "expected"),
    [
        (same, "default", 1),
        (waiting, "default", None),
        (giving, "default", None),
        (same, None, None),
        (same, 5, 5),
        (waiting, 1, 1),
    ],
)
def test_one_call_of_a_sync_function_runs_at_once_unless_told(fn, given, expected):
    assert rf.Interface(fn, "text", None, concurrency_limit=given).concurrency_limit == expected


@pytest.mark.parametrize("given", [0, -1, True, "x", 1.0, [1]])
def test_another_concurrency_limit_is_refused(given):
    with pytest.raises(ValueError, match=r"^concurrency_limit: wanted an int from 1 on, None or"):
        rf.Interface(same, "text", None, concurrency_limit=given)


def test_allowed_paths_are_a_list_of_paths():
    demo = rf.Interface(same, "text", None, allowed_paths=["/a", pathlib.Path("/b")])

    assert demo.allowed_paths == ("/a", "/b")


@pytest.mark.parametrize("given", ["/a", pathlib.Path("/a"), 3, None, {"/a"}])
def test_one_path_alone_is_refused(given):
    with pytest.raises(TypeError, match=r"^allowed_paths: wanted a list of paths; came "):
        rf.Interface(same, "text", None, allowed_paths=given)


def test_what_is_no_path_is_refused_at_its_place():
    with pytest.raises(TypeError, match=r"^allowed_paths\[1\]: wanted a path; came 3$"):
        rf.Interface(same, "text", None, allowed_paths=["/a", 3])


def test_an_interface_shows_its_name_and_kind():
    assert repr(rf.Interface(same, "text", None)) == "<Interface same INPUT_ONLY>"
    assert repr(rf.Interface(same, "text", "text", api_name="x")) == "<Interface x STANDARD>"
    assert repr(rf.Interface(lambda: 1, None, "text")) == "<Interface interface OUTPUT_ONLY>"


def test_an_outputs_value_is_what_is_shown_at_first() -> None:
    demo = rf.Interface(str.upper, "text", rf.Textbox(value="nothing yet"))
    assert demo.outputs[0].field.default == "nothing yet"
    slider = rf.Interface(float, "number", rf.Slider(1, 5))
    assert slider.outputs[0].field.default is rf.MISSING


def test_an_outputs_value_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"outputs\[0\].*from 1 to 5"):
        rf.Interface(float, "number", rf.Slider(1, 5, 9))
