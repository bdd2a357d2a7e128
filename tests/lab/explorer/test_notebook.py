"""The notebook about the explorer runs from top to bottom without a browser."""

import nbformat
import pytest
from nbclient import NotebookClient
from source_tree import ROOT

NOTEBOOK = ROOT / "notebooks" / "explorer.ipynb"


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNARCHY_LAB_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        notebook = nbformat.read(NOTEBOOK, 4)
        NotebookClient(notebook, timeout=60).execute(cwd=tmp_path_factory.mktemp("cwd"))
    return notebook


def test_the_committed_notebook_has_no_outputs():
    notebook = nbformat.read(NOTEBOOK, 4)
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")


def test_nothing_complains(executed):
    every = [output for cell in executed.cells for output in cell.get("outputs", ())]
    assert [o.text for o in every if o.output_type == "stream" and o.name == "stderr"] == []


def test_it_says_what_the_text_says(executed):
    text = "".join(
        output.text
        for cell in executed.cells
        for output in cell.get("outputs", ())
        if output.output_type == "stream"
    )
    assert "stable node {'v': -70.0, 'u': -14.0}" in text
    assert "saddle {'v': -50.0, 'u': -10.0}" in text
    assert "fires from I = 3.4" in text
    assert "c=ann.Parameter(-50.0" in text


def test_explorers_leave_pictures(executed):
    pictures = [
        output.data["image/png"]
        for cell in executed.cells
        for output in cell.get("outputs", ())
        if output.output_type == "display_data" and "image/png" in output.data
    ]
    assert len(pictures) == 2
    assert all(picture.startswith("iVBORw0KGgo") for picture in pictures)
