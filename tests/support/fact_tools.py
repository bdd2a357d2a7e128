"""What facts about the language are told with: traces, neurons that spike on time, refusals."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

import annarchy_lab as ann

# the times are values, so that every test shares one compiled model
SPIKER = ann.Neuron(
    parameters={name: ann.Parameter(-1.0, locality="local") for name in ("t0", "t1", "t2", "t3")},
    equations="v = t",
    spike="t == t0 or t == t1 or t == t2 or t == t3",
    name="Spiker",
)
LISTENER = ann.Neuron(equations="v = g_exc", spike="False", name="Listener")
CLOCK = ann.Neuron(equations="r = t", name="Clock")
SUMMER = ann.Neuron(equations="r = sum(exc)", name="Summer")


def spiker(net: ann.Network, *times_ms: float, size: int = 1) -> ann.Population:
    """Neurons that spike at these times (in ms) and only then."""
    pop = net.create(size, SPIKER)
    for name, time in zip(("t0", "t1", "t2", "t3"), times_ms, strict=False):
        setattr(pop, name, time)
    return pop


def traces(net: ann.Network, n_steps: int, **wanted: tuple[Any, str]) -> dict[str, list[Any]]:
    """Run, and return what attributes did: ``traces(net, 5, v=(pop, "v"))["v"]``.

    A single element gives plain numbers, several give a list per step.
    """
    monitors = {label: net.monitor(obj, name) for label, (obj, name) in wanted.items()}
    if not net.compiled:
        net.compile(silent=True)
    net.simulate(n_steps * net.dt)
    return {label: _plain(m.get(wanted[label][1])) for label, m in monitors.items()}


def _plain(data: Any) -> list[Any]:
    if isinstance(data, dict):
        return data
    rows = np.asarray(data).reshape(len(data), -1)
    return (rows[:, 0] if rows.shape[1] == 1 else rows).tolist()


def evaluated(
    net: ann.Network,
    equations: str | list[str | ann.Variable],
    parameters: str | Mapping[str, Any] = "",
    n_steps: int = 1,
    **options: Any,
) -> dict[str, Any]:
    """Run one rate-coded neuron of these equations (``r`` may be left out); return its values."""
    given = [equations] if isinstance(equations, str) else equations
    neuron = ann.Neuron(parameters, [*given, "r = 0.0"], **options)
    pop = net.create(1, neuron)
    net.compile(silent=True)
    net.simulate(n_steps * net.dt)
    return {name: np.ravel(pop.get(name))[0].item() for name in pop.attributes}


def refusal(declare: Callable[[], object], *words: str) -> str:
    """Check that something is refused with a message that has these words; return the message."""
    with pytest.raises(ann.ANNarchyException) as error:
        declare()
    message = str(error.value)
    assert [word for word in words if word not in message] == [], message
    return message
