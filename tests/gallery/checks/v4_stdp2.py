# Song and Abbott: as many inputs as asked for, an output in its range, weights at both ends.
assert abs(Mi.mean_fr(input_spikes) - 15.0) < 0.3
assert 21.0 < Mo.mean_fr(output_spikes) < 33.0
assert output_rate.shape == (1, 100_000)
scaled = np.array(weights) / gmax
low, high = np.mean(scaled < 0.25), np.mean(scaled > 0.75)
assert low + high > 0.6
assert min(low, high) > 0.1
