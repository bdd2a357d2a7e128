"""A journal that is replayed in a new process gives the same bits."""

import time

import numpy as np
import pytest
from lab_journals import REPLAY, SCRIPT, digest, elsewhere
from lab_networks import build_pulse

from annarchy_lab import (
    ANNarchyException,
    DecodingProjection,
    HomogeneousCorrelatedSpikeTrains,
    Network,
    Neuron,
    Parameter,
    PoissonPopulation,
    Scale,
    SpikeSourceArray,
    Synapse,
    TimedArray,
    TimedPoissonPopulation,
    Uniform,
    every,
)
from annarchy_lab.lab import replay, to_script
from annarchy_lab.lab.cards.journal import journal_html
from annarchy_lab.lab.journals.journaling import Journal
from annarchy_lab.lab.views.views import journal


@pytest.fixture
def lived(pulse, laboratory):
    """A network after a session with changes of every kind; its journal is complete."""
    pulse.exc.noise = 5.5
    pulse.net.simulate(20.0)
    run = pulse.net.start(speed=None)
    pulse.exc.noise = 6.0
    time.sleep(0.02)
    pulse.inh.a = np.linspace(0.02, 0.1, 20)
    pulse.net.write([(pulse.exc_proj, "w", Scale(0.7)), (pulse.inh, "a", Scale(1.1))], "control")
    time.sleep(0.02)
    pulse.pop[[3, 5, 8]].d = [1.0, 2.0, 3.0]
    pulse.pop.neuron(17).v = -50.0
    pulse.exc_proj.transmission = False
    pulse.net.pulse(pulse.pop[[17, 4]], [3.0, 2.0], 25.0, "noise", noise=0.5)
    pulse.net.fire(pulse.exc[:7], period=3.0)
    ended = pulse.net.pulse(pulse.pop, 1.0, 1000.0, "noise")
    run.pause()
    run.step(3)
    pulse.exc_proj.transmission = True
    ended.end()
    run.resume()
    pulse.net.write([(pulse.exc_proj, "w", Scale(0.9))], "control")
    time.sleep(0.02)
    run.stop()
    path = journal(pulse.net).path
    state = digest(pulse)
    laboratory.close()
    return path, state


def test_in_a_new_process(lived):
    path, state = lived
    assert elsewhere(REPLAY.format(path=str(path))) == state


def test_as_a_plain_script(lived):
    path, state = lived
    script = to_script(path)
    assert "annarchy_lab.lab" not in script
    assert elsewhere(SCRIPT.format(script=script)) == state


def test_after_a_reset_and_a_jump_of_time(pulse, laboratory):
    pulse.net.start(30.0, speed=None).wait()
    pulse.exc.noise = 7.0
    pulse.net.simulate(10.0)
    pulse.net.reset()
    pulse.net.current_step = 100
    pulse.net.start(30.0, speed=None).wait()
    path, state = journal(pulse.net).path, digest(pulse)
    laboratory.close()
    again = build_pulse()
    replay(path, again.net)
    assert digest(again) == state


def timed(backend="cpu", rate=1.0):
    """A network with inputs of every kind."""
    net = Network(seed=4)
    net.config(backend=backend)
    net.create(TimedArray([[1.0, 1.0, 1.0], [1.0, 1.0, rate]], name="rates"))
    net.create(TimedPoissonPopulation(3, [500.0], 0.0, name="poisson"))
    net.create(SpikeSourceArray([[5.0], []], name="source"))
    net.create(HomogeneousCorrelatedSpikeTrains(3, 200.0, 0.1, 5.0, name="trains"))
    for name in ("poisson", "source", "trains"):
        net.get_population(name).compute_firing_rate(50.0)
    net.compile(silent=True)
    return net


def live_with_timed_inputs(net):
    rates, poisson, source, trains = net.get_populations()
    run = net.start(speed=None)
    rates.update(np.arange(6.0).reshape(2, 3), schedule=3.0, period=7.0)
    poisson.update([[100.0, 300.0, 900.0], [0.0, 0.0, 50.0]], [0.0, 20.0])
    trains.update(rates=[20.0, 400.0], tau=3.0, schedule=10.0, period=20.0)
    time.sleep(0.01)
    source.clear()
    source.spike_times = [[4.0, 9.0], [2.0]]
    net.seed = 9
    run.pause()
    run.step(15)
    rates.reset()
    run.step(5)
    run.stop()


