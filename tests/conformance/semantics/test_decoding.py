"""Rates decoded from spikes: which spikes count when, and to the last bit."""

from dataclasses import replace

import numpy as np
import pytest
from sketch import CpuSketch, Sketch
from suite import assert_equal_bits

from annarchy_lab.connectivity.edges import sorted_edges
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec
from annarchy_lab.language.declare import Neuron
from annarchy_lab.runtime.backend import Recorder, Write
from annarchy_lab.runtime.cpu.simulator import CpuSimulator

BEAT = Neuron("first = 0.0\nevery = 5.0", spike="modulo(t - first, every) == 0.0", name="Beat")
NOISY = Neuron("rates = 0.0", "p = Uniform(0.0, 1.0) * 1000.0 / dt", spike="p < rates")
LISTENER = Neuron(equations="r = sum(exc)", name="Decoded")


def beating(sketch, *, n=1, n_post=1, window=4, **options):
    net = sketch()
    net.population("pre", n, BEAT, first=np.arange(n, dtype=float), every=np.full(n, 50.0))
    net.population("post", n_post, LISTENER)
    net.projection("pre", "post", window_steps=window, **options)
    return net.load()


def recorded(simulator, n_steps, name="sum(exc)"):
    number = simulator.add_recorder(Recorder("rows", "post", name))
    simulator.run(n_steps)
    return simulator.collect(number).data[:, 0].tolist()


@pytest.mark.proves("api-11-decoding-scale")
def test_a_spike_counts_for_the_window_divided_by_its_length(sketch):
    found = recorded(beating(sketch), 8)
    # emitted in step 0, arrived in 1, gone in 5
    assert found == [0, 250, 250, 250, 250, 0, 0, 0]


@pytest.mark.proves("api-11-decoding-scale")
def test_the_sum_is_divided_by_the_number_of_synapses(sketch):
    found = recorded(beating(sketch, n=2, weights=np.array([3.0, 1.0])), 8)
    assert found == [0, 375, 500, 500, 500, 125, 0, 0]


def test_a_neuron_without_synapses_receives_nothing(sketch):
    edges = sorted_edges(1, 2, np.array([0]), np.array([1]), 1.0)
    simulator = beating(sketch, n_post=2, edges=edges)
    number = simulator.add_recorder(Recorder("rows", "post", "sum(exc)"))
    simulator.run(3)
    assert simulator.collect(number).data.tolist() == [[0, 0], [0, 250], [0, 250]]


@pytest.mark.proves("api-11-decoding-windows")
def test_each_projection_has_its_own_window(sketch):
    net = sketch()
    net.population("pre", 1, BEAT, every=50.0)
    net.population("post", 1, Neuron(equations="r = sum(a)\ns = sum(b)", name="Two"))
    for window, target in ((2, "a"), (5, "b")):
        net.projection("pre", "post", name=target, targets=(target,), window_steps=window)
    simulator = net.load()
    numbers = [simulator.add_recorder(Recorder("rows", "post", name)) for name in ("r", "s")]
    simulator.run(8)
    found = [simulator.collect(number).data[:, 0].tolist() for number in numbers]
    assert found == [[0, 500, 500, 0, 0, 0, 0, 0], [0, 200, 200, 200, 200, 200, 0, 0]]


@pytest.mark.proves("api-11-decoding-delays")
def test_spikes_come_late_and_keep_the_delay_of_their_emission(sketch):
    simulator = beating(sketch, delay_steps=3)
    assert recorded(simulator, 2) == [0, 0]
    simulator.set_delay("proj", 1)
    assert recorded(simulator, 8) == [0, 250, 250, 250, 250, 0, 0, 0]


def test_a_write_to_a_weight_holds_for_spikes_that_are_there(sketch):
    simulator = beating(sketch, n=2)
    assert recorded(simulator, 3) == [0, 125, 250]
    simulator.write([Write("proj", "w", np.array(4.0))])
    assert recorded(simulator, 1) == [1000]
    simulator.write([Write("proj", "w", np.array([2.0]), np.array([0]))])
    assert recorded(simulator, 4) == [750, 500, 0, 0]


def test_what_arrives_while_nothing_is_transmitted_never_counts(sketch):
    simulator = beating(sketch, n=3)
    simulator.run(2)
    simulator.set_flag("proj", "transmission", False)
    simulator.run(1)
    simulator.set_flag("proj", "transmission", True)
    # those of steps 0 and 2; that of step 1 was lost in step 2
    assert recorded(simulator, 5) == pytest.approx([500 / 3, 500 / 3, 250 / 3, 250 / 3, 0])


