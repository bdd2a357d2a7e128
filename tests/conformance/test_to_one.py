"""Synapses from many neurons to one: their own form of arriving spikes, as long as it fits."""

import numpy as np
import pytest
from networks import NETWORKS
from suite import assert_equal_bits

from annarchy_lab.ir.build import build_network
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator


def both(**options):
    spec = NETWORKS["to_one"](**options)
    return spec, CpuSimulator(build_network(spec)), ReferenceSimulator(build_network(spec))


def functions(simulator, projection):
    return {f.name for f in simulator._state.loaded(projection).kernel.functions}


def test_who_has_that_form():
    _, net, _ = both()
    for name in ("stdp", "echo", "own"):
        assert {"on_pre_to_one", "on_pre"} & functions(net, name) == {"on_pre_to_one"}
    other = CpuSimulator(build_network(NETWORKS["plastic_spiking"]()))
    assert "on_pre_to_one" not in functions(other, "stdp")


@pytest.mark.parametrize("n_parts", [1, 3])
def test_delays_of_their_own_end_it(n_parts):
    spec, net, reference = both(n_parts=n_parts)
    delays = np.random.default_rng(1).integers(1, 5, 300).astype(np.int32)
    for steps, n_steps in ((2, 20), (5, 40), (delays, 40), (1, 40)):
        for simulator in (net, reference):
            simulator.set_delay("stdp", steps)
            simulator.run(n_steps)
        assert_equal_bits(net, reference, spec)
        is_changed = not np.ndim(steps)
        assert is_changed or "on_pre" in functions(net, "stdp")


def test_weights_that_stay_as_they_are():
    spec, net, reference = both()
    for simulator in (net, reference):
        simulator.run(30)
        simulator.set_flag("stdp", "plasticity", False)
        simulator.run(60)
    assert_equal_bits(net, reference, spec)
