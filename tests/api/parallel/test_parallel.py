"""Many networks at once, in other processes."""

import functools
import operator
import os
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab.api.parallel.arguments import dealt, seeds_of
from annarchy_lab.api.parallel.pool import n_processes


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


def pulse_class():
    """A class such as a notebook cell makes: no other process can import it."""
    noisy = ann.Neuron(
        "tau = 10.0 : population\nI = 1.0 : population",
        "tau * dv/dt = I - v + g_exc + Uniform(0.0, 5.0)",
        "v > 2",
    )

    class PulseNetwork(ann.Network):
        def __init__(self, size, current=1.0):
            self.rng = np.random.default_rng(self.seed)
            self.pop = self.create(geometry=size, neuron=noisy)
            self.pop.v = ann.Uniform(0.0, 0.5, self.rng)
            self.pop.I = current
            self.proj = self.connect(self.pop, self.pop, "exc")
            self.proj.all_to_all(weights=ann.Uniform(0.0, 0.5, self.rng))
            self.m = self.monitor(self.pop, "spike")

    return PulseNetwork


@pytest.fixture
def net():
    made = pulse_class()(size=20, seed=5)
    made.config(dt=1.0, backend="reference")
    return made


def keep(arriving, found):
    for i, result in arriving:
        found[i] = result


# 5.0


@pytest.mark.proves(
    "api-9-network-method",
    "api-9-notebook-code",
    "api-9-seeds-sequential",
    "api-9-kwargs-lists",
    "api-9-constructor-again",
    "api-9-measure-time",
)
def test_the_notebook_of_multiple_networks(net, capsys):
    def simulation(net, duration=1000.0):
        net.simulate(duration)
        times, ranks = net.m.raster_plot()
        return net.seed, net.time, times, ranks

    net.compile(silent=True)
    durations = [10.0 * i for i in range(1, 5)]
    results = net.parallel_run(
        method=simulation, number=4, seeds="sequential", measure_time=True, duration=durations
    )
    assert [(seed, t) for seed, t, *_ in results] == list(zip(range(5, 9), durations, strict=True))
    assert capsys.readouterr().out.startswith("Running 4 networks took ")
    for seed, duration, times, ranks in results:
        alone = type(net)(20, seed=seed)
        alone.compile(silent=True, backend="reference")
        _, _, expected, neurons = simulation(alone, duration)
        np.testing.assert_array_equal(times, expected)
        np.testing.assert_array_equal(ranks, neurons)
    assert (net.time, len({len(times) for _, _, times, _ in results}) > 1) == (0.0, True)


@pytest.mark.refuses("api-9-subclass-only")
def test_a_plain_network_cannot_be_made_anew():
    net = ann.Network()
    net.create(3, ann.Neuron(equations="r = 1.0"))
    with error("write a class that derives from Network"):
        net.parallel_run(method=lambda net: None, number=2)


@pytest.mark.proves("api-9-kwargs-split", "api-9-constructor-again", "api-9-seeds-same")
def test_arguments_of_the_constructor_and_of_the_method(net):
    def look(net, factor):
        return net.pop.size, net.pop.I * factor, net.dt, net.seed, net.settings.backend

    found = net.parallel_run(look, 2, size=[3, 4], current=2.0, factor=[1.0, 10.0], seeds="same")
    assert found == [(3, 2.0, 1.0, 5, "reference"), (4, 20.0, 1.0, 5, "reference")]
    assert [row[2] for row in net.parallel_run(look, 2, dt=[0.5, 0.1], factor=1.0)] == [0.5, 0.1]
    assert net.parallel_run(lambda net, dt: (net.dt, dt), 1, dt=3.0) == [(1.0, 3.0)]


@pytest.mark.proves("api-9-seeds-random", "api-9-seeds-list", "api-9-seeds-sequential")
def test_seeds():
    rng = np.random.default_rng(1)
    drawn = seeds_of(None, 3, 5, rng)
    assert len({*drawn, *seeds_of(None, 3, 5, rng)}) == 6
    assert drawn == seeds_of(None, 3, 5, np.random.default_rng(1))
    assert seeds_of("same", 3, 5, rng) == [5, 5, 5]
    assert seeds_of("sequential", 3, 5, rng) == [5, 6, 7]
    assert seeds_of(np.array([4, 2]), 2, 5, rng) == [4, 2]
    with error("2 seeds for 3 runs"):
        seeds_of([1, 2], 3, 5, rng)
    with error("'same', 'sequential' or a list, not 'other'"):
        seeds_of("other", 3, 5, rng)


