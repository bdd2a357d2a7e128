"""The compiled backend against the reference."""

import numpy as np
import pytest
from networks import izhikevich
from recording_suite import RecordingSuite
from suite import BackendSuite

from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec
from annarchy_lab.runtime.backend import Recorder, Simulator
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator


class TestCpu(BackendSuite, RecordingSuite):
    def load(self, spec: NetworkSpec) -> Simulator:
        return CpuSimulator(build_network(spec))


@pytest.mark.science
def test_seed_network_of_1000_neurons_for_1000_steps():
    """Every spike and every v of the pulse-coupled network, bit by bit; 8-9.5 Hz."""
    spec = izhikevich(1000, seed=42)
    recorded = []
    for sim in (CpuSimulator(build_network(spec)), ReferenceSimulator(build_network(spec))):
        numbers = [
            sim.add_recorder(Recorder("spikes", "pop")),
            sim.add_recorder(Recorder("rows", "pop", "v")),
        ]
        sim.run(1000)
        recorded.append([sim.collect(number) for number in numbers])
    (spikes, v), (spikes_ref, v_ref) = recorded
    assert np.array_equal(spikes.steps, spikes_ref.steps)
    assert np.array_equal(spikes.data, spikes_ref.data)
    assert v.data.tobytes() == v_ref.data.tobytes()
    assert 8.0 < len(spikes.data) / 1000 < 10.0
