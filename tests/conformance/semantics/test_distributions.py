"""Distributions in equations: their moments, their bounds, their types; fixed seeds."""

import math

import numpy as np
import pytest
from scipy import stats

from annarchy_lab.language.declare import Neuron

N = 20_000
LIMIT = 4.0  # standard errors
PARAMETERS = """
    lo = -1.5 : population
    hi = 2.5 : population
    mu = 0.3 : population
    sigma = 0.8 : population
    rate = 2.0 : population
    shape = 0.7 : population
    scale = 1.5 : population
    n = 30 : population, int
    p = 0.8 : population
"""
EXPECTED = {
    "Uniform(lo, hi)": stats.uniform(-1.5, 4.0),
    "DiscreteUniform(-3, n)": stats.randint(-3, 31),
    "Normal(mu, sigma)": stats.norm(0.3, 0.8),
    "LogNormal(mu, sigma)": stats.lognorm(0.8, scale=math.exp(0.3)),
    "Exponential(rate)": stats.expon(scale=0.5),
    "Gamma(shape, scale)": stats.gamma(0.7, scale=1.5),
    "Gamma(4.0, 0.25)": stats.gamma(4.0, scale=0.25),
    "Binomial(n, p)": stats.binom(30, 0.8),
    "Binomial(1, 0.25)": stats.binom(1, 0.25),
}
CLIPPED = {
    "Normal(mu, sigma, lo)": (stats.norm(0.3, 0.8), -1.5, math.inf),
    "Normal(mu, sigma, -0.5, mu)": (stats.norm(0.3, 0.8), -0.5, 0.3),
    "LogNormal(mu, sigma, 1.0, hi)": (stats.lognorm(0.8, scale=math.exp(0.3)), 1.0, 2.5),
    "Exponential(rate, 0.1, mu)": (stats.expon(scale=0.5), 0.1, 0.3),
    "Gamma(shape, scale, mu)": (stats.gamma(0.7, scale=1.5), 0.3, math.inf),
    "Gamma(shape, scale, 0.0, sigma)": (stats.gamma(0.7, scale=1.5), 0.0, 0.8),
}


@pytest.fixture(params=["float64", "float32"])
def drawn(sketch, request):
    """One value per neuron of every call."""
    net = sketch(dtype=request.param)
    calls = {f"x{k}": call for k, call in enumerate((*EXPECTED, *CLIPPED))}
    lines = [f"{name} = {call}" for name, call in calls.items()]
    net.population("pop", N, Neuron(PARAMETERS, "\n".join([*lines, "r = 0.0"])))
    simulator = net.load()
    simulator.run(1)
    return {call: simulator.read("pop", name).astype(float) for name, call in calls.items()}


@pytest.mark.proves("5-names", "5-gamma", "5-binomial", "5-discrete-uniform")
def test_mean_and_variance(drawn):
    for call, expected in EXPECTED.items():
        mean, variance, _, excess = (float(m) for m in expected.stats("mvsk"))
        x = drawn[call]
        assert abs(x.mean() - mean) < LIMIT * math.sqrt(variance / N), call
        error = variance * math.sqrt((excess + 2.0) / N)
        assert abs(((x - mean) ** 2).mean() - variance) < LIMIT * error, call


@pytest.mark.proves("5-exponential-mean")
def test_the_argument_of_exponential_is_a_rate_in_equations(drawn):
    x = drawn["Exponential(rate)"]
    assert abs(x.mean() - 0.5) < LIMIT * 0.5 / math.sqrt(N)


@pytest.mark.proves("5-truncation")
def test_values_outside_of_the_bounds_are_set_to_them(drawn):
    for call, (expected, lower, upper) in CLIPPED.items():
        x = drawn[call]
        for bound, share in ((lower, expected.cdf(lower)), (upper, expected.sf(upper))):
            if math.isfinite(bound):
                found = np.mean(np.abs(x - bound) < 1e-6)
                assert abs(found - share) < LIMIT * math.sqrt(max(share, 1 / N) / N) + 1e-5, call
        assert x.min() >= lower - 1e-6, call
        assert x.max() <= upper + 1e-6, call
        inside = x[(x > lower + 1e-6) & (x < upper - 1e-6)]
        ends = expected.cdf([lower, upper])
        ranks = (expected.cdf(inside) - ends[0]) / (ends[1] - ends[0])
        assert stats.kstest(ranks, "uniform").pvalue > 1e-3, call


@pytest.mark.proves("5-discrete-uniform")
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_integers_that_float32_does_not_have_are_drawn(sketch, dtype):
    net = sketch(dtype=dtype)
    text = """
        a = DiscreteUniform(16777216, 16777219) : int
        b = DiscreteUniform(-1, 1) / 2
        c = Binomial(3, 0.5) * 2147483647 : int
        r = 0.0
    """
    net.population("pop", 200, Neuron(equations=text))
    simulator = net.load()
    simulator.run(1)
    assert set(simulator.read("pop", "a").tolist()) == set(range(16777216, 16777220))
    assert set(simulator.read("pop", "b").tolist()) == {-0.5, 0.0, 0.5}
    # int32 wraps: the product is one of integers
    assert set(simulator.read("pop", "c").tolist()) == {0, 2147483647, -2, 2147483645}


def test_real_arguments_that_stand_for_integers_are_truncated(sketch):
    net = sketch()
    parameters = "n = 4.9 : population\nnone = -0.9 : population"
    text = "a = Binomial(n, 1.0)\nb = DiscreteUniform(none, n)\nr = 0.0"
    net.population("pop", 500, Neuron(parameters, text))
    simulator = net.load()
    simulator.run(1)
    assert set(simulator.read("pop", "a").tolist()) == {4}
    assert set(simulator.read("pop", "b").tolist()) == {0, 1, 2, 3, 4}
