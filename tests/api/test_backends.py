"""What users see is the same on every backend."""

import time

import numpy as np
import pytest

import annarchy_lab as ann


@pytest.fixture
def net(backend):
    made = ann.Network(dt=0.5, seed=3)
    made.config(backend=backend)
    return made


RATE = ann.Neuron(
    parameters={"tau": 10.0, "b": ann.Parameter(0.5)},
    equations=[
        ann.Variable("c += 1.0", locality="global", init=2.0),
        ann.Variable("n += 1", type=int),
        ann.Variable("v += b", init=1.0),
        "r = v + tau * 0.0 + sum(exc)",
    ],
)
SPIKING = ann.Neuron(
    parameters="drive = 1.0\nv_t = 4.0",
    equations="v += drive + g_exc",
    spike="v >= v_t",
    reset="v = 0.0",
)
LEARNING = ann.Synapse(
    parameters={"eta": 0.5, "k": ann.Parameter(2.0, locality="local")},
    equations=[
        ann.Variable("theta += 1.0", locality="semiglobal"),
        ann.Variable("x = k * pre.r"),
        ann.Variable("w += eta", min=0.0),
    ],
)


def test_reading_and_writing_neurons(net):
    pop = net.create((2, 3), RATE)
    pop[3:].b = 1.0
    net.compile(silent=True)
    assert pop.b.tolist() == [[0.5, 0.5, 0.5], [1.0, 1.0, 1.0]]
    net.simulate(1.0)
    assert pop.v.tolist() == [[2.0, 2.0, 2.0], [3.0, 3.0, 3.0]]
    assert (pop.c, type(pop.c), pop.n.dtype, pop.n.max()) == (4.0, float, np.int32, 2)
    pop.v = np.arange(6)
    pop[[5, 0]].v = [50.0, 70.0]
    pop.neuron(2).n = 9
    pop.set({"tau": 3.0, "c": 0.0})
    net.step()
    assert pop.v.ravel().tolist() == [70.5, 1.5, 2.5, 4.0, 5.0, 51.0]
    assert pop.n.ravel().tolist() == [3, 3, 10, 3, 3, 3]
    assert (pop.tau, pop.c) == (3.0, 1.0)


def test_reading_and_writing_synapses(net):
    a, b = net.create(3, RATE), net.create(2, RATE)
    proj = net.connect(a, b, "exc", LEARNING).from_matrix([[1, None, 2], [None, 3, None]])
    net.compile(silent=True)
    net.simulate(1.0)
    assert proj.w == [[2.0, 3.0], [4.0]]
    assert proj.theta == [2.0, 2.0]
    assert proj.x == [[4.0, 4.0], [4.0]]
    assert b.sum("exc").tolist() == [6.0, 5.25]
    proj.w = [[1.0, -4.0], [0.0]]
    proj.eta = 0.25
    proj.theta = [10.0, 20.0]
    proj.dendrite(1).k = 0.0
    net.step()
    assert proj.w == [[1.25, 0.0], [0.25]]
    assert proj.theta == [11.0, 21.0]
    assert proj.k == [[2.0, 2.0], [0.0]]
    assert proj.csr("w").toarray().tolist() == [[1.25, 0.0, 0.0], [0.0, 0.25, 0.0]]
    proj.plasticity = False
    net.step()
    assert proj.w == [[1.25, 0.0], [0.25]]
    proj.enable_learning()
    proj.transmission = False
    net.step()
    assert proj.theta == [12.0, 22.0]


def test_delays_are_in_ms(net):
    clock = ann.Neuron(equations="r = t")
    a = net.create(1, clock)
    b = net.create(1, ann.Neuron(equations="r = sum(exc)"))
    net.connect(a, b, "exc").one_to_one(1.0, delays=2.0)
    m = net.monitor(b, "r")
    net.compile(silent=True)
    net.simulate(4.0)
    assert m["r"].ravel().tolist() == [0, 0, 0, 0, 0, 0.5, 1.0, 1.5]


