"""Edges with delays of their own: what waits for them, on any number of threads, over changes."""

import numpy as np
import pytest
from native_modules import buffer_of

N_PRE, N_POST, N_STEPS, LONGEST = 70, 50, 40, 9
LAYOUTS = [(1, 1), (1, 7), (2, 4), (3, 3)]


class Delayed:
    """A population that spikes by a script, and a random projection with a delay for each edge."""

    def __init__(self, net, *, is_single=False):
        rng = np.random.default_rng(4)
        self.net, self.script = net, rng.random((N_STEPS, N_PRE)) < 0.1
        self.pre = net.scripted(self.script, n_slots=LONGEST + 1)
        self.mask = rng.random((N_PRE, N_POST)) < 0.4
        self.delays = rng.integers(1, LONGEST + 1, self.mask.shape)
        self.weights = rng.normal(size=self.mask.shape)
        if is_single:
            self.weights[...] = 0.1
        target, self.g = buffer_of(np.zeros(N_POST))
        post = net.engine.add_population(N_POST)
        rows, values = self.epoch()
        self.phase = {
            "kind": "deliver",
            "format": "csr",
            "dtype": "f64",
            "weights": buffer_of([0.1] if is_single else values)[0],
            "single": is_single,
            "targets": [target],
            "pre_population": self.pre,
            "post_population": post,
            "epochs": [rows],
        }

    def epoch(self):
        """Rows by (pre, delay, post), cut into pieces, and the weights in that order."""
        pre, post = np.nonzero(self.mask)
        delay = self.delays[pre, post]
        order = np.lexsort((post, delay, pre))
        pre, post, delay = pre[order], post[order], delay[order]
        distinct = np.unique(delay)
        number = np.searchsorted(distinct, delay)
        begin = np.flatnonzero(np.diff(pre * 64 + number, prepend=-1))
        has = np.zeros(N_PRE, np.uint64)
        np.bitwise_or.at(has, pre[begin], np.uint64(1) << number[begin].astype(np.uint64))
        before = np.searchsorted(pre[begin], np.arange(N_PRE))
        made = ((has, np.uint64), (before, np.int64), (np.append(begin, len(pre)), np.int64))
        rows = {
            "delays": distinct.tolist(),
            "row_ptr": buffer_of(np.searchsorted(pre, np.arange(N_PRE + 1)), np.int64)[0],
            "post_ranks": buffer_of(post, np.int32)[0],
            "pieces": (*(buffer_of(values, dtype)[0] for values, dtype in made), 1),
        }
        return rows, self.weights[pre, post]

    def run(self, n_steps):
        self.net.run(n_steps, self.phase)

    def expected(self, n_steps):
        """Every contribution by itself, by arrival, emission and rank."""
        g = np.zeros(N_POST)
        for step in range(n_steps):
            for emitted in range(max(0, step - LONGEST), step):
                for rank in np.flatnonzero(self.script[emitted]):
                    where = self.mask[rank] & (self.delays[rank] == step - emitted)
                    g[where] += self.weights[rank][where]
        return g


@pytest.mark.parametrize("is_single", [False, True])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_edge_is_reached_after_its_delay(net, layout, is_single):
    net.engine.set_parallel(*layout)
    delayed = Delayed(net, is_single=is_single)
    delayed.run(N_STEPS)
    assert delayed.g.tobytes() == delayed.expected(N_STEPS).tobytes()


def test_new_cuts_and_new_schedules_lose_nothing(net):
    delayed = Delayed(net)
    for layout in LAYOUTS:
        net.engine.set_parallel(*layout)
        delayed.run(N_STEPS // len(LAYOUTS))
    assert delayed.g.tobytes() == delayed.expected(N_STEPS).tobytes()


def test_lists_follow_from_spikes_that_are_put_back(net):
    delayed = Delayed(net)
    delayed.run(20)
    steps, ranks = net.engine.history(delayed.pre)
    g = delayed.g.copy()
    assert net.engine.run(5) == 5
    net.engine.elapsed = 20
    net.engine.set_history(delayed.pre, steps, ranks)
    delayed.g[...] = g
    assert net.engine.run(N_STEPS - 20) == N_STEPS - 20  # the phase that has run ahead
    assert delayed.g.tobytes() == delayed.expected(N_STEPS).tobytes()


def test_spikes_that_are_forgotten_reach_nobody(net):
    delayed = Delayed(net)
    delayed.run(10)
    net.engine.elapsed = 10  # forgets them
    delayed.script[:10] = False
    delayed.g[...] = 0.0
    assert net.engine.run(N_STEPS - 10) == N_STEPS - 10
    assert delayed.g.tobytes() == delayed.expected(N_STEPS).tobytes()


def test_a_later_epoch_concerns_later_spikes(net):
    delayed = Delayed(net)
    delayed.run(15)
    earlier = delayed.delays.copy()
    delayed.delays = LONGEST + 1 - earlier
    rows, values = delayed.epoch()
    # weights lie in the order of the first epoch: here each entry says where
    delayed.delays = earlier
    pre, post = np.nonzero(delayed.mask)
    places = np.zeros(delayed.mask.shape, np.int64)
    first = np.lexsort((post, earlier[pre, post], pre))
    places[pre[first], post[first]] = np.arange(len(pre))
    second = np.lexsort((post, LONGEST + 1 - earlier[pre, post], pre))
    rows["edges"] = buffer_of(places[pre[second], post[second]], np.int64)[0]
    rows["first"] = 15
    delayed.phase["epochs"].append(rows)
    delayed.run(N_STEPS - 15)
    g = np.zeros(N_POST)
    for step in range(N_STEPS):
        for emitted in range(max(0, step - LONGEST), step):
            delays = earlier if emitted < 15 else LONGEST + 1 - earlier
            for rank in np.flatnonzero(delayed.script[emitted]):
                where = delayed.mask[rank] & (delays[rank] == step - emitted)
                g[where] += delayed.weights[rank][where]
    assert values.size == first.size
    assert delayed.g.tobytes() == g.tobytes()
