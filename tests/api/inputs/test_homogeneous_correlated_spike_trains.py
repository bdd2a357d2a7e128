"""Random spikes of one rate, correlated pair by pair: measured, scheduled, updated."""

import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab.api.inputs.rectified_gaussian import gaussian_of
from annarchy_lab.runtime.backend import Recorder


def error(text):
    return pytest.raises(ann.ANNarchyException, match=text)


def counts(rate, corr, tau, *, n, seconds, window, dt=1.0, refractory=None):
    """Spikes of each neuron in each window (ms)."""
    net = ann.Network(dt=dt, seed=11)
    net.create(
        ann.HomogeneousCorrelatedSpikeTrains(n, rate, corr, tau, name="pop", refractory=refractory)
    )
    net.compile(silent=True)
    number = net.simulator.add_recorder(Recorder("spikes", "pop"))
    net.simulate(seconds * 1000.0)
    spikes = net.simulator.collect(number)
    place = (spikes.steps * dt // window).astype(np.int64) * n + spikes.data
    n_windows = int(seconds * 1000.0 / window)
    return np.bincount(place, minlength=n_windows * n).reshape(n_windows, n)


@pytest.mark.proves("api-11-correlated-rate", "api-11-correlated-correlation")
@pytest.mark.parametrize("dt", [1.0, 5.0])
def test_rate_and_correlation_are_those_asked_for(dt):
    rate, corr, tau, n, seconds, window = 45.0, 0.1, 10.0, 100, 300.0, 100.0
    found = counts(rate, corr, tau, n=n, seconds=seconds, window=window, dt=dt)
    # the mean rate fluctuates by sqrt(c F / T), since the shared rate does: 0.12 Hz, five times
    assert abs(found.mean() / window * 1000.0 - rate) < 5.0 * np.sqrt(corr * rate / seconds)
    total = found.sum(axis=1).var(ddof=1)
    covariance = (total - found.var(axis=0, ddof=1).sum()) / (n * (n - 1))
    # a window of 10 tau holds all but a tenth of the covariance, and steps of dt all but
    # dt / (2 tau): the sum over lags is a little less than the integral
    expected = corr * found.mean() * (1.0 - tau / window) * (1.0 - dt / (2.0 * tau))
    # 3000 windows: sqrt(2 / 3000) = 2.6 % of the variance of the total, a tenth of which is that
    # of independent spikes: 2.9 %, five times; the cut at 0, 3 standard deviations off, is small
    assert covariance == pytest.approx(expected, rel=0.15)


@pytest.mark.proves("api-11-correlated-rate")
def test_the_rate_holds_where_most_of_the_gaussian_is_cut_off():
    rate, corr, tau, seconds = 5.0, 0.5, 20.0, 300.0
    found = counts(rate, corr, tau, n=50, seconds=seconds, window=100.0)
    assert abs(found.mean() * 10.0 - rate) < 5.0 * np.sqrt(corr * rate / seconds)
    assert gaussian_of(rate, corr * rate / 0.04)[0] < 0


def test_without_correlation_they_are_poisson_neurons():
    found = counts(50.0, 0.0, 10.0, n=100, seconds=100.0, window=100.0)
    # 100,000 counts of a mean and variance of about 5 (spikes of one step exclude others: 5 % less)
    assert found.mean() == pytest.approx(5.0, abs=5 * np.sqrt(5.0 / 100_000))
    assert found.var() == pytest.approx(5.0 * 0.95, rel=0.03)
    assert abs(np.corrcoef(found.T)[np.triu_indices(100, 1)].mean()) < 0.003


@pytest.mark.proves("models-4-correlated-x", "models-4-correlated-init")
def test_the_process(net):
    pop = net.create(ann.HomogeneousCorrelatedSpikeTrains((2, 2), 30.0, 0.2, 15.0))
    net.dt = 0.5
    mu, sd = gaussian_of(30.0, 0.2 * 30.0 / 0.03)
    assert (pop.mu, pop.x) == (mu, mu)
    assert pop.sigma == pytest.approx(sd * np.sqrt(2.0 - 0.5 / 15.0))
    m = net.monitor(pop, ["x", "p", "spike", "mu", "sigma"])
    net.compile(silent=True)
    assert (pop.x, pop.tau) == (mu, 15.0)
    net.simulate(500.0)
    data = m.get()
    spikes = (data["p"] < data["x"][:, None, None]).reshape(1000, 4)
    assert list(data["spike"].values()) == [np.flatnonzero(spikes[:, n]).tolist() for n in range(4)]
    assert (data["mu"] == mu).all()
    # the noise that is left is standard normal: 1000 draws
    before = np.r_[mu, data["x"][:-1]]
    noise = (data["x"] - before - 0.5 * (mu - before) / 15.0) / (np.sqrt(0.5 / 15.0) * pop.sigma)
    assert abs(noise.mean()) < 5 / np.sqrt(1000)
    assert noise.std() == pytest.approx(1.0, rel=5 / np.sqrt(2000))


@pytest.mark.proves("models-4-correlated-schedule", "api-11-correlated-schedule")
def test_a_schedule(net):
    pop = net.create(
        ann.HomogeneousCorrelatedSpikeTrains(2, [10.0, 20.0], 0.1, 10.0, [1.0, 3.0], 5.0)
    )
    m = net.monitor(pop, ["mu", "sigma"])
    assert pop.x == 0.0
    net.compile(silent=True)
    net.simulate(7.0)
    data = m.get()
    low, high = (gaussian_of(rate, 0.1 * rate / 0.02) for rate in (10.0, 20.0))
    rows = [(0.0, 0.0), low, low, high, high, high, low]
    assert data["mu"].tolist() == [mu for mu, _ in rows]
    assert data["sigma"].tolist() == [sd * np.sqrt(2.0 - 0.1) for _, sd in rows]
    assert (pop.rates.tolist(), pop.corr.tolist()) == ([10.0, 20.0], [0.1, 0.1])


@pytest.mark.proves("api-11-correlated-update")
def test_update(net):
    pop = net.create(ann.HomogeneousCorrelatedSpikeTrains(2, 10.0, 0.1, 10.0))
    pop.update(rates=20.0)
    pop.tau = 5.0
    assert (pop.rates, pop.corr, pop.tau) == (20.0, 0.1, 5.0)
    net.compile(silent=True)

    def expected(rate, corr, tau):
        mu, sd = gaussian_of(rate, corr * rate / (2.0 * tau / 1000.0))
        return [mu, sd * np.sqrt(2.0 - 1.0 / tau), tau]

    def found():
        net.simulate(1.0)
        return [pop.mu, pop.sigma, pop.tau]

    assert found() == expected(20.0, 0.1, 5.0)
    pop.corr = 0.3
    assert found() == expected(20.0, 0.3, 5.0)
    pop.update(rates=30.0, tau=8.0)
    assert found() == expected(30.0, 0.3, 8.0)
    pop.set({"tau": 9.0})
    assert found() == expected(30.0, 0.3, 9.0)
    pop.rates = 0.0
    assert found() == [0.0, 0.0, 9.0]
    pop.update([5.0, 10.0], [0.0, 0.1], schedule=1.0)
    assert [found()[0], found()[0]] == [5.0, expected(10.0, 0.1, 9.0)[0]]
    for text, arguments in {
        "has 2 onsets, but there is 1 row": dict(rates=3.0, corr=0.1, schedule=[0.0, 2.0]),
        "between 0 and 1": dict(corr=1.5),
        "tau is a positive number": dict(tau=0.0),
    }.items():
        with error(text):
            pop.update(**arguments)
    assert (pop.rates.tolist(), pop.corr.tolist(), pop.tau) == ([5.0, 10.0], [0.0, 0.1], 9.0)
    with error("mu of pop0 follows its schedule"):
        pop.mu = 3.0


@pytest.mark.proves("api-11-correlated-checked")
@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("a rate cannot be negative", dict(rates=-1.0)),
        ("NaN and infinity", dict(rates=float("nan"))),
        ("between 0 and 1", dict(corr=-0.1)),
        ("consists of numbers", dict(corr="much")),
        ("2 rates and 3 correlations", dict(rates=[1.0, 2.0], corr=[0.1, 0.2, 0.3])),
        ("need a schedule", dict(rates=[1.0, 2.0])),
        ("numbers, or lists with one per row", dict(rates=[])),
        ("numbers, or lists with one per row", dict(rates=[[1.0]])),
        ("tau is a positive number", dict(tau=-1.0)),
        ("tau is a positive number", dict(tau=[1.0])),
        ("has 2 onsets, but there is 1 row", dict(schedule=[0.0, 1.0])),
    ],
)
def test_arguments_are_checked(text, arguments):
    with error(text):
        ann.HomogeneousCorrelatedSpikeTrains(
            **{"geometry": 2, "rates": 10.0, "corr": 0.1, "tau": 5.0, **arguments}
        )
    assert ann.populations() == []


def test_tau_lasts_a_step_at_least(net):
    net.create(ann.HomogeneousCorrelatedSpikeTrains(2, 10.0, 0.1, 0.5))
    with error("tau of 0.5 ms is shorter than a step of 1 ms"):
        net.compile(silent=True)
    net.dt = 0.5
    net.compile(silent=True)


@pytest.mark.proves("api-11-correlated-refractory")
def test_a_refractory_period():
    free, bound = (
        counts(200.0, 0.1, 10.0, n=20, seconds=10.0, window=5.0, refractory=period)
        for period in (None, 5.0)
    )
    assert free.max() > 1
    assert bound.max() == 1