@pytest.mark.proves("api-9-kwargs-lists")
def test_lists_hold_one_item_per_run():
    assert dealt({"a": [1, 2], "b": (3, 4)}, 2) == [{"a": 1, "b": (3, 4)}, {"a": 2, "b": (3, 4)}]
    with error("a is a list of 3 items for 2 runs"):
        dealt({"a": [1, 2, 3]}, 2)


@pytest.mark.proves("api-9-max-processes")
def test_how_many_processes(net):
    assert (n_processes(4, 2), n_processes(1, 5)) == (1 + 1, 1)
    assert n_processes(-1, 10**6) == len(os.sched_getaffinity(0)) or n_processes(-1, 1) == 1
    for bad in (0, -2, 1.5, "all"):
        with error("max_processes is at least 1"):
            net.parallel_run(lambda net: None, 2, max_processes=bad)
    assert len(set(net.parallel_run(lambda net: os.getpid(), 4, max_processes=1))) == 1


@pytest.mark.proves("api-9-one-thread")
def test_threads(net):
    net.config(num_threads=2)

    def look(net):
        return net.settings.num_threads, os.environ["OMP_NUM_THREADS"], os.getpid()

    ((threads, environment, pid),) = net.parallel_run(look, 1)
    assert (threads, environment, pid == os.getpid()) == (1, "1", False)


@pytest.mark.parametrize("number", [0, -1, 1.5, "two", True])
def test_bad_numbers(net, number):
    with error("number is how many networks run"):
        net.parallel_run(lambda net: None, number)
    with error("method is a function"):
        net.parallel_run(3, 1)


@pytest.mark.proves("api-9-errors")
def test_runs_that_fail_do_not_take_the_others_along(net):
    class OwnError(Exception):  # its constructor cannot be called with what it holds
        def __init__(self, a, b):
            super().__init__(f"{a} and {b}")

    def divide(net, by):
        if by == 5:
            raise OwnError(1, 2)
        return 10 / by

    with pytest.raises(ann.ParallelRunError) as caught:
        net.parallel_run(divide, 4, by=[1, 0, 2, 5], seeds=[7, 8, 9, 10])
    failed = caught.value
    assert isinstance(failed, ann.ANNarchyException)
    assert failed.results == [10.0, None, 5.0, None]
    assert [failure.index for failure in failed.failures] == [1, 3]
    assert failed.failures[0].arguments == {"by": 0, "seed": 8}
    assert isinstance(failed.__cause__, ZeroDivisionError)
    assert failed.failures[1].error is None
    text = str(failed)
    assert text.startswith("2 of 4 runs failed. The results of the others are in .results.")
    assert "Run 1 (by=0, seed=8):\nTraceback (most recent call last):\n" in text
    assert "ZeroDivisionError: division by zero" in text
    assert "OwnError: 1 and 2" in text
    assert "worker.py" not in text


@pytest.mark.proves("api-9-errors")
def test_a_network_that_cannot_be_made_is_one_failure_of_several(net):
    with pytest.raises(ann.ParallelRunError, match=r"Run 0 \(size=-1, seed=5\)") as caught:
        net.parallel_run(lambda net: net.pop.size, 2, seeds="same", size=[-1, 3])
    assert caught.value.results == [None, 3]
    assert list(ann.NetworkManager()) == [ann.magic_network(), net]


@pytest.mark.proves("api-9-errors")
def test_a_process_that_dies_is_told_as_well(net):
    def die(net, now):
        if now:
            time.sleep(0.5)
            os._exit(3)
        return 1

    with pytest.raises(ann.ParallelRunError, match="terminated") as caught:
        net.parallel_run(die, 2, now=[False, True], max_processes=2)
    assert caught.value.results == [1, None]
    assert net.parallel_run(die, 2, now=False) == [1, 1]  # the next call has other processes


@pytest.mark.proves("api-9-unsendable")
def test_what_cannot_be_sent(net):
    lock = threading.Lock()
    with error("run 0 cannot be sent to another process"):
        net.parallel_run(lambda net, a: lock, 2, a=lock)
    with pytest.raises(ann.ParallelRunError, match="the result of the run cannot be sent"):
        net.parallel_run(lambda net: threading.Lock(), 1)


@pytest.mark.proves("api-9-as-they-finish", "api-9-progress")
def test_results_as_they_finish(net, capsys, tmp_path):
    seen = tmp_path / "seen"

    def wait(net, is_patient):
        deadline = time.monotonic() + 60.0
        while is_patient and not seen.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        return seen.exists()

    arriving = net.parallel_results(
        wait, 2, max_processes=2, is_patient=[True, False], progress=True
    )
    assert next(arriving) == (1, False)
    seen.touch()  # only now can the other one end
    assert list(arriving) == [(0, True)]
    assert "2/2" in capsys.readouterr().err
    arriving = net.parallel_results(lambda net, x: 1 / x, 3, x=[0, 1, 2])
    found = {}
    with pytest.raises(ann.ParallelRunError, match="1 of 3 runs failed"):
        keep(arriving, found)
    assert found == {1: 1.0, 2: 0.5}


