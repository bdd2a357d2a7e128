"""What neurons overwrite in each step is stored in steps that somebody may look behind."""

import numpy as np
import pytest
from native_modules import buffer_of

from annarchy_lab.runtime._bridge import Buffer

SIZE = 1500  # some blocks
LAYOUTS = [(1, 1), (1, 3), (2, 2), (3, 5)]
UNDISTURBED = 20  # runs of which one is: a step in which a thread lost its core counts as slow
END = {"kind": "record", "stage": "end"}


class Passing:
    """Neurons whose x is the number of steps plus their rank; they spike where 7 divides it."""

    def __init__(self, net, size=SIZE, n_idle=0):
        flags = Buffer((size + 63) // 64 * 64)
        self.number = net.engine.add_population(size, 2, flags)
        self.x_buffer, self.x = buffer_of(np.zeros(size))
        stored, self.stored = buffer_of(np.zeros(size))
        v, self.v = buffer_of(np.zeros(size))
        buffers = [self.x_buffer, stored, v, flags]
        context = net.engine.add_context(net.modules["passing"], buffers, size, n_idle)
        detect = {"kind": "detect", "context": context, "population": self.number}
        net.phases += [{**detect, "updates": True, "hidden": [self.x_buffer, stored]}, END]

    def n_stored_in(self, net, n_steps):
        """Run, and return in how many of the steps each neuron was stored."""
        before = self.stored.copy()
        net.run(n_steps)
        return self.stored - before


@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_the_last_step_before_an_edge_stores(net, layout):
    net.engine.set_parallel(*layout)
    neurons, ranks = Passing(net), np.arange(SIZE)
    for n_steps in (5, 1, 3):
        assert any(np.all(neurons.n_stored_in(net, n_steps) == 1) for _ in range(UNDISTURBED))
        assert np.array_equal(neurons.x, ranks + net.engine.elapsed - 1)
        assert net.engine.spikes(neurons.number).tolist() == ranks[neurons.x % 7 == 0].tolist()
    n_steps = net.engine.elapsed
    assert np.array_equal(neurons.v, n_steps * ranks + sum(range(n_steps)))


def test_other_threads_get_memory_of_their_own(net):
    neurons = Passing(net)
    net.run(3)
    for layout in LAYOUTS:
        net.engine.set_parallel(*layout)
        net.run(4)
    n_steps = 3 + 4 * len(LAYOUTS)
    assert np.array_equal(neurons.v, n_steps * np.arange(SIZE) + sum(range(n_steps)))


def test_what_is_recorded_is_stored_in_each_step(net):
    neurons = Passing(net)
    recorder = net.engine.add_recorder(
        "rows", source=neurons.x_buffer, n_items=SIZE, population=neurons.number
    )
    net.run(6)
    assert np.all(neurons.stored == 6)
    rows = net.engine.collect(recorder)["data"].view(np.float64)
    assert np.array_equal(rows, np.arange(SIZE) + np.arange(6)[:, np.newaxis])


def test_slow_steps_store_for_nobody_shall_wait_for_two_of_them(net):
    neurons = Passing(net, size=8, n_idle=20_000_000)
    net.run(3)  # by now it is known that they are slow
    before = neurons.stored.copy()
    net.run(3)
    assert np.array_equal(neurons.stored, before + 3)


def test_a_buffer_that_the_module_lacks_cannot_be_hidden(net):
    Passing(net)
    net.phases[0]["hidden"] = [buffer_of(np.zeros(SIZE))[0]]
    with pytest.raises(ValueError, match="no such buffer"):
        net.run(1)
