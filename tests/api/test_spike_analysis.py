import itertools

import numpy as np
import pytest
from work import n_calls

from annarchy_lab.api import spike_analysis as analysis
from annarchy_lab.diagnostics import ANNarchyException

SPIKES = {3: [10, 14, 22], 5: [], 7: [12], 9: [10, 20, 30, 40]}


@pytest.mark.proves("api-7.2-raster", "api-7.2-module-level")
def test_raster():
    times, ranks = analysis.raster_plot(SPIKES, dt=0.5)
    assert times.tolist() == [5, 7, 11, 6, 5, 10, 15, 20]
    assert ranks.tolist() == [3, 3, 3, 7, 9, 9, 9, 9]
    assert [len(part) for part in analysis.raster_plot({1: []})] == [0, 0]


@pytest.mark.proves(
    "api-7.2-histogram-bins", "api-7.2-histogram-range", "api-7.2-histogram-per-neuron"
)
def test_histogram():
    counts = analysis.histogram(SPIKES, dt=0.5)
    assert (len(counts), counts[0], counts.sum()) == (31, 2, 8)
    assert analysis.histogram(SPIKES, bins=5.0, dt=0.5).tolist() == [4, 2, 1, 1]
    assert analysis.histogram(SPIKES, bins=5.0, per_neuron=True, dt=0.5).tolist() == [
        [2, 1, 0, 0],
        [0, 0, 0, 0],
        [1, 0, 0, 0],
        [1, 1, 1, 1],
    ]


@pytest.mark.proves("api-7.2-histogram-window")
def test_histogram_of_a_window_leaves_out_the_rest():
    assert analysis.histogram(SPIKES, bins=5.0, recording_window=(0, 15)).tolist() == [0, 0, 4, 0]
    assert analysis.histogram({1: []}, recording_window=(0, 3)).tolist() == [0, 0, 0, 0]


@pytest.mark.proves("api-7.2-histogram-empty")
def test_histogram_of_silence():
    assert analysis.histogram({1: [], 2: []}).shape == (0,)
    assert analysis.histogram({1: [], 2: []}, per_neuron=True).shape == (2, 0)


@pytest.mark.proves("api-7.2-histogram-bins")
def test_bins_are_whole_steps():
    # 0.3 / 0.1 is a little less than 3
    assert len(analysis.histogram({0: [0, 8]}, bins=0.3, dt=0.1)) == 3


@pytest.mark.proves("api-7.2-isi", "api-7.2-isi-ranks", "api-7.2-isi-per-neuron")
def test_intervals():
    assert analysis.inter_spike_interval(SPIKES, dt=0.5) == [2, 4, 5, 5, 5]
    assert analysis.inter_spike_interval(SPIKES, ranks=[3, 5]) == [4, 8]
    assert analysis.inter_spike_interval(SPIKES, per_neuron=True) == {3: [4, 8], 9: [10, 10, 10]}


@pytest.mark.proves("api-7.2-cv")
def test_variation():
    assert analysis.coefficient_of_variation(SPIKES) == [pytest.approx(2 / 6), 0.0]
    assert analysis.coefficient_of_variation({1: [1, 2]}) == []


@pytest.mark.proves("api-7.2-mean-fr")
def test_mean_rate():
    assert analysis.mean_fr(SPIKES, duration=100.0) == 20.0
    assert analysis.mean_fr({0: [0, 99]}, dt=0.5) == 40.0
    assert analysis.mean_fr({0: []}) == 0.0
    assert analysis.mean_fr({}) == 0.0


@pytest.mark.proves("api-7.2-smoothed-rate", "api-7.2-smoothed-low-pass")
def test_smoothed_rate():
    rates = analysis.smoothed_rate(SPIKES, dt=0.5, window=(8, 50))
    assert rates.shape == (4, 42)
    assert rates[0, :2].tolist() == [0, 0]
    assert rates[0, 2:6].tolist() == [500.0] * 4
    assert rates[0, 6:14].tolist() == [250.0] * 8
    assert not rates[0, 14:].any()
    assert not rates[1].any()
    low = analysis.smoothed_rate(SPIKES, smooth=1.0, dt=0.5, window=(8, 50))
    assert low[0, 2:4].tolist() == [250.0, 375.0]