def test_who_stops_iterating_ends_the_rest(net):
    start = time.monotonic()
    for _, result in net.parallel_results(
        lambda net, seconds: time.sleep(seconds), 2, max_processes=2, seconds=[0.0, 50.0]
    ):
        assert result is None
        break
    assert time.monotonic() - start < 20.0


@pytest.mark.proves("api-9-compiled-once", "api-1-compile-cache")
def test_processes_find_what_was_compiled_here():
    net = pulse_class()(3)
    found = net.parallel_run(lambda net: net.timings().n_compiled, 2)
    assert (found, net.compiled, ann.Network().id) == ([0, 0], False, 2)


def test_constants_and_functions_are_there_too():
    ann.Constant("c9", 3.0)
    ann.add_function("twice(x) = 2.0 * x")

    class Own(ann.Network):
        def __init__(self):
            self.pop = self.create(1, ann.Neuron(equations="r = twice(c9)"))
            self.config(backend="reference", num_threads=2)

    def one_step(net):
        net.step()
        return net.pop.r[0], net.settings.num_threads, ann.get_constant("c9").value

    assert Own().parallel_run(one_step, 1) == [(6.0, 2, 3.0)]


def test_networks_come_back_as_they_were():
    noisy = ann.Neuron("I = 1.0 : population", "r += I + sum(exc) * 0.1 + Uniform(0.0, 5.0)")

    class Own(ann.Network):
        def __init__(self):
            self.pop = self.create(3, noisy)
            self.connect(self.pop, self.pop, "exc").all_to_all(ann.Uniform(0.0, 0.5))

    def run(net):
        net.simulate(5.0)
        net.pop.I = 3.0
        return net

    net = Own(seed=4)
    net.config(backend="reference")
    (back,) = net.parallel_run(run, 1, seeds="same")
    net.compile(silent=True)
    run(net)
    assert (back.time, back.pop.I, back.seed, back.compiled, back is net) == (
        *(5.0, 3.0, 4, True, False),
    )
    assert len({network.id for network in ann.NetworkManager()}) == len(ann.NetworkManager())
    for each in (back, net):
        each.simulate(3.0)
    np.testing.assert_array_equal(back.pop.r, net.pop.r)


# 4.8


@pytest.fixture
def declared():
    neuron = ann.Neuron("a = 1.0 : population", "r = a + 0.0 * sum(exc) + Uniform(0.0, 1.0)")
    ann.setup(seed=3, backend="reference")
    pop = ann.Population(4, neuron)
    proj = ann.Projection(pop, pop, "exc").connect_all_to_all(ann.Uniform(0.0, 1.0))
    return pop, proj, ann.Monitor(pop, "r")


@pytest.mark.proves(
    "api-9-old-form",
    "api-9-old-copies",
    "api-9-old-get",
    "api-9-old-args",
    "api-9-old-sequential",
    "api-2-names-parallel",
    "api-2-weights-apart",
)
@pytest.mark.parametrize("sequential", [False, True])
def test_the_notebook_of_the_old_style(declared, sequential, capsys):
    pop, proj, monitor = declared

    def run_network(idx, net, a):
        net.get(pop).a = a
        net.simulate(10.0)
        return (
            idx,
            os.getpid(),
            net.get(pop).a,
            net.get(monitor).get("r"),
            net.get(proj).w,
            net.seed,
        )

    ann.compile(silent=True)
    found = ann.parallel_run(
        method=run_network, number=3, measure_time=True, sequential=sequential, a=[1.0, 2.0, 3.0]
    )
    assert [row[0] for row in found] == [0, 1, 2]
    assert {row[1] == os.getpid() for row in found} == {sequential}
    assert [row[2] for row in found] == [1.0, 2.0, 3.0]
    assert [np.floor(row[3]).mean() for row in found] == [1.0, 2.0, 3.0]
    assert len({repr(row[4]) for row in [*found, (0, 0, 0, 0, proj.w)]}) == 4
    assert len({row[5] for row in found}) == 3
    assert (pop.a, ann.get_time()) == (1.0, 0.0)
    assert capsys.readouterr().out.startswith("Running 3 networks took ")


@pytest.mark.proves("api-9-old-same-seed", "api-9-old-ignored")
def test_the_same_seed_for_all(declared, capsys):
    pop, proj, _ = declared

    def run(idx, net):
        net.simulate(2.0)
        return net.seed, net.get(pop).r.tolist(), net.get(proj).w

    found = ann.parallel_run(run, number=2, same_seed=True, visible_cores=[0], annarchy_json="x")
    assert found[0] == found[1]
    assert found[0][0] == 3
    assert "annarchy_json and visible_cores have no effect" in capsys.readouterr().out


