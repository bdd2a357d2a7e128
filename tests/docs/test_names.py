"""The API reference names everything that is public, once."""

import importlib
import re
from collections import Counter

import pytest
from machinery.names import grouped_names
from source_tree import ROOT

MODULES = ("annarchy_lab", "annarchy_lab.lab")


def public(module: str) -> set[str]:
    return set(importlib.import_module(module).__all__)


def named(module: str) -> Counter[str]:
    return Counter(name for of, name, _ in grouped_names() if of == module)


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_has_a_group(module: str) -> None:
    missing = sorted(public(module) - named(module).keys())
    pages = sorted(path.name for path in (ROOT / "docs/api").glob("*.md"))
    assert not missing, (
        f"{module} offers {', '.join(missing)}, which no page of docs/api shows: add each to a "
        f"```{{names}} {module} block of one of {', '.join(pages)}, or write a page for them"
    )


@pytest.mark.parametrize("module", MODULES)
def test_a_name_has_one_group_and_exists(module: str) -> None:
    assert [name for name, count in named(module).items() if count > 1] == []
    assert sorted(named(module).keys() - public(module)) == []


def test_every_magic_is_explained() -> None:
    from annarchy_lab.lab.magics.magics import LabMagics

    text = (ROOT / "docs/api/lab.md").read_text(encoding="utf-8")
    table = set(re.findall(r"^\| `%+(\w+)", text, re.MULTILINE))
    assert table == {name for kind in LabMagics.magics.values() for name in kind}
