"""What is not stored in each step: whoever looks finds what the reference has."""

import time
from dataclasses import replace

import numpy as np
import pytest
from networks import NETWORKS, shared_traces
from suite import assert_equal_bits

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Recorder, Write
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

NAME = ("learning", "change")
SIZE = 600  # neurons: some blocks
START = 130
"""Steps before the traces of all synapses are others in each step."""
THREADS = [{}, {"n_threads": 2, "n_parts": 3}, {"n_threads": 3, "n_parts": 3}]


@pytest.fixture
def simulator():
    made = CpuSimulator(build_network(shared_traces()))
    made.run(START)
    yield made
    made.close()


def reference_after(n_steps):
    made = ReferenceSimulator(build_network(shared_traces()))
    made.run(n_steps)
    return made


def assert_as_watched(seen):
    """Compare what was seen at some steps with a run that a recorder sees step by step."""
    watched = CpuSimulator(build_network(shared_traces()))
    watched.add_recorder(Recorder("rows", *NAME, capacity=1))
    n_steps = len({step for step, _ in seen})
    assert len({values.tobytes() for _, values in seen}) == n_steps  # they change in each step
    for step, values in seen:
        watched.run(step - watched.step)
        assert values.tobytes() == watched.read(*NAME).tobytes(), step


def soon(condition, seconds=5.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.001)


def test_what_is_hidden(simulator):
    modules = {
        name: CpuSimulator(build_network(NETWORKS[name]()))._state.modules
        for name in ("plastic_spiking", "izhikevich")
    }
    hidden = {name: {m.kernel.hidden for m in made.values()} for name, made in modules.items()}
    assert hidden == {"plastic_spiking": {()}, "izhikevich": {(), ("I",)}}
    assert simulator._state.modules["learning"].kernel.hidden == ("change",)


@pytest.mark.parametrize("options", THREADS)
@pytest.mark.parametrize("real", ["float64", "float32"])
def test_every_edge_sees_what_its_step_has_stored(options, real):
    spec = shared_traces(dtype=np.dtype(real), **options)
    tested, reference = CpuSimulator(build_network(spec)), ReferenceSimulator(build_network(spec))
    for n_steps in (START, 1, 2, 3, 17):
        tested.run(n_steps)
        reference.run(n_steps)
        assert_equal_bits(tested, reference, spec)


def test_a_value_that_was_written_is_overwritten(simulator):
    reference = reference_after(START)
    for net in (simulator, reference):
        net.run(5)
        net.write([Write(*NAME, np.array(7.0))])
        assert np.all(net.read(*NAME) == 7.0)
        net.run(2)
    assert_equal_bits(simulator, reference, shared_traces())


@pytest.mark.parametrize(("period", "offset"), [(1, 0), (3, 1)])
def test_a_recorder_sees_every_step(simulator, period, offset):
    reference, found = reference_after(START), []
    for net in (simulator, reference):
        net.run(4)  # nobody looks yet
        number = net.add_recorder(Recorder("rows", *NAME, period_steps=period, offset_steps=offset))
        net.run(20)
        net.switch_recorder(number, is_on=False)
        net.run(9)
        net.switch_recorder(number, is_on=True)
        net.run(20)
        found.append(net.collect(number))
    assert np.array_equal(found[0].steps, found[1].steps)
    assert found[0].data.tobytes() == found[1].data.tobytes()


def test_a_recorder_of_something_else_changes_nothing(simulator):
    simulator.add_recorder(Recorder("rows", "learning", "w"))
    simulator.run(30)
    assert_equal_bits(simulator, reference_after(START + 30), shared_traces())


def test_callbacks_look_before_their_step(simulator):
    seen = {}

    def look(step):
        seen[step] = simulator.read(*NAME)
        return step + 7

    simulator.set_callback(START + 5, look)
    simulator.run(30)
    assert sorted(seen) == [START + k for k in (5, 12, 19, 26)]
    for step, values in seen.items():
        assert values.tobytes() == reference_after(step).read(*NAME).tobytes()


def test_guests_pauses_and_stops_amid_a_run(simulator):
    seen = []

    def look():
        seen.append((simulator.step, simulator.read(*NAME)))

    simulator.start(-1, 0.0)
    for _ in range(3):
        soon(lambda step=simulator.step: simulator.step > step + 5)
        with simulator.hold():
            look()
    simulator.pause()
    look()
    simulator.advance(1)
    look()
    simulator.resume()
    soon(lambda step=simulator.step: simulator.step > step + 5)
    simulator.stop()
    look()
    assert_as_watched(seen)


