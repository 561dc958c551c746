"""The pages of docs/reference/: each public name has its place on one of them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import rpcface
import rpcface.testing

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "docs" / "reference").glob("*.md"))
DIRECTIVE = re.compile(
    r"^\.\. (?:auto|py:)\w+:: rpcface\.((?:testing\.)?\w+)(?:\(\))?$", re.MULTILINE
)


def named() -> Counter[str]:
    return Counter(name for page in PAGES for name in DIRECTIVE.findall(page.read_text("utf-8")))


def test_every_public_name_stands_on_one_page_and_no_other_name_does():
    testing = [f"testing.{name}" for name in rpcface.testing.__all__]

    assert named() == Counter([*rpcface.__all__, *testing])


def test_the_index_leads_to_every_page():
    index = (ROOT / "docs" / "reference" / "index.md").read_text("utf-8")
    tree = re.search(r"```\{toctree\}\n:hidden:\n\n(.*?)```", index, re.DOTALL)

    assert tree is not None
    assert sorted(tree[1].split()) == [page.stem for page in PAGES if page.stem != "index"]


def test_every_proto_is_shown():
    shown = (ROOT / "docs" / "reference" / "protos.md").read_text("utf-8")
    protos = (ROOT / "protos").rglob("*.proto")

    assert {path.name for path in protos} == set(re.findall(r"/(\w+\.proto)$", shown, re.MULTILINE))
