"""Numbers at the edge of what can be held: no exception but ours, and no warning.

Floats become integers by truncation and saturate (docs/exactness.md, section 1).
"""

import numpy as np
import pytest

import annarchy_lab as ann

LIMITS = (np.iinfo(np.int32).min, np.iinfo(np.int32).max)


def values(neuron, **settings):
    """Every attribute after two steps."""
    net = ann.Network(seed=1)
    net.config(**settings)
    pop = net.create(2, neuron)
    net.compile(silent=True, backend="reference")
    net.simulate(2.0)
    return {name: np.ravel(pop.get(name))[0] for name in pop.attributes}


def test_integers_saturate_from_the_start():
    given = {
        name: ann.Parameter(value, type=int)
        for name, value in {"a": np.inf, "b": -np.inf, "c": np.nan, "d": 1e20, "f": -2.7}.items()
    }
    found = values(ann.Neuron(given, "n = n - 1 : int, init=-99999999999\nr = a + b"))
    assert [found[name] for name in "abcdf"] == [LIMITS[1], LIMITS[0], 0, LIMITS[1], -2]
    assert found["n"] == LIMITS[1] - 1  # wrapped around
    assert found["r"] == -1.0


def test_infinity_and_nan_are_numbers():
    found = values(
        ann.Neuron(
            {"a": np.inf, "b": np.nan},
            ann.Variable("r = a", max=np.inf, min=-np.inf, init=np.nan),
        )
    )
    assert found["r"] == np.inf
    assert np.isnan(found["b"])


def test_what_float32_cannot_hold_is_infinite():
    found = values(ann.Neuron("a = 1e300", "r = a - 1e300 * 2\nv = -1e300"), dtype="float32")
    assert found["a"] == np.inf
    assert np.isnan(found["r"])
    assert found["v"] == -np.inf


@pytest.mark.parametrize("period", [np.inf, "1e300", 10.0**9])
def test_a_refractory_period_may_outlast_every_run(period):
    neuron = ann.Neuron("", "dv/dt = 1.0", spike="v > 0.5", reset="v = 0.0", refractory=period)
    assert values(neuron)["v"] == 0.0


@pytest.mark.parametrize(
    "make",
    [
        lambda: ann.Neuron({"a": 10**400}, "r = a"),
        lambda: ann.Neuron({"a": ann.Parameter(-(10**5000))}, "r = a"),
        lambda: ann.Neuron("", ann.Variable("r = 1", init=10**400)),
        lambda: ann.Neuron("", ann.Variable("r = 1", min=-(10**400))),
        lambda: ann.Neuron("a = 1e999", "r = a"),
        lambda: ann.Neuron("", "r = 1e999"),
        lambda: ann.Neuron("", f"r = {'9' * 5000}"),
        lambda: ann.Constant("far", 10**5000),
    ],
    ids=range(8),
)
def test_too_large_is_said(make):
    with pytest.raises(ann.ANNarchyException, match=r"too large|is not a number"):
        make()


def test_assigning_what_is_too_large_is_said():
    pop = ann.Network(seed=1).create(2, ann.Neuron("a = 1.0", "r = a"))
    with pytest.raises(ann.ANNarchyException, match=r"expected numbers, not .*\.$"):
        pop.a = 10**400
