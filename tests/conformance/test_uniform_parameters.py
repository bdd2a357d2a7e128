"""Parameters that are one number for all neurons are read as one, until they are so no more."""

import time
from dataclasses import replace

import numpy as np
import pytest
from suite import assert_equal_bits

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec
from annarchy_lab.ir.stimulus import Stimulus
from annarchy_lab.ir.timetable import Playback
from annarchy_lab.language.condition import parse_stop_condition
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Recorder, Write
from annarchy_lab.runtime.cpu.laying import lower_network
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator
from annarchy_lab.runtime.replacing import NewModel, Replacement

SIZE = 300
ALL = {"tau", "noise", "drive", "theta", "refractory"}
LEAKY = Neuron(
    parameters="tau = 8.0\nnoise = 0.3\ndrive = 1.2\ntheta = 1.0\nk = 0.1 : population",
    equations="tau*dv/dt + v = drive + k*g_exc + noise*Normal(0.0, 1.0) : exponential",
    spike="v > theta",
    reset="v = 0.0",
    refractory=1.5,
)
LEAKING = Neuron(
    parameters="tau = 8.0\nnoise = 0.3\ndrive = 1.3\ntheta = 1.0\nk = 0.2\nleak = 0.5",
    equations="tau*dv/dt + leak*v = drive + k*g_exc + noise*Normal(0.0, 1.0) : exponential",
    spike="v > theta",
    reset="v = 0.0",
    refractory=1.5,
)
READING = Synapse(pre_spike="g_target += w*pre.drive", post_spike="w += 0.01*post.tau")
ADAPTING = Synapse(post_spike="post.theta += 0.05")
SPREAD = np.linspace(0.8, 1.6, SIZE)


def spec(neuron=LEAKY, synapse=READING, **options):
    ends, rng = Ends.whole(SIZE, SIZE), np.random.default_rng(2)
    edges = build_edges("fixed_probability", ends, rng, probability=0.02, weights=0.3)
    pop = PopulationSpec("pop", SIZE, neuron.declaration)
    proj = ProjectionSpec("proj", "pop", "pop", ("exc",), synapse.declaration, edges)
    return NetworkSpec(0.5, 5, (pop,), (proj,), **options)


def both(described):
    model = build_network(described)
    return CpuSimulator(model), ReferenceSimulator(model)


def uniform(simulator):
    return simulator._state.populations["pop"].uniform


def played(*shape):
    rows = {"drive": np.linspace(0.9, 1.5, int(np.prod(shape))).reshape(shape)}
    return Playback(np.arange(0, 30, 10), rows)


def stimulate(net):
    pulse = Stimulus(1, "drive", np.arange(40, 90), np.full(1, 0.4), net.step + 2, 6)
    net.stimulate("pop", pulse)


def write(values, indices=None):
    return lambda net: net.write([Write("pop", "drive", np.asarray(values), indices)])


OWN_VALUES = {
    "zeros of both signs": write(np.where(np.arange(SIZE) % 2, 0.0, -0.0)),
    "some": write([1.5, 0.9], np.array([0, SIZE - 1])),
    "all": write(SPREAD),
    "a stimulus": stimulate,
    "rows of a timetable": lambda net: net.set_timetable("pop", played(3, SIZE)),
    "numbers of a timetable": lambda net: net.set_timetable("pop", played(3)),
}
ONE_VALUE = {
    "a number": write(1.4),
    "equal numbers": write(np.full(SIZE, 1.4)),
    "a number and back": lambda net: (write(1.4)(net), write(1.2)(net)),
}


@pytest.mark.parametrize("options", [{}, {"n_threads": 2, "n_parts": 3}])
@pytest.mark.parametrize("real", ["float64", "float32"])
@pytest.mark.parametrize("change", OWN_VALUES)
def test_neurons_get_values_of_their_own_amid_a_run(change, real, options):
    described = spec(dtype=np.dtype(real), **options)
    tested, reference = both(described)
    assert uniform(tested) == ALL
    for net in (tested, reference):
        net.run(25)
        OWN_VALUES[change](net)
        net.run(25)
    assert uniform(tested) == ALL - {"drive"}
    assert_equal_bits(tested, reference, described)
    for net in (tested, reference):
        write(1.1)(net)
        net.run(10)
    assert_equal_bits(tested, reference, described)


@pytest.mark.parametrize("change", ONE_VALUE)
def test_one_number_compiles_nothing(change):
    described = spec()
    tested, reference = both(described)
    loaded = tested._state.modules["pop"]
    for net in (tested, reference):
        net.run(25)
        ONE_VALUE[change](net)
        net.run(25)
    assert tested._state.modules["pop"] is loaded
    assert_equal_bits(tested, reference, described)


