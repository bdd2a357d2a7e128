"""Small networks of a few lines, loaded without the API on any backend."""

from collections.abc import Callable
from typing import Any

import numpy as np

from annarchy_lab.connectivity.edges import EdgeList, sorted_edges
from annarchy_lab.ir.build import NetworkModel, build_network
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec
from annarchy_lab.ir.timetable import Timetable
from annarchy_lab.language.condition import parse_stop_condition
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Simulator
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

PLAIN = Synapse()


def all_to_all(n_pre: int, n_post: int, weights: float | np.ndarray) -> EdgeList:
    """Every pre neuron to every post neuron."""
    pre, post = np.tile(np.arange(n_pre), n_post), np.repeat(np.arange(n_post), n_pre)
    return sorted_edges(n_pre, n_post, pre, post, weights)


class Sketch:
    """A network under construction; `load` makes the simulator."""

    Backend: Callable[[NetworkModel], Simulator] = ReferenceSimulator

    def __init__(self, **options: Any) -> None:
        self.options: dict[str, Any] = {"dt_ms": 1.0, "seed": 1, **options}
        self.populations: list[PopulationSpec] = []
        self.projections: list[ProjectionSpec] = []

    def population(
        self,
        name: str,
        size: int,
        neuron: Neuron,
        *,
        stop: str | None = None,
        timetable: Timetable | None = None,
        **values: Any,
    ) -> None:
        declared = neuron.declaration
        condition = None if stop is None else parse_stop_condition(stop, declared, name)
        spec = PopulationSpec(name, size, declared, values, condition, timetable)
        self.populations.append(spec)

    def projection(
        self,
        pre: str,
        post: str,
        synapse: Synapse = PLAIN,
        *,
        name: str = "proj",
        targets: tuple[str, ...] = ("exc",),
        weights: float | np.ndarray = 1.0,
        edges: EdgeList | None = None,
        delay_steps: int = 1,
        may_rewire: bool = False,
        pre_candidates: np.ndarray | None = None,
        window_steps: int = 0,
        **values: Any,
    ) -> None:
        sizes = {p.name: p.size for p in self.populations}
        edges = edges or all_to_all(sizes[pre], sizes[post], weights)
        declaration = synapse.declaration
        spec = ProjectionSpec(
            name,
            pre,
            post,
            targets,
            declaration,
            edges,
            values,
            delay_steps,
            may_rewire=may_rewire,
            pre_candidates=pre_candidates,
            window_steps=window_steps,
        )
        self.projections.append(spec)

    def load(self) -> Simulator:
        options = {**self.options}
        if "dtype" in options:
            options["dtype"] = np.dtype(options["dtype"])
        spec = NetworkSpec(
            populations=tuple(self.populations), projections=tuple(self.projections), **options
        )
        return self.Backend(build_network(spec))


class CpuSketch(Sketch):
    """The same on the compiled backend."""

    Backend = CpuSimulator
