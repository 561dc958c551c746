"""`examples=`: the forms that it takes, and what is wrong with others."""

from __future__ import annotations

import numpy as np
import PIL.Image
import pytest

import rpcface as rf


def two(text, count: int = 2):
    return text * count


def given(examples, inputs=("text", "number"), fn=two, **options):
    demo = rf.Interface(fn, list(inputs), "text", examples=examples, **options)
    return [dict(example.inputs) for example in demo.examples]


def alone(examples, component):
    return given(examples, [component], fn=lambda x: "")


@pytest.fixture
def photo(tmp_path):
    PIL.Image.new("RGB", (4, 3), "teal").save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


@pytest.fixture
def folder(tmp_path):
    """A folder of examples, and what writes its table."""
    path = tmp_path / "tries"
    path.mkdir()

    def write(table=None, **files):
        for name, color in files.items():
            PIL.Image.new("RGB", (4, 3), color).save(path / f"{name}.png")
        if table is not None:
            (path / "log.csv").write_text(table, "utf-8")
        return path

    return write


def test_a_flat_list_is_the_values_of_one_input():
    assert alone(["a", "b"], "text") == [{"x": "a"}, {"x": "b"}]


def test_the_rows_of_one_input_have_one_value():
    assert alone([["a"], ["b"]], "text") == [{"x": "a"}, {"x": "b"}]


def test_rows_give_a_value_to_each_input_in_order():
    assert given([["a", 3], ("b", 4)]) == [{"text": "a", "count": 3}, {"text": "b", "count": 4}]


def test_none_and_the_end_of_a_row_leave_inputs_out():
    assert given([["a", None], ["b"], [None, 3], []]) == [
        {"text": "a"},
        {"text": "b"},
        {"count": 3},
        {},
    ]


def test_rows_reach_the_additional_inputs_too():
    demo = rf.Interface(two, "text", "text", additional_inputs="number", examples=[["a", 3]])

    assert demo.examples[0].inputs == {"text": "a", "count": 3}


def test_a_tuple_is_one_value_of_one_input():
    rows = alone([(255, 0, 0), "blue"], rf.ColorPicker())

    assert rows == [{"x": "#ff0000"}, {"x": "#0000ff"}]


def test_labels_stand_beside_the_examples():
    demo = rf.Interface(two, ["text", "number"], "text", examples=[["a"]], example_labels=["A"])

    assert [example.label for example in demo.examples] == ["A"]


def test_examples_without_labels_have_empty_ones():
    demo = rf.Interface(two, ["text", "number"], "text", examples=[["a"]])

    assert [example.label for example in demo.examples] == [""]


def test_a_path_stands_for_the_medium(photo):
    (row,) = alone([photo], "image")

    assert row["x"].media_type == "image/png"
    assert row["x"].filename == "photo.png"
    assert bytes(row["x"]) == photo.read_bytes()


def test_an_array_stands_for_the_medium():
    (row,) = alone([np.zeros((3, 4, 3), np.uint8)], "image")

    assert row["x"].media_type == "image/png"


def test_the_files_of_a_folder_are_the_examples_of_one_input(folder):
    path = folder(b="red", a="blue")
    (path / ".hidden").write_text("no")
    (path / "deeper").mkdir()

    rows = alone(path, "image")

    assert [row["x"].filename for row in rows] == ["a.png", "b.png"]


def test_the_table_of_a_folder_has_the_rows(folder):
    path = folder("picture,count,more\na.png,3,x\na.png,,\n", a="blue")

    first, second = given(str(path), ["image", "number"], fn=lambda picture, count=1: "")

    assert first["picture"].filename == "a.png"
    assert first["count"] == 3
    assert list(second) == ["picture"]


def test_the_words_of_a_table_are_read_as_the_inputs_want_them(folder):
    table = 'a,b,c,d\ntrue,"[""x"", ""y""]",Two,"a, b"\n'
    inputs = ["checkbox", rf.CheckboxGroup(["x", "y"]), rf.Radio([("Two", 2)]), "text"]

    (row,) = given(folder(table), inputs, fn=lambda a, b, c, d: "")

    assert row == {"a": True, "b": ["x", "y"], "c": 2, "d": "a, b"}


@pytest.mark.parametrize(
    ("examples", "error", "message"),
    [
        ([["a", 1, 2]], ValueError, r"examples\[0\]: wanted at most 2 values \(text, count\)"),
        (["a"], TypeError, r"examples\[0\]: wanted a list with a value for each of text, count"),
        ([["a"], ["b", "c"]], ValueError, r"examples\[1\] \(count\): wanted a number; came str"),
        (7, TypeError, "examples: wanted a list of rows, or the path of a folder; came 7"),
        ("nowhere", ValueError, "examples: .* folder; there is none at 'nowhere'"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(examples, error, message):
    with pytest.raises(error, match=message):
        given(examples)


def test_a_list_for_one_input_that_takes_lists_is_a_row():
    with pytest.raises(ValueError, match=r"examples\[0\]: wanted at most 1 values \(x\)"):
        alone([["a", "b"]], rf.CheckboxGroup(["a", "b"]))
    assert alone([[["a", "b"]]], rf.CheckboxGroup(["a", "b"])) == [{"x": ["a", "b"]}]


@pytest.mark.parametrize(
    ("labels", "error", "message"),
    [
        (["A", "B"], ValueError, "example_labels: wanted 1, one an example; came 2"),
        ("A", TypeError, "example_labels: wanted a list of str; came 'A'"),
        ([1], TypeError, "example_labels: wanted a list of str"),
        (["\udc80"], TypeError, "example_labels: wanted a list of str"),
    ],
)
def test_labels_that_do_not_fit_are_told(labels, error, message):
    with pytest.raises(error, match=message):
        given([["a"]], example_labels=labels)


def test_labels_without_examples_are_told():
    with pytest.raises(ValueError, match="example_labels: it goes with examples="):
        given(None, example_labels=["A"])


@pytest.mark.parametrize("count", [0, -1, 2.0, True, "3", None])
def test_the_examples_on_a_page_are_a_whole_number(count):
    with pytest.raises(ValueError, match="examples_per_page: wanted an int from 1 on"):
        given([["a"]], examples_per_page=count)


def test_an_interface_without_inputs_has_no_examples():
    with pytest.raises(ValueError, match="examples: the interface has no inputs"):
        rf.Interface(lambda: "", None, "text", examples=[["a"]])


def test_a_folder_for_several_inputs_needs_a_table(folder):
    with pytest.raises(ValueError, match=r"wanted a log.csv in the folder .*tries"):
        given(folder(a="red"), ["image", "number"], fn=lambda a, b: "")


def test_a_table_that_is_none_is_told(folder):
    path = folder("a\n1\n")
    (path / "log.csv").write_bytes(b"a\n\xff\n")

    with pytest.raises(ValueError, match=r"examples: .*log.csv' is no CSV in UTF-8"):
        alone(path, "text")


def test_a_word_of_a_table_that_does_not_fit_is_told(folder):
    with pytest.raises(ValueError, match=r"examples\[0\] \(x\): wanted a number; came 'many'"):
        alone(folder("x\nmany\n"), "number")


def test_a_file_that_there_is_not_is_told(folder):
    with pytest.raises(ValueError, match=r"examples\[0\] \(x\): .*b\.png"):
        alone(folder("x\nb.png\n", a="red"), "image")


def test_examples_may_stand_fourth():
    demo = rf.Interface(two, ["text", "number"], "text", [["a", 3]])

    assert len(demo.examples) == 1
