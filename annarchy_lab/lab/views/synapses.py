"""Live views of synapses: the matrix of a projection, receptive fields.

In: a network, and which of its projections to show.
Out: widgets.
Not here: neurons (`states`), how it works (`session`, `feeds.synapses`).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.network import Network
from annarchy_lab.api.projection import Projection
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.feeds.grid import GridLook, Layout, Limits, ascending
from annarchy_lab.lab.feeds.synapses import FieldsFeed, MatrixFeed
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.views.views import session_of
from annarchy_lab.lab.widgets.grid import GridView
from annarchy_lab.language.declaration import Locality

__all__ = ["check_attribute", "projection_of", "receptive_fields", "weights"]

MOST_FIELDS = 18


def weights(
    network: Network | None = None,
    projection: Projection | str | None = None,
    variable: str = "w",
    *,
    limits: Limits | None = None,
    height: int = 0,
) -> GridView:
    """Show the synapses of a projection as a matrix: one row for each post neuron.

    Parameters
    ----------
    network
        The network.  Default: the one of the 4.8 style.
    projection
        A projection or its name.  Default: the first one.
    variable
        Name of an attribute that each synapse has.
    limits
        Values of the first and the last colour.  Default: they grow with the values; values on both
        sides of zero have a scale with zero in the middle.
    height
        Of the plot in CSS pixels.  Default: 300.

    Returns
    -------
    GridView
        Displays itself.  Where there are more than 256 neurons on a side, a cell is the mean of
        the synapses in it; minimum, mean and maximum are always those of all synapses.

    Raises
    ------
    ANNarchyException
        If there is no such projection or attribute, or synapses share it.
    """
    session = session_of(network)
    shown = projection_of(session.network, projection)
    look = _synapse_look(session, shown, variable, "matrix", limits)
    return GridView(session, MatrixFeed(shown, variable, look, session.network.dt), height)


def receptive_fields(
    network: Network | None = None,
    projection: Projection | str | None = None,
    variable: str = "w",
    neurons: int | Sequence[int] | None = None,
    *,
    limits: Limits | None = None,
    height: int = 0,
) -> GridView:
    """Show the synapses of some post neurons, each field in the geometry of the pre population.

    Parameters
    ----------
    network, projection, variable, limits, height
        As for `weights`.
    neurons
        Ranks of post neurons.  Default: 18 of them, evenly over the projection.

    Returns
    -------
    GridView
        Displays itself.

    Raises
    ------
    ANNarchyException
        As `weights`; also if the pre population has three dimensions or more, or a neuron does not
        belong to the projection.
    """
    session = session_of(network)
    shown = projection_of(session.network, projection)
    if shown.pre.population.dimension > 2:
        raise ANNarchyException(
            f"{shown.pre.population.name} has {shown.pre.population.dimension} dimensions: "
            "a receptive field shows one or two."
        )
    look = _synapse_look(session, shown, variable, "fields", limits)
    chosen = _post_ranks(shown, neurons)
    return GridView(session, FieldsFeed(shown, variable, chosen, look, session.network.dt), height)


def projection_of(network: Network, wanted: Projection | str | None) -> Projection:
    """Return a projection of a network, by name too; None stands for the first one."""
    projections = network.get_projections()
    if isinstance(wanted, Projection) and wanted.network is network:
        return wanted
    for projection in projections:
        if wanted is None or projection.name == wanted:
            return projection
    if not projections:
        raise ANNarchyException("there is nothing to show: the network has no projections.")
    names = ", ".join(projection.name for projection in projections)
    raise ANNarchyException(f"this network has no projection {wanted!r}: it has {names}.")


def check_attribute(projection: Projection, variable: str) -> str:
    """Return the unit of an attribute that each synapse has; raise if there is no such one."""
    declared = {a.name: a for a in projection.declaration.attributes}.get(variable)
    if variable not in projection.attributes:
        names = ", ".join(projection.attributes)
        raise ANNarchyException(f"{projection.name} has no attribute {variable!r}: it has {names}.")
    if declared and declared.is_locality_explicit and declared.locality is not Locality.LOCAL:
        raise ANNarchyException(
            f"{variable} of {projection.name} is {declared.locality.name.lower()}: "
            "a picture of synapses needs an attribute that each of them has."
        )
    return declared.unit if declared is not None else ""


def _synapse_look(
    session: Session, projection: Projection, variable: str, layout: Layout, limits: Limits | None
) -> GridLook:
    unit = check_attribute(projection, variable)
    name = LABORATORY.name_of(projection) or projection.name
    is_matrix = layout == "matrix"
    return GridLook(
        session.key,
        f"{variable} of {name}" if is_matrix else f"receptive fields, {variable} of {name}",
        layout,
        "pre (rank)" if is_matrix else f"pre: places in {projection.pre.population.name}",
        "post (rank)" if is_matrix else "post: one field each",
        variable,
        unit,
        item="synapses",
        limits=ascending(limits),
    )


def _post_ranks(projection: Projection, neurons: int | Sequence[int] | None) -> NDArray[np.int64]:
    """Return the post ranks to show."""
    known: NDArray[np.int64] = np.asarray(projection.post_ranks, np.int64)
    if neurons is None:
        places = np.linspace(0, len(known) - 1, min(len(known), MOST_FIELDS)).round().astype(int)
        return np.asarray(known[places], np.int64)
    chosen = np.atleast_1d(np.asarray(neurons, np.int64))
    missing = np.setdiff1d(chosen, known)
    if missing.size or not chosen.size:
        what = f"neuron {missing[0]}" if missing.size else "no neuron"
        raise ANNarchyException(f"{projection.name} has no dendrite of {what}.")
    return chosen
