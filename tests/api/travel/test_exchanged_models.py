"""Going back behind an exchange of models: what ran then is what runs again."""

import math

import numpy as np
import pytest

import annarchy_lab as ann

WAYS = ["reference", "cpu"]


def leaky(goal: float, name: str = "Leaky") -> ann.Neuron:
    return ann.Neuron("tau = 10.0", f"tau * dr/dt = {goal} - r + Normal(0.0, 0.1)", name=name)


SPREAD = ann.Neuron(
    "tau = 20.0 : population\nk = Uniform(0.5, 1.5)",
    "tau * dr/dt = k - r + sum(exc)\ns = s + r : init=3.0",
    name="Spread",
)
"""What was one for each is one for all, and the other way round; ``s`` is new."""
LEARNS = ann.Synapse("eta = 0.1", "w += eta * pre.r * post.r : max=2.0", name="Learns")
SUMS = ann.Synapse("eta = 0.1", "w += eta * pre.s", name="Sums")


def build(backend):
    net = ann.Network(seed=1)
    pop = net.create(3, ann.Neuron("tau = 10.0", "tau * dr/dt = 1.0 - r + sum(exc)"), name="P")
    pop.tau = [10.0, 11.0, 12.0]
    net.connect(pop, pop, "exc", LEARNS, name="Q").all_to_all(ann.Uniform(0.0, 0.1))
    net.compile(silent=True, backend=backend)
    return net


def state(net):
    owners = (*net.get_populations(), *net.get_projections())
    return {f"{o.name}.{a}": np.array(o._flat(a)).tolist() for o in owners for a in o.attributes}


def exchange(net):
    """Two exchanges, one of which needs the other."""
    net.replace("P", SPREAD)
    net.simulate(3.0)
    net.replace("Q", SUMS)
    net.simulate(3.0)


@pytest.mark.parametrize("backend", WAYS)
def test_rewind_brings_back_the_models_and_what_they_started_with(backend):
    net = build(backend)
    pop, proj = net.get_population("P"), net.get_projection("Q")
    first, told = pop.neuron_type, []
    net.keyframes()
    net.simulate(5.0)
    then = state(net)
    exchange(net)
    after = state(net)
    net._on_write.append(lambda *change: told.append((change[1], *change[3:6:2])))
    net.rewind(5.0)
    assert state(net) == then
    assert (pop.neuron_type, proj.synapse_type) == (first, LEARNS)
    assert ("P", "replace", "rewind") in told  # so that pages show what there is
    assert net.replace(first, first).kept  # and the name of the model reaches it
    exchange(net)
    assert state(net) == after
    net.rewind(5.0)
    pop.tau = 1.0
    net.reset()
    assert (pop.tau.tolist(), pop.r.tolist()) == ([10.0, 11.0, 12.0], [0.0] * 3)


@pytest.mark.parametrize("backend", WAYS)
def test_exchanges_on_the_way_are_made_again(backend):
    net = build(backend)
    net.keyframes()
    net.simulate(5.0)
    exchange(net)
    then = state(net)
    net.simulate(5.0)
    net.rewind(11.0)
    assert state(net) == then
    assert net.get_population("P").neuron_type.declaration == SPREAD.declaration


@pytest.mark.parametrize("backend", WAYS)
def test_branches_have_models_of_their_own(backend):
    net = build(backend)
    net.keyframes()
    net.simulate(5.0)
    exchange(net)
    there = state(net)
    net.rewind(5.0, keep="plain")
    net.simulate(9.0)
    here = state(net)
    net.switch("main")
    assert state(net) == there
    net.switch("plain")
    assert state(net) == here
    net.switch("main")
    net.reset()
    assert net.get_population("P").s.tolist() == [3.0] * 3


def test_a_checkpoint_of_its_own_past_fits_again(tmp_path):
    net = build("cpu")
    net.simulate(5.0)
    before, then = net.checkpoint(), state(net)
    exchange(net)
    before.save(tmp_path / "before.npz")
    other = build("cpu")
    other.replace("P", SPREAD)
    with pytest.raises(ann.ANNarchyException, match=r"the equations of Q are others\.$"):
        other.restore(net.checkpoint())
    assert other.time == 0.0
    net.restore(before)
    assert state(net) == then
    exchange(net)
    net.restore(ann.Checkpoint.load(tmp_path / "before.npz"))
    assert state(net) == then
    net.reset()
    assert net.get_population("P").tau.tolist() == [10.0, 11.0, 12.0]
    exchange(other)
    late = build("reference")
    late.restore(other.checkpoint(), models=True)
    assert state(late) == state(other)


def test_what_is_recorded_must_be_there_then():
    net = build("cpu")
    net.keyframes()
    net.simulate(5.0)
    exchange(net)
    now = state(net)
    monitor = net.monitor(net.get_population("P"), "s")
    with pytest.raises(ann.ANNarchyException, match=r"s of P is not in .*records it"):
        net.rewind(5.0)
    assert (state(net), net.time) == (now, 11.0)
    net.simulate(1.0)
    assert len(monitor.get("s")) == 1


def test_the_refractory_period_of_a_script_comes_back(tmp_path):
    net = ann.Network(dt=1.0, seed=1)
    spiking = ann.Neuron("I = 1.0", "v = v + I", spike="v > 2.5", reset="v = 0.0", refractory=1.0)
    pop = net.create(2, spiking, name="P")
    pop.refractory = [3.0, 4.0]
    net.compile(silent=True)
    net.simulate(4.0)
    before = net.checkpoint()
    before.save(tmp_path / "c.npz")
    other = ann.Neuron("I = 2.0", "v = v + I", spike="v > 2.5", reset="v = 0.0", refractory=2.0)
    for each in (before, ann.Checkpoint.load(tmp_path / "c.npz")):
        net.replace(pop, other)
        net.simulate(1.0)
        net.restore(each)
        assert pop.refractory.tolist() == [3.0, 4.0]
        assert pop.I.tolist() == [1.0, 1.0]


GROWS = "x = x + gain * x * x : init=1.0\nr = 1.0 / x"


@pytest.mark.parametrize("backend", WAYS)
def test_a_fault_is_found_behind_an_exchange(backend):
    net = ann.Network(dt=1.0, seed=1)
    pop = net.create(4, ann.Neuron("gain = 0.0 : population", GROWS), name="P")
    net.config(check_finite=True)
    net.keyframes()
    net.compile(silent=True, backend=backend)
    net.simulate(3.0)
    net.replace(pop, ann.Neuron("gain = 0.0 : population", GROWS + "\ny = y + 1.0 / (x - 1.0)"))
    with pytest.raises(ann.NonFiniteError) as caught:
        net.start(50.0, speed=None).wait(20.0)
    assert (caught.value.places[0].attribute, caught.value.time_ms) == ("y", 3.0)
    net.rewind(2.0)
    assert "y" not in pop.attributes


def test_a_keyframe_that_holds_the_fault_is_none_to_begin_from():
    net = ann.Network(dt=1.0, seed=1)
    pop = net.create(4, ann.Neuron("gain = 0.0 : population", GROWS), name="P")
    net.config(check_finite=True)
    net.compile(silent=True)
    net.keyframes()
    run = net.start(speed=1e-9)
    run._watch.note(math.inf)  # nobody looks yet
    run.step(2)
    pop.gain = 1.0
    run.step(20)
    net._keyframes.take()
    run._watch.note(0)
    with pytest.raises(ann.NonFiniteError) as caught:
        run.step(1)
    assert caught.value.time_ms == 12.0
    assert net.time == 13.0