def test_delays_of_synapses_are_in_ms(net):
    clock = ann.Neuron(equations="r = t")
    a = net.create(2, clock)
    b = net.create(2, ann.Neuron(equations="r = sum(exc)"))
    late = [[1.0, None], [1.75, 0.0]]  # steps: 2; 4 (half to even), 1
    proj = net.connect(a, b, "exc").from_matrix([[1.0, None], [1.0, 10.0]], delays=late)
    m = net.monitor(b, "r")
    net.compile(silent=True)
    assert proj.delay == [[1.0], [2.0, 0.5]]
    net.simulate(3.0)
    times = [[max(0.0, 0.5 * (k - d)) for d in (2, 4, 1)] for k in range(6)]
    assert m["r"].tolist() == [[one, two + 10.0 * three] for one, two, three in times]
    proj.delay = [[0.5], [0.5, 1.0]]
    net.step()
    assert proj.delay == [[0.5], [0.5, 1.0]]
    assert m["r"].tolist() == [[2.5, 2.5 + 20.0]]


def test_delays_of_lists_per_dendrite(net):
    clock = ann.Neuron(equations="r = t")
    a, b = net.create(3, clock), net.create(2, ann.Neuron(equations="r = sum(exc)"))

    def connect(pre, post, dt):
        lists = ann.LILConnectivity(dt)
        lists.add(1, [2, 0], [1.0, 100.0], [1.5, 1.0])
        lists.add(0, [1], [1.0], [2.0])
        return lists

    proj = net.connect(a, b, "exc").from_function(connect)
    net.compile(silent=True)
    assert proj.delay == [[2.0], [1.0, 1.5]]
    net.simulate(4.0)
    assert b.r.tolist() == [3.5 - 2.0, 100.0 * (3.5 - 1.0) + 3.5 - 1.5]


def test_dense_storage_gives_way_to_delays_of_synapses(net, backend, capsys):
    a, b = (
        net.create(2, ann.Neuron(equations="r = t")),
        net.create(2, ann.Neuron(equations="r = sum(exc)")),
    )
    proj = net.connect(a, b, "exc").all_to_all(
        1.0, delays=ann.Uniform(1.0, 3.0), storage_format="dense"
    )
    net.compile(silent=True)
    notice = f"{proj.name} is not stored as a dense matrix: each synapse has a delay of its own"
    assert (notice in capsys.readouterr().out) == (backend == "cpu")


def test_recording(net):
    pop, cells = net.create((2, 2), RATE), net.create(4, SPIKING)
    cells[2:].drive = 2.0
    synapses = net.connect(cells, cells, "exc").one_to_one(0.0)
    m = net.monitor(pop, ["v", "c", "n"])
    slow = net.monitor(pop[1:3], "v", period=1.5, period_offset=0.5)
    spiking = net.monitor(cells, ["spike", "v", "g_exc"])
    part = net.monitor(cells[[3]], "spike")
    net.compile(silent=True)
    weights = net.monitor(synapses, "w", period=2.0)
    net.simulate(4.0)
    data = m.get()
    assert data["v"].shape == (8, 2, 2)
    assert data["v"][:, 0, 0].tolist() == [1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]
    assert data["c"].tolist() == [3, 4, 5, 6, 7, 8, 9, 10]
    assert data["n"].dtype == np.int32
    assert slow["v"].tolist() == [[2.0, 2.0], [3.5, 3.5], [5.0, 5.0]]
    assert slow.times()["v"] == {"start": [0], "stop": [8]}
    assert spiking.get("spike") == {0: [3, 7], 1: [3, 7], 2: [1, 3, 5, 7], 3: [1, 3, 5, 7]}
    assert part.get("spike") == {3: [1, 3, 5, 7]}
    assert spiking.mean_fr({3: [1, 3, 5, 7]}) == 1000.0
    assert weights.get("w").shape[0] == 2
    m.pause()
    net.simulate(1.0)
    m.resume()
    net.simulate(0.5)
    assert len(m["v"]) == 1
    assert m.times()["v"]["start"][-1] == 10


def test_reset_and_time(net):
    pop = net.create(2, RATE)
    pop.v = [3.0, 4.0]
    m = net.monitor(pop, "v")
    net.compile(silent=True)
    net.simulate(2.0)
    pop.b = 9.0
    net.reset()
    assert (net.time, pop.v.tolist(), pop.b) == (0.0, [3.0, 4.0], 0.5)
    net.simulate(1.0)
    assert m["v"].tolist() == [[3.5, 4.5], [4.0, 5.0]]
    assert m.times()["v"] == {"start": [0], "stop": [2]}
    net.time = 50.0
    assert net.current_step == 100


