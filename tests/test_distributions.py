"""Distributions: NumPy's numbers, bounds that clip, seeds, refusals."""

import math
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import (
    Binomial,
    DiscreteUniform,
    Exponential,
    Gamma,
    LogNormal,
    Normal,
    RandomDistribution,
    Uniform,
)

CASES = [
    (Uniform(-1.0, 2.0), lambda rng, n: rng.uniform(-1.0, 2.0, n)),
    (DiscreteUniform(2, 5), lambda rng, n: rng.integers(2, 6, n)),
    (Normal(1.0, 2.0), lambda rng, n: rng.normal(1.0, 2.0, n)),
    (LogNormal(0.5, 0.25), lambda rng, n: rng.lognormal(0.5, 0.25, n)),
    (Exponential(3.0), lambda rng, n: rng.exponential(3.0, n)),
    (Gamma(2.0, 3.0), lambda rng, n: rng.gamma(2.0, 3.0, n)),
    (Gamma(2.0), lambda rng, n: rng.gamma(2.0, 1.0, n)),
    (Binomial(10, 0.3), lambda rng, n: rng.binomial(10, 0.3, n)),
]


@pytest.mark.parametrize(
    ("distribution", "numpy_draw"), CASES, ids=[repr(case[0]) for case in CASES]
)
@pytest.mark.proves("api-6-numpy-draws", "api-6-gamma", "api-6-binomial")
def test_draws_are_those_of_the_numpy_generator(distribution, numpy_draw):
    drawn = distribution.draw(50, np.random.default_rng(3))
    np.testing.assert_array_equal(drawn, numpy_draw(np.random.default_rng(3), 50))


@pytest.mark.parametrize("distribution", [case[0] for case in CASES], ids=repr)
@pytest.mark.proves("api-6-get-values")
def test_shapes_and_kinds(distribution):
    assert distribution.draw((2, 3), np.random.default_rng(0)).shape == (2, 3)
    assert distribution.get_values((4,)).shape == (4,)
    listed = distribution.get_list_values(3)
    assert isinstance(listed, list)
    assert len(listed) == 3
    assert isinstance(distribution.get_value(), int | float)


@pytest.mark.proves("api-6-discrete-uniform")
def test_discrete_bounds_are_both_reached():
    assert set(DiscreteUniform(2, 5).draw(200, np.random.default_rng(0)).tolist()) == {2, 3, 4, 5}


@pytest.mark.parametrize(
    "distribution",
    [
        Normal(0.0, 1.0, min=-0.5, max=0.5),
        LogNormal(0.0, 1.0, min=0.8, max=1.2),
        Exponential(1.0, min=0.5, max=1.0),
        Gamma(1.0, 1.0, min=0.5, max=1.0),
    ],
    ids=repr,
)
@pytest.mark.proves("api-6-clipping")
def test_bounds_clip_and_values_pile_up_there(distribution):
    drawn = distribution.draw(500, np.random.default_rng(0))
    assert drawn.min() == distribution.min
    assert drawn.max() == distribution.max
    assert np.count_nonzero(drawn == distribution.min) > 20
    assert np.count_nonzero(drawn == distribution.max) > 20
    assert np.unique(drawn).size > 20


def test_one_bound_leaves_the_other_side_free():
    drawn = Normal(0.0, 1.0, max=0.0).draw(200, np.random.default_rng(0))
    assert drawn.max() == 0.0
    assert drawn.min() < -1.0


@pytest.mark.parametrize(
    "seeded", [Uniform(0, 1, seed=7), Uniform(0, 1, 7), Uniform(0, 1, np.random.default_rng(7))]
)
@pytest.mark.proves("api-6-rng", "api-6-old-seed")
def test_an_own_generator_goes_before_the_one_handed_in(seeded):
    expected = np.random.default_rng(7).uniform(0, 1, 6)
    first = seeded.draw(3, np.random.default_rng(99))
    np.testing.assert_array_equal(np.append(first, seeded.get_values(3)), expected)


@pytest.mark.proves("api-6-old-seed")
def test_a_negative_seed_is_none():
    drawn = Uniform(0, 1, seed=-1).draw(3, np.random.default_rng(5))
    np.testing.assert_array_equal(drawn, np.random.default_rng(5).uniform(0, 1, 3))


