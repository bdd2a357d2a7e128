"""Models are exchanged in networks that exist, compiled or not, running or not."""

import threading
import time

import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab import ANNarchyException, ModelError
from annarchy_lab.diagnostics import BackendError, StateError

BACKENDS = ("reference", "cpu")
LEAKY = dict(
    parameters={"tau": ann.Parameter(10.0), "I": ann.Parameter(1.0)},
    equations=[
        ann.Variable("tau * dv/dt = I - v + sum(exc)", init=0.5),
        ann.Variable("noise = Normal(0.0, 1.0)"),
        "r = pos(v)",
    ],
)


def leaky(tau=10.0, drive=1.0, equation="tau * dv/dt = I - v + sum(exc)", init=0.5, more=()):
    return ann.Neuron(
        {"tau": ann.Parameter(tau), "I": ann.Parameter(drive)},
        [ann.Variable(equation, init=init), "noise = Normal(0.0, 1.0)", *more, "r = pos(v)"],
        name="Leaky",
    )


@pytest.fixture(params=BACKENDS)
def net(request):
    net = ann.Network(dt=0.5, seed=4)
    net.model = leaky()
    net.a, net.b = net.create(6, net.model, name="a"), net.create(4, net.model, name="b")
    net.proj = net.connect(net.a, net.b, "exc", name="ab").all_to_all(0.1)
    net.backend = request.param
    return net


def compiled(net):
    net.compile(silent=True, backend=net.backend)
    return net


def told(net):
    """A list that fills with everything that is announced."""
    notes = []
    net._on_write.append(lambda *note: notes.append(note))
    return notes


def test_every_object_with_a_model_gets_the_other(net):
    compiled(net).simulate(10.0)
    before = net.a.v.copy()
    new = leaky(equation="tau * dv/dt = I - 2.0 * v + sum(exc)", more=["age = age + 1"])
    diff = net.replace(net.model, new)
    assert diff.objects == ("a", "b")
    assert (diff.step, diff.t_ms) == (20, 10.0)
    assert net.a.neuron_type is net.b.neuron_type is new
    assert np.array_equal(net.a.v, before)
    assert net.a.attributes == ["tau", "I", "v", "noise", "age", "r"]
    net.simulate(1.0)
    assert net.a.age.tolist() == [2.0] * 6
    assert "variable age" in net.ir(net.a)
    assert {i.what for i in diff.changed} == {"equation of v"}
    assert {i.what for i in diff.added} == {"variable age", "equation of age"}
    assert {i.what for i in diff.kept} >= {"parameter tau", "variable v", "equation of noise"}
    assert not diff.dropped
    assert "changed equation of v: " in str(diff)
    back = net.replace("a", net.model)
    assert {i.what for i in back.dropped} == {"variable age", "equation of age"}
    with pytest.raises(AttributeError, match="age"):
        _ = net.a.age


def test_a_parameter_is_new_only_where_its_text_is(net):
    net.a.I = 3.0
    compiled(net)
    net.a.tau = [5.0, 6.0, 7.0, 8.0, 9.0, 10.0]
    net.b.tau = 7.0
    net.replace(net.model, leaky(drive=2.0))
    assert net.a.tau.tolist() == [5.0, 6.0, 7.0, 8.0, 9.0, 10.0]
    assert net.b.tau == 7.0
    assert (net.a.I, net.b.I) == (2.0, 2.0)
    net.reset()
    assert net.a.I == 2.0
    assert net.a.tau.tolist() == [10.0] * 6


def test_a_changed_init_counts_from_the_next_reset_on(net):
    compiled(net).simulate(5.0)
    before = net.a.v.copy()
    net.replace(net.a, leaky(init=-2.0))
    assert np.array_equal(net.a.v, before)
    net.reset()
    assert net.a.v.tolist() == [-2.0] * 6
    assert net.b.v.tolist() == [0.5] * 4


def test_the_same_text_changes_nothing(net):
    compiled(net).simulate(5.0)
    net.replace(net.model, leaky())
    net.simulate(5.0)
    other = ann.Network(dt=0.5, seed=4)
    pops = [other.create(n, leaky(), name=name) for n, name in ((6, "a"), (4, "b"))]
    other.connect(*pops, "exc", name="ab").all_to_all(0.1)
    other.compile(silent=True, backend=net.backend)
    other.simulate(10.0)
    for mine, theirs in zip((net.a, net.b), pops, strict=True):
        assert mine.v.tobytes() == theirs.v.tobytes()
        assert mine.noise.tobytes() == theirs.noise.tobytes()


def test_before_compile_the_model_is_declared_anew(net):
    net.a.tau = 4.0
    diff = net.replace(net.model, leaky(drive=2.0, init=1.5, more=["z = v"]))
    assert diff.step is None
    assert "from the start" in repr(diff)
    assert (net.a.tau, net.a.I) == (4.0, 2.0)
    assert net.a.v.tolist() == [1.5] * 6
    compiled(net).simulate(1.0)
    assert net.a.z.shape == (6,)


