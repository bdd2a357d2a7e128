import numpy as np
import pytest

from annarchy_lab.api import spike_analysis as analysis

SPIKES = {3: [10, 14, 22], 5: [], 7: [12], 9: [10, 20, 30, 40]}


def test_raster():
    times, ranks = analysis.raster_plot(SPIKES, dt=0.5)
    assert times.tolist() == [5, 7, 11, 6, 5, 10, 15, 20]
    assert ranks.tolist() == [3, 3, 3, 7, 9, 9, 9, 9]
    assert [len(part) for part in analysis.raster_plot({1: []})] == [0, 0]


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


def test_histogram_of_a_window_leaves_out_the_rest():
    assert analysis.histogram(SPIKES, bins=5.0, recording_window=(0, 15)).tolist() == [0, 0, 4, 0]
    assert analysis.histogram({1: []}, recording_window=(0, 3)).tolist() == [0, 0, 0, 0]


def test_histogram_of_silence():
    assert analysis.histogram({1: [], 2: []}).shape == (0,)
    assert analysis.histogram({1: [], 2: []}, per_neuron=True).shape == (2, 0)


def test_bins_are_whole_steps():
    # 0.3 / 0.1 is a little less than 3
    assert len(analysis.histogram({0: [0, 8]}, bins=0.3, dt=0.1)) == 3


def test_intervals():
    assert analysis.inter_spike_interval(SPIKES, dt=0.5) == [2, 4, 5, 5, 5]
    assert analysis.inter_spike_interval(SPIKES, ranks=[3, 5]) == [4, 8]
    assert analysis.inter_spike_interval(SPIKES, per_neuron=True) == {3: [4, 8], 9: [10, 10, 10]}


def test_variation():
    assert analysis.coefficient_of_variation(SPIKES) == [pytest.approx(2 / 6), 0.0]
    assert analysis.coefficient_of_variation({1: [1, 2]}) == []


def test_mean_rate():
    assert analysis.mean_fr(SPIKES, duration=100.0) == 20.0
    assert analysis.mean_fr({0: [0, 99]}, dt=0.5) == 40.0
    assert analysis.mean_fr({0: []}) == 0.0
    assert analysis.mean_fr({}) == 0.0


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


def test_population_rate():
    rates = analysis.population_rate({0: [10, 11], 1: [10]}, dt=0.5, window=(10, 14))
    assert rates.tolist() == [2000.0, 1000.0, 0.0, 0.0]
    low = analysis.population_rate({0: [10]}, smooth=1.0, dt=0.5, window=(10, 13))
    assert low.tolist() == [2000.0, 1000.0, 500.0]
    assert analysis.population_rate({0: []}).shape == (0,)


def test_low_pass_starts_with_the_first_value():
    assert analysis.low_pass(np.array([4.0, 0.0, 0.0]), 0.5).tolist() == [4.0, 2.0, 1.0]
