from __future__ import annotations

import json
import logging
import sys

import rpcface as rf


def line(record: logging.LogRecord) -> dict[str, object]:
    text = rf.JsonLines().format(record)
    assert "\n" not in text
    return json.loads(text)


def made(message, *args, exc_info=None, **extra):
    logger = logging.getLogger("a.b")
    return logger.makeRecord(
        "a.b", logging.WARNING, "file.py", 1, message, args, exc_info, extra=extra
    )


def test_a_record_is_an_object_on_one_line():
    record = made("two\nlines of %s", "text")
    record.created = 0.25

    assert line(record) == {
        "time": "1970-01-01T00:00:00.250Z",
        "level": "WARNING",
        "logger": "a.b",
        "message": "two\nlines of text",
    }


def test_an_exception_comes_with_its_traceback():
    try:
        raise LookupError("gone")
    except LookupError:
        found = line(made("failed", exc_info=sys.exc_info()))

    assert found["message"] == "failed"
    assert str(found["exception"]).startswith("Traceback")
    assert str(found["exception"]).endswith("LookupError: gone")


def test_the_fields_of_a_call_stand_in_place_of_its_text():
    found = line(made("Predict OK", rpcface_call={"rpc": "Predict", "seconds": 0.5}))

    assert (found["rpc"], found["seconds"]) == ("Predict", 0.5)
    assert "message" not in found
