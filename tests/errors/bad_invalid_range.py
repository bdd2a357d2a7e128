"""A range that falls."""

from annarchy_lab.diagnostics import Source
from annarchy_lab.language.model_cell import parse_model_cell


def declare() -> None:
    cell = "parameters:\n    tau = 10.0 in 100..1  # time constant (ms)\nequations: r = tau\n"
    parse_model_cell("neuron", "Cell", Source(cell, "Neuron 'Cell' (notebook cell 4)"))