def state_of(net):
    names = [(pop.name, name) for pop in net.get_populations() for name in pop.attributes]
    return [net.simulator.read(*name).tobytes() for name in names]


@pytest.mark.parametrize("backend", ["cpu", "reference"])
@pytest.mark.proves("api-11-live")
def test_inputs_that_follow_timetables(backend, laboratory):
    net = timed(backend)
    live_with_timed_inputs(net)
    path, expected = journal(net).path, state_of(net)
    shown = journal_html(journal(net), net.dt)
    assert "2 rows" in shown
    assert "3 spikes" in shown
    laboratory.close()
    again = timed(backend)
    replay(path, again)
    assert state_of(again) == expected
    assert again.get_population("rates").schedule == [0.0, 3.0]
    assert again.get_population("trains").tau == 3.0
    script = {}
    exec(to_script(path), script)
    played = timed(backend)
    script["play"](played)
    assert state_of(played) == expected


def test_other_rates_are_another_network(laboratory):
    net = timed()
    live_with_timed_inputs(net)
    path = journal(net).path
    laboratory.close()
    with pytest.raises(ANNarchyException, match="another network: rates is not as it was"):
        replay(path, timed(rate=2.0))


def rewired():
    """A network whose synapses come and go."""
    net = Network(seed=4)
    pop = net.create(20, Neuron(equations="r = t"))
    synapse = Synapse(
        equations="x = x + w * pre.r / (t + 1.0) : init=2",
        creating="True : proba=0.05, w=Uniform(0.0, 1.0), d=Uniform(1.0, 6.0)",
        pruning="x > 20 : proba=0.2",
    )
    net.connect(pop, pop, "exc", synapse, name="proj").one_to_one(weights=1.0)
    net.compile(silent=True)
    return net


def test_synapses_that_come_and_go(laboratory):
    net = rewired()
    proj = net.get_projection("proj")
    run = net.start(speed=None)
    proj.start_creating(2.0)
    time.sleep(0.02)
    proj.start_pruning(3.0)
    run.pause()
    dendrite = proj[3]
    dendrite.prune_synapses(dendrite.pre_ranks[:3])  # so that three can be created
    free = [n for n in range(20) if n not in dendrite.pre_ranks]
    dendrite.create_synapses(free[:3], [1, 2, 3], delays=[7.0, 0.0, 2.0])
    run.step(5)
    proj.delay = [[1.0 + n % 4 for n in range(len(row))] for row in proj.delay]
    run.step(5)
    proj.delay = 3.0
    run.step(15)
    proj.stop_creating()
    dendrite.prune_synapses(dendrite.pre_ranks)
    dendrite.create_synapses([4, 5, 6], 1.0, delays=[7.0, 0.0, 2.0])
    run.step(5)
    run.stop()
    html = journal_html(journal(net), 1.0)
    assert "+ 3 synapses" in html
    path, w, x, delay = journal(net).path, proj.csr("w"), proj.csr("x"), proj.delay
    assert [len(row) for row in delay] == proj.nb_synapses_per_dendrite
    assert {2.0, 3.0, 7.0} <= {late for row in delay for late in row}
    laboratory.close()
    again, third = rewired(), rewired()
    replay(path, again)
    names: dict[str, object] = {}
    exec(to_script(path), names)
    names["play"](third)
    for other in (again, third):
        assert other.get_projection("proj").delay == delay
        for name, expected in (("w", w), ("x", x)):
            found = other.get_projection("proj").csr(name)
            assert (found.indptr.tolist(), found.indices.tolist(), found.data.tolist()) == (
                expected.indptr.tolist(),
                expected.indices.tolist(),
                expected.data.tolist(),
            )


def build_delayed():
    parts = build_pulse(compiled=False)
    net, pop = parts.net, parts.pop
    net.connect(pop, pop, "exc", name="even").fixed_probability(0.1, 0.5, delays=3.0)
    net.connect(pop, pop, "inh", name="own").fixed_probability(0.1, 0.5, delays=Uniform(1.0, 9.0))
    net.compile(silent=True)
    return parts


def test_delays_that_changed_while_spikes_were_under_way(laboratory):
    lived = build_delayed()
    even, own = lived.net.get_projection("even"), lived.net.get_projection("own")
    run = lived.net.start(speed=None)
    for delay in (7.0, 2.0, 12.0):
        time.sleep(0.01)
        even.delay = delay
        own.delay = Uniform(1.0, 2.0 * delay)
    run.stop()
    path, state = journal(lived.net).path, digest(lived)
    laboratory.close()
    again = build_delayed()
    replay(path, again.net)
    assert digest(again) == state
    assert again.net.get_projection("even").delay == 12.0
    assert again.net.get_projection("own").delay == own.delay


