# Song and Abbott: as many inputs as asked for, an output in its range, weights at both ends.
assert abs(input_rate - 15.0) < 0.3, input_rate
assert 21.0 < output_rate < 33.0, output_rate
assert low + high > 0.6
assert min(low, high) > 0.1
assert weights.min() >= 0.0
assert weights.max() <= gmax