@pytest.mark.proves("api-9-old-networks", "api-9-old-get")
@pytest.mark.parametrize("sequential", [False, True])
def test_networks_as_they_are_now(declared, sequential):
    pop, proj, _ = declared
    nets = [ann.Network(seed=i, everything=True) for i in (4, 5)]
    for i, net in enumerate(nets):
        net.compile(silent=True)
        net.get(pop).a = 10.0 * (i + 1)
        net.simulate(3.0 + i)

    def run(idx, net):
        before = net.get(pop).r.tolist(), net.get_time(), net.get(proj).w
        net.simulate(2.0)
        return idx, before, float(net.get(pop).r.min()) > 10.0 * (idx + 1)

    now = [(net.get(pop).r.tolist(), net.time, net.get(proj).w) for net in nets]
    found = ann.parallel_run(run, nets, sequential=sequential)
    assert found == [(i, now[i], True) for i in (0, 1)]
    assert [net.time for net in nets] == ([5.0, 7.0 - 1.0] if sequential else [3.0, 4.0])
    with error("a list of networks, not of 3"):
        ann.parallel_run(run, [3])
    with error("number is how many"):
        ann.parallel_run(run)


SCRIPT = """
import annarchy_lab as ann
ann.setup(backend="reference")
P = ann.Population(3, ann.Neuron("a = 1.0 : population", "r += a"), name="P")
def run(idx, net, a):
    net.get(P).a = a
    net.step()
    return net.get(P[1:]).r.tolist()
"""


@pytest.mark.proves("api-9-old-get")
def test_a_script_that_is_imported(tmp_path):
    (tmp_path / "old_script.py").write_text(SCRIPT, encoding="utf-8")
    code = (
        "import annarchy_lab as ann, old_script\n"
        "print(ann.parallel_run(old_script.run, number=2, a=[2.0, 3.0]))\n"
        "net = ann.Network(everything=True)\n"
        "print(ann.parallel_run(old_script.run, [net], a=4.0))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(tmp_path)])},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.stdout == "[[2.0, 2.0], [3.0, 3.0]]\n[[4.0, 4.0]]\n", done.stderr


@pytest.mark.proves("api-9-errors", "api-9-progress")
def test_failures_one_after_the_other(declared, capsys):
    with pytest.raises(ann.ParallelRunError, match="by zero") as caught:
        ann.parallel_run(
            lambda idx, net: 1 / idx, number=3, sequential=True, progress=True, max_processes=1
        )
    assert caught.value.results == [None, 1.0, 0.5]
    assert "3/3" in capsys.readouterr().err


@pytest.mark.proves("api-9-magic-network")
def test_the_implicit_network_runs_in_parallel_as_well(declared):
    pop, _, _ = declared

    def run(net, a):
        net.get(pop).a = a
        net.step()
        return float(np.floor(net.get(pop).r.min()))

    assert ann.magic_network().parallel_run(run, 2, a=[4.0, 5.0]) == [4.0, 5.0]


def test_synapses_that_came_and_went_travel_along():
    ann.setup(structural_plasticity=True, backend="reference")
    pop = ann.Population(4, ann.Neuron(equations="r = sum(exc)"))
    proj = ann.Projection(pop, pop, "exc").connect_all_to_all(1.0)
    net = ann.Network(everything=True)
    net.compile(silent=True)
    net.get(proj)[0].prune_synapse(1)

    def look(idx, net):
        return net.get(proj).pre_ranks

    assert ann.parallel_run(look, [net]) == [[[2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2]]]


def test_any_callable_will_do(net):
    assert net.parallel_run(functools.partial(operator.attrgetter("dt")), 1) == [1.0]


def test_spikes_under_way_travel_along():
    reset = "v = 0.0 \n I = 0.0"
    fires_once = ann.Neuron("I = 2.0", "v += I + g_exc", spike="v > 1.0", reset=reset)

    class Own(ann.Network):
        def __init__(self):
            self.pop = self.create(2, fires_once)
            self.pop[1].I = 0.0
            to_second = self.connect(self.pop[:1], self.pop[1:], "exc")
            to_second.all_to_all(weights=5.0, delays=4.0)
            self.monitor_spikes = self.monitor(self.pop, "spike")

    def run(net):
        net.simulate(2.0)
        return net

    net = Own(seed=1)
    net.config(backend="reference")
    (back,) = net.parallel_run(run, 1)
    back.simulate(5.0)
    assert back.monitor_spikes.get("spike")[1] == [4]
