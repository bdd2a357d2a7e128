import numpy as np
import pytest

import annarchy_lab as ann


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


def state_error(match):
    return pytest.raises(ann.StateError, match=match)


def test_defaults_and_settings():
    net = ann.Network()
    assert (net.dt, net.id, net.compiled) == (1.0, 1, False)
    assert 0 <= net.seed < 2**32
    assert ann.Network(dt=0.1, seed=5).seed == 5
    net.config(dt=0.2, num_threads=2, dtype="float32", method="exponential")
    net.seed = 9
    net.dt = 0.25
    assert (net.dt, net.seed) == (0.25, 9)
    assert net.settings.dtype == np.float32


def test_seeds_fix_the_draws_of_python():
    draws = [ann.Network(seed=s).default_rng.random() for s in (1, 1, 2)]
    assert draws[0] == draws[1] != draws[2]
    net = ann.Network(seed=1)
    net.default_rng.random()
    net.seed = 1
    assert net.default_rng.random() == draws[0]


def test_subclasses_need_not_know_of_dt_and_seed(rate):
    class Own(ann.Network):
        def __init__(self, size, k=1.0):
            self.pop = self.create(size, rate)
            self.pop.k = k

    net = Own(3, k=4.0, dt=0.1, seed=7)
    assert (net.dt, net.seed, net.pop.size, net.pop.k[0]) == (0.1, 7, 3, 4.0)
    assert net.pop.network is net


def test_subclasses_may_name_dt_themselves(rate):
    class Own(ann.Network):
        def __init__(self, dt):
            super().__init__(dt=dt / 10)
            self.pop = self.create(2, rate)

    net = Own(dt=1.0, seed=3)
    assert (net.dt, net.seed) == (0.1, 3)


def test_compiling(net, rate, fake, capsys):
    pop = net.create(3, rate)
    pop.v = [1.0, 2.0, 3.0]
    net.connect(pop, pop, "exc").all_to_all(0.5, delays=2.0)
    net.compile()
    assert capsys.readouterr().out == "Compiling network 1...  OK\n"
    assert net.compiled
    spec = net.spec
    assert (spec.dt_ms, spec.seed, spec.n_threads) == (0.5, 3, 1)
    assert spec.populations[0].values["v"].tolist() == [1.0, 2.0, 3.0]
    assert spec.populations[0].values["tau"] == 10.0
    projection = spec.projections[0]
    assert (projection.pre, projection.post, projection.targets) == ("pop0", "pop0", ("exc",))
    assert (projection.edges.weights, projection.delay_steps) == (0.5, 4)


def test_what_is_too_late_after_compiling(net, rate, fake, capsys):
    pop = net.create(3, rate)
    net.compile(silent=True)
    net.compile()
    assert capsys.readouterr().out == "WARNING: network 1 is already compiled; nothing was done.\n"
    with state_error("population cannot be created after compile"):
        net.create(3, rate)
    with state_error("projection cannot be created after compile"):
        net.connect(pop, pop, "exc")
    with state_error("settings cannot be changed after compile"):
        net.dt = 0.1
    assert net.get_populations() == [pop]


def test_what_is_too_early_before_compiling(net, rate):
    net.create(3, rate)
    for call in (lambda: net.simulate(1.0), net.step, net.reset, net.explain, net.timings):
        with state_error("not compiled yet"):
            call()
    with state_error("not compiled yet"):
        net.simulator  # noqa: B018
    with state_error("not compiled yet"):
        net.spec  # noqa: B018


def test_a_failed_compile_can_be_mended(net, rate, fake):
    pop = net.create(3, rate)
    proj = net.connect(pop, pop, "exc")
    with state_error("no synapses yet"):
        net.compile()
    assert not net.compiled
    proj.all_to_all(1.0)
    net.compile(silent=True)
    assert net.compiled


def test_time(net, rate, fake):
    net.create(2, rate)
    assert (net.time, net.current_step) == (0.0, 0)
    net.compile(silent=True)
    net.simulate(2.0)
    net.step()
    assert (net.time, net.current_step) == (2.5, 5)
    net.time = 10.0
    assert net.current_step == 20
    net.current_step = 3
    assert net.time == 1.5
    with error("cannot be negative"):
        net.time = -1.0


