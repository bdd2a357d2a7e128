# Rates and weights after one epoch; oriented fields, on against off, after many.
assert nb_epochs == 1 or nb_epochs >= 10
if nb_epochs == 1:
    assert 8.0 < exc_rate < 45.0, exc_rate
    assert 30.0 < inh_rate < 55.0, inh_rate
    assert 0.004 < mean_weight < 0.009, mean_weight
else:
    assert 8.0 < exc_rate < 12.0, exc_rate
    assert max(opposed) < -0.5, opposed
assert dataw.shape == (nb_epochs * 100, 1024)
