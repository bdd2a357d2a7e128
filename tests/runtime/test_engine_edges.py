"""Reads and writes at step edges, from any thread, whoever is driving."""

import threading
import time

import numpy as np
import pytest
from native_modules import buffer_of

from annarchy_lab.runtime._bridge import Buffer, Engine


@pytest.fixture
def copying(net):
    """A net that copies `a` to `b` in every step, and both arrays."""
    size = 5000
    number = net.engine.add_population(size)
    (a_buffer, a), (b_buffer, b) = buffer_of(np.zeros(size)), buffer_of(np.zeros(size))
    net.engine.install(
        [
            {
                "kind": "push",
                "source": a_buffer,
                "ring": b_buffer,
                "stride_bytes": 8 * size,
                "n_slots": 1,
                "itemsize": 8,
                "population": number,
            }
        ]
    )
    return a, b


def test_derived_constants_follow(net):
    (given, g), (derived, d), (total, _) = (buffer_of([1.0]) for _ in range(3))
    net.engine.add_context(net.modules["counting"], [given, derived, total, Buffer(8)], 1)
    with net.engine.hold():
        g[0] = 21.0
    net.engine.run(1)
    assert d[0] == 42


@pytest.mark.parametrize("layout", [(1, 1), (2, 2)])
def test_reads_and_writes_while_running_see_whole_steps(net, copying, layout):
    a, b = copying
    net.engine.set_parallel(*layout)
    net.engine.start(speed=0)
    last, before = 0, 0.0
    try:
        for k in range(1, 100):
            with net.engine.hold():
                a[:] = k
                written = net.engine.step
            with net.engine.hold():
                first, second, step = set(a), set(b), net.engine.step
            assert last <= written <= step
            assert first == {k}
            copied = second
            assert copied == ({k} if step > written else {before} if last == written else {k - 1})
            last, before = step, copied.pop()
    finally:
        net.engine.stop()


def test_guests_do_not_starve_each_other_or_the_driver(net):
    n_guests, n_each = 3, 500
    visits: list[list[int]] = [[] for _ in range(n_guests)]  # of each guest: the steps it saw
    waits = []  # visits of others while a guest waited

    def visit(own):
        for _ in range(n_each):
            n_before = sum(map(len, visits))
            with net.engine.hold():
                waits.append(sum(map(len, visits)) - n_before)
                own.append(net.engine.step)

    net.engine.start(speed=0)
    while net.engine.step == 0:
        time.sleep(0.001)
    threads = [threading.Thread(target=visit, args=(own,)) for own in visits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    net.engine.stop()
    assert np.median(waits) < n_guests  # each of the others comes first once at most
    # The driver steps between two visits of a guest, except where it has just let go of the edge.
    assert np.mean(np.diff(visits) > 0) > 0.25


def test_several_changes_at_one_edge(net, copying):
    a, _ = copying
    net.engine.start(speed=0)
    try:
        with net.engine.hold():
            step = net.engine.step
            with net.engine.hold():
                a[:] = 1.0
            time.sleep(0.02)
            net.engine.add_population(3)
            assert net.engine.step == step
        while net.engine.step == step:
            time.sleep(0.001)
    finally:
        net.engine.stop()


def test_a_held_network_cannot_be_driven(net, copying):
    with net.engine.hold(), pytest.raises(RuntimeError, match="edge is held"):
        net.engine.run(1)
    assert net.engine.run(1) == 1
    net.engine.start(speed=0)
    with net.engine.hold():
        for command in (net.engine.stop, net.engine.pause):
            with pytest.raises(RuntimeError, match="edge is held"):
                command()
    net.engine.stop()


def test_a_schedule_is_replaced_while_running(net, copying):
    net.engine.start(speed=0)
    buffer, values = buffer_of(np.ones(5000))
    net.engine.install([{"kind": "zero", "buffer": buffer, "itemsize": 8, "population": 0}])
    with net.engine.hold():
        step = net.engine.step
    while net.engine.step <= step:
        time.sleep(0.001)
    net.engine.stop()
    assert not values.any()


def test_threads_change_while_running(net, copying):
    a, b = copying
    net.engine.start(speed=0)
    for layout in [(2, 2), (1, 7), (2, 5), (1, 1)]:
        net.engine.set_parallel(*layout)
        assert net.engine.parallel == layout
        with net.engine.hold():
            a[:] = layout[1]
    net.engine.stop()
    net.engine.run(1)
    assert (b == a).all()
    with pytest.raises(ValueError, match="one part per thread"):
        net.engine.set_parallel(3, 2)


def test_a_context_outlives_its_number_while_a_phase_uses_it(net):
    v_buffer, v = buffer_of(np.zeros(4))
    (given, _), (derived, _), (total, t) = (buffer_of([0.0]) for _ in range(3))
    number = net.engine.add_population(4)
    context = net.engine.add_context(net.modules["counting"], [given, derived, total, v_buffer], 4)
    net.engine.install([{"kind": "once", "context": context, "function": "update_global"}])
    net.engine.remove_context(context)
    net.engine.set_parallel(2, 2)
    assert net.engine.run(4) == 4
    assert t[0] == 6
    with pytest.raises(IndexError, match="no context"):
        net.engine.set_plastic(context, True)
    assert number == 0
    assert not v.any()


def test_a_time_step_is_positive():
    with pytest.raises(ValueError, match="dt"):
        Engine(0.0, 1)
