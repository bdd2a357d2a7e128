"""What is recorded behind each block of neurons is what the reference has when the step ends."""

import numpy as np
import pytest
from networks import IZHIKEVICH

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec
from annarchy_lab.ir.stimulus import Stimulus
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Recorder
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

SIZE = 700  # neurons: blocks of 256 draws
PLAIN = Synapse()
PULLING = Synapse(post_spike="post.v -= 3.0")
"""Changes neurons behind their own resets."""
AXONAL = Neuron(
    parameters="tau = 5.0",
    equations="tau * dv/dt = -v + 2.0 + Normal(0.0, 3.0)",
    spike="v > 4.0",
    reset="v = 0.0",
    axon_spike="v < -4.0",
    axon_reset="v = 1.0",
    refractory=2.0,
)
LAYOUTS = [{}, {"n_threads": 2, "n_parts": 7}, {"n_threads": 3, "n_parts": 3}]


def network(neuron=IZHIKEVICH, synapse=PLAIN, **options):
    ends = Ends.whole(SIZE, SIZE)
    edges = build_edges("one_to_one", ends, np.random.default_rng(1), weights=5.0)
    pop = PopulationSpec("pop", SIZE, neuron.declaration)
    proj = ProjectionSpec("proj", "pop", "pop", ("exc",), synapse.declaration, edges)
    return build_network(NetworkSpec(1.0, 5, (pop,), (proj,), **options))


def settled(simulator):
    """Return what recorders copy behind tests of spikes, in the schedule of `simulator`."""
    entries = [phase.entry for phase in simulator._phases if phase.entry["kind"] == "detect"]
    arrays = simulator._state.populations["pop"].arrays
    found = [buffer for entry in entries for buffer in entry.get("settled", ())]
    return {name for name, array in arrays.items() if any(array.buffer is b for b in found)}


def recorded(simulator, *attributes, n_steps=60, **options):
    numbers = [simulator.add_recorder(Recorder("rows", "pop", x, **options)) for x in attributes]
    spikes = simulator.add_recorder(Recorder("spikes", "pop"))
    simulator.run(n_steps)
    assert simulator.collect(spikes).data.size > 20
    return [simulator.collect(number) for number in numbers]


def assert_recorded_alike(model, *attributes, **options):
    tested, reference = CpuSimulator(model), ReferenceSimulator(model)
    both = [recorded(each, *attributes, **options) for each in (tested, reference)]
    for found, expected in zip(*both, strict=True):
        assert np.array_equal(found.steps, expected.steps)
        assert found.data.tobytes() == expected.data.tobytes()
    return tested


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_values_are_those_behind_the_resets(layout, dtype):
    model = network(dtype=np.dtype(dtype), **layout)
    tested = assert_recorded_alike(model, "v", "u", "I")
    assert {"v", "u", "I"} <= settled(tested)


@pytest.mark.parametrize(
    "options",
    [
        {"period_steps": 3, "offset_steps": 1},
        {"policy": "latest", "capacity": 7},
        {"indices": np.array([3, 255, 256, 699])},
    ],
)
def test_some_rows_and_some_neurons(options):
    assert_recorded_alike(network(), "v", **options)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_a_synapse_changes_later_is_recorded_at_the_end(layout):
    tested = assert_recorded_alike(network(synapse=PULLING, **layout), "v", "u")
    assert "u" in settled(tested)
    assert "v" not in settled(tested)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_axonal_spikes_and_refractoriness(layout):
    tested = assert_recorded_alike(network(AXONAL, **layout), "v")
    assert "v" in settled(tested)


def test_resets_that_neurons_share_are_run_behind_all_tests():
    neuron = Neuron(
        parameters="n = 0.0 : population",
        equations="v = v + Uniform(0.0, 1.0)",
        spike="v > 5.0 + 0.01 * n",
        reset="v = 0.0\nn += 1.0",
    )
    tested = assert_recorded_alike(network(neuron), "v", "n", n_steps=40)
    assert settled(tested) == set()


def test_schedules_that_change_amid_a_recording():
    tested, reference = CpuSimulator(network()), ReferenceSimulator(network())
    found = []
    for each in (tested, reference):
        number = each.add_recorder(Recorder("rows", "pop", "v"))
        each.run(10)
        each.set_flag("pop", "enabled", False)
        each.run(3)
        each.set_flag("pop", "enabled", True)
        each.run(5)
        kick = Stimulus(1, "v", np.arange(200, 300), np.full(1, 20.0), first=2, n_steps=1)
        each.stimulate("pop", kick)
        each.run(10)
        each.switch_recorder(number, is_on=False)
        each.run(2)
        each.switch_recorder(number, is_on=True)
        each.run(5)
        found.append(each.collect(number))
    assert found[0].steps.tolist() == found[1].steps.tolist()
    assert found[0].data.tobytes() == found[1].data.tobytes()
