# The population bursts: about ten spikes per second and neuron, crowded into the bursts.
assert 5.0 < m.mean_fr(spikes) < 15.0
assert v.shape == (1000, 1000)
binned = np.array(fr)[:980].reshape(49, 20).sum(axis=1)
assert binned.max() > 2.0 * binned.mean()
assert len(t) == len(n) == sum(fr)
