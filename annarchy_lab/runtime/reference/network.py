"""A loaded network: its objects, and the order of what happens in one step.

In: `ir.build.NetworkModel`.
Out: `Network`, which steps.
Not here: threads, commands.

The order is that of the language's step semantics (docs/exactness.md has its arithmetic).
"""

from collections.abc import Callable, Iterable

import numpy as np

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.build import NetworkModel
from annarchy_lab.ir.model import NeuronModel, Statement, SynapseModel, expressions
from annarchy_lab.runtime.reference.arithmetic import Arithmetic
from annarchy_lab.runtime.reference.clock import Clock
from annarchy_lab.runtime.reference.population import Population
from annarchy_lab.runtime.reference.projection import Projection
from annarchy_lab.runtime.reference.recorder import Recorders
from annarchy_lab.runtime.reference.step_clock import StepClock
from annarchy_lab.runtime.streams import check_collisions, gap_stream, stream_of

__all__ = ["Network", "streams"]


class Network:
    """Everything of a network that changes.

    Parameters
    ----------
    model
        The level-1 network.

    Raises
    ------
    BackendError
        If two random calls share a stream.
    """

    def __init__(self, model: NetworkModel) -> None:
        spec = model.spec
        check_collisions(streams(model))
        arithmetic = Arithmetic(np.dtype(spec.dtype))
        self.model = model
        self.clock = Clock(spec.dt_ms, spec.seed)
        self.step_clock = StepClock()
        self.recorders = Recorders(self.clock)
        self.populations = {
            p.name: Population(
                p,
                model.neurons[p.name],
                model.operations(p.name),
                spec.constants,
                self.clock,
                arithmetic,
            )
            for p in spec.populations
        }
        self.projections = {
            p.name: Projection(
                p,
                model.synapses[p.name],
                self.populations[p.pre],
                self.populations[p.post],
                spec.constants,
                self.clock,
                arithmetic,
            )
            for p in spec.projections
        }

    def step(self, until: Callable[[], bool] | None = None) -> bool:
        """Execute one step; tell whether `until` then holds."""
        populations, projections = self.populations.values(), self.projections.values()
        over = self.step_clock.end
        self.step_clock.begin()
        with np.errstate(all="ignore"):
            enabled = [p for p in populations if p.is_enabled]
            for population in enabled:
                population.zero_sums()
            for projection in projections:
                projection.transmit()
            over("transmission")
            _for_all(Population.add_stimuli, enabled)
            self.recorders.record_inputs()
            over("record inputs")
            for population in enabled:
                population.update()
            for population in populations:
                population.push()
            for projection in projections:
                projection.send()
            for population in populations:
                population.operate()
            over("neurons")
            for projection in projections:
                projection.learn()
            for projection in projections:
                projection.run_post_events()
            over("learning")
            for projection in projections:
                if projection.rewirer is not None and projection.post.is_enabled:
                    projection.rewirer.act()
            over("structural plasticity")
            self.recorders.record()
            _for_all(Population.remove_stimuli, enabled)
            is_over = until is not None and until()
        self.clock.advance()
        over("record")
        return is_over

    def clear(self, population: Population) -> None:
        """Empty the recent spikes of a population and all that it has under way."""
        population.clear()
        for projection in self.projections.values():
            if projection.pre is population:
                projection.drop_spikes()

    def reset(self, names: frozenset[str], *, reseed: bool) -> None:
        """Set the named objects back to their values at load, and everybody's past to nothing."""
        objects: list[Population | Projection] = [
            *self.populations.values(),
            *self.projections.values(),
        ]
        for each in objects:
            if each.name in names:
                each.reset()
        for each in objects:
            each.forget()
        self.recorders.restart()
        self.clock.rewind(reseed=reseed)


def _for_all(act: Callable[[Population], None], populations: Iterable[Population]) -> None:
    for population in populations:
        act(population)


def streams(model: NetworkModel) -> dict[str, int]:
    """Return the stream of every random call, by the name of the call."""
    models: dict[str, NeuronModel | SynapseModel] = {**model.neurons, **model.synapses}
    streams = {
        f"{draw.place}.{draw.attribute}.{draw.ordinal} of {name}": stream_of(
            name, draw.place, draw.attribute, draw.ordinal
        )
        for name, each in models.items()
        for draw in _draws(each)
    }
    return streams | {
        f"gaps of {name}": gap_stream(name, neuron.gap_rates)
        for name, neuron in model.neurons.items()
        if neuron.gap_rates is not None
    }


def _draws(model: NeuronModel | SynapseModel) -> set[e.Draw]:
    statements: tuple[Statement, ...] = (*model.global_updates, *model.updates)
    single: tuple[e.Expr | None, ...]
    if isinstance(model, NeuronModel):
        statements += (*model.reset, *model.axon_reset)
        single = (model.spike, model.axon_spike, model.refractory_steps, model.stop)
    else:
        parts = (model.on_pre, model.on_axon, model.on_post, model.creating, model.pruning)
        events = (part.statements for part in parts if part is not None)
        statements += tuple(s for part in (model.semiglobal_updates, *events) for s in part)
        single = (model.psp,)
    exprs = [*expressions(statements), *(expr for expr in single if expr is not None)]
    return {node for expr in exprs for node in e.walk(expr) if isinstance(node, e.Draw)}
