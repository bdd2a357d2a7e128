"""Sums in lanes, against the rule written out number by number."""

import numpy as np
import pytest

from annarchy_lab.connectivity.edges import sorted_edges
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.reference.sums import DendriteSums, over_population

ROWS = (0, 1, 5, 16, 17, 100, 0, 333)
OPERATIONS = ("sum", "mean", "min", "max")


def fold(operation, a, b):
    """One step of an operation; NaN wins."""
    if operation in ("sum", "mean"):
        return a + b
    is_better = b < a if operation == "min" else b > a
    return b if is_better or b != b else a


def in_lanes(operation, values, start):
    """Sixteen lanes, then halves: the rule of docs/exactness.md."""
    lanes = [start] * 16
    for position, value in enumerate(values):
        lanes[position % 16] = fold(operation, lanes[position % 16], value)
    for half in (8, 4, 2, 1):
        for lane in range(half):
            lanes[lane] = fold(operation, lanes[lane], lanes[lane + half])
    return lanes[0]


START = {"sum": 0.0, "mean": 0.0, "min": np.inf, "max": -np.inf}


@pytest.fixture
def psp(request) -> np.ndarray:
    rng = np.random.default_rng(4)
    size = sum(ROWS)
    return (rng.standard_normal(size) * 10.0 ** rng.integers(-8, 8, size)).astype(request.param)


@pytest.mark.parametrize("psp", ["float64", "float32"], indirect=True)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_dendrites_are_summed_in_lanes(psp, operation):
    row_ptr = np.concatenate(([0], np.cumsum(ROWS)))
    found = DendriteSums(row_ptr)(operation, psp)
    start = psp.dtype.type(START[operation])
    for post, result in zip([1, 2, 3, 4, 5, 7], found, strict=True):
        values = psp[row_ptr[post] : row_ptr[post + 1]]
        expected = in_lanes(operation, values, start)
        if operation == "mean":
            expected = expected / psp.dtype.type(len(values))
        assert result == expected
    assert found.dtype == psp.dtype


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("position", [0, 3, 16, 19])
def test_nan_wins(operation, position):
    psp = np.arange(20.0)
    psp[position] = np.nan
    assert np.isnan(DendriteSums(np.array([0, 20]))(operation, psp))


def test_the_order_of_a_sum_is_not_that_of_numpy():
    psp = np.random.default_rng(0).standard_normal(1000)
    assert DendriteSums(np.array([0, 1000]))("sum", psp) != np.sum(psp)


@pytest.mark.parametrize("operation", ["mean", "norm1", "norm2", "min", "max"])
@pytest.mark.parametrize("size", [1, 15, 1024, 1025, 5000])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_operations_go_block_by_block(operation, size, dtype):
    values = np.random.default_rng(size).standard_normal(size).astype(dtype)
    part = {"norm1": np.abs(values), "norm2": values * values}.get(operation, values)
    kind = operation if operation in ("min", "max") else "sum"
    total = start = values.dtype.type(START[kind])
    for first in range(0, size, 1024):
        total = fold(kind, total, in_lanes(kind, part[first : first + 1024], start))
    if operation == "mean":
        total = total / values.dtype.type(size)
    if operation == "norm2":
        total = np.sqrt(total)
    found = over_population(operation, values)
    assert found == total
    assert found.dtype == dtype


@pytest.mark.parametrize("operation", ["mean", "norm1", "norm2", "min", "max"])
def test_nan_wins_over_a_population(operation):
    assert np.isnan(over_population(operation, np.array([1.0, np.nan, -1.0])))


@pytest.mark.proves("4.1-empty-dendrite")
@pytest.mark.parametrize(
    ("operation", "expected"),
    [("sum", [0, 12, 0]), ("mean", [0, 4, 0]), ("min", [0, 2, 0]), ("max", [0, 6, 0])],
)
def test_empty_dendrites_give_zero(sketch, operation, expected):
    net = sketch()
    net.population("pre", 3, Neuron("r = 2.0"))
    net.population("post", 3, Neuron(equations="r = sum(exc)"))
    edges = sorted_edges(3, 3, [0, 1, 2], [1, 1, 1], np.array([1.0, 2.0, 3.0]))
    net.projection("pre", "post", Synapse(operation=operation), edges=edges)
    simulator = net.load()
    simulator.run(1)
    assert simulator.read("post", "r").tolist() == expected


def test_a_psp_may_be_the_same_for_all_edges(sketch):
    net = sketch()
    net.population("pre", 3, Neuron("r = 2.0"))
    net.population("post", 2, Neuron(equations="r = sum(exc)"))
    net.projection("pre", "post", Synapse("a = 0.5", psp="a + 1"))
    simulator = net.load()
    simulator.run(1)
    assert simulator.read("post", "r").tolist() == [4.5, 4.5]


@pytest.mark.proves("3-pre-post-sum")
def test_weighted_sums_of_the_pre_neurons_are_those_of_the_step_before(sketch, trace):
    net = sketch()
    net.population("clock", 1, Neuron(equations="r = t"))
    net.population("pre", 1, Neuron(equations="r = 0*sum(exc)"))
    net.population("post", 1, Neuron(equations="r = sum(exc)"))
    net.projection("clock", "pre", name="first")
    net.projection("pre", "post", Synapse(psp="pre.sum(exc)"), name="second")
    found = trace(net.load(), 5, "post.r", "pre.sum(exc)")
    np.testing.assert_array_equal(found["pre.sum(exc)"], [0, 0, 1, 2, 3])
    np.testing.assert_array_equal(found["post.r"], [0, 0, 0, 1, 2])


def test_operations_take_integers(sketch, trace):
    net = sketch()
    net.population("pop", 3, Neuron(equations="n = n + 1 : int\nr = norm1(n)"))
    np.testing.assert_array_equal(trace(net.load(), 3, "pop.r")["pop.r"][:, 0], [0, 3, 6])
