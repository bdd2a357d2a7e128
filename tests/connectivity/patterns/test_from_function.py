"""From a function: both calling forms, what it may return."""

import numpy as np
import pytest

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.lil import LILConnectivity
from annarchy_lab.connectivity.patterns.from_function import build
from annarchy_lab.diagnostics import ANNarchyException


def call(method, **arguments):
    return build(
        Ends.whole(3, 3),
        np.random.default_rng(0),
        method=method,
        pre="PRE",
        post="POST",
        dt_ms=0.5,
        arguments=arguments,
    )


def one_synapse(weight):
    lil = LILConnectivity()
    lil.add(1, [2], [weight], [0])
    return lil


def test_a_growing_diagonal():
    def diagonal(pre, post, weights):
        lil = LILConnectivity()
        for rank in range(3):
            lil.add(rank, range(rank + 1), [weights], [0])
        return lil

    edges = call(diagonal, weights=1.0)
    assert edges.post_ranks.tolist() == [0, 1, 1, 2, 2, 2]
    assert edges.pre_ranks.tolist() == [0, 0, 1, 0, 1, 2]
    assert edges.weights.tolist() == [1.0] * 6
    assert edges.delays_ms is None


def test_pre_and_post_are_handed_over():
    def method(pre, post):
        assert (pre, post) == ("PRE", "POST")
        return one_synapse(1.0)

    assert call(method).n_edges == 1


@pytest.mark.parametrize(
    ("method", "arguments", "weight"),
    [
        (lambda pre, post: one_synapse(9.0), {}, 9.0),
        (lambda pre, post, dt: one_synapse(dt), {}, 0.5),
        (lambda pre, post, dt=None: one_synapse(dt), {}, 0.5),
        (lambda pre, post, step, w: one_synapse(step + w), {"w": 2.0}, 2.5),
        (lambda pre, post, w, k: one_synapse(w + k), {"w": 2.0, "k": 1.0}, 3.0),
        (lambda pre, post, w=4.0: one_synapse(w), {}, 4.0),
        (lambda pre, post, dt: one_synapse(dt), {"dt": 7.0}, 7.0),
        (lambda pre, post, *, dt: one_synapse(dt), {}, 0.5),
        (lambda pre, post, *, dt: one_synapse(dt), {"dt": 7.0}, 7.0),
        (lambda pre, post, **rest: one_synapse(rest["w"]), {"w": 6.0}, 6.0),
    ],
)
def test_dt_is_handed_over_where_the_function_wants_it(method, arguments, weight):
    assert call(method, **arguments).weights.tolist() == [weight]


def test_other_results_are_refused():
    def wrong(pre, post):
        return [1, 2]

    with pytest.raises(ANNarchyException, match="wrong must return a LILConnectivity, not list"):
        call(wrong)


def test_ranks_outside_are_refused():
    def far(pre, post):
        lil = LILConnectivity()
        lil.add(5, [0], 1.0)
        return lil

    with pytest.raises(ANNarchyException, match="post rank 5 is outside the population of 3"):
        call(far)
