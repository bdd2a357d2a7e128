"""Decoded rates in the core: what windows keep when threads, parts and weights change."""

import numpy as np
import pytest
from native_modules import buffer_of

from annarchy_lab.runtime._bridge import DecodingWindow

N_STEPS, N_PRE, N_POST, WINDOW = 60, 40, 33, 9
LAYOUTS = [(1, 1), (1, 7), (2, 4), (3, 3), (1, 50)]


@pytest.fixture
def script():
    return np.random.default_rng(3).random((N_STEPS, N_PRE)) < 0.1


class Decoding:
    """A population that spikes by a script, decoded with weights of any kind."""

    def __init__(self, net, script, *, has_stretches=False):
        rng = np.random.default_rng(4)
        self.net, self.script = net, script
        self.mask = rng.random((N_PRE, N_POST)) < 0.5
        if has_stretches:  # of post neurons that follow one another
            self.mask = np.arange(N_POST) >= 6 + np.arange(N_PRE)[:, None] % 20
        self.mask[:, 5] = False
        self.window = DecodingWindow(N_POST, WINDOW)
        pre, post = net.scripted(script), net.engine.add_population(N_POST)
        weights, self.weights = buffer_of(rng.normal(size=self.mask.sum()))
        target, self.target = buffer_of(np.zeros(N_POST))
        rows = np.concatenate([[0], np.cumsum(self.mask.sum(1))])
        columns = np.concatenate([[0], np.cumsum(self.mask.sum(0))])
        ranks = np.nonzero(self.mask)[1]
        epoch = {
            "delays": [1],
            "row_ptr": buffer_of(rows, np.int64)[0],
            "post_ranks": buffer_of(ranks, np.int32)[0],
            "edges": None,
        }
        self.phases = [
            {"kind": "zero", "buffer": target, "itemsize": 8, "population": post},
            {
                "kind": "decode",
                "dtype": "f64",
                "weights": weights,
                "single": False,
                "target": target,
                "pre_population": pre,
                "post_population": post,
                "epochs": [epoch],
                "row_ptr": buffer_of(columns, np.int64)[0],
                "window": self.window,
            },
        ]

    def run(self, n_steps):
        self.net.run(n_steps, *self.phases)
        return self.target.copy()

    def expected(self):
        """Rates of the spikes that arrived in the window, weights as they are now."""
        matrix = np.zeros(self.mask.shape)
        matrix[self.mask] = self.weights
        last = self.net.engine.elapsed - 1  # the step just done: spikes of the one before arrived
        spikes = self.script[max(0, last - WINDOW) : last].sum(0)
        n_edges = np.maximum(self.mask.sum(0), 1)
        return (spikes @ matrix) * (1000.0 / WINDOW) / n_edges


@pytest.mark.parametrize("has_stretches", [False, True])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_windows_are_summed_by_parts(net, script, layout, has_stretches):
    net.engine.set_parallel(*layout)
    decoding = Decoding(net, script, has_stretches=has_stretches)
    for n in (1, 2, 30, 20):
        assert decoding.run(n) == pytest.approx(decoding.expected(), abs=1e-9)
        assert decoding.target[5] == 0.0


def test_new_cuts_change_no_bit(net, modules, script):
    plain = Decoding(net, script)
    cut = Decoding(type(net)(modules), script)
    for layout in (*LAYOUTS, *LAYOUTS):
        cut.net.engine.set_parallel(*layout)
        assert cut.run(4).tobytes() == plain.run(4).tobytes()
    assert plain.target.any()


def test_sums_are_exactly_zero_when_no_spike_is_left(net):
    script = np.zeros((N_STEPS, N_PRE), bool)
    script[:20] = np.random.default_rng(5).random((20, N_PRE)) < 0.3
    decoding = Decoding(net, script)
    assert decoding.run(20).any()
    assert not decoding.run(WINDOW + 1).any()


def test_changed_weights_count_from_the_next_step_on(net, script):
    decoding = Decoding(net, script)
    decoding.run(20)
    decoding.weights[...] = np.arange(decoding.weights.size)
    decoding.window.form_anew()
    for n in (1, 20):
        assert decoding.run(n) == pytest.approx(decoding.expected(), rel=1e-12)


def test_a_cleared_window_begins_anew(net, script):
    decoding = Decoding(net, script)
    decoding.run(20)
    decoding.window.form_anew()
    decoding.window.clear()
    net.engine.elapsed = 0
    decoding.run(5)
    assert decoding.target == pytest.approx(decoding.expected(), abs=1e-12)


def test_what_does_not_fit_is_refused(net, script):
    with pytest.raises(ValueError, match="one step at least"):
        DecodingWindow(3, 0)
    decoding = Decoding(net, script)
    decoding.phases[1]["window"] = DecodingWindow(N_POST + 1, WINDOW)
    with pytest.raises(ValueError, match="of other neurons"):
        decoding.run(1)
