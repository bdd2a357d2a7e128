import numpy as np
import pytest

import annarchy_lab as ann


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


def state_error(match):
    return pytest.raises(ann.StateError, match=match)


@pytest.mark.proves(
    "api-2-direct",
    "api-1-dt",
    "api-1-seed",
    "api-1-num-threads",
    "api-2-seed-property",
    "api-2-properties-time",
    "api-1-config-repeatable",
)
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


@pytest.mark.proves("api-2-default-rng", "api-2-seed-property")
def test_seeds_fix_the_draws_of_python():
    draws = [ann.Network(seed=s).default_rng.random() for s in (1, 1, 2)]
    assert draws[0] == draws[1] != draws[2]
    net = ann.Network(seed=1)
    net.default_rng.random()
    net.seed = 1
    assert net.default_rng.random() == draws[0]


@pytest.mark.proves("api-2-subclass", "api-2-dt-seed-intercepted")
def test_subclasses_need_not_know_of_dt_and_seed(rate):
    class Own(ann.Network):
        def __init__(self, size, k=1.0):
            self.pop = self.create(size, rate)
            self.pop.k = k

    net = Own(3, k=4.0, dt=0.1, seed=7)
    assert (net.dt, net.seed, net.pop.size, net.pop.k[0]) == (0.1, 7, 3, 4.0)
    assert net.pop.network is net


@pytest.mark.proves("api-2-dt-seed-intercepted")
def test_subclasses_may_name_dt_themselves(rate):
    class Own(ann.Network):
        def __init__(self, dt):
            super().__init__(dt=dt / 10)
            self.pop = self.create(2, rate)

    net = Own(dt=1.0, seed=3)
    assert (net.dt, net.seed) == (0.1, 3)


def test_as_many_threads_work_as_pay_unless_all_are_asked_for(net, rate, fake):
    net.create(3, rate)
    net.config(num_threads=4, fixed_threads=True)
    net.compile(silent=True)
    assert (net.spec.n_threads, net.spec.thread_plan) == (4, None)


@pytest.mark.proves("api-1-compile-line", "api-2-create", "api-2-connect")
def test_compiling(net, rate, fake, capsys):
    pop = net.create(3, rate)
    pop.v = [1.0, 2.0, 3.0]
    net.connect(pop, pop, "exc").all_to_all(0.5, delays=2.0)
    net.compile()
    assert capsys.readouterr().out == "Compiling network 1...  OK\n"
    assert net.compiled
    spec = net.spec
    assert (spec.dt_ms, spec.seed, spec.n_threads, spec.thread_plan) == (0.5, 3, 1, ())
    assert spec.populations[0].values["v"].tolist() == [1.0, 2.0, 3.0]
    assert spec.populations[0].values["tau"] == 10.0
    projection = spec.projections[0]
    assert (projection.pre, projection.post, projection.targets) == ("pop0", "pop0", ("exc",))
    assert (projection.edges.weights, projection.delay_steps) == (0.5, 4)


@pytest.mark.proves("api-1-compile-twice", "api-1-compile-closes", "api-1-config-repeatable")
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


@pytest.mark.proves("api-8-simulate-not-compiled")
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


@pytest.mark.proves("api-2-properties-time", "api-8-time", "api-8-step")
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
@pytest.mark.proves("api-8-simulate")
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


@pytest.mark.proves("api-8-measure-time")
def test_measuring_the_time(net, rate, fake, capsys):
    net.create(1, rate)
    net.compile(silent=True)
    net.simulate(500.0, measure_time=True)
    words = capsys.readouterr().out.split()
    assert " ".join(words[:8]) == "Simulating 0.5 seconds of the network 1 took"
    assert words[9] == "seconds."
    assert 0.0 < float(words[8]) < 10.0


@pytest.mark.proves("api-8-reset-default", "api-8-reset-projections")
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


@pytest.mark.proves("api-2-getters", "api-2-get-projections")
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


@pytest.mark.proves("api-2-clear")
def test_clear(net, rate, fake):
    net.create(2, rate)
    net.compile(silent=True)
    simulator = net.simulator
    net.clear()
    assert simulator.is_closed
    assert net.get_populations() == []
    net.create(2, rate)
    net.compile(silent=True)


@pytest.mark.proves("api-1-compile-compiler-options")
def test_unknown_options_of_compile_never_reach_a_compiler(net, rate, fake, capsys):
    net.create(2, rate)
    net.compile(compiler_flags="-O3; rm -rf /", silent=True)
    assert "compiler_flags" in capsys.readouterr().out


@pytest.mark.proves("api-1-compile-compiler-options", "api-1-compile-directory")
def test_options_of_compile(net, rate, fake, capsys):
    net.create(2, rate)
    assert (net.directory, net.instance) == ("annarchy", None)
    with pytest.raises(TypeError, match="unexpected keyword argument 'slient'"):
        net.compile(slient=True)
    net.compile(
        directory="here",
        clean=True,
        compiler="default",
        compiler_flags="-O3",
        add_sources="evil.cpp",
        extra_libs="",
        cuda_config={"device": 0},
        annarchy_json="",
        debug_build=True,
        trace_calls=None,
        profile_enabled=False,
    )
    assert capsys.readouterr().out.splitlines() == [
        "WARNING: compile options without effect here: compiler_flags, add_sources, debug_build.",
        "Compiling network 1...  OK",
    ]
    assert (net.directory, net.instance) == ("here", net.simulator)


