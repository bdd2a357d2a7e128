"""From the objects of a network to the description that the backends take.

In: a network of the API.  Out: `NetworkSpec`, plain data.
Not here: loading it (`runtime.load`), what compiling changes in the network (`network`).
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.config import changed
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.connectivity.delays import delay_steps
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["build_spec", "population_spec", "projection_spec"]


def build_spec(network: "Network") -> NetworkSpec:
    """Describe a network as data.

    Raises
    ------
    ANNarchyException
        If a projection is not connected, or asks for something that is not available.
    """
    config = network.settings
    return NetworkSpec(
        dt_ms=config.dt,
        seed=network.seed,
        populations=tuple(population_spec(p) for p in network.get_populations()),
        projections=tuple(projection_spec(p) for p in network._projections.values()),
        dtype=config.dtype,
        weight_dtype=config.weight_dtype,
        method=config.method,
        constants={name: c.value for name, c in network.constants.items()},
        functions=tuple(WORKSPACE.functions.values()),
        n_threads=config.num_threads,
        thread_plan=None if config.fixed_threads else (),
    )


def population_spec(population: Population) -> PopulationSpec:
    """Describe a population as data, with its values at the start."""
    values = {name: _plain(population._start(name)) for name in population.attributes}
    return PopulationSpec(
        population.name,
        population.size,
        population.declaration,
        values,
        population._stop,
        population._timetable(),
    )


def projection_spec(projection: Projection) -> ProjectionSpec:
    """Describe a projection as data, with its values at the start."""
    edges = projection._first_edges
    is_forced = projection._storage.get("force_multiple_weights", False)
    if edges.shares_weight or "w" in projection._initial:  # else they are those of the edges
        weights = projection._start("w").astype(np.float64, copy=False)
        is_spread = weights.ndim == 0 and is_forced
        weights = np.full(edges.n_edges, weights) if is_spread else weights
        edges = edges.given(weights=_plain(weights))
    if not is_forced:
        edges = edges.with_equal_weights_shared()
    names = [name for name in projection.attributes if name != "w"]
    return ProjectionSpec(
        name=projection.name,
        pre=projection.pre.population.name,
        post=projection.post.population.name,
        targets=projection._targets,
        synapse=projection.declaration,
        edges=edges,
        values={name: _plain(projection._start(name)) for name in names},
        delay_steps=delay_steps(edges.delays_ms, projection.network.settings.dt),
        storage=_storage(projection),
        may_rewire=projection._is_rewirable,
        pre_candidates=_pre_candidates(projection),
        window_steps=projection._window_steps,
    )


def _plain(values: NDArray[Any]) -> "NDArray[Any] | float | int | bool":
    return values.item() if values.ndim == 0 else values


def _pre_candidates(projection: Projection) -> "NDArray[np.int32] | None":
    is_whole = isinstance(projection.pre, Population)
    return None if is_whole else projection.pre.ranks.astype(np.int32)


def _storage(projection: Projection) -> str:
    given = projection._storage.get("storage_format")
    config = projection.network.settings
    if given is not None:
        config, _ = changed(config, {"sparse_matrix_format": given})
    return config.storage
