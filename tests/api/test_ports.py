"""What is assigned or read again and again takes a short way, and means the same on it."""

import threading
import time

import cloudpickle
import numpy as np
import pytest

import annarchy_lab as ann

SIZE = 6
NUMBERS = np.linspace(-1.0, 1.0, SIZE)
CELL = dict(
    parameters={
        "I": ann.Parameter(1.0),
        "k": ann.Parameter(2.0, locality="local"),
        "s": ann.Parameter(0.5, locality="global"),
        "n": ann.Parameter(3, type=int),
        "on": ann.Parameter(True, type=bool),
    },
    equations=[ann.Variable("v += s * I + k", init=1.0), "r = v"],
)
NAMES = [*CELL["parameters"], "v"]


def made(backend="cpu", **settings):
    """A compiled network of one population, in which every attribute has been written once."""
    net = ann.Network(dt=1.0, seed=3)
    net.config(**settings)
    net.constant("third", 1 / 3)
    pop = net.create((2, 3), ann.Neuron(**CELL), name="P")
    net.compile(silent=True, backend=backend)
    return net, pop


def assigned(pop, name, value):
    """Write it as users do, and return what came of it."""
    return outcome(pop, name, lambda: setattr(pop, name, value))


def written(pop, name, value):
    """The same, always the long way."""
    return outcome(pop, name, lambda: pop.network.write([(pop, name, value)]))


def outcome(pop, name, write):
    try:
        write()
    except Exception as error:
        return type(error), str(error)
    found = pop.get(name)
    return type(found), np.asarray(found).dtype, np.shape(found), np.asarray(found).tobytes()


@pytest.fixture
def long_way(monkeypatch):
    """Let a network count the writes that do not go through a port."""

    def watched(net):
        taken, write = [], net.simulator.write
        monkeypatch.setattr(net.simulator, "write", lambda w: (taken.append(w), write(w))[1])
        return taken

    return watched


GIVEN = [
    NUMBERS,
    NUMBERS.reshape(2, 3),
    np.asfortranarray(NUMBERS.reshape(2, 3)),
    np.repeat(NUMBERS, 2)[::2],
    NUMBERS.astype(np.float32),
    NUMBERS.astype(">f8"),
    NUMBERS.astype(np.float16),
    np.array([np.nan, np.inf, -np.inf, 1e300, -0.0, 5e-324]),
    np.arange(SIZE),
    np.arange(SIZE, dtype=np.int32),
    NUMBERS > 0,
    np.array(2.5),
    np.ma.masked_array(NUMBERS, NUMBERS > 0),
    NUMBERS.tolist(),
    0.1,
    np.float64(0.1),
    np.float32(0.1),
    float("nan"),
    float("inf"),
    1e300,
    7,
    2**24 + 1,
    2**53 + 1,
    2**63,
    True,
    "third",
    # refused
    NUMBERS[1:],
    np.empty(0),
    np.zeros((3, 3)),
    NUMBERS.astype(complex),
    NUMBERS.astype(object),
    np.zeros(SIZE, "M8[s]"),
    [[1.0], [2.0, 3.0]],
    None,
    "fourth",
    2**70,
]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_second_write_does_what_the_first_does(dtype):
    pops = [made(dtype=dtype)[1] for _ in range(2)]
    for name in NAMES:
        for given in GIVEN:
            for write, pop in zip((assigned, written), pops, strict=True):
                for before in (NUMBERS.astype(dtype), 0.25, np.float64(0.5), 2):
                    write(pop, name, before)
            found = [w(p, name, given) for w, p in zip((assigned, written), pops, strict=True)]
            assert found[0] == found[1], (name, given)
        pop = pops[0]
        assert pop._is_single(name) == pops[1]._is_single(name)
    for pop in pops:
        pop.network.simulate(3.0)
    assert pops[0].v.tobytes() == pops[1].v.tobytes()


def test_one_kind_of_value_says_nothing_of_another():
    _, pop = made()
    pop.I = 2.0
    pop.I = 3.0
    assert pop.I == 3.0
    pop.I = NUMBERS  # the first with one for each
    assert pop.I.tolist() == NUMBERS.reshape(2, 3).tolist()
    pop.I = np.array(4.0)
    pop.I = 5.0
    assert pop.I.tolist() == [[5.0] * 3] * 2
    _, pop = made()
    pop.I = np.array(4.0)  # an array, but one value
    pop.I = NUMBERS
    assert pop.I.shape == (2, 3)


def test_the_short_way_is_taken(long_way):
    net, pop = made()
    pop.I = NUMBERS  # neurons have values of their own
    taken = long_way(net)
    for k in range(3):
        pop.I = NUMBERS + k
        pop.v = 0.5 * k
        pop.s = np.float64(k)
        net.simulate(1.0)
        assert pop.v.tolist() == (k * (NUMBERS + k) + 2.0 + 0.5 * k).reshape(2, 3).tolist()
    assert len(taken) == 3
    assert pop.s == 2.0