@pytest.mark.proves("api-2-compiled-directory-instance", "api-1-compile-subclass")
def test_subclasses_compile_alike(rate, fake, capsys):
    class Own(ann.Network):
        def __init__(self):
            self.pop = self.create(2, rate)

    net = Own()
    net.compile(directory="there", silent=True, compiler="g++")
    assert (net.compiled, net.directory, net.instance.is_closed) == (True, "there", False)
    assert "compiler" in capsys.readouterr().out
    net.clear()
    assert (net.compiled, net.instance) == (False, None)


@pytest.mark.proves("api-1-compile-closes", "api-2-monitor")
def test_monitors_before_and_after_compiling(net, rate, fake):
    pop = net.create(2, rate, name="P")
    before = net.monitor(pop, "v", period=1.0, period_offset=0.5, name="M")
    net.compile(silent=True)
    after = net.monitor("P", ["v"], start=False)
    net.simulate(2.0)
    assert (before.get("v").shape, after.get("v").shape) == ((2, 2), (0, 2))
    assert (before.period_offset, net.get_monitor("M")) == (0.5, before)
    with error("no population or projection 'Q'"):
        net.monitor("Q", "v")
    with error("belongs to another network"):
        ann.Network().monitor(pop, "v")


@pytest.mark.proves("api-2-lists", "api-2-getters")
def test_lists_in_the_order_of_creation(net, rate):
    pops = [net.create(1, rate, name=name) for name in "CAB"]
    monitors = [net.monitor(pop, "v") for pop in reversed(pops)]
    own = net.constant("c", 1.0)
    assert (net.get_populations(), net.get_monitors()) == (pops, monitors)
    assert (net.get_constants(), net.get_extensions()) == ([own], [])
    net._extensions["bold"] = monitors
    assert (net.get_extension("bold"), net.get_extensions()) == (monitors, [monitors])
    with error("no extension 'blod'. Did you mean 'bold'"):
        net.get_extension("blod")


@pytest.mark.proves("api-8-learning")
def test_learning_of_all_or_some_projections(net, rate, fake):
    pop = net.create(2, rate)
    a, b = (net.connect(pop, pop, "exc").all_to_all(1.0) for _ in range(2))
    net.compile(silent=True)
    net.disable_learning()
    assert (a.update, b.update) == (False, False)
    net.enable_learning([a], period=2.0, offset=0.5)
    assert (a.update, b.update) == (True, False)
    assert net.simulator.learning == {a.name: (4, 1)}
    net.enable_learning()
    net.disable_learning(projections=[a])
    assert (a.update, b.update) == (False, True)


@pytest.mark.proves("api-8-simulate-net-id")
def test_a_network_by_its_number(net, rate, fake):
    ann.Population(1, rate)
    net.create(1, rate)
    ann.compile(silent=True)
    net.compile(silent=True)
    ann.simulate(3.0, net_id=1)
    assert (net.time, ann.get_time()) == (3.0, 0.0)
    with error("there is no network 9"):
        ann.simulate(1.0, net_id=9)


@pytest.mark.proves("api-2-magic-in-version-5")
def test_both_styles_side_by_side_without_a_warning(net, rate, fake, capsys):
    net.create(1, rate)
    net.compile()
    ann.Population(1, rate)
    ann.compile()
    ann.simulate(2.0)
    assert capsys.readouterr().out == "Compiling network 1...  OK\nCompiling ...  OK\n"
    assert (net.time, ann.get_time()) == (0.0, 2.0)
    assert [ann.Network().id, ann.Network().id] == [2, 3]


@pytest.mark.proves("api-2-names-connectors", "api-2-positional")
def test_old_names_of_connectors_and_old_orders_of_arguments(rate):
    for name in (
        *("all_to_all", "one_to_one", "fixed_probability", "fixed_number_pre"),
        *("fixed_number_post", "gaussian", "dog", "from_matrix", "from_sparse"),
    ):
        assert getattr(ann.Projection, f"connect_{name}") is getattr(ann.Projection, name)
    assert ann.Projection.connect_with_func is ann.Projection.from_function
    pop = ann.Population((2, 2), rate, "P", "v > 3.0", "post_to_pre")
    assert (pop.name, pop.stop_condition) == ("P", "v > 3.0")
    synapse = ann.Synapse("tau = 3.0")
    proj = ann.Projection(pop, pop, "exc", synapse, "S", True)
    assert (proj.name, proj.synapse_type) == ("S", synapse)


@pytest.mark.proves("api-2-names-reshape")
def test_the_shape_of_recordings_in_both_styles(net, rate, fake):
    for network in (net, ann.magic_network()):
        m = network.monitor(network.create((2, 2), rate), "v")
        network.compile(silent=True)
        network.step()
        assert m.get("v").shape == ((1, 2, 2) if network is net else (1, 4))
