"""All synapses of a projection replaced between two steps: equal bits, whatever runs them."""

from dataclasses import replace

import numpy as np
import pytest
from networks import NETWORKS
from rewired_networks import flickering
from sketch import CpuSketch, Sketch
from suite import assert_equal_bits

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec, ProjectionSpec
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Recorder, Write
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

FAST = ("izhikevich", "rate_coded", "plastic_spiking", "gap_junctions", "delays_per_synapse")


def edges(n_pre: int, n_post: int, probability: float, seed: int) -> EdgeList:
    ends, rng = Ends.whole(n_pre, n_post), np.random.default_rng(seed)
    weights = rng.uniform(0.1, 0.6, 10_000)
    made = build_edges("fixed_probability", ends, rng, probability=probability, weights=0.0)
    return made.given(weights=weights[: made.n_edges])


def reconnected(old: ProjectionSpec, probability: float, seed: int) -> ProjectionSpec:
    made = edges(old.edges.n_pre, old.edges.n_post, probability, seed)
    steps = old.delay_steps
    if isinstance(steps, np.ndarray):
        steps = np.random.default_rng(seed).integers(1, 20, made.n_edges).astype(np.int32)
    return replace(old, edges=made, delay_steps=steps)


@pytest.mark.parametrize("name", [*FAST, "flickering"])
def test_new_edges_have_the_bits_of_the_reference(name):
    spec: NetworkSpec = flickering() if name == "flickering" else NETWORKS[name]()
    tested, reference = CpuSimulator(build_network(spec)), ReferenceSimulator(build_network(spec))
    for simulator in (tested, reference):
        if name == "flickering":
            simulator.set_rewiring("proj", "creating", 2, 0)
            simulator.set_rewiring("proj", "pruning", 3, 1)
        simulator.run(40)
    for probability, seed in ((1.0, 1), (0.2, 2)):  # dense and not
        specs = [reconnected(old, probability, seed) for old in spec.projections]
        for simulator in (tested, reference):
            for each in specs:
                assert simulator.reconnect(each) == simulator.step
            simulator.run(60)
        now = replace(spec, projections=tuple(specs))
        assert_equal_bits(tested, reference, now)
        found = [s.edges(specs[0].name) for s in (tested, reference)]
        assert np.array_equal(found[0].pre_ranks, found[1].pre_ranks)
        if name != "flickering":
            assert np.array_equal(found[0].pre_ranks, specs[0].edges.pre_ranks)
        assert found[0].n_edges > 0
    for simulator in (tested, reference):
        simulator.reset([each.name for each in (*spec.populations, *spec.projections)], reseed=True)
        simulator.run(50)
    assert_equal_bits(tested, reference, replace(spec, projections=tuple(specs)))


@pytest.fixture(params=[Sketch, CpuSketch], ids=["reference", "cpu"])
def chain(request):
    sketch = request.param()
    sketch.population("a", 2, Neuron(equations="v = t", spike="v == 2.0", reset=""))
    sketch.population("b", 2, Neuron(equations="v = g_exc", spike="v > 1e9", reset=""))
    synapse = Synapse(parameters="k = 2.0\ns = 1.0 : projection", pre_spike="g_target += k * s * w")
    sketch.projection("a", "b", synapse, delay_steps=3, weights=1.0)
    return sketch.load(), sketch.projections[0]


def test_what_was_under_way_is_lost_and_new_spikes_take_the_new_edges(chain):
    simulator, spec = chain
    simulator.run(4)  # the spikes of step 2 arrive in step 5
    crossed = EdgeList(2, 2, [1, 0], [0, 1], np.array([1.0, 5.0]))
    simulator.reconnect(replace(spec, edges=crossed, delay_steps=1, values={"k": 3.0}))
    simulator.run(2)
    assert simulator.read("b", "v").tolist() == [0.0, 0.0]
    simulator.step = 2
    simulator.run(2)
    assert simulator.read("b", "v").tolist() == [3.0, 15.0]


def test_shared_values_flags_and_learning_stay(chain):
    simulator, spec = chain
    simulator.write([_write("s", 4.0)])
    simulator.set_flag("proj", "transmission", False)
    one = EdgeList(2, 2, [1], [0], 1.0)
    simulator.reconnect(replace(spec, edges=one, delay_steps=1))
    assert simulator.read("proj", "s").item() == 4.0
    simulator.run(5)
    assert simulator.read("b", "v").tolist() == [0.0, 0.0]
    simulator.set_flag("proj", "transmission", True)
    simulator.step = 2
    simulator.run(2)
    assert simulator.read("b", "v").tolist() == [8.0, 0.0]


def test_what_records_a_shared_value_goes_on(chain):
    simulator, spec = chain
    number = simulator.add_recorder(Recorder("rows", "proj", "s"))
    simulator.run(1)
    simulator.reconnect(replace(spec, edges=EdgeList(2, 2, [1], [0], 1.0), delay_steps=1))
    simulator.write([_write("s", 4.0)])
    simulator.run(1)
    assert simulator.collect(number).data.ravel().tolist() == [1.0, 4.0]


def test_delays_that_do_not_fit_are_refused(chain):
    simulator, spec = chain
    with pytest.raises(ANNarchyException, match="takes 1 delay or 4"):
        simulator.reconnect(replace(spec, delay_steps=np.ones(3, np.int32)))
    with pytest.raises(ANNarchyException, match="called 'x'"):
        simulator.reconnect(replace(spec, name="x"))


def _write(name, value):
    return Write("proj", name, np.asarray(value))