def test_spikes_outside_the_window_do_not_wrap():
    rates = analysis.smoothed_rate({0: [2, 6, 100]}, window=(5, 10))
    assert rates.tolist() == [[250.0, *[1000 / 94] * 4]]


@pytest.mark.proves("api-7.2-population-rate", "api-7.2-population-smooth")
def test_population_rate():
    rates = analysis.population_rate({0: [10, 11], 1: [10]}, dt=0.5, window=(10, 14))
    assert rates.tolist() == [2000.0, 1000.0, 0.0, 0.0]
    low = analysis.population_rate({0: [10]}, smooth=1.0, dt=0.5, window=(10, 13))
    assert low.tolist() == [2000.0, 1000.0, 500.0]
    assert analysis.population_rate({0: []}).shape == (0,)


def test_low_pass_starts_with_the_first_value():
    assert analysis.low_pass(np.array([4.0, 0.0, 0.0]), 0.5).tolist() == [4.0, 2.0, 1.0]


def test_bad_arguments_are_told():
    for bins in (0.0, -1.0, float("nan")):
        with pytest.raises(ANNarchyException, match="bins are a positive number of ms"):
            analysis.histogram(SPIKES, bins)
    with pytest.raises(ANNarchyException, match="from a step to a later one"):
        analysis.histogram(SPIKES, recording_window=(30, 10))
    with pytest.raises(ANNarchyException, match="no spikes of neuron 4"):
        analysis.inter_spike_interval(SPIKES, ranks=[3, 4])


@pytest.mark.proves("api-7.2-whole-dict", "api-7.2-not-recorded")
def test_the_dict_of_all_variables_will_do():
    whole = {"spike": SPIKES, "v": np.zeros((4, 2))}
    assert analysis.mean_fr(whole, 100.0) == analysis.mean_fr(SPIKES, 100.0)
    assert analysis.histogram(whole).tolist() == analysis.histogram(SPIKES).tolist()
    with pytest.raises(ANNarchyException, match="there are no spikes, only v: record 'spike'"):
        analysis.raster_plot({"v": np.zeros(3)})


@pytest.mark.proves("api-7.2-empty")
def test_nothing_gives_nothing():
    for silent in ({}, {1: [], 2: []}):
        n = len(silent)
        assert [part.shape for part in analysis.raster_plot(silent)] == [(0,), (0,)]
        assert analysis.inter_spike_interval(silent) == []
        assert analysis.inter_spike_interval(silent, per_neuron=True) == {}
        assert analysis.coefficient_of_variation(silent) == []
        assert analysis.smoothed_rate(silent, window=(3, 8)).shape == (n, 5)
        assert analysis.smoothed_rate(silent, smooth=5.0).shape == (n, 0)
        assert analysis.population_rate(silent, 5.0, window=(3, 8)).tolist() == [0.0] * 5


def test_analyses_leave_the_spikes_alone():
    given = {0: [5, 1, 3]}
    assert analysis.inter_spike_interval(given) == [2.0, 2.0]
    analysis.smoothed_rate(given, smooth=3.0)
    assert given == {0: [5, 1, 3]}


# Against the definitions, written out once more, spike by spike


@pytest.fixture(params=[0.1, 0.25, 1.0, 2.0])
def trains(request):
    """Random spikes from step 40 to 240 and the step in ms."""
    rng = np.random.default_rng(7)
    return request.param, {
        3 * n: (40 + np.flatnonzero(rng.random(200) < 0.02 * n)).tolist() for n in range(6)
    }


