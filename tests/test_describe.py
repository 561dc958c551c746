"""What Describe says, page by page, and when an etag changes."""

from __future__ import annotations

import pytest

import rpcface as rf

BIG = 3 * 1024 * 1024


def twice(text, count: int = 2):
    return text * count


def twofold(inputs=("text", "number"), outputs="text", **options):
    return rf.Interface(twice, list(inputs), outputs, **options)


def etag_of(serving, raw, interface):
    return raw(serving(interface)).describe().interfaces[0].etag


def test_an_interface_is_described_as_it_was_built(serving, raw):
    server = serving(
        rf.Interface(
            twice,
            rf.Textbox(label="Words", info="What to repeat.", lines=3),
            rf.Textbox(max_length=9),
            title="Twice",
            description="Repeats.",
            article="More.",
            additional_inputs=rf.Number(precision=0, minimum=0),
        )
    )
    answer = raw(server).describe()
    [one] = answer.interfaces

    assert (one.name, one.kind, one.title) == ("twice", 1, "Twice")
    assert (one.description, one.article, one.streaming) == ("Repeats.", "More.", False)
    text, count = one.inputs
    assert (text.name, text.type, text.label, text.help) == (
        "text",
        "textbox",
        "Words",
        "What to repeat.",
    )
    assert text.props["lines"] == 3
    assert not text.HasField("default_value")
    assert not text.additional
    assert (count.name, count.default_value.int_value, count.additional) == ("count", 2, True)
    assert count.schema.int_shape.minimum == 0
    assert [output.name for output in one.outputs] == ["output"]
    assert one.outputs[0].schema.nullable
    assert answer.server == f"rpcface/{rf.__version__}"
    assert answer.limits.max_request_bytes == 64 * 1024 * 1024
    assert answer.limits.max_blob_bytes == 4 * 1024**3


def test_a_description_tells_what_an_author_writes_on_buttons(serving, raw):
    labels = {"submit_btn": "Ask", "stop_btn": "Enough", "clear_btn": "Afresh"}
    demo = twofold(**labels, additional_inputs_accordion="For experts")
    [one] = raw(serving(demo)).describe().interfaces

    assert dict(one.props) == {
        "submit_label": "Ask",
        "stop_label": "Enough",
        "clear_label": "Afresh",
        "additional_label": "For experts",
    }


def test_a_description_tells_how_programs_reach_the_server(serving, raw):
    server = serving(twofold())
    guarded = serving(twofold(), options=rf.Options(tokens={"ada": "a-token-of-some-length"}))

    reach = raw(server).describe().reach
    assert reach.grpc_address == f":{server.address.partition(':')[2]}"
    assert (reach.grpc_tls, reach.token) == (False, False)
    with rf.Client(guarded.address, token="a-token-of-some-length") as client:
        assert client.describe().reach.token
        assert '"grpcAddress": ":' in client.describe().to_json()


@pytest.mark.parametrize(
    ("url", "address", "is_tls"),
    [
        ("https://models.example.org", "models.example.org:443", True),
        ("http://box.lan:8080/", "box.lan:8080", False),
        ("https://[2001:db8::1]:99", "[2001:db8::1]:99", True),
    ],
)
def test_an_author_says_where_grpc_is_behind_a_proxy(
    serving, raw, monkeypatch, url, address, is_tls
):
    monkeypatch.setenv("RPCFACE_GRPC_URL", f" {url} ")
    for options in (rf.Options(), rf.Options(grpc_url=url)):
        reach = raw(serving(twofold(), options=options)).describe().reach
        assert (reach.grpc_address, reach.grpc_tls) == (address, is_tls)
        monkeypatch.setenv("RPCFACE_GRPC_URL", "http://localhost:1")


@pytest.mark.parametrize(
    "url", ["models.example.org:443", "https://", "http://a:b", "http://a/b", "ftp://a"]
)
def test_what_is_no_url_of_grpc_is_refused(serving, url):
    with pytest.raises(ValueError, match="grpc_url: wanted a URL such as 'https://models"):
        serving(twofold(), options=rf.Options(grpc_url=url))


def test_every_kind_is_told(serving, raw):
    both = rf.Textbox()
    server = serving(
        rf.Interface(lambda: "a", None, "text"),
        rf.Interface(print, "text", None),
        rf.Interface(lambda text: text, both, both),
    )

    assert [one.kind for one in raw(server).describe().interfaces] == [2, 3, 4]


def test_pages_hold_as_many_as_are_asked_for(serving, raw):
    call = raw(serving(*(twofold(api_name=f"f{i}") for i in range(5))))
    names, token = [], ""
    for expected in (2, 2, 1):
        page = call.describe(page_size=2, page_token=token)
        assert len(page.interfaces) == expected
        names += [one.name for one in page.interfaces]
        token = page.next_page_token

    assert token == ""
    assert names == ["f0", "f1", "f2", "f3", "f4"]
    assert len(call.describe().interfaces) == 5


def test_a_page_stays_below_four_mebibytes_and_the_client_asks_for_all(serving, raw, client):
    server = serving(*(twofold(api_name=f"f{i}", article="a" * BIG) for i in range(3)))

    first = raw(server).describe()

    assert [one.name for one in first.interfaces] == ["f0"]
    assert first.ByteSize() < 4 * 1024 * 1024
    assert list(client(server).describe().interfaces) == ["f0", "f1", "f2"]


def test_one_interface_is_described_by_its_name(serving, raw):
    call = raw(serving(twofold(), twofold(api_name="other")))

    assert [one.name for one in call.describe(interface_name="other").interfaces] == ["other"]


def test_an_unknown_page_token_is_refused(serving, raw):
    call = raw(serving(twofold(), twofold()))
    for token in ("2", "-1", "0", "x", "9" * 5000, "\u0661"):
        body = b"\x1a" + bytes([len(token.encode()) & 0x7F | 0x80, len(token.encode()) >> 7])
        failure = call.refused(body + token.encode(), method="Describe")

        assert (failure.code, failure.info.reason) == ("INVALID_ARGUMENT", "REQUEST_MALFORMED")
        assert failure.text.startswith("page_token: wanted one that this server gave; came")


def test_an_etag_outlives_the_server_and_changes_of_wording(serving, raw):
    first = etag_of(serving, raw, twofold())
    worded = [rf.Textbox(label="Words", info="Help.", placeholder="…"), "number"]

    assert first
    assert etag_of(serving, raw, twofold()) == first
    assert etag_of(serving, raw, twofold(worded, title="Twice", article="More.")) == first


def test_an_etag_changes_with_all_that_can_make_a_call_wrong(serving, raw):
    variants = [
        twofold(),
        twofold([rf.Textbox(max_length=3), "number"]),
        twofold([rf.Textbox(name="words"), "number"]),
        twofold(["text", rf.Number(precision=0)]),
        twofold(outputs=rf.Textbox(name="words")),
        twofold(outputs="json"),
        twofold(outputs=None),
        rf.Interface(lambda text, count: text, ["text", "number"], "text"),
        rf.Interface(twice, "text", "text"),
    ]

    etags = [etag_of(serving, raw, variant) for variant in variants]

    assert len(set(etags)) == len(variants)
