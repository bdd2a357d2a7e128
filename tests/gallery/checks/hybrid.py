# The decoded rate is that of the stimulus, also in the two ends of what was simulated.
assert guess.shape == (10000, 1000)
assert not guess[:steps].any()
for k, rate in enumerate(rates[1:], start=1):
    settled_part = guess[k * steps + settled : (k + 1) * steps, -1]
    assert abs(settled_part.mean() - rate) < 0.05 * rate, (rate, settled_part.mean())

# The error falls about as one over the root of the number of neurons, and with the rate.
for rate, value in slope.items():
    assert abs(value + 0.5) < 0.15, (rate, value)
    ratio = np.exp(np.mean(np.log(error[rate][9:] / theory[rate][9:])))
    assert abs(ratio - 1.0) < 0.3, (rate, ratio)
means = [values[99:].mean() for values in error.values()]
assert means[0] > 1.5 * means[1] > 1.5 * 1.1 * means[2], means

# A longer window is calmer and later.
noise = reading[1000:1500].std(axis=0)
assert noise[0] > 1.5 * noise[1] > 1.5**2 * noise[2], noise
late = [np.argmax(reading[1500:, k] > 50.0) * jump.dt for k in range(3)]
assert late[0] < late[1] < late[2] < 50.0, late
