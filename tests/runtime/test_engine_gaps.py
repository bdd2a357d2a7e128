"""Spikes at random in the core: any parts, threads and instruction sets, and what it refuses."""

import numpy as np
import pytest
from native_modules import Net, buffer_of

from annarchy_lab.runtime._bridge import Buffer

SIZE, N_STEPS = 2100, 40
LAYOUTS = [(1, 1), (1, 2), (1, 7), (2, 4), (3, 3)]
UNEVEN = np.random.default_rng(0).choice([0.0, 5.0, 50.0, 700.0, np.nan], SIZE)


def gaps(net, rates=UNEVEN, **options):
    """A phase that draws gaps, its population, and its rates and the number of their changes."""
    flags, last = Buffer(SIZE + 64), buffer_of(np.full(SIZE, -1), np.int64)[0]
    population = net.engine.add_population(SIZE, 2, flags, last)
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
        "stream": 12345,
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