def test_noise_follows_the_seed(backend):
    def trace(seed):
        net = ann.Network(seed=seed)
        pop = net.create(5, ann.Neuron(equations="r = Normal(0.0, 1.0)"))
        net.compile(silent=True, backend=backend)
        net.simulate(3.0)
        first = pop.r
        net.reset()
        net.simulate(3.0)
        assert np.array_equal(pop.r, first)
        return first

    assert np.array_equal(trace(1), trace(1))
    assert not np.array_equal(trace(1), trace(2))


def test_constants_follow_their_changes(net):
    gain = ann.Constant("gain", 2.0)
    pop = net.create(2, ann.Neuron(equations="r = gain"))
    net.compile(silent=True)
    net.step()
    assert pop.r[0] == 2.0
    gain.set(5.0)
    net.step()
    assert pop.r[0] == 5.0
    net.reset()
    net.step()
    assert pop.r[0] == 5.0


def test_callbacks(net):
    pop = net.create(1, RATE)
    net.compile(silent=True)
    seen = []

    @ann.every(network=net, period=1.0, offset=0.5)
    def note(n):
        seen.append((net.current_step, pop.v[0]))
        pop.v = 0.0

    net.simulate(4.0)
    assert seen == [(1, 1.5), (3, 1.0), (5, 1.0), (7, 1.0)]


def test_a_callback_that_fails(net):
    net.create(1, RATE)
    net.compile(silent=True)

    @ann.every(network=net, period=2.0)
    def fail(n):
        if n:
            raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        net.simulate(10.0)
    assert net.time == 2.0
    net.clear_all_callbacks()
    net.simulate(1.0)
    assert net.time == 3.0


def test_a_live_run(net):
    pop = net.create(2, RATE)
    records = []
    net._on_write.append(lambda *record: records.append(record))
    run = net.start(speed=None)
    assert run.state in ("compiling", "running")
    while run.state == "compiling":
        time.sleep(0.01)
    pop.b = 0.0
    pop[0].b = 1.0
    run.pause()
    assert run.state == "paused"
    assert [record[1:4] for record in records] == [("pop0", "b", "set"), ("pop0", "b", "set_at")]
    assert records[0][0] <= records[1][0] <= net.current_step
    step, v = net.current_step, pop.v
    run.step(4)
    assert net.current_step == step + 4
    assert pop.v[0] == v[0] + 4.0
    run.resume()
    run.stop()
    assert run.state == "stopped"
    assert run.wait()
    net.simulate(1.0)
    assert net.start(5.0, speed=None).wait(10.0)


def test_a_live_run_gives_the_bits_of_a_simulation(backend):
    def spikes(live):
        net = ann.Network(seed=1)
        cells = net.create(
            20, ann.Neuron(equations="v += Uniform(0.0, 1.0) + g_exc", spike="v > 5", reset="v = 0")
        )
        net.connect(cells, cells, "exc").fixed_probability(0.2, ann.Uniform(0.0, 0.5))
        m = net.monitor(cells, ["spike", "v"])
        net.compile(silent=True, backend=backend)
        if live:
            net.start(100.0, speed=None).wait()
        else:
            net.simulate(100.0)
        return m.get("spike"), m.get("v")

    for one, other in zip(spikes(live=True), spikes(live=False), strict=True):
        assert np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other


def test_a_second_driver_is_refused(net):
    net.create(1, RATE)
    net.compile(silent=True)
    with net.start(speed=None), pytest.raises(ann.StateError, match="stop it"):
        net.simulate(1.0)


def test_single_precision(backend):
    net = ann.Network(seed=1)
    net.config(dtype="float32")
    pop = net.create(2, RATE)
    assert pop.v.dtype == np.float32
    net.compile(silent=True, backend=backend)
    net.step()
    assert pop.v.dtype == np.float32
    pop.v = 0.1
    assert pop.v[0] == np.float32(0.1)


def test_looking_inside(net):
    pop = net.create(2, RATE)
    net.compile(silent=True)
    assert "pop0" in net.explain()
    assert net.source(pop)
    assert net.ir(pop).startswith("neuron ")
    assert net.timings().seconds is not None


