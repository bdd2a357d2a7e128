"""A network that goes back to a captured state goes on with the same bits, whatever runs it."""

from dataclasses import replace

import numpy as np
import pytest
from fuzzing import compiled_examples
from hypothesis import given
from hypothesis import strategies as st
from networks import NETWORKS
from random_networks import interludes, networks
from suite import assert_equal_bits
from test_random_networks import prepare, run_on
from test_rewired_delays import changed, network

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.ir.build import build_network
from annarchy_lab.runtime.backend import Recorder
from annarchy_lab.runtime.captured import same_values
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

BACKENDS = (CpuSimulator, ReferenceSimulator)
N_STEPS = 60


def threaded(spec):
    return replace(spec, n_threads=2, n_parts=3)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("real", ["float64", "float32"])
@pytest.mark.parametrize("name", NETWORKS)
def test_a_run_goes_on_elsewhere_with_the_same_bits(name, real, backend):
    spec = NETWORKS[name](dtype=np.dtype(real))
    whole = backend(build_network(spec))
    others = [CpuSimulator(build_network(threaded(spec))), ReferenceSimulator(build_network(spec))]
    whole.run(N_STEPS)
    captured = whole.capture()
    for other in others:
        other.run(7)
        assert other.restore(captured) == N_STEPS
        assert_equal_bits(other, whole, spec)
    whole.run(N_STEPS)
    for other in others:
        other.run(N_STEPS)
        assert_equal_bits(other, whole, spec)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", NETWORKS)
def test_going_back_and_forth_again_gives_the_same_bits(name, backend):
    spec = NETWORKS[name]()
    tested, straight = backend(build_network(spec)), backend(build_network(spec))
    for simulator in (tested, straight):
        for population in spec.populations:
            if population.neuron.is_spiking:
                simulator.set_rate_window(population.name, 25)
        simulator.run(40)
    captured = tested.capture()
    tested.run(33)
    for population in spec.populations:
        if population.neuron.is_spiking:
            tested.set_rate_window(population.name, 3)
            tested.clear(population.name)
    for projection in spec.projections:
        tested.set_flag(projection.name, "plasticity", False)
        tested.set_learning(projection.name, 3, 1)
    tested.reseed(5)
    tested.run(9)
    tested.restore(captured)
    tested.run(50)
    straight.run(50)
    assert_equal_bits(tested, straight, spec)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_capture_of_what_was_restored_is_the_same(backend):
    spec = network("cells")
    first, second = backend(build_network(spec)), backend(build_network(spec))
    for rule in ("creating", "pruning"):
        first.set_rewiring("proj0", rule, 2, 0)
    first.run(50)
    captured = first.capture()
    second.restore(captured)
    again = second.capture()
    assert again.clock == captured.clock
    for name, part in captured.objects.items():
        assert again.objects[name].numbers == part.numbers, name
        assert again.objects[name].arrays.keys() == part.arrays.keys()
        for array, values in part.arrays.items():
            assert same_values(again.objects[name].arrays[array], values), (name, array)


@pytest.mark.parametrize("kind", ["cells", "rates"])
def test_synapses_and_delays_that_came_and_went_come_back(kind):
    spec = network(kind)
    names = [p.name for p in spec.projections]
    straight = ReferenceSimulator(build_network(spec))
    tested = [make(build_network(threaded(spec))) for make in (CpuSimulator, ReferenceSimulator)]
    for simulator in (straight, *tested):
        for name in names:
            simulator.set_rewiring(name, "creating", 2, 0)
        for seed in range(4):
            simulator.run(10)
            changed(simulator, names, seed)
        simulator.run(2)
    captured = [simulator.capture() for simulator in tested]
    for simulator in tested:
        for seed in range(10, 14):
            changed(simulator, names, seed)
            simulator.run(10)
    for simulator, back in zip(tested, captured[::-1], strict=True):
        simulator.restore(back)
        assert_equal_bits(simulator, straight, spec)
    for seed in range(20, 24):
        for simulator in (straight, *tested):
            simulator.run(10)
            changed(simulator, names, seed)
        for simulator in tested:
            assert_equal_bits(simulator, straight, spec)


@pytest.mark.parametrize("backend", BACKENDS)
def test_synapses_replaced_as_a_whole_come_back(backend):
    spec = NETWORKS["plastic_spiking"]()
    name = spec.projections[0].name
    tested, straight = backend(build_network(spec)), backend(build_network(spec))
    edges = spec.projections[0].edges
    pre, post = edges.pre_ranks[::2], edges.post_ranks[::2]
    few = EdgeList(edges.n_pre, edges.n_post, pre, post, np.full(len(pre), 0.7), edges.delays_ms)
    for simulator in (tested, straight):
        simulator.run(20)
    first = tested.capture()
    tested.reconnect(replace(spec.projections[0], edges=few, values={}))
    tested.run(20)
    second = tested.capture()
    tested.restore(first)
    tested.run(20)
    straight.run(20)
    assert_equal_bits(tested, straight, spec)
    tested.restore(second)
    assert tested.edges(name).n_edges == few.n_edges
    tested.reset([p.name for p in spec.projections], reseed=True)
    assert (tested.read(name, "w") > 0.0).all()


@pytest.mark.parametrize("backend", BACKENDS)
def test_recorders_keep_their_period_and_open_a_new_interval(backend):
    spec = network("rates")
    tested = backend(build_network(spec))
    number = tested.add_recorder(Recorder("rows", "proj0", "w", period_steps=4))
    tested.run(6)
    captured = tested.capture()
    tested.run(7)
    tested.restore(captured)
    tested.run(7)
    found = tested.collect(number)
    assert found.steps.tolist() == [0, 4, 8, 12, 8, 12]
    assert found.intervals == ((0, 13), (6, 13))


@compiled_examples(8)
@given(st.data())
def test_random_networks_go_on_with_the_same_bits(data):
    spec = data.draw(networks())
    run = data.draw(interludes(spec))
    straight = ReferenceSimulator(build_network(spec))
    tested = [CpuSimulator(build_network(threaded(spec))), ReferenceSimulator(build_network(spec))]
    for interlude in run:
        prepare(straight, interlude)
        run_on(straight, interlude)
        for k, simulator in enumerate(tested):
            prepare(simulator, interlude)
            before = simulator.capture()
            run_on(simulator, interlude)
            simulator.run(5)
            simulator.restore(before)
            run_on(simulator, interlude)
            other = [CpuSimulator, ReferenceSimulator][1 - k](build_network(spec))
            other.restore(simulator.capture())
            tested[k] = other
            assert_equal_bits(other, straight, spec)