def test_synapses_too(net):
    compiled(net).simulate(2.0)
    hebb = ann.Synapse({"eta": ann.Parameter(0.1)}, "w = w + eta * pre.r * post.r", name="Learning")
    net.replace(net.proj, hebb)
    assert net.proj.w == [[0.1] * 6] * 4
    net.simulate(2.0)
    weights = net.proj.w
    assert weights[0][0] > 0.1
    net.replace(
        hebb,
        ann.Synapse({"eta": ann.Parameter(0.2)}, "w = w - eta", psp="w * pre.r", name="Forgetting"),
    )
    assert net.proj.w == weights
    assert net.proj.eta == 0.2
    net.proj.eta = [[float(i) for i in range(6)]] * 4
    net.simulate(0.5)
    assert net.proj.w[0][1] == weights[0][1] - 1.0


def test_distributions_are_drawn_and_announced(net):
    notes = told(compiled(net))
    new = leaky(more=["z = z"])
    new = ann.Neuron(
        {"tau": ann.Parameter(10.0), "I": ann.Parameter(ann.Uniform(1.0, 2.0))},
        [*LEAKY["equations"][:2], ann.Variable("z = z", init=ann.Normal(0.0, 1.0)), "r = pos(v)"],
    )
    net.replace(net.a, new)
    assert len(set(net.a.I.tolist())) == len(set(net.a.z.tolist())) == 6
    ((step, name, attribute, kind, value, origin),) = notes
    assert (step, name, attribute, kind, origin) == (0, "a", "", "replace", "cell")
    assert set(value["drawn"]) == {"I of a", "z of a"}
    seen = net.a.I, net.a.z
    net.replace(net.a, leaky())
    state = net.default_rng.bit_generator.state
    net.apply(name, attribute, kind, value)
    assert np.array_equal((net.a.I, net.a.z), seen)
    assert net.default_rng.bit_generator.state == state


def test_a_live_run_goes_on(net):
    compiled(net)
    run = net.start(speed=None)
    try:
        diff = net.replace(net.model, leaky(more=["age = age + 1"]))
        time.sleep(0.05)
        run.pause()
        assert net.a.age[0] == net.current_step - diff.step > 0
        assert run.state == "paused"
    finally:
        run.stop()


