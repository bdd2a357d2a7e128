"""What a network knows in Python besides the state of its simulator.

In: a compiled network.
Out: the same as plain data; the network as it was then.
Not here: values of attributes and synapses, which are the simulator's.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.config import changed
from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.ir.timetable import described
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.captured import Captured, Part, same_values, timetable_of_part

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.population import Population
    from annarchy_lab.api.projection import Projection
    from annarchy_lab.ir.timetable import Timetable

__all__ = ["put_back", "settings_of"]


def settings_of(network: "Network") -> Part:
    """Return what a network knows: flags, controls, constants, random numbers of Python, scales.

    Arrays are called ``control/K`` and ``scaled/K``, which is what scales are relative to;
    ``places/K`` are the elements that were scaled.
    """
    arrays: dict[str, NDArray[Any]] = {}
    controls: list[Any] = []
    for k, ((name, control), values) in enumerate(network._controls.items()):
        is_array = isinstance(values, np.ndarray)
        controls.append([name, control, None if is_array else list(values)])
        if isinstance(values, np.ndarray):
            arrays[f"control/{k}"] = values
    scaled: list[Any] = []
    for k, ((name, attribute, places, n_changes), values) in enumerate(network._snapshots.items()):
        scaled.append([name, attribute, places is not None, n_changes])
        arrays[f"scaled/{k}"] = values
        if places is not None:
            arrays[f"places/{k}"] = np.frombuffer(places, np.int64)
    numbers = {
        "seed": network.seed,
        "random": network.default_rng.bit_generator.state,
        "flags": [[*key, value] for key, value in network._flags.items()],
        "controls": controls,
        "scaled": scaled,
        "constants": {name: each.value for name, each in network._constants.items()},
        "changed_constants": sorted(network._changed_constants),
        "per_element": {
            each.name: sorted(each._per_element)
            for each in (*network.get_populations(), *network.get_projections())
        },
    }
    return Part(numbers, arrays)


def put_back(network: "Network", settings: Part, captured: Captured) -> None:
    """Let a network know what it knew then; its simulator is in that state already."""
    numbers, arrays = settings.numbers, settings.arrays
    if numbers["seed"] != network.seed:
        network._config, _ = changed(network._config, {"seed": numbers["seed"]})
        network._reseed()
    network.default_rng.bit_generator.state = numbers["random"]
    network._flags = {(name, flag): value for name, flag, value in numbers["flags"]}
    network._controls = {
        (name, control): arrays[f"control/{k}"] if values is None else tuple(values)
        for k, (name, control, values) in enumerate(numbers["controls"])
    }
    network._snapshots.clear()
    for k, (name, attribute, is_some, n_changes) in enumerate(numbers["scaled"]):
        places = arrays[f"places/{k}"].tobytes() if is_some else None
        network._snapshots[name, attribute, places, n_changes] = arrays[f"scaled/{k}"]
    for name, value in numbers["constants"].items():
        if name in network._constants:
            network._constants[name].value = value
    network._changed_constants = set(numbers["changed_constants"])
    for population in network.get_populations():
        _put_back_population(population, captured.objects[population.name])
    for projection in network.get_projections():
        _put_back_projection(projection, captured.objects[projection.name])
    for each in (*network.get_populations(), *network.get_projections()):
        each._per_element = set(numbers["per_element"][each.name])


def _put_back_population(population: "Population", part: Part) -> None:
    first: Timetable | None = None
    network = population.network
    for spec in network.spec.populations:
        first = spec.timetable if spec.name == population.name else first
    timetable = timetable_of_part(part) or first
    if timetable is not None:
        network._timetables = {**(network._timetables or {}), population.name: described(timetable)}
        population._adopt(timetable)


def _put_back_projection(projection: "Projection", part: Part) -> None:
    """Let a projection start with the synapses with which it started there."""
    start = part.named("start")
    values = {
        name: each
        for name, each in part.named("start/value").items()
        if each.ndim and projection._localities.get(name) is Locality.LOCAL
    }
    delays_ms = start.get("delays_ms")
    edges = EdgeList(
        projection.pre.population.size,
        projection.post.population.size,
        start["pre_ranks"],
        start["post_ranks"],
        _plain(start["weights"]),
        None if delays_ms is None else _plain(delays_ms),
    )
    own = projection._first_edges
    ends = ((own.pre_ranks, edges.pre_ranks), (own.post_ranks, edges.post_ranks))
    projection._edges_now = None
    if not all(same_values(one, other) for one, other in ends):
        projection._take_over(edges, values)


def _plain(values: NDArray[Any]) -> Any:  # noqa: ANN401 - a number or the array
    return values if values.ndim else values.item()
