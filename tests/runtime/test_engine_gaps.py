"""Spikes at random in the core: any parts, threads and instruction sets, and what it refuses."""

import numpy as np
import pytest
from native_modules import Net, buffer_of

from annarchy_lab.runtime import _bridge
from annarchy_lab.runtime._bridge import Buffer

SIZE, N_STEPS, STREAM = 2100, 40, 12345
LAYOUTS = [(1, 1), (1, 2), (1, 7), (2, 4), (3, 3)]
UNEVEN = np.random.default_rng(0).choice([0.0, 5.0, 50.0, 700.0, np.nan], SIZE)


def gaps(net, rates=UNEVEN, *, has_times=True, **options):
    """A phase that draws gaps, its population, and its rates and the number of their changes."""
    flags, last = Buffer(SIZE + 64), buffer_of(np.full(SIZE, -1), np.int64)[0]
    population = net.engine.add_population(SIZE, 2, flags, last if has_times else None)
    hz, values = buffer_of(np.broadcast_to(rates, SIZE), np.float64)
    n_changes, changed = buffer_of([0], np.int64)
    phase = {
        "kind": "gaps",
        "population": population,
        "rates": hz,
        "dtype": "f64",
        "changes": n_changes,
        "volatile": False,
        "left": None,
        "stream": STREAM,
    }
    return {**phase, **options}, population, values, changed


def spikes_of(net, population, n_steps=N_STEPS):
    found = []
    for _ in range(n_steps):
        net.engine.run(1)
        found.append(net.engine.spikes(population).tolist())
    return found


@pytest.fixture(params=[UNEVEN, 20.0, 0.5, 990.0], ids=["uneven", "20", "0.5", "990"])
def rates(request):
    return request.param


@pytest.fixture
def expected(modules, rates):
    net = Net(modules)
    phase, population, *_ = gaps(net, rates)
    net.engine.install([phase])
    return spikes_of(net, population)


def defined(hz, rng_step):
    """Who spikes, from one gap after the other (docs/exactness.md, section 2)."""
    p = np.minimum(1.0, np.broadcast_to(hz, SIZE) * Net.dt / 1000)
    found = []
    for block in range(-(-SIZE // 1024)):
        own = p[1024 * block : 1024 * (block + 1)]
        log_none = _bridge.map_unary("log1p", np.array([-own.max()]))
        u = _bridge.uniform_draws(1, STREAM, block, 0, 2 * own.size, rng_step)
        steps = np.minimum(np.floor(_bridge.map_unary("log", u[::2]) / log_none), 1024) + 1
        ranks = np.cumsum(steps).astype(int) - 1
        is_inside = ranks < own.size
        ranks, chosen = ranks[is_inside], u[1::2][is_inside]
        found += (1024 * block + ranks[chosen < own[ranks] / own.max()]).tolist()
    return found


DIFFERENT = np.random.default_rng(1).uniform(0.0, 40.0, SIZE)


@pytest.mark.parametrize(
    "hz",
    [2000.0, 990.0, 300.0, 15.0, 0.2, 0.005, 1e-6, DIFFERENT, DIFFERENT * 1e-4],
    ids=lambda hz: str(np.max(hz).round(6)),
)
@pytest.mark.parametrize("has_times", [False, True])
def test_gaps_of_steps_to_come_are_those_of_each_step(net, any_isa, hz, has_times):
    phase, population, *_ = gaps(net, hz, has_times=has_times)
    net.engine.install([phase])
    for level in (0, 1, 2):
        any_isa(level)
        first = net.engine.rng_step = 2**32 - 100 + 1000 * level  # the step has two words
        found = spikes_of(net, population, 200)
        assert found == [defined(hz, first + step) for step in range(200)]


def test_what_was_drawn_for_another_step_or_seed_is_forgotten(net):
    phase, population, *_ = gaps(net, 15.0)
    net.engine.install([phase])
    (first,) = spikes_of(net, population, 1)
    net.engine.rng_step = 3
    assert spikes_of(net, population, 1) == [defined(15.0, 3)]
    net.engine.rng_step = 0
    assert spikes_of(net, population, 1) == [first]
    net.engine.rng_step, net.engine.seed = 0, 8
    assert spikes_of(net, population, 1) != [first]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_parts_and_threads_share_blocks(net, layout, rates, expected):
    net.engine.set_parallel(*layout)
    phase, population, *_ = gaps(net, rates)
    net.engine.install([phase])
    assert spikes_of(net, population) == expected
    assert all(ranks == sorted(set(ranks)) for ranks in expected)


def test_parts_may_change_between_two_steps(net, rates, expected):
    phase, population, *_ = gaps(net, rates)
    net.engine.install([phase])
    found = []
    for layout in LAYOUTS:
        net.engine.set_parallel(*layout)
        found += spikes_of(net, population, N_STEPS // len(LAYOUTS))
    assert found == expected


def test_every_instruction_set_gives_the_same_spikes(net, any_isa, rates, expected):
    phase, population, *_ = gaps(net, rates)
    net.engine.install([phase])
    found = []
    for level in (0, 1, 2, 0):
        any_isa(level)
        found += spikes_of(net, population, N_STEPS // 4)
    assert found == expected


@pytest.mark.parametrize("is_volatile", [False, True])
def test_what_rates_come_to_is_kept_until_they_are_said_to_have_changed(net, is_volatile):
    phase, population, values, changed = gaps(net, 2000.0, volatile=is_volatile)
    net.engine.install([phase])
    everybody = list(range(SIZE))
    assert spikes_of(net, population, 2) == [everybody, everybody]
    values[:] = 0.0
    assert spikes_of(net, population, 1) == [[] if is_volatile else everybody]
    changed[0] += 1
    assert spikes_of(net, population, 1) == [[]]


def test_the_refractory_are_only_flagged_and_wait(net):
    left, steps = buffer_of(np.r_[3, 0, -2, np.zeros(SIZE - 3)], np.int32)
    phase, population, *_ = gaps(net, 2000.0, left=left)
    net.engine.install([phase])
    net.engine.run(1)
    assert net.engine.spikes(population).size == 0  # another phase lists them
    assert steps[:4].tolist() == [2, 0, 0, 0]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("rates", {"rates": Buffer(8)}),
        ("rates", {"rates": None}),
        ("changes", {"changes": None}),
        ("left", {"left": Buffer(8)}),
        ("dtype", {"dtype": "f16"}),
    ],
)
def test_arrays_that_do_not_fit_are_refused(net, text, changes):
    phase, *_ = gaps(net)
    with pytest.raises(ValueError, match=text):
        net.engine.install([{**phase, **changes}])


def test_only_spiking_populations_have_gaps(net):
    phase, *_ = gaps(net)
    silent = net.engine.add_population(SIZE)
    with pytest.raises(ValueError, match="spiking"):
        net.engine.install([{**phase, "population": silent}])