def test_one_weight_for_all(net):
    a = net.create(3, RATE)
    b = net.create(1, ann.Neuron(equations="r = sum(exc)"))
    proj = net.connect(a, b, "exc").all_to_all(0.5)
    net.compile(silent=True)
    net.simulate(1.0)
    assert (proj.w, b.r[0]) == (0.5, 0.5 * 4.5)
    proj.w = 2.0
    net.step()
    assert (proj.w, b.r[0]) == (2.0, 2.0 * 6.0)


def test_recording_synapses(net):
    a, b = net.create(3, RATE), net.create(2, RATE)
    proj = net.connect(a, b, "exc", LEARNING).from_matrix([[1, None, 2], [None, 3, None]])
    full = net.connect(a, b, "inh", LEARNING).all_to_all(0.0)
    m = net.monitor(proj, ["w", "theta", "k", "eta"], period=1.0)
    rectangle = net.monitor(full, ["w", "k"], period=1.0)
    one = net.monitor(proj.dendrite(0), ["w", "k", "theta"], period=1.0)
    net.compile(silent=True)
    net.simulate(2.0)
    data = m.get()
    assert data["w"].tolist() == [[[1.5, 2.5], [3.5]], [[2.5, 3.5], [4.5]]]
    assert data["k"].tolist() == [[[2.0, 2.0], [2.0]]] * 2
    assert data["theta"].tolist() == [[1.0, 1.0], [3.0, 3.0]]
    assert data["eta"].tolist() == [0.5, 0.5]
    assert rectangle.get("w").tolist() == [[[0.5] * 3] * 2, [[1.5] * 3] * 2]
    assert rectangle.get("k").shape == (2, 2, 3)
    assert one.get("w").tolist() == [[1.5, 2.5], [2.5, 3.5]]
    assert one.get("k").tolist() == [[2.0, 2.0]] * 2
    assert one.get("theta").tolist() == [1.0, 3.0]


def test_nothing_recorded_yet_and_a_new_period(net):
    pop = net.create((2, 3), RATE)
    m = net.monitor(pop, "v")
    part = net.monitor(pop[:2], "v")
    net.compile(silent=True)
    assert m.get("v").shape == (0, 2, 3)
    assert len(part.get("v")) == 0
    part.period = 1.0
    net.simulate(2.0)
    assert part.get("v").tolist() == [[1.5, 1.5], [2.5, 2.5]]


def test_conductances_booleans_and_single_neurons(net):
    neuron = ann.Neuron(
        parameters="is_on = True\ngain = 2.0 : population",
        equations="v = if is_on: gain else: 0.0",
        spike="v > 100.0",
    )
    pop = net.create(3, neuron)
    net.connect(pop, pop, "ampa").one_to_one(0.0)
    one = net.monitor(pop[1], "g_ampa")
    two = net.monitor(pop.neuron(2), "v")
    net.compile(silent=True)
    assert pop.is_on.dtype == np.bool_
    pop[2].is_on = False
    pop.g_ampa = [1.0, 2.0, 3.0]
    assert pop.sum("ampa").tolist() == [1.0, 2.0, 3.0]
    net.step()
    assert pop.v.tolist() == [2.0, 2.0, 0.0]
    assert pop.is_on.tolist() == [True, True, False]
    assert (one.get("g_ampa").tolist(), two.get("v").tolist()) == ([[2.0]], [[0.0]])
    assert pop.g_ampa.tolist() == [0.0, 0.0, 0.0]
    pop.reset()
    assert pop.is_on.all()
    assert pop.spike.tolist() == []


def test_rates_that_all_neurons_share_are_summed(net):
    shared = net.create(4, ann.Neuron(equations="r = 1.0 + t : population"))
    other = net.create(2, ann.Neuron(equations="r = sum(exc)"))
    net.connect(shared, other, "exc").all_to_all(ann.Uniform(0.9, 1.1))
    net.connect(shared, other, "exc").all_to_all(2.0)
    net.compile(silent=True)
    net.simulate(1.0)
    expected = net.get_projections()[0].connectivity_matrix().sum(axis=1) + 8.0
    np.testing.assert_allclose(other.r, expected, rtol=1e-14)
