"""Keys of the labextension: each has a command, and none is JupyterLab's."""

import json
import sys
from pathlib import Path

import pytest
from source_tree import ROOT

OURS = ROOT / "labextension" / "schema" / "settings.json"
THEIRS = Path(sys.prefix) / "share" / "jupyter" / "lab" / "schemas"


def keys(path):
    """Key combinations of a settings schema, however they are spelled."""
    shortcuts = json.loads(path.read_text(encoding="utf-8")).get("jupyter.lab.shortcuts", [])
    words = [" ".join(each["keys"]).replace("Accel", "Ctrl").split() for each in shortcuts]
    return {frozenset(each) for each in words}


def test_no_key_is_taken_from_jupyterlab():
    schemas = list(THEIRS.rglob("*.json"))
    if not schemas:
        pytest.skip("JupyterLab keeps its schemas elsewhere")
    taken = set().union(*(keys(path) for path in schemas if "shortcuts" in path.read_text()))
    assert len(taken) > 50
    assert keys(OURS) & taken == set()
    assert len(keys(OURS)) == 6


def test_every_key_has_a_command():
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "labextension" / "src").rglob("*.ts")
    )
    for each in json.loads(OURS.read_text(encoding="utf-8"))["jupyter.lab.shortcuts"]:
        name = each["command"].removeprefix("annarchy-lab:")
        is_transport = f"command: '{name}'" in sources
        assert is_transport or each["command"] in sources
