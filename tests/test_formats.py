from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.schemas.formats import FORMATS

NO_ADDRESSES = (
    "|@|a@|@b|a|a@b@c|a b@c|a@b c|a@b.|a@.b|a@-b|a@b-|a@b_c|a@b..c|ä@b|a@ä.de"
    '|"a"@b|a@[127.0.0.1]|a,b@c|a@b,c'
)
TEXT = st.text(alphabet=st.characters(codec="utf-8"))


def fits(name, text):
    """Whether the schema of a format takes a text."""
    try:
        return rf.TextShape(format=name).check(text) == text
    except rf.Invalid:
        return False


@given(st.emails(domains=st.sampled_from(["a.de", "x-1.example.org", "LOCALHOST", "a" * 63])))
def test_an_address_as_mail_programs_write_it_fits(address):
    if not address.isascii() or '"' in address:
        return
    assert fits("email", address)


@pytest.mark.parametrize(
    "address",
    ["a@b", "a.b+c@d.e", "!#$%&'*+/=?^_`{|}~-@x", "a@b-c.d", "A@B.C", "a..b@c", ".a@b", "1@2.3"],
)
def test_an_address_as_html_has_it_fits(address):
    assert fits("email", address)


@pytest.mark.parametrize(
    "address",
    [*NO_ADDRESSES.split("|"), "a@b\n", "a@" + "b" * 64, "a@" + "b." * 200 + "c", "a" * 321],
)
def test_what_html_takes_for_no_address_does_not_fit(address):
    assert not fits("email", address)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("email", "a@" + "b." * 10_000_000),
        ("email", "a" * 10_000_000),
        ("email", "a@" + ("b" * 63 + ".") * 100_000),
        ("date-time", "now" + " " * 10_000_000),
        ("date-time", "2026-11-24T16:30:00." + "0" * 10_000_000),
        ("date", "0" * 10_000_000),
        ("color", "#" + "0" * 10_000_000),
    ],
    ids=lambda text: text[:9],
)
def test_a_text_of_millions_of_characters_is_refused_at_once(name, text):
    started = time.perf_counter()

    assert not fits(name, text)
    assert time.perf_counter() - started < 1


@given(TEXT)
def test_a_text_that_happens_to_come_fits_only_where_it_is_read(text):
    assert fits("color", text) == (text.startswith("#") and len(text) == 7 and _is_hex(text[1:]))
    assert not fits("date", text) or text == "now" or len(text) == 10


def _is_hex(text):
    return all(one in "0123456789abcdefABCDEF" for one in text)


@given(st.dates())
def test_a_date_fits_as_a_date_and_with_a_time_as_both(date):
    if date.year > 1:
        assert fits("date", date.isoformat())
        assert not fits("date", f"{date}T00:00:00Z")
        assert fits("date-time", f"{date}T00:00:00Z")
        assert not fits("date-time", date.isoformat())


@pytest.mark.parametrize("name", ["date", "date-time"])
def test_now_fits_where_a_time_does(name):
    for text in ("now", "now - 5m", "now-1d"):
        assert fits(name, text)
    for text in ("now + 5m", "Now", "today", "now - 999999999d"):
        assert not fits(name, text)


@pytest.mark.parametrize("name", ["", "password", "uri", "klingon"])
@given(text=TEXT)
def test_a_text_of_another_format_is_any(name, text):
    assert rf.TextShape(format=name).check(text) == text


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_format_has_no_lone_surrogate(name):
    with pytest.raises(rf.Invalid):
        rf.TextShape(format=name).check("\ud800")


def test_a_format_and_a_length_are_told_together():
    shape = rf.TextShape(max_length=30, format="email")

    assert shape.wanted() == "an e-mail address of at most 30 characters"
    with pytest.raises(rf.Invalid, match="came text of 31 characters"):
        shape.check("a@" + "b" * 29)


@pytest.mark.parametrize(
    ("came", "told"),
    [
        (271_828, "a number"),
        (2.71828, "a number"),
        (True, "true or false"),
        (["secret"], "a list"),
        ({"secret": "secret"}, "a struct"),
        (rf.Media("text/secret", b"secret", "secret"), "a file"),
        (rf.Tensor(rf.DataType.UINT8, (6,), b"secret"), "a tensor"),
        (None, "null"),
        (rf.UNKNOWN, "a value of a kind that this program is too old for"),
    ],
)
def test_of_what_came_for_a_password_only_the_kind_is_told(came, told):
    with pytest.raises(rf.Invalid) as fault:
        rf.TextShape(format="password").check(came)

    assert fault.value.came == told
