"""`rpcface`, `rpcface describe` and `rpcface plugins`."""

from __future__ import annotations

import json

import rpcface as rf

IMAGE = "an image (png, jpeg, webp, gif, bmp, tiff)"


def sepia(img, strength: float = 1.0, caption: str = "", keep_size: bool = True):
    return img


def interfaces():
    inputs = ["image", rf.Slider(0, 1, label="Strength, 100 %"), "text", "checkbox"]
    return (
        rf.Interface(sepia, inputs, "image", title="Sepia", description="Ages a photo."),
        rf.Interface(str.upper, "text", [rf.Textbox(name="line")], api_name="facts"),
    )


def test_describe_shows_a_table(cli, serving, told):
    code, out, err = cli("describe", serving(*interfaces()).address)

    assert (code, err) == (0, "")
    assert out.splitlines()[:10] == [
        "sepia  (standard)",
        "  Sepia",
        "  Ages a photo.",
        "",
        "  inputs",
        f"    img        image     {IMAGE}",
        "    strength   slider    Strength, 100 %. A number from 0 to 1 [1.0]",
        "    caption    textbox   text ['']",
        "    keep_size  checkbox  true or false [true]",
        "",
    ]
    assert out.endswith("  outputs\n    line  textbox  text\n")


def test_describe_gives_json(cli, serving, told):
    address = serving(*interfaces()).address

    told = json.loads(cli("describe", address, "--json")[1])
    one = json.loads(cli("describe", address, "facts", "--json")[1])

    assert [found["name"] for found in told["interfaces"]] == ["sepia", "facts"]
    limits = {"maxRequestBytes": "67108864", "maxBlobBytes": "4294967296"}
    assert told["limits"] == limits
    assert told["server"] == f"rpcface/{rf.__version__}"
    assert one["interfaces"] == told["interfaces"][1:]


def test_describe_shows_one_interface(cli, serving, told):
    address = serving(*interfaces()).address

    assert cli("describe", address, "facts")[1].startswith("facts  (standard)\n")
    told(cli("describe", address, "fact"), 1, "there are sepia, facts; did you mean 'facts'?")


def test_that_no_server_is_there_is_told(cli, told):
    for command in ("describe", "predict"):
        told(cli(command, "127.0.0.1:1"), 1, "no server answers at 127.0.0.1:1")
        told(cli(command, "http://x"), 1, "wanted 'host:port', without a scheme")


def test_plugins_lists_components_and_where_they_come_from(cli, told):
    code, out, _ = cli("plugins")

    assert code == 0
    rows = [line.split()[:3] for line in out.splitlines()]
    assert ["textbox", "text", "rpcface"] in rows
    assert rows[0] == ["TYPE", "ALSO", "FROM"]
    at = rows.index(["EXECUTOR", "FROM"])
    assert rows[at + 1][:2] == ["process", "rpcface"]


def test_without_a_command_the_commands_are_listed(cli, told):
    code, out, _ = cli()

    assert code == 2
    assert out.startswith("usage: rpcface COMMAND ...\n")
    assert "positional" not in out
    for command in ("serve", "describe", "predict", "plugins"):
        assert f"\n  {command} " in out
    assert cli("--help")[:2] == (0, out)
    assert cli("--version")[:2] == (0, f"rpcface {rf.__version__}\n")


def test_an_unknown_command_suggests_the_nearest(cli, told):
    told(cli("serv"), 2, "there is no command 'serv'", "did you mean 'serve'?")


def test_a_reader_that_leaves_is_no_error(program):
    listing = program("-m", "rpcface", "plugins")
    listing.process.stdout.close()
    listing.process.stdout = None

    assert listing.ends()[::2] == (1, "")