def test_clearing_empties_the_window(sketch):
    simulator = beating(sketch)
    simulator.run(3)
    simulator.clear("pre")
    assert recorded(simulator, 2) == [0, 0]


def noisy(sketch, *, real="float64", n_threads=1, n_parts=0, single=False):
    """Decode noise twice, with silent gaps, uneven dendrites, and weights that make sums round."""
    rng = np.random.default_rng(5)
    n_pre, n_post = 70, 45
    wanted = rng.random((n_post, n_pre)) < 0.4
    wanted[[0, 7]] = False
    post, pre = np.nonzero(wanted)
    weights = 0.1 if single else rng.normal(0.3, 0.2, len(pre))
    net = sketch(dtype=real, dt_ms=0.1, n_threads=n_threads, n_parts=n_parts)
    net.population("pre", n_pre, NOISY, rates=rng.uniform(0.0, 400.0, n_pre))
    net.population("post", n_post, Neuron(equations="r = sum(exc) - sum(inh)", name="Both"))
    for name, delay, window in (("exc", 1, 7), ("inh", 4, 23)):
        edges = sorted_edges(n_pre, n_post, pre, post, weights)
        net.projection(
            "pre",
            "post",
            name=name,
            targets=(name,),
            edges=edges,
            delay_steps=delay,
            window_steps=window,
        )
    return net


def spec_of(net) -> NetworkSpec:
    options = {**net.options, "dtype": np.dtype(net.options["dtype"])}
    return NetworkSpec(
        populations=tuple(net.populations), projections=tuple(net.projections), **options
    )


def handled(simulator):
    """Run with everything that can happen to a window, and return what was received."""
    number = simulator.add_recorder(Recorder("rows", "post", "r"))
    simulator.run(150)
    simulator.write([Write("exc", "w", np.array([0.7, -0.3]), np.array([1, 30]))])
    simulator.run(50)
    simulator.set_delay("inh", 2)
    simulator.run(60)
    simulator.set_flag("exc", "transmission", False)
    simulator.run(9)
    simulator.set_flag("exc", "transmission", True)
    simulator.run(40)
    simulator.clear("pre")
    simulator.run(31)
    simulator.write([Write("inh", "w", np.array(0.2))])
    simulator.run(60)
    return simulator.collect(number).data


@pytest.mark.proves("api-11-decoding-exact")
@pytest.mark.parametrize("real", ["float64", "float32"])
@pytest.mark.parametrize("single", [False, True])
def test_both_backends_have_equal_bits(real, single):
    built = [noisy(kind, real=real, single=single) for kind in (Sketch, CpuSketch)]
    reference, compiled = (net.load() for net in built)
    assert handled(reference).tobytes() == handled(compiled).tobytes()
    assert_equal_bits(compiled, reference, spec_of(built[0]))


@pytest.mark.proves("api-11-decoding-exact")
def test_threads_parts_and_chunks_change_no_bit():
    plain = handled(noisy(CpuSketch).load())
    assert plain.any()
    for n_threads, n_parts in ((2, 2), (3, 7), (1, 50)):
        assert handled(noisy(CpuSketch, n_threads=n_threads, n_parts=n_parts).load()).tobytes() == (
            plain.tobytes()
        )


@pytest.mark.proves("api-11-decoding-exact")
def test_how_weights_are_stored_never_shows():
    net = noisy(CpuSketch, single=True)
    spread = [
        replace(p, edges=p.edges.given(weights=np.full(p.edges.n_edges, 0.1)))
        for p in net.projections
    ]
    other = replace(spec_of(net), projections=tuple(spread))
    kept = CpuSimulator(build_network(other))
    one = net.load()
    for simulator in (one, kept):
        simulator.run(200)
    assert one.read("post", "r").tobytes() == kept.read("post", "r").tobytes()


@pytest.mark.proves("api-11-decoding-exact")
def test_a_reset_begins_anew(sketch):
    simulator, fresh = noisy(sketch).load(), noisy(sketch).load()
    simulator.run(57)
    simulator.reset(["pre", "post", "exc", "inh"], reseed=True)
    for each in (simulator, fresh):
        each.run(40)
    assert simulator.read("post", "r").tobytes() == fresh.read("post", "r").tobytes()
    assert fresh.read("post", "r").any()