def build_decoding(window=5.0):
    net = Network(dt=0.5, seed=4)
    pre = net.create(PoissonPopulation(60, rates=80.0))
    post = net.create(3, Neuron(equations="r = sum(exc)"))
    decoding = DecodingProjection(pre, post, "exc", window, name="decoding")
    net.connect(decoding).all_to_all(weights=Uniform(0.1, 0.9), delays=1.0)
    net.compile(silent=True)
    return net


@pytest.mark.proves("api-11-decoding-exact")
def test_rates_that_are_decoded_from_spikes(laboratory):
    net = build_decoding()
    decoding, (pre, post) = net.get_projection("decoding"), net.get_populations()
    run = net.start(speed=None)
    for change in (("delay", 3.0), ("w", 0.3), ("transmission", False), ("transmission", True)):
        time.sleep(0.01)
        setattr(decoding, *change)
    pre.rates = 150.0
    time.sleep(0.01)
    pre.clear()
    run.pause()
    run.step(20)
    run.stop()
    path, step, rates = journal(net).path, net.current_step, post.r.tolist()
    laboratory.close()
    again = build_decoding()
    replay(path, again)
    assert (again.current_step, again.get_populations()[1].r.tolist()) == (step, rates)
    assert min(rates) > 0.0
    with pytest.raises(ANNarchyException, match="decoding"):
        replay(path, build_decoding(window=4.0))


def test_what_callbacks_wrote_is_written_and_none_is_called(pulse, laboratory):
    calls = []

    def decorate(parts):
        @every(network=parts.net, period=7.0)
        def kick(n):
            calls.append(n)
            parts.exc.noise = 5.0 + 0.5 * n

    decorate(pulse)
    pulse.net.start(50.0, speed=None).wait()
    path, state = journal(pulse.net).path, digest(pulse)
    laboratory.close()
    again = build_pulse()
    decorate(again)
    calls.clear()
    replay(path, again.net)
    assert calls == []
    assert digest(again) == state


def test_up_to_a_time(lived):
    path, _ = lived
    again, plain = build_pulse(), build_pulse()
    assert replay(path, again.net, until_ms=15.0) == 15
    plain.exc.noise = 5.5
    plain.net.simulate(15.0)
    assert digest(again) == digest(plain)


def test_another_network_is_refused_by_name(lived):
    path, _ = lived
    with pytest.raises(ANNarchyException, match=r"another network: .*settings.* .seed 7"):
        replay(path, build_pulse(seed=8).net)
    changed = build_pulse(compiled=False)
    changed.inh_proj.w = 0.5
    changed.net.compile(silent=True)
    with pytest.raises(ANNarchyException, match=r"another network: inh is not"):
        replay(path, changed.net)


def test_a_network_that_has_run_is_refused(lived):
    path, _ = lived
    again = build_pulse()
    again.net.simulate(1.0)
    with pytest.raises(ANNarchyException, match="time 0"):
        replay(path, again.net)


def test_what_cannot_be_replayed_says_why(pulse, laboratory, monkeypatch):
    monkeypatch.setattr("annarchy_lab.lab.journals.journaling.MOST_EARLY_RECORDS", 1)
    pulse.pop.d = 1.0
    pulse.pop.d = 2.0
    monkeypatch.setattr("annarchy_lab.api.travel.checkpoint.Checkpoint.save", _on_a_full_disk)
    pulse.net.start(5.0, speed=None).wait()
    path = journal(pulse.net).path
    with pytest.raises(ANNarchyException, match=r"too much was changed.*: the disk is full"):
        replay(path, build_pulse().net)


def _on_a_full_disk(self, filename):
    raise ANNarchyException("the disk is full")