@pytest.mark.parametrize(
    ("dt", "duration", "n_steps"),
    [(1.0, 14.5, 15), (0.1, 0.3, 3), (0.1, 0.7, 7), (0.1, 2.3, 23), (0.5, 0.0, 0), (1.0, 3, 3)],
)
def test_durations_become_whole_steps(rate, fake, dt, duration, n_steps):
    net = ann.Network(dt=dt)
    net.create(1, rate)
    net.compile(silent=True)
    net.simulate(duration)
    assert net.current_step == n_steps


@pytest.mark.parametrize("duration", [-1.0, float("nan"), float("inf"), "long", None])
def test_bad_durations(net, rate, fake, duration):
    net.create(1, rate)
    net.compile(silent=True)
    with error("a duration is a number of ms"):
        net.simulate(duration)


def test_measuring_the_time(net, rate, fake, capsys):
    net.create(1, rate)
    net.compile(silent=True)
    net.simulate(500.0, measure_time=True)
    words = capsys.readouterr().out.split()
    assert " ".join(words[:8]) == "Simulating 0.5 seconds of the network 1 took"
    assert words[9] == "seconds."
    assert 0.0 < float(words[8]) < 10.0


def test_reset(net, rate, fake):
    pop = net.create(2, rate)
    pop.v = [5.0, 6.0]
    proj = net.connect(pop, pop, "exc", ann.Synapse("k = 1.0", "w += k")).all_to_all(0.5)
    m = net.monitor(pop, "v")
    net.compile(silent=True)
    first = net.default_rng.random()
    net.simulate(2.0)
    proj.w, proj.k = 3.0, 4.0
    net.reset()
    assert (net.time, pop.v.tolist(), proj.w[0], proj.k[0]) == (0.0, [5.0, 6.0], [3.0], [4.0])
    assert m.get("v").shape == (0, 2)
    assert net.default_rng.random() == first
    net.reset(projections=True, populations=False)
    assert (proj.w[0], proj.k[0]) == ([3.0], [1.0])


def test_finding_things(net, rate):
    a, b = net.create(2, rate, name="A"), net.create(2, rate)
    one = net.connect(a, b, "exc", name="ab")
    two = net.connect(b[:1], b, "inh")
    assert net.get_population("A") is a
    assert net.get_projection("ab") is one
    assert net.get_projections() == [one, two]
    assert net.get_projections(post=b) == [one, two]
    assert net.get_projections(post="pop1", target="inh") == [two]
    assert net.get_projections(pre=b) == [two]
    assert net.get_projections(pre=a, target="inh", suppress_error=True) == []
    with error("no projection has"):
        net.get_projections(pre=a, target="inh")
    with error("no population 'a'"):
        net.get_population("a")
    with error("no projection 'abc'. Did you mean 'ab'"):
        net.get_projection("abc")
    with error("no monitor"):
        net.get_monitor("m")
    with error("no constant"):
        net.get_constant("c")


def test_looking_inside(net, rate, fake):
    pop = net.create(2, rate)
    net.compile(silent=True)
    assert net.explain() == "one phase"
    assert net.source(pop) == net.source("pop0") == "// pop0"
    assert net.timings().n_compiled == 0
    with error("no population or projection 'x'"):
        net.source("x")
    assert repr(net) == "<Network 1: 1 populations, 0 projections, t = 0.0 ms>"


def test_clear(net, rate, fake):
    net.create(2, rate)
    net.compile(silent=True)
    simulator = net.simulator
    net.clear()
    assert simulator.is_closed
    assert net.get_populations() == []
    net.create(2, rate)
    net.compile(silent=True)


def test_unknown_options_of_compile_never_reach_a_compiler(net, rate, fake, capsys):
    net.create(2, rate)
    net.compile(compiler_flags="-O3; rm -rf /", silent=True)
    assert "compiler_flags" in capsys.readouterr().out
