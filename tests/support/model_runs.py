"""Short runs of standard models.

In: a model and values of its parameters.
Out: what was recorded, time first; times of spikes.
Not here: what should have come out.
"""

from collections.abc import Sequence

import numpy as np

import annarchy_lab as ann

__all__ = ["after_one_spike", "alone"]


def alone(
    model: ann.Neuron,
    variables: Sequence[str],
    duration_ms: float,
    *,
    size: int = 1,
    dt: float = 0.1,
    seed: int = 1,
    **values: object,
) -> dict[str, object]:
    """Run neurons without inputs; arrays of shape (n_steps, size), spikes as dict of steps."""
    net = ann.Network(dt=dt, seed=seed)
    pop = net.create(size, model)
    pop.set(values)
    monitor = net.monitor(pop, list(variables))
    net.compile(silent=True)
    net.simulate(duration_ms)
    return monitor.get()


def after_one_spike(
    model: ann.Neuron,
    variables: Sequence[str],
    duration_ms: float,
    weights: dict[str, float],
    dt: float = 0.1,
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Let one spike of time 0 arrive in one step; what follows, and the ms since the arrival."""
    net = ann.Network(dt=dt)
    source, pop = net.create(ann.SpikeSourceArray([0.0])), net.create(1, model)
    for target, weight in weights.items():
        net.connect(source, pop, target).one_to_one(weight)
    monitor = net.monitor(pop, list(variables))
    net.compile(silent=True)
    net.simulate(duration_ms)
    data = {name: values[1:, 0] for name, values in monitor.get().items()}
    n_steps = len(next(iter(data.values())))
    return data, np.arange(n_steps) * dt