@pytest.mark.proves("api-7.2-histogram-bins", "api-7.2-histogram-per-neuron")
def test_histogram_by_hand(trains):
    dt, spikes = trains
    bins, window = 7.3 * dt, (50, 199)
    expected = np.zeros((6, (199 - 50) // 7 + 1), int)
    for row, train in enumerate(spikes.values()):
        for step in train:
            if 50 <= step <= 199:
                expected[row, int((step - 50) / 7)] += 1
    found = analysis.histogram(spikes, bins, True, window, dt)
    assert found.tolist() == expected.tolist()
    pooled = analysis.histogram(spikes, bins, recording_window=window, dt=dt)
    assert pooled.tolist() == expected.sum(axis=0).tolist()


@pytest.mark.proves("api-7.2-isi", "api-7.2-cv")
def test_intervals_by_hand(trains):
    dt, spikes = trains
    pooled, variations = [], []
    for train in spikes.values():
        own = [(train[k + 1] - train[k]) * dt for k in range(len(train) - 1)]
        pooled += own
        if len(own) > 1:
            mean = sum(own) / len(own)
            variance = sum((each - mean) ** 2 for each in own) / len(own)
            variations.append(variance**0.5 / mean)
    assert analysis.inter_spike_interval(spikes, dt=dt) == pytest.approx(pooled)
    assert analysis.coefficient_of_variation(spikes, dt=dt) == pytest.approx(variations)


@pytest.mark.proves("api-7.2-smoothed-rate", "api-7.2-smoothed-low-pass")
@pytest.mark.parametrize("smooth", [0.0, 0.05, 12.0])
def test_smoothed_rate_by_hand(trains, smooth):
    dt, spikes = trains
    expected = np.zeros((6, 200))
    for row, train in enumerate(spikes.values()):
        for before, after in itertools.pairwise(train):
            for step in range(before, after):
                expected[row, step - 40] = 1000.0 / ((after - before) * dt)
        for step in range(1, 200 if smooth else 0):
            x, share = expected[row, step - 1], min(1.0, dt / (smooth or dt))
            expected[row, step] = x + share * (expected[row, step] - x)
    found = analysis.smoothed_rate(spikes, smooth, dt, (40, 240))
    assert found == pytest.approx(expected)


@pytest.mark.proves("api-7.2-population-rate", "api-7.2-population-smooth")
@pytest.mark.parametrize("smooth", [0.0, 20.0])
def test_population_rate_by_hand(trains, smooth):
    dt, spikes = trains
    expected = np.zeros(200)
    for train in spikes.values():
        for step in train:
            expected[step - 40] += 1000.0 / dt / 6
    for step in range(1, 200 if smooth else 0):
        x = expected[step - 1]
        expected[step] = x + dt / smooth * (expected[step] - x)
    assert analysis.population_rate(spikes, smooth, dt, (40, 240)) == pytest.approx(expected)


@pytest.mark.proves("api-7.2-smoothed-first")
def test_a_spike_at_the_first_step_begins_an_interval():
    assert analysis.smoothed_rate({0: [10, 14]}, window=(10, 16)).tolist() == [
        [250.0, 250.0, 250.0, 250.0, 0.0, 0.0]
    ]


@pytest.mark.proves("api-7.2-speed")
def test_nothing_is_done_for_each_of_a_million_spikes():
    rng = np.random.default_rng(0)
    many = {n: np.flatnonzero(rng.random(20_000) < 0.1) for n in range(500)}
    assert sum(map(len, many.values())) > 990_000
    calls = [
        lambda: analysis.raster_plot(many),
        lambda: analysis.histogram(many, 5.0, per_neuron=True),
        lambda: analysis.inter_spike_interval(many),
        lambda: analysis.coefficient_of_variation(many),
        lambda: analysis.population_rate(many, 10.0),
        lambda: analysis.smoothed_rate(many),
    ]
    for call in calls:
        assert n_calls(call) < 100_000
