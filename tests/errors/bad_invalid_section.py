"""A cell with a misspelt section."""

from annarchy_lab.diagnostics import Source
from annarchy_lab.language.model_cell import parse_model_cell


def declare() -> None:
    cell = "paramters:\n    tau = 10.0\nequations:\n    r = tau\nspike:\n"
    parse_model_cell("neuron", "Cell", Source(cell, "Neuron 'Cell' (notebook cell 4)"))
