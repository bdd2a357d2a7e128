"""LILConnectivity: any order in, dendrite order out."""

import numpy as np
import pytest

from annarchy_lab.connectivity.lil import LILConnectivity
from annarchy_lab.diagnostics import ANNarchyException


def test_unsorted_ranks_and_dendrites_are_sorted():
    lil = LILConnectivity(dt=1.0)
    lil.add(2, [3, 0], [0.3, 0.1], [2.0, 4.0])
    lil.add(0, range(2), [0.5], [0.0])
    edges = lil.to_edges(4, 3)
    assert edges.post_ranks.tolist() == [0, 0, 2, 2]
    assert edges.pre_ranks.tolist() == [0, 1, 0, 3]
    assert edges.weights.tolist() == [0.5, 0.5, 0.1, 0.3]
    assert edges.delays_ms.tolist() == [0.0, 0.0, 4.0, 2.0]
    assert (lil.nb_synapses, lil.size) == (4, 2)


def test_calls_for_one_post_neuron_are_merged():
    lil = LILConnectivity()
    lil.add(1, [2], [0.5], [1.0])
    lil.add(1, np.array([0]), 0.25, 1.0)
    edges = lil.to_edges(3, 2)
    assert edges.pre_ranks.tolist() == [0, 2]
    assert edges.weights.tolist() == [0.25, 0.5]
    assert edges.delays_ms == 1.0
    assert lil.size == 1


def test_equal_delays_are_uniform_and_zero_is_none():
    lil = LILConnectivity()
    lil.add(0, [0, 1], [1.0], [0])
    assert lil.to_edges(2, 1).delays_ms is None


def test_an_empty_dendrite_leaves_no_trace():
    lil = LILConnectivity()
    lil.add(0, [], [1.0], [0])
    edges = lil.to_edges(2, 1)
    assert edges.n_edges == 0
    assert edges.delays_ms is None
    assert lil.size == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, [0, 1], [1.0, 2.0, 3.0], [0]), "2 pre ranks need 2 weights or one, not 3"),
        ((0, [0, 1], [1.0], [0, 0, 0]), "2 pre ranks need 2 delays or one, not 3"),
        ((0, [0.5], [1.0], [0]), "pre ranks are a list of 32-bit integers"),
        ((0, 3, [1.0], [0]), "pre ranks are a list of integers, not 3"),
        ((0, [2**40], [1.0], [0]), "32-bit"),
        ((1.5, [0], [1.0], [0]), "post ranks are a list of 32-bit integers"),
        ((0, [0], ["x"], [0]), r"weights are numbers, not \['x'\]"),
        ((0, [0], None, [0]), "weights are numbers, not None"),
        ((0, [0], [np.nan], [0]), "weights are numbers, not"),
    ],
)
def test_additions_refused(arguments, message):
    lil = LILConnectivity()
    with pytest.raises(ANNarchyException, match=message):
        lil.add(*arguments)
    assert lil.nb_synapses == 0


@pytest.mark.parametrize(
    ("ranks", "delay", "message"),
    [([1, 1], 0.0, "connected twice"), ([-1], 0.0, "-1 is outside"), ([0], -1.0, "a delay must")],
)
def test_validate(ranks, delay, message):
    lil = LILConnectivity()
    lil.add(0, ranks, 1.0, delay)
    with pytest.raises(ANNarchyException, match=message):
        lil.validate()


def test_validate_accepts_what_is_right():
    lil = LILConnectivity()
    lil.add(0, [5, 2], 1.0)
    lil.validate()


def test_ranks_outside_the_population():
    lil = LILConnectivity()
    lil.add(0, [5], 1.0)
    with pytest.raises(ANNarchyException, match="pre rank 5 is outside the population of 3"):
        lil.to_edges(3, 1)
