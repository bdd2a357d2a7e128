"""Connectivity from a file, for connector methods.

In: a file of `save_connectivity`, or of one projection.  Out: edges.
Not here: writing such a file (`saved`).
"""

from annarchy_lab.api.saving.container import Filename, read_content
from annarchy_lab.api.saving.states import saved_edges
from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["read_connectivity"]


def read_connectivity(filename: Filename) -> EdgeList:
    """Return the synapses that a file holds.

    Raises
    ------
    ANNarchyException
        If it is missing, damaged or of another kind.
    """
    content = read_content(filename, "connectivity", "projection")
    header = content.header.get(content.kind)
    if not isinstance(header, dict):
        raise ANNarchyException(f"{filename} is damaged: it does not say what it holds.")
    return saved_edges(content, header)
