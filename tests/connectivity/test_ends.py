"""Ends: what a pattern may connect, checked once."""

import numpy as np
import pytest

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.diagnostics import ANNarchyException


def test_whole_populations():
    ends = Ends.whole(3, 2, recurrent=False)
    assert ends.pre_ranks.tolist() == [0, 1, 2]
    assert ends.is_whole
    assert not ends.same_population
    assert ends.pre_geometry == (3,)
    recurrent = Ends.whole(2, 2, recurrent=True)
    assert recurrent.same_population
    assert recurrent.same_object


@pytest.mark.parametrize("view", [[0, 1], [1, 0, 2]])
def test_views_are_not_whole(view):
    assert not Ends(np.array(view), np.arange(2), 3, 2).is_whole


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Ends([0, 3], [0], 3, 1), "pre rank 3 is outside the population of 3 neurons"),
        (lambda: Ends([0], [-1], 3, 1), "post rank -1 is outside"),
        (lambda: Ends([1, 1], [0], 3, 1), "the pre view names a neuron twice"),
        (lambda: Ends([0], [0], 3, 1, pre_geometry=(2, 2)), r"\(2, 2\) does not hold 3 neurons"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ANNarchyException, match=message):
        call()