def test_numbers_for_all_take_it_at_once_and_arrays_when_neurons_differ(long_way):
    net, pop = made()
    taken = long_way(net)
    for k in range(3):
        pop.I = float(k)
    assert len(taken) == 1
    for _ in range(3):
        pop.I = np.full(SIZE, 2.0)  # all of them are looked at
    assert len(taken) == 4
    for k in range(3):
        pop.I = NUMBERS + k
    assert len(taken) == 6
    net.simulate(1.0)
    assert np.array_equal(pop.v.ravel(), 1.0 + 0.5 * (NUMBERS + 2.0) + 2.0)


def test_on_the_reference_every_write_is_a_long_one(long_way):
    net, pop = made("reference")
    taken = long_way(net)
    for k in range(3):
        pop.I = NUMBERS + k
    assert len(taken) == 3
    assert pop.I.tolist() == (NUMBERS + 2).reshape(2, 3).tolist()


def test_what_is_written_and_read_are_copies():
    _, pop = made()
    for _ in range(2):
        values = NUMBERS.copy()
        pop.I = values
        values[:] = 7.0
        seen = pop.I
        seen[:] = 8.0
        assert pop.I.ravel().tolist() == NUMBERS.tolist()


def test_whoever_listens_is_told_of_each_write_with_a_copy():
    net, pop = made()
    pop.I = NUMBERS
    told = []
    net._on_write.append(lambda *what: told.append(what))
    values = NUMBERS.copy()
    for k in range(2):
        pop.I = values
        values[:] = k
    pop.v = 2.0
    pop.v = 3.0
    assert [each[1:4] for each in told] == [("P", "I", "set")] * 2 + [("P", "v", "set")] * 2
    assert [np.asarray(each[4]).tolist() for each in told] == [
        NUMBERS.tolist(),
        [0.0] * 6,
        2.0,
        3.0,
    ]
    assert {each[5] for each in told} == {"cell"}
    net._on_write.clear()
    pop.I = NUMBERS
    assert len(told) == 4
    assert pop.I.ravel().tolist() == NUMBERS.tolist()


def test_a_set_begins_a_new_scale():
    net, pop = made()
    here = net.checkpoint()
    for _ in range(2):
        net.restore(here)  # with what is remembered of scales
        pop.k = NUMBERS
        net.write([(pop, "k", ann.Scale(3.0))])
        pop.k = 2 * NUMBERS
        net.write([(pop, "k", ann.Scale(3.0))])
        assert pop.k.ravel().tolist() == (6 * NUMBERS).tolist()


def test_what_is_set_live_can_be_undone():
    net, pop = made()
    for _ in range(2):
        pop.I = NUMBERS
    with net.start(speed=None) as run:
        pop.I = 2 * NUMBERS
        run.pause()
        pop.I = 3 * NUMBERS
    for expected in (2 * NUMBERS, NUMBERS):
        assert net.undo()
        assert pop.I.ravel().tolist() == expected.tolist()


def test_a_running_network_is_written_and_read_at_edges(long_way):
    net, pop = made()
    simulator = net.simulator
    for _ in range(2):  # the first gives neurons values of their own
        pop.I = pop.k = NUMBERS
    pop.v = 0.0
    taken = long_way(net)
    simulator.start(-1, 0.0)  # by itself: a live run of the network would remember
    try:
        while not net.current_step:
            time.sleep(0.001)
        for k in range(50):
            pop.I = np.full(SIZE, float(k))
            assert pop.I.tolist() == [[k] * 3] * 2
        simulator.pause()
        pop.I = pop.k = 0.0 * NUMBERS
        before = pop.v
        simulator.advance(3)
        assert pop.v.tolist() == before.tolist()
    finally:
        simulator.stop()
    pop.I = NUMBERS
    assert pop.I.ravel().tolist() == NUMBERS.tolist()
    assert taken == []