def test_what_is_refused_compiles_nothing():
    tested, _ = both(spec())
    with pytest.raises(ANNarchyException, match="drive"):
        write([1.0, 2.0, 3.0])(tested)
    assert uniform(tested) == ALL


def test_values_of_their_own_from_the_start():
    described = spec()
    pop = replace(described.populations[0], values={"drive": SPREAD, "theta": 1.1})
    described = replace(described, populations=(pop,))
    tested, reference = both(described)
    for net in (tested, reference):
        net.run(40)
    assert uniform(tested) == ALL - {"drive"}
    assert_equal_bits(tested, reference, described)


def test_what_synapses_assign_is_never_one_number():
    described = spec(synapse=ADAPTING)
    tested, reference = both(described)
    for net in (tested, reference):
        net.run(60)
    assert uniform(tested) == ALL - {"theta"}
    assert np.ptp(tested.read("pop", "theta")) > 0.0
    assert_equal_bits(tested, reference, described)


@pytest.mark.parametrize("way", ["until", "started"])
def test_a_run_that_waits_for_a_condition_sees_values_of_their_own(way):
    described = spec()
    stop = parse_stop_condition("drive > 1.5 : any", LEAKY.declaration)
    pop = replace(described.populations[0], stop_condition=stop)
    described = replace(described, populations=(pop,))
    tested, reference = both(described)
    assert uniform(tested) == ALL
    for net in (tested, reference):
        net.set_callback(12, lambda _, net=net: (write(SPREAD)(net), -1)[1])
        if way == "until":
            assert net.run_until(40, ["pop"], needs_all=True) == 13
        else:
            net.start(40, 0.0, ["pop"])
            assert net.wait(30)
            assert (net.step, net.has_halted) == (13, True)
        net.run(5)
    assert uniform(tested) == ALL - {"drive"}
    assert_equal_bits(tested, reference, described)


CHANGES = {"values": write(SPREAD), "a number": write(1.3), "a stimulus": stimulate}


@pytest.mark.parametrize("change", CHANGES)
def test_a_captured_state_goes_on_elsewhere(change):
    described = spec()
    source, reference = both(described)
    for net in (source, reference):
        net.run(20)
        CHANGES[change](net)
    captured = source.capture()
    fresh, varied = both(described)[0], both(described)[0]
    write(SPREAD[::-1], None)(varied)
    for net in (fresh, varied):
        net.restore(captured)
    for net in (source, fresh, varied, reference):
        net.run(20)
    for net in (source, fresh, varied):
        assert_equal_bits(net, reference, described)


def test_a_reset_gives_the_number_back():
    described = spec()
    tested, reference = both(described)
    for net in (tested, reference):
        write(SPREAD)(net)
        net.run(20)
        net.reset(["pop", "proj"], reseed=True)
        net.run(20)
    assert_equal_bits(tested, reference, described)


@pytest.mark.parametrize("change", ["values", "a number", ""])
@pytest.mark.parametrize("anew", [frozenset(), frozenset({"drive"})])
def test_another_model_keeps_what_it_is_to_keep(change, anew):
    described = spec()
    tested, reference = both(described)
    for net in (tested, reference):
        net.run(20)
        if change:
            CHANGES[change](net)
        model = NewModel("pop", LEAKING.declaration, {}, anew, None)
        assert net.replacing(Replacement((model,)))() == 20
        net.run(20)
    is_varied = change == "values" and not anew
    assert uniform(tested) == (ALL | {"k", "leak"}) - ({"drive"} if is_varied else set())
    assert_equal_bits(tested, reference, described)


def test_a_write_while_the_network_runs():
    described = spec()
    tested, reference = both(described)
    numbers = [net.add_recorder(Recorder("rows", "pop", "v")) for net in (tested, reference)]
    tested.start(-1, 0.2)  # 400 steps per second
    while tested.step < 50:
        time.sleep(0.001)
    written = tested.write([Write("pop", "tau", 10.0 * SPREAD)])
    while tested.step < written + 50:
        time.sleep(0.001)
    tested.stop()
    reference.run(written)
    reference.write([Write("pop", "tau", 10.0 * SPREAD)])
    reference.run(tested.step - written)
    assert_equal_bits(tested, reference, described)
    rows = [net.collect(n).data for net, n in zip((tested, reference), numbers, strict=True)]
    assert rows[0].tobytes() == rows[1].tobytes()


def test_what_is_compiled_ahead_is_what_will_be_loaded():
    model = build_network(spec())
    loaded = CpuSimulator(model)._state.modules
    ahead = lower_network(model)
    assert {name: module.kernel for name, module in loaded.items()} == ahead