def test_no_journal_is_refused(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text('{"kind":"other"}\n')
    with pytest.raises(ANNarchyException, match="no journal"):
        replay(path, build_pulse().net)


EQUATION = "r = r + tau * 0.1 + Uniform(0.0, 1.0)"


def counting(equation=EQUATION, tau=2.0, more=()):
    """A network of which the model is exchanged."""
    return Neuron(
        {"tau": Parameter(tau), "k": Parameter(Uniform(0.0, 1.0))},
        [equation, *more],
        name="Counter",
    )


def counter():
    net = Network(dt=0.5, seed=5)
    net.pop = net.create(4, counting(), name="pop")
    net.proj = net.connect(net.pop, net.pop, "exc", name="proj").all_to_all(0.25)
    net.compile(silent=True)
    return net


def test_models_that_were_exchanged_live(laboratory):
    net = counter()
    run = net.start(speed=None)
    time.sleep(0.02)
    net.replace(net.pop, counting("r = 0.5 * r + 0.1 * sum(exc)", 3.0, ["age = age + k"]))
    time.sleep(0.02)
    drawn = Neuron(
        {"m": Parameter(Uniform(0.0, 1.0))}, "r = m + 0.1 * sum(exc) : min=-1.0", name="New"
    )
    net.replace("pop", drawn)
    net.replace(net.proj, Synapse("eta = 0.01", "w += eta * pre.r : max=0.2", name="Hebb"))
    run.pause()
    run.step(5)
    run.stop()
    path, state = journal(net).path, (net.current_step, net.pop.r, net.pop.m, net.proj.w)
    assert "model New" in journal_html(journal(net), net.dt)
    laboratory.close()
    again = counter()
    replay(path, again)
    assert again.current_step == state[0]
    assert np.array_equal((again.pop.r, again.pop.m), state[1:3])
    assert again.proj.w == state[3]
    third, space = counter(), {}
    exec(to_script(path), space)
    space["play"](third)
    assert np.array_equal(third.pop.r, state[1])


def climber():
    net = Network(dt=0.5, seed=5)
    net.pop = net.create(4, counting(), "r >= 9.0", name="pop")
    net.compile(silent=True)
    return net


def test_a_live_run_that_waited_for_a_condition(laboratory):
    net = climber()
    assert net.start(1000.0, speed=None, until=net.pop).wait(20.0)
    assert net.live_run.has_met
    path, state = journal(net).path, (net.current_step, net.pop.r.tolist())
    laboratory.close()
    again = climber()
    replay(path, again)
    assert (again.current_step, again.pop.r.tolist()) == state


def test_what_was_undone_by_going_back_is_not_done_again(pulse, laboratory):
    """Only the way that was taken in the end counts."""
    run = pulse.net.start(speed=None)
    while pulse.net.time < 30.0:
        time.sleep(0.005)
    pulse.exc.noise = 9.0
    run.pause()
    run.step(40)
    pulse.net.rewind(20.0)
    pulse.inh.noise = 4.0
    pulse.net.start(15.0, speed=None).wait()
    pulse.exc.noise = 3.0
    pulse.net.rewind(30.0)
    pulse.net.start(10.0, speed=None).wait()
    path, state = journal(pulse.net).path, digest(pulse)
    assert "to step 20" in journal_html(journal(pulse.net), pulse.net.dt)
    laboratory.close()
    assert pulse.net.time == 40.0
    assert elsewhere(REPLAY.format(path=str(path))) == state
    script = to_script(path)
    assert elsewhere(SCRIPT.format(script=script)) == state


def test_a_journal_that_begins_late_begins_with_a_checkpoint(pulse, tmp_path):
    pulse.exc.noise = 6.0
    pulse.net.simulate(25.0)
    late = Journal(pulse.net, is_complete=False, folder=tmp_path)
    pulse.net._on_write.append(late.note)
    late.begin()
    pulse.inh.noise = 1.0
    pulse.net.simulate(15.0)
    late.end(pulse.net.current_step)
    assert not late.cannot_replay
    again = build_pulse()
    replay(late.path, again.net)
    assert digest(again) == digest(pulse)
    script = {}
    exec(to_script(late.path), script)
    played = build_pulse()
    script["play"](played.net)
    assert digest(played) == digest(pulse)


def test_a_journal_knows_the_checkpoints_that_were_returned_to(pulse, laboratory):
    pulse.net.simulate(10.0)
    here = pulse.net.checkpoint()
    pulse.net.start(20.0, speed=None).wait()
    pulse.exc.noise = 8.0
    pulse.net.restore(here)
    pulse.inh.noise = 1.0
    pulse.net.start(5.0, speed=None).wait()
    path, state = journal(pulse.net).path, digest(pulse)
    laboratory.close()
    again = build_pulse()
    replay(path, again.net)
    assert digest(again) == state
    assert elsewhere(SCRIPT.format(script=to_script(path))) == state
