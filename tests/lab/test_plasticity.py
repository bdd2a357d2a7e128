"""The notebook on plasticity runs from top to bottom without a browser, and bars are learned."""

import nbformat
import pytest
from nbclient import NotebookClient
from source_tree import ROOT

NOTEBOOK = ROOT / "notebooks" / "plasticity.ipynb"
LEARNED = """
run.stop()
ff.update = lateral.update = True
bars.simulate(60_000.0)
fields = np.array([ff.dendrite(k).w for k in range(cortex.size)]).reshape(-1, size, size)
parts = np.stack([fields.mean(2), fields.mean(1)], 1) / fields.max((1, 2))[:, None, None]
print(int((parts.reshape(cortex.size, -1).max(1) > 0.7).sum()))
"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNARCHY_LAB_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        notebook = nbformat.read(NOTEBOOK, 4)
        notebook.cells.append(nbformat.v4.new_code_cell(LEARNED))
        NotebookClient(notebook, timeout=60).execute(cwd=tmp_path_factory.mktemp("cwd"))
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_the_committed_notebook_has_no_outputs():
    notebook = nbformat.read(NOTEBOOK, 4)
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")


def test_nothing_complains(executed):
    every = [output for cell in executed for output in cell.outputs]
    assert [o.text for o in every if o.output_type == "stream" and o.name == "stderr"] == []


def test_the_journal_tells_of_the_stimulus_and_of_the_switch(executed):
    (table,) = next(cell.outputs for cell in executed if "journal(bars)" in cell.source)
    text = table.data["text/html"]
    assert "stimulus of 8 neurons, 30 steps" in text
    assert "ff.update" in text
    (told,) = next(cell.outputs for cell in executed if cell.source.startswith("shown.end()"))
    assert "I of the retina: 0.0" in told.text


def test_bars_are_learned(executed):
    (found,) = executed[-1].outputs
    assert int(found.text) >= 8