def test_writes_of_several_threads_are_whole():
    net, pop = made()
    pop.I = NUMBERS
    net.simulator.start(-1, 0.0)

    def write(number):
        for _ in range(200):
            pop.I = np.full(SIZE, float(number))
            assert np.unique(pop.I).size == 1

    failures = []
    threads = [threading.Thread(target=_guarded(write, failures), args=(k,)) for k in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    net.simulator.stop()
    assert failures == []


def _guarded(call, failures):
    def guarded(*arguments):
        try:
            call(*arguments)
        except BaseException as error:
            failures.append(error)

    return guarded


def test_nobody_writes_into_what_is_steady():
    net, pop = made()
    pop.I = NUMBERS
    writer = threading.Thread(target=lambda: setattr(pop, "I", 2 * NUMBERS))
    with net._steady():
        writer.start()
        time.sleep(0.02)
        assert pop.I.ravel().tolist() == NUMBERS.tolist()
    writer.join()
    assert pop.I.ravel().tolist() == (2 * NUMBERS).tolist()


def test_callbacks_write_at_once(long_way):
    net, pop = made()
    for _ in range(2):  # the first gives neurons values of their own
        pop.I = pop.k = NUMBERS
    pop.v = 0.0
    taken = long_way(net)

    def call(_):
        pop.I = np.full(SIZE, 10.0)

    net.simulator.set_callback(2, lambda step: (call(step), -1)[1])
    net.simulate(4.0)
    expected = 4 * NUMBERS + 0.5 * (2 * NUMBERS + 2 * 10.0)
    assert np.allclose(pop.v.ravel(), expected)
    assert taken == []


def test_reset_brings_the_start_back():
    net, pop = made()
    for _ in range(2):
        pop.I = pop.v = NUMBERS
        net.simulate(2.0)
        net.reset()
        assert (np.unique(pop.I), np.unique(pop.v)) == (1.0, 1.0)
        pop.reset()
    pop.v = NUMBERS
    assert pop.v.ravel().tolist() == NUMBERS.tolist()


def test_another_model_is_written_as_it_wants():
    net, pop = made()
    for _ in range(2):
        pop.I = pop.k = pop.v = NUMBERS
    assert pop.k.shape == (2, 3)
    model = {
        **CELL["parameters"],
        "I": ann.Parameter(1.5, locality="global"),
        "k": ann.Parameter(4, type=int),
    }
    del model["on"]
    net.replace(pop, ann.Neuron(model, CELL["equations"]))
    assert (pop.I, pop.k) == (1.5, 4)
    with pytest.raises(ann.ANNarchyException, match="one value for all"):
        pop.I = NUMBERS
    pop.I = 2.0
    for _ in range(2):
        pop.k = 1.9 * np.ones(SIZE)
        assert pop.k.tolist() == [[1] * 3] * 2
    pop.v = NUMBERS
    net.simulate(1.0)
    assert np.allclose(pop.v.ravel(), NUMBERS + 0.5 * 2.0 + 1)
    with pytest.raises(AttributeError):
        _ = pop.on


def test_back_in_time_a_number_is_a_number_again():
    net, pop = made()
    here = net.checkpoint()
    for _ in range(2):
        pop.I = pop.k = NUMBERS
        assert pop.I.shape == (2, 3)
    net.restore(here)
    assert (pop.I, np.unique(pop.k)) == (1.0, 2.0)
    pop.I = NUMBERS
    assert pop.I.ravel().tolist() == NUMBERS.tolist()
    net.restore(here)
    pop.I = 3.0
    assert pop.I == 3.0


def test_what_is_written_in_another_network_stays_there():
    net, pop = made()
    for _ in range(2):
        pop.I = NUMBERS
    branch, sent = net.branch(), cloudpickle.loads(cloudpickle.dumps(net))
    sent._wake()
    others = [each.get_population("P") for each in (branch, sent)]
    for k, other in enumerate(others):
        for _ in range(2):
            assert other.I.shape == (2, 3)
            other.I = k + NUMBERS
    assert [each.I.ravel().tolist() for each in (pop, *others)] == [
        NUMBERS.tolist(),
        NUMBERS.tolist(),
        (1 + NUMBERS).tolist(),
    ]


def test_a_cleared_network_is_let_go():
    net, pop = made()
    pop.I = NUMBERS
    _ = pop.v
    assert net._ports
    net.clear()
    assert not net._ports
    again = net.create(SIZE, ann.Neuron(**CELL), name="P")
    net.compile(silent=True)
    again.I = NUMBERS
    assert again.I.tolist() == NUMBERS.tolist()


def test_a_name_that_the_object_has_itself_is_never_an_attribute(capsys):
    net = ann.Network()
    pop = net.create(3, ann.Neuron("width = 1.0", "r = width"))
    net.compile(silent=True)
    for _ in range(2):
        pop.set({"width": 2.0})
    with pytest.raises(AttributeError):
        pop.width = 3.0
    assert (pop.width, np.unique(pop.get("width"))) == (3, 2.0)


def test_new_rates_count_from_the_next_step_on():
    trains = []
    for backend in ("cpu", "reference"):
        net = ann.Network(dt=1.0, seed=5)
        pop = net.create(ann.PoissonPopulation(20, rates=10.0))
        monitor = net.monitor(pop, "spike")
        net.compile(silent=True, backend=backend)
        for k in range(6):
            pop.rates = np.linspace(0.0, 200.0 * k, 20)
            net.simulate(10.0)
            pop.rates = 50.0 * k
            net.simulate(10.0)
        trains.append(monitor.get("spike"))
    assert trains[0] == trains[1]
    assert sum(map(len, trains[0].values())) > 20