def test_a_full_recorder_ends_a_slice(simulator):
    seen = []
    simulator.add_recorder(Recorder("rows", "post", "v"))
    simulator.limit_recorders(
        5 * 24 * 8, lambda: seen.append((simulator.step, simulator.read(*NAME)))
    )
    simulator.run(20)
    assert seen
    for step, values in seen:
        assert values.tobytes() == reference_after(step).read(*NAME).tobytes()


def test_where_equations_skip_steps_they_store():
    spec = shared_traces()
    (learning,) = spec.projections
    spec = replace(spec, projections=(learning, replace(learning, name="other")))
    tested, reference = CpuSimulator(build_network(spec)), ReferenceSimulator(build_network(spec))
    for net in (tested, reference):
        net.run(START)
        net.set_learning("learning", 3, 0)
    for _ in range(3):
        tested.run(7)
        reference.run(7)
        assert_equal_bits(tested, reference, spec)


# Neurons

CURRENTS = """
    I = g_exc + 0.8 + Normal(0.0, 0.5)
    J = 2.0 * I - v {more}
    10.0 * dv/dt = J
"""
READING = {
    "nobody": ("", Synapse(), 1, {"I", "J"}),
    "a synapse": ("", Synapse(pre_spike="g_target += w * pre.J"), 1, {"I"}),
    "a synapse, later": ("", Synapse(pre_spike="g_target += w * post.I * pre.J"), 3, set()),
    "an operation": ("+ 0.1 * mean(I)", Synapse(), 1, {"J"}),
}


def currents(who, **options):
    """A network whose neurons have currents that are read by nobody else, or by somebody."""
    more, synapse, delay_steps, _ = READING[who]
    neuron = Neuron(equations=CURRENTS.format(more=more), spike="v > 1.0", reset="v = 0.0")
    ends, rng = Ends.whole(SIZE, SIZE), np.random.default_rng(4)
    edges = build_edges("fixed_probability", ends, rng, probability=0.01, weights=0.2)
    pop = PopulationSpec("pop", SIZE, neuron.declaration)
    proj = ProjectionSpec(
        "proj", "pop", "pop", ("exc",), synapse.declaration, edges, delay_steps=delay_steps
    )
    return NetworkSpec(0.5, 3, (pop,), (proj,), **options)


def hidden_of(simulator):
    (entry,) = (p.entry for p in simulator._phases if p.entry["kind"] == "detect")
    arrays = simulator._state.populations["pop"].arrays
    return {name for name, a in arrays.items() if any(a.buffer is b for b in entry["hidden"])}


@pytest.mark.parametrize("options", THREADS)
@pytest.mark.parametrize("real", ["float64", "float32"])
@pytest.mark.parametrize("who", READING)
def test_every_edge_sees_what_neurons_have_stored(who, options, real):
    spec = currents(who, dtype=np.dtype(real), **options)
    tested, reference = CpuSimulator(build_network(spec)), ReferenceSimulator(build_network(spec))
    assert hidden_of(tested) == READING[who][-1]
    for n_steps in (1, 2, 3, 17):
        tested.run(n_steps)
        reference.run(n_steps)
        assert_equal_bits(tested, reference, spec)


def test_currents_that_are_recorded_written_and_looked_at():
    spec, found = currents("nobody"), []
    tested, reference = CpuSimulator(build_network(spec)), ReferenceSimulator(build_network(spec))
    for net in (tested, reference):
        seen = []

        def look(step, net=net, seen=seen):
            seen.append(net.read("pop", "J"))
            return step + 5

        net.set_callback(4, look)
        net.run(7)
        number = net.add_recorder(Recorder("rows", "pop", "I", np.arange(3, 90), period_steps=2))
        net.run(9)
        net.write([Write("pop", "J", np.array(7.0))])
        seen += [net.read("pop", "J"), net.collect(number).data]
        net.run(2)
        found.append([each.tobytes() for each in seen])
    assert len(found[0]) == 5
    assert found[0] == found[1]
    assert_equal_bits(tested, reference, spec)


def test_currents_are_there_whenever_a_run_is_looked_into():
    spec = currents("nobody")
    tested, seen = CpuSimulator(build_network(spec)), []
    tested.start(-1, 1.0)
    for _ in range(5):
        soon(lambda step=tested.step: tested.step > step + 5)
        with tested.hold():
            seen.append((tested.step, tested.read("pop", "I"), tested.read("pop", "J")))
    tested.stop()
    reference = ReferenceSimulator(build_network(spec))
    for step, *values in seen:
        reference.run(step - reference.step)
        for name, each in zip("IJ", values, strict=True):
            assert each.tobytes() == reference.read("pop", name).tobytes()
