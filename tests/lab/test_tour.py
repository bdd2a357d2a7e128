"""The tour runs from top to bottom without a browser, and leaves pictures behind."""

import nbformat
import pytest
from nbclient import NotebookClient
from source_tree import ROOT

TOUR = ROOT / "notebooks" / "tour.ipynb"


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNARCHY_LAB_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        notebook = nbformat.read(TOUR, 4)
        NotebookClient(notebook, timeout=60).execute(cwd=tmp_path_factory.mktemp("cwd"))
    return notebook


def outputs(notebook, start):
    """Outputs of the first cell whose text begins so."""
    return next(
        cell.outputs
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source.startswith(start)
    )


def test_the_committed_notebook_has_no_outputs():
    notebook = nbformat.read(TOUR, 4)
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")


def test_nothing_complains(executed):
    every = [output for cell in executed.cells for output in cell.get("outputs", ())]
    assert [o.text for o in every if o.output_type == "stream" and o.name == "stderr"] == []


def test_the_model_shows_its_card(executed):
    (card,) = outputs(executed, "%%neuron")
    assert set(card.data) == {"text/html", "text/latex", "text/plain"}


def test_the_live_view_leaves_a_picture(executed):
    (view,) = outputs(executed, "run = pulse.start()")
    assert "application/vnd.jupyter.widget-view+json" not in view.data  # nobody could look at it
    assert view.data["image/png"].startswith("iVBORw0KGgo")


def test_the_recorded_second_is_the_one_of_the_paper(executed):
    (plot,) = outputs(executed, "import matplotlib")
    assert "image/png" in plot.data
    text = next(cell.source for cell in executed.cells if "Hz on average" in cell.source)
    assert "mean" not in text


def test_the_journal_tells_what_was_changed(executed):
    (table,) = outputs(executed, "journal(")
    assert "pop.noise [0:800]" in table.data["text/html"]
    (script,) = outputs(executed, "print(to_script")
    assert "net.apply('pop', 'noise', 'set_at', (np.arange(0, 800), 7.0))" in script.text
