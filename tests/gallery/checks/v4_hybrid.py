assert data3["r"].shape == (10000, 1000)
for k, rate in enumerate((0.0, 10.0, 50.0, 100.0)):
    decoded = data3["r"][k * steps + 200 : (k + 1) * steps, -1].mean()
    assert abs(decoded - rate) <= 0.05 * rate, (rate, decoded)

# The error falls about as one over the root of the number of neurons, and with the rate.
for errors in (var_10, var_50, var_100):
    few, many = errors[9:20].mean(), errors[90:200].mean()
    assert 0.2 < many / few < 0.5, (few, many)
assert var_10[99:].mean() > var_50[99:].mean() > var_100[99:].mean()
