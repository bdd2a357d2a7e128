"""Mean firing rates in the core: what the window keeps when threads and parts change."""

import numpy as np
import pytest
from native_modules import buffer_of

N_STEPS, SIZE, WINDOW = 40, 150, 12
LAYOUTS = [(1, 1), (1, 7), (2, 4), (3, 3)]


@pytest.fixture
def script():
    return np.random.default_rng(3).random((N_STEPS, SIZE)) < 0.2


def counting(net, script, dtype=np.float64):
    population = net.scripted(script)
    rates, values = buffer_of(np.zeros(SIZE), dtype)
    code = "f64" if dtype == np.float64 else "f32"
    net.phases.append({"kind": "rate", "population": population, "rates": rates, "dtype": code})
    return population, values


def expected(script, n_steps, window):
    return script[max(0, n_steps - window) : n_steps].sum(0) * (1000.0 / window)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_window_is_counted_by_parts(net, script, layout, dtype):
    net.engine.set_parallel(*layout)
    population, rates = counting(net, script, dtype)
    net.engine.set_rate_window(population, WINDOW)
    for n in (1, 5, 30):
        net.run(n)
        wanted = script[max(0, net.engine.elapsed - WINDOW) : net.engine.elapsed].sum(0)
        assert rates.tolist() == (wanted.astype(dtype) * dtype(1000.0 / WINDOW)).tolist()


def test_new_cuts_forget_nothing(net, script):
    population, rates = counting(net, script)
    net.engine.set_rate_window(population, WINDOW)
    for layout in (*LAYOUTS, *LAYOUTS):
        net.engine.set_parallel(*layout)
        net.run(4)
        assert np.array_equal(rates, expected(script, net.engine.elapsed, WINDOW))


def test_a_new_count_of_steps_begins_with_nothing(net, script):
    population, rates = counting(net, script)
    net.engine.set_rate_window(population, WINDOW)
    net.run(20)
    net.engine.elapsed = 0
    net.run(2)
    assert np.array_equal(rates, expected(script, 2, WINDOW))


def test_what_cannot_count_is_refused(net, script):
    population, _ = counting(net, script)
    with pytest.raises(ValueError, match="counts no spikes"):
        net.engine.install(net.phases)
    with pytest.raises(ValueError, match="one step at least"):
        net.engine.set_rate_window(population, -1)
    silent = net.engine.add_population(5)
    with pytest.raises(ValueError, match="only a spiking population"):
        net.engine.set_rate_window(silent, 5)
