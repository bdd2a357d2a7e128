"""What is not stored in each step: whoever looks finds what the reference has."""

import time
from dataclasses import replace

import numpy as np
import pytest
from networks import NETWORKS, shared_traces
from suite import assert_equal_bits

from annarchy_lab.ir.build import build_network
from annarchy_lab.runtime.backend import Recorder, Write
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

NAME = ("learning", "change")
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
        for name in ("plastic_spiking", "rate_coded")
    }
    hidden = {name: {m.kernel.hidden for m in made.values()} for name, made in modules.items()}
    assert hidden == {"plastic_spiking": {()}, "rate_coded": {()}}
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
