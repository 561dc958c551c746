from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.media_types import essence, matches

NAMES = st.sampled_from(["image/png", "image/jpeg", "audio/wav", "text/csv", "application/json"])


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("image/png", "image/png"),
        ("Image/PNG", "image/png"),
        ("audio/L16; rate=48000; channels=1", "audio/l16"),
        (" text/plain ;charset=utf-8", "text/plain"),
        ("", ""),
    ],
)
def test_the_essence_has_no_parameters_and_no_capitals(media_type, expected):
    assert essence(media_type) == expected


@pytest.mark.parametrize(
    ("media_type", "wanted"),
    [
        ("image/png", ["image/png"]),
        ("image/png", ["image/jpeg", "image/*"]),
        ("image/png", ["*/*"]),
        ("IMAGE/png;q=1", ["image/PNG; x=2"]),
    ],
)
def test_a_media_type_matches_itself_and_wildcards(media_type, wanted):
    assert matches(media_type, wanted)


@pytest.mark.parametrize(
    ("media_type", "wanted"),
    [
        ("image/png", []),
        ("image/png", ["image/jpeg"]),
        ("image/png", ["audio/*"]),
        ("image/png", ["image/p*"]),
        ("image/png", ["*"]),
        ("", ["image/*"]),
    ],
)
def test_another_media_type_does_not_match(media_type, wanted):
    assert not matches(media_type, wanted)


def test_the_first_wish_that_any_offer_meets_decides():
    offers = ["image/png", "image/jpeg", rf.DECODED]

    assert rf.Accept(["image/webp", "image/jpeg", "image/png"]).best(offers) == "image/jpeg"


def test_a_wildcard_takes_the_first_offer_that_it_matches():
    offers = ["image/png", "image/jpeg"]

    assert rf.Accept(["audio/*", "image/*"]).best(offers) == "image/png"


@pytest.mark.parametrize("wish", ["*/*", "application/*"])
def test_no_wildcard_asks_for_the_decoded_form(wish):
    assert rf.Accept([wish]).best([rf.DECODED]) is None
    assert rf.Accept([wish]).best([rf.DECODED, "application/pdf"]) == "application/pdf"


@pytest.mark.parametrize("wishes", [[], ["audio/wav"], ["nonsense"], [""]])
def test_no_offer_is_best_where_none_is_wanted(wishes):
    assert rf.Accept(wishes).best(["image/png", rf.DECODED]) is None


@given(wishes=st.lists(NAMES), offers=st.lists(NAMES, unique=True))
def test_the_best_offer_is_the_earliest_wish_among_the_offers(wishes, offers):
    expected = next((wish for wish in wishes if wish in offers), None)

    assert rf.Accept(wishes).best(offers) == expected


def test_a_wish_shows_its_types():
    assert repr(rf.Accept(["Image/PNG"])) == "Accept(['image/png'])"


def test_a_type_without_a_subtype_is_of_no_kind():
    assert not matches("image", ("image/*",))
    assert matches("image", ("*/*",))
