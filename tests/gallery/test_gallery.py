"""Every notebook of the gallery runs from top to bottom and finds what its authors found.

To add one: put it into ``notebooks/gallery/``, its 4.8 writing into ``notebooks/gallery/v4/`` under
the same name, and beside this file ``checks/<name>.py``, plain assertions over the names that the
notebook leaves behind, run in its kernel; ``checks/v4_<name>.py`` are those of the 4.8 writing.
What takes minutes is cut short in `SHORTER`, by other numbers in the text of cells.
"""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from source_tree import ROOT

GALLERY = ROOT / "notebooks" / "gallery"
CHECKS = Path(__file__).with_name("checks")
NOTEBOOKS = sorted(
    path.relative_to(GALLERY).with_suffix("").as_posix()
    for path in (*GALLERY.glob("*.ipynb"), *GALLERY.glob("v4/*.ipynb"))
)
# name of the notebook -> what its text says, and what it shall say here
SHORTER: dict[str, dict[str, str]] = {
    "sorf": {"nb_epochs = 20": "nb_epochs = 1"},
    "v4/sorf": {"nb_epochs = 20": "nb_epochs = 1"},
}
TIMEOUT_S = 100


def read(name: str) -> nbformat.NotebookNode:
    return nbformat.read(GALLERY / f"{name}.ipynb", 4)


def shortened(name: str) -> nbformat.NotebookNode:
    """Return the notebook with less work in it."""
    notebook = read(name)
    for long, short in SHORTER.get(name, {}).items():
        cells = [cell for cell in notebook.cells if long in cell.source]
        assert cells, f"{name} says {long!r} nowhere"
        for cell in cells:
            cell.source = cell.source.replace(long, short)
    return notebook


def checks(name: str) -> nbformat.NotebookNode:
    path = CHECKS / f"{name.replace('/', '_')}.py"
    return nbformat.v4.new_code_cell(path.read_text(encoding="utf-8"))


def executed(name: str, folder: Path) -> nbformat.NotebookNode:
    """Run a notebook, then its checks; a cell that fails raises its traceback."""
    notebook = shortened(name)
    notebook.cells.append(checks(name))
    NotebookClient(notebook, timeout=TIMEOUT_S).execute(cwd=folder)
    return notebook


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_runs_and_finds_what_is_expected(name, tmp_path, monkeypatch):
    monkeypatch.setenv("ANNARCHY_LAB_DATA_DIR", str(tmp_path / "data"))
    notebook = executed(name, tmp_path)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert [o.text for o in outputs if o.output_type == "stream" and o.name == "stderr"] == []
    assert any("image/png" in o.get("data", {}) for o in outputs), "it shows no figure"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_is_committed_without_outputs_and_there_are_both_writings(name):
    code = [cell for cell in read(name).cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    twin = name.removeprefix("v4/") if name.startswith("v4/") else f"v4/{name}"
    assert twin in NOTEBOOKS


def test_no_check_is_without_its_notebook():
    names = {path.stem for path in CHECKS.glob("*.py")}
    assert names == {name.replace("/", "_") for name in NOTEBOOKS}