REFUSED = {
    "spiking": lambda net: (net.a, ann.Neuron("I = 1.0", "v = I", spike="v > 2.0", reset="v = 0")),
    "reads the target 'exc'.*|no longer reads": lambda net: (net.b, leaky(equation="dv/dt = I")),
    "records it": lambda net: (net.a, ann.Neuron("k = 1.0", "r = k + sum(exc)")),
    "no Neuron": lambda net: (net.a, ann.Synapse()),
    "no Synapse": lambda net: (net.proj, leaky()),
    "waits for spikes": lambda net: (net.proj, ann.Synapse(pre_spike="g_target += w")),
    "would prune": lambda net: (net.proj, ann.Synapse(pruning="w < 0.5")),
    "nothing here has": lambda net: (leaky(), leaky()),
    "class InputArray": lambda net: (net.input, leaky()),
    "ab2 reads pre.noise": lambda net: (
        net.b,
        ann.Neuron("tau = 1.0", ["v = sum(exc)", "r = v"]),
    ),
    "has no attribute 'nothing'": lambda net: (net.proj, ann.Synapse(psp="w * pre.nothing")),
    "stop_condition": lambda net: (net.c, ann.Neuron(equations="r = 1.0")),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_cannot_change_is_refused_and_everything_stays(net, reason):
    net.m = net.monitor(net.a, ["noise"])
    net.input = ann.InputArray(3, network=net)
    net.c = net.create(2, leaky(), stop_condition="noise > 100.0")
    late = ann.Synapse(psp="w * pre.noise")
    net.connect(net.b, net.a, "exc", late, name="ab2").all_to_all(0.1)
    compiled(net).simulate(2.0)
    owners = (net.a, net.b, net.c, net.proj)
    before = [dict(vars(owner)) for owner in owners]
    state = net.default_rng.bit_generator.state
    with pytest.raises(ANNarchyException, match=reason):
        net.replace(*REFUSED[reason](net))
    for owner, known in zip(owners, before, strict=True):
        assert {key: id(value) for key, value in vars(owner).items() if key != "_edges_now"} == {
            key: id(value) for key, value in known.items() if key != "_edges_now"
        }
    assert net.default_rng.bit_generator.state == state
    net.simulate(2.0)
    assert net.m.get("noise").shape == (8, 6)


def test_a_mistake_is_shown_where_it_is(net):
    compiled(net)
    with pytest.raises(ModelError, match=r"w \* pre.nothing") as caught:
        net.replace(net.proj, ann.Synapse(psp="w * pre.nothing"))
    assert "^" in str(caught.value)


def test_one_model_at_a_time(net, monkeypatch):
    compiled(net)
    held, go_on = threading.Event(), threading.Event()
    real = type(net.simulator).replacing

    def slow(self, replacement):
        held.set()
        go_on.wait(10.0)
        return real(self, replacement)

    monkeypatch.setattr(type(net.simulator), "replacing", slow)
    first = threading.Thread(target=net.replace, args=(net.a, leaky(drive=9.0)))
    first.start()
    held.wait(10.0)
    try:
        with pytest.raises(StateError, match="being compiled"):
            net.replace(net.b, leaky(drive=8.0))
    finally:
        go_on.set()
        first.join()
    assert (net.a.I, net.b.I) == (9.0, 1.0)


def test_spiking_neurons_keep_what_scripts_have_said():
    def lif(refractory=2.0, threshold=1.0):
        return ann.Neuron(
            "tau = 5.0",
            "tau * dv/dt = 1.5 - v + g_exc",
            spike=f"v > {threshold}",
            reset="v = 0",
            refractory=refractory,
        )

    net = ann.Network(seed=1)
    model = lif()
    pop = net.create(3, model)
    pop.compute_firing_rate(50.0)
    pop.refractory = 3.0
    net.connect(pop, pop, "exc").all_to_all(0.01)
    spikes = net.monitor(pop, "spike")
    net.compile(silent=True)
    net.simulate(50.0)
    rate = pop.r.copy()
    net.replace(model, lif(threshold=0.5))
    assert pop.refractory == 3.0
    assert np.array_equal(pop.r, rate)
    net.simulate(50.0)
    assert (pop.r > rate).all()
    assert len(spikes.get("spike")[0]) > 5
    net.replace(pop, lif(refractory=20.0))
    assert pop.refractory == 20.0
    net.replace(
        pop,
        ann.Neuron("tau = 5.0", "tau * dv/dt = 1.5 - v + g_exc", spike="v > 1.0", reset="v = 0"),
    )
    assert pop.refractory is None


def test_in_a_callback(net):
    compiled(net)
    calls = []

    @ann.every(period=5.0, offset=2.0, network=net)
    def swap(n):
        calls.append(net.replace(net.a, leaky(more=["age = age + 1"])).step)

    net.simulate(10.0)
    assert calls == [4, 14]
    assert net.a.age.tolist() == [16.0] * 6


def test_not_while_a_run_waits_for_its_stop_condition(net):
    net.c = net.create(2, leaky(), stop_condition="v > 100.0")
    compiled(net)
    told = []

    def meddle():
        while net.current_step == 0:
            time.sleep(0.001)
        for owner in (net.c, net.a):
            try:
                net.replace(owner, leaky(drive=500.0))
            except StateError as refused:
                told.append(str(refused))

    meddler = threading.Thread(target=meddle)
    meddler.start()
    steps = 4000 if net.backend == "reference" else 300_000
    net.simulate_until(steps * net.dt, net.c)
    meddler.join()
    assert len(told) == 1
    assert "stop condition of 'pop2'" in told[0]
    assert (net.a.I, net.c.I) == (500.0, 1.0)


def test_many_times_in_a_live_run_with_writes_in_between(net):
    compiled(net)
    models = [leaky(), leaky(more=["age = age + 1"]), leaky(equation="dv/dt = I - v + sum(exc)")]
    synapses = [ann.Synapse(), ann.Synapse(equations="w = w + 1e-6 * pre.r")]
    is_over = threading.Event()

    def slide():
        while not is_over.is_set():
            net.a.I = 2.0
            net.a.tau = [10.0] * 6

    run = net.start(speed=None)
    slider = threading.Thread(target=slide)
    slider.start()
    try:
        for turn in range(24):
            net.replace(net.a, models[turn % 3])
            net.replace(net.proj, synapses[turn % 2])
    finally:
        is_over.set()
        slider.join()
        run.stop()
    assert np.isfinite(net.a.v).all()
    assert net.proj.w[0][0] > 0.1


def test_a_compiler_that_fails_leaves_the_old_model_running(net, monkeypatch):
    def broken(*_):
        raise BackendError("the compiler failed")

    monkeypatch.setattr("annarchy_lab.runtime.cpu.replacing.load_modules", broken)
    monkeypatch.setattr("annarchy_lab.runtime.reference.replacing.check_collisions", broken)
    compiled(net)
    with net.start(speed=None) as run:
        with pytest.raises(BackendError, match="the compiler failed"):
            net.replace(net.model, leaky(drive=7.0, more=["age = age + 1"]))
        assert run.state == "running"
    assert net.a.neuron_type is net.model
    assert (net.a.I, net.a.attributes) == (1.0, ["tau", "I", "v", "noise", "r"])
    net.simulate(1.0)
    monkeypatch.undo()
    assert net.replace(net.model, leaky(drive=7.0)).objects == ("a", "b")
