"""Traces that are stored once per neuron: equal bits, until and after synapses differ."""

import numpy as np
import pytest
from networks import HOMEOSTASIS, NETWORKS
from suite import assert_equal_bits

from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.expression import Owner
from annarchy_lab.language.declare import Synapse
from annarchy_lab.runtime.backend import Recorder, Write
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator
from annarchy_lab.runtime.replacing import NewModel, Replacement

ENDS = {"ltp": Owner.PRE, "ltd": Owner.POST, "age": Owner.POST}
CASES = ("shared_traces", "plastic_spiking")
NAMES = {"shared_traces": ("learning", "ltp"), "plastic_spiking": ("stdp", "y")}


def both(name, **options):
    spec = NETWORKS[name](**options)
    return spec, CpuSimulator(build_network(spec)), ReferenceSimulator(build_network(spec))


def store(simulator, projection):
    return simulator._state.projection(projection)


def learning(pre_spike):
    return Synapse(**HOMEOSTASIS, pre_spike=pre_spike).declaration


def run(n_steps, *simulators):
    for simulator in simulators:
        simulator.run(n_steps)


def test_what_is_shared():
    _, net, _ = both("shared_traces")
    assert store(net, "learning").ends == ENDS  # `early` comes before and behind what reads it
    assert net.read("learning", "ltp").shape == (24 * 24,)
    n_bytes = {name: array.n_bytes for name, array in store(net, "learning").arrays.items()}
    assert n_bytes["ltp"] == n_bytes["ltd"] == 24 * 8
    _, other, _ = both("plastic_spiking")
    assert store(other, "stdp").ends == {"x": Owner.PRE, "y": Owner.POST}


@pytest.mark.parametrize("n_threads", [1, 2, 3])
@pytest.mark.parametrize("name", CASES)
def test_threads_and_chunks(name, n_threads):
    options = {"n_threads": n_threads, "n_parts": 3} if n_threads > 1 else {}
    spec, net, reference = both(name, **options)
    for n_steps in (1, 2, 40, 157):
        run(n_steps, net, reference)
        assert_equal_bits(net, reference, spec)


@pytest.mark.parametrize("name", CASES)
def test_a_value_for_all_synapses_leaves_them_shared(name):
    spec, net, reference = both(name)
    projection, trace = NAMES[name]
    run(60, net, reference)
    ends = dict(store(net, projection).ends)
    for simulator in (net, reference):
        simulator.write([Write(projection, trace, np.array(0.25))])
    assert store(net, projection).ends == ends
    run(60, net, reference)
    assert_equal_bits(net, reference, spec)


@pytest.mark.parametrize("indices", [None, np.array([3, 100, 7])])
@pytest.mark.parametrize("name", CASES)
def test_values_of_their_own_end_it_for_one_variable(name, indices):
    spec, net, reference = both(name)
    projection, trace = NAMES[name]
    run(60, net, reference)
    n = net.edges(projection).n_edges if indices is None else len(indices)
    before = set(store(net, projection).ends)
    for simulator in (net, reference):
        simulator.write([Write(projection, trace, np.linspace(0.0, 0.5, n), indices)])
    assert set(store(net, projection).ends) == before - {trace}
    assert_equal_bits(net, reference, spec)
    run(80, net, reference)
    assert_equal_bits(net, reference, spec)


def test_a_parameter_of_their_own_ends_it_for_what_depends_on_it():
    spec, net, reference = both("shared_traces")
    run(60, net, reference)
    for simulator in (net, reference):
        simulator.write([Write("learning", "tau_plus", np.array([30.0]), np.array([5]))])
    assert set(store(net, "learning").ends) == {"ltd", "age"}
    run(80, net, reference)
    assert_equal_bits(net, reference, spec)


def test_delays_of_their_own_end_it_and_it_does_not_come_back():
    spec, net, reference = both("shared_traces")
    run(60, net, reference)
    delays = np.random.default_rng(1).integers(1, 4, 24 * 24).astype(np.int32)
    for steps, n_steps in ((3, 30), (delays, 60), (2, 60)):
        for simulator in (net, reference):
            simulator.set_delay("learning", steps)
        run(n_steps, net, reference)
        assert_equal_bits(net, reference, spec)
    assert store(net, "learning").ends == {}


def test_recordings_show_synapses():
    _, net, reference = both("shared_traces")
    wanted = [None, np.array([0, 30, 575])]
    recorders = [Recorder("rows", "learning", a, i) for a in ("ltp", "ltd", "age") for i in wanted]
    numbers = [(net.add_recorder(r), reference.add_recorder(r)) for r in recorders]
    run(50, net, reference)
    for simulator in (net, reference):
        simulator.write([Write("learning", "ltp", np.array([0.5]), np.array([30]))])
    run(50, net, reference)
    for own, other in numbers:
        assert np.array_equal(net.collect(own).data, reference.collect(other).data)


@pytest.mark.parametrize("name", CASES)
def test_reset_and_captured_states(name):
    spec, net, reference = both(name)
    projection, trace = NAMES[name]
    run(60, net, reference)
    shared, ends = net.capture(), dict(store(net, projection).ends)
    for simulator in (net, reference):
        simulator.write([Write(projection, trace, np.array([0.5]), np.array([3]))])
    run(30, net, reference)
    apart = net.capture()
    net.restore(shared)
    assert set(store(net, projection).ends) == set(ends) - {trace}  # nobody shares again
    other = CpuSimulator(build_network(spec))
    other.restore(shared)
    assert store(other, projection).ends == ends
    other.run(30)
    other.restore(apart)
    assert set(store(other, projection).ends) == set(ends) - {trace}
    assert_equal_bits(other, reference, spec)
    for simulator in (net, other):
        simulator.restore(apart)
    run(40, net, other, reference)
    assert_equal_bits(net, reference, spec)
    assert_equal_bits(other, reference, spec)
    for simulator in (net, reference):
        simulator.reset([*(p.name for p in spec.populations), projection], reseed=True)
    run(40, net, reference)
    assert_equal_bits(net, reference, spec)


@pytest.mark.parametrize(
    ("pre_spike", "ends"),
    [
        ("g_target += w\nltp += 2.0 * A_plus", {"ltp", "ltd", "age"}),
        ("g_target += w\nltp += A_plus * w", {"ltd", "age"}),
        ("g_target += w\nltp += A_plus\nage = 0.0", {"ltp", "ltd"}),
    ],
)
def test_exchanged_models(pre_spike, ends):
    spec, net, reference = both("shared_traces")
    run(60, net, reference)
    model = NewModel("learning", learning(pre_spike), spec.projections[0].values)
    for simulator in (net, reference):
        assert simulator.replacing(Replacement((model,)))() is not None
    assert set(store(net, "learning").ends) == ends
    run(60, net, reference)
    assert_equal_bits(net, reference, spec)
    first = NewModel("learning", spec.projections[0].synapse, spec.projections[0].values)
    for simulator in (net, reference):
        assert simulator.replacing(Replacement((first,)))() is not None
    assert set(store(net, "learning").ends) == ends  # nobody shares again
    run(60, net, reference)
    assert_equal_bits(net, reference, spec)