def test_without_any_generator_draws_differ():
    assert not np.array_equal(Normal(0, 1).get_values(4), Normal(0, 1).get_values(4))


@pytest.mark.parametrize(
    ("distribution", "bound"),
    [
        (Uniform(0, 2), 2.0),
        (DiscreteUniform(0, 3), 3.0),
        (Binomial(4, 0.5), 4.0),
        (Normal(0, 1), math.inf),
        (Normal(0, 1, max=5.0), 5.0),
        (LogNormal(0, 1, max=5.0), 5.0),
        (Exponential(1.0, max=6.0), 6.0),
        (Gamma(1.0), math.inf),
    ],
)
def test_upper_bound(distribution, bound):
    assert distribution.upper_bound == bound


def test_descriptions_compare_and_hash_by_their_arguments():
    assert Normal(0, 1) == Normal(0.0, 1.0, rng=np.random.default_rng(1))
    assert Normal(0, 1) != Normal(0, 1, max=3.0)
    assert Uniform(0, 1) != LogNormal(0, 1)
    assert len({Uniform(0, 1), Uniform(0, 1.0), Uniform(0, 2)}) == 2


def test_descriptions_are_frozen():
    with pytest.raises(FrozenInstanceError):
        Uniform(0, 1).max = 3.0
    with pytest.raises(TypeError):
        RandomDistribution()


@pytest.mark.proves("api-6-latex-keywords")
def test_repr_latex_and_keywords():
    assert repr(Normal(0, 1, max=2)) == "Normal(mu=0.0, sigma=1.0, max=2.0)"
    assert repr(DiscreteUniform(1, 4, seed=3)) == "DiscreteUniform(min=1, max=4, seed=3)"
    assert Normal(0, 1).latex() == r"\mathcal{N}(0.0, 1.0)"
    assert Binomial(5, 0.5).latex() == r"\mathcal{B}(5, 0.5)"
    assert Gamma(1.0).keywords == ("alpha", "beta", "min", "max")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Uniform(1.0, 1.0), "Uniform: min = 1.0 must be below max = 1.0"),
        (lambda: Uniform(0.0, math.inf), "finite"),
        (lambda: Uniform(math.nan, 1.0), "Uniform: min must be a number, not nan"),
        (lambda: Uniform(None, 1.0), "Uniform: min must be a number, not None"),
        (lambda: Normal(0, 1, np.random.default_rng()), "min must be .* the generator as rng="),
        (lambda: Gamma(1.0, None), "Gamma: beta must be a number, not None"),
        (lambda: Uniform("0", 1.0), "min must be a number, not '0'"),
        (lambda: DiscreteUniform(3, 1), "min = 3 must not be larger than max = 1"),
        (lambda: DiscreteUniform(0.5, 1), "min must be an integer, not 0.5"),
        (lambda: Normal(0.0, -1.0), "Normal: sigma = -1.0 must not be negative"),
        (lambda: Normal(0.0, 1.0, min=2.0, max=1.0), "min = 2.0 must not be larger than max"),
        (lambda: LogNormal(0.0, -1.0), "sigma = -1.0 must not be negative"),
        (lambda: Exponential(-2.0), "Exponential: Lambda = -2.0 must not be negative"),
        (lambda: Gamma(-1.0), "alpha = -1.0 must not be negative"),
        (lambda: Gamma(1.0, -1.0), "beta = -1.0 must not be negative"),
        (lambda: Binomial(-1, 0.5), "n = -1 must not be negative"),
        (lambda: Binomial(1.5, 0.5), "n must be an integer"),
        (lambda: Binomial(3, 1.5), "p = 1.5 must lie between 0 and 1"),
        (lambda: Normal(0, 1, rng="x"), r"rng must be a numpy\.random\.Generator, not 'x'"),
        (lambda: Normal(0, 1, rng=np.random.default_rng(), seed=3), "rng or seed, not both"),
    ],
)
@pytest.mark.proves(
    "api-6-uniform",
    "api-6-normal",
    "api-6-log-normal",
    "api-6-exponential",
    "api-6-gamma",
    "api-6-binomial",
)
def test_refusals(call, message):
    with pytest.raises(ANNarchyException, match=message):
        call()
