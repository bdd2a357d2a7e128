# Rates and weights after one epoch; oriented fields, on against off, after many.
exc_rate, inh_rate = datae[-1].mean(), datai[-1].mean()
mean_weight = np.concatenate([w_on_end, w_off_end]).mean()
opposed = [np.corrcoef(on, off)[0, 1] for on, off in zip(w_on_end, w_off_end, strict=True)]
assert nb_epochs == 1 or nb_epochs >= 10
if nb_epochs == 1:
    assert 8.0 < exc_rate < 45.0, exc_rate
    assert 30.0 < inh_rate < 55.0, inh_rate
    assert 0.004 < mean_weight < 0.009, mean_weight
else:
    assert 8.0 < exc_rate < 12.0, exc_rate
    assert max(opposed) < -0.5, opposed
assert datae.shape == (nb_epochs * 100_000, 4)
