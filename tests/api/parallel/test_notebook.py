"""Classes and functions of notebook cells, in a real kernel."""

import os
import sys

import nbclient
import nbformat
import pytest

CELLS = (
    """
import numpy as np
import annarchy_lab as ann
ann.setup(backend="reference")
FACTOR = 2.0
def scaled(x):
    return FACTOR * x
""",
    """
class Own(ann.Network):
    def __init__(self, size):
        self.pop = self.create(size, ann.Neuron(equations="r += 1.0"))
def method(net, duration):
    net.simulate(duration)
    return scaled(net.pop.r).tolist()
""",
    """
net = Own(2)
net.compile()
print(net.parallel_run(method, 2, duration=[3.0, 4.0], progress=True))
""",
    """
P = ann.Population(2, ann.Neuron("a = 1.0 : population", equations="r += a"))
def old(idx, net, a):
    net.get(P).a = a
    net.simulate(2.0)
    return scaled(net.get(P).r).tolist()
ann.compile()
print(ann.parallel_run(old, number=2, a=[1.0, 5.0]))
""",
)


@pytest.mark.proves("api-9-notebook-code", "api-1-command-line-scripts-only")
def test_cells_of_a_notebook(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    cells = [nbformat.v4.new_code_cell(text.strip()) for text in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(notebook, timeout=100, kernel_name="python3").execute()
    printed = [
        "".join(out["text"] for out in cell["outputs"] if out.get("name") == "stdout")
        for cell in notebook["cells"]
    ]
    assert printed[2] == ("Compiling network 1...  OK\n[[6.0, 6.0], [8.0, 8.0]]\n")
    assert printed[3] == "Compiling ...  OK\n[[4.0, 4.0], [20.0, 20.0]]\n"
